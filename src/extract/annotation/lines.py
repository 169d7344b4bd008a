"""On which line of a JSON file each value stands.

Pydantic says where in the data a fault is, and no parser of the standard library remembers where that was
printed. JSON that is known to be sound needs no parser for it: its brackets, commas and strings suffice.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from extract.annotation.faults import Place

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\],]|[^\s{}\[\],:"]++')


@dataclass(frozen=True, slots=True)
class Lines:
    """The line (from 1) of each value, a value of an object by its key; and the keys that an object has twice."""

    numbers: dict[Place, int] = field(default_factory=dict)
    repeated: tuple[tuple[Place, int], ...] = ()

    def of(self, place: Place) -> int:
        """The line of a value, or of the innermost thing around it that the file has."""
        while place not in self.numbers and place:
            place = place[:-1]
        return self.numbers.get(place, 1)


def lines_of(text: str) -> Lines:
    """Find the values of ``text``, which must be sound JSON."""
    numbers: dict[Place, int] = {}
    repeated: list[tuple[Place, int]] = []
    # The key or index of the value to come in every open bracket; None where an object's next key is due.
    open_at: list[str | int | None] = []
    line, seen = 1, 0
    for token in _TOKEN.finditer(text):
        sign = token[0]
        line, seen = line + text.count("\n", seen, token.start()), token.start()
        if sign == ",":
            open_at[-1] = open_at[-1] + 1 if isinstance(open_at[-1], int) else None
        elif sign in "}]":
            open_at.pop()
        elif open_at and open_at[-1] is None:
            open_at[-1] = json.loads(sign)
            place = tuple(open_at)
            if place in numbers:
                repeated.append((place, line))  # type: ignore[arg-type]
            numbers[place] = line  # type: ignore[index]
        else:
            numbers.setdefault(tuple(open_at), line)  # type: ignore[arg-type]
            if sign in "{[":
                open_at.append(None if sign == "{" else 0)
    return Lines(numbers, tuple(repeated))
