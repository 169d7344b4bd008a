"""P-values: on each result of the comparison that they belong to, and on no other."""

from __future__ import annotations

from articles import table, told, unsolved
from extract import results_in

# (sentence, (value, p-value) of each result, why)
P_VALUES = [
    (
        "The response rate was 31% with sunitinib and 6% with interferon (P<.001).",
        [(31.0, "<0.001"), (6.0, "<0.001")],
        "both values of the comparison, with a leading zero",
    ),
    (
        "Overall survival at 3 years was 97.5 ± 1.3% vs 90.2 ± 2.3% (p = .03).",
        [(97.5, "0.03"), (90.2, "0.03")],
        "behind a list",
    ),
    (
        "PFS was 11 months with sunitinib and 5 months with interferon (P<0.001), and ORR was 31% and 6%, "
        "respectively (P=0.02).",
        [(11.0, "<0.001"), (5.0, "<0.001"), (31.0, "0.02"), (6.0, "0.02")],
        "each comparison has its own",
    ),
    unsolved(
        "Major bleeding occurred in 0.3% with rivaroxaban and 0.5% with enoxaparin; stroke occurred in 1.1% and 2.3%, "
        "respectively (p=0.02).",
        [(0.3, None), (0.5, None), (1.1, "0.02"), (2.3, "0.02")],
        "a semicolon parts two comparisons",
        reason="one semicolon is always allowed, for the sake of those in brackets",
    ),
    (
        "Rivaroxaban significantly (p=0.008) reduced the rate of symptomatic venous thromboembolism by 14%.",
        [(14.0, "0.008")],
        "ahead of its value",
    ),
    (
        "Median overall survival was 12.5 months with ipilimumab and 9.1 months with placebo "
        "(hazard ratio 0.72, 95% CI 0.59-0.87; p = 0.0007).",
        [(12.5, "0.0007"), (9.1, "0.0007"), (0.72, "0.0007")],
        "rates and ratio share the bracket's p-value",
    ),
    (
        "The primary end point occurred in 1.7% with rivaroxaban and 2.2% with warfarin (P<0.001 for noninferiority; "
        "P=0.02 for superiority).",
        [(1.7, "0.02"), (2.2, "0.02")],
        "of noninferiority and superiority the second",
    ),
    ("The response rate was 31% with sunitinib and 6% with interferon.", [(31.0, None), (6.0, None)], "none printed"),
    (
        "The response rate was significantly higher with sunitinib (31%) than with interferon (6%).",
        [(31.0, None), (6.0, None)],
        "significant without a number gives none",
    ),
    unsolved(
        "The response rate was significantly higher with sunitinib than with interferon (54% vs 41%; odds ratio 1.7; "
        "95% CI 1.2-2.4; p=0.004).",
        [(54.0, "0.004"), (41.0, "0.004"), (1.7, "0.004")],
        "semicolons inside one bracket do not part what they list",
        reason="a semicolon inside the bracket counts as the end of the comparison",
    ),
]


@table("sentence, values, why", P_VALUES)
def test_the_p_value_of_a_result(sentence: str, values: list[tuple[float, str | None]], why: str) -> None:
    assert told(results_in(sentence), "value", "p_value") == values, why


def test_a_p_value_alone_is_no_result() -> None:
    assert results_in("The difference was not significant (p = 0.2).") == []


# (sentence, timepoint of each result, why)
RATIOS = [
    unsolved(
        "The 5-year overall survival was 62% with R-CHOP and 45% with CHOP (HR 0.69; p=0.007).",
        ["5 years", "5 years", None],
        "a hazard ratio beside rates at a timepoint has none of its own",
        reason="the hazard ratio takes the timepoint of the rates",
    ),
    (
        "At 24 weeks, the odds ratio for response was 2.41 with sunitinib.",
        ["24 weeks"],
        "an odds ratio at a visit keeps it",
    ),
]


@table("sentence, points, why", RATIOS)
def test_the_timepoint_of_a_ratio(sentence: str, points: list[str | None], why: str) -> None:
    assert [r.timepoint for r in results_in(sentence)] == points, why


# (sentence, values that are results, why): baseline characteristics are none, by the guide
BASELINE = [
    ("At baseline, the mean HbA1c was 8.4% in both groups.", [], "measured at baseline"),
    ("The median age was 62 years.", [], "an age"),
    ("Patients aged 18 to 65 years were eligible.", [], "a criterion"),
    (
        "The mean change from baseline in HbA1c was \u22120.9% with exenatide.",
        [-0.9],
        "a change from baseline is a result",
    ),
]


@table("sentence, values, why", BASELINE)
def test_baseline_characteristics(sentence: str, values: list[float], why: str) -> None:
    assert [r.value for r in results_in(sentence)] == values, why
