"""Names for works in an export: "foa2020", and a letter behind where two would be the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from extract.references.names import parts
from extract.references.work import Work

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_LONGEST = 30


def keys(works: Iterable[Work]) -> list[str]:
    """A key for each work: the first author's family name and the year, all different, the same in every run."""
    made: dict[str, None] = {}
    for work in works:
        stem = key = _stem(work)
        letter = 0
        while key in made:
            letter += 1
            key = f"{stem}{_letters(letter)}"
        made[key] = None
    return list(made)


def _stem(work: Work) -> str:
    name = parts(work.authors[0])[0] if work.authors else work.title or "work"
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return f"{_NOT_PLAIN.sub('', plain)[:_LONGEST] or 'work'}{work.year or ''}"


def _letters(number: int) -> str:
    """1 is "b", for the first work has none; 25 is "z", 26 is "ba"."""
    letters = ""
    while number:
        number, rest = divmod(number, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
