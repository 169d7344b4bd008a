"""Checking lexicon files: every row proved by its own example, and what a curator may have mistyped."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from extract.errors import UsageError
from extract.lexicon import COLUMNS, FOLDER, Hit, Lexicon, Row, read_rows, row_of
from extract.normal import normalise

RISKY = ("regex", "suffix", "exact")
"""Rows of these kinds need a ``not``: a pattern, a word end and a short form can each hit what they do not mean."""
# Files whose values are words of a closed list; the package's rows have all of them.
_CLOSED = ("designs", "statuses", "measures", "headings")


class Problem(NamedTuple):
    """What is wrong with a line of a lexicon file."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        """One line: the file, the line and what is wrong with it."""
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class _File:
    """A lexicon file that is checked: its usable rows, and the package's file of the same name."""

    path: Path
    rows: tuple[Row, ...]
    package: tuple[Row, ...] = ()
    words: Lexicon = field(init=False)

    def __post_init__(self) -> None:
        merged = {(r.term, r.match): r for r in (*self.package, *self.rows)}
        object.__setattr__(self, "words", Lexicon(tuple(merged.values())))


def check(folder: Path = FOLDER) -> list[Problem]:
    """The problems of every lexicon file of a folder, by file and line.

    A folder of the user's own is checked as it will be used: over the package's rows. Raises
    UsageError when there is no CSV file in it.
    """
    paths = sorted(folder.glob("*.csv"))
    if not paths:
        raise UsageError(f"{folder}: no lexicon files (*.csv) here")
    own = folder.resolve() == FOLDER
    return sorted(problem for path in paths for problem in _file_problems(path, own))


def _file_problems(path: Path, own: bool) -> Iterator[Problem]:
    package = () if own else _package_rows(path.stem)
    if not own and not package:
        yield Problem(path, 1, f"no recogniser reads a lexicon {path.stem}{_meant(path.stem, names())}")
        return
    problems: list[Problem] = []
    rows = tuple(_rows(path, problems))
    yield from problems
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        if first.setdefault((row.term, row.match), row) is not row:
            line = first[row.term, row.match].line
            yield Problem(path, row.line, f"{row.term!r} stands here twice, first in line {line}")
    file = _File(path, tuple(first.values()), package)
    for row in file.rows:
        yield from (Problem(path, row.line, message) for message in _row_problems(row, file))


def names() -> list[str]:
    """The names of the package's lexicons."""
    return sorted(path.stem for path in FOLDER.glob("*.csv"))


def _package_rows(name: str) -> tuple[Row, ...]:
    path = FOLDER / f"{name}.csv"
    return read_rows(path) if path.is_file() else ()


def _rows(path: Path, problems: list[Problem]) -> Iterator[Row]:
    """The usable rows of a file; what cannot be used is told in ``problems``."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.reader(handle)
            if tuple(next(reader, ())) != COLUMNS:
                problems.append(Problem(path, 1, f"the first line must be {','.join(COLUMNS)}"))
                return
            for cells in filter(None, reader):
                if row := _row(path, reader.line_num, cells, problems):
                    yield row
    except (UnicodeDecodeError, csv.Error):
        problems.append(Problem(path, 1, "not a CSV file in UTF-8"))


def _row(path: Path, line: int, cells: list[str], problems: list[Problem]) -> Row | None:
    if len(cells) > len(COLUMNS):
        problems.append(Problem(path, line, f"{len(cells)} cells for {len(COLUMNS)} columns: quote what has a comma"))
        return None
    try:
        return row_of(path, path.stem, line, cells)
    except UsageError as error:
        problems.append(Problem(path, line, str(error).removeprefix(f"{path}:{line}: ")))
        return None


def _row_problems(row: Row, file: _File) -> Iterator[str]:
    yield from _unproved(row, file)
    if row.match in RISKY and not row.counterexample:
        yield f"a row of kind {row.match} needs a `not`, the nearest thing that it must not be found in"
    if row.counterexample and _finds(row, row.counterexample, file.words):
        yield f"{row.term!r} is found in its `not` {row.counterexample!r}"
    if file.package:
        yield from _unknown(row, file.package)


def _unproved(row: Row, file: _File) -> Iterator[str]:
    if not row.example:
        yield f"{row.term!r} has no example"
    elif not _finds(row, row.example, file.words):
        alone = list(Lexicon((row,)).find(normalise(row.example)))
        yield _hidden(row, alone, file) if alone else f"{row.term!r} is not found in its example {row.example!r}"


def _hidden(row: Row, alone: Sequence[Hit], file: _File) -> str:
    """Which row goes before this one: in its example only, or wherever the term stands."""
    view = normalise(row.example)
    others = [h.row for h in file.words.find(view) if any(h.start < a.end and a.start < h.end for a in alone)]
    before = f" {others[0].term!r} ({_where(others[0], file)})" if others else " another row"
    always = row.match in ("term", "exact") and not _finds(row, row.term, file.words)
    return f"{row.term!r} {'can never be found' if always else 'is not found in its example'}: hidden by{before}"


def _where(row: Row, file: _File) -> str:
    path = file.path if row in file.rows else FOLDER / f"{row.file}.csv"
    return f"{path.name}:{row.line}" if path == file.path else f"the package's {path.name}:{row.line}"


def _finds(row: Row, text: str, words: Lexicon) -> bool:
    return any(hit.row == row for hit in words.find(normalise(text)))


def _unknown(row: Row, package: Sequence[Row]) -> Iterator[str]:
    """Tags and values that no recogniser asks for."""
    tags = {_key(tag) for known in package for tag in known.tags}
    for tag in sorted(row.tags):
        if _key(tag) not in tags:
            yield f"unknown tag {tag!r}{_meant(tag, tags)}"
    if not row.tags and all(known.tags for known in package):
        yield f"no tags, so no recogniser asks for {row.term!r}; the tags here are {', '.join(sorted(tags))}"
    values = {word for known in package for word in known.value.split()}
    if row.file in _CLOSED and (unknown := [w for w in row.value.split() if w not in values]):
        yield f"unknown value {unknown[0]!r}{_meant(unknown[0], values)}"


def _key(tag: str) -> str:
    """What must be known of a tag: "as" of "as=NCT"."""
    return tag.partition("=")[0]


def _meant(word: str, known: Collection[str]) -> str:
    """The likeliest of the known words, or all of them where none is near."""
    near = difflib.get_close_matches(word, sorted(known), n=1)
    return f"; did you mean {near[0]}?" if near else f"; known are {', '.join(sorted(known))}"
