"""What a change of words or weights does to an article: its records before and after, value by value.

Unlike an evaluation, which lets two spellings of one thing pass, this tells every difference. The
results of both sides come from one text, so they are paired by the span that they were read from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from extract.evaluation.comparison import describe, label
from extract.evaluation.fields import FIELDS
from extract.evaluation.pairing import align
from extract.records.schema import ArticleRecord, Result, TrialRecord

GAINED, LOST, CHANGED = "gained", "lost", "changed"
NOBODY = "(no record)"
"""Where a result is that no record claims."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value or record that is there on one side only, or differs; "" for the side that has nothing."""

    kind: str
    trial: str
    field: str
    before: str
    after: str

    def __str__(self) -> str:
        """The change in one line, its sign first: "+ names SHIELD: ...", "- ...", "~ ... -> ..."."""
        sign = {GAINED: "+", LOST: "-", CHANGED: "~"}[self.kind]
        sides = " -> ".join(side for side in (self.before, self.after) if side)
        return f"{sign} {self.field} of {self.trial}: {sides}"

    def as_dict(self) -> dict[str, Any]:
        """The change as plain strings."""
        return asdict(self)


class _Placed(NamedTuple):
    """A result and the record that has it."""

    trial: str
    result: Result

    @property
    def place(self) -> tuple[int, int] | None:
        origin = self.result.provenance
        return (origin.start, origin.end) if origin else None


def changes(before: ArticleRecord, after: ArticleRecord) -> list[Change]:
    """Every record, field value and result that the two extractions of one article do not share."""
    found: list[Change] = []
    one, other = _unclaimed(before), _unclaimed(after)
    for old, new in align(before.trials, after.trials):
        who = label(new or old or TrialRecord())
        found += _trial(who, old, new)
        one += [_Placed(who, r) for r in (old.results if old else ())]
        other += [_Placed(who, r) for r in (new.results if new else ())]
    return [*found, *_results(one, other)]


def _unclaimed(article: ArticleRecord) -> list[_Placed]:
    return [_Placed(NOBODY, r) for r in article.unattached]


def _trial(who: str, old: TrialRecord | None, new: TrialRecord | None) -> Iterator[Change]:
    if old is None or new is None:
        sides = (_summary(old), _summary(new))
        yield Change(LOST if new is None else GAINED, who, "record", *sides)
        return
    for rule in FIELDS:
        yield from _field(who, rule.name, _strings(rule.values(old)), _strings(rule.values(new)), rule.single)


def _summary(trial: TrialRecord | None) -> str:
    return f"{label(trial)}; {len(trial.results)} results" if trial else ""


def _strings(values: Iterable[object]) -> list[str]:
    return [str(value) for value in values]


def _field(who: str, name: str, old: list[str], new: list[str], single: bool) -> Iterator[Change]:
    if single and old and new and old != new:
        yield Change(CHANGED, who, name, old[0], new[0])
        return
    yield from (Change(LOST, who, name, value, "") for value in old if value not in new)
    yield from (Change(GAINED, who, name, "", value) for value in new if value not in old)


def _results(before: Sequence[_Placed], after: Sequence[_Placed]) -> Iterator[Change]:
    """The results that differ: first the same place of the same record, then of another."""
    old, new = list(before), list(after)
    for same in (_equal, _same_record, _same_place):
        for one in list(old):
            other = next((x for x in new if same(one, x)), None)
            if other is None:
                continue
            old.remove(one)
            new.remove(other)
            if not _equal(one, other):
                yield Change(CHANGED, _moved(one, other), "result", describe(one.result), describe(other.result))
    yield from (Change(LOST, x.trial, "result", describe(x.result), "") for x in old)
    yield from (Change(GAINED, x.trial, "result", "", describe(x.result)) for x in new)


def _moved(one: _Placed, other: _Placed) -> str:
    return one.trial if one.trial == other.trial else f"{one.trial}, now {other.trial}"


def _equal(one: _Placed, other: _Placed) -> bool:
    return _same_record(one, other) and describe(one.result) == describe(other.result)


def _same_record(one: _Placed, other: _Placed) -> bool:
    return one.trial == other.trial and _same_place(one, other)


def _same_place(one: _Placed, other: _Placed) -> bool:
    return one.place == other.place and (one.place is not None or one.result.value == other.result.value)
