"""Descent to the minimum of a smooth convex loss: L-BFGS (Nocedal, 1980) with a backtracking line search.

The library's own is made for bounds, and takes ten times as long where there are many weights and none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Loss = Callable[[Vector], tuple[float, Vector]]
# How many steps are remembered, how many are made at most, and how little a step may still gain.
MEMORY, STEPS, GAIN = 8, 300, 1e-6


def dot(a: Vector, b: Vector) -> float:
    """The inner product, the same to the last bit whatever the number of threads (that of BLAS is not)."""
    return float(np.sum(a * b))


def descend(loss: Loss, start: Vector) -> Vector:
    """The weights at the minimum of a loss, which returns its value and its gradient."""
    w, (value, gradient) = start, loss(start)
    steps: deque[tuple[Vector, Vector, float]] = deque(maxlen=MEMORY)
    for _ in range(STEPS):
        move = -_turned(gradient, steps)
        slope = dot(gradient, move)
        if slope >= 0.0:
            break
        size = 1.0 if steps else min(1.0, 1.0 / float(np.abs(gradient).sum() + 1e-12))
        for _ in range(30):
            ahead, (next_value, next_gradient) = w + size * move, loss(w + size * move)
            if next_value <= value + 1e-4 * size * slope:
                break
            size *= 0.5
        else:
            break
        step, bend = ahead - w, next_gradient - gradient
        if (curve := dot(step, bend)) > 1e-12:
            steps.append((step, bend, curve))
        gained, w, value, gradient = value - next_value, ahead, next_value, next_gradient
        if gained <= GAIN * max(1.0, abs(value)):
            break
    return w


def _turned(gradient: Vector, steps: deque[tuple[Vector, Vector, float]]) -> Vector:
    """The gradient turned by what the last steps tell of the curvature (the two-loop recursion)."""
    q, weights = gradient.copy(), []
    for step, bend, curve in reversed(steps):
        weights.append(dot(step, q) / curve)
        q -= weights[-1] * bend
    if steps:
        _, bend, curve = steps[-1]
        q *= curve / dot(bend, bend)
    for (step, bend, curve), weight in zip(steps, reversed(weights), strict=True):
        q += step * (weight - dot(bend, q) / curve)
    return q
