"""A run against its baseline: the differences of the figures, and what became of the values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract.evaluation.comparison import Comparison
from extract.evaluation.counts import HEADLINE_NAME
from extract.evaluation.runs import Delta, RunComparison, Shift, Turn
from extract.reports.html.fields import in_headline, is_result, label
from extract.reports.html.figures import Axis


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A figure in both runs, and whether its difference is more than noise."""

    figure: str
    delta: Delta
    verdict: str

    @property
    def label(self) -> str:
        """What the figure is called; a strictness of results says so, for no heading stands above it."""
        return f"results: {label(self.figure)}" if is_result(self.figure) else label(self.figure)

    @property
    def headline(self) -> bool:
        """Whether the figure makes up the headline, or is it."""
        return in_headline(self.figure)

    @property
    def sign(self) -> str:
        """Which way the figure went."""
        difference = self.delta.difference
        return "gain" if difference > 0 else "loss" if difference < 0 else "even"

    @property
    def drawn(self) -> Iterator[float]:
        """Every difference that the plot shows of it."""
        yield self.delta.difference
        if self.delta.interval:
            yield from (self.delta.interval.low, self.delta.interval.high)


@dataclass(frozen=True, slots=True)
class Changes:
    """The run against its baseline as the page shows it: the figures that differ, and what the others are called."""

    articles: int
    headline: ChangeRow | None
    rows: tuple[ChangeRow, ...]
    same: tuple[str, ...]
    turns: tuple[tuple[str, int], ...]
    axis: Axis


def changes(compared: RunComparison) -> Changes:
    """What the page shows of a comparison: the figures, and how many values turned in which way."""
    rows = tuple(ChangeRow(name, delta, compared.judge(name)) for name, delta in compared.deltas.items())
    differing = tuple(row for row in rows if row.delta.difference)
    headline = next((row for row in rows if row.figure == HEADLINE_NAME), None)
    turns = tuple((str(turn), len(compared.turned(turn))) for turn in Turn)
    axis = Axis.of_differences(d for row in differing for d in row.drawn)
    same = tuple(row.label for row in rows if not row.delta.difference)
    return Changes(compared.articles, headline, differing, same, turns, axis)


def before(shift: Shift) -> str:
    """What stood in the earlier run: "right: 49.4 % ...", "missed"; "" for nothing."""
    earlier = shift.before
    if earlier is None:
        return ""
    return f"{earlier.kind}: {earlier.predicted}" if earlier.predicted else str(earlier.kind)


def by_value(compared: RunComparison | None) -> dict[Comparison, Shift]:
    """The shifts by the value that each is of."""
    return {shift.value: shift for shift in compared.shifts} if compared else {}
