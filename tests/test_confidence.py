"""Confidence: between 0 and 1, higher where the model is surer, lower for what is often wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

import extract
from extract.records.confidence import confidence_of, record_confidence
from extract.records.schema import Result, TrialRecord

ARTICLE = Path(__file__).resolve().parents[1] / "corpus" / "jats-heart-failure.nxml"


@pytest.fixture
def rate() -> Result:
    return Result(endpoint="overall survival", measure="rate", value=45.0, unit="%", arm="sunitinib")


def test_a_surer_model_gives_more_confidence(rate: Result) -> None:
    told = [confidence_of(rate, p) for p in (0.1, 0.4, 0.7, 0.99)]
    assert told == sorted(told)
    assert told[-1] - told[0] > 0.2


def test_a_result_without_an_arm_is_less_sure(rate: Result) -> None:
    assert confidence_of(rate.model_copy(update={"arm": None}), 0.9) < confidence_of(rate, 0.9)


def test_a_name_makes_a_record_surer() -> None:
    assert record_confidence(TrialRecord(names=["ALPHA-1"])) > record_confidence(TrialRecord(citations=["3"])) > 0.5


def test_every_record_and_result_of_an_article_has_one() -> None:
    trials = extract.extract(ARTICLE).trials
    told = [t.confidence for t in trials] + [r.confidence for t in trials for r in t.results]
    assert len(told) > 20
    assert all(c is not None and 0 <= c <= 1 for c in told)
