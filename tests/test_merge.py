"""Merging: what is printed again in abstract, text and table is one result, with the body's print."""

from __future__ import annotations

from articles import Rows, TableOf, read_article, table, told, trial, unsolved
from extract.pipeline import Article
from extract.records.schema import Result

FIRST = "The ALPHA-1 trial [3] compared sunitinib with placebo in 400 patients with renal cell carcinoma."
OS_ROWS: Rows = [["Outcome", "Sunitinib (%)", "Placebo (%)", "P"], ["Overall survival", "62", "45", "0.007"]]


def _results(article: Article) -> list[Result]:
    return trial(article, "ALPHA-1").results


# (sentences behind FIRST, one paragraph each; (endpoint, arm, timepoint, value) of each result; why)
TEXT: list[object] = [
    (
        ["Overall survival was 62% with sunitinib.", "In the ALPHA-1 trial, overall survival was 62% with sunitinib."],
        [("overall survival", "sunitinib", None, 62.0)],
        "the same again",
    ),
    (
        ["Overall survival was 62% with sunitinib.", "In the ALPHA-1 trial, OS was 62% with sunitinib."],
        [("overall survival", "sunitinib", None, 62.0)],
        "the same by its short form",
    ),
    (
        [
            "Overall survival was 62% with sunitinib.",
            "In the ALPHA-1 trial, overall survival at 2 years was 62% with sunitinib.",
        ],
        [("overall survival", "sunitinib", "2 years", 62.0)],
        "what the first print lacks is filled in",
    ),
    (
        ["Overall survival was 62% with sunitinib.", "In the ALPHA-1 trial, overall survival was 62% with placebo."],
        [("overall survival", "sunitinib", None, 62.0), ("overall survival", "placebo", None, 62.0)],
        "another arm is another result",
    ),
    (
        ["The response rate was 62% with sunitinib.", "In the ALPHA-1 trial, nausea occurred in 62% on sunitinib."],
        [("response rate", "sunitinib", None, 62.0), ("nausea", "sunitinib", None, 62.0)],
        "another endpoint is another result",
    ),
    (
        [
            "Overall survival at 1 year was 62% with sunitinib.",
            "In the ALPHA-1 trial, overall survival at 2 years was 62% with sunitinib.",
        ],
        [("overall survival", "sunitinib", "1 year", 62.0), ("overall survival", "sunitinib", "2 years", 62.0)],
        "another timepoint is another result",
    ),
    (
        [
            "Nausea occurred in 12% of patients on sunitinib and in 12% of patients on placebo.",
        ],
        [("nausea", "sunitinib", None, 12.0), ("nausea", "placebo", None, 12.0)],
        "two equal numbers of one sentence are two results",
    ),
]


def test_two_equal_numbers_of_one_sentence_are_two_even_in_one_arm() -> None:
    article = read_article(
        "The ALPHA-1 trial [3] was a single-arm study of sunitinib in 63 patients with renal cancer. Grade 3 "
        "neutropenia occurred in 12% of men and 12% of women."
    )
    assert [r.value for r in _results(article)] == [12.0, 12.0]


@table("sentences, results, why", TEXT)
def test_the_same_value_again(
    sentences: list[str], results: list[tuple[str, str | None, str | None, float]], why: str
) -> None:
    found = _results(read_article(f"{FIRST} {sentences[0]}", *sentences[1:]))
    assert told(found, "endpoint", "arm", "timepoint", "value") == results, why


def test_text_and_table_are_one_result_and_complete_each_other() -> None:
    article = read_article(
        f"{FIRST} Overall survival was 62% with sunitinib and 45% with placebo (Table 1).",
        TableOf("Outcomes of the ALPHA-1 trial", OS_ROWS),
    )
    assert told(_results(article), "value", "arm", "p_value") == [
        (62.0, "sunitinib", "0.007"),
        (45.0, "placebo", "0.007"),
    ]
    origin = _results(article)[0].provenance
    assert origin is not None
    assert article.text[origin.start : origin.end] == "62%"


def test_the_body_s_print_wins_over_the_abstract_s() -> None:
    article = read_article(
        "# Abstract",
        "In the ALPHA-1 trial, overall survival was 62% with sunitinib.",
        "# Results",
        f"{FIRST} Overall survival was 62% with sunitinib.",
    )
    (result,) = _results(article)
    assert result.provenance is not None
    assert result.provenance.start > article.text.index("Results")


MORE_PRECISE = [
    unsolved(
        "62.2",
        [(62.0, "sunitinib"), (45.0, "placebo")],
        "a number printed more precisely elsewhere is one result with the body's value",
        reason="only equal numbers are merged",
    )
]


@table("printed, values, why", MORE_PRECISE)
def test_a_more_precise_print_in_a_table(printed: str, values: list[tuple[float, str]], why: str) -> None:
    rows: Rows = [["Outcome", "Sunitinib (%)", "Placebo (%)"], ["Overall survival", printed, "45"]]
    article = read_article(
        f"{FIRST} Overall survival was 62% with sunitinib and 45% with placebo (Table 1).", TableOf("Outcomes", rows)
    )
    assert told(_results(article), "value", "arm") == values, why


def test_fields_of_one_study_are_gathered_from_all_its_places() -> None:
    article = read_article(
        "# Abstract",
        "The ALPHA-1 trial was a randomized trial of sunitinib.",
        "# Results",
        "The phase III ALPHA-1 trial (NCT01234567) enrolled 400 patients with renal cell carcinoma [3].",
        "# Discussion",
        "The ALPHA-1 trial was double-blind and placebo-controlled.",
    )
    record = trial(article, "ALPHA-1")
    assert len(article.trials) == 1
    assert (record.phase, record.enrolled, record.registry_ids) == ("3", 400, ["NCT01234567"])
    assert set(record.design) == {"randomized", "double-blind", "placebo-controlled"}
    assert record.population == "patients with renal cell carcinoma"
    assert record.comparators == ["placebo"]
