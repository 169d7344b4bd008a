"""The errors one by one: what the gold says, what the prediction says, and in which way they differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from extract.evaluation.fields import FIELDS, FieldRule, match, on_arm, on_endpoint, on_measure, on_timepoint
from extract.evaluation.pairing import Side, align, pair_by
from extract.evaluation.same import same_number
from extract.records.schema import Result, Span, TrialRecord


class ErrorKind(StrEnum):
    """In which way a value is wrong. A value has one kind, the first that fits in this order."""

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
    (ErrorKind.WRONG_ENDPOINT, on_endpoint),
    (ErrorKind.WRONG_ARM, on_arm),
    (ErrorKind.WRONG_TIMEPOINT, on_timepoint),
    (ErrorKind.WRONG_MEASURE, on_measure),
)
# One agreement outweighs all those after it, so that a number finds its best partner.
_STEPS = tuple((test, 2.0**-power) for power, (_, test) in enumerate(_SAME_NUMBER, start=1))


@dataclass(frozen=True, slots=True)
class Difference:
    """One error: its kind, where it is, and both sides as one line each ("" for nothing there).

    ``origin`` is the rule of the predicted value and the offset in the text that it stands at,
    where the prediction has provenance.
    """

    kind: ErrorKind
    doc_id: str
    trial: str
    field: str
    gold: str
    predicted: str
    origin: str = ""

    def __str__(self) -> str:
        sides = (("gold", self.gold), ("got", self.predicted), ("by", self.origin))
        told = [f"{side}: {value}" for side, value in sides if value]
        return " | ".join([self.doc_id, self.kind, self.field, self.trial, *told])

    def as_dict(self) -> dict[str, str]:
        """The difference as plain strings."""
        return {
            "kind": str(self.kind), "doc_id": self.doc_id, "trial": self.trial, "field": self.field,
            "gold": self.gold, "predicted": self.predicted, "origin": self.origin,
        }  # fmt: skip


# A record's label and one of its results.
_Labelled = tuple[str, Result]


def differences(gold: Sequence[TrialRecord], predicted: Sequence[TrialRecord], doc_id: str = "") -> list[Difference]:
    """Every value of one article's records that the two sides do not share.

    Records are paired as for the figures; a record without a partner gives one difference of the
    field "trials" and one for each of its values. A result that the prediction hangs on another
    record is "wrong trial".
    """
    return list_differences(align(gold, predicted), doc_id)


def list_differences(sides: Iterable[Side], doc_id: str) -> list[Difference]:
    """The differences of one article's records that are already aligned."""
    listing = _Listing(doc_id)
    for gold, predicted in sides:
        listing.compare(gold, predicted)
    listing.settle()
    return listing.found


class _Listing:
    """The differences of one article as they are found, and the results still without a partner."""

    def __init__(self, doc_id: str) -> None:
        self.doc_id = doc_id
        self.found: list[Difference] = []
        self._missed: list[_Labelled] = []
        self._spurious: list[_Labelled] = []

    def compare(self, gold: TrialRecord | None, predicted: TrialRecord | None) -> None:
        """List what differs between two records, or all of one that has no partner."""
        who = label(gold or predicted or TrialRecord())
        if gold is None or predicted is None:
            self._add(who, "trials", _line(gold), _line(predicted))
        for rule in FIELDS:
            self._field(who, rule, gold, predicted)
        self._results(who, gold.results if gold else [], predicted.results if predicted else [])

    def _add(
        self, who: str, field: str, gold: str, predicted: str, *, kind: ErrorKind | None = None, origin: str = ""
    ) -> None:
        if kind is None:
            one_sided = ErrorKind.SPURIOUS if predicted else ErrorKind.MISSED
            kind = ErrorKind.WRONG_VALUE if gold and predicted else one_sided
        self.found.append(Difference(kind, self.doc_id, who, field, gold, predicted, origin))

    def _field(self, who: str, rule: FieldRule, gold: TrialRecord | None, predicted: TrialRecord | None) -> None:
        wanted, given = rule.values(gold), rule.values(predicted)
        paired = match(wanted, given, rule.same)
        missed = [str(wanted[i]) for i in paired.missed]
        spurious = [str(given[j]) for j in paired.spurious]
        # The two values of a single field are one error, those of a list one each.
        sides = zip_longest(missed, spurious) if rule.single else ((v, "") for v in missed)
        rest = [] if rule.single else [("", v) for v in spurious]
        for one, other in (*sides, *rest):
            self._add(who, rule.name, one or "", other or "", origin=_field_origin(predicted, rule.name, other))

    def _results(self, who: str, gold: list[Result], predicted: list[Result]) -> None:
        first = pair_by(gold, predicted, _agreement)
        for i, j in first.pairs:
            kind = next((k for k, test in _SAME_NUMBER if not test(gold[i], predicted[j])), None)
            if kind:
                self._result(who, gold[i], predicted[j], kind)
        missed, spurious = [gold[i] for i in first.missed], [predicted[j] for j in first.spurious]
        second = pair_by(missed, spurious, _same_meaning)
        for i, j in second.pairs:
            self._result(who, missed[i], spurious[j], ErrorKind.WRONG_NUMBER)
        self._missed += [(who, missed[i]) for i in second.missed]
        self._spurious += [(who, spurious[j]) for j in second.spurious]

    def _result(self, who: str, gold: Result | None, predicted: Result | None, kind: ErrorKind) -> None:
        sides = (describe(gold) if gold else "", describe(predicted) if predicted else "")
        self._add(who, "results", *sides, kind=kind, origin=_origin(predicted.provenance) if predicted else "")

    def settle(self) -> None:
        """List the results that no pair of records explains: on another record, missed, or spurious."""
        paired = pair_by(self._missed, self._spurious, _same_elsewhere)
        for i, j in paired.pairs:
            (who, gold), (other, predicted) = self._missed[i], self._spurious[j]
            self._result(f"{who} (given to {other})", gold, predicted, ErrorKind.WRONG_TRIAL)
        for i in paired.missed:
            self._result(*self._missed[i], None, ErrorKind.MISSED)
        for j in paired.spurious:
            self._result(self._spurious[j][0], None, self._spurious[j][1], ErrorKind.SPURIOUS)


def _origin(span: Span | None) -> str:
    return f"{span.rule} @{span.start}" if span else ""


def _field_origin(trial: TrialRecord | None, field: str, value: str | None) -> str:
    spans = trial.provenance.get(field, []) if trial and value else []
    return _origin(next((span for span in spans if span.value == value), None))


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
    more = [f"[{', '.join(trial.citations)}]", trial.population or "", f"{len(trial.results)} results"]
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
