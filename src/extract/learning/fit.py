"""Fitting the linear models: conditional logit for choices, logistic regression for yes/no.

A choice is one value with its candidates, of which one or more are right; the fitted weights
maximise the summed log probability of the right ones under a softmax over the candidates, less an
L2 penalty (McFadden's conditional logit, 1974, with sets of right answers).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix


@dataclass(frozen=True, slots=True)
class Choice:
    """The feature names of each candidate, the indices of the right ones, and a weight."""

    candidates: tuple[tuple[str, ...], ...]
    right: frozenset[int]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class YesNo:
    """The feature names of one case and its answer."""

    names: tuple[str, ...]
    answer: bool
    weight: float = 1.0


def vocabulary(rows: Iterable[Sequence[str]], at_least: int = 2) -> dict[str, int]:
    """Number the feature names that occur in at least this many rows, in alphabetical order."""
    counts = Counter(name for row in rows for name in set(row))
    return {name: i for i, name in enumerate(sorted(n for n, c in counts.items() if c >= at_least))}


def matrix(rows: Sequence[Sequence[str]], names: dict[str, int]) -> csr_matrix:
    """The 0/1 matrix of rows by feature names."""
    pairs = [(r, names[n]) for r, row in enumerate(rows) for n in row if n in names]
    index = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return csr_matrix((np.ones(len(index)), (index[:, 0], index[:, 1])), shape=(len(rows), len(names)))


def fit_choices(choices: Sequence[Choice], penalty: float = 1.0) -> dict[str, float]:
    """Fit a conditional logit; returns the non-zero weights by feature name."""
    rows = [c for choice in choices for c in choice.candidates]
    names = vocabulary(rows)
    x = matrix(rows, names)
    sizes = np.array([len(c.candidates) for c in choices])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right = np.array([k in c.right for c in choices for k in range(len(c.candidates))])
    weights = np.repeat([c.weight for c in choices], sizes)
    owner = np.repeat(np.arange(len(choices)), sizes)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = x @ w
        scores -= np.maximum.reduceat(scores, starts)[owner]
        raised = np.exp(scores)
        total = np.add.reduceat(raised, starts)
        good = np.add.reduceat(np.where(right, raised, 0.0), starts)
        gradient = raised / total[owner] - np.where(right, raised, 0.0) / good[owner]
        value = float(np.sum(weights[starts] * (np.log(total) - np.log(good)))) + 0.5 * penalty * float(w @ w)
        return value, x.T @ (weights * gradient) + penalty * w

    return _solve(loss, names)


def fit_yes_no(cases: Sequence[YesNo], penalty: float = 1.0) -> dict[str, float]:
    """Fit a logistic regression; returns the non-zero weights by feature name."""
    names = vocabulary([c.names for c in cases])
    x = matrix([c.names for c in cases], names)
    sign = np.array([1.0 if c.answer else -1.0 for c in cases])
    weights = np.array([c.weight for c in cases])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (x @ w)
        value = float(np.sum(weights * np.logaddexp(0.0, -margin))) + 0.5 * penalty * float(w @ w)
        return value, x.T @ (-weights * sign / (1.0 + np.exp(margin))) + penalty * w

    return _solve(loss, names)


def _solve(loss: object, names: dict[str, int]) -> dict[str, float]:
    solution = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    return {n: round(float(solution.x[i]), 3) for n, i in names.items() if abs(solution.x[i]) >= 0.005}
