"""Every compared value as a row, right ones too; with a baseline, what it was there and which way it turned."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from extract.evaluation.comparison import Comparison
from extract.evaluation.runs import Shift
from extract.reports.data import ReportData

COLUMNS = (
    "doc_id", "trial", "field", "verdict", "gold", "predicted", "origin", "confidence", "start", "end",
)  # fmt: skip
# Only where there is a baseline.
TURNS = ("turn", "verdict_before", "predicted_before")


def render(data: ReportData) -> str:
    """The table as CSV; what is no longer spurious has rows at the end, without a verdict."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*COLUMNS, *TURNS) if data.baseline else COLUMNS)
    writer.writerows(_rows(data))
    return out.getvalue()


def _rows(data: ReportData) -> Iterator[tuple[object, ...]]:
    if not data.baseline:
        yield from map(_cells, data.report.comparisons)
        return
    # By identity: of two values alike one may have turned.
    turned = {id(shift.after): shift for shift in data.baseline.shifts if shift.after}
    for comparison in data.report.comparisons:
        yield (*_cells(comparison), *_turn(turned.get(id(comparison))))
    for shift in data.baseline.shifts:
        if shift.before and not shift.after:
            gone = shift.before
            yield (gone.doc_id, gone.trial, gone.field, *[""] * (len(COLUMNS) - 3), *_turn(shift))


def _cells(value: Comparison) -> tuple[object, ...]:
    start, end = value.place or ("", "")
    confidence = "" if value.confidence is None else value.confidence
    said = (value.doc_id, value.trial, value.field, str(value.kind), value.gold, value.predicted, value.origin)
    return (*said, confidence, start, end)


def _turn(shift: Shift | None) -> tuple[str, ...]:
    if shift is None:
        return "", "", ""
    before = (str(shift.before.kind), shift.before.predicted) if shift.before else ("", "")
    return (str(shift.turn), *before)
