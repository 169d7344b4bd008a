"""Captions in plain text: a label ("Table 1", "Abb. 2") that opens a line, by ``lexicon/headings.csv``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.lexicon import Lexicon, lexicon


@dataclass(frozen=True, slots=True)
class Label:
    """The label of a caption ("Table 1"), its kind ("table"), and where it starts in the line."""

    text: str
    kind: str
    start: int


def caption_label(line: str) -> Label | None:
    """The label that makes a line a caption, or None.

    "Table 1. Results" and "Table 1 Results" are captions, "Table 1 shows" is a sentence.
    """
    words = lexicon("headings")
    found = _pattern(words).match(line)
    if not found:
        return None
    kind = next(r.value for r in words.rows if "caption" in r.tags and r.term == found["word"].lower())
    return Label(line[found.start("label") : found.end("number")], kind, found.start("label"))


@lru_cache(maxsize=8)
def _pattern(words: Lexicon) -> re.Pattern[str]:
    terms = sorted((re.escape(r.term) for r in words.rows if "caption" in r.tags), key=len, reverse=True)
    return re.compile(
        rf"""
        [*_]{{0,3}}(?P<label>(?:Supplementary\s|Online\s|Extended\ Data\s)?
        (?P<word>(?i:{"|".join(terms)}))\.?\s?
        (?P<number>S?\d{{1,3}}[A-Za-z]?|[IVX]{{1,5}}))
        (?:[*_]{{0,3}}\s?[.:|\u2013\u2014]|\s?\Z|(?=\s\S*[A-Z(\u00c0-\u00de]\S*))
        """,
        re.VERBOSE,
    )
