"""The sentence-level benchmark: cells (outcome, arm, value) against annotated result sentences.

A cell is one annotated measure with the outcomes and the intervention it is tied to. A predicted
result is right when its value is printed in that measure, and its arm and endpoint overlap the
annotated names (token-set ratio of at least 60, as the benchmark's relaxed match; Whitton and
Hunter, 2023). A measure with no annotated arm or outcome asks for none of that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz
import numpy as np
from scipy.optimize import linear_sum_assignment

from extract.learning.rct_art import Annotated, read_annotated
from extract.records.schema import Result

ALIKE = 60
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Cell:
    """The numbers of one measure, and the names of its outcomes and interventions."""

    numbers: tuple[float, ...]
    outcomes: tuple[str, ...]
    arms: tuple[str, ...]


def cells(sentence: Annotated) -> list[Cell]:
    """The cells of an annotated sentence; a measure without a number is none."""
    cut = sentence.text.__getitem__
    out = []
    for measure, outcomes, arms in zip(sentence.measures, sentence.endpoints, sentence.arms, strict=True):
        numbers = tuple(float(n) for n in _NUMBER.findall(cut(slice(*measure))))
        names = tuple(tuple(cut(slice(*s)) for s in group) for group in (outcomes, arms))
        if numbers:
            out.append(Cell(numbers, names[0], names[1]))
    return out


def matches(cell: Cell, result: Result) -> bool:
    """Whether a result is the cell's: its number, its outcome and its arm."""
    printed = {
        abs(x) for x in (result.value, result.low, float(result.events) if result.events else None) if x is not None
    }
    return (
        bool(printed & set(cell.numbers[:2]))
        and _named(result.endpoint, cell.outcomes)
        and _named(result.arm, cell.arms)
    )


def _named(name: str | None, names: Sequence[str]) -> bool:
    if not names:
        return True
    return bool(name) and any(
        fuzz.token_set_ratio(str(name).lower(), n.lower()) >= ALIKE for n in (*names, " ".join(names))
    )


def benchmark(path: Path, results_in: Callable[[str], list[Result]]) -> Iterator[tuple[Annotated, int, int, int]]:
    """Yield per sentence: the sentence, right cells, spurious results, missed cells."""
    for sentence in read_annotated(path):
        gold, found = cells(sentence), results_in(sentence.text)
        right = _paired(gold, found)
        yield sentence, right, len(found) - right, len(gold) - right


def _paired(gold: Sequence[Cell], found: Sequence[Result]) -> int:
    if not gold or not found:
        return 0
    fits = np.array([[1.0 if matches(g, f) else 0.0 for f in found] for g in gold])
    rows, columns = linear_sum_assignment(-fits)
    return int(fits[rows, columns].sum())
