"""What the page prints, gathered from a report: the templates only lay it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from extract.evaluation.comparison import Comparison, Verdict
from extract.evaluation.counts import HEADLINE, HEADLINE_NAME
from extract.evaluation.report import Report
from extract.reports.data import ReportData
from extract.reports.html.browser import as_script, columns, entries, facets
from extract.reports.html.changes import by_value, changes
from extract.reports.html.fields import RESULTS, groups
from extract.reports.html.figures import Axis, ratio
from extract.reports.html.heat import heat
from extract.reports.html.reliability import reliability
from extract.reports.wording import notices, number

_PARTS = (
    ("summary", "Summary"),
    ("changes", "Baseline"),
    ("fields", "Fields"),
    ("articles", "Articles"),
    ("kinds", "Kinds"),
    ("confidence", "Confidence"),
    ("errors", "Errors"),
)


@dataclass(frozen=True, slots=True)
class KindRow:
    """How many values are wrong in one way, and how wide their bars are in percent of the longest."""

    kind: str
    results: int
    others: int
    longest: int

    @property
    def results_width(self) -> float:
        """The width of the bar of the results."""
        return round(100 * self.results / self.longest, 2)

    @property
    def others_width(self) -> float:
        """The width of the bar of the other fields."""
        return round(100 * self.others / self.longest, 2)


def kinds(errors: Sequence[Comparison]) -> list[KindRow]:
    """The kinds of error that there are, the most frequent first."""
    results = Counter(error.kind for error in errors if error.field == RESULTS)
    every = Counter(error.kind for error in errors)
    ordered = sorted(every, key=lambda kind: (-every[kind], list(Verdict).index(kind)))
    longest = max(every.values(), default=1)
    return [KindRow(str(kind), results[kind], every[kind] - results[kind], longest) for kind in ordered]


def content(data: ReportData) -> dict[str, Any]:
    """Everything that the templates print."""
    report, shifts = data.report, by_value(data.baseline)
    listed = [entry for article in report.articles for entry in entries(article, shifts)]
    parted = groups(data)
    return _top(data) | {
        "groups": parted,
        "axis": Axis.of_ratios(shown for group in parted for row in group.rows for shown in row.drawn),
        "heat": heat(report),
        "kinds": kinds(report.differences),
        "total": len(report.differences),
        "reliability": reliability(report.comparisons),
        "articles": list(dict.fromkeys(entry.value.doc_id for entry in listed)),
        "facets": list(facets(listed)),
        "data": as_script(columns(listed)),
    }


def _top(data: ReportData) -> dict[str, Any]:
    report = data.report
    return {
        "title": f"Evaluation of {number(len(report.articles), 'article')}",
        "parts": [part for part in _PARTS if part[0] != "changes" or data.baseline],
        "headline": report.headline,
        "headline_interval": data.intervals.get(HEADLINE_NAME),
        "headline_fields": sum(bool(report.counts[field]) for field in HEADLINE),
        "facts": _facts(report),
        "gates": data.gates,
        "notes": list(_notes(data)),
        "changes": changes(data.baseline) if data.baseline else None,
    }


def _facts(report: Report) -> list[tuple[str, str]]:
    """What the report rests on: a number and what it counts."""
    trials, results = report.counts["trials"], report.counts["results:value"]
    return [
        (f"{len(report.articles):,}", "articles"),
        (f"{trials.gold:,}", "gold records"),
        (f"{results.gold:,}", "gold results"),
        (f"{len(report.differences):,}", "errors"),
    ]


def _notes(data: ReportData) -> Iterator[str]:
    yield from notices(data)
    if data.report.missing:
        yield f"The headline over the articles with a prediction is {ratio(data.report.predicted.headline)}."
