"""Forms in which two printings of one thing become equal strings.

These are the reference scorer's forms, kept to the letter: two figures are only comparable when
the same strings count as the same.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extract.lexicon import Lexicon, lexicon

_HYPHENS = str.maketrans({"\u2011": "-", "\u2013": "-"})
_OTHER = re.compile(r"[^a-z0-9%+<>=./-]+")
_STUDY_NOUN = re.compile(r"\b(?:trial|study|the)\b")
_NOT_ALNUM = re.compile(r"[^a-z0-9]")
# Days in one unit; a month is 30.4 days, as in the reference scorer.
_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4, "year": 365.0}
_LENGTH = re.compile(r"(?P<number>\d{1,9}(?:\.\d{1,9})?)\s{0,3}-?\s{0,3}(?P<unit>" + "|".join(_DAYS) + ")")
_ORDINAL = re.compile(r"(?P<unit>" + "|".join(u for u in _DAYS if u != "hour") + r")\s*(?P<number>\d+)")


@lru_cache(maxsize=65536)
def plain(text: str | None) -> str:
    """Lower case, plain hyphens, every run of other signs one space; None is ""."""
    return _OTHER.sub(" ", (text or "").lower().translate(_HYPHENS)).strip()


@lru_cache(maxsize=65536)
def study_name(text: str) -> str:
    """A study's name without its noun, article, hyphens and spaces: "The OASIS-6 trial" is "oasis6"."""
    return _STUDY_NOUN.sub("", plain(text)).replace("-", "").replace(" ", "")


@lru_cache(maxsize=65536)
def citation(text: str) -> str:
    """A citation's letters and digits, without "et al" and "and": "Turpie et al 2001" is "turpie2001"."""
    return _NOT_ALNUM.sub("", text.lower().replace("et al", "").replace(" and ", " "))


def endpoint(text: str | None) -> str:
    """The plain form of an endpoint, or what ``endpoint_synonyms.csv`` gives for it: "OS" is "overall survival"."""
    form = plain(text)
    return _synonyms(lexicon("endpoint_synonyms")).get(form, form)


@lru_cache(maxsize=4)
def _synonyms(words: Lexicon) -> dict[str, str]:
    return {plain(row.term): row.value for row in words.rows}


@lru_cache(maxsize=65536)
def timepoint(text: str | None) -> int | str:
    """A timepoint in whole days ("3 years", "week 24"); one without a length stays its plain form."""
    form = plain(text)
    found = _LENGTH.search(form) or _ORDINAL.search(form)
    return round(float(found["number"]) * _DAYS[found["unit"]]) if found else form
