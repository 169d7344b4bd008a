"""The plain text reader: structure found by the look and the words of lines, the text untouched."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from extract.document import Block, BlockKind, Document, Reference, Source, Table
from extract.readers.captions import caption_label
from extract.readers.chrome import chrome
from extract.readers.headings import heading_kind
from extract.readers.plain_tables import cells_of, table_rows
from extract.readers.reference_lines import begins_references, read_references
from extract.readers.units import units

_MARKDOWN = re.compile(r"(#{1,6})\s+|(?:\*\*|__)(?=[^*_]{2,120}(?:\*\*|__):?\Z)")
_ITEM = re.compile(r"(?:[-*+\u2022\u2023\u25aa\u25e6\u00b7\u2013]|\(?\d{1,2}[.)]|\(?[a-z][.)]|\([ivx]{1,4}\))\s+(?=\S)")
_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[A-H])[.)]?\s+(?=[^\W\d_a-z])")
_DEEPER = re.compile(r"\d{1,2}(?:\.\d{1,2})*")
_LONGEST_HEADING = 120
_MOST_HEADING_WORDS = 18
# Below a heading stands at least a line of text.
_SHORTEST_PARAGRAPH = 80
_FRONT_UNITS = 80


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

    def run(self) -> None:
        """Give every unit a block."""
        i = self._front()
        while i < len(self.units):
            i += next(taken for rule in _RULES if (taken := rule(self, i)))

    def block(self, kind: BlockKind, i: int, *, skip: int = 0, level: int = 0, hint: str = "") -> None:
        """Make unit ``i`` a block, without its first ``skip`` characters."""
        unit = self.units[i]
        self.blocks.append(Block(kind, unit.start + skip, unit.end, level, hint))

    # -- the front: title, authors and what a page puts above the article

    def _front(self) -> int:
        """Mark the units above the first heading or paragraph and return how many they are."""
        end = self._front_end()
        title = self._title(end)
        for i in range(end):
            if i == title:
                mark = _MARKDOWN.match(self.lines[i])
                self.block(BlockKind.TITLE, i, skip=mark.end() if mark else 0, hint="title")
            else:
                prose = self.lines[i].endswith(".") and len(self.lines[i]) >= _SHORTEST_PARAGRAPH and not self._row(i)
                self.block(BlockKind.PARAGRAPH if prose and title is None else BlockKind.CHROME, i)
        return end

    def _front_end(self) -> int:
        paragraph = len(self.units)
        for i, line in enumerate(self.lines[:_FRONT_UNITS]):
            if heading_kind(line):
                return i
            if (i and _MARKDOWN.match(line)) or (line[-1] in ".?!" and len(line) > 200 and not self._row(i)):
                paragraph = min(paragraph, i)
        if paragraph == len(self.units):
            short_title = len(self.units) > 1 and self._could_be_heading(0) and len(self.lines[1]) > len(self.lines[0])
            return 1 if short_title else 0
        return paragraph

    def _title(self, end: int) -> int | None:
        """The first line of the front that reads like a title, the longest run of words first."""
        marked = next((i for i in range(end) if self.lines[i].startswith("# ")), None)
        if marked is not None:
            return marked
        candidates = [i for i in range(end) if self._could_be_title(i)]
        # what a page prints again among its metadata is the title
        repeated = [i for i in candidates if len(self.lines[i].split()) > 4 and self.lines[i] in self.lines[i + 1 :]]
        for least in (5, 2, 1):
            if found := [i for i in repeated or candidates if len(self.lines[i].split()) >= least]:
                return found[0]
        return None

    def _could_be_title(self, i: int) -> bool:
        line = self.lines[i]
        return not self._row(i) and line[-1] not in ".;,:" and " | " not in line and not _is_names(line)

    def _row(self, i: int) -> bool:
        return self.chrome.row(self.lines[i]) is not None

    # -- the rules, in the order they are tried

    def table(self, i: int) -> int:
        """Rows of cells between bars or tabs, and the caption above them."""
        count = table_rows(self.text, self.units, i)
        if not count:
            return 0
        above = self.blocks[-1] if self.blocks and self.blocks[-1].kind is BlockKind.CAPTION else None
        label = caption_label(self.text[above.start : above.end]) if above else None
        cells = cells_of(self.text, self.units[i : i + count])
        self.blocks.extend(Block(BlockKind.CELL, c.start, c.end) for c in cells if c.start < c.end)
        caption = (above.start, above.end) if above else None
        self.tables.append(Table(label.text if label else "", caption, cells))
        return count

    def markdown_heading(self, i: int) -> int:
        """ "## Results", or a line that is all bold."""
        mark = _MARKDOWN.match(self.lines[i])
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

    def page_furniture(self, i: int) -> int:
        """A line of the page around the article; some words take what stands below them along."""
        row = self.chrome.row(self.lines[i])
        if row is None:
            return 0
        taken = 1
        while i + taken < len(self.units) and self._goes_along(i + taken, row.tags, taken):
            taken += 1
        for k in range(i, i + taken):
            self.block(BlockKind.CHROME, k)
        return taken

    def _goes_along(self, i: int, tags: frozenset[str], taken: int) -> bool:
        if heading_kind(self.lines[i]) or _MARKDOWN.match(self.lines[i]):
            return False
        return "rest" in tags or ("heading" in tags and taken == 1 and len(self.lines[i]) < 300)

    def known_heading(self, i: int) -> int:
        """A line whose words are a canonical heading."""
        line = self.lines[i]
        if not heading_kind(line) or caption_label(line) or line[-1] in ".;,":
            return 0
        self._heading(i, _level(line))
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
        found = read_references(self.text, self.units[first:last])
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
        if not self._could_be_heading(i) or not self._has_text_below(i):
            return 0
        above = self.blocks[-1] if self.blocks else None
        below_heading = above is not None and above.kind is BlockKind.HEADING and not _NUMBERED.match(self.lines[i])
        self._heading(i, above.level + 1 if above and below_heading else _level(self.lines[i]))
        return 1

    def _could_be_heading(self, i: int) -> bool:
        line = self.lines[i]
        words = line.split()
        if len(line) > _LONGEST_HEADING or len(words) > _MOST_HEADING_WORDS or line[-1] in ".;,:":
            return False
        return any(c.isalpha() for c in line) and (
            words[0][0].isupper() or words[0][0].isdigit() or not words[0].islower()
        )

    def _has_text_below(self, i: int) -> bool:
        below = next((k for k in range(i + 1, min(i + 4, len(self.units))) if not self._could_be_heading(k)), None)
        if below is None or len(self.lines[below]) < _SHORTEST_PARAGRAPH or _ITEM.match(self.lines[below]):
            return False
        # one more heading may stand between, but a run of short lines is a list without marks
        return below - i <= 2 and (self.units[i].gap or i == 0 or self.lines[i - 1][-1] in ".?!)]")

    def list_item(self, i: int) -> int:
        """A line behind a bullet or a number."""
        mark = _ITEM.match(self.lines[i])
        if not mark:
            return 0
        self.block(BlockKind.LIST_ITEM, i, skip=mark.end())
        return 1

    def paragraph(self, i: int) -> int:
        """Anything else."""
        self.block(BlockKind.PARAGRAPH, i)
        return 1


def _level(line: str) -> int:
    """The depth of a heading by its number: "2.1 Safety" is 2; 1 without a number."""
    found = _DEEPER.match(line) if _NUMBERED.match(line) else None
    return found.group().count(".") + 1 if found else 1


def _is_names(line: str) -> bool:
    """Whether a line is a list of people: pieces between commas, each with a capital."""
    pieces = [p for p in re.split(r"[,;]|\band\b|\bund\b", line) if p.strip()]
    return len(pieces) > 2 and sum(p.strip()[0].isupper() for p in pieces) * 10 > len(pieces) * 8


_RULES: tuple[Callable[[_Walk, int], int], ...] = (
    _Walk.markdown_heading,
    _Walk.table,
    _Walk.page_furniture,
    _Walk.known_heading,
    _Walk.bare_references,
    _Walk.caption,
    _Walk.plain_heading,
    _Walk.list_item,
    _Walk.paragraph,
)
