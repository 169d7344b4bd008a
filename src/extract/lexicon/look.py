"""Looking words up: which rows of which lexicons hit where in a text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from extract.errors import UsageError
from extract.lexicon import FOLDER, Row, folders, lexicon, read_rows
from extract.lexicon.check import names
from extract.normal import normalise

# The files of what an article tells of; the others hold the small words between and the layout of pages.
SUBJECTS = (
    "endpoints", "treatments", "stems", "conditions", "arms", "participants", "measures", "units", "designs",
    "phases", "statuses", "studies", "registries", "sponsors",
)  # fmt: skip


class Found(NamedTuple):
    """A row that hits the half-open span ``[start, end)`` of a text, and the file that it stands in."""

    start: int
    end: int
    text: str
    row: Row
    path: Path

    @property
    def own(self) -> bool:
        """Whether the row is of the user's own folder."""
        return self.path.parent != FOLDER


def look(text: str, asked: Sequence[str] = SUBJECTS) -> list[Found]:
    """Every hit of the lexicons of these names, sorted by place.

    Raises UsageError for a name that no lexicon has.
    """
    for name in asked:
        if name not in names():
            raise UsageError(f"no lexicon {name!r}; there are {', '.join(names())}")
    found = [hit for name in asked for hit in _hits(text, name)]
    return sorted(found, key=lambda f: (f.start, -f.end, f.row.file, f.row.line))


def _hits(text: str, name: str) -> Iterator[Found]:
    own = _own_rows(name)
    for hit in lexicon(name).find(normalise(text)):
        folder = folders()[-1] if hit.row in own else FOLDER
        yield Found(hit.start, hit.end, text[hit.start : hit.end], hit.row, folder / f"{name}.csv")


def _own_rows(name: str) -> Collection[Row]:
    path = folders()[-1] / f"{name}.csv"
    return frozenset(read_rows(path)) if len(folders()) > 1 and path.is_file() else ()
