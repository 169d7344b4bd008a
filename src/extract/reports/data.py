"""What every report shows: one evaluation with its intervals, its baseline and its gates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from extract.evaluation.gates import Gate
from extract.evaluation.intervals import SEED, Interval, intervals
from extract.evaluation.report import Report
from extract.evaluation.runs import RunComparison, compare_runs


@dataclass(frozen=True)
class ReportData:
    """An evaluation as it is shown.

    ``intervals`` are by figure: "headline" and the fields' F1; a figure that has none is not there.
    ``baseline`` is the comparison with an earlier run where one was given.
    """

    report: Report
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    baseline: RunComparison | None = None
    gates: tuple[Gate, ...] = ()

    @classmethod
    def of(cls, report: Report, before: Report | None = None, seed: int = SEED) -> ReportData:
        """The data of ``report`` with its intervals, and its comparison with ``before``; without gates."""
        compared = compare_runs(before, report, seed) if before else None
        return cls(report, intervals([a.counts for a in report.articles], seed), compared)

    @property
    def passed(self) -> bool:
        """Whether every gate holds."""
        return all(gate.passed for gate in self.gates)
