"""Clues: words and signs without which a pattern cannot match, so that most regions need no scan.

A pattern that begins with a word boundary or with one of many words is tried at every letter of a
region; whether one of the words stands there at all is one look-up for each word, and the words are
cut once for everybody. A clue never decides: where it holds, the pattern is still asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.lexicon import WORD, cut_words

_GLUED = re.compile(r"\d[^\W\d_]")


def has_word(view: str, start: int, end: int, words: frozenset[str]) -> bool:
    """Whether one of the lower-case words stands in ``view[start:end]``, between any signs."""
    return not words.isdisjoint(cut_words(view, start, end).known)


def has_sign(view: str, start: int, end: int, *signs: str) -> bool:
    """Whether one of the strings, as they are, stands in ``view[start:end]``."""
    return any(view.find(sign, start, end) >= 0 for sign in signs)


def has_unit_glued(view: str, start: int, end: int) -> bool:
    """Whether a letter stands right behind a digit, as in "24h" and "50percent"."""
    return bool(_GLUED.search(view, start, end))


def first_words(terms: Iterable[str]) -> frozenset[str]:
    """The word that each term begins with, in the singular and in the plural."""
    firsts = {WORD.findall(term)[0].lower() for term in terms}
    return frozenset(form for w in firsts for form in (w, f"{w}s", f"{w[:-1]}ies"))
