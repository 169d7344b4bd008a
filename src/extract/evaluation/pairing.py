"""Who is who: gold records and values paired with predicted ones, one to one.

An optimal assignment, never first come first served: the order of a file must not change a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from extract.evaluation import normalise
from extract.evaluation.same import same_number
from extract.records.schema import Result, TrialRecord

S = TypeVar("S")
T = TypeVar("T")
Pair = tuple[int, int]
# A gold record and the predicted one that is the same trial; None for no such record.
Side = tuple[TrialRecord | None, TrialRecord | None]
# Two records with less in common are not the same trial (the reference scorer's bound).
LEAST_SIMILARITY = 0.5


@dataclass(frozen=True, slots=True)
class Pairing:
    """Index pairs (gold, predicted), and the indices that stayed alone on either side."""

    pairs: tuple[Pair, ...]
    missed: tuple[int, ...]
    spurious: tuple[int, ...]


def assign(weights: Sequence[Sequence[float]]) -> list[Pair]:
    """The one-to-one pairs (row, column) of the largest total weight; pairs of weight 0 are left out."""
    if not weights or not weights[0]:
        return []
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(-np.array(weights, dtype=float))
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if weights[i][j] > 0]


def pair_by(gold: Sequence[S], predicted: Sequence[T], weight: Callable[[S, T], float], least: float = 0.0) -> Pairing:
    """Pair two sequences by the weight of each possible pair; pairs lighter than ``least`` are undone."""
    weights = [[float(weight(g, p)) for p in predicted] for g in gold]
    pairs = tuple((i, j) for i, j in assign(weights) if weights[i][j] >= least)
    left, right = {i for i, _ in pairs}, {j for _, j in pairs}
    missed = tuple(i for i in range(len(gold)) if i not in left)
    return Pairing(pairs, missed, tuple(j for j in range(len(predicted)) if j not in right))


def align(gold: Sequence[TrialRecord], predicted: Sequence[TrialRecord]) -> list[Side]:
    """Every record once: the pairs of the largest total ``similarity``, then those without a partner beside None.

    Counts that stand beside their own rate are gone from both sides.
    """
    wanted, given = [without_twins(t) for t in gold], [without_twins(t) for t in predicted]
    paired = pair_by(wanted, given, similarity, LEAST_SIMILARITY)
    return [
        *((wanted[i], given[j]) for i, j in paired.pairs),
        *((wanted[i], None) for i in paired.missed),
        *((None, given[j]) for j in paired.spurious),
    ]


def similarity(gold: TrialRecord, predicted: TrialRecord) -> float:
    """How much two records have in common: 0 for nothing, up to 9.8.

    A shared registry number or name gives 3 each, shared citations 0.3 and their Jaccard index,
    the same enrolment 1, shared numbers up to 1.5 (the reference scorer's weights).
    """
    score = 0.0
    if _common(normalise.plain, gold.registry_ids, predicted.registry_ids):
        score += 3
    if _common(normalise.study_name, gold.names, predicted.names):
        score += 3
    if shared := _common(normalise.citation, gold.citations, predicted.citations):
        every = {normalise.citation(c) for c in (*gold.citations, *predicted.citations)}
        score += len(shared) / len(every) + 0.3
    if gold.enrolled and gold.enrolled == predicted.enrolled:
        score += 1
    if gold.results:
        found = _shared_numbers(gold.results, predicted.results)
        score += 1.5 * found / max(len(gold.results), len(predicted.results))
    return score


def _common(form: Callable[[str], str], one: list[str], other: list[str]) -> set[str]:
    return {form(x) for x in one} & {form(x) for x in other}


def _shared_numbers(gold: Sequence[Result], predicted: Sequence[Result]) -> int:
    """How many gold numbers are printed in the prediction, each predicted one used once."""
    left = list(predicted)
    for result in gold:
        found = next((i for i, other in enumerate(left) if same_number(result, other)), None)
        if found is not None:
            del left[found]
    return len(predicted) - len(left)


def without_twins(trial: TrialRecord) -> TrialRecord:
    """The record without the counts that stand beside their own rate ("13 patients (4.1%)" is the rate)."""
    rates = {_meaning(r) for r in trial.results if r.measure == "rate"}
    kept = [r for r in trial.results if r.measure != "count" or _meaning(r) not in rates]
    return trial.model_copy(update={"results": kept})


def _meaning(result: Result) -> tuple[str, str, str]:
    return normalise.endpoint(result.endpoint), normalise.plain(result.arm), normalise.plain(result.subgroup)
