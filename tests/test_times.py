"""Times: which of the timepoints around a result is its own."""

from __future__ import annotations

from articles import TableOf, document, read_article, table, told, trial
from extract.learning.articles import GoldArticle
from extract.learning.times import time_cases
from extract.pipeline import run_stages
from extract.records.schema import Result, TrialRecord
from extract.relations.model import BY_RULE, load, using
from extract.relations.times import Times, by_weights, told_in

_TREATED = "ALPHA-1 [3] treated 112 patients with psoriasis with abatacept or placebo for 12 weeks."
_RESPONSE = "Response was seen in 73% of patients on abatacept and 13% of those on placebo."
_IN_TURN = "In ALPHA-1 [3], remission was seen at 1, 2 and 3 years in 73%, 75% and 72% of 320 patients on abatacept."

# (sentences, the timepoint of each result, why)
TOLD = [
    ((_TREATED, _RESPONSE), ["12 weeks"] * 2, "a sentence before says how long the study was"),
    ((_IN_TURN,), ["1 year", "2 years", "3 years"], "as many times as values, place by place"),
    (
        (
            "In ALPHA-1 [3], a trial of abatacept in 112 patients, response was seen in 30% and 2% at week 12"
            " and in 56% and 5% at week 24.",
        ),
        ["week 12", "week 12", "week 24", "week 24"],
        "each list has its time behind it",
    ),
    (
        ("In ALPHA-1 [3], 112 patients were randomized to abatacept or placebo every 4 weeks.", _RESPONSE),
        [None] * 2,
        "how often it is given is no time",
    ),
    (
        (
            "BETA-2 [4] treated 90 patients with mania with lithium for 3 weeks.",
            _TREATED.split(" for ")[0] + ".",
            _RESPONSE,
        ),
        [None] * 2,
        "the time of another study is none of this one's",
    ),
]


@table("sentences, times, why", TOLD)
def test_the_time_of_a_result(sentences: tuple[str, ...], times: list[str | None], why: str) -> None:
    found = trial(read_article("# Results", " ".join(sentences)), "ALPHA-1").results
    assert [r.timepoint for r in found] == times, why


def _rows(column: str, cell: str, caption: str = "Trials in psoriasis") -> list[tuple[object, ...]]:
    rows = [["Study", "n", column, "Response, abatacept (%)"], ["ALPHA-1 [3]", "320", cell, "31"]]
    return told(trial(read_article("# Results", TableOf(caption, rows)), "ALPHA-1").results, "value", "timepoint")


def test_a_column_of_times_is_of_the_values_beside_it() -> None:
    assert _rows("Week", "12") == [(31.0, "12 weeks")]
    assert _rows("Follow-up", "36 months") == [(31.0, "36 months")]
    assert _rows("Duration", "36 months") == [(31.0, None)], "how long the treatment was"


def test_the_time_of_a_caption_is_of_all_values() -> None:
    assert _rows("Country", "Italy", "Trials in psoriasis (all double-blind, 3 weeks)") == [(31.0, "3 weeks")]


def test_a_change_is_not_of_the_baseline() -> None:
    told_of = (
        "ALPHA-1 [3] treated 112 patients with lithium. The mean change in HbA1c from baseline was -0.8% with lithium."
    )
    (found,) = trial(read_article("# Results", told_of), "ALPHA-1").results
    assert (found.measure, found.timepoint) == ("mean-change", None)


def test_without_weights_the_rules_decide() -> None:
    tables = {**load(), "time": BY_RULE["time"]}
    with using(tables):
        earlier = trial(read_article("# Results", f"{_TREATED} {_RESPONSE}"), "ALPHA-1").results
        at = trial(read_article("# Results", f"{_TREATED} At week 8, response was seen in 73%."), "ALPHA-1").results
    assert [r.timepoint for r in earlier] == [None, None]
    assert [r.timepoint for r in at] == ["week 8"]


def test_candidates_with_the_same_time_speak_for_each_other() -> None:
    made = run_stages(document("# Results", f"{_TREATED} After 12 weeks, or 8 weeks for a few, {_RESPONSE.lower()}"))
    (study,) = made["studies"]
    offered: list[list[str | None]] = []

    def choose(finding: object, moments: object, rows: object) -> int:
        offered.append([m.value if m else None for m in moments])  # type: ignore[attr-defined]
        return by_weights(finding, moments, rows)  # type: ignore[arg-type]

    Times(made["view"], made["lines"], study, choose).choose(told_in(made["lines"], study))
    assert sorted(offered[0][:-1]) == ["12 weeks", "12 weeks", "8 weeks"]  # type: ignore[type-var]
    moments = [None, *_moments("8 weeks", "12 weeks", "12 weeks")]
    with using({**load(), "time": {"one": 1.0, "other": 0.9}}):
        assert by_weights(None, moments, [[], ["one"], ["other"], ["other"]]) == 2  # type: ignore[arg-type]


def _moments(*values: str) -> list[object]:
    made = run_stages(document("# Results", _TREATED))
    from extract.mentions.mention import Kind, Mention
    from extract.relations.time_features import Moment

    return [Moment(Mention(Kind.TIMEPOINT, 0, 1, v, "timepoint:cue:at"), "here", made["lines"][0]) for v in values]


def test_gold_teaches_which_time_is_right() -> None:
    whole = document("# Results", f"{_TREATED} {_RESPONSE}")
    results = [
        Result(endpoint="response", measure="rate", value=value, unit="%", timepoint="week 12", arm=arm)
        for value, arm in ((73.0, "abatacept"), (13.0, "placebo"))
    ]
    gold = TrialRecord(names=["ALPHA-1"], citations=["3"], results=results)
    article = GoldArticle("article", [], {}, [gold], run_stages(whole, until="mentions"))
    cases = time_cases(article, load())
    assert [(len(case.candidates), case.right) for case in cases] == [(2, frozenset({0}))] * 2
    assert any(name.startswith("back=1") for name in cases[0].candidates[0])
    assert "last=line:same" in cases[1].candidates[0], "the choice before is the gold's"
