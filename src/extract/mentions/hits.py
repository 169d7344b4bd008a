"""Rows of a lexicon found in one region: words cut once for all lexicons, patterns run once a text."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from extract.lexicon import Hit, Lexicon, Pool, cut_words, lexicon, pool

# Texts and lexicons of one article at a time; the next article's push them out.
_LEXICONS = 8
# The lexicons that the recognisers of a region ask for; see recognise.RECOGNISERS.
TOGETHER = ("designs", "statuses", "sponsors", "studies", "treatments", "stems", "conditions")


def hits_in(name: str, view: str, start: int, end: int) -> list[Hit]:
    """The hits of the lexicon ``name`` in ``view[start:end]``: by start, the longer one first."""
    found = word_hits(name, view, start, end) + pattern_hits(name, view, start, end)
    return sorted(found, key=_order) if len(found) > 1 else found


def pattern_hits(name: str, view: str, start: int, end: int) -> list[Hit]:
    """The hits of the pattern rows in ``view[start:end]``, by start."""
    starts, hits = _pattern_hits(lexicon(name), view)
    first = bisect_left(starts, start)
    return [hit for hit in hits[first : bisect_left(starts, end, first)] if hit.end <= end] if hits else []


def _order(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end


def word_hits(name: str, view: str, start: int, end: int) -> list[Hit]:
    """The term and suffix hits of one of the lexicons of the recognisers, by start."""
    return list(_region_hits(pool(TOGETHER), view, start, end)[name])


@lru_cache(maxsize=4)
def _region_hits(lexicons: Pool, view: str, start: int, end: int) -> dict[str, list[Hit]]:
    """The hits of all those lexicons in one region: its recognisers ask one after the other."""
    return dict(zip(TOGETHER, lexicons.find(view, cut_words(view, start, end)), strict=True))


@lru_cache(maxsize=_LEXICONS)
def _pattern_hits(words: Lexicon, view: str) -> tuple[list[int], list[Hit]]:
    """The pattern rows over the whole text, sorted, and their starts.

    A call costs more than a scan for a rare letter: a dozen patterns in each of two thousand
    sentences would take longer than the same patterns once over the text.
    """
    found = sorted(words.find_patterns(view, 0, len(view)), key=_order)
    return [hit.start for hit in found], found
