"""Authors named without year or number: "in the study by Cardozo and colleagues".

Such words cite where the reference list has just one work of that first author.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
    """The first authors of a reference list who have one work in it, by surname."""

    def __init__(self, references: Iterable[Reference]) -> None:
        works: dict[str, set[str]] = {}
        for reference in references:
            if name := _surname(reference):
                works.setdefault(name, set()).add(reference.label)
        self._only = {name: next(iter(labels)) for name, labels in works.items() if len(labels) == 1}

    def label(self, printed: str) -> str | None:
        """The label of the only work of this first author, or None."""
        return self._only.get(flat(printed))


def _surname(reference: Reference) -> str:
    if reference.authors:
        return flat(_INITIALS.sub("", reference.authors[0]))
    return flat(ET_AL.split(_YEAR_OF_LABEL.sub("", reference.label))[0]) if not reference.label.isdecimal() else ""


def named_authors(view: str, start: int, end: int, authors: FirstAuthors) -> Iterator[Cited]:
    """Yield the authors of ``view[start:end]`` that are named with "et al" or the like and nothing behind."""
    if not any(view.find(clue, start, end) >= 0 for clue in _CLUES):
        return
    for found in _pattern().finditer(view, start, end):
        label = None if _LABEL_BEHIND.match(view, found.end(), end) else authors.label(found["name"])
        if label:
            yield Cited(found.start(), found.end(), (label,))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    particles = "|".join(re.escape(row.term) for row in lexicon("citations").rows if "particle" in row.tags)
    name = rf"(?:(?:{particles})\s){{0,3}}[A-ZÀ-ÖØ-ÞĀ-Ž][\w'-]*\w"
    return re.compile(rf"(?<![\w-])(?P<name>{name})(?:{ET_AL.pattern})")
