"""Words are data: the CSV files of this folder, and the matcher that finds their rows in a text.

Every file has the columns ``term,match,value,tags,example,not``. ``match`` says how the term is
found: ``term`` (a word sequence, any case, plural allowed; hyphens, slashes and spaces are alike),
``exact`` (a word sequence as written, for short forms), ``suffix`` (a word that ends so),
``regex`` (a pattern). ``value`` is the canonical form ("" means the term itself, lower case),
``tags`` are words that recognisers ask for. ``example`` must be matched by its own row and ``not``
must not; a test proves every row both ways.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from extract.errors import UsageError
from extract.lexicon.trie import WORD, Hit, Row, Trie, Words, cut_words, forms, insert, longest

__all__ = [
    "COLUMNS",
    "FOLDER",
    "WORD",
    "Hit",
    "Lexicon",
    "Row",
    "Words",
    "cut_words",
    "digest",
    "folders",
    "lexicon",
    "read_rows",
]

FOLDER = Path(__file__).parent
COLUMNS = ("term", "match", "value", "tags", "example", "not")
_BLANKS = ("",) * len(COLUMNS)
# What a lexicon remembers of the words of texts: an article has some three thousand different ones.
_REMEMBERED = 16_384


class _Opening(NamedTuple):
    """What a lexicon knows of a word: the branch of the trie below it, the row of its suffix."""

    branch: Trie | None
    suffix: Row | None


class _Openings(dict[str, _Opening | None]):
    """The openings of words, worked out when a text first shows a word; None for all other words."""

    def __init__(self, ask: Callable[[str], _Opening | None]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, word: str) -> _Opening | None:
        if len(self) >= _REMEMBERED:
            self.clear()
        opening = self[word] = self._ask(word)
        return opening


class Lexicon:
    """The rows of one file, ready to be found in a text."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows
        self._trie: dict[str, Trie] = {}
        # Rows wait under their first word and enter the trie when a text first shows it.
        self._waiting: dict[str, list[tuple[list[str], Row]]] = {}
        self._openings = _Openings(self._opening)
        # Suffix rows by their last letters, the longest suffix first.
        self._endings: dict[str, list[tuple[str, Row]]] = {}
        self._patterns: list[tuple[re.Pattern[str], Row]] = []
        for row in rows:
            self._add(row)
        suffixes = sorted((r for r in rows if r.match == "suffix"), key=lambda r: -len(r.term))
        self._tail = min((len(r.term) for r in suffixes), default=1)
        for row in suffixes:
            ending = row.term.lower()
            self._endings.setdefault(ending[-self._tail :], []).append((ending, row))
        # The tags of one-word terms, for recognisers that ask word by word.
        self.word_tags = {r.term.lower(): r.tags for r in rows if r.match in ("term", "exact") and " " not in r.term}

    def _add(self, row: Row) -> None:
        if row.match in ("term", "exact"):
            words = WORD.findall(row.term.lower())
            openings = forms(words[0]) if len(words) == 1 and row.match == "term" else words[:1]
            for opening in openings:
                self._waiting.setdefault(opening, []).append((words, row))
        elif row.match == "regex":
            self._patterns.append((re.compile(row.term), row))

    def find(self, view: str, start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """Yield the longest hits in ``view[start:end]``; term hits do not overlap each other."""
        stop = len(view) if end is None else end
        yield from self.find_words(view, cut_words(view, start, stop))
        yield from self.find_patterns(view, start, stop)

    def find_patterns(self, view: str, start: int, end: int) -> Iterator[Hit]:
        """Yield the hits of the regex rows alone in ``view[start:end]``, row by row."""
        for pattern, row in self._patterns:
            for found in pattern.finditer(view, start, end):
                yield Hit(found.start(), found.end(), row)

    def find_words(self, view: str, words: Words) -> Iterator[Hit]:
        """Yield term and suffix hits over words already cut."""
        openings, free = self._openings, 0
        # Most words open nothing: one look-up each settles that.
        for i, opening in [(i, o) for i, word in enumerate(words.lower) if (o := openings[word])]:
            if i < free:
                continue
            hit, free = longest(view, words, i, opening.branch) if opening.branch else (None, i + 1)
            if hit:
                yield hit
            elif opening.suffix:
                yield Hit(words[i][1], words[i][2], opening.suffix)

    def _opening(self, word: str) -> _Opening | None:
        branch, suffix = self._trie.get(word) or self._grown(word), self._suffix(word)
        return _Opening(branch, suffix) if branch or suffix else None

    def _grown(self, word: str) -> Trie | None:
        """The branch of the trie below a first word, grown when a text first shows the word."""
        waiting = self._waiting.get(word)
        if waiting is None:
            return None
        branch: Trie = {}
        for words, row in waiting:
            insert(branch, words, row)
        self._trie[word] = branch
        return branch

    def _suffix(self, word: str) -> Row | None:
        for ending, row in self._endings.get(word[-self._tail :], ()):
            if len(word) > len(ending) and word.endswith(ending):
                return row
        return None


def read_rows(path: Path) -> tuple[Row, ...]:
    """Read one lexicon file.

    Raises UsageError, naming file and line, for a wrong header or a row that cannot be used.
    """
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle)
        if tuple(next(reader, ())) != COLUMNS:
            raise UsageError(f"{path}: the first line must be {','.join(COLUMNS)}")
        stem = path.stem
        return tuple(_row(path, stem, number, cells) for number, cells in enumerate(filter(None, reader), start=2))


def _row(path: Path, stem: str, number: int, cells: list[str]) -> Row:
    term, match, value, tags, example, counterexample = map(str.strip, [*cells, *_BLANKS][: len(COLUMNS)])
    if not term or match not in ("term", "exact", "suffix", "regex"):
        raise UsageError(f"{path}:{number}: a row needs a term and match term, exact, suffix or regex")
    if match == "regex":
        try:
            re.compile(term)
        except re.error as error:
            raise UsageError(f"{path}:{number}: {term!r} is no pattern: {error}") from error
    return Row(stem, number, term, match, value or term.lower(), _tags(tags), example, counterexample)


@lru_cache(maxsize=4096)
def _tags(cell: str) -> frozenset[str]:
    return frozenset(cell.split())


def folders() -> tuple[Path, ...]:
    """The package's folder, and the user's own after it (``--lexicons``, EXTRACT_LEXICONS)."""
    return _folders(os.environ.get("EXTRACT_LEXICONS"))


def _folders(own: str | None) -> tuple[Path, ...]:
    return (FOLDER, Path(own)) if own else (FOLDER,)


def lexicon(name: str) -> Lexicon:
    """The lexicon ``<name>.csv``: the package's rows, overlaid by those of the user's folder."""
    return _load(name, os.environ.get("EXTRACT_LEXICONS"))


@lru_cache(maxsize=64)
def _load(name: str, own: str | None) -> Lexicon:
    merged: dict[tuple[str, str], Row] = {}
    for folder in _folders(own):
        path = folder / f"{name}.csv"
        if path.is_file():
            merged |= {(r.term, r.match): r for r in read_rows(path)}
    return Lexicon(tuple(merged.values()))


def digest() -> str:
    """The SHA-256 over all lexicon files in use: what the words were when a run was made."""
    total = hashlib.sha256()
    for folder in folders():
        for path in sorted(folder.glob("*.csv")):
            total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()
