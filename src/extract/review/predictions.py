"""The predictions of an article, read from what a run wrote and keyed so that decisions find them again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.records.schema import ArticleRecord, Result, Span, TrialRecord
from extract.review.values import (
    FIELDS,
    NO_RECORD,
    RESULTS,
    SINGLE,
    Base,
    Record,
    Value,
    record_key,
    result_data,
    value_key,
)


def keyed(
    article: ArticleRecord, text: str, given: Sequence[str | None] = (), taken: frozenset[str] = frozenset()
) -> Base:
    """The predictions with keys of their own, none of them ``taken``; ``given`` are keys that records have already."""
    reading = _Reading(text, set(taken) | {key for key in given if key})
    for n, trial in enumerate(article.trials):
        reading.trial(trial, given[n] if n < len(given) else None)
    for result in article.unattached:
        reading.result(NO_RECORD, result)
    return reading.base


class _Reading:
    """The predictions as far as they are keyed."""

    def __init__(self, text: str, taken: set[str]) -> None:
        self.base = Base()
        self._text = text
        self._taken = taken

    def trial(self, trial: TrialRecord, given: str | None) -> None:
        """Add a record and its values; ``given`` is a key that it has already."""
        key = given or self._own(record_key(trial, _first(trial)))
        self.base.records.append(Record(key, trial.id, trial.confidence, list(trial.evidence)))
        for name in FIELDS:
            held = getattr(trial, name)
            for value in [held] if name in SINGLE else held:
                if value not in (None, ""):
                    spans = [s for s in trial.provenance.get(name, ()) if s.value == str(value)]
                    self._add(Value(value_key(key, name, value, None), key, name, value, trial.confidence), spans)
        for result in trial.results:
            self.result(key, result)

    def result(self, record: str, result: Result) -> None:
        """Add a result of a record."""
        origin, data = result.provenance, result_data(result)
        key = value_key(record, RESULTS, data, origin.start if origin else None)
        value = self._add(Value(key, record, RESULTS, data, result.confidence), [origin] if origin else [])
        for kind, span in origin.parts.items() if origin else ():
            self.base.mentions.append((span.start, span.end, kind, value.key))

    def _add(self, value: Value, spans: Sequence[Span]) -> Value:
        value.key, value.predicted = self._own(value.key), value.value
        value.places = [_place(span) for span in spans]
        if value.places:
            value.places[0]["quote"] = self._text[spans[0].start : spans[0].end]
        self.base.values.append(value)
        self.base.mentions += [(span.start, span.end, value.field, value.key) for span in spans]
        return value

    def _own(self, key: str) -> str:
        """The key, told apart from those that are taken."""
        own, n = key, 1
        while own in self._taken:
            n += 1
            own = f"{key}~{n}"
        self._taken.add(own)
        return own


def _place(span: Span) -> dict[str, object]:
    place: dict[str, object] = {"start": span.start, "end": span.end}
    if span.printed:
        place |= {"page": span.printed[0].page, "box": list(span.printed[0].box)}
    return place


def _first(trial: TrialRecord) -> int | None:
    return min(_starts(trial), default=None)


def _starts(trial: TrialRecord) -> Iterator[int]:
    for spans in trial.provenance.values():
        yield from (span.start for span in spans)
    yield from (result.provenance.start for result in trial.results if result.provenance)
