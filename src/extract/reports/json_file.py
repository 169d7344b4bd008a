"""The report as data: counts, the figures derived from them, and every compared value, so that it can be a baseline."""

from __future__ import annotations

import json
from typing import Any

from extract.reports.data import ReportData


def as_data(data: ReportData, *, errors: bool = False) -> dict[str, Any]:
    """The report as JSON-ready data without the compared values; ``errors`` adds every error."""
    return data.report.as_dict(errors=errors) | {
        "intervals": {name: interval.as_dict() for name, interval in data.intervals.items()},
        "baseline": data.baseline.as_dict() if data.baseline else None,
        "gates": [gate.as_dict() for gate in data.gates],
    }


def render(data: ReportData) -> str:
    """The file that ``--baseline`` reads again; every compared value is a line, so that two files can be compared."""
    whole = json.dumps(as_data(data), indent=1, ensure_ascii=False)
    values = ",\n  ".join(json.dumps(c.as_dict(), ensure_ascii=False) for c in data.report.comparisons)
    head = whole.removesuffix("\n}")
    return f'{head},\n "comparisons": [\n  {values}\n ]\n}}\n'
