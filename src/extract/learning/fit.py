"""Fitting the linear models: conditional logit for choices, logistic regression for yes/no.

A choice is one value with its candidates, of which one or more are right; the fitted weights
maximise the summed log probability of the right ones under a softmax over the candidates, less an
L2 penalty (McFadden's conditional logit, 1974, with sets of right answers).

The penalty draws the weights towards those of a base where there is one, and to nothing elsewhere:
a few articles adapt the weights that many sentences gave (Chelba and Acero, 2004).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from extract.learning.descend import Loss, Vector, descend

Weights = Mapping[str, float]
_NOTHING: Weights = {}
# What stands before a feature's name where it is one of passages with no article around them.
OWN = "@"
OWN_PENALTY = 3.0


@dataclass(frozen=True, slots=True)
class Choice:
    """The feature names of each candidate, the indices of the right ones, and a weight."""

    candidates: tuple[tuple[str, ...], ...]
    right: frozenset[int]
    weight: float = 1.0
    start: tuple[float, ...] = ()
    """What each candidate's score starts from; nothing where it is empty."""


@dataclass(frozen=True, slots=True)
class YesNo:
    """The feature names of one case and its answer."""

    names: tuple[str, ...]
    answer: bool
    weight: float = 1.0


def vocabulary(rows: Iterable[Sequence[str]], known: Mapping[str, float], at_least: int = 2) -> dict[str, int]:
    """Number the feature names that occur in at least this many rows, or are known, in alphabetical order."""
    counts = Counter(name for row in rows for name in set(row))
    return {name: i for i, name in enumerate(sorted(n for n, c in counts.items() if c >= at_least or n in known))}


def matrix(rows: Sequence[Sequence[str]], names: dict[str, int]) -> csr_matrix:
    """The 0/1 matrix of rows by feature names."""
    pairs = [(r, names[n]) for r, row in enumerate(rows) for n in row if n in names]
    index = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return csr_matrix((np.ones(len(index)), (index[:, 0], index[:, 1])), shape=(len(rows), len(names)))


def fit_choices(choices: Sequence[Choice], penalty: float = 1.0, base: Weights = _NOTHING) -> dict[str, float]:
    """Fit a conditional logit; returns the non-zero weights by feature name, those of ``base`` among them."""
    if not choices:
        return dict(base)
    rows = [c for choice in choices for c in choice.candidates]
    names = vocabulary(rows, base)
    x, start = matrix(rows, names), _start(names, base)
    sizes = np.array([len(c.candidates) for c in choices])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right = np.array([k in c.right for c in choices for k in range(len(c.candidates))])
    weights = np.repeat([c.weight for c in choices], sizes)
    owner = np.repeat(np.arange(len(choices)), sizes)

    held = penalty * _firmness(names)
    known = np.array([s for c in choices for s in c.start or [0.0] * len(c.candidates)])

    def loss(w: Vector) -> tuple[float, Vector]:
        scores = x @ w + known
        scores -= np.maximum.reduceat(scores, starts)[owner]
        raised = np.exp(scores)
        total = np.add.reduceat(raised, starts)
        good = np.add.reduceat(np.where(right, raised, 0.0), starts)
        gradient = raised / total[owner] - np.where(right, raised, 0.0) / good[owner]
        away = w - start
        value = float(np.sum(weights[starts] * (np.log(total) - np.log(good)))) + 0.5 * float(
            np.sum(held * away * away)
        )
        return value, x.T @ (weights * gradient) + held * away

    return _solve(loss, names, base)


def fit_yes_no(cases: Sequence[YesNo], penalty: float = 1.0, base: Weights = _NOTHING) -> dict[str, float]:
    """Fit a logistic regression; returns the non-zero weights by feature name, those of ``base`` among them."""
    if not cases:
        return dict(base)
    names = vocabulary([c.names for c in cases], base)
    x, start = matrix([c.names for c in cases], names), _start(names, base)
    sign = np.array([1.0 if c.answer else -1.0 for c in cases])
    weights = np.array([c.weight for c in cases])

    held = penalty * _firmness(names)

    def loss(w: Vector) -> tuple[float, Vector]:
        margin = sign * (x @ w)
        away = w - start
        value = float(np.sum(weights * np.logaddexp(0.0, -margin))) + 0.5 * float(np.sum(held * away * away))
        return value, x.T @ (-weights * sign / (1.0 + np.exp(margin))) + held * away

    return _solve(loss, names, base)


def _firmness(names: Iterable[str]) -> Vector:
    """How much harder than the shared weights those of one kind of text alone are held at nothing."""
    return np.array([OWN_PENALTY if name.startswith(OWN) else 1.0 for name in names])


def _start(names: dict[str, int], base: Weights) -> Vector:
    return np.array([base.get(name, 0.0) for name in names])


def _solve(loss: Loss, names: dict[str, int], base: Weights) -> dict[str, float]:
    w = descend(loss, _start(names, base)).tolist()
    fitted = {n: round(w[i], 3) for n, i in names.items() if abs(w[i]) >= 0.005}
    return {n: w for n, w in base.items() if n not in names} | fitted
