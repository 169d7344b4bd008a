"""Doses: "25 mg", "400 mg/day", "10 and 25 mg once daily": numbers that name an arm, never a result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extract.lexicon import Lexicon, lexicon
from extract.mentions.clues import first_words, has_unit_glued, has_word
from extract.mentions.tokens import NUMBER

_NUMBER = re.compile(NUMBER)


@lru_cache(maxsize=4)
def _pattern(units: Lexicon) -> re.Pattern[str]:
    terms = "|".join(re.escape(r.term) for r in sorted(units.rows, key=lambda r: -len(r.term)))
    number = rf"(?<![\w.,])(?:{NUMBER})"
    return re.compile(
        rf"(?P<list>{number}(?:(?:\s?[-/]\s?|\s?mg/|,\s|,?\s(?:and|or|to)\s)(?:{NUMBER})){{0,3}})"
        rf"\s?-?(?:{terms})(?![A-Za-z])(?:\s?/\s?(?:kg|m2|day|d|week|dose)(?![A-Za-z]))*(?!\s?/\s?[dDmML])"
        r"(?:\s(?:once|twice|three times|four times)(?:\s(?:daily|weekly|a day|per day)|-daily))?"
        r"(?:\severy\s(?:\d+\s)?(?:weeks?|months?|days?|other week))?"
    )


@lru_cache(maxsize=4)
def _clues(units: Lexicon) -> frozenset[str]:
    """The words that units begin with, one of which stands by itself or glued to its number."""
    return first_words(r.term for r in units.rows)


def find_doses(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the half-open spans of doses in ``view[start:end]``; of "10 and 25 mg" there are two."""
    units = lexicon("doses")
    if not (has_word(view, start, end, _clues(units)) or has_unit_glued(view, start, end)):
        return
    for found in _pattern(units).finditer(view, start, end):
        numbers = [m.span() for m in _NUMBER.finditer(view, found.start(), found.end("list"))]
        yield from numbers[:-1]
        yield numbers[-1][0], found.end()
