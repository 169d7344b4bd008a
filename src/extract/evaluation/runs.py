"""Two runs over the same articles: what was gained and lost, value by value, and what is more than noise.

A value is known again by its article, field, record and gold line, so a run is compared with what an
earlier one wrote down, whatever became of its predictions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from extract.evaluation.comparison import Comparison, Verdict
from extract.evaluation.counts import total
from extract.evaluation.intervals import FEW, SEED, Interval, difference_intervals
from extract.evaluation.report import ArticleScore, Report

# Floating point alone makes no difference between two runs.
_EQUAL = 1e-9


class Turn(StrEnum):
    """What became of a value from one run to the next."""

    LOST = "lost"
    """It was right and is wrong."""
    NEW = "newly spurious"
    """Nothing in the gold asks for it, and the earlier run did not give it."""
    GAINED = "gained"
    """It was wrong and is right."""
    GONE = "no longer spurious"
    """Nothing in the gold asked for it, and it is given no more."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A value that turned; ``before`` is None for what is newly spurious, ``after`` for what is so no longer."""

    turn: Turn
    before: Comparison | None
    after: Comparison | None

    @property
    def value(self) -> Comparison:
        """The comparison that says where the value is: that of the later run where there is one."""
        found = self.after or self.before
        assert found
        return found

    @property
    def became(self) -> str:
        """What stands in the later run: "wrong arm: 49.4 % ...", "missed", "right: ..."; "" for nothing."""
        if self.after is None:
            return ""
        return f"{self.after.kind}: {self.after.predicted}" if self.after.predicted else str(self.after.kind)

    def __str__(self) -> str:
        value = self.value
        said = f"gold: {value.gold}" if value.gold else f"got: {value.predicted}"
        now = [f"now {self.became}"] if self.turn is Turn.LOST else []
        return " | ".join([self.turn, value.doc_id, value.field, value.trial, said, *now])

    def as_dict(self) -> dict[str, Any]:
        """The shift as JSON-ready data."""
        sides = {
            name: side.as_dict() if side else None for name, side in (("before", self.before), ("after", self.after))
        }
        return {"turn": str(self.turn), **sides}


@dataclass(frozen=True, slots=True)
class Delta:
    """A figure in both runs and the interval of the difference, None where none can be given."""

    before: float
    after: float
    interval: Interval | None

    @property
    def difference(self) -> float:
        """How much higher the later figure is; exactly 0 where only rounding tells them apart."""
        difference = self.after - self.before
        return 0.0 if abs(difference) < _EQUAL else difference

    @property
    def noise(self) -> bool:
        """Whether the figures differ and yet the interval of the difference holds 0 or is not known."""
        return bool(self.difference) and (self.interval is None or 0 in self.interval)

    def as_dict(self) -> dict[str, Any]:
        """Both figures, their difference and its interval."""
        between = self.interval.as_dict() if self.interval else None
        return {"before": self.before, "after": self.after, "difference": self.difference, "interval": between}


@dataclass(frozen=True)
class RunComparison:
    """A run against an earlier one, over the ``articles`` whose gold both have.

    ``deltas`` are by figure, the headline first; ``notices`` say in plain sentences what is not compared.
    """

    articles: int
    deltas: Mapping[str, Delta]
    shifts: tuple[Shift, ...]
    notices: tuple[str, ...] = ()

    def turned(self, *turns: Turn) -> tuple[Shift, ...]:
        """The shifts of these kinds."""
        return tuple(shift for shift in self.shifts if shift.turn in turns)

    @property
    def lost(self) -> tuple[Shift, ...]:
        """The values that were right and are wrong."""
        return self.turned(Turn.LOST)

    @property
    def gained(self) -> tuple[Shift, ...]:
        """The values that were wrong and are right."""
        return self.turned(Turn.GAINED)

    @property
    def fallen(self) -> dict[str, Delta]:
        """The figures that are lower than they were."""
        return {name: delta for name, delta in self.deltas.items() if delta.difference < 0}

    @property
    def few(self) -> bool:
        """Whether there are too few articles to say what is noise."""
        return self.articles < FEW

    def judge(self, name: str) -> str:
        """Whether a figure's difference is more than noise, in a few words; "" where there is no difference."""
        delta = self.deltas[name]
        if not delta.difference:
            return ""
        if self.few:
            return "too few articles to say"
        return "within noise" if delta.noise else "beyond noise"

    def as_dict(self) -> dict[str, Any]:
        """The comparison as JSON-ready data."""
        deltas = {name: delta.as_dict() | {"verdict": self.judge(name)} for name, delta in self.deltas.items()}
        return {
            "articles": self.articles, "figures": deltas, "notices": list(self.notices),
            "shifts": [shift.as_dict() for shift in self.shifts],
        }  # fmt: skip


def compare_runs(before: Report, after: Report, seed: int = SEED) -> RunComparison:
    """Compare two evaluations, ``before`` the earlier one; articles that only one of them has take no part."""
    old, new = ({a.doc_id: a for a in report.articles} for report in (before, after))
    same = [doc_id for doc_id in new if doc_id in old and _gold(old[doc_id]) == _gold(new[doc_id])]
    pairs = [(old[doc_id], new[doc_id]) for doc_id in same]
    return RunComparison(
        len(pairs), _deltas(pairs, seed), tuple(c for one, other in pairs for c in shifts_between(one, other)),
        tuple(_notices(old, new, same)),
    )  # fmt: skip


def _gold(article: ArticleScore) -> Counter[tuple[str, ...]]:
    return Counter(_key(c) for c in article.comparisons if c.gold)


def _key(value: Comparison) -> tuple[str, ...]:
    return value.field, value.trial, value.gold


def _notices(old: Mapping[str, ArticleScore], new: Mapping[str, ArticleScore], same: Sequence[str]) -> Iterator[str]:
    for known, others, side in ((old, new, "baseline"), (new, old, "run")):
        if alone := [doc_id for doc_id in known if doc_id not in others]:
            yield f"Only in the {side}, not compared: {', '.join(alone)}."
    if other := [doc_id for doc_id in new if doc_id in old and doc_id not in same]:
        yield f"The gold is another than the baseline's, not compared: {', '.join(other)}."
    if failed := [doc_id for doc_id in same if old[doc_id].prediction != "read" == new[doc_id].prediction]:
        yield f"Without a prediction in the baseline, where they count as missed: {', '.join(failed)}."


def _deltas(pairs: Sequence[tuple[ArticleScore, ArticleScore]], seed: int) -> dict[str, Delta]:
    sides = [one.counts for one, _ in pairs], [other.counts for _, other in pairs]
    old, new = (total(side).figures for side in sides)
    bounds = difference_intervals(*sides, seed=seed)
    return {name: Delta(old.get(name, 0.0), new.get(name, 0.0), bounds.get(name)) for name in {**old, **new}}


def shifts_between(before: ArticleScore, after: ArticleScore) -> list[Shift]:
    """What turned in one article, losses first."""
    found = [*_turned(before.comparisons, after.comparisons)]
    found += [Shift(Turn.NEW, None, c) for c in _only(after.differences, before.differences)]
    found += [Shift(Turn.GONE, c, None) for c in _only(before.differences, after.differences)]
    order = list(Turn)
    return sorted(found, key=lambda shift: order.index(shift.turn))


def _turned(before: Iterable[Comparison], after: Iterable[Comparison]) -> Iterator[Shift]:
    """The gold values that are right in one run only; of several alike, the right ones are paired first."""
    old = _by_key(before)
    for key, now in _by_key(after).items():
        for one, other in zip(old[key], now, strict=True):
            if one.right != other.right:
                yield Shift(Turn.LOST if one.right else Turn.GAINED, one, other)


def _by_key(values: Iterable[Comparison]) -> defaultdict[tuple[str, ...], list[Comparison]]:
    found: defaultdict[tuple[str, ...], list[Comparison]] = defaultdict(list)
    for value in sorted(values, key=lambda v: not v.right):
        if value.gold:
            found[_key(value)].append(value)
    return found


def _only(errors: Iterable[Comparison], others: Iterable[Comparison]) -> Iterator[Comparison]:
    """The spurious values of ``errors`` that no error of ``others`` has too, as an old error in a new guise has."""
    left = Counter((c.field, c.predicted) for c in others if c.predicted)
    for error in errors:
        if error.kind is not Verdict.SPURIOUS:
            continue
        if left[error.field, error.predicted] > 0:
            left[error.field, error.predicted] -= 1
        else:
            yield error
