"""How figures, intervals and counts are printed, in every format alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from extract.evaluation.counts import HEADLINE, HEADLINE_NAME, Tally
from extract.evaluation.fields import ORDER
from extract.evaluation.intervals import FEW, Interval
from extract.evaluation.report import Report
from extract.evaluation.runs import Delta, RunComparison, Shift, Turn
from extract.reports.data import ReportData

DASH = "-"


def number(count: int, noun: str) -> str:
    """A count and its noun: "1 article", "3 articles"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def ratios(tally: Tally) -> list[str]:
    """Precision, recall and F1; a dash where there is nothing to divide by."""
    return [
        f"{tally.precision:.3f}" if tally.predicted else DASH,
        f"{tally.recall:.3f}" if tally.gold else DASH,
        f"{tally.f1:.3f}" if tally else DASH,
    ]


def span(interval: Interval | None, digits: int = 3) -> str:
    """An interval: "0.813 to 0.894"; a dash for none."""
    return f"{interval.low:.{digits}f} to {interval.high:.{digits}f}" if interval else DASH


def signed(value: float) -> str:
    """A difference with its sign, a small one with a digit more; 0.000 for none."""
    if not value:
        return "0.000"
    return f"{value:+.3f}" if abs(value) >= 0.0005 else f"{value:+.4f}"


def signed_span(interval: Interval | None) -> str:
    """The interval of a difference: "-0.021 to +0.004"; a dash for none."""
    return f"{signed(interval.low)} to {signed(interval.high)}" if interval else DASH


def marked(field: str) -> str:
    """A field's name, with a star where the headline counts it."""
    return f"{field} *" if field in HEADLINE else field


def turned_fields(compared: RunComparison) -> Iterator[tuple[str, Delta]]:
    """The figures that differ from the baseline's, the headline first and always."""
    for name in (HEADLINE_NAME, *ORDER):
        delta = compared.deltas.get(name)
        if delta and (delta.difference or name == HEADLINE_NAME):
            yield name, delta


def turn_counts(compared: RunComparison) -> str:
    """How many values turned in which way: "3 lost, 0 newly spurious, 1 gained, 0 no longer spurious"."""
    return ", ".join(f"{len(compared.turned(turn))} {turn}" for turn in Turn)


def spread(shifts: Sequence[Shift], most: int) -> list[Shift]:
    """So many of the shifts at most, in their order; where there are more, all articles in turn give one."""
    seen: Counter[str] = Counter()
    ranked = []
    for place, shift in enumerate(shifts):
        seen[shift.value.doc_id] += 1
        ranked.append((seen[shift.value.doc_id], place))
    return [shifts[place] for place in sorted(place for _, place in sorted(ranked)[:most])]


def notices(data: ReportData) -> Iterator[str]:
    """Plain sentences about every file that could not take part as it should, and about too few articles."""
    yield from file_notices(data.report)
    if len(data.report.articles) < FEW:
        yield f"An interval over {number(len(data.report.articles), 'article')} says little."
    if data.baseline:
        yield from data.baseline.notices


def file_notices(report: Report) -> Iterator[str]:
    """Plain sentences about every file that could not take part as it should."""
    if len(report.missing) > 1:
        yield f"No prediction for {len(report.missing)} articles, all counted as missed: {', '.join(report.missing)}."
    elif report.missing:
        yield f"No prediction for {report.missing[0]}: everything in it counts as missed."
    yield from map(unreadable, report.unreadable)
    if report.unscored:
        yield f"Not scored, for there is no gold file: {', '.join(report.unscored)}."
    if not report.entities:
        return
    for doc_id in report.entities.missing:
        counted = "counts as missed" if report.entities.articles else "is not scored"
        yield f"No entity spans predicted for {doc_id}: its annotation {counted}."
    yield from map(unreadable, report.entities.unreadable)


def unreadable(message: str) -> str:
    """The notice of a file that is of another shape or no JSON."""
    return f"Unreadable: {message}"
