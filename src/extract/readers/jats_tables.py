"""Tables of JATS: rows on lines, cells with their places in the grid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from extract.document import Block, BlockKind, Cell
from extract.readers.builder import WIDEST_TABLE, Builder, Inline
from extract.readers.jats_inline import InlineRules, write
from extract.readers.jats_tree import Element, elements, name

_ROWS = ("tr", "row")
_CELLS = ("td", "th", "entry", "entrytbl")
_WRAPS = ("table-wrap", "fig")


@dataclass(slots=True)
class _Grid:
    """Which places are taken by cells that reach down from rows above: column -> rows left."""

    taken: dict[int, int] = field(default_factory=dict)

    def next_row(self) -> None:
        self.taken = {column: left - 1 for column, left in self.taken.items() if left > 1}

    def place(self, column: int, rowspan: int, colspan: int) -> int:
        """Take the next free place from ``column`` on and return it."""
        while column in self.taken:
            column += 1
        for c in range(column, column + colspan):
            self.taken[c] = rowspan
        return column


class _Columns:
    """The columns of a CALS table by name, and the spans that are named; a table of HTML has none."""

    def __init__(self, table: Element) -> None:
        self.numbers: dict[str, int] = {}
        number = 0
        for spec in elements(table, "colspec"):
            number = _count(spec, "colnum", number + 1)
            self.numbers[spec.get("colname", f"col{number}")] = number - 1
        self.spans = {
            spec.get("spanname", ""): (spec.get("namest"), spec.get("nameend")) for spec in elements(table, "spanspec")
        }

    def place(self, entry: Element) -> tuple[int, int]:
        """The first column that an entry asks for, 0 for the next free one, and how many it spans."""
        first, last = self.spans.get(entry.get("spanname", ""), (entry.get("namest"), entry.get("nameend")))
        start = self.numbers.get(first or entry.get("colname") or "")
        end = self.numbers.get(last or "")
        if start is None:
            return 0, _count(entry, "colspan")
        return start, min(max(end - start + 1, 1), WIDEST_TABLE) if end is not None else 1


def grids(element: Element) -> Iterator[Element]:
    """Yield the tables that an element holds, each of several renderings once, those in cells not by themselves."""
    if name(element) in ("table", "array", "tgroup"):
        groups = list(elements(element, "tgroup"))
        yield from groups or [element]
    elif name(element) == "alternatives":
        yield from next(filter(None, (list(grids(child)) for child in elements(element))), [])
    elif name(element) in _WRAPS:
        for child in elements(element):
            yield from grids(child)


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table in their order, with those of its head, body and foot."""
    for child in elements(table):
        if name(child) in _ROWS:
            yield child
        elif name(child) not in _CELLS:
            yield from _rows(child)


def write_rows(table: Element, builder: Builder, rules: InlineRules) -> tuple[Cell, ...]:
    """Write a table into the text and return its cells; those without text are empty spans."""
    cells: list[Cell] = []
    grid, columns = _Grid(), _Columns(table)
    number, part = 0, None
    for row in _rows(table):
        # a cell does not reach beyond head, body or foot
        if row.getparent() is not part:
            part, grid = row.getparent(), _Grid()
        found = [e for e in elements(row) if name(e) in _CELLS]
        if found:
            builder.separate("\n" if number else "\n\n")
            cells += _write_row(found, number, _Writer(builder, rules, grid, columns))
            number += 1
        grid.next_row()
    return tuple(cells)


class _Writer(NamedTuple):
    """What writing a row needs."""

    builder: Builder
    rules: InlineRules
    grid: _Grid
    columns: _Columns


def _write_row(row: list[Element], number: int, to: _Writer) -> Iterator[Cell]:
    column = 0
    for position, element in enumerate(row):
        if position:
            to.builder.separate(" | ")
        span = _write_cell(element, to.builder, to.rules)
        asked, colspan = to.columns.place(element)
        rowspan = (
            min(_count(element, "morerows", 0) + 1, WIDEST_TABLE)
            if element.get("morerows")
            else _count(element, "rowspan")
        )
        column = to.grid.place(max(column, asked), rowspan, colspan)
        header = name(element) == "th" or any(name(a) == "thead" for a in element.iterancestors())
        if column < WIDEST_TABLE:
            yield Cell(*span, number, column, rowspan, colspan, header)
        column += colspan


def _write_cell(element: Element, builder: Builder, rules: InlineRules) -> tuple[int, int]:
    inline = Inline(line_break="\n")
    write(element, inline, rules)
    start, end = builder.raw(inline)
    if start < end:
        builder.blocks.append(Block(BlockKind.CELL, start, end))
    return start, end


def _count(element: Element, attribute: str, missing: int = 1) -> int:
    """A number of rows or columns, at least as many as where none is given; an unreadable one is ``missing``."""
    value = element.get(attribute, "").strip()
    return (
        min(max(int(value), missing), WIDEST_TABLE)
        if value.isascii() and value.isdigit() and len(value) < 10
        else missing
    )
