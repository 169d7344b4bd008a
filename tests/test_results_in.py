"""``results_in``: the results of one passage, with no trial around it."""

from __future__ import annotations

import pytest

from articles import table, told, unsolved
from extract import results_in
from extract.records.schema import Result

# The seed article's sentence, in other words.
RESPECTIVELY = (
    "Blinatumomab led to a 2-year DFS of 81.6% and OS of 93.3% compared to chemotherapy of 49.4% and 65.8%, "
    "respectively."
)

Told = list[tuple[str, float, str | None, str | None]]

# (passage, (endpoint, value, arm, timepoint) of each result, why)
PASSAGES: list[object] = [
    (
        "The 2-year overall survival was 97.5 ± 1.3% with blinatumomab vs. 90.2 ± 2.3% with chemotherapy (p = .001).",
        [
            ("overall survival", 97.5, "blinatumomab", "2 years"),
            ("overall survival", 90.2, "chemotherapy", "2 years"),
        ],
        "two arms by vs",
    ),
    (
        "Major bleeding occurred in 250 of 1,063 patients (23.5%) with enoxaparin.",
        [("major bleeding", 23.5, "enoxaparin", None)],
        "n of N and the percentage are one result",
    ),
    (
        "The median overall survival was 12·5 months with ipilimumab and 9·1 months with placebo.",
        [("overall survival", 12.5, "ipilimumab", None), ("overall survival", 9.1, "placebo", None)],
        "middle dots",
    ),
    (
        "ACR20 response was achieved by 59.1% of patients receiving abatacept versus 18.3% of those receiving placebo "
        "at 24 weeks (p<0.001).",
        [("acr20 response", 59.1, "abatacept", "24 weeks"), ("acr20 response", 18.3, "placebo", "24 weeks")],
        "an endpoint with a number of its own",
    ),
    (
        "The response rate was 45% with sunitinib. Nausea occurred in 12% of patients on placebo.",
        [("response rate", 45.0, "sunitinib", None), ("nausea", 12.0, "placebo", None)],
        "two sentences",
    ),
    (
        "Overall survival was 62% with R-CHOP and 45% with CHOP, and progression-free survival was 50% and 30%, "
        "respectively.",
        [
            ("overall survival", 62.0, "r-chop", None),
            ("overall survival", 45.0, "chop", None),
            ("progression-free survival", 50.0, "r-chop", None),
            ("progression-free survival", 30.0, "chop", None),
        ],
        "respectively over the arms of the clause before",
    ),
    (
        RESPECTIVELY,
        [
            ("dfs", 81.6, "blinatumomab", "2 years"),
            ("os", 93.3, "blinatumomab", "2 years"),
            ("dfs", 49.4, "chemotherapy", "2 years"),
            ("os", 65.8, "chemotherapy", "2 years"),
        ],
        "respectively over the endpoints of the arm before",
    ),
    unsolved(
        "Blinatumomab led to a 2-year DFS of 81.6% and OS of 93.3% compared to chemotherapy with 2-year DFS and OS of "
        "49.4% and 65.8%, respectively.",
        [
            ("dfs", 81.6, "blinatumomab", "2 years"),
            ("os", 93.3, "blinatumomab", "2 years"),
            ("dfs", 49.4, "chemotherapy", "2 years"),
            ("os", 65.8, "chemotherapy", "2 years"),
        ],
        "respectively over endpoints named again",
        reason="two endpoints right before a list of two are not paired with it",
    ),
    unsolved(
        "With blinatumomab, 2-year DFS and OS were 81.6% and 93.3% compared to 49.4% and 65.8% with chemotherapy.",
        [
            ("dfs", 81.6, "blinatumomab", "2 years"),
            ("os", 93.3, "blinatumomab", "2 years"),
            ("dfs", 49.4, "chemotherapy", "2 years"),
            ("os", 65.8, "chemotherapy", "2 years"),
        ],
        "two endpoints as subject of two lists",
        reason="two endpoints in front are one phrase for the chain, and the arms alternate",
    ),
    unsolved(
        "Sunitinib was given to 400 patients with renal cell carcinoma.",
        [],
        "a sentence without a result",
        reason="without the article's mentions the gate takes the size for a count, with some weights",
    ),
    ("", [], "nothing"),
]


@table("passage, results, why", PASSAGES)
def test_results(passage: str, results: Told, why: str) -> None:
    assert told(results_in(passage), "endpoint", "value", "arm", "timepoint") == results, why


# (passage, events, total, why)
COUNTS = [
    ("The response rate was 71% (75/106) with sunitinib.", 75, 106, "n/N behind the percentage"),
    ("A complete response was seen in 75/106 patients (71%).", 75, 106, "n/N before the percentage"),
    ("Major bleeding occurred in 250 of 1,063 patients (23.5%).", 250, 1063, "n of N with thousands"),
    ("Major bleeding occurred in 13 patients (4.1%).", 13, None, "n alone"),
    ("Major bleeding occurred in 4.1% of patients.", None, None, "a percentage alone"),
]


@table("passage, events, total, why", COUNTS)
def test_events_and_total(passage: str, events: int | None, total: int | None, why: str) -> None:
    (result,) = results_in(passage)
    assert (result.events, result.total) == (events, total), why
    assert result.measure == "rate"


# (passage, why): numbers that are no results, by the guide
NO_RESULTS: list[object] = [
    ("The median age was 62 years.", "an age"),
    ("Patients received rivaroxaban 20 mg once daily.", "a dose"),
    ("The median follow-up was 18 months.", "a follow-up"),
    ("Patients aged 18 to 65 years were eligible.", "criteria"),
    ("No patient died, and half of the patients responded.", "no exact number"),
    ("The trial was run in 2010 at 45 centres in 12 countries.", "years, centres and countries"),
    unsolved("12 092 patients were enrolled.", "an enrolment", reason="the gate lets a count of patients through"),
    unsolved(
        "The incidence of stroke in the general population is 0.2% per year.",
        "epidemiology",
        reason="the gate lets it through with some weights",
    ),
]


@table("passage, why", NO_RESULTS)
def test_no_results(passage: str, why: str) -> None:
    assert results_in(passage) == [], why


@pytest.fixture(scope="module")
def result() -> Result:
    (found,) = results_in("At 24 weeks, the ORR with nivolumab was 40% (95% CI, 33 to 47; p = .02).")
    return found


def test_a_result_has_the_guide_s_fields(result: Result) -> None:
    told_of = (result.measure, result.value, result.low, result.high, result.unit, result.p_value, result.source)
    assert told_of == ("rate", 40.0, 33.0, 47.0, "%", "0.02", "text")
    assert (result.arm, result.timepoint) == ("nivolumab", "24 weeks")


def test_a_passage_keeps_its_short_forms(result: Result) -> None:
    assert result.endpoint == "orr"


def test_every_part_has_its_span(result: Result) -> None:
    text = "At 24 weeks, the ORR with nivolumab was 40% (95% CI, 33 to 47; p = .02)."
    assert result.provenance is not None
    assert text[result.provenance.start : result.provenance.end] == "40%"
    printed = {name: text[s.start : s.end] for name, s in result.provenance.parts.items()}
    assert printed["endpoint"] == "ORR"
    assert printed["arm"] == "nivolumab"
    assert printed["timepoint"] == "24 weeks"
    assert printed["interval"].startswith("95% CI, 33 to 47")
    assert printed["p_value"] == "p = .02"


def test_spans_count_in_the_passage_given() -> None:
    passage = "First a sentence. The response rate was 45% with sunitinib."
    (found,) = results_in(passage)
    assert found.provenance is not None
    assert passage[found.provenance.start : found.provenance.end] == "45%"
