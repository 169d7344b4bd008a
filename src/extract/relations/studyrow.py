"""Study rows: what the cells of one study's row give each other, arms and endpoint, for the prose among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from extract.document import Cell
from extract.lexicon import lexicon
from extract.mentions.mention import Kind, Mention
from extract.mentions.phrases import Phrase
from extract.mentions.quantities import find_quantities, unit_at
from extract.mentions.timepoints import find_timepoints
from extract.relations.celllabels import without_measure
from extract.relations.grid import Grid
from extract.relations.heads import SURE, clarity
from extract.relations.names import endpoint_name
from extract.relations.passage import ShortForms
from extract.relations.prose import Setting, prose_findings
from extract.relations.results import Chosen, Finding
from extract.relations.rowarms import RowArm, row_arms
from extract.relations.rowtold import Told, gives_all

# Columns that tell of the study and hold no results.
_NO_RESULTS = frozenset(
    {"skip", "phase", "citation", "population", "comparator", "treatment", "arm", "design", "status"}
)
# Spans whose numbers are no values.
_NAMED = frozenset({Kind.TRIAL, Kind.REGISTRY, Kind.CITATION, Kind.PHASE, Kind.SPONSOR})
_WORDS = re.compile(r"[^\W\d_]{3,}")
_WITH_ARM = re.compile(r"\d%?\s?\([^()]{0,20}[A-Za-z][^()]{0,20}\)")
_PAIR = re.compile(r"\bvs\b|\bversus\b")
# Headers that say only that there are outcomes below them.
_GENERAL = frozenset({"endpoint", "outcome", "outcomes"})
# Where the name of an endpoint ends: "Response at week 8: decrease of ...", "Death or stroke (9.8% vs 11.3%)".
_STOP = re.compile(r"[:;(]|\sat\s(?:week|month|day|year)\b|\sat\s\d")
_UNIT = re.compile(r"\s?\([^()]*\)|%")


class StudyRow:
    """The row of one study: which cells are prose, and their findings."""

    def __init__(self, grid: Grid, forms: ShortForms, told: Sequence[Told], mentions: Sequence[Mention]) -> None:
        self.grid, self.forms = grid, forms
        self.known = tuple((m.start, m.end) for m in mentions if m.kind in _NAMED)
        self.told = {t.cell.start: t for t in told}

    def is_prose(self, cell: Cell) -> bool:
        """Whether a cell may report results in words."""
        told = self.told.get(cell.start)
        if told is None or told.names or cell.row < self.grid.header_rows or not any(map(str.isdigit, told.text)):
            return False
        if told.tags & _NO_RESULTS or "enrolled" in told.tags or ("outcome" in told.tags and self._apart):
            return False
        words = [w for w in _WORDS.findall(told.text) if not is_unit(w)]
        several = len(words) >= (2 if self._of_header(self.grid.column_headers(cell.column)) else 1)
        several = several or len(_WITH_ARM.findall(told.text)) >= 2
        return several or bool(_PAIR.search(told.text))

    def findings(self, cell: Cell) -> Iterator[Finding]:
        """The results of a prose cell."""
        header = self.told[cell.start].header
        head = self.grid.column_headers(cell.column)
        spans = [(h.start, h.end) for h in head]
        above = row_arms(self.grid.view, spans, self.forms)
        arms = above if len(above) > 1 else self.arms
        endpoint = self._of_header(head) or self.endpoint
        known = tuple(k for k in self.known if cell.start <= k[0] < cell.end)
        strict = "endpoint" in self.told[cell.start].tags
        setting = Setting(arms, endpoint, "%" in header, arms is above, strict, self.forms, known)
        yield from prose_findings(self.grid.view, cell, setting)

    @cached_property
    def arms(self) -> tuple[RowArm, ...]:
        """What the row's treatment cells name; where there are none, the arms whose sizes the row tells."""
        for cells in (
            [t for t in self.told.values() if gives_all(t)],
            [t for t in self.told.values() if "enrolled" in t.tags],
        ):
            beside = [t for t in self.told.values() if cells and "comparator" in t.tags and t not in cells]
            found = row_arms(self.grid.view, [(t.cell.start, t.cell.end) for t in (*cells, *beside)], self.forms)
            found = (*found, *self._shared_control[:1]) if len(found) == 1 and not found[0].control else found
            if len(found) > 1:
                return tuple(replace(a, name=a.drug) if _is_alone(a, found) else a for a in found)
        return ()

    @cached_property
    def _shared_control(self) -> tuple[RowArm, ...]:
        """What the caption says all studies were compared with ("drug versus placebo")."""
        caption = self.grid.table.caption
        return tuple(a for a in row_arms(self.grid.view, [caption], self.forms) if a.control) if caption else ()

    @cached_property
    def _apart(self) -> bool:
        """Whether the row has a column of results beside that of outcomes, which then only names them."""
        return any("result" in t.tags for t in self.told.values())

    @cached_property
    def endpoint(self) -> Chosen | None:
        """The endpoint that a cell of the row names, under "Primary end point" or "Outcome", up to its first value."""
        for tag in ("endpoint", "outcome") if self._apart else ("endpoint",):
            for told in [t for t in self.told.values() if tag in t.tags]:
                cell, printed = told.cell, _STOP.split(told.text)[0]
                points = [(m.start, m.end) for m in find_timepoints(self.grid.view, cell.start, cell.end)]
                units = [v.value.unit for v in find_quantities(self.grid.view, cell.start, cell.end, points)]
                if printed and (tag == "outcome" or not any(units) or "(" in told.text):
                    return self._chosen(cell, without_measure(printed))
        return None

    def endpoint_for(self, cell: Cell) -> Chosen | None:
        """The row's endpoint for a cell whose header says only that it is a result ("Result", "HR (95% CI)")."""
        told = self.told.get(cell.start)
        general = told is not None and (told.tags & _GENERAL or _is_ratio(told.header))
        return self.endpoint if general else None

    def _of_header(self, heads: Sequence[Cell]) -> Chosen | None:
        """The endpoint that the header of a column names: "ACR20 (%)", "Change in weight (%)"; "Results" names none."""
        for head in reversed(heads):
            text = _UNIT.sub("", self.grid.text(head))
            for hit in reversed(list(lexicon("columns").find(text))):
                if hit.row.tags & _GENERAL:
                    text = text[: hit.start] + text[hit.end :]
            if clarity(text, "endpoint") >= 2:
                return self._chosen(head, without_measure(text))
        return None

    def _chosen(self, cell: Cell, printed: str) -> Chosen | None:
        name = endpoint_name(printed, self.forms.long)
        return Chosen(Phrase(cell.start, cell.end, 0, 0, frozenset(), ""), name, SURE) if name else None


def _is_ratio(header: str) -> bool:
    return any(h.start == 0 and h.row.tags & {"ratio", "difference"} for h in lexicon("measures").find(header))


def is_unit(word: str) -> bool:
    """Whether a word is the unit of a number ("12.5 months")."""
    return unit_at(f"1 {word}", 1) is not None


def _is_alone(arm: RowArm, arms: Sequence[RowArm]) -> bool:
    """Whether an arm's drug says which arm it is, without its dose."""
    return sum(a.drug == arm.drug for a in arms) == 1
