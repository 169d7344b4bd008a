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
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from extract.errors import UsageError

FOLDER = Path(__file__).parent
COLUMNS = ("term", "match", "value", "tags", "example", "not")
WORD = re.compile(r"[^\W_]+")
# What may stand between two words of one term.
_JOINT = re.compile(r"[ \-/,'\n]{0,2}\Z")


@dataclass(frozen=True, slots=True)
class Row:
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


@dataclass(frozen=True, slots=True)
class Hit:
    """A row found at the half-open span ``[start, end)``."""

    start: int
    end: int
    row: Row


_Trie = dict[str, object]


class Lexicon:
    """The rows of one file, ready to be found in a text."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows
        self._trie: _Trie = {}
        self._suffixes: dict[str, Row] = {}
        self._patterns: list[tuple[re.Pattern[str], Row]] = []
        for row in rows:
            self._add(row)
        self._lengths = sorted({len(s) for s in self._suffixes}, reverse=True)
        # The tags of one-word terms, for recognisers that ask word by word.
        self.word_tags = {r.term.lower(): r.tags for r in rows if r.match in ("term", "exact") and " " not in r.term}

    def _add(self, row: Row) -> None:
        if row.match in ("term", "exact"):
            words = [w.group() for w in WORD.finditer(row.term)]
            for last in _forms(words[-1]) if row.match == "term" else [words[-1]]:
                self._insert([*words[:-1], last], row)
        elif row.match == "suffix":
            self._suffixes[row.term.lower()] = row
        else:
            self._patterns.append((re.compile(row.term), row))

    def _insert(self, words: list[str], row: Row) -> None:
        node = self._trie
        for word in words:
            node = node.setdefault(word.lower(), {})  # type: ignore[assignment]
        node.setdefault("", []).append(row)  # type: ignore[attr-defined]

    def find(self, view: str, start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """Yield the longest hits in ``view[start:end]``; term hits do not overlap each other."""
        stop = len(view) if end is None else end
        words = [(w.group(), w.start(), w.end()) for w in WORD.finditer(view, start, stop)]
        yield from self.find_words(view, words)
        for pattern, row in self._patterns:
            for found in pattern.finditer(view, start, stop):
                yield Hit(found.start(), found.end(), row)

    def find_words(self, view: str, words: list[tuple[str, int, int]]) -> Iterator[Hit]:
        """Yield term and suffix hits over words already cut: (word, start, end)."""
        i = 0
        while i < len(words):
            hit, taken = self._at(view, words, i)
            if hit:
                yield hit
            i += taken

    def _at(self, view: str, words: list[tuple[str, int, int]], i: int) -> tuple[Hit | None, int]:
        best: tuple[Row, int] | None = None
        node: _Trie | None = self._trie
        j = i
        while j < len(words):
            if j > i and not _JOINT.match(view[words[j - 1][2] : words[j][1]]):
                break
            node = node.get(words[j][0].lower())  # type: ignore[union-attr,assignment]
            if node is None:
                break
            j += 1
            row = _fitting(node.get(""), view[words[i][1] : words[j - 1][2]])
            if row:
                best = (row, j)
        if best:
            return Hit(words[i][1], words[best[1] - 1][2], best[0]), best[1] - i
        row = self._suffix(words[i][0].lower())
        return (Hit(words[i][1], words[i][2], row), 1) if row else (None, 1)

    def _suffix(self, word: str) -> Row | None:
        for length in self._lengths:
            if length < len(word) and (row := self._suffixes.get(word[-length:])):
                return row
        return None


def _fitting(rows: object, printed: str) -> Row | None:
    """The first row of a trie leaf whose case fits: exact rows before those of any case."""
    if not isinstance(rows, list):
        return None
    exact = [r for r in rows if r.match == "exact" and _letters(r.term) == _letters(printed)]
    loose = [r for r in rows if r.match == "term"]
    return (exact or loose or [None])[0]


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
        reader = csv.DictReader(handle)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise UsageError(f"{path}: the first line must be {','.join(COLUMNS)}")
        return tuple(_row(path, number, cells) for number, cells in enumerate(reader, start=2))


def _row(path: Path, number: int, cells: dict[str, str | None]) -> Row:
    get = {k: (v or "").strip() for k, v in cells.items() if k}
    if not get["term"] or get["match"] not in ("term", "exact", "suffix", "regex"):
        raise UsageError(f"{path}:{number}: a row needs a term and match term, exact, suffix or regex")
    if get["match"] == "regex":
        try:
            re.compile(get["term"])
        except re.error as error:
            raise UsageError(f"{path}:{number}: {get['term']!r} is no pattern: {error}") from error
    value = get["value"] or get["term"].lower()
    tags = frozenset(get["tags"].split())
    return Row(path.stem, number, get["term"], get["match"], value, tags, get["example"], get["not"])


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
