"""The plain text reader: structure found by the look and the words of lines, the text untouched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from extract.document import Block, BlockKind, Document, Reference, Source, Table
from extract.lexicon import Row
from extract.readers.captions import Label, caption_label
from extract.readers.chrome import chrome
from extract.readers.front import find_front
from extract.readers.headings import heading_kind
from extract.readers.lines import (
    ITEM,
    MARKDOWN,
    NO_WORDS,
    NUMBERED,
    SHORTEST_PARAGRAPH,
    UNDERLINE,
    cites,
    could_be_heading,
    heading_level,
    is_prose,
    is_table_note,
)
from extract.readers.plain_tables import cells_of, table_rows
from extract.readers.reference_lines import Style, begins_references, citation_style, read_references
from extract.readers.units import units

# "Conflict of interest: none": a paragraph whose first words say of what kind it is
_RUN_IN = ("abstract", "acknowledgements", "availability", "conflict", "contributions", "ethics", "funding")
_LONGEST_RUN_IN = 60
# Shorter prose is that of a notice.
_SHORTEST_RESUMED = 150
# The blocks above a table among which its caption stands.
_NEAR = 8
# Notes under one table that stand each on a line of its own.
_MOST_NOTES = 6
_LONGEST_NOTE = 300


def read_text(text: str, doc_id: str, source: Source, *, warning: str = "") -> Document:
    """Find the structure of a plain text; ``Document.text`` is ``text`` itself."""
    walk = _Walk(text)
    walk.run()
    return Document(
        doc_id,
        text,
        tuple(sorted(walk.blocks, key=lambda b: b.start)),
        tuple(walk.tables),
        tuple(walk.references),
        (),
        source,
        (warning,) if warning else (),
    )


class _Walk:
    """One pass over the units of a text; each rule says how many units it took."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.units = units(text, lambda line: bool(heading_kind(line) or caption_label(line)))
        self.lines = [text[u.start : u.end] for u in self.units]
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.references: list[Reference] = []
        self.chrome = chrome()
        self.style: Style | None = None

    def run(self) -> None:
        """Give every unit a block."""
        i = self._front()
        while i < len(self.units):
            i += next(taken for rule in _RULES if (taken := rule(self, i)))

    def block(self, kind: BlockKind, i: int, *, skip: int = 0, level: int = 0, hint: str = "") -> None:
        """Make unit ``i`` a block, without its first ``skip`` characters."""
        unit = self.units[i]
        self.blocks.append(Block(kind, unit.start + skip, unit.end, level, hint))

    def _front(self) -> int:
        """Mark the title and what stands around it; return how many units that are."""
        front = find_front(
            self.lines, lambda i: self._row(i) is not None, lambda i: table_rows(self.text, self.units, i) > 0
        )
        for i in range(front.end):
            mark = MARKDOWN.match(self.lines[i])
            if i == front.title:
                self.block(BlockKind.TITLE, i, skip=mark.end() if mark else 0, hint="title")
            else:
                self.block(BlockKind.PARAGRAPH if i in front.leads else BlockKind.CHROME, i)
        return front.end

    def _row(self, i: int) -> Row | None:
        return self.chrome.row(self.lines[i])

    # -- the rules, in the order they are tried

    def table(self, i: int) -> int:
        """Rows of cells between bars or tabs, and the caption above them."""
        count = table_rows(self.text, self.units, i)
        if not count:
            return 0
        above, label = self._caption_above()
        cells = cells_of(self.text, self.units[i : i + count])
        self.blocks.extend(Block(BlockKind.CELL, c.start, c.end) for c in cells if c.start < c.end)
        caption = (above.start, above.end) if above else None
        self.tables.append(Table(label.text if label else "", caption, cells))
        return count

    def _caption_above(self) -> tuple[Block | None, Label | None]:
        """The caption right above and its label, buttons of the page ("Download CSV") left out.

        A label alone on its line has the caption below it.
        """
        above = [
            k for k, b in enumerate(self.blocks[-_NEAR:], len(self.blocks[:-_NEAR])) if b.kind is not BlockKind.CHROME
        ][-2:]
        blocks = [self.blocks[k] for k in above]
        if blocks and blocks[-1].kind is BlockKind.CAPTION:
            return blocks[-1], self._label(blocks[-1])
        label = self._label(blocks[0]) if len(blocks) > 1 and blocks[0].kind is BlockKind.CAPTION else None
        short = bool(blocks) and blocks[-1].end - blocks[-1].start <= _LONGEST_NOTE
        if not label or not short or self.text[blocks[0].start : blocks[0].end].strip(" .:") != label.text:
            return None, None
        self.blocks[above[-1]] = replace(blocks[-1], kind=BlockKind.CAPTION, level=0, hint=label.kind)
        return self.blocks[above[-1]], label

    def _label(self, block: Block) -> Label | None:
        return caption_label(self.text[block.start : block.end])

    def table_note(self, i: int) -> int:
        """A footnote right below a table or its caption."""
        above = self.blocks[-1] if self.blocks else None
        below_table = above is not None and (above.kind is BlockKind.CELL or above.hint == "table")
        line = self.lines[i]
        if not below_table or not self.tables or caption_label(line):
            return 0
        if not (is_table_note(line) or _leading_kind(line) == "abbreviations" or self._closes_table(i)):
            return 0
        self.block(BlockKind.FOOTNOTE, i, hint="table")
        unit = self.units[i]
        self.tables[-1] = replace(self.tables[-1], notes=(*self.tables[-1].notes, (unit.start, unit.end)))
        return 1

    def _closes_table(self, i: int) -> bool:
        """Whether a line stands under a table with no empty line before, but one behind it."""
        behind = next((k for k in range(i + 1, i + _MOST_NOTES) if k < len(self.units) and self.units[k].gap), None)
        return behind is not None and not self.units[i].gap and len(self.lines[i]) < _LONGEST_NOTE

    def markdown_heading(self, i: int) -> int:
        """ "## Results", or a line that is all bold."""
        mark = MARKDOWN.match(self.lines[i])
        if not mark:
            return 0
        level = len(mark.group(1) or "##")
        self._heading(
            i,
            level,
            skip=mark.end(),
            trim=0 if mark.group(1) else len(self.lines[i]) - len(self.lines[i].rstrip("*_:")),
        )
        return self._entries_below(i)

    def underlined_heading(self, i: int) -> int:
        """A heading above a line of "===" or "---"."""
        if i + 1 == len(self.units) or self.units[i + 1].gap or not could_be_heading(self.lines[i]):
            return 0
        mark = UNDERLINE.match(self.lines[i + 1])
        if not mark:
            return 0
        self._heading(i, 1 if mark.group()[0] == "=" else 2)
        return 1 + self._entries_below(i + 1)

    def page_furniture(self, i: int) -> int:
        """A line of the page around the article; some words take what stands below them along."""
        row = self._row(i)
        if row is None:
            if not NO_WORDS.match(self.lines[i]):
                return 0
            self.block(BlockKind.CHROME, i)
            return 1
        taken = 1
        while i + taken < len(self.units) and self._goes_along(i + taken, row.tags, taken):
            taken += 1
        while taken > 1 and self._is_resumed(i + taken) and self._heads(i + taken - 1):
            taken -= 1
        for k in range(i, i + taken):
            self.block(BlockKind.CHROME, k)
        return taken

    def _goes_along(self, i: int, tags: frozenset[str], taken: int) -> bool:
        if heading_kind(self.lines[i]) or MARKDOWN.match(self.lines[i]) or self._is_resumed(i):
            return False
        return "rest" in tags or ("heading" in tags and taken == 1 and len(self.lines[i]) < 300)

    def _is_resumed(self, i: int) -> bool:
        """Whether the article goes on behind advertisements in its middle: prose that cites."""
        line = self.lines[i] if i < len(self.lines) and not self.references else ""
        return len(line) > _SHORTEST_RESUMED and is_prose(line) and cites(line)

    def _heads(self, i: int) -> bool:
        """Whether a line among advertisements is the article's own heading: it stands alone."""
        return self.units[i].gap and could_be_heading(self.lines[i]) and self._row(i) is None

    def known_heading(self, i: int) -> int:
        """A line whose words are a canonical heading."""
        line = self.lines[i]
        if not heading_kind(line) or caption_label(line) or line[-1] in ".;,":
            return 0
        self._heading(i, heading_level(line))
        return self._entries_below(i)

    def _heading(self, i: int, level: int, *, skip: int = 0, trim: int = 0) -> None:
        unit = self.units[i]
        self.units[i] = replace(unit, end=unit.end - trim)
        self.block(BlockKind.HEADING, i, skip=skip, level=level)

    def _entries_below(self, i: int) -> int:
        """How many units a heading takes along: the entries, where it heads the reference list."""
        block = self.blocks[-1]
        if heading_kind(self.text[block.start : block.end]) != "references":
            return 1
        return 1 + self._read_references(i + 1)

    def bare_references(self, i: int) -> int:
        """A numbered reference list without a heading."""
        return self._read_references(i) if begins_references(self.lines[i : i + 6]) else 0

    def _read_references(self, first: int) -> int:
        last = first
        while last < len(self.units) and not self._ends_references(last):
            last += 1
        if self.style is None:
            self.style = citation_style(self.text[: self.units[first - 1].start] if first else "")
        found = read_references(self.text, self.units[first:last], self.style)
        self.blocks.extend(found.blocks)
        self.references.extend(found.references)
        return last - first

    def _ends_references(self, i: int) -> bool:
        line = self.lines[i]
        row = self.chrome.row(line)
        label = caption_label(line)
        return (
            (heading_kind(line) not in ("", "references") and not label)
            or bool(label and ":" not in line[len(label.text) + 2 :])
            or line.startswith("#")
            or (row is not None and "rest" in row.tags)
        )

    def caption(self, i: int) -> int:
        """ "Table 1. ..." or "Figure 2 ..."."""
        label = caption_label(self.lines[i])
        if not label:
            return 0
        self.block(BlockKind.CAPTION, i, skip=label.start, hint=label.kind)
        return 1

    def plain_heading(self, i: int) -> int:
        """A short line without a stop above a paragraph."""
        if not could_be_heading(self.lines[i]) or not self._has_text_below(i):
            return 0
        above = self.blocks[-1] if self.blocks else None
        below_heading = above is not None and above.kind is BlockKind.HEADING and not NUMBERED.match(self.lines[i])
        self._heading(i, above.level + 1 if above and below_heading else heading_level(self.lines[i]))
        return 1

    def _has_text_below(self, i: int) -> bool:
        below = next(
            (k for k in range(i + 1, min(i + 4, len(self.units))) if not could_be_heading(self.lines[k])), None
        )
        if below is None or len(self.lines[below]) < SHORTEST_PARAGRAPH or ITEM.match(self.lines[below]):
            return False
        # one more heading may stand between, but a run of short lines is a list without marks
        return below - i <= 2 and (self.units[i].gap or i == 0 or self.lines[i - 1][-1] in ".?!)]")

    def list_item(self, i: int) -> int:
        """A line behind a bullet or a number."""
        mark = ITEM.match(self.lines[i])
        if not mark:
            return 0
        self.block(BlockKind.LIST_ITEM, i, skip=mark.end())
        return 1

    def paragraph(self, i: int) -> int:
        """Anything else."""
        kind = _leading_kind(self.lines[i])
        self.block(BlockKind.PARAGRAPH, i, hint=kind if kind in _RUN_IN else "")
        return 1


def _leading_kind(line: str) -> str:
    """The kind that the words before a colon say: "Conflict of interest: none"."""
    words, colon, _ = line[:_LONGEST_RUN_IN].partition(":")
    return heading_kind(words.strip("*_ ")) if colon else ""


_RULES: tuple[Callable[[_Walk, int], int], ...] = (
    _Walk.markdown_heading,
    _Walk.underlined_heading,
    _Walk.table,
    _Walk.table_note,
    _Walk.page_furniture,
    _Walk.known_heading,
    _Walk.bare_references,
    _Walk.caption,
    _Walk.plain_heading,
    _Walk.list_item,
    _Walk.paragraph,
)
