"""The trained weights and the choice they make: a linear score per candidate, softmax over all.

``weights.json`` holds one table of named weights per task; ``extract.learning`` makes it. A choice
is deterministic: the highest score, the earlier candidate at a tie.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

WEIGHTS = Path(__file__).with_name("weights.json")
Table = Mapping[str, float]


@lru_cache(maxsize=2)
def load(path: Path = WEIGHTS) -> dict[str, dict[str, float]]:
    """The weight tables by task ("result", "endpoint", "arm")."""
    tables: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8"))["tables"]
    return tables


def score(table: Table, names: Iterable[str]) -> float:
    """The sum of the weights of the features that hold."""
    return sum(table.get(name, 0.0) for name in names)


def probabilities(table: Table, candidates: Sequence[Sequence[str]]) -> list[float]:
    """The softmax over the candidates' scores; they sum to 1."""
    scores = [score(table, names) for names in candidates]
    top = max(scores)
    raised = [math.exp(s - top) for s in scores]
    total = sum(raised)
    return [r / total for r in raised]


def yes(table: Table, names: Iterable[str]) -> float:
    """The logistic of the score: the probability of a yes/no question."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score(table, names)))))
