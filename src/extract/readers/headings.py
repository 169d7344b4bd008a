"""What a heading says: its canonical section kind by the words of ``lexicon/headings.csv``."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.lexicon import WORD, Lexicon, lexicon
from extract.normal import normalise

# "2.1", "IV.", "A)", "##" before the words of a heading
NUMBERING = re.compile(r"\s*(?:#{1,6}\s+)?(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)\s]\s*|(?:[IVX]{1,5}|[A-H])[.)]\s*)?")
# "Appendix A"
_NUMBER_BEHIND = re.compile(r"\s(?:[A-H]|\d{1,2})\b")
_LONGEST = 90
# A word that joins a canonical heading to more: "Conclusions and future directions".
_JOINED = "joined"


def heading_kind(title: str) -> str:
    """The canonical kind of a heading, "" where its words say nothing canonical.

    A heading counts when a row's term is all of it, or begins it and is joined to the rest by
    "and", a slash, a colon or the like.
    """
    return _kind(" ".join(title.split()), lexicon("headings"))


@lru_cache(maxsize=4096)
def _kind(title: str, words: Lexicon) -> str:
    if not title or len(title) > _LONGEST:
        return ""
    view = normalise(title).replace("&", " and ")
    start = NUMBERING.match(view).end()  # type: ignore[union-attr]
    for begin in (start, 0):
        hit = next(
            (h for h in words.find(view, begin) if h.start == begin or not WORD.search(view, begin, h.start)), None
        )
        if hit and hit.row.value != _JOINED and _closes(view[hit.end :], words):
            return hit.row.value
    return ""


def _closes(rest: str, words: Lexicon) -> bool:
    """Whether the rest of a heading leaves the kind alone: nothing, or something joined on."""
    tail = _NUMBER_BEHIND.sub("", rest).lstrip(" .")
    if not WORD.search(tail) or tail[:1] in ":/+,-(;":
        return True
    return any(h.row.value == _JOINED for h in words.find(tail) if h.start == 0)
