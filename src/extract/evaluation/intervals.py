"""How sure a figure is: bootstrap intervals over articles, seeded, so that the same counts give the same bounds.

Articles are drawn with replacement, their counts added up and the figure taken anew, many times; the
interval runs from the 2.5th to the 97.5th percentile of what comes out (the percentile interval of
Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13). Two runs over the same
articles are compared on the same draws, so that what is hard in an article cancels out.

A draw is a row of multinomial weights, for then all draws of all fields are one product of matrices;
``scipy.stats.bootstrap`` would copy the articles for each draw and refuses a single one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

from extract.evaluation.counts import HEADLINE, HEADLINE_NAME, Tally

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RESAMPLES = 2000
SEED = 1
_PERCENTILES = (2.5, 97.5)
# Of fewer articles an interval says too little to rest a decision on.
FEW = 5

Part = Mapping[str, Tally]


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval, both ends in it."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    def as_dict(self) -> dict[str, float]:
        """Both ends."""
        return {"low": self.low, "high": self.high}


def wilson(right: int, number: int) -> Interval:
    """The 95 percent interval of ``right`` of ``number`` (Wilson, 1927); ``number`` is not 0."""
    z, share = 1.96, right / number
    middle, spread = share + z * z / 2 / number, z * sqrt(share * (1 - share) / number + z * z / 4 / number**2)
    whole = 1 + z * z / number
    return Interval(max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole))


def intervals(articles: Sequence[Part], seed: int = SEED, resamples: int = RESAMPLES) -> dict[str, Interval]:
    """The interval of the headline and of every field's F1 over ``articles``.

    A figure that no interval can be given for is not there: a field that no article has anything of,
    and every figure of fewer than two articles.
    """
    if len(articles) < 2:
        return {}
    drawn = _resampled(articles, _names(articles), seed, resamples)
    return _bounds(drawn)


def difference_intervals(
    before: Sequence[Part], after: Sequence[Part], seed: int = SEED, resamples: int = RESAMPLES
) -> dict[str, Interval]:
    """The interval of each figure's difference, ``after`` less ``before``, over the same articles in the same order."""
    if len(before) != len(after):
        raise ValueError(f"{len(before)} articles are not paired with {len(after)}")
    if len(before) < 2:
        return {}
    names = _names([*before, *after])
    old, new = (_resampled(parts, names, seed, resamples) for parts in (before, after))
    return _bounds({name: new[name] - old[name] for name in new})


def _names(articles: Sequence[Part]) -> list[str]:
    return list(dict.fromkeys(name for article in articles for name in article))


def _resampled(
    articles: Sequence[Part], names: Sequence[str], seed: int, resamples: int
) -> dict[str, NDArray[np.float64]]:
    """Each figure in each draw; NaN where nothing of a field was drawn."""
    import numpy as np

    size = len(articles)
    weights = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), size=resamples)
    table = [[_row(article.get(name, Tally())) for name in names] for article in articles]
    summed = np.tensordot(weights, np.array(table), axes=1)
    right, wrong = 2 * summed[..., 0], summed[..., 1] + summed[..., 2]
    f1 = np.divide(right, right + wrong, out=np.full(right.shape, np.nan), where=right + wrong > 0)
    drawn = {name: f1[:, column] for column, name in enumerate(names)}
    return {HEADLINE_NAME: _mean([drawn[name] for name in HEADLINE if name in drawn])} | drawn


def _row(tally: Tally) -> tuple[int, int, int]:
    return tally.matched, tally.spurious, tally.missed


def _mean(columns: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """The mean over the fields that a draw has anything of; 0 where it has nothing, as for the figure itself."""
    import numpy as np

    if not columns:
        return np.zeros(0)
    stacked = np.stack(columns)
    present: Any = np.maximum(1, np.sum(~np.isnan(stacked), axis=0))
    return np.asarray(np.nansum(stacked, axis=0) / present, dtype=float)


def _bounds(drawn: Mapping[str, NDArray[np.float64]]) -> dict[str, Interval]:
    import numpy as np

    found = {}
    for name, values in drawn.items():
        known = values[~np.isnan(values)]
        if len(known):
            low, high = np.percentile(known, _PERCENTILES)
            found[name] = Interval(float(low), float(high))
    return found
