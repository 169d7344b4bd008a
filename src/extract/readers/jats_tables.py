"""Tables of JATS: rows on lines, cells with their places in the grid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extract.document import Block, BlockKind, Cell
from extract.readers.builder import Builder, Inline
from extract.readers.jats_inline import Element, InlineRules, name, write

_ROWS = ("tr", "row")
_CELLS = ("td", "th", "entry")
# No printed table is wider; a larger span is a slip or an attack.
_WIDEST = 200


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


def rows(table: Element) -> list[Element]:
    """The rows of a table that hold a cell, those of nested tables left out."""
    found = (e for e in table.iter(etree.Element) if name(e) in _ROWS and _owner(e) is table)
    return [row for row in found if any(True for _ in _cells(row))]


def _owner(row: Element) -> Element:
    return next(a for a in row.iterancestors() if name(a) in ("table", "tgroup", "array"))


def _cells(row: Element) -> Iterator[Element]:
    return (e for e in row if name(e) in _CELLS)


def write_rows(table: Element, builder: Builder, rules: InlineRules) -> tuple[Cell, ...]:
    """Write a table into the text and return its cells; those without text are empty spans."""
    cells: list[Cell] = []
    grid = _Grid()
    for number, row in enumerate(rows(table)):
        builder.separate("\n" if number else "\n\n")
        column = 0
        for position, element in enumerate(_cells(row)):
            if position:
                builder.separate(" | ")
            cell = _write_cell(element, builder, rules)
            rowspan, colspan = _span(element, "rowspan"), _span(element, "colspan")
            column = grid.place(column, rowspan, colspan)
            header = name(element) == "th" or any(name(a) == "thead" for a in row.iterancestors())
            cells.append(Cell(*cell, number, column, rowspan, colspan, header))
            column += colspan
        grid.next_row()
    return tuple(cells)


def _write_cell(element: Element, builder: Builder, rules: InlineRules) -> tuple[int, int]:
    inline = Inline(line_break="\n")
    write(element, inline, rules)
    start, end = builder.raw(inline)
    if start < end:
        builder.blocks.append(Block(BlockKind.CELL, start, end))
    return start, end


def _span(element: Element, attribute: str) -> int:
    """A rowspan or colspan; an unreadable one is 1."""
    if attribute == "rowspan" and (more := element.get("morerows", "")).isdigit():
        return min(int(more) + 1, _WIDEST)
    value = element.get(attribute, "1").strip()
    return min(max(int(value), 1), _WIDEST) if value.isdigit() else 1
