"""Rows of a lexicon found in one region, whose words are cut once for all lexicons."""

from __future__ import annotations

from functools import lru_cache

from extract.lexicon import Hit, Pool, cut_words, lexicon, pool

# The lexicons that the recognisers of a region ask for; see recognise.RECOGNISERS.
TOGETHER = ("designs", "statuses", "sponsors", "studies", "treatments", "stems", "conditions")


def hits_in(name: str, view: str, start: int, end: int) -> list[Hit]:
    """The hits of the lexicon ``name`` in ``view[start:end]``: by start, the longer one first."""
    found = [*word_hits(name, view, start, end), *lexicon(name).find_patterns(view, start, end)]
    return sorted(found, key=_order) if len(found) > 1 else found


def _order(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end


def word_hits(name: str, view: str, start: int, end: int) -> list[Hit]:
    """The term and suffix hits of one of the lexicons of the recognisers, by start."""
    return list(_region_hits(pool(TOGETHER), view, start, end)[name])


@lru_cache(maxsize=4)
def _region_hits(lexicons: Pool, view: str, start: int, end: int) -> dict[str, list[Hit]]:
    """The hits of all those lexicons in one region: its recognisers ask one after the other."""
    return dict(zip(TOGETHER, lexicons.find(view, cut_words(view, start, end)), strict=True))
