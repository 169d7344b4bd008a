"""What is compared, field by field: a table of field name, where its values are, and when two are the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from extract.evaluation import normalise
from extract.evaluation.pairing import Pairing, assign
from extract.evaluation.same import alike, same_arm, same_endpoint, same_number, same_timepoint
from extract.records.schema import Result, TrialRecord

Same = Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class FieldRule:
    """A field of a record; ``single`` fields hold one value or none, the others a list."""

    name: str
    same: Same
    single: bool = False

    def values(self, trial: TrialRecord | None) -> list[Any]:
        """The field's values; none for no trial, None or ""."""
        if trial is None:
            return []
        held = getattr(trial, self.name)
        if not self.single:
            return list(held)
        return [] if held is None or held == "" else [held]


@dataclass(frozen=True, slots=True)
class ResultRule:
    """A strictness of comparing results: the number and everything that ``also`` asks for."""

    name: str
    also: tuple[Callable[[Result, Result], bool], ...] = ()

    def same(self, one: Result, other: Result) -> bool:
        """Whether two results are the same at this strictness."""
        return same_number(one, other) and all(test(one, other) for test in self.also)


def by_form(form: Callable[[str], Any]) -> Same:
    """Two values are the same when ``form`` makes them equal."""
    return lambda one, other: bool(form(one) == form(other))


def equal(one: object, other: object) -> bool:
    """Two values are the same when they are equal."""
    return one == other


def on_endpoint(one: Result, other: Result) -> bool:
    """Whether two results are of the same endpoint."""
    return same_endpoint(one.endpoint, other.endpoint)


def on_arm(one: Result, other: Result) -> bool:
    """Whether two results are of the same arm."""
    return same_arm(one.arm, other.arm)


def on_timepoint(one: Result, other: Result) -> bool:
    """Whether two results are of the same timepoint."""
    return same_timepoint(one.timepoint, other.timepoint)


def on_measure(one: Result, other: Result) -> bool:
    """Whether two results are the same measure."""
    return one.measure == other.measure


_PHRASE = partial(alike, likeness=80)
FIELDS = (
    FieldRule("names", by_form(normalise.study_name)),
    FieldRule("registry_ids", by_form(normalise.plain)),
    FieldRule("citations", by_form(normalise.citation)),
    FieldRule("phase", equal, single=True),
    FieldRule("design", equal),
    FieldRule("status", equal, single=True),
    FieldRule("enrolled", equal, single=True),
    FieldRule("population", partial(alike, likeness=70), single=True),
    FieldRule("conditions", _PHRASE),
    FieldRule("interventions", _PHRASE),
    FieldRule("comparators", _PHRASE),
    FieldRule("sponsors", _PHRASE),
)
# Over all results of an article, whatever trial they hang on.
ANYWHERE = (
    ResultRule("results:anywhere value"),
    ResultRule("results:anywhere value+endpoint", (on_endpoint,)),
)
# Over the results of one pair of records.
RESULTS = (
    ResultRule("results:value"),
    ResultRule("results:value+endpoint", (on_endpoint,)),
    ResultRule("results:value+arm", (on_arm,)),
    ResultRule("results:value+endpoint+arm", (on_endpoint, on_arm)),
    ResultRule("results:full", (on_endpoint, on_arm, on_timepoint, on_measure)),
)
# In the order in which a report prints them.
ORDER = ("trials", *(rule.name for rule in (*FIELDS, *ANYWHERE, *RESULTS)))


def match(gold: Sequence[Any], predicted: Sequence[Any], same: Same) -> Pairing:
    """Pair each gold value with the first free predicted one that is the same."""
    free = list(range(len(predicted)))
    pairs, missed = [], []
    for i, value in enumerate(gold):
        found = next((j for j in free if same(value, predicted[j])), None)
        if found is None:
            missed.append(i)
        else:
            free.remove(found)
            pairs.append((i, found))
    return Pairing(tuple(pairs), tuple(missed), tuple(free))


def matched_results(gold: Sequence[Result], predicted: Sequence[Result], rule: ResultRule) -> int:
    """The largest number of one-to-one pairs that are the same by ``rule``."""
    return len(assign([[float(rule.same(g, p)) for p in predicted] for g in gold]))
