"""What is asked of an evaluation, and whether it holds: the gates that decide the exit code in CI."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from extract.evaluation.floors import Floors
from extract.evaluation.report import Report
from extract.evaluation.runs import RunComparison, Shift


@dataclass(frozen=True, slots=True)
class Gate:
    """A demand: its name, plain sentences about what does not hold (none: it does), and the values lost by it."""

    name: str
    faults: tuple[str, ...] = ()
    lost: tuple[Shift, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the demand is met."""
        return not self.faults

    def as_dict(self) -> dict[str, Any]:
        """The gate as JSON-ready data."""
        return {"name": self.name, "passed": self.passed, "faults": list(self.faults)}


def readable(report: Report) -> Gate:
    """Every file is of the agreed shape."""
    spans = report.entities.unreadable if report.entities else ()
    return Gate("every file can be read", (*report.unreadable, *spans))


def complete(report: Report) -> Gate:
    """Every gold article has a prediction."""
    missing = (f"Without a prediction: {', '.join(report.missing)}.",) if report.missing else ()
    return Gate("every article has a prediction", missing)


def reached(report: Report, least: Mapping[str, float]) -> Iterator[Gate]:
    """One gate per figure of ``least``: it is at least so high; a figure of nothing is 0."""
    for name, bound in least.items():
        figure = report.counts.figures.get(name, 0.0)
        faults = (f"The {name} {figure:.3f} is under {bound:g}.",) if figure < bound else ()
        yield Gate(f"{name} at least {bound:g}", faults)


def no_regression(compared: RunComparison) -> Gate:
    """Neither the headline nor any field's F1 is lower than the baseline's; names the values that were lost."""
    faults = [f"The {name} fell by {-d.difference:.2g} to {d.after:.3f}." for name, d in compared.fallen.items()]
    if not compared.articles:
        faults.append("No article of the baseline is here with the same gold.")
    return Gate("no figure below the baseline", tuple(faults), compared.lost if faults else ())


def floors_hold(pinned: Floors, measured: Floors) -> Gate:
    """No figure is below its pinned floor, and the floors are those of these files."""
    faults = [f"Below its floor: {line}." for line in pinned.shortfalls(measured)]
    if pinned.digest != measured.digest:
        faults.append("The floors were pinned on another corpus or gold; --pin measures them anew.")
    return Gate("no figure below its pinned floor", tuple(faults))


def pinned(before: Floors, after: Floors | None, measured: Floors) -> Gate:
    """The floors could be pinned without lowering one, or lowering was allowed."""
    faults = [f"Not pinned, for {line}." for line in before.shortfalls(measured)] if after is None else []
    return Gate("no floor is lowered", (*faults, *(("--allow-lower accepts these figures.",) if faults else ())))
