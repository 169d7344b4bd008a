"""Focus: which study each sentence speaks of, and which citations are whose."""

from __future__ import annotations

from articles import TableOf, read_article, table, trial, unsolved
from extract.pipeline import Article

ALPHA = "The ALPHA-1 trial (NCT01234567) compared sunitinib with placebo in 400 patients with renal cell carcinoma [3]."
BETA = "The BETA-2 trial (NCT07654321) compared axitinib with placebo in 63 patients with renal cell carcinoma [4]."


def _values(article: Article, *names: str) -> list[list[float | None]]:
    return [[r.value for r in trial(article, name).results] for name in names]


# (paragraphs, values of ALPHA-1, values of BETA-2, why)
FLOW: list[object] = [
    ([f"{ALPHA} The response rate was 45% with sunitinib.", BETA], [45.0], [], "the next sentence"),
    (
        [f"{ALPHA} This trial showed a response rate of 45% with sunitinib.", BETA],
        [45.0],
        [],
        "this trial",
    ),
    (
        [f"{ALPHA} {BETA} The response rate was 40% with axitinib."],
        [],
        [40.0],
        "after two studies the last one is spoken of",
    ),
    (
        [ALPHA, BETA, "In the ALPHA-1 trial, the response rate was 45% with sunitinib."],
        [45.0],
        [],
        "a name brings a study back",
    ),
    (
        [ALPHA, BETA, "A response rate of 45% with sunitinib was reported in 400 patients [3]."],
        [45.0],
        [],
        "a citation brings a study back",
    ),
    (
        [ALPHA, BETA, "In the trial NCT01234567 the response rate was 45% with sunitinib."],
        [45.0],
        [],
        "a registry number brings a study back",
    ),
    (
        [f"{ALPHA} {BETA}", "The response rate of sunitinib in routine care is 45%."],
        [],
        [],
        "a new paragraph without a name, number or citation speaks of no study",
    ),
    (
        [
            ALPHA,
            BETA,
            "In the ALPHA-1 trial, the response rate was 45% with sunitinib, whereas in the BETA-2 trial it was 40% "
            "with axitinib.",
        ],
        [45.0],
        [40.0],
        "two studies in one sentence, each before its value",
    ),
    unsolved(
        [
            ALPHA,
            BETA,
            "The response rate was 45% with sunitinib in the ALPHA-1 trial, whereas in the BETA-2 trial the response "
            "rate was 40% with axitinib.",
        ],
        [45.0],
        [40.0],
        "two studies in one sentence, one before and one behind its value",
        reason="no value stands between the names, so both studies get the whole sentence",
    ),
    (
        [
            ALPHA,
            BETA,
            "In the ALPHA-1 trial the response rate was 45% with sunitinib [3], and in the BETA-2 trial it was 40% "
            "with axitinib [4].",
        ],
        [45.0],
        [40.0],
        "two studies and their citations in one sentence",
    ),
    unsolved(
        [ALPHA, BETA, "The response rate was 45% in the ALPHA-1 trial [3] and 40% in the BETA-2 trial [4]."],
        [45.0],
        [40.0],
        "each value stands before the name of its study",
        reason="a study owns the text from its name on, never the value before it",
    ),
    (
        [f"{ALPHA} {BETA} In the latter, the response rate was 40% with axitinib."],
        [],
        [40.0],
        "the latter of two sentences",
    ),
    (
        [
            "The ALPHA-1 trial [3] and the BETA-2 trial [4] were randomized phase III trials of sunitinib in renal "
            "cell carcinoma. In the former the response rate was 45%, and in the latter it was 40%."
        ],
        [45.0],
        [40.0],
        "the former and the latter",
    ),
    unsolved(
        [f"{ALPHA} In line with the BETA-2 trial, this study showed a response rate of 45% with sunitinib.", BETA],
        [45.0],
        [],
        "a study only compared with gets nothing",
        reason="what stands behind the name of the study compared with is given to it, too",
    ),
]


@table("paragraphs, alpha, beta, why", FLOW)
def test_values_go_to_the_study_spoken_of(
    paragraphs: list[str], alpha: list[float], beta: list[float], why: str
) -> None:
    assert _values(read_article(*paragraphs), "ALPHA-1", "BETA-2") == [alpha, beta], why


# (paragraphs, citations of ALPHA-1, citations of BETA-2, why)
CITED: list[object] = [
    ([ALPHA, BETA], ["3"], ["4"], "at the end of a sentence about one"),
    (
        ["The ALPHA-1 trial [3] and the BETA-2 trial [4] were randomized phase III trials of sunitinib."],
        ["3"],
        ["4"],
        "each behind its name",
    ),
    (
        ["The ALPHA-1 trial and the BETA-2 trial were randomized phase III trials of sunitinib [3, 4]."],
        ["3", "4"],
        ["3", "4"],
        "several for several studies go to each",
    ),
    (
        ["The ALPHA-1 trial and the BETA-2 trial were randomized phase III trials of sunitinib [3, 4].", ALPHA, BETA],
        ["3"],
        ["4"],
        "several for several studies, which the text splits elsewhere",
    ),
    ([f"{ALPHA} The response rate was 45% with sunitinib [5].", BETA], ["3", "5"], ["4"], "of the next sentence"),
    (
        ["The ALPHA-1 trial of sunitinib was reported in three papers [13\u201315].", BETA],
        ["13", "14", "15"],
        ["4"],
        "a range",
    ),
    (
        [f"{ALPHA} A meta-analysis of 12 trials of sunitinib found the same [9].", BETA],
        ["3"],
        ["4"],
        "of a meta-analysis are no study's",
    ),
]  # fmt: skip


@table("paragraphs, alpha, beta, why", CITED)
def test_citations(paragraphs: list[str], alpha: list[str], beta: list[str], why: str) -> None:
    article = read_article(*paragraphs)
    assert [trial(article, "ALPHA-1").citations, trial(article, "BETA-2").citations] == [alpha, beta], why


# (paragraph, citations of each record, why)
UNNAMED: list[object] = [
    (
        "A phase II study of 48 patients with melanoma treated with ipilimumab reported a response rate of 22% [7]. A "
        "second study of 60 patients with melanoma treated with dacarbazine reported a response rate of 10% [8].",
        [["7"], ["8"]],
        "two unnamed studies, each with its citation",
    ),
    (
        "A randomized phase II study of 48 patients with melanoma compared ipilimumab with dacarbazine [7]. In this "
        "study the median overall survival was 10.1 months with ipilimumab.",
        [["7"]],
        "this study goes on with the one before",
    ),
    (
        "In retrospective cohort studies of patients with deep-vein thrombosis, major bleeding occurred in 4.1% of "
        "patients with enoxaparin [17-19].",
        [["17"], ["18"], ["19"]],
        "a finding shared by several citations opens a record for each",
    ),
    ("The disease is common [7], and its causes are many [8, 9].", [], "background opens no record"),
    ("Sunitinib has been reported to be effective [7].", [], "a mere citation opens no record"),
    ("A meta-analysis of 12 randomized trials in 4000 patients found a response rate of 40% [9].", [], "meta-analysis"),
    ("A systematic review of randomized trials reported a response rate of 40% with sunitinib [9].", [], "review"),
    ("Guidelines recommend sunitinib for patients with renal cell carcinoma [9].", [], "guideline"),
    ("Cancer was diagnosed in 20% of the population in 2010 [9].", [], "epidemiology"),
]


@table("paragraph, citations, why", UNNAMED)
def test_unnamed_studies(paragraph: str, citations: list[list[str]], why: str) -> None:
    assert [t.citations for t in read_article(paragraph).trials] == citations, why


def test_a_shared_finding_is_a_result_of_each() -> None:
    article = read_article(str(UNNAMED[2][0]))  # type: ignore[index]
    assert [[r.value for r in t.results] for t in article.trials] == [[4.1]] * 3


@table(
    "paragraph, why",
    [
        unsolved(
            "Recurrence was seen in 11-56% of patients in retrospective series of prednisone [11-14].",
            "a range that spans several studies is a result of none of them",
            reason="the range is given to each of the studies",
        )
    ],
)
def test_a_range_over_studies(paragraph: str, why: str) -> None:
    assert [r for t in read_article(paragraph).trials for r in t.results] == [], why


def test_a_heading_that_names_a_study_is_its_section_s_home() -> None:
    article = read_article(
        "# ALPHA-1",
        "A total of 400 patients were enrolled. The response rate was 45% with sunitinib.",
        "Nausea occurred in 12% of patients on sunitinib.",
        "# Other trials",
        BETA,
        ALPHA,
    )
    assert _values(article, "ALPHA-1", "BETA-2") == [[45.0, 12.0], []]
    assert trial(article, "ALPHA-1").enrolled == 400


def test_the_same_study_in_abstract_text_and_conclusion_is_one_record() -> None:
    article = read_article(
        "# Abstract",
        "In the ALPHA-1 trial, the response rate was 45% with sunitinib.",
        "# Results",
        ALPHA,
        "# Conclusion",
        "The ALPHA-1 trial showed a response rate of 45% with sunitinib.",
    )
    assert [t.names for t in article.trials] == [["ALPHA-1"]]
    assert _values(article, "ALPHA-1") == [[45.0]]


def test_a_meta_analysis_between_takes_the_focus_away() -> None:
    article = read_article(
        f"{ALPHA} A meta-analysis of 12 trials found a response rate of 40% with sunitinib. The rate was 38% with "
        "sorafenib.",
        BETA,
    )
    assert _values(article, "ALPHA-1", "BETA-2") == [[], []]


def test_what_is_cited_for_a_meta_analysis_opens_no_record_elsewhere() -> None:
    article = read_article(
        ALPHA,
        "A meta-analysis of randomized trials of sunitinib was reported [9].",
        "In a randomized comparison, the response rate was 40% with sunitinib and 12% with placebo [9].",
    )
    assert [t.citations for t in article.trials] == [["3"]]


def test_results_of_no_study_are_kept_apart() -> None:
    article = read_article(ALPHA, BETA, "The response rate of sunitinib in routine care was 38%.")
    assert [r.value for r in article.unattached] == [38.0]
    assert _values(article, "ALPHA-1", "BETA-2") == [[], []]


# (caption, the studies with values of the table, why)
CAPTIONED: list[object] = [
    ("Adverse events of 120 patients [8], n (%)", [["8"]], "the one citation of a caption is its table's study"),
    ("Adverse events of 120 patients [7], n (%)", [["7"]], "it may be one that is known"),
    ("Adverse events, n (%)", [["7"]], "else the study of the sentence that points to the table"),
    ("Adverse events [7, 8], n (%)", [["7"]], "two citations do not tell whose it is"),
    ("Adverse events in the meta-analysis [8], n (%)", [["7"]], "a review is no study"),
]


@table("caption, citations, why", CAPTIONED)
def test_a_caption_says_whose_its_table_is(caption: str, citations: list[list[str]], why: str) -> None:
    rows = [["Event", "Sunitinib (n = 60)", "Placebo (n = 60)"], ["Nausea", "12 (20.0)", "6 (10.0)"]]
    article = read_article(
        "A randomized trial of 400 patients with melanoma compared sunitinib with placebo; the response rate was 45% "
        "with sunitinib [7]. Adverse events are listed in Table 1.",
        TableOf(caption, rows),
    )
    assert [t.citations for t in article.trials if any(r.source == "table" for r in t.results)] == citations, why


def test_rows_that_cite_their_studies_are_not_of_the_caption_s() -> None:
    rows = [["Study", "Sunitinib, response"], ["Lee [8]", "20%"], ["Kim [9]", "10%"]]
    article = read_article(TableOf("Response rates, after a survey [10]", rows))
    assert not any("10" in t.citations for t in article.trials)


def test_a_caption_that_says_nothing_leaves_its_rows_to_themselves() -> None:
    rows = [
        ["Phase", "N", "Population", "Treatment"],
        ["II", "48", "Patients with melanoma", "Ipilimumab"],
        ["III", "502", "Patients with renal cell carcinoma", "Sunitinib"],
    ]
    article = read_article(TableOf("Studies under way", rows))
    assert [(t.phase, t.enrolled) for t in article.trials] == [("2", 48), ("3", 502)]
