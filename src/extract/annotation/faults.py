"""What a check finds: a fault at a place of the record, and the finding that tells it by file and line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

Place = tuple[str | int, ...]
"""Where a value stands in a gold file, as pydantic says it: ("trials", 3, "results", 0, "value")."""


class Level(StrEnum):
    """Whether a fault is certainly one."""

    ERROR = "error"
    WARNING = "warning"


class Fault(NamedTuple):
    """Something wrong with the value at a place; ``message`` is a sentence that quotes it."""

    place: Place
    level: Level
    message: str


def error(place: Place, message: str) -> Fault:
    """A fault that the guide, the shape or the article leaves no doubt about."""
    return Fault(place, Level.ERROR, message)


def warning(place: Place, message: str) -> Fault:
    """A fault that may be right after all; somebody should look."""
    return Fault(place, Level.WARNING, message)


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault with the file and the line (from 1) that it is on."""

    file: str
    line: int
    level: Level
    field: str
    message: str

    def __str__(self) -> str:
        """The finding as compilers print theirs, so that editors jump to it."""
        return f"{self.file}:{self.line}: {self.level}: {self.message}"

    def as_dict(self) -> dict[str, str | int]:
        """The finding as JSON-ready data."""
        return {
            "file": self.file, "line": self.line, "level": str(self.level), "field": self.field,
            "message": self.message,
        }  # fmt: skip
