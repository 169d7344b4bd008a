"""Tables: what a cell means by its headers, and which study a row or column tells of."""

from __future__ import annotations

from articles import Rows, TableOf, read_article, table, told, trial, unsolved
from extract.records.schema import Result, TrialRecord

ONE_TRIAL = (
    "The randomized phase III ALPHA-1 trial (NCT01234567) compared sunitinib with placebo in 400 patients with renal "
    "cell carcinoma [3] (Table 1)."
)
TWO_TRIALS = "Two trials, the ALPHA-1 trial [3] and the BETA-2 trial [4], are shown in Table 1."


def _results(rows: Rows, heads: int = 1) -> list[Result]:
    """The results of a trial whose table has these rows."""
    return trial(read_article(ONE_TRIAL, TableOf("Outcomes", rows, heads)), "ALPHA-1").results


Told = list[tuple[str, str | None, str, float]]

# (rows, number of header rows, (endpoint, arm, measure, value) of each result, why)
CELLS: list[object] = [
    (
        [["Outcome", "Sunitinib (%)", "Placebo (%)"], ["Objective response", "45", "10"], ["Death", "12", "15"]],
        1,
        [
            ("objective response", "sunitinib", "rate", 45.0),
            ("objective response", "placebo", "rate", 10.0),
            ("death", "sunitinib", "rate", 12.0),
            ("death", "placebo", "rate", 15.0),
        ],
        "arms on top, percent in their headers",
    ),
    (
        [["Outcome", "Sunitinib", "Placebo"], ["Objective response", "45%", "10%"]],
        1,
        [("objective response", "sunitinib", "rate", 45.0), ("objective response", "placebo", "rate", 10.0)],
        "percent in the cells",
    ),
    (
        [["Outcome", "Sunitinib", "Placebo"], ["Objective response (%)", "45", "10"]],
        1,
        [("objective response", "sunitinib", "rate", 45.0), ("objective response", "placebo", "rate", 10.0)],
        "percent in the row",
    ),
    (
        [["Arm", "Objective response (%)", "Death (%)"], ["Sunitinib", "45", "12"], ["Placebo", "10", "15"]],
        1,
        [
            ("objective response", "sunitinib", "rate", 45.0),
            ("death", "sunitinib", "rate", 12.0),
            ("objective response", "placebo", "rate", 10.0),
            ("death", "placebo", "rate", 15.0),
        ],
        "arms at the side",
    ),
    (
        [
            ["Outcome", "Sunitinib (n = 200), n (%)", "Placebo (n = 200), n (%)"],
            ["Nausea", "24 (12)", "6 (3)"],
        ],
        1,
        [("nausea", "sunitinib", "rate", 12.0), ("nausea", "placebo", "rate", 3.0)],
        "n (%) under its arm: the rate, by the guide",
    ),
    (
        [["Outcome", "Sunitinib", "Placebo"], ["Nausea, n (%)", "24 (12)", "6 (3)"]],
        1,
        [("nausea", "sunitinib", "rate", 12.0), ("nausea", "placebo", "rate", 3.0)],
        "n (%) in the row",
    ),
    (
        [["Outcome", "Sunitinib", "Placebo"], ["Nausea", "24 (12.0)", "6 (3.0)"]],
        1,
        [("nausea", "sunitinib", "rate", 12.0), ("nausea", "placebo", "rate", 3.0)],
        "n (%) that only its decimals show",
    ),
    unsolved(
        [["Outcome, n (%)", "Sunitinib", "Placebo"], ["Nausea", "24 (12)", "6 (3)"]],
        1,
        [("nausea", "sunitinib", "rate", 12.0), ("nausea", "placebo", "rate", 3.0)],
        "n (%) in the header of the row names",
        reason="the corner cell says nothing of the cells",
    ),
    unsolved(
        [["Outcome (%)", "Sunitinib", "Placebo"], ["Nausea", "12", "3"]],
        1,
        [("nausea", "sunitinib", "rate", 12.0), ("nausea", "placebo", "rate", 3.0)],
        "percent in the header of the row names",
        reason="the corner cell says nothing of the cells",
    ),
    (
        [["Outcome", "Hazard ratio (95% CI)", "P"], ["Overall survival", "0.72 (0.59-0.87)", ".007"]],
        1,
        [("overall survival", None, "hazard-ratio", 0.72)],
        "a hazard ratio column: no arm, and its p column is no result",
    ),
    (
        [["Outcome", "Sunitinib", "Placebo"], ["Median overall survival", "12.5 months", "9.1 months"]],
        1,
        [("overall survival", "sunitinib", "median", 12.5), ("overall survival", "placebo", "median", 9.1)],
        "a median, its unit in the cell",
    ),
    unsolved(
        [["Outcome", "Sunitinib", "Placebo"], ["Overall survival (months)", "12.5", "9.1"]],
        1,
        [("overall survival", "sunitinib", "median", 12.5), ("overall survival", "placebo", "median", 9.1)],
        "a survival time, its unit in the row",
        reason="the unit of a header stays in the endpoint and out of the measure",
    ),
    unsolved(
        [["Outcome", "Sunitinib", "Placebo"], ["Pain score, mean (SD)", "3.1 (1.2)", "4.5 (1.4)"]],
        1,
        [("pain score", "sunitinib", "mean", 3.1), ("pain score", "placebo", "mean", 4.5)],
        "the statistic in the row is no part of the endpoint",
        reason="only a statistic at the front of a name is dropped",
    ),
    (
        [[("Outcome", 1, 2), ("Percent of patients (%)", 2)], ["Sunitinib", "Placebo"], ["Nausea", "12", "3"]],
        2,
        [("nausea", "sunitinib", "rate", 12.0), ("nausea", "placebo", "rate", 3.0)],
        "percent in the upper of two headers",
    ),
    (
        [
            [("Outcome", 1, 2), ("Response rate (%)", 2), ("Mortality (%)", 2)],
            ["Sunitinib (%)", "Placebo (%)", "Sunitinib (%)", "Placebo (%)"],
            ["Overall", "45", "10", "12", "15"],
        ],
        2,
        [
            ("response rate", "sunitinib", "rate", 45.0),
            ("response rate", "placebo", "rate", 10.0),
            ("mortality", "sunitinib", "rate", 12.0),
            ("mortality", "placebo", "rate", 15.0),
        ],
        "an endpoint over its arms",
    ),
    unsolved(
        [["Patients", "Response rate on sunitinib (%)"], ["All patients", "45"]],
        1,
        [("response rate", "sunitinib", "rate", 45.0)],
        "a row of all patients",
        reason="the word patients in a row is taken for a count of them",
    ),
    (
        [
            ["Event", "Sunitinib (%)", "Placebo (%)"],
            [("Safety", 3)],
            ["Nausea", "12", "3"],
            [("Efficacy", 3)],
            ["Objective response", "45", "10"],
        ],
        1,
        [
            ("nausea", "sunitinib", "rate", 12.0),
            ("nausea", "placebo", "rate", 3.0),
            ("objective response", "sunitinib", "rate", 45.0),
            ("objective response", "placebo", "rate", 10.0),
        ],
        "the label of a row group is no row",
    ),
    unsolved(
        [["Event", "Sunitinib (%)", "Placebo (%)"], [("Grade 3/4", 3)], ["Fatigue", "12", "3"]],
        1,
        [("grade 3/4 fatigue", "sunitinib", "rate", 12.0), ("grade 3/4 fatigue", "placebo", "rate", 3.0)],
        "the grade of a row group belongs to the endpoint",
        reason="a group's grade is not carried into the endpoint",
    ),
    (
        [["Outcome", "Sunitinib", "Placebo"], ["Nausea", "24/200 (12)", "6/200 (3)"]],
        1,
        [("nausea", "sunitinib", "rate", 12.0), ("nausea", "placebo", "rate", 3.0)],
        "n/N (%): the numbers themselves show that it is a percentage",
    ),
    (
        [["Outcome", "Sunitinib (%)", "Placebo (%)"], ["Nausea", "12\u00a7", "3"]],
        1,
        [("nausea", "sunitinib", "rate", 12.0), ("nausea", "placebo", "rate", 3.0)],
        "a section sign as the mark of a footnote",
    ),
    (
        [
            ["Characteristic", "Sunitinib", "Placebo"],
            ["Age, years", "62", "61"],
            ["Dose, mg", "50", "50"],
            ["Follow-up, months", "18", "18"],
        ],
        1,
        [],
        "ages, doses and follow-up are no results",
    ),
]


@table("rows, heads, results, why", CELLS)
def test_cells(rows: Rows, heads: int, results: Told, why: str) -> None:
    assert told(_results(rows, heads), "endpoint", "arm", "measure", "value") == results, why


SURVIVAL: Rows = [
    ["Outcome", "Sunitinib", "Placebo", "Hazard ratio (95% CI)", "P value"],
    ["Overall survival, %", "62", "45", "0.72 (0.59\u20130.87)", ".007"],
    ["Response, %", "31", "6", "\u2013", "<0.001"],
]


def test_intervals_and_p_columns() -> None:
    found = told(_results(SURVIVAL), "value", "low", "high", "p_value")
    assert found == [
        (62.0, None, None, "0.007"),
        (45.0, None, None, "0.007"),
        (0.72, 0.59, 0.87, "0.007"),
        (31.0, None, None, "<0.001"),
        (6.0, None, None, "<0.001"),
    ]


def test_the_events_of_n_percent_are_kept() -> None:
    found = _results([["Outcome", "Sunitinib, n (%)"], ["Nausea", "24 (12)"]])
    assert told(found, "value", "unit", "events") == [(12.0, "%", 24)]


def test_timepoints_in_headers() -> None:
    found = _results([["Outcome", "Sunitinib (%)"], ["Response at 12 weeks", "31"], ["Response at 24 weeks", "45"]])
    assert told(found, "value", "timepoint") == [(31.0, "12 weeks"), (45.0, "24 weeks")]


def test_every_cell_value_has_its_span() -> None:
    article = read_article(ONE_TRIAL, TableOf("Outcomes", SURVIVAL))
    spans = [r.provenance for r in trial(article, "ALPHA-1").results if r.provenance]
    assert [article.text[s.start : s.end] for s in spans] == ["62", "45", "0.72", "31", "6"]


SOURCES = [
    ("text", "text", "a sentence"),
    (
        "table",
        "table",
        "a cell",
    ),
]


@table("told_in, source, why", SOURCES)
def test_the_source_of_a_result(told_in: str, source: str, why: str) -> None:
    sentence = "Objective response was seen in 45% of patients on sunitinib." if told_in == "text" else ""
    rows: Rows = [["Outcome", "Sunitinib (%)"], ["Objective response", "31" if told_in == "table" else "NR"]]
    results = trial(read_article(f"{ONE_TRIAL} {sentence}", TableOf("Outcomes", rows)), "ALPHA-1").results
    assert [r.source for r in results] == [source], why


# -- studies in rows and in columns ------------------------------------------------------------------

OVERVIEW: Rows = [
    ["Trial", "Phase", "n", "Treatment", "Comparator", "Response rate (%)", "Reference"],
    ["ALPHA-1", "III", "400", "Sunitinib", "Placebo", "45", "[3]"],
    ["BETA-2", "II", "63", "Axitinib", "Interferon", "40", "[4]"],
]
TRANSPOSED: Rows = [
    ["", "ALPHA-1", "BETA-2"],
    ["n", "400", "63"],
    ["Phase", "III", "II"],
    ["Response rate (%)", "45", "40"],
]


def _two(rows: Rows) -> list[TrialRecord]:
    article = read_article(TWO_TRIALS, TableOf("Trials in renal cell carcinoma", rows))
    assert len(article.trials) == 2
    return [trial(article, "ALPHA-1"), trial(article, "BETA-2")]


@table("rows, why", [(OVERVIEW, "studies in rows"), (TRANSPOSED, "studies in columns")])
def test_each_study_gets_what_its_row_or_column_says(rows: Rows, why: str) -> None:
    found = _two(rows)
    assert [t.citations for t in found] == [["3"], ["4"]], why
    assert [t.phase for t in found] == ["3", "2"], why
    assert [t.enrolled for t in found] == [400, 63], why
    assert [told(t.results, "endpoint", "measure", "value", "unit") for t in found] == [
        [("response rate", "rate", 45.0, "%")],
        [("response rate", "rate", 40.0, "%")],
    ], why


def test_treatment_and_comparator_columns() -> None:
    found = _two(OVERVIEW)
    assert [t.interventions for t in found] == [["sunitinib"], ["axitinib"]]
    assert [t.comparators for t in found] == [["placebo"], ["interferon"]]


def test_a_citation_column_with_bare_numbers() -> None:
    rows: Rows = [["Trial", "n", "Reference"], ["ALPHA-1", "400", "3"], ["BETA-2", "63", "4, 5"]]
    assert [t.citations for t in _two(rows)] == [["3"], ["4", "5"]]


UNNAMED: Rows = [
    ["Study", "n", "Response rate (%)"],
    ["Author et al [7]", "63", "40"],
    ["Author et al [8]", "107", "34"],
]


def test_rows_that_only_cite_are_records_of_their_own() -> None:
    article = read_article("Studies of sunitinib are shown in Table 1.", TableOf("Trials of sunitinib", UNNAMED))
    found = [trial(article, label) for label in ("7", "8")]
    assert [t.enrolled for t in found] == [63, 107]
    assert [told(t.results, "endpoint", "value") for t in found] == [
        [("response rate", 40.0)],
        [("response rate", 34.0)],
    ]


@table(
    "design, why",
    [
        unsolved(
            "Phase II, single-arm",
            "a design column names no row",
            reason="words in the second column make it a stub, and its design an arm and an endpoint",
        )
    ],
)
def test_a_design_column_is_no_arm_and_no_endpoint(design: str, why: str) -> None:
    rows: Rows = [
        ["Study", "Design", "n", "Response rate (%)"],
        ["Author et al [7]", design, "63", "40"],
        ["Author et al [8]", design, "107", "34"],
    ]
    article = read_article("Studies of sunitinib are shown in Table 1.", TableOf("Trials of sunitinib", rows))
    found = [trial(article, label) for label in ("7", "8")]
    assert [(t.phase, t.design) for t in found] == [("2", ["single-arm"])] * 2, why
    assert [told(t.results, "endpoint", "value") for t in found] == [
        [("response rate", 40.0)],
        [("response rate", 34.0)],
    ], why
    assert {r.arm for t in found for r in t.results} <= {None, "sunitinib"}, why
