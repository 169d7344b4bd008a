"""Cells: a value in a table with its endpoint, arm, timepoint and unit from the headers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extract.document import Cell
from extract.lexicon import lexicon
from extract.mentions.intervals import bare_interval, find_intervals, find_p_values
from extract.mentions.mention import Kind, Mention, Quantity
from extract.mentions.phrases import Phrase
from extract.mentions.quantities import find_quantities
from extract.mentions.timepoints import find_timepoints
from extract.relations.grid import Grid
from extract.relations.names import arm_name, endpoint_name
from extract.relations.results import Chosen, Finding

_P_CELL = re.compile(r"\s*(?P<sign>[<>=\u2264]?)\s?(?P<number>(?:0|1)?\.\d+)\s*\w?\s*\Z")
_N = re.compile(r"[(,]?\s*\b[nN]\s?=\s?\d[\d, ]*\)?|\bn\s?\(%\)|\(%\)|%|\b[nN]o\.?\b", re.ASCII)
# What a cell may hold to be read as a value: nothing but numbers, units and their signs.
_VALUE_CELL = re.compile(
    r"[\s\d.,%()\[\]<>\u2264\u2265=\u00b1+/*-]*(?:[a-zA-Z/%\u2020\u2021]{1,12}[\s\d.,%()\[\];:\u00b1+/-]*){0,6}\Z"
)


def cell_findings(grid: Grid, cell: Cell, abbreviations: Mapping[str, str]) -> Iterator[Finding]:
    """Yield the values of a body cell that its headers give an endpoint or an arm."""
    if cell.row < grid.header_rows or cell.column < grid.stub or not _is_value_cell(grid.text(cell)):
        return
    heads = _Heads(grid, cell, abbreviations)
    if heads.skip or not heads.endpoint:
        return
    parts = _parts(grid, cell)
    if parts:
        yield from _listed(grid, cell, heads, parts)
        return
    for value in _values(grid, cell, heads):
        yield Finding(
            value, heads.measure_of(value), heads.endpoint, heads.arm, heads.timepoint, _interval(grid, cell, value),
            heads.p_value, 0.8,
        )  # fmt: skip


def _is_value_cell(text: str) -> bool:
    return any(c.isdigit() for c in text) and len(text) <= 60 and bool(_VALUE_CELL.match(text))


_SEPARATOR = re.compile(r"\s*[;/]\s*")
Piece = tuple[int, int]


def _parts(grid: Grid, cell: Cell) -> list[tuple[Piece, Piece]] | None:
    """The values of a cell that lists one for each arm of its row ("50; 86; 21"), each with its arm's span."""
    values = _pieces(grid, cell)
    if len(values) < 2 or not all(any(c.isdigit() for c in grid.view[a:b]) for a, b in values):
        return None
    for column in range(grid.width):
        other = grid.at.get((cell.row, column))
        if other is None or other is cell or not _clarity(grid.text(other), "arm"):
            continue
        arms = _pieces(grid, other)
        if len(arms) == len(values):
            return list(zip(values, arms, strict=True))
    return None


def _pieces(grid: Grid, cell: Cell) -> list[Piece]:
    cuts = [m.span() for m in _SEPARATOR.finditer(grid.view, cell.start, cell.end)]
    edges = [cell.start, *(x for cut in cuts for x in cut), cell.end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _listed(grid: Grid, cell: Cell, heads: _Heads, parts: Sequence[tuple[Piece, Piece]]) -> Iterator[Finding]:
    for (start, end), (arm_start, arm_end) in parts:
        piece = replace(cell, start=start, end=end)
        name = arm_name(grid.view[arm_start:arm_end], heads.abbreviations)
        arm = Chosen(Phrase(arm_start, arm_end, 0, 0, frozenset(), ""), name, 0.8)
        for value in _values(grid, piece, heads):
            yield Finding(
                value,
                heads.measure_of(value),
                heads.endpoint,
                arm,
                heads.timepoint,
                _interval(grid, piece, value),
                None,
                0.8,
            )


def _values(grid: Grid, cell: Cell, heads: _Heads) -> Iterator[Mention]:
    """The cell's first value; "61 (1.0)" is a rate with its events under "n (%)"."""
    blocked = [(m.start, m.end) for m in find_intervals(grid.view, cell.start, cell.end)]
    for value in find_quantities(grid.view, cell.start, cell.end, blocked):
        quantity: Quantity = value.value
        tail = _TAIL.match(grid.view, value.end, cell.end) if quantity.unit is None else None
        if tail and (heads.percent or _is_percentage(quantity, tail[1], heads)):
            rate = Quantity(float(tail[1]), unit="%", events=int(quantity.value or 0))
            yield Mention(Kind.VALUE, value.start, tail.end(), rate, "value:n-percent")
        elif heads.percent and quantity.unit is None:
            yield replace(value, value=replace(quantity, unit="%", measure=""))
        else:
            yield value
        return


_TAIL = re.compile(r"\s?\((\d+(?:\.\d+)?)\)")


def _is_percentage(quantity: Quantity, bracket: str, heads: _Heads) -> bool:
    """Whether the number in brackets is a percentage though no header says so: "257 (82.1)"."""
    whole = quantity.value is not None and quantity.value.is_integer()
    return whole and "." in bracket and float(bracket) <= 100 and not heads.measure


def _interval(grid: Grid, cell: Cell, value: Mention) -> Mention | None:
    found = next(iter(find_intervals(grid.view, value.end, cell.end)), None) or bare_interval(grid.view, value.end)
    return found if found and found.end <= cell.end else None


class _Heads:
    """What the headers of one cell say: endpoint, arm, timepoint, unit, measure."""

    def __init__(self, grid: Grid, cell: Cell, abbreviations: Mapping[str, str]) -> None:
        self.grid, self.cell, self.abbreviations = grid, cell, abbreviations
        columns, rows = grid.column_headers(cell.column), grid.row_headers(cell.row)
        self.texts = " ; ".join(grid.text(h) for h in (*columns, *rows))
        own = grid.text(columns[-1]) if columns else ""
        self.skip = _tells_else(own) or bool(rows and _tells_else(grid.text(rows[-1])))
        self.percent = "%" in own or "%" in " ".join(grid.text(r) for r in rows)
        self.arm = self._choose(columns, "arm") or self._choose(rows, "arm")
        self.endpoint = self._endpoint(columns, rows)
        self.timepoint = self._timepoint([*columns, *rows])
        self.p_value = self._p_value()

    def _choose(self, heads: Sequence[Cell], role: str) -> Chosen | None:
        """The header that says the role most clearly, the nearest of equals."""
        ranked = [(_clarity(self.grid.text(head), role), i, head) for i, head in enumerate(heads)]
        best = max(ranked, key=lambda r: r[:2], default=(0, 0, None))
        return self._named(best[2], role) if best[0] and best[2] else None

    def _named(self, head: Cell, role: str) -> Chosen:
        spell = arm_name if role == "arm" else endpoint_name
        printed = _N.sub(" ", self.grid.text(head))
        return Chosen(Phrase(head.start, head.end, 0, 0, frozenset(), ""), spell(printed, self.abbreviations), 0.8)

    def _endpoint(self, columns: Sequence[Cell], rows: Sequence[Cell]) -> Chosen | None:
        """The endpoint stands in the row where the column has the arm or the measure, else in the column."""
        in_rows, in_columns = self._choose(rows, "endpoint"), self._choose(columns, "endpoint")
        across = bool(self._choose(columns, "arm") or self.measure)
        if in_rows and across:
            return in_rows
        clear = in_columns and _clarity(in_columns.name, "endpoint") >= _NAMED_CLEARLY
        if in_columns and (clear or not (across and rows)):
            return in_columns
        return in_rows or (self._of_caption(rows) if across and rows else None)

    def _of_caption(self, rows: Sequence[Cell]) -> Chosen:
        """A row's own words with the endpoint of the caption: "Fatal" under "Bleeding events"."""
        row = self._named(rows[-1], "endpoint")
        caption = self.grid.table.caption
        text = self.grid.view[slice(*caption)] if caption else ""
        hit = next((h for h in lexicon("endpoints").find(text) if "full" in h.row.tags), None)
        if not hit:
            return row
        told = endpoint_name(text[hit.start : hit.end], self.abbreviations)
        total = "total" in lexicon("columns").word_tags.get(row.name, ())
        return replace(row, name=told if total else f"{row.name} {told}")

    @property
    def measure(self) -> str | None:
        """The measure that a header names ("Hazard ratio (95% CI)")."""
        hits = [
            h
            for h in lexicon("measures").find(self.texts)
            if h.row.tags & {"ratio", "difference", "statistic", "other", "reduction", "change"}
        ]
        return hits[0].row.value if hits else None

    def measure_of(self, value: Mention) -> str:
        """The guide's measure of one value of the cell."""
        quantity: Quantity = value.value
        if self.measure and not (quantity.unit == "%" and self.measure in ("median", "mean")):
            return self.measure
        if quantity.unit == "%":
            return "rate"
        whole = quantity.value is not None and quantity.value.is_integer()
        return "count" if quantity.measure == "count" or (whole and not quantity.unit) else "mean"

    def _timepoint(self, heads: Sequence[Cell]) -> Mention | None:
        for head in heads:
            for point in find_timepoints(self.grid.view, head.start, head.end):
                return point
        return None

    def _p_value(self) -> Mention | None:
        """The p-value of the row's p column."""
        for column in range(self.grid.width):
            heads = self.grid.column_headers(column)
            cell = self.grid.at.get((self.cell.row, column))
            if cell and heads and any("p" in h.row.tags for h in lexicon("columns").find(self.grid.text(heads[-1]))):
                return _p_mention(self.grid, cell)
        return next(iter(find_p_values(self.grid.view, self.cell.start, self.cell.end)), None)


# What a column or row may tell that is no result.
_ELSE = {
    "skip",
    "enrolled",
    "phase",
    "citation",
    "p",
    "population",
    "timepoint",
    "comparator",
    "treatment",
    "design",
    "status",
}


def _tells_else(header: str) -> bool:
    """Whether a header's first or last words say that its cells hold no results."""
    bare = header.rstrip(" ().,;*abcd")
    telling = [h for h in lexicon("columns").find(header) if h.row.tags & _ELSE]
    return any((h.start == 0 and h.end >= len(bare) - 8) or h.end >= len(bare) for h in telling)


# How clearly a header names an endpoint, by the tags of the row found in it.
_NAMED_CLEARLY = 3
_CLEAR = (("full", 4), ("abbr", 3), ("verb", 2), ("head", 1))


def _clarity(text: str, role: str) -> int:
    if role == "arm":
        return int(any(True for name in ("treatments", "stems", "arms") for _ in lexicon(name).find(text)))
    hits = [h for h in lexicon("endpoints").find(text) if not h.row.tags & {"lead", "ratio"}]
    return max((points for h in hits for tag, points in _CLEAR if tag in h.row.tags), default=0)


def _p_mention(grid: Grid, cell: Cell) -> Mention | None:
    found = _P_CELL.match(grid.view[cell.start : cell.end])
    if not found:
        return None
    sign = "" if found["sign"] == "=" else found["sign"]
    number = "0" + found["number"] if found["number"].startswith(".") else found["number"]
    return Mention(Kind.P_VALUE, cell.start, cell.end, sign + number, "p-value:column")
