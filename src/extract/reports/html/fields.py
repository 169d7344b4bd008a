"""What the counted fields are called, and the figures of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract.evaluation.counts import HEADLINE, HEADLINE_NAME, Tally
from extract.evaluation.fields import ORDER
from extract.evaluation.intervals import Interval
from extract.reports.data import ReportData

RESULTS = "results"


def is_result(field: str) -> bool:
    """Whether a counted field is one of the strictnesses of comparing results."""
    return field.startswith(f"{RESULTS}:")


def in_headline(field: str) -> bool:
    """Whether a figure makes up the headline, or is it."""
    return field in HEADLINE or field == HEADLINE_NAME


def label(field: str) -> str:
    """What a counted field is called: "registry ids", "value + endpoint"."""
    return field.removeprefix(f"{RESULTS}:").replace("_", " ").replace("+", " + ")


def listed(field: str) -> str:
    """The field under which the errors of a counted field are listed."""
    return RESULTS if is_result(field) else field


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field's counts over all articles, and the interval of its F1."""

    field: str
    tally: Tally
    interval: Interval | None

    @property
    def label(self) -> str:
        """What the field is called."""
        return label(self.field)

    @property
    def listed(self) -> str:
        """The field of its errors in the browser."""
        return listed(self.field)

    @property
    def headline(self) -> bool:
        """Whether the field is one of the headline."""
        return in_headline(self.field)

    @property
    def drawn(self) -> Iterator[float]:
        """Every ratio that the plot shows of it."""
        yield from (self.tally.precision, self.tally.recall, self.tally.f1)
        if self.interval:
            yield self.interval.low


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading."""

    name: str
    rows: tuple[FieldRow, ...]


def groups(data: ReportData) -> list[Group]:
    """The fields that gold or prediction has anything of: those of records, then results by strictness."""
    counts = data.report.counts
    rows = [FieldRow(field, counts[field], data.intervals.get(field)) for field in ORDER if counts[field]]
    parted = [
        Group("Records", tuple(row for row in rows if not is_result(row.field))),
        Group("Results, found when these parts agree", tuple(row for row in rows if is_result(row.field))),
    ]
    return [group for group in parted if group.rows]
