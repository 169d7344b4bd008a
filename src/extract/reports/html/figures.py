"""Figures as the page prints and draws them: ratios, their intervals, and where they lie across a plot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from extract.evaluation.intervals import Interval
from extract.reports import wording

# Where an axis may begin: a plot of high figures shows them large.
_STARTS = ((0.5, (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)), (0.25, (0.25, 0.5, 0.75, 1.0)), (0.0, (0.0, 0.25, 0.5, 0.75, 1.0)))


@dataclass(frozen=True, slots=True)
class Axis:
    """A stretch of numbers drawn across a plot, and those that are written on it."""

    low: float
    high: float
    ticks: tuple[float, ...]

    @classmethod
    def of_ratios(cls, shown: Iterable[float]) -> Axis:
        """The shortest axis up to 1 that holds all of ``shown``, which are 0 to 1."""
        least = min(shown, default=0.0)
        low, ticks = next(start for start in _STARTS if start[0] <= least)
        return cls(low, 1.0, ticks)

    @classmethod
    def of_differences(cls, shown: Iterable[float]) -> Axis:
        """The shortest axis of whole or half tenths that holds all of ``shown``, 0 in its middle."""
        reach = max(1, ceil(round(max((abs(d) for d in shown), default=0.0) * 20, 6))) / 20
        return cls(-reach, reach, (-reach, 0.0, reach))

    def at(self, value: float) -> float:
        """Where ``value`` lies, in percent of the plot's width."""
        return round(100 * (value - self.low) / (self.high - self.low), 2)


def ratio(value: float) -> str:
    """A ratio with three decimals."""
    return f"{value:.3f}"


def difference(value: float) -> str:
    """A difference with its sign, and that a minus."""
    return wording.signed(value).replace("-", "−")


def between(interval: Interval | None, signs: bool = False) -> str:
    """An interval in words, with ``signs`` that of a difference; "" for none."""
    if interval is None:
        return ""
    return wording.signed_span(interval).replace("-", "−") if signs else wording.span(interval)
