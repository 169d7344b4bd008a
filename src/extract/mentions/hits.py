"""Rows of a lexicon found in one region: words cut once for all lexicons, patterns run once a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from extract.lexicon import Hit, Lexicon, Pool, Row, cut_words, lexicon, pool

# Texts and lexicons of one article at a time; the next article's push them out.
_LEXICONS = 4
# The lexicons that the recognisers of a region ask for; see recognise.RECOGNISERS.
TOGETHER = ("designs", "statuses", "sponsors", "studies", "treatments", "stems", "conditions")


def hits_in(name: str, view: str, start: int, end: int) -> list[Hit]:
    """The hits of the lexicon ``name`` in ``view[start:end]``: by start, the longer one first."""
    found = word_hits(name, view, start, end)
    starts, hits = _pattern_hits(lexicon(name), view)
    found += (hit for hit in hits[bisect_left(starts, start) : bisect_left(starts, end)] if hit.end <= end)
    return sorted(found, key=lambda hit: (hit.start, -hit.end))


def word_hits(name: str, view: str, start: int, end: int) -> list[Hit]:
    """The term and suffix hits of one of the lexicons of the recognisers, by start."""
    return list(_region_hits(pool(TOGETHER), view, start, end)[name])


@lru_cache(maxsize=4)
def _region_hits(lexicons: Pool, view: str, start: int, end: int) -> dict[str, list[Hit]]:
    """The hits of all those lexicons in one region: its recognisers ask one after the other."""
    return dict(zip(TOGETHER, lexicons.find(view, cut_words(view, start, end)), strict=True))


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
