"""Author-year citations: "(Turpie et al 2001; Yusuf et al., 2006a, b)", "Donat et al. (2002)".

A year is found first, then the authors before it. The label is that of the reference list where the
list has the work; else the printed words without commas and stops: "Yusuf et al 2006a".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from extract.document import Reference
from extract.lexicon import lexicon
from extract.mentions.numbered import Cited

_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d[a-z]?(?![\w%]|-\d|[.,]\d)")
_MORE_YEARS = re.compile(r"(?:,\s?|\s?&\s?|\s?and\s|,\s?and\s)((?:19|20)\d\d[a-z]?|[b-k])(?![\w%])")
_BEFORE = 110
_LABEL = re.compile(r"\A(?P<names>.*\D)(?P<year>(?:19|20)\d\d[a-z]?)\s*$")
_NOT_LETTER = re.compile(r"[\W\d_]+")
# What stands for the other authors of a work.
ET_AL = re.compile(r",?\s{1,4}et\.?\s{1,4}al\b\.?|\s{1,4}and\s{1,4}(?:colleagues|co-?workers|associates|others)\b")


class _Work(NamedTuple):
    label: str
    names: str


class References:
    """A reference list to be looked up by first author and year."""

    def __init__(self, references: Iterable[Reference]) -> None:
        self._works: dict[tuple[str, str], list[_Work]] = {}
        for reference in references:
            names, year = _names_and_year(reference)
            if names and year:
                self._works.setdefault((_key(names), year), []).append(_Work(reference.label, flat(names)))

    def __bool__(self) -> bool:
        return bool(self._works)

    def label(self, names: str, year: str) -> str | None:
        """The label of the work, or None when the list has no such work."""
        works = self._works.get((_key(names), year), [])
        if len(works) > 1:
            works = [w for w in works if w.names == flat(names)] or works
        return works[0].label if works else None


def author_years(view: str, start: int, end: int, references: References) -> Iterator[Cited]:
    """Yield the author-year citations of ``view[start:end]``; one for each group of authors."""
    taken = start
    for found in _YEAR.finditer(view, start, end):
        if found.start() < taken:
            continue
        begin = max(taken, start, found.start() - _BEFORE)
        authors = _authors().search(view[begin : found.start()])
        if not authors:
            continue
        years, stop = _years(view, found, end)
        cited = _resolve(authors, years, references, _in_parentheses(view, begin + authors.start(), start))
        if cited:
            yield Cited(begin + authors.start() + cited[0], stop, cited[1])
            taken = stop


def _resolve(
    authors: re.Match[str], years: list[str], references: References, enclosed: bool
) -> tuple[int, tuple[str, ...]] | None:
    """The offset in the match where the names begin, and the labels, one for each year."""
    printed = authors["several"] or authors["single"]
    offset = authors.start("several") if authors["several"] else authors.start("single")
    for cut in _beginnings(printed):
        labels = [references.label(printed[cut:], year) for year in years]
        if any(labels):
            plain = _plain(printed[cut:])
            kept = tuple(label or f"{plain} {year}" for label, year in zip(labels, years, strict=True))
            return offset - authors.start() + cut, kept
    if not authors["several"] and (references or not enclosed or _calendar().search(printed)):
        return None
    cut = _surname_start(printed)
    return offset - authors.start() + cut, tuple(f"{_plain(printed[cut:])} {year}" for year in years)


def _beginnings(printed: str) -> list[int]:
    """Where the first author's name may begin: at each word before "et al" or the year ("In Belgium, Pelc et al")."""
    head = ET_AL.split(printed)[0].split(" and ")[0]
    return [0, *(m.end() for m in re.finditer(r"\s", head))]


def _surname_start(printed: str) -> int:
    """Without a list to ask, what stands before a surname goes: "However Smith et al", "In Belgium, Smith et al"."""
    place = re.match(r"(?:In|From|At)\s[A-Z][\w'-]+,\s(?=[A-Z])", printed)
    if place:
        return place.end()
    found = re.match(r"([A-Z][a-z]+)\s(?=[A-Z][\w'-]+,?\s(?:et\b|and\b))", printed)
    return found.end() if found and found[1].lower() not in _particles() else 0


def _years(view: str, first: re.Match[str], end: int) -> tuple[list[str], int]:
    """All years of one group of authors, "2006a, b" written out, and where they stop."""
    years, stop = [first.group()], first.end()
    while more := _MORE_YEARS.match(view, stop, end):
        years.append(more[1] if more[1][0].isdigit() else years[-1][:4] + more[1])
        stop = more.end()
    return years, stop


def _in_parentheses(view: str, at: int, start: int) -> bool:
    before = view[max(start, at - 400) : at + 1]
    return max(before.rfind("("), before.rfind("[")) > max(before.rfind(")"), before.rfind("]"))


def _plain(printed: str) -> str:
    names = ET_AL.sub(" et al", printed.strip()).replace("&", "and").replace(" , ", ", ")
    return re.sub(r",?\s+(?=et al$)", " ", re.sub(r"\s+", " ", names)).rstrip(",. ")


def _names_and_year(reference: Reference) -> tuple[str, str]:
    found = _LABEL.match(reference.label)
    if found and not reference.label.isdecimal():
        return found["names"], found["year"]
    return (reference.authors[0] if reference.authors else "", reference.year or "")


def _key(names: str) -> str:
    """The first author's surname: letters only, no accents, any case."""
    first = re.split(r",|\band\b|&", ET_AL.sub("", names), maxsplit=1)[0]
    return flat(first)


def flat(text: str) -> str:
    """A name for comparison: letters only, no accents, small."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NOT_LETTER.sub("", letters).lower()


@lru_cache(maxsize=1)
def _particles() -> frozenset[str]:
    """The small words that begin surnames ("de", "van")."""
    return frozenset(row.term for row in lexicon("citations").rows if "particle" in row.tags)


@lru_cache(maxsize=1)
def _authors() -> re.Pattern[str]:
    """The pattern of the names right before a year."""
    particles = "|".join(sorted(map(re.escape, _particles())))
    name = rf"(?:(?:{particles})\s){{0,3}}(?:d'|O'|D')?[A-ZÀ-ÖØ-ÞĀ-Ž][\w'-]*\w"
    names = rf"{name}(?:\s{name})?(?:,\s?{name}){{0,3}}"
    several = rf"{names}(?:{ET_AL.pattern}|,?\s(?:and|&)\s{name})"
    single = rf"{name}(?:\s(?:of\s|for\s|the\s|and\s){{0,2}}{name}){{0,6}}"
    return re.compile(rf"(?<![\w-])(?:(?P<several>{several})|(?P<single>{single})),?\s?[(\[]?\s?\Z")


@lru_cache(maxsize=1)
def _calendar() -> re.Pattern[str]:
    terms = "|".join(re.escape(row.term) for row in lexicon("citations").rows if "calendar" in row.tags)
    return re.compile(rf"\b(?:{terms})\b")
