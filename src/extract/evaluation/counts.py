"""Counts are stored, ratios derived: sums over articles stay exact, and nothing averages averages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

HEADLINE_NAME = "headline"
# The fields whose mean F1 is the headline, as in the reference scorer.
HEADLINE = (
    "trials", "names", "registry_ids", "citations", "phase", "enrolled", "interventions",
    "results:value+endpoint", "results:value+endpoint+arm",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tally:
    """How many values were found in both, in the prediction only, in the gold only."""

    matched: int = 0
    spurious: int = 0
    missed: int = 0

    @classmethod
    def of(cls, gold: int, predicted: int, matched: int) -> Tally:
        """The tally of ``matched`` pairs among so many gold and predicted values."""
        return cls(matched, predicted - matched, gold - matched)

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.matched + other.matched, self.spurious + other.spurious, self.missed + other.missed)

    def __bool__(self) -> bool:
        return bool(self.matched or self.spurious or self.missed)

    @property
    def gold(self) -> int:
        """The number of gold values."""
        return self.matched + self.missed

    @property
    def predicted(self) -> int:
        """The number of predicted values."""
        return self.matched + self.spurious

    @property
    def precision(self) -> float:
        """Matched over predicted, 0 to 1; 0 when nothing was predicted."""
        return self.matched / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Matched over gold, 0 to 1; 0 when the gold has none."""
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0 to 1."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def as_dict(self) -> dict[str, int | float]:
        """Counts and the ratios derived from them."""
        return {
            "matched": self.matched, "spurious": self.spurious, "missed": self.missed,
            "precision": self.precision, "recall": self.recall, "f1": self.f1,
        }  # fmt: skip


class Counts(dict[str, Tally]):
    """A tally per field; a field never counted has an empty one."""

    def __missing__(self, field: str) -> Tally:
        return Tally()

    def add(self, field: str, tally: Tally) -> None:
        """Add ``tally`` to that of ``field``."""
        self[field] = self[field] + tally

    def update_from(self, other: Mapping[str, Tally]) -> None:
        """Add every tally of ``other``."""
        for field, tally in other.items():
            self.add(field, tally)

    @property
    def headline(self) -> float:
        """The mean F1 of the headline fields that gold or prediction has anything of, 0 to 1."""
        present = [self[f].f1 for f in HEADLINE if self[f]]
        return sum(present) / max(1, len(present))

    @property
    def figures(self) -> dict[str, float]:
        """The headline, and the F1 of each field that gold or prediction has anything of."""
        return {HEADLINE_NAME: self.headline} | {field: tally.f1 for field, tally in self.items() if tally}

    def as_dict(self) -> dict[str, dict[str, int | float]]:
        """Every field's tally with its ratios."""
        return {field: tally.as_dict() for field, tally in self.items()}


def total(parts: Iterable[Mapping[str, Tally]]) -> Counts:
    """The sum of many counts: micro-averages over articles."""
    summed = Counts()
    for part in parts:
        summed.update_from(part)
    return summed
