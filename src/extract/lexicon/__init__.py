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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
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
    "Pool",
    "Row",
    "Words",
    "cut_words",
    "digest",
    "folders",
    "held",
    "lexicon",
    "pool",
    "read_rows",
]

FOLDER = Path(__file__).parent
COLUMNS = ("term", "match", "value", "tags", "example", "not")
_BLANKS = ("",) * len(COLUMNS)
# What a lexicon remembers of the words of texts: an article has some three thousand different ones.
_REMEMBERED = 16_384


class _Opening(NamedTuple):
    """What a lexicon knows of a word: its place in the pool, the branch of its trie, the row of its suffix."""

    place: int
    branch: Trie | None
    suffix: Row | None


class Pool:
    """Several lexicons that are asked about the same words: one look-up a word for all of them."""

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        self.lexicons = tuple(lexicons)
        self._openings = _Openings(self.lexicons)

    def find(self, view: str, words: Words) -> list[list[Hit]]:
        """The term and suffix hits of each lexicon, by start, over words already cut."""
        hits: list[list[Hit]] = [[] for _ in self.lexicons]
        free, openings = [0] * len(hits), self._openings
        # Most words open nothing: one look-up each settles that.
        for i, opened in [(i, o) for i, word in enumerate(words.lower) if (o := openings[word])]:
            for place, branch, suffix in opened:
                if i < free[place]:
                    continue
                hit, free[place] = longest(view, words, i, branch) if branch else (None, i + 1)
                if hit:
                    hits[place].append(hit)
                elif suffix:
                    hits[place].append(Hit(words[i][1], words[i][2], suffix))
        return hits


class _Openings(dict[str, tuple[_Opening, ...]]):
    """What the lexicons know of words, worked out when a text first shows a word."""

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        super().__init__()
        self._lexicons = lexicons

    def __missing__(self, word: str) -> tuple[_Opening, ...]:
        if len(self) >= _REMEMBERED:
            self.clear()
        known = ((place, *words.opening(word)) for place, words in enumerate(self._lexicons))
        opened = self[word] = tuple(_Opening(*found) for found in known if found[1] or found[2])
        return opened


class Lexicon:
    """The rows of one file, ready to be found in a text."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows
        self._trie: dict[str, Trie] = {}
        # Rows wait under their first word and enter the trie when a text first shows it.
        self._waiting: dict[str, list[tuple[list[str], Row]]] = {}
        # Suffix rows by their last letters, the longest suffix first.
        self._endings: dict[str, list[tuple[str, Row]]] = {}
        self._patterns: list[tuple[re.Pattern[str], Row]] = []
        self._alone = Pool([self])
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
        if self._waiting or self._endings:
            yield from self.find_words(view, cut_words(view, start, stop))
        yield from self.find_patterns(view, start, stop)

    def tags_of(self, text: str) -> frozenset[str]:
        """The tags of the row that is the whole of a text; none where no row is."""
        hit = next(self.find(text), None)
        return hit.row.tags if hit and hit.start == 0 and hit.end == len(text) else frozenset()

    def find_patterns(self, view: str, start: int, end: int) -> Iterator[Hit]:
        """Yield the hits of the regex rows alone in ``view[start:end]``, row by row."""
        for pattern, row in self._patterns:
            for found in pattern.finditer(view, start, end):
                yield Hit(found.start(), found.end(), row)

    def find_words(self, view: str, words: Words) -> Iterator[Hit]:
        """Yield term and suffix hits over words already cut."""
        yield from self._alone.find(view, words)[0]

    def opening(self, word: str) -> tuple[Trie | None, Row | None]:
        """The branch of the trie below a first word, and the row of a word's suffix."""
        return self._trie.get(word) or self._grown(word), self._suffix(word)

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
    held = _HELD.get()
    if held is not None and name in held:
        return held[name]
    found = _load(name, os.environ.get("EXTRACT_LEXICONS"))
    if held is not None:
        held[name] = found
    return found


_HELD: ContextVar[dict[str, Lexicon] | None] = ContextVar("lexicons", default=None)


@contextmanager
def held() -> Iterator[None]:
    """Keep to the same lexicons inside the block: asking the environment for each word costs more than the words."""
    token = _HELD.set({} if _HELD.get() is None else _HELD.get())
    try:
        yield
    finally:
        _HELD.reset(token)


@lru_cache(maxsize=8)
def _pool(lexicons: tuple[Lexicon, ...]) -> Pool:
    return Pool(lexicons)


def pool(names: Sequence[str]) -> Pool:
    """The lexicons of these names, to be searched together."""
    return _pool(tuple(lexicon(name) for name in names))


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
