"""Tables: rows and columns as lines, so that studies are told of in tables as in sentences.

A row (or, where studies stand in the header, a column) becomes one line. Its cells are recognised
as sentences are; what a cell means besides ("638" under "n") follows from its headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from extract.document import Cell, Document
from extract.mentions.citations import citation_of_digits, citations_of_cell
from extract.mentions.mention import Kind, Mention
from extract.mentions.recognise import find_in
from extract.mentions.studycolumns import cell_labels, columns_of_studies
from extract.mentions.tokens import NUMBER, to_float
from extract.relations.cells import cell_findings
from extract.relations.grid import Grid
from extract.relations.lines import Line
from extract.relations.passage import ShortForms, short_form_tags
from extract.relations.results import Finding
from extract.relations.rowtimes import row_times
from extract.relations.rowtold import Told, gives_all, header_tags, size_of_row, told_by_header
from extract.relations.studyrow import StudyRow

_GROUP_SIZE = re.compile(rf"\b[nN]\s?=\s?({NUMBER})")
Cited = Mapping[int, tuple[int, int, str]]
# Columns that tell who took part.
_SAYS_WHO = frozenset({"population", "design", "enrolled"})
_ANCHORS = (Kind.TRIAL, Kind.REGISTRY, Kind.CITATION)


@dataclass(frozen=True)
class Reading:
    """What reading lines needs: the document, its view, its short forms and its trial names."""

    document: Document
    view: str
    abbreviations: Mapping[str, str]
    names: Sequence[Mention]

    @cached_property
    def forms(self) -> ShortForms:
        """The short forms with the phrase tags of their long forms."""
        return ShortForms(self.abbreviations, short_form_tags(self.abbreviations))

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
        of_studies = columns_of_studies(reading.view, table)
        studies, cited = frozenset(c.start for c in of_studies), cell_labels(reading.view, of_studies)
        for cells, across in _strips(grid, reading):
            above = [*_group(grid, cells, across), *(_carried(grid, cells, studies) if across else [])]
            told = _told(grid, [*above, *cells], across, studies)
            of_row = list(_strip_mentions(grid, reading, told, cited))
            mentions = (*of_row, *(m for m in shared if _is_said_of(m, told, of_row)))
            own = [c for c in cells if not across or c.row == max(x.row for x in cells)]
            findings = tuple(_findings(grid, reading, own, (told if across else (), mentions)))
            start, end = min(c.start for c in cells), max(c.end for c in cells)
            spans = tuple((c.start, c.end) for c in own)
            times = row_times(reading.view, told, table.caption) if findings else ()
            yield Line(number, start, end, -1 - index, section, "row", False, mentions, findings, index, times, spans)
            number += 1


def _findings(
    grid: Grid, reading: Reading, own: Sequence[Cell], strip: tuple[Sequence[Told], Sequence[Mention]]
) -> Iterator[Finding]:
    """The results of a strip: of its value cells by their headers, of a study row's prose cells by their words."""
    told, mentions = strip
    of_study = any(t.names or ("citation" in t.tags and t.text) for t in told)
    row = StudyRow(grid, reading.forms, told, mentions) if of_study else None
    for cell in own:
        if row and row.is_prose(cell):
            yield from row.findings(cell)
        else:
            yield from cell_findings(grid, cell, reading.abbreviations, row.endpoint_for(cell) if row else None)


def _of_caption(grid: Grid, reading: Reading) -> list[Mention]:
    """What a caption says of all its studies: phase, designs, who took part with which disease.

    "Phase 3 trials of solifenacin in adults with overactive bladder (all double-blind)"
    """
    caption = grid.table.caption
    found = reading.recognise(*caption) if caption else ()
    shared = _of(found, Kind.DESIGN)
    for kind in (Kind.PHASE, Kind.POPULATION, Kind.CONDITION):
        single = _of(found, kind)  # "adults with asthma or eczema" are not those of each study
        shared += single if len(single) == 1 and " or " not in str(single[0].value) else []
    return [replace(m, rule=f"{m.kind}:caption") for m in shared]


def _is_said_of(shared: Mention, told: Sequence[Told], own: Sequence[Mention]) -> bool:
    """Whether a row takes a caption's mention: a study that does not say itself who took part takes that, too."""
    if shared.kind in (Kind.DESIGN, Kind.PHASE):
        return True
    return any(t.names for t in told) and not _of(own, shared.kind)


def _carried(grid: Grid, cells: Sequence[Cell], studies: frozenset[int]) -> list[Cell]:
    """The first cells of the study that a row goes on with: its own are empty, a copied page repeats no cell."""
    row = max(c.row for c in cells)
    if not studies or cells[0].start != cells[0].end:
        return []
    for above in range(row - 1, grid.header_rows - 1, -1):
        first = grid.at.get((above, 0))
        if first is not None and first.start < first.end:
            if first.start not in studies or grid.is_group(above):
                return []
            empty = [c.column for c in cells if c.start == c.end]
            found = [grid.at[(above, c)] for c in range(len(empty)) if c in empty and (above, c) in grid.at]
            return [c for c in found if c.start < c.end]
    return []


def _group(grid: Grid, cells: Sequence[Cell], across: bool) -> list[Cell]:
    """The label of the rows' group, which may name their study ("Kane et al. [30], N = 414")."""
    row = max(c.row for c in cells)
    found = grid.group_above(row)
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


def _told(grid: Grid, cells: Sequence[Cell], across: bool, studies: frozenset[int]) -> list[Told]:
    """The cells of a strip with what their headers say of them."""
    found = []
    for cell in cells:
        heads = grid.column_headers(cell.column) if across else grid.row_headers(cell.row)
        header = " ".join(grid.text(h) for h in heads)
        found.append(Told(cell, grid.text(cell), header_tags(header), header, cell.start in studies))
    return found


def _strip_mentions(grid: Grid, reading: Reading, told: Sequence[Told], cited: Cited) -> Iterator[Mention]:
    recognised = [reading.recognise(t.cell.start, t.cell.end) for t in told]
    # Where a column says what was given, a drug named elsewhere in the row is not what was tested.
    given = any(gives_all(t) and _of(found, Kind.TREATMENT) for t, found in zip(told, recognised, strict=True))
    described = any(t.names for t in told)
    sizes = [m for t in told for m in _size_of_group(grid, t)] or list(size_of_row(told))
    yield from sizes
    for t, found in zip(told, recognised, strict=True):
        elsewhere = "skip" in t.tags or (given and not _treats(t) and not t.names)
        dropped = {Kind.ENROLMENT, Kind.TREATMENT} if elsewhere else {Kind.ENROLMENT}
        if described and not (t.names or t.tags & _SAYS_WHO):  # what happened to whom is not who took part
            dropped |= {Kind.CONDITION, Kind.POPULATION}
        own = [m for m in found if m.kind not in dropped]
        yield from own
        yield from told_by_header(t, own)
        if not _of(own, Kind.CITATION):
            yield from _cited_by_digits(reading, t, cited)


def _of(mentions: Iterable[Mention], kind: Kind) -> list[Mention]:
    return [m for m in mentions if m.kind is kind]


def _treats(told: Told) -> bool:
    return not told.tags.isdisjoint({"treatment", "arm", "comparator"})


def _cited_by_digits(reading: Reading, told: Told, cited: Cited) -> Iterator[Mention]:
    document, view, cell = reading.document, reading.view, told.cell
    if cell.start in cited:
        yield from citation_of_digits(document, view, *cited[cell.start][:2])
    elif "citation" in told.tags:
        yield from citations_of_cell(document, view, cell.start, cell.end)


def _size_of_group(grid: Grid, told: Told) -> Iterator[Mention]:
    size = _GROUP_SIZE.search(told.text) if grid.is_group(told.cell.row) else None
    if size:
        yield Mention(Kind.ENROLMENT, told.cell.start, told.cell.end, int(to_float(size[1])), "enrolment:group")
