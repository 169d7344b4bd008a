"""Sections: every block of a document in exactly one, each of a canonical kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from extract.document import Block, BlockKind, Document
from extract.readers.headings import NUMBERING, heading_kind


class SectionKind(StrEnum):
    """The canonical kinds; ``lexicon/headings.csv`` maps printed headings to them."""

    TITLE = "title"
    ABSTRACT = "abstract"
    INTRODUCTION = "introduction"
    METHODS = "methods"
    RESULTS = "results"
    DISCUSSION = "discussion"
    CONCLUSION = "conclusion"
    BODY = "body"  # headed by words of its own, or by nothing
    TABLE = "table"
    FIGURE = "figure"
    KEYPOINTS = "keypoints"
    ABBREVIATIONS = "abbreviations"
    APPENDIX = "appendix"
    REFERENCES = "references"
    ACKNOWLEDGEMENTS = "acknowledgements"
    CONFLICT = "conflict"
    FUNDING = "funding"
    ETHICS = "ethics"
    CONTRIBUTIONS = "contributions"
    AVAILABILITY = "availability"
    CHROME = "chrome"
    OTHER = "other"  # back matter of no known kind


_SILENT = frozenset(
    (
        SectionKind.REFERENCES,
        SectionKind.ACKNOWLEDGEMENTS,
        SectionKind.CONFLICT,
        SectionKind.FUNDING,
        SectionKind.ETHICS,
        SectionKind.CONTRIBUTIONS,
        SectionKind.AVAILABILITY,
        SectionKind.CHROME,
        SectionKind.OTHER,
    )
)
_FLOATS = (SectionKind.TABLE, SectionKind.FIGURE)
# After one of these a "Summary" is no abstract any more.
_MAIN = (
    SectionKind.INTRODUCTION,
    SectionKind.METHODS,
    SectionKind.RESULTS,
    SectionKind.DISCUSSION,
    SectionKind.BODY,
)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading.

    ``start`` and ``end`` enclose its ``blocks``. A table, a figure or a line of chrome that stands
    inside it is a section of its own, so spans may enclose each other, but no block is in two.
    ``level`` is 0 for what no heading opens.
    """

    kind: SectionKind
    title: str
    level: int
    start: int
    end: int
    blocks: tuple[Block, ...]

    @property
    def extractable(self) -> bool:
        """Whether anything may be extracted from it: not from the apparatus around the article."""
        return self.kind not in _SILENT


@dataclass(slots=True)
class _Draft:
    kind: SectionKind
    title: str = ""
    level: int = 0
    hinted: bool = False
    blocks: list[Block] = field(default_factory=list)

    def finish(self) -> Section:
        return Section(self.kind, self.title, self.level, self.blocks[0].start, self.blocks[-1].end, tuple(self.blocks))


def split_sections(document: Document) -> tuple[Section, ...]:
    """Split a document into sections, sorted by start."""
    splitter = _Splitter(document)
    for block in document.blocks:
        splitter.add(block)
    return tuple(sorted((d.finish() for d in splitter.drafts if d.blocks), key=lambda s: (s.start, -s.end)))


class _Splitter:
    """Takes the blocks one by one; ``current`` is the section that running text goes to."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.drafts: list[_Draft] = []
        self.current: _Draft | None = None
        self.aside: _Draft | None = None
        self.open: list[_Draft] = []

    def add(self, block: Block) -> None:
        """Give a block to its section, opening one where it begins one."""
        kind = self._aside_kind(block)
        if kind is not None:
            self._add_aside(block, kind)
            return
        self.aside = None
        if block.kind is BlockKind.HEADING:
            self._open_heading(block)
        elif self.current is None or self._leaves(block, self.current):
            self._open(_Draft(self._hinted_kind(block) or self._resumed_kind(), hinted=bool(block.hint)))
        self.current.blocks.append(block)  # type: ignore[union-attr]

    def _aside_kind(self, block: Block) -> SectionKind | None:
        """The kind of what stands beside the running text, None for running text."""
        if block.kind is BlockKind.CHROME:
            return SectionKind.CHROME
        if block.kind is BlockKind.TITLE:
            return SectionKind.TITLE
        if block.kind is BlockKind.CELL:
            return SectionKind.TABLE
        if block.kind is BlockKind.CAPTION or (block.kind is BlockKind.FOOTNOTE and block.hint in _FLOATS):
            return self._hinted_kind(block) or SectionKind.FIGURE
        return None

    def _add_aside(self, block: Block, kind: SectionKind) -> None:
        if self.aside is None or self.aside.kind is not kind or block.kind is BlockKind.CAPTION:
            self.aside = _Draft(kind, level=self.current.level if self.current else 0)
            self.aside.title = self.text[block.start : block.end] if block.kind is BlockKind.CAPTION else ""
            self.drafts.append(self.aside)
        self.aside.blocks.append(block)

    def _leaves(self, block: Block, current: _Draft) -> bool:
        """Whether a block of running text is no part of the section before it."""
        if block.kind is BlockKind.REFERENCE:
            return current.kind is not SectionKind.REFERENCES
        if block.hint:
            return self._hinted_kind(block) is not current.kind
        return current.hinted or (current.kind is SectionKind.REFERENCES and not current.title)

    def _resumed_kind(self) -> SectionKind:
        """The kind of running text behind a hinted stretch: that of the heading above it."""
        return self.open[-1].kind if self.open and not self.open[-1].hinted else SectionKind.BODY

    def _hinted_kind(self, block: Block) -> SectionKind | None:
        if block.kind is BlockKind.REFERENCE:
            return SectionKind.REFERENCES
        return SectionKind(block.hint) if block.hint in _KINDS else None

    def _open_heading(self, block: Block) -> None:
        title = self.text[block.start : block.end]
        self.open = [d for d in self.open if d.level < block.level]
        parent = self.open[-1].kind if self.open else SectionKind.BODY
        said = block.hint or heading_kind(title)
        kind = SectionKind(said) if said in _KINDS else parent
        if kind is SectionKind.ABSTRACT and not block.hint and any(d.kind in _MAIN for d in self.drafts):
            kind = SectionKind.CONCLUSION
        self._open(_Draft(kind, " ".join(title[NUMBERING.match(title).end() :].split()), block.level, bool(block.hint)))  # type: ignore[union-attr]

    def _open(self, draft: _Draft) -> None:
        self.drafts.append(draft)
        self.current = draft
        if draft.level:
            self.open.append(draft)


_KINDS = frozenset(kind.value for kind in SectionKind)
