"""What each paragraph of a PDF is: title, heading, caption, item, note, running text, entry of the list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile

from extract.document import Block, BlockKind, Reference, Table
from extract.readers.builder import Builder
from extract.readers.captions import caption_label
from extract.readers.chrome import chrome
from extract.readers.headings import heading_kind
from extract.readers.lines import ITEM, NUMBERED, heading_level, is_prose, is_table_note
from extract.readers.pdf_floats import table_of, write_cells
from extract.readers.pdf_lines import Line
from extract.readers.pdf_paragraphs import Paragraph, begins_item, is_same_size
from extract.readers.pdf_references import entries
from extract.readers.pdf_text import TextWriter
from extract.readers.reference_lines import begins_references, citation_style, read_references
from extract.readers.units import Unit

# "Funding: none": a paragraph whose first words say of what kind it is
_RUN_IN = ("abstract", "acknowledgements", "availability", "conflict", "contributions", "ethics", "funding")
_LONGEST_RUN_IN = 60
_LONGEST_HEADING = 160
_MOST_HEADING_LINES = 3
_LONGEST_CAPTION = 600
# The blocks above a table among which its caption stands.
_NEAR = 12
_OPENING = ("abstract", "introduction", "keypoints")
_LEAD = 200
# Shares of the body's size: a title is larger by at least that, a note smaller.
_TITLE, _NOTE = 1.15, 0.92
# What a paragraph is set in by, in shares of its own size, that belongs to a table.
_SET_IN = 1.5
_MARKS = "*\u2020\u2021\u00a7\u00b6"


@dataclass(frozen=True, slots=True)
class _Print:
    """The print of a heading, by which its level is told."""

    size: float
    bold: bool
    italic: bool


class PdfWalk:
    """Gives every paragraph of an article its block and writes it."""

    def __init__(self, paragraphs: Sequence[Paragraph], body: float, writer: TextWriter) -> None:
        self.paragraphs = paragraphs
        self.texts = [p.text for p in paragraphs]
        self.body = body
        self.writer = writer
        self.builder: Builder = writer.builder
        self.references: list[Reference] = []
        self._prints: list[_Print] = []
        self._scraps = frozenset(self._find_scraps())

    def run(self, title: str) -> None:
        """Write all paragraphs; ``title`` is what the file's own metadata says, or ""."""
        i = self._front(title)
        self._prints = self._heading_prints(i)
        while i < len(self.paragraphs):
            i += next(taken for rule in _RULES if (taken := rule(self, i)))

    def block(self, kind: BlockKind, i: int, *, level: int = 0, hint: str = "") -> int:
        """Write paragraph ``i`` as a block and return 1."""
        written = self.writer.write(self.paragraphs[i].lines)
        span = self.builder.block(kind, written.inline, level=level, hint=hint)
        if span:
            self.writer.keep(written, span[0])
        return 1

    # -- the front

    def _front(self, title: str) -> int:
        """Write the title and what stands around it; return how many paragraphs that are."""
        first, behind = self._title(title)
        end = self._front_end(behind)
        for i in range(end):
            if i == first:
                lines = [line for p in self.paragraphs[first:behind] for line in p.lines]
                written = self.writer.write(lines)
                span = self.builder.block(BlockKind.TITLE, written.inline, hint="title")
                self.writer.keep(written, span[0] if span else 0)
            elif not first <= i < behind:
                self.block(BlockKind.CHROME, i)
        return end

    def _title(self, told: str) -> tuple[int, int]:
        """The paragraphs that are the title: what the metadata say, else the largest print of the first page."""
        page = [i for i, p in enumerate(self.paragraphs) if p.first.page == self.paragraphs[0].first.page]
        words = told.lower().split()
        for i in page if len(words) > 3 else []:
            if self.texts[i].lower().split()[:4] == words[:4]:
                return i, self._same_print(i)
        large = [i for i in page if self.paragraphs[i].size > _TITLE * self.body and len(self.texts[i].split()) > 2]
        if not large:
            return 0, 0
        first = max(large, key=lambda i: (round(self.paragraphs[i].size), -i))
        return first, self._same_print(first)

    def _same_print(self, i: int) -> int:
        """The paragraph behind those that follow ``i`` in the same print: lines of one title."""
        behind = i + 1
        while behind < len(self.paragraphs) and is_same_size(self.paragraphs[behind].size, self.paragraphs[i].size):
            if self.paragraphs[i].size < _TITLE * self.body or heading_kind(self.texts[behind]):
                break
            behind += 1
        return behind

    def _front_end(self, start: int) -> int:
        """Where the article begins: at its first heading of a known kind or its first paragraph of prose."""
        for i in range(start, len(self.paragraphs)):
            text = self.texts[i]
            if heading_kind(text) in _OPENING or _leading_kind(text) == "abstract":
                return i
            if len(text) > _LEAD and is_prose(text) and text.rstrip()[-1:] in ".?!)":
                return i
        return start

    # -- the rules, in the order they are tried

    def furniture(self, i: int) -> int:
        """A line of the page around the article, by its words."""
        if chrome().row(self.texts[i]) is None:
            return 0
        return self.block(BlockKind.CHROME, i)

    def scrap(self, i: int) -> int:
        """What is printed within a figure: axes, legends, numbers at risk."""
        return self.block(BlockKind.CHROME, i) if i in self._scraps else 0

    def _find_scraps(self) -> Iterator[int]:
        """Yield the fragments right above the caption of a figure, or right below it, in its column."""
        for i, text in enumerate(self.texts):
            label = caption_label(text)
            if label and label.kind == "figure":
                is_fragment = partial(self._is_fragment, self.paragraphs[i].first.column)
                for beside in (range(i - 1, -1, -1), range(i + 1, len(self.texts))):
                    yield from takewhile(is_fragment, beside)

    def _is_fragment(self, column: int, i: int) -> bool:
        """Whether a paragraph of a column is no sentence and no heading: small print, or mostly numbers."""
        paragraph, text = self.paragraphs[i], self.texts[i]
        if paragraph.first.column != column or len(text) > _LONGEST_HEADING or text[-1] in ".?!:;":
            return False
        if table_of(paragraph) or heading_kind(text) or caption_label(text) or paragraph.size > 1.06 * self.body:
            return False
        numbers = sum(not any(c.isalpha() for c in word) for word in text.split())
        return paragraph.size < _NOTE * self.body or 2 * numbers > len(text.split())

    def caption(self, i: int) -> int:
        """ "Table 1. ..." or "Figure 2 ..."."""
        label = caption_label(self.texts[i])
        if not label:
            return 0
        alone = self.texts[i].strip(" .:") == label.text and i + 1 < len(self.texts)
        if alone and len(self.texts[i + 1]) < _LONGEST_CAPTION and not self._has_table(i + 1):
            # the label stands on a line of its own above the words
            self.paragraphs[i].lines.extend(self.paragraphs[i + 1].lines)
            return 1 + self.block(BlockKind.CAPTION, i, hint=label.kind)
        return self.block(BlockKind.CAPTION, i, hint=label.kind)

    def table(self, i: int) -> int:
        """The cells of a table, with its caption."""
        found = table_of(self.paragraphs[i])
        if found is None:
            return 0
        caption, below = self._caption_of(i)
        cells = write_cells(found, self.writer, self.paragraphs[i].first.page)
        said = caption_label(self.builder.text[caption.start : caption.end]) if caption else None
        span = (caption.start, caption.end) if caption else None
        self.builder.tables.append(Table(said.text if said else "", span, cells))
        return 1 + below

    def _caption_of(self, i: int) -> tuple[Block | None, int]:
        """The caption of table ``i``, and how many paragraphs below the table it takes.

        It stands right above, else right below; a page break may part it from its table.
        """
        taken = {t.caption for t in self.builder.tables}
        above = [b for b in self.builder.blocks[-_NEAR:] if b.kind is BlockKind.CAPTION and b.hint == "table"]
        free = [b for b in above if (b.start, b.end) not in taken]
        if free and free[-1] is self.builder.blocks[-1]:
            return free[-1], 0
        label = caption_label(self.texts[i + 1]) if i + 1 < len(self.texts) else None
        if label and label.kind == "table" and not self._has_table(i + 2):
            count = self.caption(i + 1)
            return self.builder.blocks[-1], count
        return free[-1] if free else None, 0

    def _has_table(self, i: int) -> bool:
        return i < len(self.paragraphs) and table_of(self.paragraphs[i]) is not None

    def table_note(self, i: int) -> int:
        """Small print right below a table, or lines that are all set in as it is."""
        above = self.builder.blocks[-1] if self.builder.blocks else None
        below_table = above is not None and (above.kind is BlockKind.CELL or above.hint == "table")
        if not below_table or not self.builder.tables or (above and above.kind is BlockKind.CAPTION):
            return 0
        first = self.paragraphs[i].first
        if not (
            self.paragraphs[i].size < _NOTE * self.body
            or is_table_note(self.texts[i])
            or first.is_raised(first.words[0])
            or all(line.x0 - line.left > _SET_IN * line.size for line in self.paragraphs[i].lines)
            or _leading_kind(self.texts[i]) == "abbreviations"
        ):
            return 0
        self.block(BlockKind.FOOTNOTE, i, hint="table")
        note = self.builder.blocks[-1]
        table = self.builder.tables[-1]
        self.builder.tables[-1] = replace(table, notes=(*table.notes, (note.start, note.end)))
        return 1

    def heading(self, i: int) -> int:
        """Large, bold or known words on lines of their own; the reference list goes with its heading."""
        if not self._is_heading(i):
            return 0
        self.block(BlockKind.HEADING, i, level=self._level(i))
        return 1 + (self._list(i + 1) if heading_kind(self.texts[i]) == "references" else 0)

    def bare_references(self, i: int) -> int:
        """A reference list without a heading."""
        return self._list(i) if begins_references(self.texts[i : i + 6]) else 0

    def item(self, i: int) -> int:
        """A line behind a bullet or a number."""
        text = self.texts[i]
        return self.block(BlockKind.LIST_ITEM, i) if begins_item(text) or ITEM.match(text) else 0

    def note(self, i: int) -> int:
        """Smaller print at the foot of a column, or behind the mark of a note."""
        paragraph = self.paragraphs[i]
        below = self.paragraphs[i + 1] if i + 1 < len(self.paragraphs) else None
        at_foot = below is None or below.first.column != paragraph.last.column or below.size < _NOTE * self.body
        marked = self.texts[i][0] in _MARKS
        if paragraph.size >= _NOTE * self.body or not (at_foot or marked):
            return 0
        return self.block(BlockKind.FOOTNOTE, i, hint=_leading_kind(self.texts[i]))

    def running(self, i: int) -> int:
        """Anything else."""
        kind = _leading_kind(self.texts[i])
        return self.block(BlockKind.PARAGRAPH, i, hint=kind if kind in _RUN_IN else "")

    # -- headings

    def _is_heading(self, i: int) -> bool:
        paragraph, text = self.paragraphs[i], self.texts[i]
        if len(paragraph.lines) > _MOST_HEADING_LINES or len(text) > _LONGEST_HEADING or text[-1] in ".;,":
            return False
        if not any(c.isalpha() for c in text) or text[0].islower():
            return False
        stands_out = paragraph.bold or paragraph.size > 1.06 * self.body or paragraph.italic
        return stands_out or bool(heading_kind(text)) or (text.isupper() and len(text) > 3)

    def _heading_prints(self, first: int) -> list[_Print]:
        """The prints of the headings from paragraph ``first`` on, the most prominent first."""
        found = {self._print(i) for i in range(first, len(self.paragraphs)) if self._is_heading(i)}
        return sorted(found, key=lambda p: (-p.size, not p.bold, p.italic))

    def _print(self, i: int) -> _Print:
        paragraph = self.paragraphs[i]
        return _Print(round(paragraph.size * 2) / 2, paragraph.bold, paragraph.italic)

    def _level(self, i: int) -> int:
        if NUMBERED.match(self.texts[i]):
            return heading_level(self.texts[i])
        return 1 + self._prints.index(self._print(i))

    # -- the reference list

    def _list(self, first: int) -> int:
        """Write the entries from paragraph ``first`` on; return how many paragraphs they take."""
        last = first
        while last < len(self.paragraphs) and not self._ends_list(last):
            last += 1
        style = citation_style(self.builder.text)
        units = [self._entry(lines) for lines in entries(self.paragraphs[first:last])]
        found = read_references(self.builder.text, [u for u in units if u.start < u.end], style)
        self.builder.blocks.extend(found.blocks)
        self.references.extend(found.references)
        return last - first

    def _ends_list(self, i: int) -> bool:
        kind = heading_kind(self.texts[i])
        large = self._is_heading(i) and self.paragraphs[i].size >= _NOTE * self.body
        return (kind not in ("", "references") and self._is_heading(i)) or large or bool(caption_label(self.texts[i]))

    def _entry(self, lines: Sequence[Line]) -> Unit:
        written = self.writer.write(lines)
        self.builder.separate("\n")
        start, end = self.builder.raw(written.inline)
        self.writer.keep(written, start)
        return Unit(start, end, False)


def _leading_kind(text: str) -> str:
    """The kind that the words before a colon say: "Conflict of interest: none"."""
    words, colon, _ = text[:_LONGEST_RUN_IN].partition(":")
    return heading_kind(words) if colon else ""


_RULES: tuple[Callable[[PdfWalk, int], int], ...] = (
    PdfWalk.table,
    PdfWalk.furniture,
    PdfWalk.scrap,
    PdfWalk.caption,
    PdfWalk.table_note,
    PdfWalk.heading,
    PdfWalk.bare_references,
    PdfWalk.note,
    PdfWalk.item,
    PdfWalk.running,
)
