"""The sentence that a value stands in, cut around it: what the error browser shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from extract.normal import normalise
from extract.reports.html.search import Printed
from extract.sections.boundaries import sentences_in

# How many characters of a sentence stand on either side of the value.
AROUND = 240
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the article, and the half-open span of the value in it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class ArticleText:
    """An article's text and what is made of it once: its view and the numbers it prints."""

    text: str

    @cached_property
    def view(self) -> str:
        """The text with plain hyphens, spaces and decimals, as long as the text."""
        return normalise(self.text)

    @cached_property
    def printed(self) -> Printed:
        """Where the text prints what."""
        return Printed(self.view)

    def around(self, start: int, end: int) -> Passage:
        """The sentence that holds the half-open span, at most ``AROUND`` characters on either side of it."""
        first, last = self._sentence(start, end)
        begin, after = self._from(first, start), self._to(end, last)
        left = ELLIPSIS + " " if begin > first else ""
        right = " " + ELLIPSIS if after < last else ""
        shift = len(left) - begin
        return Passage(left + _flat(self.text[begin:after]) + right, start + shift, end + shift)

    def _sentence(self, start: int, end: int) -> tuple[int, int]:
        first = self.text.rfind("\n", 0, start) + 1
        last = self.text.find("\n", end)
        line = (first, last if last >= 0 else len(self.text))
        inside = (s for s in sentences_in(self.view, *line, {}) if s[0] <= start and end <= s[1])
        return next(inside, line)

    def _from(self, first: int, start: int) -> int:
        """The first word that is not too far before ``start``."""
        if start - first <= AROUND:
            return first
        blank = self.view.find(" ", start - AROUND, start)
        return blank + 1 if blank >= 0 else start - AROUND

    def _to(self, end: int, last: int) -> int:
        """The end of the last word that is not too far behind ``end``."""
        if last - end <= AROUND:
            return last
        blank = self.view.rfind(" ", end, end + AROUND)
        return blank if blank >= 0 else end + AROUND


def _flat(text: str) -> str:
    """``text`` on one line, as long as before."""
    return text.replace("\n", " ")
