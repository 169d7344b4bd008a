"""Measures: what kind of number a value is, its sign and its unit, by the guide's words."""

from __future__ import annotations

from articles import table, told, unsolved
from extract import results_in

# (sentence, (measure, value, unit) of each result, why)
ONE = [
    ("The response rate was 45% with sunitinib.", [("rate", 45.0, "%")], "a percentage of patients"),
    ("Major bleeding occurred in 13 patients (4.1%).", [("rate", 4.1, "%")], "a count with its percentage"),
    ("Two deaths occurred in the placebo group.", [("count", 2.0, "deaths")], "a count in words"),
    ("The median overall survival was 12.5 months.", [("median", 12.5, "months")], "a median"),
    ("Overall survival was 12.5 months with sorafenib.", [("median", 12.5, "months")], "a survival time is a median"),
    ("Mean pain scores were 3.1 with tapentadol.", [("mean", 3.1, None)], "a mean"),
    ("Hospital stay was 3.2 days with the new drug.", [("mean", 3.2, "days")], "no statistic named: a mean"),
    ("Body weight decreased by 3.2 kg with liraglutide.", [("mean-change", -3.2, "kg")], "a fall is negative"),
    (
        "Systolic blood pressure was reduced by 12.4 mmHg with telmisartan and by 9.1 mmHg with losartan.",
        [("mean-change", -12.4, "mmhg"), ("mean-change", -9.1, "mmhg")],
        "two falls",
    ),
    (
        "FEV1 increased by 120 ml with tiotropium compared with placebo.",
        [("mean-change", 120.0, "ml")],
        "a rise is positive",
    ),
    (
        "The mean change in body weight was \u22123.2 kg with liraglutide.",
        [("mean-change", -3.2, "kg")],
        "a change with its own sign",
    ),
    (
        "The mean reduction in systolic blood pressure was 12.4 mmHg with telmisartan.",
        [("mean-change", -12.4, "mmhg")],
        "a reduction of a mean is a negative change",
    ),
    (
        "LDL cholesterol was reduced by 61% with evolocumab.",
        [("mean-change", -61.0, "%")],
        "a fall of a level in percent",
    ),
    (
        "The difference in systolic blood pressure was \u22123.1 mmHg.",
        [("difference", -3.1, "mmhg")],
        "a difference between arms",
    ),
    (
        "The symptom score had changed by \u22128.2 points with silodosin.",
        [("mean-change", -8.2, "points")],
        "changed by",
    ),
    ("Peak flow had risen by 1.4 ml/s with tamsulosin.", [("mean-change", 1.4, "ml/s")], "a rise in the perfect tense"),
    (
        "Disability scores worsened by 2.8 points with placebo and 1.9 with interferon.",
        [("mean-change", 2.8, "points"), ("mean-change", 1.9, None)],
        "the second value leaves out verb and unit",
    ),
    ("HbA1c had fallen to 7.6% with sitagliptin.", [("mean", 7.6, "%")], "where a fall ended is a level"),
    ("HbA1c was 7.6% with sitagliptin.", [("mean", 7.6, "%")], "a quantity measured in percent"),
    ("Serum urate was at target in 72% with febuxostat.", [("rate", 72.0, "%")], "people whose level is at target"),
    ("The annualised relapse rate was 0.26 with natalizumab.", [("rate", 0.26, None)], "a rate without a percent sign"),
    (
        "The placebo-corrected falls in body weight were 2.1 kg with orlistat and 3.4 kg with semaglutide.",
        [("difference", 2.1, "kg"), ("difference", 3.4, "kg")],
        "a difference from placebo goes on through the arms",
    ),
    (
        "A reduction in weight was seen in 13 of 20 patients (65%) with orlistat.",
        [("rate", 65.0, "%")],
        "a percentage with its events is of people",
    ),
    ("The hazard ratio for death was 0.70.", [("hazard-ratio", 0.7, None)], "a hazard ratio"),
    (
        "Nivolumab improved overall survival (HR 0.70).",
        [("hazard-ratio", 0.7, None)],
        "a hazard ratio by its short form",
    ),
    ("The relative risk of death was 0.87.", [("relative-risk", 0.87, None)], "a relative risk"),
    ("The odds ratio for response was 2.41.", [("odds-ratio", 2.41, None)], "an odds ratio"),
    (
        "The response rate was higher with sunitinib (OR 2.41).",
        [("odds-ratio", 2.41, None)],
        "an odds ratio by its short form",
    ),
    (
        "Rivaroxaban reduced the risk of stroke by 14% compared with warfarin.",
        [("relative-reduction", 14.0, "%")],
        "reduced ... by",
    ),
    (
        "Rivaroxaban significantly (p=0.008) reduced the rate of symptomatic venous thromboembolism by 14%.",
        [("relative-reduction", 14.0, "%")],
        "reduced ... by, a p-value between",
    ),
    (
        "Simvastatin was associated with a 30% reduction in mortality.",
        [("relative-reduction", 30.0, "%")],
        "a 30% reduction",
    ),
    ("The relative risk reduction for stroke was 30%.", [("relative-reduction", 30.0, "%")], "a relative reduction"),
    ("The absolute risk reduction for stroke was 2.3%.", [("absolute-reduction", 2.3, "%")], "an absolute reduction"),
    ("The number needed to treat for stroke was 30.", [("other", 30.0, None)], "a number needed to treat"),
    (
        "Mortality was 7.1% in the placebo group and 5.2% in the simvastatin group (relative risk 0.70).",
        [("rate", 7.1, "%"), ("rate", 5.2, "%"), ("relative-risk", 0.7, None)],
        "rates and a ratio in one sentence",
    ),
    (
        "Median progression-free survival was 11 months with sunitinib and 5 months with interferon.",
        [("median", 11.0, "months"), ("median", 5.0, "months")],
        "one median word for two values",
    ),
    ("Response was seen in 25-30% of patients.", [("rate", None, "%")], "a range has no value"),
    unsolved(
        "HbA1c fell by 0.7% with sitagliptin and by 0.1% with placebo.",
        [("mean-change", -0.7, "%"), ("mean-change", -0.1, "%")],
        "percent is HbA1c's own unit, so a fall of it is a change",
        reason="the verb is glued to the endpoint, whose tags then allow a rate",
    ),
    (
        "Mean LDL cholesterol decreased from 160 to 95 mg/dl with atorvastatin.",
        [("mean", 160.0, "mg/dl"), ("mean", 95.0, "mg/dl")],
        "from X to Y are two levels, not two changes",
    ),
    (
        "HbA1c decreased from 8.4% to 7.1% with sitagliptin.",
        [("mean", 8.4, "%"), ("mean", 7.1, "%")],
        "from X to Y in percent",
    ),
    (
        "The mean change in body weight was \u22123.2 kg with liraglutide and +1.1 kg with glimepiride.",
        [("mean-change", -3.2, "kg"), ("mean-change", 1.1, "kg")],
        "the second value of a change is one, too",
    ),
    (
        "A reduction of at least 50% in seizure frequency was seen in 38% of patients on levetiracetam.",
        [("rate", 38.0, "%")],
        "a threshold inside a responder definition is no result",
    ),
]


@table("sentence, told_of, why", ONE)
def test_measure_value_and_unit(sentence: str, told_of: list[tuple[str, float | None, str | None]], why: str) -> None:
    assert told(results_in(sentence), "measure", "value", "unit") == told_of, why


# (sentence, from and to with their timepoints, why)
FROM_TO = [
    (
        "Mean LDL cholesterol decreased from 160 to 95 mg/dl after 24 weeks of atorvastatin.",
        [(160.0, "baseline"), (95.0, "24 weeks")],
        "the first of from X to Y has the timepoint baseline",
    ),
]


@table("sentence, values, why", FROM_TO)
def test_from_x_to_y(sentence: str, values: list[tuple[float, str | None]], why: str) -> None:
    assert told(results_in(sentence), "value", "timepoint") == values, why


# (sentence, error of each result, why)
ERRORS = [
    ("The 2-year overall survival was 97.5 ± 1.3% with blinatumomab.", [1.3], "plus-minus"),
    ("Mean pain scores were 3.1 ± 1.2 with tapentadol and 4.5 ± 1.4 with placebo.", [1.2, 1.4], "one each"),
    ("The mean pain score was 3.1 (SD 1.2) with tapentadol.", [1.2], "a standard deviation in brackets"),
    ("Weight loss was 5.6 kg (SD 1.2) with orlistat.", [1.2], "a standard deviation behind the unit"),
]


@table("sentence, errors, why", ERRORS)
def test_errors(sentence: str, errors: list[float], why: str) -> None:
    assert [r.error for r in results_in(sentence)] == errors, why


# (sentence, (value, low, high), why)
TURNED: list[object] = [
    unsolved(
        "Systolic blood pressure was reduced by 12.4 mmHg (95% CI 10.1 to 14.7) with telmisartan.",
        (-12.4, -14.7, -10.1),
        "the interval of a fall is turned with its value",
        reason="only the value is turned",
    ),
    (
        "The mean change in systolic blood pressure was \u221212.4 mmHg (95% CI \u221214.7 to \u221210.1) with "
        "telmisartan.",
        (-12.4, -14.7, -10.1),
        "an interval printed with its signs stays",
    ),
]


@table("sentence, bounds, why", TURNED)
def test_the_interval_of_a_fall(sentence: str, bounds: tuple[float, float, float], why: str) -> None:
    assert told(results_in(sentence), "value", "low", "high") == [bounds], why
