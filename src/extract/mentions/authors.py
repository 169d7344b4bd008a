"""Authors named without year or number: "in the study by Cardozo and colleagues".

Such words cite where the reference list has just one work of that first author, or where just one of
them was cited right before: "Three trials [14-16] ... Person et al. randomized 570 patients".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache

from extract.document import Reference
from extract.lexicon import lexicon
from extract.mentions.authoryear import ET_AL, flat
from extract.mentions.numbered import Cited

_INITIALS = re.compile(r"\s(?:[A-Z]\.?-?){1,4}\Z")
_LABEL_BEHIND = re.compile(r"\.?,?\s?[(\[]?\s?\d")
_YEAR_OF_LABEL = re.compile(r"\s{0,3}(?:19|20)\d\d[a-z]?\Z")
# The words behind a name hold one of these; a region without them names no authors.
_CLUES = (" et al", " and co", " and assoc", " and others")


class FirstAuthors:
    """The works of the first authors of a reference list, by surname."""

    def __init__(self, references: Iterable[Reference]) -> None:
        works: dict[str, set[str]] = {}
        for reference in references:
            if name := _surname(reference):
                works.setdefault(name, set()).add(reference.label)
        self._works = works

    def label(self, printed: str, cited_before: Callable[[], Collection[str]]) -> str | None:
        """The label of the only work of this first author, or of the only one cited before; else None."""
        works = self._works.get(flat(printed), set())
        if len(works) > 1:
            works = works & set(cited_before())
        return next(iter(works)) if len(works) == 1 else None


def _surname(reference: Reference) -> str:
    if reference.authors:
        return flat(_INITIALS.sub("", reference.authors[0]))
    return flat(ET_AL.split(_YEAR_OF_LABEL.sub("", reference.label))[0]) if not reference.label.isdecimal() else ""


def named_authors(
    view: str, start: int, end: int, authors: FirstAuthors, cited_before: Callable[[], Collection[str]]
) -> Iterator[Cited]:
    """Yield the authors of ``view[start:end]`` that are named with "et al" or the like and nothing behind.

    ``cited_before`` gives the labels cited in the text right before the region, for authors of several works.
    """
    if not any(view.find(clue, start, end) >= 0 for clue in _CLUES):
        return
    for found in _pattern().finditer(view, start, end):
        label = None if _LABEL_BEHIND.match(view, found.end(), end) else authors.label(found["name"], cited_before)
        if label:
            yield Cited(found.start(), found.end(), (label,))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    particles = "|".join(re.escape(row.term) for row in lexicon("citations").rows if "particle" in row.tags)
    name = rf"(?:(?:{particles})\s){{0,3}}[A-ZÀ-ÖØ-ÞĀ-Ž][\w'-]*\w"
    return re.compile(rf"(?<![\w-])(?P<name>{name})(?:{ET_AL.pattern})")
