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
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property, lru_cache, wraps
from pathlib import Path
from typing import Any, TypeVar

from extract.errors import UsageError
from extract.lexicon.needles import look_ahead, needles
from extract.lexicon.pool import Pool
from extract.lexicon.trie import WORD, Hit, Remembered, Row, Trie, Words, cut_words, forms, insert

__all__ = [
    "COLUMNS",
    "FOLDER",
    "WORD",
    "Hit",
    "Lexicon",
    "Pool",
    "Remembered",
    "Row",
    "Words",
    "cut_words",
    "digest",
    "folders",
    "held",
    "lexicon",
    "once_held",
    "pool",
    "read_rows",
]

FOLDER = Path(__file__).parent
COLUMNS = ("term", "match", "value", "tags", "example", "not")
_FILES = 64
T = TypeVar("T")
_BLANKS = ("",) * len(COLUMNS)
# A lexicon remembers so many short texts, such as the headers of tables, which are asked for again and again.
_TEXTS, _SHORT = 2_048, 120


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
        self._found: Remembered[str, tuple[Hit, ...]] = Remembered(
            lambda text: tuple(self._hits(text, 0, len(text))), _TEXTS
        )
        self._tagged: Remembered[str, Lexicon] = Remembered(
            lambda tag: Lexicon(tuple(r for r in rows if tag in r.tags)), _FILES
        )
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
        if start == 0 and end is None and len(view) <= _SHORT:
            return iter(self._found[view])
        return self._hits(view, start, len(view) if end is None else end)

    def _hits(self, view: str, start: int, end: int) -> Iterator[Hit]:
        if self._waiting or self._endings:
            yield from self.find_words(view, cut_words(view, start, end))
        yield from self.find_patterns(view, start, end)

    def tagged(self, tag: str) -> Lexicon:
        """The rows with a tag, as a lexicon of their own: who asks for one tag need not search the rest."""
        return self._tagged[tag]

    def is_in(self, text: str) -> bool:
        """Whether one of the rows is found in a text."""
        return next(self._hits(text, 0, len(text)), None) is not None

    def tags_of(self, text: str) -> frozenset[str]:
        """The tags of the row that is the whole of a text; none where no row is."""
        hit = next(self.find(text), None)
        return hit.row.tags if hit and hit.start == 0 and hit.end == len(text) else frozenset()

    def find_patterns(self, view: str, start: int, end: int) -> Iterator[Hit]:
        """Yield the hits of the regex rows alone in ``view[start:end]``, row by row."""
        if self._patterns:
            for pattern, row in self.patterns_in(view[start:end]):
                for found in pattern.finditer(view, start, end):
                    yield Hit(found.start(), found.end(), row)

    def patterns_in(self, text: str) -> Iterator[tuple[re.Pattern[str], Row]]:
        """The patterns of the regex rows with their rows, without those that cannot match in a text."""
        for pattern, row, needed, ahead in self._needing:
            for needle in needed:
                if needle in text:
                    break
            else:
                if needed or (ahead and not ahead.search(text)):
                    continue
            yield pattern, row

    @cached_property
    def _needing(self) -> list[tuple[re.Pattern[str], Row, tuple[str, ...], re.Pattern[str] | None]]:
        return [(pattern, row, needles(row.term), look_ahead(row.term)) for pattern, row in self._patterns]

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
    # Spreadsheet programs put a byte order mark in front.
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.reader(handle)
        try:
            if tuple(next(reader, ())) != COLUMNS:
                raise UsageError(f"{path}:1: the first line must be {','.join(COLUMNS)}")
            stem = path.stem
            return tuple(row_of(path, stem, reader.line_num, cells) for cells in reader if cells)
        except (UnicodeDecodeError, csv.Error) as error:
            raise UsageError(f"{path}: not a CSV file in UTF-8") from error


def row_of(path: Path, stem: str, number: int, cells: list[str]) -> Row:
    """The row of the cells of one line; raises UsageError, naming file and line, for one that cannot be used."""
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
    kept = _HELD.get()
    return kept.lexicons[name] if kept else _read(name)


def pool(names: tuple[str, ...]) -> Pool:
    """The lexicons of these names, to be searched together."""
    kept = _HELD.get()
    return kept.pools[names] if kept else _pool(tuple(map(lexicon, names)))


def _read(name: str) -> Lexicon:
    return _load(name, os.environ.get("EXTRACT_LEXICONS"))


class _Held:
    """What a block of code has asked for: lexicons, pools, and what functions made of them."""

    def __init__(self) -> None:
        self.lexicons = Remembered(_read, _FILES)
        self.made: dict[Callable[[], Any], Any] = {}
        self.pools: Remembered[tuple[str, ...], Pool] = Remembered(self._pooled, _FILES)

    def _pooled(self, names: tuple[str, ...]) -> Pool:
        return _pool(tuple(self.lexicons[name] for name in names))


_HELD: ContextVar[_Held | None] = ContextVar("lexicons", default=None)


@contextmanager
def held() -> Iterator[None]:
    """Keep to the same lexicons inside the block: asking the environment for each word costs more than the words."""
    token = _HELD.set(_HELD.get() or _Held())
    try:
        yield
    finally:
        _HELD.reset(token)


def once_held(function: Callable[[], T]) -> Callable[[], T]:
    """Let a function of the lexicons in use answer once for each block that holds them."""

    @wraps(function)
    def answer() -> T:
        kept = _HELD.get()
        if kept is None:
            return function()
        if function not in kept.made:
            kept.made[function] = function()
        made: T = kept.made[function]
        return made

    return answer


@lru_cache(maxsize=8)
def _pool(lexicons: tuple[Lexicon, ...]) -> Pool:
    return Pool(lexicons)


@lru_cache(maxsize=_FILES)
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
