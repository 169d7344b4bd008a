"""Bootstrap intervals over articles: against another implementation, and where they must say nothing."""

from __future__ import annotations

import random

import numpy as np
import pytest
from scipy import stats

from extract.evaluation import Counts, Tally
from extract.evaluation.counts import HEADLINE_NAME, total
from extract.evaluation.intervals import Interval, difference_intervals, intervals


def articles(number: int, seed: int = 5) -> list[Counts]:
    """Articles of different sizes with names found in 60 to 95 of 100 cases, and now and then a phase."""
    draw = random.Random(seed)
    made = []
    for _ in range(number):
        gold = draw.randint(5, 60)
        right = round(gold * draw.uniform(0.6, 0.95))
        counts = Counts({"names": Tally(right, draw.randint(0, 9), gold - right)})
        if draw.random() < 0.3:
            counts["phase"] = Tally(draw.randint(0, 3), 1, 1)
        made.append(counts)
    return made


def test_the_interval_is_that_of_another_implementation() -> None:
    made = articles(30)
    table = np.array([(c["names"].matched, c["names"].spurious, c["names"].missed) for c in made])

    def f1(drawn: np.ndarray, axis: int) -> np.ndarray:
        right, spurious, missed = np.moveaxis(table[drawn].sum(axis=axis % drawn.ndim), -1, 0)
        return 2 * right / (2 * right + spurious + missed)

    asked = {"n_resamples": 20000, "method": "percentile", "vectorized": True}
    other = stats.bootstrap((np.arange(30),), f1, **asked, random_state=7).confidence_interval
    own = intervals(made, resamples=20000)["names"]
    assert (own.low, own.high) == pytest.approx((other.low, other.high), abs=0.002)
    assert total(made)["names"].f1 in own


def test_the_same_seed_gives_the_same_interval_and_another_one_another() -> None:
    made = articles(12)
    assert intervals(made, seed=3) == intervals(made, seed=3) != intervals(made, seed=4)


def test_the_headline_counts_in_each_draw_the_fields_that_it_has() -> None:
    # Half of the draws of two articles hold each once; a draw without the second has no phase, and so its names' F1.
    made = [Counts({"names": Tally(1)}), Counts({"names": Tally(1), "phase": Tally(0, 1, 1)})]
    found = intervals(made)
    assert found[HEADLINE_NAME] == Interval(0.5, 1.0)
    assert found["phase"] == Interval(0.0, 0.0)


NOTHING_TO_SAY = [
    ([], "no article"),
    ([Counts({"names": Tally(3, 1, 1)})], "a single article"),
]


@pytest.mark.parametrize(("made", "why"), NOTHING_TO_SAY)
def test_no_interval_over_fewer_than_two_articles(made: list[Counts], why: str) -> None:
    assert intervals(made) == {}, why
    assert difference_intervals(made, made) == {}, why


def test_a_field_without_a_value_has_no_interval() -> None:
    found = intervals([Counts({"names": Tally(1), "status": Tally()})] * 3)
    assert "status" not in found
    assert found["names"] == Interval(1.0, 1.0)


def test_what_is_hard_in_an_article_cancels_out_in_the_difference_of_two_runs() -> None:
    before = articles(30)
    after = [Counts({"names": c["names"] + Tally(1, 0, -1 if c["names"].missed else 0)}) for c in before]
    difference = difference_intervals(before, after)["names"]
    alone = intervals(before)["names"]
    assert 0 < difference.low < difference.high
    assert difference.high - difference.low < (alone.high - alone.low) / 3
    assert difference_intervals(before, before)["names"] == Interval(0.0, 0.0)
    with pytest.raises(ValueError, match="30 articles are not paired with 29"):
        difference_intervals(before, after[1:])
