"""Cells: a value in a table with its endpoint, arm, timepoint and unit from the headers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extract.document import Cell
from extract.mentions.intervals import bare_interval, find_intervals
from extract.mentions.mention import Kind, Mention, Quantity
from extract.mentions.phrases import Phrase
from extract.mentions.quantities import find_quantities
from extract.mentions.timepoints import find_timepoints
from extract.relations.grid import Grid
from extract.relations.heads import SURE, Heads, clarity
from extract.relations.names import arm_name
from extract.relations.results import Chosen, Finding
from extract.relations.signs import CELL

# What a cell may hold to be read as a value: nothing but numbers, units and their signs.
_VALUE_CELL = re.compile(
    r"\A[\s\d.,;%()\[\]<>\u2264\u2265=\u00b1+/*-]*+(?:[a-zA-Z/%\u2020\u2021\u00a7\u00b6]{1,12}+[\s\d.,%()\[\];:\u00b1+/-]*+){0,6}+\Z"
)

# "ARR reduction over 12 months": two words before the first number are prose.
_WORDS_FIRST = re.compile(r"[A-Za-z]{2,30}[\s:-]{1,3}[A-Za-z]{2}")


def cell_findings(
    grid: Grid, cell: Cell, abbreviations: Mapping[str, str], default: Chosen | None = None
) -> Iterator[Finding]:
    """Yield the values of a body cell that its headers give an endpoint or an arm.

    ``default`` is the endpoint that another cell of the row names, for a column that says only how it was measured.
    """
    if cell.row < grid.header_rows or cell.column < grid.stub or not is_value_cell(grid.text(cell)):
        return
    heads = Heads(grid, cell, abbreviations)
    if default and not heads.clear:
        heads.endpoint = default
    if heads.skip or not heads.endpoint:
        return
    parts = _parts(grid, cell)
    if parts:
        yield from _listed(grid, cell, heads, parts)
        return
    for value in _values(grid, cell, heads):
        yield _finding(grid, cell, heads, value, heads.arm)


def _finding(grid: Grid, cell: Cell, heads: Heads, value: Mention, arm: Chosen | None) -> Finding:
    return Finding(
        value=value,
        measure=heads.measure_of(value),
        endpoint=heads.endpoint,
        arm=arm,
        timepoint=heads.timepoint,
        interval=_interval(grid, cell, value),
        p_value=heads.p_value,
        probability=SURE,
        falls=heads.falls,
        line=value.start,
        in_table=True,
        signs=(CELL,),
    )


def is_value_cell(text: str) -> bool:
    """Whether a cell holds a number with its units and signs, and no prose."""
    short = any(c.isdigit() for c in text) and len(text) <= 60
    return short and not _WORDS_FIRST.match(text) and bool(_VALUE_CELL.match(text))


_SEPARATOR = re.compile(r"\s{0,3}[;/]\s{0,3}")
Piece = tuple[int, int]


def _parts(grid: Grid, cell: Cell) -> list[tuple[Piece, Piece]] | None:
    """The values of a cell that lists one for each arm of its row ("50; 86; 21"), each with its arm's span."""
    values = _pieces(grid, cell)
    if len(values) < 2 or not all(any(c.isdigit() for c in grid.view[a:b]) for a, b in values):
        return None
    for column in range(grid.width):
        other = grid.at.get((cell.row, column))
        if other is None or other is cell or not clarity(grid.text(other), "arm"):
            continue
        arms = _pieces(grid, other)
        if len(arms) == len(values):
            return list(zip(values, arms, strict=True))
    return None


def _pieces(grid: Grid, cell: Cell) -> list[Piece]:
    cuts = [m.span() for m in _SEPARATOR.finditer(grid.view, cell.start, cell.end)]
    edges = [cell.start, *(x for cut in cuts for x in cut), cell.end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _listed(grid: Grid, cell: Cell, heads: Heads, parts: Sequence[tuple[Piece, Piece]]) -> Iterator[Finding]:
    for (start, end), (arm_start, arm_end) in parts:
        piece = replace(cell, start=start, end=end)
        name = arm_name(grid.view[arm_start:arm_end], heads.abbreviations)
        arm = Chosen(Phrase(arm_start, arm_end, 0, 0, frozenset(), ""), name, 0.8)
        for value in _values(grid, piece, heads):
            yield _finding(grid, piece, heads, value, arm)


def _values(grid: Grid, cell: Cell, heads: Heads) -> Iterator[Mention]:
    """The cell's first value; "61 (1.0)" is a rate with its events under "n (%)"."""
    blocked = [(m.start, m.end) for m in find_intervals(grid.view, cell.start, cell.end)]
    points = [(m.start, m.end) for m in find_timepoints(grid.view, cell.start, cell.end)]
    blocked += points if _has_more(grid, cell, points) else []  # "Week 8: 54.6%"
    for value in find_quantities(grid.view, cell.start, cell.end, blocked):
        quantity: Quantity = value.value
        bare = quantity.unit is None or quantity.total is not None
        tail = _TAIL.match(grid.view, value.end, cell.end) if bare else None
        if tail and (heads.percent or _is_percentage(quantity, tail[1], heads)):
            rate = Quantity(float(tail[1]), unit="%", events=int(quantity.value or 0), total=quantity.total)
            yield Mention(Kind.VALUE, value.start, tail.end(), rate, "value:n-percent")
        else:
            yield heads.dressed(value)
        return


def _has_more(grid: Grid, cell: Cell, points: Sequence[Piece]) -> bool:
    """Whether a cell has digits outside its timepoints."""
    return any(
        grid.view[at].isdigit() and not any(a <= at < b for a, b in points) for at in range(cell.start, cell.end)
    )


_TAIL = re.compile(r"\s?\((\d+(?:\.\d+)?)\)")


def _is_percentage(quantity: Quantity, bracket: str, heads: Heads) -> bool:
    """Whether the number in brackets is a percentage though no header says so: "257 (82.1)", "5/24 (21)"."""
    if quantity.events is not None and quantity.total:
        return abs(100 * quantity.events / quantity.total - float(bracket)) <= 1
    whole = quantity.value is not None and quantity.value.is_integer()
    return whole and "." in bracket and float(bracket) <= 100 and not heads.measure


def _interval(grid: Grid, cell: Cell, value: Mention) -> Mention | None:
    found = next(iter(find_intervals(grid.view, value.end, cell.end)), None) or bare_interval(grid.view, value.end)
    return found if found and found.end <= cell.end else None
