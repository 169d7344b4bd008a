"""Where the article prints a value that the prediction has not: the best guess by the words around it.

A number is looked up as a number, a word of a closed list (a phase, a design, a status) by its recogniser,
everything else as it is written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from extract.mentions.design import find_designs, find_statuses
from extract.mentions.mention import Mention
from extract.mentions.numberwords import NUMBER_WORDS, parse_words
from extract.mentions.phase import find_phases

Span = tuple[int, int]

# "12.5", "1,063", "0.7"
_NUMBER = re.compile(r"(?<![\w.])\d{1,3}(?:,\d{3}){1,4}(?![\d,])|(?<![\w.,])\d{1,12}(?:\.\d{1,8})?(?!\w)")
_FIRST_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,8})?")
_PERCENT = re.compile(r"\s?(?:%|per\s?cent)")
_WORD = re.compile(r"[^\W_]{3,40}")
# The words of a value stand so near to its number; those that stand nearer count twice.
NEAR, NEARER = 300, 100
# A percentage that is asked for, or none, counts as so many words.
UNIT = 3
MOST = 200
_FINDERS: dict[str, Callable[[str, int, int], Iterator[Mention]]] = {
    "phase": find_phases,
    "design": find_designs,
    "status": find_statuses,
}


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
        self._recognised = cache(self._recognise)

    def value(self, field: str, line: str, near: str) -> Span | None:
        """Where the value that ``line`` tells is printed, by the words of ``near``; of a result, by its own too."""
        if field == "results":
            number = _FIRST_NUMBER.search(line)
            places = self._numbers.get(float(number.group()), []) if number else []
            return self._best(places, f"{line} {near}", percent="%" in line)
        if field in _FINDERS:
            return self._best(self._recognised(field).get(line, []), near)
        if field == "enrolled":
            return self._best(self._numbers.get(float(line), []), near, percent=False)
        return self._best(self._phrases(line.split(";")[0] if field == "trials" else line), near)

    def _recognise(self, field: str) -> dict[str, list[Span]]:
        found: dict[str, list[Span]] = defaultdict(list)
        for mention in _FINDERS[field](self.view, 0, len(self.view)):
            found[str(mention.value)].append((mention.start, mention.end))
        return found

    def _phrases(self, value: str) -> list[Span]:
        """Where ``value`` is written, whatever its capitals."""
        wanted = value.lower().strip()
        if not wanted:
            return []
        whole = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
        return [found.span() for _, found in zip(range(MOST), whole.finditer(self.lower), strict=False)]

    def _best(self, places: list[Span], near: str, percent: bool | None = None) -> Span | None:
        """The place with most of the words of ``near`` around it; the first of several."""
        words = {m.group() for m in _WORD.finditer(near.lower())}

        def weight(span: Span) -> int:
            unit = percent is not None and percent == bool(_PERCENT.match(self.view, span[1]))
            return self._shared(span, words, NEAR) + self._shared(span, words, NEARER) + UNIT * unit

        return max(places[:MOST], key=weight, default=None)

    def _shared(self, span: Span, words: Iterable[str], reach: int) -> int:
        around = self.lower[max(0, span[0] - reach) : span[1] + reach]
        return sum(word in around for word in words)


def _numbers(view: str) -> Iterator[tuple[float, Span]]:
    for found in _NUMBER.finditer(view):
        yield float(found.group().replace(",", "")), found.span()
    for found in NUMBER_WORDS.finditer(view):
        value = parse_words(found.group())
        if value is not None:
            yield float(value), found.span()
