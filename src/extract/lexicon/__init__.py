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
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from extract.errors import UsageError

FOLDER = Path(__file__).parent
COLUMNS = ("term", "match", "value", "tags", "example", "not")
WORD = re.compile(r"[^\W_]+")
# What may stand between two words of one term.
_JOINT = re.compile(r"[ \-/,'\n]{0,2}\Z")


class Row(NamedTuple):
    """One row of a lexicon file; ``file`` and ``line`` say where it stands."""

    file: str
    line: int
    term: str
    match: str
    value: str
    tags: frozenset[str]
    example: str
    counterexample: str

    @property
    def rule(self) -> str:
        """The name that a mention's ``rule`` carries: "endpoints:overall survival"."""
        return f"{self.file}:{self.term}"


class Hit(NamedTuple):
    """A row found at the half-open span ``[start, end)``."""

    start: int
    end: int
    row: Row


_Trie = dict[str, object]
_BLANKS = ("",) * len(COLUMNS)


class Lexicon:
    """The rows of one file, ready to be found in a text."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows
        self._trie: dict[str, _Trie] = {}
        # Rows wait under their first word and enter the trie when a text first shows it.
        self._waiting: dict[str, list[tuple[list[str], Row]]] = {}
        # Suffix rows by their last letters, the longest suffix first.
        self._endings: dict[str, list[Row]] = {}
        self._patterns: list[tuple[re.Pattern[str], Row]] = []
        for row in rows:
            self._add(row)
        suffixes = sorted((r for r in rows if r.match == "suffix"), key=lambda r: -len(r.term))
        self._tail = min((len(r.term) for r in suffixes), default=1)
        for row in suffixes:
            self._endings.setdefault(row.term.lower()[-self._tail :], []).append(row)
        # The tags of one-word terms, for recognisers that ask word by word.
        self.word_tags = {r.term.lower(): r.tags for r in rows if r.match in ("term", "exact") and " " not in r.term}

    def _add(self, row: Row) -> None:
        if row.match in ("term", "exact"):
            words = WORD.findall(row.term.lower())
            openings = _forms(words[0]) if len(words) == 1 and row.match == "term" else words[:1]
            for opening in openings:
                self._waiting.setdefault(opening, []).append((words, row))
        elif row.match == "regex":
            self._patterns.append((re.compile(row.term), row))

    def find(self, view: str, start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """Yield the longest hits in ``view[start:end]``; term hits do not overlap each other."""
        stop = len(view) if end is None else end
        words = [(w.group(), w.start(), w.end()) for w in WORD.finditer(view, start, stop)]
        yield from self.find_words(view, words)
        yield from self.find_patterns(view, start, stop)

    def find_patterns(self, view: str, start: int, end: int) -> Iterator[Hit]:
        """Yield the hits of the regex rows alone in ``view[start:end]``, row by row."""
        for pattern, row in self._patterns:
            for found in pattern.finditer(view, start, end):
                yield Hit(found.start(), found.end(), row)

    def find_words(self, view: str, words: list[tuple[str, int, int]]) -> Iterator[Hit]:
        """Yield term and suffix hits over words already cut: (word, start, end)."""
        i = 0
        while i < len(words):
            lower = words[i][0].lower()
            branch = self._trie.get(lower) or self._opened(lower)
            hit, taken = self._longest(view, words, i, branch) if branch else (None, 1)
            if hit is None and (row := self._suffix(lower)):
                hit = Hit(words[i][1], words[i][2], row)
            if hit:
                yield hit
            i += taken

    def _opened(self, word: str) -> _Trie | None:
        """The branch of the trie below a first word, grown when a text first shows the word."""
        waiting = self._waiting.get(word)
        if waiting is None:
            return None
        branch: _Trie = {}
        for words, row in waiting:
            _insert(branch, words, row)
        self._trie[word] = branch
        return branch

    def _longest(
        self, view: str, words: list[tuple[str, int, int]], i: int, node: _Trie | None
    ) -> tuple[Hit | None, int]:
        """The longest row that begins at word ``i``, below whose branch ``node`` is, and its length in words."""
        best: tuple[Hit | None, int] = (None, 1)
        j = i + 1
        while node is not None:
            row = _fitting(node.get(""), view[words[i][1] : words[j - 1][2]])
            if row:
                best = (Hit(words[i][1], words[j - 1][2], row), j - i)
            if j == len(words) or not _JOINT.match(view[words[j - 1][2] : words[j][1]]):
                break
            node = node.get(words[j][0].lower())  # type: ignore[assignment]
            j += 1
        return best

    def _suffix(self, word: str) -> Row | None:
        for row in self._endings.get(word[-self._tail :], ()):
            if len(word) > len(row.term) and word.endswith(row.term.lower()):
                return row
        return None


def _insert(branch: _Trie, words: list[str], row: Row) -> None:
    """Put a row below the branch of its first word, under each form of its last one."""
    for last in _forms(words[-1]) if row.match == "term" and len(words) > 1 else words[-1:]:
        node = branch
        for word in [*words[1:-1], last][: len(words) - 1]:
            node = node.setdefault(word, {})  # type: ignore[assignment]
        node.setdefault("", []).append(row)  # type: ignore[attr-defined]


def _fitting(rows: object, printed: str) -> Row | None:
    """The first row of a trie leaf whose case fits: exact rows before those of any case."""
    if not isinstance(rows, list):
        return None
    exact = [r for r in rows if r.match == "exact" and _letters(r.term) == _letters(printed)]
    loose = [r for r in rows if r.match == "term"]
    fitting: list[Row] = exact or loose
    return fitting[0] if fitting else None


def _letters(text: str) -> list[str]:
    return WORD.findall(text)


def _forms(word: str) -> list[str]:
    """The word and its regular plural."""
    if len(word) < 3 or word.endswith("s"):
        return [word]
    if word.endswith("y") and word[-2] not in "aeiou":
        return [word, word[:-1] + "ies"]
    return [word, word + ("es" if word.endswith(("x", "ch", "sh")) else "s")]


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
    own = os.environ.get("EXTRACT_LEXICONS")
    return (FOLDER, Path(own)) if own else (FOLDER,)


def lexicon(name: str) -> Lexicon:
    """The lexicon ``<name>.csv``: the package's rows, overlaid by those of the user's folder."""
    return _load(name, folders())


@lru_cache(maxsize=64)
def _load(name: str, where: tuple[Path, ...]) -> Lexicon:
    merged: dict[tuple[str, str], Row] = {}
    for folder in where:
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
