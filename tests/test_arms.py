"""Arms: the group that a value belongs to, in a passage and with a record's treatments behind it."""

from __future__ import annotations

from articles import read_article, table, told, trial, unsolved
from extract import results_in

# (sentence, (value, arm) of each result, why)
PASSAGES: list[object] = [
    (
        "The response rate was 62% in the sunitinib arm and 34% in the interferon arm.",
        [(62.0, "sunitinib"), (34.0, "interferon")],
        "in the ... arm",
    ),
    (
        "Major bleeding occurred in 2.7% of patients receiving rivaroxaban and 3.4% of those receiving warfarin.",
        [(2.7, "rivaroxaban"), (3.4, "warfarin")],
        "receiving",
    ),
    (
        "The response rate was higher with sunitinib than with interferon (31% vs 6%; P<0.001).",
        [(31.0, "sunitinib"), (6.0, "interferon")],
        "arms first, their values in brackets",
    ),
    (
        "Major bleeding was similar with rivaroxaban and enoxaparin (0.3% and 0.5%, respectively).",
        [(0.3, "rivaroxaban"), (0.5, "enoxaparin")],
        "respectively in brackets",
    ),
    (
        "Symptomatic thrombosis occurred in 1.1% versus 2.3% of patients receiving rivaroxaban and enoxaparin, "
        "respectively.",
        [(1.1, "rivaroxaban"), (2.3, "enoxaparin")],
        "values first, their arms behind",
    ),
    (
        "Response rates were 60%, 45% and 20% with sunitinib, sorafenib and placebo, respectively.",
        [(60.0, "sunitinib"), (45.0, "sorafenib"), (20.0, "placebo")],
        "three arms",
    ),
    (
        "The response rate was 60% (12 of 20) with sunitinib and 20% (4 of 20) with placebo.",
        [(60.0, "sunitinib"), (20.0, "placebo")],
        "brackets between value and arm",
    ),
    (
        "Two deaths occurred in the placebo group.",
        [(2.0, "placebo")],
        "a count",
    ),
    ("The hazard ratio for death with nivolumab versus docetaxel was 0.70.", [(0.7, None)], "a hazard ratio has none"),
    ("The odds ratio for response with sunitinib was 2.41.", [(2.41, None)], "an odds ratio has none"),
    (
        "Rivaroxaban reduced the risk of stroke by 14% compared with warfarin.",
        [(14.0, None)],
        "a relative reduction has none",
    ),
    (
        "Mortality was 5.2% with simvastatin and 7.1% with placebo (relative risk 0.70).",
        [(5.2, "simvastatin"), (7.1, "placebo"), (0.7, None)],
        "rates have arms, the ratio beside them has none",
    ),
    (
        "Ticagrelor reduced cardiovascular death compared with clopidogrel (4.0% vs 5.1%).",
        [(4.0, "ticagrelor"), (5.1, "clopidogrel")],
        "subject and object of a comparison, values in brackets",
    ),
]


@table("sentence, arms, why", PASSAGES)
def test_arms_of_a_passage(sentence: str, arms: list[tuple[float, str | None]], why: str) -> None:
    assert told(results_in(sentence), "value", "arm") == arms, why


TWO_ARMS = "The ALPHA-1 trial [3] compared sunitinib with interferon in 400 patients with renal cell carcinoma. "
ONE_ARM = (
    "The ALPHA-1 trial [3] was a single-arm phase II study of sunitinib in 63 patients with renal cell carcinoma. "
)
COMBINED = "The ALPHA-1 trial [3] compared axitinib plus avelumab with sunitinib in 400 patients with renal cancer. "

# (first sentence, next sentence, (value, arm) of each result, why)
RECORDS: list[object] = [
    (
        TWO_ARMS,
        "The response rate was 31% and 6%, respectively.",
        [(31.0, "sunitinib"), (6.0, "interferon")],
        "respectively, and the arms are the record's",
    ),
    (
        TWO_ARMS,
        "The response rate was 31% vs 6%.",
        [(31.0, "sunitinib"), (6.0, "interferon")],
        "a pair without arms is that of the record's arms in their order",
    ),
    unsolved(
        TWO_ARMS,
        "Nausea occurred in 12% of patients with the former and in 5% with the latter.",
        [(12.0, "sunitinib"), (5.0, "interferon")],
        "the former and the latter",
        reason="the former and the latter are no arm candidates of the passage",
    ),
    (
        TWO_ARMS,
        "The response rate was 31% in the active treatment group and 6% with interferon.",
        [(31.0, "sunitinib"), (6.0, "interferon")],
        "a word that only points at the treatment tested",
    ),
    (TWO_ARMS, "The hazard ratio for death was 0.65.", [(0.65, None)], "a between-arm measure of a two-arm trial"),
    (ONE_ARM, "The response rate was 40%.", [(40.0, "sunitinib")], "the only arm of a study"),
    (
        "The ALPHA-1 trial [3] was a single-arm phase II study of axitinib plus avelumab in 63 patients. ",
        "The response rate was 40%.",
        [(40.0, "axitinib plus avelumab")],
        "the only arm of a study, a combination",
    ),
    unsolved(
        COMBINED,
        "The response rate was 51% with the combination and 26% with sunitinib.",
        [(51.0, "axitinib plus avelumab"), (26.0, "sunitinib")],
        "the combination",
        reason="the combination is not made the arm of its value",
    ),
]


@table("first, following, arms, why", RECORDS)
def test_arms_of_a_record(first: str, following: str, arms: list[tuple[float, str | None]], why: str) -> None:
    assert told(trial(read_article(first + following), "ALPHA-1").results, "value", "arm") == arms, why


# (sentence, (value, subgroup) of each result, why)
SUBGROUPS: list[object] = [
    unsolved(
        "In women, the response rate was 45% with sunitinib.",
        [(45.0, "women")],
        "a subset ahead",
        reason="a subset that no arm word goes with is not kept",
    ),
    unsolved(
        "Among patients with renal impairment, stroke occurred in 2.3% with apixaban and 3.1% with warfarin.",
        [(2.3, "patients with renal impairment"), (3.1, "patients with renal impairment")],
        "a subset and two arms",
        reason="a subset that no arm word goes with is not kept",
    ),
]


@table("sentence, subgroups, why", SUBGROUPS)
def test_subgroups(sentence: str, subgroups: list[tuple[float, str]], why: str) -> None:
    results = trial(read_article(TWO_ARMS + sentence), "ALPHA-1").results
    assert told(results, "value", "subgroup") == subgroups, why
