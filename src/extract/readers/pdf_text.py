"""The running text of printed lines: line ends joined, raised digits told apart, every word with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.document import Place
from extract.readers.builder import Builder, Cite, Inline
from extract.readers.pdf_glyphs import Word
from extract.readers.pdf_hyphens import Hyphens
from extract.readers.pdf_lines import Line

_HYPHEN_END = re.compile(r"[^\s\u2010\u2011\u00ad-][-\u2010\u2011\u00ad]\Z")
# A range or an alternative that goes on below has no blank.
_TIED_END = re.compile(r"\S[\u2013\u2014/]\Z")
_TIED_START = re.compile(r"\u2014\S|\u2013[^\W\d]")
# A dash before a number may be a minus, behind one it is that of a range.
_RANGE = re.compile(r"[\d%]\u2013\d")
# "N- and C-terminal": a hyphen that stands for a word still to come
_SUSPENDED = re.compile(r"(?:and|or|to|und|oder|bis)\s")
_NUMBERS = re.compile(
    r"[\[(]?\d{1,4}[a-z]?(?:[,;\u2010-\u2015\u2212-]\d{1,4}[a-z]?){0,40}[,;\u2010-\u2015\u2212-]?[\])]?\Z"
)
_MORE = re.compile(r"[,;\u2010-\u2015\u2212-]\Z")
# "m2", "kg/m2", "r2", "x 10^9": what a raised figure is a power of
_POWER_BASE = re.compile(r"(?:(?:\A|[/(\u00b7.\d])[\u00b5\u03bcckmdn]?m|(?:\A|\()[A-Za-z\u0370-\u03ff]|(?:\A|\D)10)\Z")
_POWER = re.compile(r"[\u2010-\u2015\u2212-]?[1-9]\Z")


@dataclass(slots=True)
class Written:
    """Running text with its words: start and end within it, the page, the word."""

    inline: Inline = field(default_factory=Inline)
    places: list[tuple[int, int, int, Word]] = field(default_factory=list)


class TextWriter:
    """Writes lines into a builder and keeps the places of what it wrote."""

    def __init__(self, builder: Builder, hyphens: Hyphens) -> None:
        self.builder = builder
        self.places: list[Place] = []
        self._hyphens = hyphens

    def keep(self, written: Written, start: int) -> None:
        """Take over the places of running text that stands in the article from ``start`` on."""
        self.places.extend(
            Place(start + a, start + b, page + 1, word.x0, word.top, word.x1, word.bottom)
            for a, b, page, word in written.places
        )

    def write(self, lines: Sequence[Line], line_break: str = " ") -> Written:
        """The running text of lines."""
        written = Written(Inline(line_break))
        for n, line in enumerate(lines):
            if n:
                written.inline.gap("" if self._is_tied(lines[n - 1].text, line.text) else line_break)
            self._line(written, line, lines[n + 1].text if n + 1 < len(lines) else "")
        return written

    def _is_tied(self, upper: str, line: str) -> bool:
        if _HYPHEN_END.search(upper):
            return not _SUSPENDED.match(line)
        return bool(_TIED_END.search(upper) or _TIED_START.match(line) or _RANGE.search(f"{upper[-1:]}{line[:2]}"))

    def _line(self, written: Written, line: Line, below: str) -> None:
        """Write one line; ``below`` is the text of the next one in the paragraph."""
        inline = written.inline
        for n, word in enumerate(line.words):
            # the raised mark of a note is no part of its first word
            opens_note = n == 1 and not inline.position - len(line.words[0].text) and line.is_raised(line.words[0])
            if n and (opens_note or not word.glued):
                inline.gap(" ")
            text = word.text
            if below and n + 1 == len(line.words) and self._only_parts(line.text, below):
                text = text[:-1]
            start = self._word(inline, line, n, text)
            if start < inline.length:
                written.places.append((start, inline.length, line.page, word))

    def _only_parts(self, text: str, below: str) -> bool:
        """Whether the hyphen at the end of a line is no part of the word."""
        if not _HYPHEN_END.search(text) or _SUSPENDED.match(below):
            return False
        return not self._hyphens.belongs(text, below)

    def _word(self, inline: Inline, line: Line, n: int, text: str) -> int:
        """Write a word and return where it starts; numbers set off like citations are kept as such."""
        word = line.words[n]
        raised = line.is_raised(word)
        if raised and word.glued and inline.last.isdigit() and text[:1].isdigit():
            inline.write("^")
        cites = (raised or word.tinted) and self._cites(inline, line, n, text)
        start = inline.position
        inline.write(text)
        if cites:
            self._add_cite(inline, start, text)
        return start

    def _cites(self, inline: Inline, line: Line, n: int, text: str) -> bool:
        """Whether a raised or tinted word is a citation: no power, no start of a word such as an isotope's."""
        if not _NUMBERS.match(text) or (n + 1 < len(line.words) and _is_word_behind(line.words[n + 1], text)):
            return False
        last = inline.cites[-1] if inline.cites else None
        if last is not None and inline.position - last.end <= 1 and _MORE.search(last.ids[0]):
            return True
        behind = n > 0 and (line.words[n].glued or line.is_raised(line.words[n]))
        return behind and not (_POWER.match(text) and _POWER_BASE.search(line.words[n - 1].text[-12:]))

    def _add_cite(self, inline: Inline, start: int, text: str) -> None:
        last = inline.cites[-1] if inline.cites else None
        if last is not None and start - last.end <= 1 and _MORE.search(last.ids[0]):
            inline.cites[-1] = Cite(last.start, inline.length, (last.ids[0] + text,))
        else:
            inline.cites.append(Cite(start, inline.length, (text,)))


def _is_word_behind(behind: Word, text: str) -> bool:
    """Whether letters go on right behind a raised number without its being a list that goes on."""
    return behind.glued and behind.text[:1].isalpha() and not _MORE.search(text)
