"""What an audit finds: a slip as a rule tells it, and the finding that a user reads."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, NamedTuple

Region = tuple[int, int]


class Severity(StrEnum):
    """Whether the article is certainly at fault."""

    ERROR = "error"
    WARNING = "warning"


class Slip(NamedTuple):
    """What a rule found: the span at fault, what stands there, and what it is at odds with.

    ``other_at`` is the span of the other value, None where the other value is not printed (a percentage
    that follows from n and N, the form that a number should have).
    """

    at: Region
    message: str
    value: str
    other: str = ""
    other_at: Region | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A half-open span of the article's text, its line there (from 1), the kind of its section, what is printed."""

    start: int
    end: int
    line: int
    section: str
    printed: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A slip with the rule that found it, how sure it is, and where both values stand."""

    rule: str
    severity: Severity
    message: str
    place: Place
    value: str
    other: str = ""
    other_place: Place | None = None

    def as_dict(self) -> dict[str, Any]:
        """The finding as JSON-ready data."""
        return asdict(self)
