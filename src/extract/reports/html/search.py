"""Where the article prints a value that the prediction has not: the best guess by the words around it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from extract.mentions.numberwords import NUMBER_WORDS, parse_words

Span = tuple[int, int]

# "12.5", "1,063", "0.7"
_NUMBER = re.compile(r"(?<![\w.])\d{1,3}(?:,\d{3}){1,4}(?![\d,])|(?<![\w.,])\d{1,12}(?:\.\d{1,8})?(?!\w)")
_FIRST_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,8})?")
_WORD = re.compile(r"[^\W_]{3,40}")
# The words of a value stand so near to its number, and so many places are looked at.
NEAR = 300
MOST = 200


class Printed:
    """An article's numbers by what they mean, and its words, for looking up many values of one article."""

    def __init__(self, view: str) -> None:
        self.view = view
        self.lower = view.lower()
        if len(self.lower) != len(view):
            # A letter such as the dotted capital I is longer when small, and would shift every offset.
            self.lower = view
        self._numbers: dict[float, list[Span]] = defaultdict(list)
        for number, span in _numbers(view):
            self._numbers[number].append(span)

    def result(self, line: str, near: str) -> Span | None:
        """Where the first number of a result's ``line`` stands, by the words of the line and of ``near``."""
        number = _FIRST_NUMBER.search(line)
        places = self._numbers.get(float(number.group()), []) if number else []
        return self._best(places, f"{line} {near}")

    def phrase(self, value: str, near: str) -> Span | None:
        """Where ``value`` is printed, whatever its capitals, by the words of ``near``."""
        wanted = value.lower().strip()
        whole = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)") if wanted else None
        places = [m.span() for _, m in zip(range(MOST), whole.finditer(self.lower), strict=False)] if whole else []
        if not places and wanted.isdigit():
            places = self._numbers.get(float(wanted), [])
        return self._best(places, near)

    def _best(self, places: list[Span], near: str) -> Span | None:
        """The place with most of the words of ``near`` around it; the first of several."""
        words = {m.group() for m in _WORD.finditer(near.lower())}
        return max(places[:MOST], key=lambda span: self._shared(span, words), default=None)

    def _shared(self, span: Span, words: Iterable[str]) -> int:
        around = self.lower[max(0, span[0] - NEAR) : span[1] + NEAR]
        return sum(word in around for word in words)


def _numbers(view: str) -> Iterator[tuple[float, Span]]:
    for found in _NUMBER.finditer(view):
        yield float(found.group().replace(",", "")), found.span()
    for found in NUMBER_WORDS.finditer(view):
        value = parse_words(found.group())
        if value is not None:
            yield float(value), found.span()
