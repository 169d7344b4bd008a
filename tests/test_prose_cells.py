"""Prose cells: a cell of a study's row with several values, each with its endpoint and its arm."""

from __future__ import annotations

from articles import Rows, TableOf, read_article, table, told, trial
from extract.relations.fragments import fragments, sentences

Told = list[tuple[str, str | None, float]]


def _results(header: list[str], row: list[str]) -> Told:
    """The results of one study row as (endpoint, arm, value)."""
    rows: Rows = [["Study", *header], ["ALPHA [3]", *row], ["BETA [4]", *[""] * len(row)]]
    return told(trial(read_article(TableOf("Trials", rows)), "ALPHA").results, "endpoint", "arm", "value")  # type: ignore[return-value]


TWO, DOSES = "Sunitinib versus placebo", "Sunitinib 5 to 10 mg per day versus placebo"

# (header, row, the results, why)
CELLS: list[object] = [
    (
        ["Agent", "Adverse effects"],
        [DOSES, "Dry mouth: 7.7% (5 mg), 23.1% (10 mg), 2.3% placebo; Rash: 4.0% (5 mg), 5.9% (10 mg), 2.5% placebo"],
        [
            ("dry mouth", "sunitinib 5 mg", 7.7),
            ("dry mouth", "sunitinib 10 mg", 23.1),
            ("dry mouth", "placebo", 2.3),
            ("rash", "sunitinib 5 mg", 4.0),
            ("rash", "sunitinib 10 mg", 5.9),
            ("rash", "placebo", 2.5),
        ],
        "a label, then values with their dose or arm behind them",
    ),
    (
        ["Agent", "Adverse effects"],
        [TWO, "Nausea (47% vs 5.1%) Diarrhea (12.9% vs 7%), rash (3% vs 2%)"],
        [
            ("nausea", "sunitinib", 47.0),
            ("nausea", "placebo", 5.1),
            ("diarrhea", "sunitinib", 12.9),
            ("diarrhea", "placebo", 7.0),
            ("rash", "sunitinib", 3.0),
            ("rash", "placebo", 2.0),
        ],
        "pairs in brackets, in the order of the row's arms",
    ),
    (
        ["Medication", "Primary measure", "Results"],
        ["Sunitinib (5 mg/day, n=109) vs. placebo (n=100)", "Changes from baseline in body weight", "-20.5 vs. -13.1"],
        [("body weight", "sunitinib", -20.5), ("body weight", "placebo", -13.1)],
        "the endpoint stands in another column",
    ),
    (
        ["Comparison", "Objective response (%)"],
        ["Sunitinib vs. placebo", "58 (sunitinib) vs. 11 (placebo)"],
        [("objective response", "sunitinib", 58.0), ("objective response", "placebo", 11.0)],
        "the endpoint is the header, the arms stand in brackets",
    ),
    (
        ["Treatment", "Main results"],
        [TWO, "Reduction in mortality of 40% (p < 0.001). Stroke sunitinib 1.3% versus 2.4% placebo."],
        [("mortality", None, 40.0), ("stroke", "sunitinib", 1.3), ("stroke", "placebo", 2.4)],
        "a fall, then an arm before its value and one behind",
    ),
    (
        ["Treatment", "Major findings"],
        [TWO, "Major bleeding 3.8% versus 0 placebo"],
        [("major bleeding", "sunitinib", 3.8), ("major bleeding", "placebo", 0.0)],
        "a bare nought has the unit of its partner",
    ),
    (
        ["Treatment", "Results"],
        [TWO, "Stroke 6.6% sunitinib versus 11.2% placebo. HR 0.58; 95% CI 0.36-0.93."],
        [("stroke", "sunitinib", 6.6), ("stroke", "placebo", 11.2), ("stroke", None, 0.58)],
        "a ratio goes with the endpoint before it",
    ),
    (
        ["Treatment", "Change in weight (%)"],
        [TWO, "Sunitinib = -8.0% Placebo = -2.6%"],
        [("weight", "sunitinib", -8.0), ("weight", "placebo", -2.6)],
        "the labels are the arms",
    ),
    (
        ["Treatment", "Results"],
        [TWO, "Sunitinib versus placebo. Fibrosis: 9/31 (29%) vs. 6/30 (20%)."],
        [("fibrosis", "sunitinib", 29.0), ("fibrosis", "placebo", 20.0)],
        "a comparison named before the values is no label",
    ),
    (
        ["Treatment", "Results for sunitinib vs placebo"],
        ["Sunitinib, imatinib, erlotinib or placebo", "Rash: 28% vs 2%"],
        [("rash", "sunitinib", 28.0), ("rash", "placebo", 2.0)],
        "the header says which of four arms are compared",
    ),
    (
        ["Treatment", "Results"],
        [TWO, "The rate of stroke was lower in the sunitinib group than in the placebo group (6.6% vs 11.2%)"],
        [("stroke", "sunitinib", 6.6), ("stroke", "placebo", 11.2)],
        "a sentence with a verb is read as the text is",
    ),
    (
        ["Treatment", "Follow-up", "Results"],
        [TWO, "Followed for 24 months on average", "No difference"],
        [],
        "no result",
    ),
    (["Treatment", "Primary end point"], [TWO, "Relapse rate over 12 months"], [], "what is to be measured"),
    (
        ["Treatment", "Results"],
        [TWO, "\u22655% weight loss: 76.1% vs placebo 29.6%"],
        [("\u22655% weight loss", "sunitinib", 76.1), ("\u22655% weight loss", "placebo", 29.6)],
        "a threshold opens the label",
    ),
    (
        ["Treatment", "Findings"],
        [TWO, "Placebo with fewer strokes (0.7% vs 1.9%) and the same bleeding rates (0.9% vs 1.1%)"],
        [
            ("strokes", "placebo", 0.7),
            ("strokes", "sunitinib", 1.9),
            ("bleeding rates", "placebo", 0.9),
            ("bleeding rates", "sunitinib", 1.1),
        ],
        "the arm that opens a sentence comes first in its pairs",
    ),
    (["Treatment", "Outcome"], ["Sunitinib", "63% protection"], [("protection", "sunitinib", 63.0)], "a label behind"),
    (
        ["Treatment", "Primary outcome"],
        [TWO, "Rate of decline 60 mL/year-1 in sunitinib group versus 190 mL/year-1 in placebo group"],
        [("decline", "sunitinib", -60.0), ("decline", "placebo", -190.0)],
        "the power of a unit is no value",
    ),
    (
        ["Treatment", "Adverse events"],
        [TWO, "Stroke: relative risk 3.1 (95% CI 1.5-6.2)"],
        [("stroke", None, 3.1)],
        "the measure stands behind the colon",
    ),
    (["Treatment", "Insulin use (%)"], [TWO, "46"], [], "a column of what was given"),
    (
        ["Treatment", "Adverse events (>10%)"],
        ["Sunitinib; imatinib", "Sunitinib: nausea (12%), rash (7%); imatinib: nausea (11%)"],
        [("nausea", "sunitinib", 12.0), ("rash", "sunitinib", 7.0), ("nausea", "imatinib", 11.0)],
        "an arm before a colon holds up to the next",
    ),
    (
        ["Treatment", "Primary endpoint"],
        [TWO, "Mortality with sunitinib vs. placebo HR 0.80 (95% CI: 0.56-1.15, p = 0.22)"],
        [("mortality", None, 0.8)],
        "arms and measure stand behind the label",
    ),
    (["Treatment", "Outcome measure"], [TWO, "0-10 numeric rating scale"], [], "the range of a scale"),
]


@table(("header", "row", "results", "why"), CELLS)
def test_prose_cells(header: list[str], row: list[str], results: Told, why: str) -> None:
    assert _results(header, row) == results, why


# (cell, its sentences, why)
SENTENCES: list[object] = [
    ("Pain: 5% vs 6%; Rash: 7% vs 8%", ["Pain: 5% vs 6%", " Rash: 7% vs 8%"], "a semicolon"),
    ("Pain 5% (P<0.05; n=30). Rash 7%", ["Pain 5% (P<0.05; n=30)", "Rash 7%"], "none within brackets"),
    ("HR 0.58; 95% CI 0.36-0.93", ["HR 0.58; 95% CI 0.36-0.93"], "an interval goes with its value"),
    ("Pain 5% vs. 6% placebo", ["Pain 5% vs. 6% placebo"], "the stop of a short form"),
    ("\u2022 Pain 5%\n\u2022 Rash 7%", [" Pain 5%", " Rash 7%"], "items of a list"),
]


@table(("cell", "expected", "why"), SENTENCES)
def test_sentences_of_a_cell(cell: str, expected: list[str], why: str) -> None:
    assert [cell[a:b] for a, b in sentences(cell, 0, len(cell))] == expected, why


# (sentence, its pieces, why)
PIECES: list[object] = [
    ("Nausea (4% vs 1%) Rash (2% vs 3%)", ["Nausea (4% vs 1%)", "Rash (2% vs 3%)"], "a label behind a bracket"),
    ("nausea (4.0%), rash (2.5%), and pain (3%)", ["nausea (4.0%)", "rash (2.5%)", "pain (3%)"], "a list"),
    ("7.7% (5 mg), 23.1% (10 mg)", ["7.7% (5 mg), 23.1% (10 mg)"], "doses in brackets label nothing"),
    ("Rate: 0.2 (vs 0.3) Free of pain: 80%", ["Rate: 0.2 (vs 0.3)", "Free of pain: 80%"], "a label with a colon"),
    ("A = -8.0% Placebo = -2.6%", ["A = -8.0%", "Placebo = -2.6%"], "a label with a sign of equality"),
]


@table(("sentence", "expected", "why"), PIECES)
def test_fragments_of_a_sentence(sentence: str, expected: list[str], why: str) -> None:
    assert [sentence[a:b] for a, b in fragments(sentence, 0, len(sentence))] == expected, why


def test_a_range_in_a_cell_is_one_value() -> None:
    rows: Rows = [
        ["Study", "Treatment", "Results"],
        ["ALPHA [3]", TWO, "Relapse rate: 0.16-0.20 (vs 0.33)"],
        ["B", "", ""],
    ]
    found = trial(read_article(TableOf("Trials", rows)), "ALPHA").results
    assert told(found, "value", "low", "high", "arm") == [
        (None, 0.16, 0.20, "sunitinib"),
        (0.33, None, None, "placebo"),
    ]


def test_the_span_of_a_value_in_prose_shows_it() -> None:
    rows: Rows = [["Study", "Treatment", "Results"], ["ALPHA [3]", TWO, "Stroke: 6.6% vs 11.2%"], ["B", "", ""]]
    article = read_article(TableOf("Trials", rows))
    assert [article.text[r.provenance.start : r.provenance.end] for r in trial(article, "ALPHA").results] == [
        "6.6%",
        "11.2%",
    ]
