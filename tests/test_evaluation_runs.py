"""Two runs against each other: values lost and gained, what is noise, and runs that cannot be compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.errors import UsageError
from extract.evaluation import Report, Tally, Verdict, compare, score_records
from extract.evaluation.counts import HEADLINE_NAME
from extract.evaluation.report import ArticleScore
from extract.evaluation.runs import Turn, compare_runs
from extract.evaluation.saved import read_report, read_run
from extract.records.schema import Result, TrialRecord
from extract.reports.data import ReportData
from extract.reports.json_file import render


def rate(value: float, endpoint: str = "remission", arm: str = "gelatin") -> Result:
    return Result(endpoint=endpoint, measure="rate", value=value, unit="%", arm=arm)


GOLD = [
    TrialRecord(names=["OPAL"], phase="3", results=[rate(40), rate(20, arm="vehicle")]),
    TrialRecord(names=["AGATE"], results=[rate(33)]),
]
BEFORE = [
    TrialRecord(names=["OPAL"], results=[rate(40), rate(20, arm="vehicle"), rate(7, "fever")]),
    TrialRecord(names=["ONYX"]),
]
AFTER = [
    TrialRecord(names=["OPAL"], phase="3", results=[rate(40, "relapse"), rate(20, arm="vehicle")]),
    TrialRecord(names=["JADE"]),
]


def article(predicted: list[TrialRecord], doc_id: str = "doc", gold: list[TrialRecord] | None = None) -> ArticleScore:
    gold = GOLD if gold is None else gold
    return ArticleScore(doc_id, score_records(gold, predicted), tuple(compare(gold, predicted, doc_id)))


def report(*articles: ArticleScore) -> Report:
    return Report(articles)


def test_every_value_that_turned_is_told_with_what_it_became() -> None:
    compared = compare_runs(report(article(BEFORE)), report(article(AFTER)))
    told = {(s.turn, s.value.field, s.value.gold or s.value.predicted, s.became) for s in compared.shifts}
    opal = "40 % rate of remission; arm gelatin"
    assert told == {
        (Turn.LOST, "results", opal, "wrong endpoint: 40 % rate of relapse; arm gelatin"),
        (Turn.GAINED, "phase", "3", "right: 3"),
        (Turn.NEW, "trials", "JADE; []; 0 results", "spurious: JADE; []; 0 results"),
        (Turn.NEW, "names", "JADE", "spurious: JADE"),
        (Turn.GONE, "trials", "ONYX; []; 0 results", ""),
        (Turn.GONE, "names", "ONYX", ""),
        (Turn.GONE, "results", "7 % rate of fever; arm gelatin", ""),
    }
    assert str(compared.lost[0]) == (
        f"lost | doc | results | OPAL | gold: {opal} | now wrong endpoint: 40 % rate of relapse; arm gelatin"
    )
    assert [s.turn for s in compared.shifts] == sorted((s.turn for s in compared.shifts), key=list(Turn).index)


def test_a_run_against_itself_has_no_turns_and_the_reverse_swaps_them() -> None:
    one, other = report(article(BEFORE)), report(article(AFTER))
    assert compare_runs(one, one).shifts == ()
    there, back = compare_runs(one, other), compare_runs(other, one)
    for turn, reverse in ((Turn.LOST, Turn.GAINED), (Turn.NEW, Turn.GONE)):
        assert len(there.turned(turn)) == len(back.turned(reverse)) > 0
        assert len(back.turned(turn)) == len(there.turned(reverse)) > 0


def test_of_two_gold_values_alike_one_may_be_lost() -> None:
    twice = [TrialRecord(names=["OPAL"], results=[rate(40), rate(40)])]
    once = [TrialRecord(names=["OPAL"], results=[rate(40)])]
    compared = compare_runs(report(article(twice, gold=twice)), report(article(once, gold=twice)))
    assert [(s.turn, s.value.kind) for s in compared.shifts] == [(Turn.LOST, Verdict.MISSED)]


def test_an_error_that_only_changes_its_kind_is_not_new() -> None:
    wrong_endpoint = [TrialRecord(names=["AGATE"], results=[rate(33, "relapse")])]
    no_record = [TrialRecord(names=["ONYX"], results=[rate(33, "relapse")])]
    gold = GOLD[1:]
    compared = compare_runs(report(article(wrong_endpoint, gold=gold)), report(article(no_record, gold=gold)))
    assert [s for s in compared.turned(Turn.NEW) if s.value.field == "results"] == []


def many(predicted: list[TrialRecord], number: int) -> list[ArticleScore]:
    return [article(predicted, f"doc{i}") for i in range(number)]


def test_noise_and_few_articles_are_told_apart() -> None:
    same = many(GOLD, 9)
    one_worse = report(*same[:-1], article(AFTER, "doc8"))
    all_worse = report(*many(AFTER, 9))
    assert compare_runs(report(*same), one_worse).judge("results:full") == "within noise"
    assert compare_runs(report(*same), all_worse).judge("results:full") == "beyond noise"
    assert compare_runs(report(*same), all_worse).judge("phase") == ""
    assert compare_runs(report(*same[:4]), report(*all_worse.articles[:4])).judge("results:full") == (
        "too few articles to say"
    )
    lone = compare_runs(report(same[0]), report(all_worse.articles[0]))
    assert lone.deltas["results:full"].interval is None
    assert lone.deltas["results:full"].noise


def test_what_cannot_be_compared_takes_no_part_and_is_told() -> None:
    old = report(article(BEFORE, "kept"), article(BEFORE, "dropped"), article(BEFORE, "annotated-anew", GOLD[:1]))
    new = report(article(BEFORE, "kept"), article(AFTER, "added"), article(AFTER, "annotated-anew"))
    compared = compare_runs(old, new)
    assert compared.articles == 1
    assert compared.shifts == ()
    assert compared.notices == (
        "Only in the baseline, not compared: dropped.",
        "Only in the run, not compared: added.",
        "The gold is another than the baseline's, not compared: annotated-anew.",
    )


def test_an_article_that_failed_now_has_lost_all_that_was_right() -> None:
    failed = article([])
    compared = compare_runs(report(article(BEFORE)), report(failed))
    right = [c for c in article(BEFORE).comparisons if c.right]
    assert len(compared.lost) == len(right) > 0
    assert compared.fallen[HEADLINE_NAME].after == 0


def test_a_json_report_read_again_is_the_same_run(tmp_path: Path) -> None:
    run = report(article(BEFORE, "a"), article(AFTER, "b"))
    path = tmp_path / "old.json"
    path.write_text(render(ReportData.of(run)), encoding="utf-8")
    again = read_report(path)
    assert again == run
    assert again.counts["names"] == Tally(2, 2, 2)
    lines = path.read_text(encoding="utf-8").splitlines()
    values = [line for line in lines if line.startswith('  {"kind"')]
    assert len(values) == len(run.comparisons), "a line per value"


BAD = [
    ("{", "Invalid JSON", "no JSON"),
    ('{"headline": 0.5}', "articles: Field required", "the figures alone, as --json prints them"),
    ('{"articles": {}, "comparisons": [{"kind": "fine"}]}', "comparisons.0", "a value of another shape"),
]


@pytest.mark.parametrize(("content", "message", "why"), BAD, ids=[why for *_, why in BAD])
def test_a_file_that_is_no_report_is_misuse(content: str, message: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_report(path)
    assert str(caught.value).startswith(f"{path}: no JSON report"), why
    assert message in str(caught.value), why


def test_a_folder_without_any_of_the_articles_is_no_baseline(tmp_path: Path) -> None:
    gold, other = tmp_path / "gold", tmp_path / "other"
    for folder, name in ((gold, "doc"), (other, "stranger")):
        folder.mkdir()
        (folder / f"{name}.json").write_text(json.dumps({"doc_id": name}), encoding="utf-8")
    with pytest.raises(UsageError, match="no prediction of any article"):
        read_run(other, gold)
    assert [a.prediction for a in read_run(gold, gold).articles] == ["read"]
