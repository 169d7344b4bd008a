"""Heads: what the row and column headers of a table cell say of its value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extract.document import Cell
from extract.lexicon import WORD, lexicon
from extract.mentions.intervals import find_p_values
from extract.mentions.mention import Kind, Mention, Quantity
from extract.mentions.phrases import Phrase
from extract.mentions.quantities import unit_at
from extract.mentions.timepoints import find_timepoints
from extract.relations.celllabels import without_measure
from extract.relations.grid import Grid
from extract.relations.measures import BETWEEN_ARMS
from extract.relations.names import arm_name, endpoint_name
from extract.relations.results import Chosen
from extract.relations.rowtold import header_tags
from extract.relations.tablearms import composed_arm, outcome_cell, row_arm, treatment_cell

# The surety of what a header says, measured on annotated tables.
SURE = 0.8
_P_CELL = re.compile(r"\s{0,9}(?P<sign>[<>=\u2264]?)\s?(?P<number>(?:0|1)?\.\d{1,15})\s{0,3}\w?\s{0,9}\Z")
# The level of an interval says nothing of the value before it: "Median, months (95% CI)".
_LEVEL = re.compile(r"\d{1,3}(?:\.\d{1,3})?\s?%\s?(?:CI|confidence|credible)\b", re.IGNORECASE)
# Where a header prints the unit of its numbers: "Median, months", "Weight loss (kg)".
_BEFORE_UNIT = re.compile(r"[,(\[]\s?(?:in\s)?|\bin\s")
_CHANGED = re.compile(r"\s(?:in|of)\s")
_BRACKETED = re.compile(r"\((?P<time>\d{1,3} (?:day|week|month|year)s?)\)")
_MEASURED = {"ratio", "difference", "statistic", "other", "reduction", "change"}
_N = re.compile(r"[(,]?\s{0,3}\b[nN]\s?=\s?\d[\d, ]*\)?|\bn\s?\(%\)|\(%\)|%|\b[nN]o\.?\b", re.ASCII)


class Heads:
    """What the headers of one cell say: endpoint, arm, timepoint, unit, measure."""

    def __init__(self, grid: Grid, cell: Cell, abbreviations: Mapping[str, str]) -> None:
        self.grid, self.cell, self.abbreviations = grid, cell, abbreviations
        columns, rows = grid.column_headers(cell.column), grid.row_headers(cell.row)
        self.outcome = outcome = outcome_cell(grid, cell)
        rows = [*rows, outcome] if outcome and outcome not in rows else rows
        self.texts = " ; ".join(grid.text(h) for h in (*columns, *rows))
        own = grid.text(columns[-1]) if columns else ""
        # "Drug" and "Control" under "Responders, %" or beside "Death" are arms; alone they head what was given.
        apart = _ELSE - {"treatment", "comparator"} if len(columns) > 1 or outcome else _ELSE
        self.skip = _tells(own, apart) or bool(rows and _tells(grid.text(rows[-1]), _ELSE))
        self.percent = any("%" in _LEVEL.sub("", grid.text(h)) for h in (*columns, *rows))
        self.arm = self._arm(columns, rows)
        self.endpoint = self._endpoint(columns, rows)
        if self.endpoint and self.arm and self.endpoint.phrase.start == self.arm.phrase.start:
            # One header cannot be both unless it names an outcome beyond doubt: "Insulin use (%)" tells of neither.
            self.endpoint = self.endpoint if clarity(self.endpoint.name, "endpoint") >= _NAMED_CLEARLY else None
        self.timepoint = self._timepoint([*columns, *rows])
        self.p_value = self._p_value()

    def _arm(self, columns: Sequence[Cell], rows: Sequence[Cell]) -> Chosen | None:
        found = self._choose(columns, "arm")
        if not found and (regimen := treatment_cell(self.grid, self.cell)):
            return replace(self._named(regimen, "arm"), name=row_arm(self.grid, regimen, self.abbreviations))
        found = found or self._choose(rows, "arm")
        if not found:
            return None
        return replace(found, name=composed_arm(self.grid, self.cell, found.name, self.abbreviations))

    def _choose(self, heads: Sequence[Cell], role: str) -> Chosen | None:
        """The header that says the role most clearly, the nearest of equals."""
        ranked = [(clarity(self.grid.text(head), role), i, head) for i, head in enumerate(heads)]
        best = max(ranked, key=lambda r: r[:2], default=(0, 0, None))
        return self._named(best[2], role) if best[0] and best[2] else None

    def _named(self, head: Cell, role: str) -> Chosen:
        spell = arm_name if role == "arm" else endpoint_name
        printed = _N.sub(" ", self._without_unit(head))
        return Chosen(Phrase(head.start, head.end, 0, 0, frozenset(), ""), spell(printed, self.abbreviations), SURE)

    def _without_unit(self, head: Cell) -> str:
        """A header's text without the unit that it prints in brackets: "Peak flow (ml/s)"."""
        text = self.grid.text(head)
        opened = text.rfind("(")
        unit = unit_at(text, opened + 1) if opened > 0 and text.endswith(")") else None
        return text[:opened] if unit and unit[0] != "%" and unit[2] >= len(text) - 1 else text

    def _endpoint(self, columns: Sequence[Cell], rows: Sequence[Cell]) -> Chosen | None:
        """The endpoint stands in the row where the column has the arm or the measure, else in the column."""
        own = [h for h in rows if not _tells_of_study(self.grid, h)]
        in_rows, in_columns = self._choose(own, "endpoint"), self._choose(columns, "endpoint")
        across = bool(self._choose(columns, "arm") or self.measure)
        if in_rows and across:
            return in_rows
        in_columns = self._with_lowest(in_columns, columns)
        clear = in_columns and clarity(in_columns.name, "endpoint") >= _NAMED_CLEARLY
        if in_columns and (clear or not (across and rows)):
            return in_columns
        if in_rows or not (across and rows):
            return in_rows
        of_arms = rows[-1] not in own or clarity(self.grid.text(rows[-1]), "arm")
        return self._of_column(columns) if of_arms else self._of_caption(rows)

    def _of_column(self, columns: Sequence[Cell]) -> Chosen | None:
        """The outcome of a column over rows of arms that no lexicon knows: its first header that says something."""
        for head in columns:
            text = self.grid.text(head)
            measured = any(h.row.tags & _MEASURED for h in lexicon("measures").find(_changed(text)))
            named = self._named(head, "endpoint")
            vague = all(word in lexicon("generic").word_tags for word in WORD.findall(named.name))
            if not measured and not vague and not clarity(text, "arm") and not _tells(text, _ELSE):
                return named
        return self._caption_alone()

    def _caption_alone(self) -> Chosen | None:
        caption = self.grid.table.caption
        text = self.grid.view[slice(*caption)] if caption else ""
        hit = next((h for h in lexicon("endpoints").find(text) if h.row.tags & {"full", "abbr"}), None)
        if not caption or not hit:
            return None
        phrase = Phrase(caption[0] + hit.start, caption[0] + hit.end, 0, 0, frozenset(), "")
        return Chosen(phrase, endpoint_name(text[hit.start : hit.end], self.abbreviations), SURE)

    def _with_lowest(self, found: Chosen | None, columns: Sequence[Cell]) -> Chosen | None:
        """An upper header's endpoint with the word below it: "Complete" under "Response (%)"."""
        if not found or found.phrase.start == columns[-1].start:
            return found
        lowest = self._named(columns[-1], "endpoint").name
        other = any(clarity(lowest, role) for role in ("arm", "endpoint")) or self.measure or not lowest.isalpha()
        return found if other else replace(found, name=f"{lowest} {found.name}")

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
    def clear(self) -> bool:
        """Whether the headers name an endpoint themselves, not only a measure or the row's cell of outcomes."""
        if not self.endpoint or (self.outcome and self.endpoint.phrase.start == self.outcome.start):
            return False
        return bool(clarity(without_measure(self.endpoint.name), "endpoint"))

    @property
    def falls(self) -> bool:
        """Whether a header says that its numbers are falls ("Reduction in seizure frequency")."""
        return any("fall" in h.row.tags for h in lexicon("measures").find(self.texts))

    @property
    def measure(self) -> str | None:
        """The measure that a header names ("Hazard ratio (95% CI)")."""
        hits = [h for h in lexicon("measures").find(self.texts) if h.row.tags & _MEASURED]
        return hits[0].row.value if hits else None

    @property
    def unit(self) -> str | None:
        """The unit that a column's header prints for bare numbers; the lowest header's, if it has one."""
        if self.percent or self.measure in BETWEEN_ARMS:
            return None
        for head in (*reversed(self.grid.column_headers(self.cell.column)), *self.grid.row_headers(self.cell.row)):
            for sign in _BEFORE_UNIT.finditer(self.grid.view, head.start, head.end):
                unit = unit_at(self.grid.view, sign.end(), head.end)
                if unit and unit[0] != "%" and "count" not in unit[1]:
                    return unit[0]
        return None

    def dressed(self, value: Mention) -> Mention:
        """A bare number with the unit that the headers print."""
        quantity: Quantity = value.value
        if quantity.unit is not None:
            return value
        if self.percent:
            return replace(value, value=replace(quantity, unit="%", measure=""))
        return replace(value, value=replace(quantity, unit=self.unit)) if self.unit and not quantity.measure else value

    def measure_of(self, value: Mention) -> str:
        """The guide's measure of one value of the cell."""
        quantity: Quantity = value.value
        if quantity.unit == "%" and quantity.events is not None:
            return "rate"
        if self.measure and not (quantity.unit == "%" and self.measure in ("median", "mean")):
            return self.measure
        if quantity.unit == "%":
            return "rate"
        whole = quantity.value is not None and quantity.value.is_integer()
        return "count" if quantity.measure == "count" or (whole and not quantity.unit) else "mean"

    def _timepoint(self, heads: Sequence[Cell]) -> Mention | None:
        """When the values were measured: by a header, by the label of the row's group, by the caption if it has one."""
        for head in heads:
            for point in find_timepoints(self.grid.view, head.start, head.end):
                return point
        for head in heads:  # "Lepor 1998 (13 weeks)"
            if found := _BRACKETED.search(self.grid.view, head.start, head.end):
                return Mention(Kind.TIMEPOINT, *found.span("time"), found["time"], "timepoint:group")
        points = list(find_timepoints(self.grid.view, *self.grid.table.caption)) if self.grid.table.caption else []
        told = [p for p in points if p.value != "baseline"]
        return told[0] if len({p.value for p in told}) == 1 else None

    def _p_value(self) -> Mention | None:
        """The p-value of the row's p column."""
        for column in range(self.grid.width):
            heads = self.grid.column_headers(column)
            cell = self.grid.at.get((self.cell.row, column))
            if cell and heads and any("p" in h.row.tags for h in lexicon("columns").find(self.grid.text(heads[-1]))):
                return _p_mention(self.grid, cell)
        return next(iter(find_p_values(self.grid.view, self.cell.start, self.cell.end)), None)


def _changed(header: str) -> str:
    """What a header says has changed ("Change in urine volume (%)"), else the header itself."""
    hit = next((h for h in lexicon("measures").find(header) if h.start == 0 and "change" in h.row.tags), None)
    tied = _CHANGED.match(header, hit.end) if hit else None
    return header[tied.end() :] if tied else header


# What a column or row may tell that is no result.
_ELSE = {
    "skip",
    "enrolled",
    "phase",
    "citation",
    "p",
    "population",
    "time",
    "comparator",
    "treatment",
    "design",
    "status",
    "endpoint",
}


def _tells_of_study(grid: Grid, head: Cell) -> bool:
    """Whether a header of a row stands in a column that tells which study it is and how it was done."""
    above = " ".join(grid.text(h) for h in grid.column_headers(head.column))
    return bool(header_tags(above) & (_ELSE | {"study"}))


def _tells(header: str, tags: set[str]) -> bool:
    """Whether a header's first or last words carry one of the tags of ``columns.csv``."""
    bare = header.rstrip(" ().,;*abcd")
    found = [h for h in lexicon("columns").find(header) if h.row.tags & tags]
    # A row tagged "alone" counts only as the whole header: "Weeks", but not "12 weeks".
    telling = [h for h in found if "alone" not in h.row.tags or (h.start == 0 and h.end >= len(bare))]
    return any((h.start == 0 and h.end >= len(bare) - 8) or h.end >= len(bare) for h in telling)


# How clearly a header names an endpoint, by the tags of the row found in it.
_NAMED_CLEARLY = 3
_CLEAR = (("full", 4), ("abbr", 3), ("verb", 2), ("head", 1))


def clarity(text: str, role: str) -> int:
    """How clearly a text names a role: 0 not at all, 4 a whole endpoint."""
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
