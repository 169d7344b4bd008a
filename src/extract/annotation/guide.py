"""What the annotation guide asks of a record, whatever the article says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.annotation.faults import Fault, Place, error, warning
from extract.evaluation import normalise as forms
from extract.evaluation.comparison import label
from extract.records.evidence import SNIPPETS, WORDS
from extract.records.schema import Result, TrialRecord

_P_VALUE = re.compile(r"[<>≤≥]?(?:0\.\d{1,12}|1(?:\.0{1,4})?)")
_LISTS = (
    *("names", "registry_ids", "citations", "design", "sponsors", "conditions", "interventions", "comparators"),
    "evidence",
)  # fmt: skip
_LOWER = ("conditions", "interventions")
_SHARES = ("rate", "relative-reduction", "absolute-reduction")


def guide_faults(trials: Sequence[TrialRecord]) -> Iterator[Fault]:
    """Every fault of the records of one article that can be told without reading it."""
    yield from _shared_keys(trials)
    for t, trial in enumerate(trials):
        place: Place = ("trials", t)
        yield from _trial(place, trial)
        yield from _repeated_results(place, trial)
        for r, result in enumerate(trial.results):
            yield from _result((*place, "results", r), result)


def _shared_keys(trials: Sequence[TrialRecord]) -> Iterator[Fault]:
    """Records that may be one: the same study met again is the same record."""
    for field, form in (("registry_ids", forms.plain), ("names", forms.study_name)):
        first: dict[str, int] = {}
        for t, trial in enumerate(trials):
            for i, value in enumerate(getattr(trial, field)):
                before = first.setdefault(form(value), t)
                if before != t:
                    other = f"an earlier record ({label(trials[before])})"
                    yield warning(("trials", t, field, i), f'{label(trial)}: {other} has "{value}" too')


def _trial(place: Place, trial: TrialRecord) -> Iterator[Fault]:
    who = label(trial)
    for field in _LISTS:
        values = getattr(trial, field)
        for i, value in enumerate(values):
            if value in values[:i]:
                yield error((*place, field, i), f'{who}: {field} has "{value}" twice')
            if not value.strip():
                yield error((*place, field, i), f"{who}: {field} has an empty item")
            if field in _LOWER and value != value.lower():
                yield warning((*place, field, i), f'{who}: {field} are written in lower case, not "{value}"')
    yield from _evidence((*place, "evidence"), who, trial.evidence)


def _evidence(place: Place, who: str, snippets: Sequence[str]) -> Iterator[Fault]:
    if not snippets:
        yield warning(place, f"{who}: no evidence; one to {SNIPPETS} short snippets anchor a record")
    if len(snippets) > SNIPPETS:
        yield error((*place, SNIPPETS), f"{who}: {len(snippets)} pieces of evidence; at most {SNIPPETS} are wanted")
    for i, snippet in enumerate(snippets):
        words = len(snippet.split())
        if words > WORDS:
            yield error((*place, i), f'{who}: evidence of {words} words, at most {WORDS} are wanted: "{snippet}"')


def _repeated_results(place: Place, trial: TrialRecord) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for r, result in enumerate(trial.results):
        key = result.model_dump_json(exclude={"source", "confidence", "provenance"})
        if seen.setdefault(key, r) != r:
            yield error((*place, "results", r), f"{label(trial)}: the same result again, {told(result)}")


def told(result: Result) -> str:
    """A result in a few words: its number and its endpoint."""
    number = "" if result.value is None else f"{result.value:g} "
    return f'{number}"{result.endpoint}"' + (f" of {result.arm}" if result.arm else "")


def _result(place: Place, result: Result) -> Iterator[Fault]:
    yield from _numbers(place, result)
    if not result.endpoint.strip():
        yield error((*place, "endpoint"), "a result needs an endpoint")
    if result.endpoint != result.endpoint.lower():
        yield warning((*place, "endpoint"), f'endpoints are written in lower case, not "{result.endpoint}"')
    if result.p_value is not None and not _P_VALUE.fullmatch(result.p_value):
        yield warning(
            (*place, "p_value"), f'{told(result)}: "{result.p_value}" is no P value such as "<0.001" or "0.03"'
        )


def _numbers(place: Place, result: Result) -> Iterator[Fault]:
    value, low, high = result.value, result.low, result.high
    if value is None and low is None and high is None:
        yield error(place, f"{told(result)}: neither a value nor a range")
    if low is not None and high is not None and low > high:
        yield warning((*place, "low"), f"{told(result)}: low {low:g} is above high {high:g}")
    elif value is not None and not _holds(value, low, high):
        yield warning((*place, "value"), f"{told(result)}: the value is outside of {_ends(low, high)}")
    if result.unit == "%" and result.measure in _SHARES:
        for name, share in (("value", value), ("low", low), ("high", high)):
            if share is not None and abs(share) > 100:
                yield warning((*place, name), f"{told(result)}: {share:g}% of patients")
    if result.measure == "count" and value is not None and value != int(value):
        yield warning((*place, "value"), f"{told(result)}: {value:g} is no count")


def _holds(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)


def _ends(*ends: float | None) -> str:
    return " to ".join("?" if end is None else f"{end:g}" for end in ends)
