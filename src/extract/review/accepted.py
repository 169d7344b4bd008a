"""The records that people have accepted, corrected or added, as a run would write them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.records.evidence import SNIPPETS, WORDS
from extract.records.schema import ArticleRecord, FieldSpan, Result, ResultProvenance, TrialRecord
from extract.review.article import places
from extract.review.state import State
from extract.review.values import NO_RECORD, RESULTS, SINGLE, Record, Value, as_trial
from extract.review.views import Place

_WORD = re.compile(r"\S+")


def accepted(state: State, doc_id: str, text: str) -> ArticleRecord:
    """The article's records of the values that are kept; a value that is printed again is there once."""
    held, same = state.by_record(), state.same()
    trials = []
    for record in state.shown_records():
        kept = _once([value for value in held.get(record.key, ()) if value.kept], same)
        if kept and record.status != "rejected":
            trials.append(_trial(record, kept, text))
    return ArticleRecord(doc_id=doc_id, trials=trials, text_file=f"{doc_id}.txt")


def still_open(state: State) -> tuple[int, int]:
    """How many values of the records nobody has decided on, and how many there are."""
    values = [value for value in state.values.values() if value.record != NO_RECORD]
    return sum(value.status == "open" for value in values), len(values)


def doubled(state: State) -> list[str]:
    """A line for each single field of a record that two kept values claim, of which the first is exported."""
    told = []
    held = state.by_record()
    for record in state.shown_records():
        values = held.get(record.key, [])
        for name in SINGLE:
            kept = [value.shown for value in values if value.field == name and value.kept]
            if len(set(kept)) > 1 and record.status != "rejected":
                told.append(f"{state.label(record, values)}: {name} is {kept[0]}, so not {', '.join(kept[1:])}")
    return told


def _once(values: Sequence[Value], same: dict[str, list[str]]) -> list[Value]:
    """The first of the values that print each other again."""
    taken: set[str] = set()
    kept = []
    for value in sorted(values, key=lambda value: bool(value.same_as)):
        if value.key not in taken:
            kept.append(value)
            taken.update(same.get(value.key, ()))
    order = {value.key: n for n, value in enumerate(values)}
    return sorted(kept, key=lambda value: order[value.key])


def _trial(record: Record, values: Sequence[Value], text: str) -> TrialRecord:
    trial = as_trial(record, values)
    stand = {value.key: places(value, text) for value in values}
    spans = {value.key: stand[value.key][0] for value in values if stand[value.key]}
    trial.results = [_result(value, spans.get(value.key)) for value in values if value.field == RESULTS]
    for value in values:
        if value.field != RESULTS:
            told = [_field_span(value, place) for place in stand[value.key]]
            trial.provenance.setdefault(value.field, []).extend(told)
    trial.provenance = {name: told for name, told in trial.provenance.items() if told}
    printed = [snippet for snippet in trial.evidence if snippet in text]
    trial.evidence = (printed or _snippets(text, list(spans.values())))[:SNIPPETS]
    return trial


def _result(value: Value, place: Place | None) -> Result:
    origin = ResultProvenance(start=place.start, end=place.end, rule=_rule(value)) if place else None
    confidence = value.confidence if value.status == "accepted" else None
    return Result(**value.value, confidence=confidence, provenance=origin)


def _field_span(value: Value, place: Place) -> FieldSpan:
    return FieldSpan(value=str(value.value), start=place.start, end=place.end, rule=_rule(value))


def _rule(value: Value) -> str:
    return f"review:{value.status}"


def _snippets(text: str, spans: Sequence[Place]) -> list[str]:
    """The words around where values stand, for a record that no run has anchored."""
    found = (_around(text, place.start) for place in sorted(spans, key=lambda place: place.start))
    return list(dict.fromkeys(found))


def _around(text: str, at: int) -> str:
    """The line that an offset is on, cut to the words that the guide allows, those around the offset."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    words = list(_WORD.finditer(text, start, len(text) if end < 0 else end))
    here = sum(word.end() <= at for word in words)
    first = max(0, min(here - WORDS // 2, len(words) - WORDS))
    return text[words[first].start() : words[: first + WORDS][-1].end()]
