"""Where a work appeared: year, volume, issue and pages, in the manners that reference lists print them."""

from __future__ import annotations

import re
from typing import NamedTuple

_DASH = r"\s?[-\u2010-\u2015\u2212]\s?"
_YEAR = r"(?P<year>(?:18|19|20)\d\d)[a-z]?"
_DATE = r"(?:\s[A-Z][a-z]{2,8}\.?(?:[-/][A-Z][a-z]{2,8})?(?:\s\d{1,2})?)?"
_VOLUME = r"(?P<volume>[A-Z]{0,2}\d{1,4}(?:[-/]\d{1,4})?|[IVXLC]{1,7}(?=\W))"
_ISSUE = r"(?:\s?\(\s?(?P<issue>[^()]{1,40}?)\s?\)|,?\s(?P<supplement>[Ss]uppl?(?:ement)?\.?(?:\s\w{1,4})?))"
_PAGE = r"[A-Za-z]{0,6}\.?\d{1,9}(?:\.e?\d{1,5})?(?:S\b|[a-z]{0,2})"
_PAGES = rf"(?:pp?\.\s?)?(?P<pages>{_PAGE}(?:{_DASH}{_PAGE})?)"
# "May 4, 2015" is no volume
_NO_YEAR = r"(?!(?:19|20)\d\d(?!\s?[-\u2010-\u2015\u2212]))"
_BEFORE = r"(?:(?<=[\s.,;:(\]])|(?<=[a-z?!)])(?=(?:19|20)\d\d;))"


class Manner(NamedTuple):
    """A way to print it: a name that says how, an entry's end as example, the pattern."""

    name: str
    example: str
    pattern: re.Pattern[str]


def _manner(name: str, example: str, pattern: str) -> Manner:
    return Manner(name, example, re.compile(pattern))


MANNERS: tuple[Manner, ...] = (
    _manner(
        "year; volume(issue): pages",
        "2005;92(3):1212-20",
        rf"{_BEFORE}{_YEAR}{_DATE}\s?[;,]\s?(?=[\dA-Z(.])(?:{_VOLUME})?{_ISSUE}?(?:\s?[:,]\s?{_PAGES})?(?=[\WA-Z]|\Z)",
    ),
    _manner(
        "year volume pages, without points",
        "2004 110 588 636",
        rf"(?<=\s){_YEAR}\s(?:[;:]\s)?(?P<volume>\d{{1,4}})\s(?:[;:]\s)?(?P<pages>[A-Za-z]{{0,2}}\d{{1,6}}(?:[-\u2013\s][A-Za-z]{{0,2}}\d{{1,6}})?)",
    ),
    _manner(
        "(year) volume: pages",
        "(2019) 10:123",
        rf"\({_YEAR}\)[.,]?\s{_VOLUME}{_ISSUE}?\s?[,:]\s?{_PAGES}",
    ),
    _manner(
        "volume (year) pages",
        "34 (2016), pp. 4381-4389",
        rf"(?<=[\s.,]){_VOLUME}\s?\({_YEAR}\)[,:]?\s{_PAGES}",
    ),
    _manner(
        "vol., no., pp., year",
        "vol. 34, no. 5, pp. 4381-4389, 2016",
        rf"\b[Vv]ol\.\s?{_VOLUME},\s(?:[Nn]o\.\s?(?P<issue>\w{{1,9}}),\s)?(?:pp?\.\s?)?{_PAGES}(?:,\s{_YEAR})?",
    ),
    _manner(
        "volume, pages (year)",
        "110, 588-636 (2004)",
        rf"(?<=[\s.,]){_VOLUME}{_ISSUE}?\s?[,:]\s?{_PAGES}\s?\({_YEAR}\)",
    ),
    _manner(
        "volume(issue): pages, the year before the title",
        "382:1599-607",
        rf"(?:(?<=[\s.,])|(?<=[\s.,]v\.)){_VOLUME}{_ISSUE}?\s?[,:]\s?{_NO_YEAR}{_PAGES}(?=[.,;]{{0,2}}(?:\s|[A-Z]|\Z))",
    ),
    _manner(
        "an article's number, the year before the title",
        "CD005593",
        r"(?<=[,.]\s)(?P<pages>[A-Z]{1,3}\d{4,9}|e\d{4,9})(?=\.?(?:\s|\Z))",
    ),
    _manner(
        "place: publisher; year",
        "London: Made Up Press; 2005",
        r"(?<=[.?!]\s)(?P<place>[A-Z][\w .,'\u2019-]{1,40}):\s(?P<publisher>[^;:.]{2,80}(?:\.[^;:.]{1,40})?)"
        rf"[;,]\s{_YEAR}",
    ),
)  # fmt: skip
# Where the first of these is found counts, the others are read at their last place: titles have numbers, too.
_LEADING = 1
UNPOINTED = MANNERS[1]


class Imprint(NamedTuple):
    """What was found: its place in the entry, its manner, and the values by name."""

    start: int
    manner: Manner
    values: dict[str, str]


def find_imprint(entry: str, start: int, end: int) -> Imprint | None:
    """The imprint in ``entry[start:end]`` by the first manner that fits, or None."""
    for n, manner in enumerate(MANNERS):
        found = None
        for match in manner.pattern.finditer(entry, start, end):
            found = match
            if n < _LEADING:
                break
        if found:
            values = {k: v.strip() for k, v in found.groupdict().items() if v}
            if "supplement" in values:
                values.setdefault("issue", values.pop("supplement"))
            if "pages" in values:
                values["pages"] = "-".join(values["pages"].split()) if manner is UNPOINTED else values["pages"]
            return Imprint(found.start(), manner, values)
    return None
