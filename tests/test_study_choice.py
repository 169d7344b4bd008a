"""Which study a sentence without a name speaks of: what is learned, from what, and that it decides."""

from __future__ import annotations

import pytest

from articles import document, read_article
from extract.learning.articles import GoldArticle
from extract.learning.studies import study_cases
from extract.pipeline import run_stages
from extract.records.schema import TrialRecord
from extract.relations import model

PARAGRAPH = (
    "Paclitaxel was given to 44 patients with recurrent thymoma, and the response rate was 34%. Toxicity was mild [3]. "
    "French investigators treated 58 patients with docetaxel plus cisplatin; the response rate was 41% [4]."
)


def _records(*parts: str) -> list[tuple[list[str], list[float | None]]]:
    return [(t.citations, [r.value for r in t.results]) for t in read_article(*parts).trials]


def test_two_studies_of_one_paragraph_each_cited_at_its_end() -> None:
    assert _records(PARAGRAPH) == [(["3"], [34.0]), (["4"], [41.0])]


@pytest.mark.parametrize(
    ("weights", "found"),
    [
        ({"none|any": 9.0}, []),
        ({"habit": 2.0}, None),
        ({"stay|any": 5.0, "open|any": 1.0}, [["3", "4"]]),
    ],
)
def test_the_weights_decide(weights: dict[str, float], found: list[list[str]] | None) -> None:
    with model.using({**model.load(), "study": weights}):
        records = [labels for labels, _ in _records(PARAGRAPH)]
    assert records == found if found is not None else ["4"] in records


def test_weights_without_a_table_for_studies_leave_them_to_habit() -> None:
    with model.using({**model.load(), "study": model.BY_RULE["study"]}):
        assert ["4"] in [labels for labels, _ in _records(PARAGRAPH)]


def _gold(*trials: TrialRecord) -> GoldArticle:
    products = run_stages(document(PARAGRAPH), until="mentions")
    return GoldArticle("article", [], dict(products["abbreviations"]), list(trials), products)


def test_sentences_teach_by_the_signs_of_their_gold_record() -> None:
    first = TrialRecord(citations=["3"], enrolled=44)
    second = TrialRecord(citations=["4"], enrolled=58)
    cases = study_cases(_gold(first, second), model.load())
    answers = [
        {name.split("|")[0] for k in case.right for name in case.candidates[k] if "|any" in name} for case in cases
    ]
    assert answers == [{"open"}, {"stay"}, {"open"}]


def test_a_sentence_of_no_gold_record_teaches_that_it_speaks_of_none() -> None:
    cases = study_cases(_gold(TrialRecord(citations=["3"], enrolled=44)), model.load())
    last = cases[-1]
    assert list(last.right) == [0]
    assert "none|any" in last.candidates[0]


def test_a_clause_whose_subject_are_the_authors_cited_is_of_another_study() -> None:
    found = _records(
        "An open-label study of 42 patients with recurrent thymoma found a response rate of 34% with paclitaxel [3], "
        "and Person et al. [4] treated 58 patients with docetaxel; the response rate was 41%."
    )
    assert found == [(["3"], [34.0]), (["4"], [41.0])]


def test_a_choice_knows_where_the_authors_stand_and_what_the_next_sentence_tells() -> None:
    text = (
        "The first controlled study was that of Person et al. [3]. Forty-four patients with recurrent thymoma received "
        "paclitaxel. Other authors extended it [4]."
    )
    products = run_stages(document(text), until="mentions")
    gold = GoldArticle("article", [], {}, [TrialRecord(citations=["3"], enrolled=44)], products)
    first, *_, last = study_cases(gold, model.load())
    assert {"open|author=inside", "open|follow=size", "open|announced=size"} <= set(first.candidates[-1])
    assert {"open|author=no", "open|follow=end", "open|turn:onward"} <= set(last.candidates[-1])


def test_words_that_bring_in_a_study_are_chosen_by_what_is_learned_of_them() -> None:
    text = (
        "Paclitaxel was given to 44 patients with recurrent thymoma, and the response rate was 34% [3]. "
        "This encouraged a randomized trial of docetaxel versus paclitaxel. It enrolled 120 patients [4]."
    )
    products = run_stages(document(text), until="mentions")
    trials = [
        TrialRecord(citations=["3"], enrolled=44),
        TrialRecord(citations=["4"], enrolled=120, evidence=["a randomized trial of docetaxel versus paclitaxel"]),
    ]
    cases = study_cases(GoldArticle("article", [], {}, trials, products), model.load())
    answers = [
        {name.split("|")[0] for k in case.right for name in case.candidates[k] if "|any" in name} for case in cases
    ]
    assert answers == [{"open"}, {"open"}, {"stay"}]
