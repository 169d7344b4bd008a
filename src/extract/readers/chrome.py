"""Lines of a copied page that are no part of the article: ``lexicon/chrome.csv``."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.lexicon import WORD, Lexicon, Row, lexicon
from extract.normal import normalise

# A menu on one line: "Log in | Subscribe | Cart (0)"
_BETWEEN = re.compile(r"\s[|>/\u00b7\u2022\u203a]\s")
_LONGEST_MENU = 80


class Chrome:
    """The chrome rows: whole lines by their words, and patterns at the start of a line."""

    def __init__(self, words: Lexicon) -> None:
        plain = [r for r in words.rows if r.match != "regex"]
        self._lines = {_squash(r.term): r for r in plain}
        self._patterns = [(re.compile(r.term), r) for r in words.rows if r.match == "regex" and "entry" not in r.tags]
        self._entries = [re.compile(r.term) for r in words.rows if "entry" in r.tags]

    def row(self, line: str) -> Row | None:
        """The row that makes a line chrome, or None."""
        view = normalise(line)
        pieces = _BETWEEN.split(view) if len(view) < _LONGEST_MENU else [view]
        rows = [self._row(piece) for piece in (pieces if len(pieces) > 1 else [])]
        return rows[0] if rows and all(rows) else self._row(view)

    def _row(self, view: str) -> Row | None:
        if len(view) < _LONGEST_MENU and (row := self._lines.get(_squash(view))):
            return row
        return next((row for pattern, row in self._patterns if pattern.match(view)), None)

    def entry_start(self, line: str) -> int:
        """Where the entry of a reference line begins, after a page's "back to citation"."""
        for pattern in self._entries:
            if found := pattern.match(line):
                return found.end() + len(line[found.end() :]) - len(line[found.end() :].lstrip())
        return 0


def _squash(line: str) -> str:
    return " ".join(word for word in WORD.findall(line.lower()) if not word.isdigit())


def chrome() -> Chrome:
    """The chrome rows in use."""
    return _load(lexicon("chrome"))


@lru_cache(maxsize=8)
def _load(words: Lexicon) -> Chrome:
    return Chrome(words)
