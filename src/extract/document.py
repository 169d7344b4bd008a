"""The one immutable text of an article and the structure a reader found in it.

Everything later in the flow is a half-open span ``[start, end)`` of ``Document.text``; a reader
builds that text once and nothing ever changes it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class BlockKind(StrEnum):
    """What a reader knows a stretch of text to be."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    CAPTION = "caption"
    CELL = "cell"
    FOOTNOTE = "footnote"
    REFERENCE = "reference"
    CHROME = "chrome"


@dataclass(frozen=True, slots=True)
class Block:
    """A half-open span of the text with its kind.

    ``level`` is the depth of a heading (1 is the highest). ``hint`` is the canonical section kind
    where the file's own markup says it (a JATS ``<abstract>``), else "".
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell: its span and its place in the grid (0-based; spans of at least 1)."""

    start: int
    end: int
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its label ("Table 1"), the span of its caption, its cells and its footnotes."""

    label: str
    caption: tuple[int, int] | None
    cells: tuple[Cell, ...]
    notes: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the reference list.

    ``label`` is what the article cites: "17" in a numbered list, "Turpie et al 2001" in an
    author-year one. ``title`` and ``year`` are None where the list does not tell. ``marked`` is what the
    file's markup says of the work, by the names of the fields of ``references.work.Work`` (``journal``, ``doi``);
    ``authors`` there are "Family, Given" with "; " between.
    """

    label: str
    start: int
    end: int
    title: str | None = None
    year: str | None = None
    authors: tuple[str, ...] = ()
    marked: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A citation that the file's markup resolves: a span of the text and the labels it cites."""

    start: int
    end: int
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of the text is printed: a page, counted from 1, and a box on it.

    The box is in points (1/72 inch) from the top left corner of the page as it is shown; ``top`` is
    above ``bottom``, so the smaller number. A place never goes over the end of a printed line.
    """

    start: int
    end: int
    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Source:
    """Where the text came from: path as given ("-" for standard input), digest, format, encoding."""

    path: str
    sha256: str
    format: str
    encoding: str = "utf-8"


@dataclass(frozen=True)
class Document:
    """An article as text with structure.

    ``blocks`` are sorted by start and do not overlap; cells of tables are blocks too.
    ``crossrefs`` is empty where the file has no markup for citations; ``warnings`` are plain
    sentences about what the reader had to leave out or guess. ``places`` is where each word of a
    printed page stands, sorted by start; it is empty for files without pages.
    """

    doc_id: str
    text: str
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    references: tuple[Reference, ...] = ()
    crossrefs: tuple[CrossReference, ...] = ()
    source: Source = field(default_factory=lambda: Source("-", "", "text"))
    warnings: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()

    def places_of(self, start: int, end: int) -> list[Place]:
        """Where ``text[start:end]`` is printed: one place for each line that it stands on, whole words only."""
        found: list[Place] = []
        first = bisect_right(self.places, start, key=lambda p: p.end)
        for place in self.places[first:]:
            if place.start >= end:
                break
            if found and _is_beside(found[-1], place):
                found[-1] = _joined(found[-1], place)
            else:
                found.append(place)
        return found

    @property
    def title(self) -> str:
        """The text of the first title block, or ""."""
        for block in self.blocks:
            if block.kind is BlockKind.TITLE:
                return self.text[block.start : block.end]
        return ""


def _is_beside(one: Place, other: Place) -> bool:
    """Whether two places that follow each other are on one printed line."""
    middle = (other.top + other.bottom) / 2
    return one.page == other.page and one.top < middle < one.bottom and other.x0 >= one.x1 - (one.bottom - one.top)


def _joined(one: Place, other: Place) -> Place:
    return Place(
        one.start,
        other.end,
        one.page,
        one.x0,
        min(one.top, other.top),
        max(one.x1, other.x1),
        max(one.bottom, other.bottom),
    )
