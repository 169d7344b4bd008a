"""The sentences of a document: those of the sections that may be extracted from, tables left out."""

from __future__ import annotations

from dataclasses import dataclass

from extract.document import Block, BlockKind, Document
from extract.normal import normalise
from extract.sections.boundaries import pieces, sentences_in
from extract.sections.section import Section, SectionKind

# A heading is one sentence, whatever points it has; cells are read with their table.
_WHOLE = (BlockKind.TITLE, BlockKind.HEADING)
_NONE = (BlockKind.CELL, BlockKind.REFERENCE, BlockKind.CHROME)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A half-open span of the text.

    ``section_index`` counts in the sections given, ``block_index`` in ``Document.blocks``;
    ``in_table`` is set for the caption and the footnotes of a table.
    """

    start: int
    end: int
    block_kind: BlockKind
    section_index: int
    block_index: int
    in_table: bool


def split_sentences(document: Document, sections: tuple[Section, ...]) -> tuple[Sentence, ...]:
    """Split the extractable sections into sentences, sorted by start; headings and captions are some."""
    view = normalise(document.text)
    cites = {c.start: c.end for c in document.crossrefs}
    indices = {block.start: i for i, block in enumerate(document.blocks)}
    found: list[Sentence] = []
    for number, section in enumerate(sections):
        if not section.extractable:
            continue
        in_table = section.kind is SectionKind.TABLE
        for block in section.blocks:
            for start, end in _spans(block, view, cites):
                found.append(Sentence(start, end, block.kind, number, indices[block.start], in_table))
    return tuple(sorted(found, key=lambda s: s.start))


def _spans(block: Block, view: str, cites: dict[int, int]) -> list[tuple[int, int]]:
    if block.kind in _NONE:
        return []
    if block.kind in _WHOLE:
        return list(pieces(view, block.start, block.end))
    return list(sentences_in(view, block.start, block.end, cites))
