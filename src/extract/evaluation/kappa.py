"""Cohen's kappa: how far two annotators agree beyond what their habits alone would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

Answer = Hashable


@dataclass(frozen=True, slots=True)
class Table:
    """How often the first annotator's answer met the second's, over the questions that both answered."""

    pairs: Counter[tuple[Answer, Answer]]

    @classmethod
    def of(cls, answers: Iterable[tuple[Answer, Answer]]) -> Table:
        """The table of pairs of answers, one pair a question."""
        return cls(Counter(answers))

    @classmethod
    def total(cls, tables: Iterable[Table]) -> Table:
        """The sum of many tables."""
        return cls(sum((table.pairs for table in tables), Counter()))

    @property
    def kappa(self) -> float | None:
        """1 for full agreement, 0 for what chance gives, below that less; None where only one answer ever came."""
        questions = self.pairs.total()
        first: Counter[Answer] = Counter()
        second: Counter[Answer] = Counter()
        for (one, other), times in self.pairs.items():
            first[one] += times
            second[other] += times
        agreed = sum(times for (one, other), times in self.pairs.items() if one == other) * questions
        chance = sum(times * second[answer] for answer, times in first.items())
        if chance == questions**2:
            return None
        return (agreed - chance) / (questions**2 - chance)
