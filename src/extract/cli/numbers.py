"""Results as a person writes them: "97.5 ± 1.3%", "HR 0.61 (0.42 to 0.88)"."""

from __future__ import annotations

from extract.records.schema import Result

_SHORT = {
    "hazard-ratio": "HR",
    "relative-risk": "RR",
    "odds-ratio": "OR",
    "mean-change": "change",
    "relative-reduction": "relative reduction",
    "absolute-reduction": "absolute reduction",
}
# The unit says what these are.
_SILENT = ("rate", "count", "other")


def number(value: float) -> str:
    """A number without a needless ".0"."""
    return f"{value:.10g}"


def quantity(result: Result) -> str:
    """The value with its measure, error, interval and unit."""
    unit = result.unit or ""
    joined = unit if unit == "%" else f" {unit}" if unit else ""
    name = "" if result.measure in _SILENT else _SHORT.get(result.measure, result.measure)
    if result.value is None:
        return f"{name} {_range(result)}{joined}".strip()
    error = "" if result.error is None else f" ± {number(result.error)}"
    interval = _range(result)
    return f"{name} {number(result.value)}{error}{joined}{f' ({interval})' if interval else ''}".strip()


def _range(result: Result) -> str:
    if result.low is None and result.high is None:
        return ""
    low, high = ("?" if end is None else number(end) for end in (result.low, result.high))
    return f"{low} to {high}"
