"""Roles by trained weights: what the features of a treatment say, and how the tables decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from articles import document
from extract.learning.articles import GoldArticle
from extract.learning.roles import role_cases
from extract.pipeline import extract, run_stages
from extract.records.build import topic_of
from extract.records.roles import candidates
from extract.records.schema import TrialRecord
from extract.records.trials import article_of, build_each
from extract.relations.model import BY_RULE, load, using

_SERVED = "ALPHA-1 [3] randomized 320 patients with mania to asenapine; haloperidol served as the active comparator."


def _features(*parts: str) -> dict[str, list[str]]:
    made = run_stages(document(*parts))
    article = article_of(*(made[name] for name in ("document", "view", "lines", "abbreviations")))
    study, _ = build_each(article, made["studies"])[0]
    rows = candidates(article.view, article.lines, study, topic_of(article, study), article.other_names)
    return {candidate.name: names for candidate, names in rows}


# (treatment, feature, the sentence that shows it)
SHOWN = [
    ("haloperidol", "any:is-control", _SERVED),
    ("asenapine", "any:given-ahead", _SERVED),
    ("abatacept", "any:control-ahead", "ALPHA-1 [3] tested rituximab in 90 patients, with the control abatacept."),
    ("zoledronic acid", "any:joined", "ALPHA-1 [3] tested letrozole plus zoledronic acid in 90 patients."),
    ("methotrexate", "any:in-population", "ALPHA-1 [3] tested rituximab in 90 patients on stable methotrexate."),
    ("abatacept", "any:after-versus", "ALPHA-1 [3] was a trial of rituximab versus abatacept in 90 patients."),
]


@pytest.mark.parametrize(("treatment", "feature", "sentence"), SHOWN)
def test_a_feature_says_what_the_sentence_says(treatment: str, feature: str, sentence: str) -> None:
    assert feature in _features("# Results", sentence)[treatment]


def test_a_treatment_of_the_heading_is_the_topic_though_no_sentence_names_it() -> None:
    found = _features("# Asenapine", "ALPHA-1 [3] enrolled 320 patients; 40% responded, and 20% with placebo.")
    assert "first:only-topic" in found["asenapine"]
    assert "topic:with-control" in found["asenapine"]
    assert "no-topic:with-control" in found["placebo"]


@pytest.fixture
def roles() -> Iterator[Mapping[str, Mapping[str, float]]]:
    """The tables without anything learned of roles."""
    tables = {**load(), **BY_RULE}
    with using(tables):
        yield tables


def _record(*parts: str) -> TrialRecord:
    return extract(document(*parts)).trials[0]


def test_weights_decide_over_the_rules(roles: Mapping[str, Mapping[str, float]]) -> None:
    assert _record("# Results", _SERVED).comparators != ["haloperidol"]
    learned = {"tested": {**BY_RULE["tested"], "any:is-control": -9}, "compared": {"bias": -2, "any:is-control": 9}}
    with using({**roles, **learned}):
        record = _record("# Results", _SERVED)
    assert (record.interventions, record.comparators) == (["asenapine"], ["haloperidol"])


def test_a_gold_record_answers_for_each_treatment_of_its_study() -> None:
    whole = document("# Results", _SERVED)
    gold = TrialRecord(names=["ALPHA-1"], interventions=["asenapine"], comparators=["haloperidol"])
    article = GoldArticle("article", [], {}, [gold], run_stages(whole, until="mentions"))
    cases = role_cases(article, load())
    assert [case.answer for case in cases["tested"]] == [True, False, False]
    assert [case.answer for case in cases["compared"]] == [False, True, False]
