"""Whose the values of a list are: what is possible, how the weights decide, and from what they are learned."""

from __future__ import annotations

import pytest

from articles import document, read_article, told, trial
from extract.learning.articles import GoldArticle
from extract.learning.shares import share_cases
from extract.pipeline import run_stages
from extract.records.arms import Context
from extract.records.schema import Result, TrialRecord
from extract.records.share_features import features
from extract.records.shares import answers
from extract.records.turns import Told, Turn
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


def test_what_a_sentence_says_of_each_value_stays() -> None:
    assert set(answers(_turn(NEXT, ("interferon", "axitinib")))) == {("interferon", "axitinib"), (None, None)}
    assert ("sunitinib", "interferon") in answers(_turn(NEXT, ("the weather", "interferon")))


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
