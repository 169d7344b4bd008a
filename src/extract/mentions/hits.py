"""Rows of a lexicon found in one region: words cut once for all lexicons, patterns run once a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from extract.lexicon import Hit, Lexicon, Row, cut_words, lexicon

# Texts and lexicons of one article at a time; the next article's push them out.
_LEXICONS = 4


def hits_in(name: str, view: str, start: int, end: int) -> list[Hit]:
    """The hits of the lexicon ``name`` in ``view[start:end]``: by start, the longer one first."""
    words = lexicon(name)
    found = list(words.find_words(view, cut_words(view, start, end)))
    starts, hits = _pattern_hits(words, view)
    found += (hit for hit in hits[bisect_left(starts, start) : bisect_left(starts, end)] if hit.end <= end)
    return sorted(found, key=lambda hit: (hit.start, -hit.end))


def patterns_of(words: Lexicon) -> tuple[tuple[re.Pattern[str], Row], ...]:
    """The compiled patterns of a lexicon with their rows."""
    return tuple((re.compile(row.term), row) for row in words.rows if row.match == "regex")


@lru_cache(maxsize=_LEXICONS)
def _pattern_hits(words: Lexicon, view: str) -> tuple[list[int], list[Hit]]:
    """The pattern rows over the whole text, sorted, and their starts.

    A call costs more than a scan for a rare letter: a dozen patterns in each of two thousand
    sentences would take longer than the same patterns once over the text.
    """
    found = [Hit(m.start(), m.end(), row) for pattern, row in patterns_of(words) for m in pattern.finditer(view)]
    found.sort(key=lambda hit: (hit.start, -hit.end))
    return [hit.start for hit in found], found
