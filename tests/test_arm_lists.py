"""Arms that stand elsewhere than their values: in the sentence before, in a list, with the drug told earlier."""

from __future__ import annotations

from articles import TableOf, read_article, table, told, trial
from extract import results_in

RECORDS: list[object] = [
    (
        "The ALPHA-1 trial randomized 300 patients to pregabalin 150 mg, pregabalin 600 mg or placebo [3]. Dizziness "
        "was reported by 12%, 31% and 7%, respectively.",
        [(12.0, "pregabalin 150 mg"), (31.0, "pregabalin 600 mg"), (7.0, "placebo")],
        "the arms of the sentence before",
    ),
    (
        "In the ALPHA-1 trial patients received solifenacin or tolterodine [3]. With solifenacin, dry mouth was seen "
        "in 14% on 5 mg and 38% on 10 mg.",
        [(14.0, "solifenacin 5 mg"), (38.0, "solifenacin 10 mg")],
        "a dose is one of the drug named before it",
    ),
    (
        "The ALPHA-1 trial randomly assigned patients to rasagiline (231) or placebo (n = 229) [3]; nausea was seen in "
        "4.1% and 2.9%, respectively.",
        [(4.1, "rasagiline"), (2.9, "placebo")],
        "the sizes of groups are no results",
    ),
    (
        "The ALPHA-1 trial compared oxybutynin with tolterodine [3]. Incontinence episodes fell from 25.6 to 6.1 with "
        "oxybutynin and from 24.1 to 7.8 with tolterodine.",
        [(25.6, "oxybutynin"), (6.1, "oxybutynin"), (24.1, "tolterodine"), (7.8, "tolterodine")],
        "both ends of a change are of one arm",
    ),
]  # fmt: skip


@table("text, expected, why", RECORDS)
def test_arms_of_a_record(text: str, expected: list[tuple[float, str | None]], why: str) -> None:
    assert told(trial(read_article(text), "ALPHA-1").results, "value", "arm") == expected


def test_the_first_end_of_a_change_is_its_baseline() -> None:
    found = results_in("Incontinence episodes fell from 25.6 to 6.1 at week 12 with oxybutynin.")
    assert told(found, "value", "measure", "timepoint") == [(25.6, "mean", "baseline"), (6.1, "mean", "week 12")]


def test_a_measure_lasts_through_its_list() -> None:
    found = results_in("Off time decreased by 1.85 hours with rasagiline and 0.91 hours with placebo.")
    assert told(found, "value", "measure") == [(-1.85, "mean-change"), (-0.91, "mean-change")]


def test_columns_of_baselines_and_intervals_hold_no_results() -> None:
    rows = [
        ["Arm", "Peak flow (ml/s)", "Peak flow (ml/s)", "95% CI"],
        ["", "Baseline", "Change", ""],
        ["Tamsulosin", "9.46", "1.75", "1.1 to 2.4"],
        ["Placebo", "9.75", "0.52", "0.1 to 0.9"],
    ]
    article = read_article(
        "The ALPHA-1 trial compared tamsulosin with placebo [3] (Table 1).", TableOf("Flow", rows, 2)
    )
    found = told(trial(article, "ALPHA-1").results, "endpoint", "arm", "value", "unit")
    assert found == [("peak flow", "tamsulosin", 1.75, "ml/s"), ("peak flow", "placebo", 0.52, "ml/s")]


def test_a_cell_lists_a_value_for_each_arm_of_its_row() -> None:
    rows = [["Reference", "Regimen (mg)", "Dry mouth (%)"], ["ALPHA-1 [3]", "Tolterodine 4; placebo", "50; 21"]]
    article = read_article("The randomized ALPHA-1 trial [3] is shown in Table 1.", TableOf("Trials", rows))
    assert [r.value for r in trial(article, "ALPHA-1").results] == [50.0, 21.0]
    assert [r.arm and r.arm.split()[0] for r in trial(article, "ALPHA-1").results] == ["tolterodine", "placebo"]


def test_the_timepoint_of_a_table_stands_in_its_caption() -> None:
    rows = [["Outcome", "Tamsulosin", "Placebo"], ["Response (%)", "67", "44"]]
    article = read_article(
        "The ALPHA-1 trial compared tamsulosin with placebo [3] (Table 1).", TableOf("At 12 weeks", rows)
    )
    assert told(trial(article, "ALPHA-1").results, "value", "timepoint") == [(67.0, "12 weeks"), (44.0, "12 weeks")]


def test_a_hazard_ratio_has_no_timepoint() -> None:
    text = "In the ALPHA-1 trial survival at 2 years was 62% with sunitinib (hazard ratio 0.70) [3]."
    found = told(trial(read_article(text), "ALPHA-1").results, "value", "timepoint")
    assert found == [(62.0, "2 years"), (0.7, None)]


def test_a_change_is_not_measured_at_its_baseline() -> None:
    found = results_in("Off time decreased from baseline by 1.9 hours with rasagiline.")
    assert told(found, "value", "timepoint") == [(-1.9, None)]


def test_ranges_without_a_unit_and_percentages_in_words() -> None:
    found = results_in("The annualized relapse rate with fingolimod was 0.16-0.20 (versus 0.33 with interferon).")
    assert told(found, "value", "low", "high")[0] == (None, 0.16, 0.2)
    found = results_in("Nausea was reported by thirty-nine percent of the placebo group.")
    assert told(found, "value", "unit", "arm") == [(39.0, "%", "placebo")]


def test_two_arms_share_the_head_of_their_name() -> None:
    found = results_in("Complications arose in 33% of the restricted and 51% of the standard group.")
    assert told(found, "value", "arm") == [(33.0, "restricted"), (51.0, "standard")]


def test_ratios_go_on_through_their_list() -> None:
    text = "Relative risks were 0.07 (95% CI 0.01 to 0.55) for death and 0.46 (95% CI 0.22 to 0.95) for fracture."
    assert told(results_in(text), "value", "measure") == [(0.07, "relative-risk"), (0.46, "relative-risk")]


def test_a_risk_that_is_lower_is_a_relative_reduction() -> None:
    assert told(results_in("With losartan the risk of death was 28% lower."), "value", "measure", "arm") == [
        (28.0, "relative-reduction", None)
    ]


def test_drugs_that_plus_joins_are_one_arm_of_a_list() -> None:
    text = (
        "The ALPHA-1 trial compared metoclopramide plus dexamethasone, dexamethasone alone and placebo [3]. "
        "Vomiting occurred in 48%, 65% and 89%, respectively."
    )
    found = told(trial(read_article(text), "ALPHA-1").results, "value", "arm")
    assert found == [(48.0, "metoclopramide plus dexamethasone"), (65.0, "dexamethasone"), (89.0, "placebo")]
