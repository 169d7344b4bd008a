"""Whose the values of a list are: what is possible, how the weights decide, and from what they are learned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from articles import document, read_article, told, trial
from extract.learning.articles import GoldArticle
from extract.learning.shares import share_cases
from extract.pipeline import run_stages
from extract.records.arms import Context
from extract.records.schema import Result, TrialRecord
from extract.records.share_features import features
from extract.records.shares import answers
from extract.records.turns import Told, Turn, topic
from extract.relations import model
from extract.relations.passage import read_passage
from extract.relations.results import Finding, find_results

FIRST = (
    "The ALPHA-1 trial [3] compared sunitinib with interferon in 400 patients with renal cell carcinoma. "
    "Nausea was seen in 12% of the interferon group and in 9% of the sunitinib group."
)
NEXT = "The rates of fatigue were 31% and 46%."


def _findings(text: str) -> list[Finding]:
    return find_results(read_passage(text, 0, len(text), (), {}), {})


def _turn(text: str, own: tuple[str | None, ...], before: tuple[Told, ...] = ()) -> Turn:
    return Turn(_findings(text), own, own, Context({}, ["sunitinib"], ["interferon"]), before)


def test_a_list_without_arms_may_go_through_those_of_the_list_before_or_of_the_record() -> None:
    turn = _turn(NEXT, (None, None), (Told(0, ("interferon", "sunitinib")),))
    found = answers(turn)
    assert found[None, None] == ["rule", "own", "none"]
    assert {"again", "record:turned"} <= set(found["interferon", "sunitinib"])
    assert {"again:turned", "record"} <= set(found["sunitinib", "interferon"])
    assert {"compared"} <= set(found["interferon", "interferon"])


def test_what_a_sentence_says_of_each_value_stays_or_is_turned() -> None:
    named, turned = ("interferon", "axitinib"), ("axitinib", "interferon")
    assert set(answers(_turn(NEXT, named))) == {named, turned, (None, None)}
    assert ("sunitinib", "interferon") in answers(_turn(NEXT, ("the weather", "interferon")))


def test_a_pair_that_names_one_arm_twice_may_have_those_of_the_record() -> None:
    found = answers(_turn(NEXT, ("the group on sunitinib", "sunitinib")))
    assert "record" in found["sunitinib", "interferon"]


def test_a_feature_tells_whether_a_pair_has_its_arms_as_the_sentence_prints_them() -> None:
    turn = _turn("Fatigue was rarer with sunitinib than with interferon (31% vs 46%).", ("sunitinib", "interferon"))
    first, second = turn.findings
    across = replace(
        turn,
        own=("interferon", "sunitinib"),
        findings=[replace(first, arm=second.arm), replace(second, arm=first.arm)],
    )
    assert "straight:kept:versus" in features(turn, turn.own, ["own"])
    assert "crossed:kept:versus" in features(across, across.own, ["own"])
    assert "crossed:turned:versus" in features(across, turn.own, ["own:turned"])


def test_doses_of_the_drug_tested_may_stand_before_or_behind_the_control() -> None:
    found = answers(_turn("The rates of fatigue were 31%, 33% and 46%.", (None, None, None)))
    assert found["sunitinib", "sunitinib", "interferon"] == ["doses"]
    assert found["interferon", "sunitinib", "sunitinib"] == ["doses-behind"]


def test_a_value_has_another_arm_where_its_own_has_had_its_value_in_the_sentence() -> None:
    text = "The rate of fatigue was 31%."
    (finding,) = _findings(text)
    first = _turn(text, ("sunitinib",))
    again = _turn(text, ("sunitinib",), (Told(finding.line, ("sunitinib",), topic(finding)),))
    elsewhere = _turn(text, ("sunitinib",), (Told(finding.line + 1, ("sunitinib",), topic(finding)),))
    other = ("interferon",)
    assert [other in answers(turn) for turn in (first, again, elsewhere)] == [False, True, False]
    assert "new:single" in features(again, other, ["compared"])
    assert "repeats:single" in features(again, ("sunitinib",), ["own"])


def test_a_feature_says_where_arms_come_from_and_what_they_leave_out() -> None:
    turn = _turn(NEXT, ("sunitinib", None))
    arms = ("sunitinib", "interferon")
    found = features(turn, arms, answers(turn)[arms])
    assert {"kind=filled:compared", "fills:nothing:list", "role1=compared", "shape=each:list:part"} <= set(found)


@pytest.mark.parametrize(
    ("weights", "arms"),
    [
        ({"kind=line-before": 5.0}, ["interferon", "sunitinib"]),
        ({"kind=record": 5.0}, ["sunitinib", "interferon"]),
        ({"kind=compared": 5.0}, ["interferon", "interferon"]),
    ],
)
def test_the_weights_decide(weights: dict[str, float], arms: list[str]) -> None:
    with model.using({**model.load(), "share": weights}):
        results = trial(read_article(FIRST + " " + NEXT), "ALPHA-1").results
    assert told(results[2:], "value", "arm") == list(zip([31.0, 46.0], arms, strict=True))


def test_without_weights_the_rules_decide() -> None:
    with model.using({**model.load(), "share": model.BY_RULE["share"]}):
        results = trial(read_article(FIRST), "ALPHA-1").results
    assert told(results, "value", "arm") == [(12.0, "interferon"), (9.0, "sunitinib")]


def test_gold_results_teach_whose_a_list_is() -> None:
    values = ((31.0, "interferon"), (46.0, "sunitinib"))
    gold = [Result(endpoint="fatigue", measure="rate", value=v, unit="%", arm=arm) for v, arm in values]
    record = TrialRecord(names=["ALPHA-1"], results=gold)
    products = run_stages(document(FIRST + " " + NEXT), until="mentions")
    article = GoldArticle("article", [], {}, [record], products)
    (case,) = share_cases(article, {**model.BY_RULE, **model.load()})
    assert [set(case.candidates[k]) & {"kind=line-before", "kind=line-before:turned"} for k in case.right] == [
        {"kind=line-before"}
    ]
    assert case.weight == 2.0
