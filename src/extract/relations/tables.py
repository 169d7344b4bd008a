"""Tables: rows and columns as lines, so that studies are told of in tables as in sentences.

A row (or, where studies stand in the header, a column) becomes one line. Its cells are recognised
as sentences are; what a cell means besides ("638" under "n") follows from its headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extract.document import Cell, Document
from extract.lexicon import lexicon
from extract.mentions.citations import citations_of_cell
from extract.mentions.mention import Kind, Mention
from extract.mentions.phase import phase_of_cell
from extract.mentions.recognise import find_in
from extract.mentions.tokens import NUMBER, to_float
from extract.relations.cells import cell_findings
from extract.relations.grid import Grid
from extract.relations.lines import Line

_COUNT = re.compile(rf"(?:n\s?=\s?)?({NUMBER})(?:\s?\w)?\Z")
_GROUP_SIZE = re.compile(rf"\b[nN]\s?=\s?({NUMBER})")
_ANCHORS = (Kind.TRIAL, Kind.REGISTRY, Kind.CITATION)


@dataclass(frozen=True)
class Reading:
    """What reading lines needs: the document, its view, its short forms and its trial names."""

    document: Document
    view: str
    abbreviations: Mapping[str, str]
    names: Sequence[Mention]

    def recognise(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions of one region."""
        return find_in(self.document, self.view, start, end, self.names)


def table_lines(reading: Reading, first: int, section: int) -> Iterator[Line]:
    """Yield the lines of all tables, numbered from ``first``; each table is a paragraph of its own."""
    number = first
    for index, table in enumerate(reading.document.tables):
        if not table.cells:
            continue
        grid = Grid(table, reading.view)
        shared = _of_caption(grid, reading)
        for cells, across in _strips(grid, reading):
            told = (
                m
                for cell in [*_group(grid, cells, across), *cells]
                for m in _cell_mentions(grid, reading, cell, across)
            )
            mentions = (*told, *shared)
            own = [c for c in cells if not across or c.row == max(x.row for x in cells)]
            findings = tuple(f for cell in own for f in cell_findings(grid, cell, reading.abbreviations))
            start, end = min(c.start for c in cells), max(c.end for c in cells)
            yield Line(number, start, end, -1 - index, section, "row", False, mentions, findings, index)
            number += 1


def _of_caption(grid: Grid, reading: Reading) -> list[Mention]:
    """Phase and designs that a caption gives for all its studies ("Phase 3 studies (all double-blind)")."""
    caption = grid.table.caption
    found = reading.recognise(*caption) if caption else ()
    phases = [m for m in found if m.kind is Kind.PHASE]
    shared = [m for m in found if m.kind is Kind.DESIGN] + (phases if len(phases) == 1 else [])
    return [replace(m, rule=f"{m.kind}:caption") for m in shared]


def _group(grid: Grid, cells: Sequence[Cell], across: bool) -> list[Cell]:
    """The label of the rows' group, which may name their study ("Kane et al. [30], N = 414")."""
    row = max(c.row for c in cells)
    found = next((grid.at[(r, 0)] for r in range(row - 1, grid.header_rows - 1, -1) if grid.is_group(r)), None)
    return [found] if across and found else []


def _strips(grid: Grid, reading: Reading) -> Iterator[tuple[list[Cell], bool]]:
    """The strips of a table that each tell of one study: its rows, or its columns."""
    if _studies_on_top(grid, reading):
        for column in range(1, grid.width):
            yield list(dict.fromkeys(grid.at[(r, column)] for r in range(grid.height) if (r, column) in grid.at)), False
        return
    for row in grid.body_rows():
        cells = list(dict.fromkeys(grid.at[(row, c)] for c in range(grid.width) if (row, c) in grid.at))
        if cells and not grid.is_group(row):
            yield cells, True


def _studies_on_top(grid: Grid, reading: Reading) -> bool:
    heads = [grid.at[(0, c)] for c in range(1, grid.width) if (0, c) in grid.at]
    named = [c for c in heads if any(m.kind in _ANCHORS for m in reading.recognise(c.start, c.end))]
    return len(named) >= 2 and 2 * len(named) >= len(heads)


def _cell_mentions(grid: Grid, reading: Reading, cell: Cell, across: bool) -> Iterator[Mention]:
    heads = grid.column_headers(cell.column) if across else grid.row_headers(cell.row)
    tags = header_tags(" ".join(grid.text(h) for h in heads))
    own = [m for m in reading.recognise(cell.start, cell.end) if m.kind is not Kind.ENROLMENT]
    if grid.is_group(cell.row) and (size := _GROUP_SIZE.search(grid.text(cell))):
        yield Mention(Kind.ENROLMENT, cell.start, cell.end, int(to_float(size[1])), "enrolment:group")
    if "skip" in tags:  # a background therapy is not what was tested
        own = [m for m in own if m.kind is not Kind.TREATMENT]
    cited = any(m.kind is Kind.CITATION for m in own)
    yield from own
    if "citation" in tags and not cited:
        yield from citations_of_cell(reading.document, reading.view, cell.start, cell.end)
    yield from _told_by_header(grid, cell, tags, own)


def _told_by_header(grid: Grid, cell: Cell, tags: frozenset[str], own: Sequence[Mention]) -> Iterator[Mention]:
    text = grid.text(cell)
    if "enrolled" in tags and "%" not in text and (found := _COUNT.match(text)):
        yield Mention(Kind.ENROLMENT, cell.start, cell.end, int(to_float(found[1])), "enrolment:column")
    if "phase" in tags and not any(m.kind is Kind.PHASE for m in own) and (phase := phase_of_cell(text)):
        yield Mention(Kind.PHASE, cell.start, cell.end, phase, "phase:column")
    if "population" in tags and text and not any(m.kind is Kind.POPULATION for m in own):
        yield Mention(Kind.POPULATION, cell.start, cell.end, text, "population:column")
    if "comparator" in tags:
        for mention in own:
            if mention.kind is Kind.TREATMENT:
                yield Mention(Kind.ARM, mention.start, mention.end, mention.value, "comparator:column")


def header_tags(text: str) -> frozenset[str]:
    """What a header says of its cells, by ``columns.csv``: the row that covers most of the header."""
    hits = [h for h in lexicon("columns").find(text) if h.end - h.start >= 0.3 * len(text.strip()) or h.start == 0]
    best = max(hits, key=lambda h: h.end - h.start, default=None)
    return best.row.tags if best else frozenset()
