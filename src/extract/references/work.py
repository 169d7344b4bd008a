"""What an entry of the reference list says, field by field."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


def _optional(default: Any = None) -> Any:
    """A field that is not written where the entry does not tell."""
    return Field(default=default, exclude_if=lambda value: not value)


class Work(BaseModel):
    """A work of the reference list: its label, the half-open span of its entry, and what the entry tells.

    An author is "Family, Given" where both are known, else the name as printed (a group, mostly);
    ``et_al`` says that the list leaves authors out. ``pages`` may be an article's number. A DOI stands
    without its address.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str
    start: int
    end: int
    authors: tuple[str, ...] = _optional(())
    et_al: bool = _optional(False)
    title: str | None = _optional()
    journal: str | None = _optional()
    publisher: str | None = _optional()
    year: int | None = _optional()
    volume: str | None = _optional()
    issue: str | None = _optional()
    pages: str | None = _optional()
    doi: str | None = _optional()
    pmid: str | None = _optional()
    pmcid: str | None = _optional()
    url: str | None = _optional()
