"""Study rows: the row of a table as the description of one study, with what its cells name and cite."""

from __future__ import annotations

import pytest

from articles import Rows, TableOf, read_article, table, trial
from extract.document import Cell
from extract.mentions.studycolumns import cell_labels


def _column(*texts: str) -> tuple[str, list[Cell]]:
    """A column of cells in a text that is nothing else."""
    view, cells = "", []
    for row, text in enumerate(texts):
        cells.append(Cell(len(view), len(view) + len(text), row, 0))
        view += text + "\n"
    return view, cells


# (cells of a study column, the labels they cite, why)
LABELS: list[object] = [
    (["ALPHA4", "BETA-TWO15"], ["4", "15"], "digits that touch a name"),
    (["Smith et al.13", "GAMMA14"], ["13", "14"], "digits behind a stop"),
    (["ALPHA13)", "Smith et al.14) (2016)"], ["13", "14"], "the bracket closes only"),
    (["Smith et al,48 2018", "ALPHA-1,49 2020"], ["48", "49"], "a comma between"),
    (["Smith et al (79)", "Jones et al (80) BETA"], ["79", "80"], "round brackets"),
    (["Smith et al. 71 USA", "Jones 72 UK", "Brown 73"], ["71", "72", "73"], "a blank between"),
    (["Smith et al.13"], ["13"], "authors are proof enough for one cell"),
    (["ALPHA1", "ALPHA2"], [], "numbered trials of one name"),
    (["ALPHA4"], [], "one name with a digit"),
    (["ALPHA 1", "BETA 2"], [], "names with numbers of their own"),
    (["ALPHA4 [7]", "BETA5 [8]"], [], "cited in square brackets"),
]


@table(("cells", "labels", "why"), LABELS)
def test_plain_digits_that_cite(cells: list[str], labels: list[str], why: str) -> None:
    assert [printed for _, _, printed in cell_labels(*_column(*cells)).values()] == labels, why


# (header, row, the size told, why)
SIZES: list[object] = [
    (["Study", "Patients"], ["ALPHA [3]", "515 adults with asthma"], 515, "people behind the number"),
    (["Study", "n"], ["ALPHA [3]", "162 (unprovoked)"], 162, "a remark behind it"),
    (["Study", "Design (no. of patients)"], ["ALPHA [3]", "RCT (911)"], 911, "in brackets behind the design"),
    (["Study", "Design"], ["ALPHA [3]", "n=1,292, double-blind"], 1292, "an equation in the design"),
    (["Study", "Drug"], ["Smith et al. (ALPHA) (N = 200) [3]", "Sunitinib"], 200, "behind the name"),
    (["Study", "Patient characteristics"], ["ALPHA [3]", "641 patients with asthma"], 641, "who took part"),
    (["Study", "Patients"], ["ALPHA [3]", "Total = 3731 sunitinib = 2487"], 3731, "a total"),
    (["Study", "Patients"], ["ALPHA [3]", "120 vs 118"], None, "two arms"),
    (["Study", "Patients"], ["ALPHA [3]", "76% women"], None, "a percentage"),
    (["Study", "Population"], ["ALPHA [3]", "18 years or older"], None, "an age"),
    (["Study", "Design"], ["ALPHA [3]", "sunitinib n=20, placebo n=21"], None, "sizes of arms"),
]


@table(("header", "row", "size", "why"), SIZES)
def test_the_size_that_a_row_tells(header: list[str], row: list[str], size: int | None, why: str) -> None:
    rows: Rows = [[*header, "Phase"], [*row, "III"]]
    assert trial(read_article(TableOf("Trials", rows)), "ALPHA").enrolled == size, why


def test_a_name_beside_its_authors() -> None:
    rows: Rows = [
        ["Study", "Design", "Treatment"],
        ["Smith et al. (ALPHA 2) [3]", "randomized", "sunitinib versus placebo"],
        ["Jones 2010 [4]", "randomized", "sunitinib versus placebo"],
        ["Brown et al, BETAMAX [5]", "randomized", "sunitinib versus placebo"],
    ]
    article = read_article(TableOf("Trials", rows))
    assert [(t.names, t.citations) for t in article.trials] == [(["ALPHA 2"], ["3"]), ([], ["4"]), (["BETAMAX"], ["5"])]


def test_authors_and_year_before_a_number_are_one_citation() -> None:
    rows: Rows = [["Study", "Design", "Treatment"], ["Smith, et al., 2005[10]", "RCT", "sunitinib versus placebo"]]
    assert [t.citations for t in read_article(TableOf("Trials", rows), references=0).trials] == [["10"]]


def test_rows_of_one_paper_are_two_studies() -> None:
    rows: Rows = [
        ["Study", "n", "Treatment"],
        ["Smith et al [3]", "400", "sunitinib versus placebo"],
        ["ALPHA-1 [3]", "1436", "sunitinib versus placebo"],
    ]
    assert [t.enrolled for t in read_article(TableOf("Trials", rows)).trials] == [400, 1436]


@pytest.mark.parametrize("header", ["Treatment arms", "Medication", "Drugs evaluated", "Agent(s)"])
def test_a_drug_named_beside_the_treatment_column_was_not_tested(header: str) -> None:
    rows: Rows = [
        ["Study", header, "Remark"],
        ["ALPHA [3]", "Sunitinib versus placebo", "Pretreated with erlotinib"],
        ["BETA [4]", "Sunitinib versus imatinib", "No crossover"],
    ]
    found = trial(read_article(TableOf("Trials", rows)), "ALPHA")
    assert (found.interventions, found.comparators) == (["sunitinib"], ["placebo"])


def test_a_comparison_of_two_arms_is_not_all_comparator() -> None:
    rows: Rows = [["Study", "n", "Comparison"], ["ALPHA [3]", "200", "Sunitinib vs. placebo"], ["BETA [4]", "80", ""]]
    found = trial(read_article(TableOf("Trials", rows)), "ALPHA")
    assert (found.interventions, found.comparators) == (["sunitinib"], ["placebo"])


# (caption, population of a row that says none, why)
CAPTIONS: list[object] = [
    ("Trials in adults with asthma", "adults with asthma", "one population"),
    ("Trials in adults with asthma or eczema", None, "each study may be of either"),
]


@table(("caption", "population", "why"), CAPTIONS)
def test_what_a_caption_says_of_its_studies(caption: str, population: str | None, why: str) -> None:
    rows: Rows = [["Study", "n", "Treatment"], ["ALPHA [3]", "400", "sunitinib versus placebo"], ["BETA [4]", "50", ""]]
    found = trial(read_article(TableOf(caption, rows)), "ALPHA")
    assert found.population == population, why


def test_what_happened_is_not_who_took_part() -> None:
    rows: Rows = [
        ["Study", "n", "Treatment", "Adverse effects"],
        ["ALPHA [3]", "400", "sunitinib versus placebo", "Hypertension in patients with diabetes (5% vs 4%)"],
        ["BETA [4]", "50", "sunitinib", ""],
    ]
    found = trial(read_article(TableOf("Trials in adults with asthma", rows)), "ALPHA")
    assert (found.population, found.conditions) == ("adults with asthma", ["asthma"])


def test_a_row_with_empty_first_cells_goes_on_with_the_study_above() -> None:
    rows: Rows = [
        ["Study", "n", "Treatment", "Outcome", "Result"],
        ["ALPHA [3]", "400", "sunitinib", "Clinical response at week 8: 3 points less", "36%"],
        ["", "", "", "Clinical remission at week 8", "33%"],
        ["BETA [4]", "50", "sunitinib", "Clinical response at week 8", "41%"],
    ]
    found = trial(read_article(TableOf("Trials", rows)), "ALPHA").results
    assert [(r.endpoint, r.value) for r in found] == [("clinical response", 36.0), ("clinical remission", 33.0)]


def test_a_ratio_alone_in_its_column_is_of_the_endpoint_of_the_row() -> None:
    rows: Rows = [
        ["Study", "n", "Treatment", "Primary outcome", "HR (95% CI)"],
        ["ALPHA [3]", "400", "sunitinib vs placebo", "Death or stroke (9.8% vs 11.3%)", "0.85 (0.79-0.92)"],
        ["BETA [4]", "50", "sunitinib vs placebo", "Death", "0.90 (0.80-1.10)"],
    ]
    found = trial(read_article(TableOf("Trials", rows)), "ALPHA").results
    assert [(r.endpoint, r.arm, r.value) for r in found] == [
        ("death or stroke", "sunitinib", 9.8),
        ("death or stroke", "placebo", 11.3),
        ("death or stroke", None, 0.85),
    ]


# (header, rows, (endpoint, arm, value) of each result of ALPHA, why)
OUTCOME_COLUMNS: list[object] = [
    (
        ["Study", "Patients", "Outcome", "Support group", "Control group", "RR (95% CI)"],
        [["ALPHA [3]", "48 with sepsis", "Pneumonia", "5/24 (20.8)", "12/24 (50.0)", "0.42 (0.17-0.99)"]],
        [("pneumonia", "support", 20.8), ("pneumonia", "control", 50.0), ("pneumonia", None, 0.42)],
        "a column names the outcome, a group heads each value",
    ),
    (
        ["Drug", "Ref.", "Women", "New vertebral fracture"],
        [["Alendronate", "[3]", "2027", "8.0 vs 15.0"]],
        [("new vertebral fracture", "alendronate", 8.0), ("new vertebral fracture", "placebo", 15.0)],
        "the caption names what every row was compared with",
    ),
]


@table(("header", "rows", "results", "why"), OUTCOME_COLUMNS)
def test_outcome_columns(header: list[str], rows: Rows, results: list[object], why: str) -> None:
    text = "The ALPHA trial [3] is shown in Table 1."
    found = read_article(text, TableOf("Trials of active drug versus placebo", [header, *rows]))
    told = [(r.endpoint, r.arm, r.value) for t in found.trials if "3" in t.citations for r in t.results]
    assert told == results, why


def test_control_under_an_endpoint_is_the_rows_control() -> None:
    header = ["Study", "Drug", "Control", ("Hypercalcaemia (%)", 2)]
    rows: Rows = [header, ["", "", "", "Drug", "Control"], ["ALPHA [3]", "Sevelamer", "Calcium acetate", "5", "22"]]
    found = trial(read_article("The ALPHA trial [3] (Table 1).", TableOf("Trials", rows, 2)), "ALPHA").results
    assert [(r.arm, r.value) for r in found] == [("sevelamer", 5.0), ("calcium acetate", 22.0)]
