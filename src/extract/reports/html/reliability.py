"""What confidence is worth: results in bins of confidence, and the share of them that is right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from extract.evaluation.comparison import Comparison, Verdict
from extract.evaluation.intervals import Interval, wilson

# Value, endpoint and arm agree, which is what a confidence speaks of.
RIGHT = frozenset((Verdict.RIGHT, Verdict.WRONG_TIMEPOINT, Verdict.WRONG_MEASURE))
BINS = 10


@dataclass(frozen=True, slots=True)
class Point:
    """A bin: the mean confidence of its results, how many of them are right, and its part of the largest bin."""

    confidence: float
    right: int
    number: int
    part: float

    @property
    def share(self) -> float:
        """The share that is right, 0 to 1."""
        return self.right / self.number

    @property
    def interval(self) -> Interval:
        """The interval of the share."""
        return wilson(self.right, self.number)


def reliability(comparisons: Iterable[Comparison]) -> list[Point]:
    """The bins of the predicted results that have a confidence, the lowest first; none when none has."""
    told = sorted(
        (c.confidence, c.kind in RIGHT) for c in comparisons if c.field == "results" and c.confidence is not None
    )
    bins = [list(inside) for _, inside in groupby(told, key=lambda case: min(BINS - 1, int(case[0] * BINS)))]
    largest = max(map(len, bins), default=1)
    return [_point(inside, largest) for inside in bins]


def _point(inside: list[tuple[float, bool]], largest: int) -> Point:
    number = len(inside)
    return Point(sum(c for c, _ in inside) / number, sum(ok for _, ok in inside), number, number / largest)
