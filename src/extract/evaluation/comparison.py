"""The values one by one: what the gold says, what the prediction says, and whether or in which way they differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from extract.evaluation.fields import FIELDS, FieldRule, match, on_arm, on_endpoint, on_measure, on_timepoint
from extract.evaluation.pairing import Side, align, pair_by
from extract.evaluation.same import same_number
from extract.records.schema import Result, Span, TrialRecord


class Verdict(StrEnum):
    """That a value is right, or in which way it is wrong: the first kind that fits in this order."""

    RIGHT = "right"
    WRONG_ENDPOINT = "wrong endpoint"
    WRONG_ARM = "wrong arm"
    WRONG_TIMEPOINT = "wrong timepoint"
    WRONG_MEASURE = "wrong measure"
    WRONG_NUMBER = "wrong number"
    WRONG_TRIAL = "wrong trial"
    WRONG_VALUE = "wrong value"
    MISSED = "missed"
    SPURIOUS = "spurious"


# The kinds of a pair of results that print the same number, most harmful first.
_SAME_NUMBER = (
    (Verdict.WRONG_ENDPOINT, on_endpoint),
    (Verdict.WRONG_ARM, on_arm),
    (Verdict.WRONG_TIMEPOINT, on_timepoint),
    (Verdict.WRONG_MEASURE, on_measure),
)
# One agreement outweighs all those after it, so that a number finds its best partner.
_STEPS = tuple((test, 2.0**-power) for power, (_, test) in enumerate(_SAME_NUMBER, start=1))


@dataclass(frozen=True, slots=True)
class Comparison:
    """One value: its verdict, where it is, and both sides as one line each ("" for nothing there).

    ``trial`` is the label of the record, ``field`` is "trials" (the record itself), a name of FIELDS or
    "results". Of the predicted value, where the prediction tells it: ``origin`` is its rule and the offset
    that it stands at, ``confidence`` that of the result or (field "trials") of the record, and ``place``
    the half-open span of the article's text that it was read from.
    """

    kind: Verdict
    doc_id: str
    trial: str
    field: str
    gold: str
    predicted: str
    origin: str = ""
    confidence: float | None = None
    place: tuple[int, int] | None = None

    @property
    def right(self) -> bool:
        """Whether gold and prediction agree on the value."""
        return self.kind is Verdict.RIGHT

    def __str__(self) -> str:
        sides = (("gold", self.gold), ("got", self.predicted), ("by", self.origin))
        told = [f"{side}: {value}" for side, value in sides if value]
        return " | ".join([self.doc_id, self.kind, self.field, self.trial, *told])

    def as_dict(self) -> dict[str, Any]:
        """The comparison as JSON-ready data."""
        return asdict(self) | {"kind": str(self.kind), "place": list(self.place) if self.place else None}


# A record's label and one of its results.
_Labelled = tuple[str, Result]
_CALLED_BY = ("names", "registry_ids", "citations", "interventions")


class _Told(NamedTuple):
    """The predicted side of a comparison: its line, its span and its confidence where they are known."""

    line: str
    span: Span | None = None
    confidence: float | None = None


_NOTHING = _Told("")


def compare(gold: Sequence[TrialRecord], predicted: Sequence[TrialRecord], doc_id: str = "") -> list[Comparison]:
    """Every value of one article's records, right or wrong.

    Records are paired as for the figures; each gives one comparison of the field "trials" and one for
    each of its values, all of them missed or spurious when it has no partner. A result that the
    prediction hangs on another record is "wrong trial".
    """
    return compare_sides(align(gold, predicted), doc_id)


def compare_sides(sides: Iterable[Side], doc_id: str) -> list[Comparison]:
    """The comparisons of one article's records that are already aligned."""
    listing = _Listing(doc_id)
    for gold, predicted in sides:
        listing.compare(gold, predicted)
    listing.settle()
    return listing.found


class _Listing:
    """The comparisons of one article as they are made, and the results still without a partner."""

    def __init__(self, doc_id: str) -> None:
        self.doc_id = doc_id
        self.found: list[Comparison] = []
        self._missed: list[_Labelled] = []
        self._spurious: list[_Labelled] = []

    def compare(self, gold: TrialRecord | None, predicted: TrialRecord | None) -> None:
        """Compare two records in all their values, or list all of one that has no partner."""
        who = label(gold or predicted or TrialRecord())
        kind = Verdict.MISSED if predicted is None else Verdict.RIGHT if gold else Verdict.SPURIOUS
        told = _Told(_line(predicted), _record_span(predicted), predicted.confidence) if predicted else _NOTHING
        self._add(kind, who, "trials", _line(gold), told)
        for rule in FIELDS:
            self._field(who, rule, gold, predicted)
        self._results(who, gold.results if gold else [], predicted.results if predicted else [])

    def _add(self, kind: Verdict, who: str, field: str, gold: str, told: _Told) -> None:
        span = told.span
        origin, place = (f"{span.rule} @{span.start}", (span.start, span.end)) if span else ("", None)
        self.found.append(
            Comparison(kind, self.doc_id, who, field, gold, told.line, origin, confidence=told.confidence, place=place)
        )

    def _field(self, who: str, rule: FieldRule, gold: TrialRecord | None, predicted: TrialRecord | None) -> None:
        wanted, given = rule.values(gold), rule.values(predicted)
        paired = match(wanted, given, rule.same)
        told = [_Told(str(value), _field_span(predicted, rule.name, str(value))) for value in given]
        missed, spurious = [str(wanted[i]) for i in paired.missed], [told[j] for j in paired.spurious]
        for i, j in paired.pairs:
            self._add(Verdict.RIGHT, who, rule.name, str(wanted[i]), told[j])
        if rule.single and missed and spurious:
            # The two values of a single field are one error, those of a list one each.
            self._add(Verdict.WRONG_VALUE, who, rule.name, missed.pop(), spurious.pop())
        for value in missed:
            self._add(Verdict.MISSED, who, rule.name, value, _NOTHING)
        for extra in spurious:
            self._add(Verdict.SPURIOUS, who, rule.name, "", extra)

    def _results(self, who: str, gold: list[Result], predicted: list[Result]) -> None:
        first = pair_by(gold, predicted, _agreement)
        for i, j in first.pairs:
            kind = next((k for k, test in _SAME_NUMBER if not test(gold[i], predicted[j])), Verdict.RIGHT)
            self._result(kind, who, gold[i], _tell(predicted[j]))
        missed, spurious = [gold[i] for i in first.missed], [predicted[j] for j in first.spurious]
        second = pair_by(missed, spurious, _same_meaning)
        for i, j in second.pairs:
            self._result(Verdict.WRONG_NUMBER, who, missed[i], _tell(spurious[j]))
        self._missed += [(who, missed[i]) for i in second.missed]
        self._spurious += [(who, spurious[j]) for j in second.spurious]

    def _result(self, kind: Verdict, who: str, gold: Result | None, told: _Told) -> None:
        self._add(kind, who, "results", describe(gold) if gold else "", told)

    def settle(self) -> None:
        """List the results that no pair of records explains: on another record, missed, or spurious."""
        paired = pair_by(self._missed, self._spurious, _same_elsewhere)
        for i, j in paired.pairs:
            (who, gold), (other, predicted) = self._missed[i], self._spurious[j]
            self._result(Verdict.WRONG_TRIAL, who, gold, _tell(predicted, f"; given to {other}"))
        for i in paired.missed:
            self._result(Verdict.MISSED, *self._missed[i], _NOTHING)
        for j in paired.spurious:
            self._result(Verdict.SPURIOUS, self._spurious[j][0], None, _tell(self._spurious[j][1]))


def _tell(result: Result, more: str = "") -> _Told:
    return _Told(describe(result) + more, result.provenance, result.confidence)


def _field_span(trial: TrialRecord | None, field: str, value: str) -> Span | None:
    spans = trial.provenance.get(field, []) if trial else []
    return next((span for span in spans if span.value == value), None)


def _record_span(trial: TrialRecord) -> Span | None:
    """Where the record shows first, of the fields that it may be called by."""
    spans = (span for field in _CALLED_BY for span in trial.provenance.get(field, ()))
    return next(spans, None)


def _agreement(gold: Result, predicted: Result) -> float:
    if not same_number(gold, predicted):
        return 0.0
    return 1.0 + sum(step for test, step in _STEPS if test(gold, predicted))


def _same_meaning(gold: Result, predicted: Result) -> bool:
    return all(test(gold, predicted) for _, test in _SAME_NUMBER)


def _same_elsewhere(gold: _Labelled, predicted: _Labelled) -> bool:
    return same_number(gold[1], predicted[1]) and on_endpoint(gold[1], predicted[1])


def label(trial: TrialRecord) -> str:
    """What a record is called in a listing: its names, else its numbers, citations or treatments."""
    called = trial.names or trial.registry_ids or [f"[{c}]" for c in trial.citations] or trial.interventions
    return ", ".join(called[:3]) or trial.id or "(unnamed)"


def _line(trial: TrialRecord | None) -> str:
    if trial is None:
        return ""
    results = f"{len(trial.results)} result{'' if len(trial.results) == 1 else 's'}"
    more = [f"[{', '.join(trial.citations)}]", trial.population or "", results]
    return "; ".join([label(trial), *filter(None, more)])


def describe(result: Result) -> str:
    """A result in one line: "81.6 ± 2.1 % (70 to 90) rate of overall survival; arm blinatumomab; 3 years"."""
    number = " ".join(_printed(result))
    others = (("arm", result.arm), ("subgroup", result.subgroup), ("at", result.timepoint), ("p", result.p_value))
    more = "".join(f"; {word} {value}" for word, value in others if value)
    return f"{number} {result.measure} of {result.endpoint}{more}"


def _printed(result: Result) -> Iterable[str]:
    if result.value is not None:
        yield f"{result.value:g}"
    if result.error is not None:
        yield f"± {result.error:g}"
    if result.unit:
        yield result.unit
    if result.low is not None or result.high is not None:
        yield f"({'?' if result.low is None else format(result.low, 'g')} to " + (
            f"{'?' if result.high is None else format(result.high, 'g')})"
        )
