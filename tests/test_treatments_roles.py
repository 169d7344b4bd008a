"""Interventions and comparators: what a study tested, and what it compared that with."""

from __future__ import annotations

from articles import TableOf, read_article, table, trial, unsolved

# (sentence about ALPHA-1, interventions, comparators, why)
ROLES: list[object] = [
    ("compared sunitinib with interferon.", ["sunitinib"], ["interferon"], "compared with"),
    ("compared sunitinib to interferon.", ["sunitinib"], ["interferon"], "compared to"),
    ("was a study of sunitinib versus interferon.", ["sunitinib"], ["interferon"], "versus"),
    ("randomized 400 patients to sunitinib or placebo.", ["sunitinib"], ["placebo"], "randomized to one or the other"),
    ("showed that rivaroxaban was noninferior to warfarin.", ["rivaroxaban"], ["warfarin"], "noninferior to"),
    ("showed longer survival with sunitinib than with interferon.", ["sunitinib"], ["interferon"], "than"),
    ("was a placebo-controlled trial of sitagliptin.", ["sitagliptin"], ["placebo"], "a control inside the design"),
    unsolved(
        "compared placebo with sitagliptin.",
        ["sitagliptin"],
        ["placebo"],
        "a control is one by its name",
        reason="what is compared with a control is taken for a control",
    ),
    (
        "compared blinatumomab with historical controls.",
        ["blinatumomab"],
        ["historical control"],
        "historical controls",
    ),
    ("was a study of sunitinib in renal cell carcinoma.", ["sunitinib"], [], "one treatment alone was tested"),
    ("tested evolocumab added to statin therapy.", ["evolocumab"], [], "a background treatment is neither"),
    ("tested evolocumab on top of atorvastatin.", ["evolocumab"], [], "another background"),
    (
        "compared dabigatran 110 mg or dabigatran 150 mg with warfarin.",
        ["dabigatran 110 mg", "dabigatran 150 mg"],
        ["warfarin"],
        "doses only where arms differ by dose",
    ),
    ("compared rivaroxaban 20 mg with warfarin.", ["rivaroxaban"], ["warfarin"], "one dose is no part of the name"),
    (
        "compared trametinib (GSK1120212) with dacarbazine.",
        ["trametinib"],
        ["dacarbazine"],
        "a code in brackets is no second drug",
    ),
    (
        "tested daratumumab in 400 patients refractory to lenalidomide.",
        ["daratumumab"],
        [],
        "a treatment that failed before is neither",
    ),
    unsolved(
        "enrolled 400 patients refractory to lenalidomide who received daratumumab.",
        ["daratumumab"],
        [],
        "a treatment that failed before is neither, even when it is named first",
        reason="the first treatment of a sentence is never background, and 'received' makes the tested one so",
    ),
    unsolved(
        "compared daratumumab plus lenalidomide with lenalidomide alone.",
        ["daratumumab", "lenalidomide"],
        ["lenalidomide"],
        "a drug of both arms is in both",
        reason="only trained weights give a treatment both roles",
    ),
    (
        "compared nivolumab plus ipilimumab with sunitinib.",
        ["nivolumab", "ipilimumab"],
        ["sunitinib"],
        "each drug of a combination is an item",
    ),
    unsolved(
        "showed that, unlike sorafenib, sunitinib improved survival compared with placebo.",
        ["sunitinib"],
        ["placebo"],
        "a treatment only mentioned is neither",
        reason="a treatment named first is never background",
    ),
]


@table("sentence, interventions, comparators, why", ROLES)
def test_roles(sentence: str, interventions: list[str], comparators: list[str], why: str) -> None:
    record = trial(read_article(f"The ALPHA-1 trial [3] {sentence}"), "ALPHA-1")
    assert (record.interventions, record.comparators) == (interventions, comparators), why


LATER: list[object] = [
    ("Nausea occurred in 12% of patients on interferon.", "one sentence on the comparator"),
    unsolved(
        "Nausea occurred in 12% of patients on interferon. This trial also found fatigue in 20% with interferon.",
        "several sentences on the comparator",
        reason="each sentence that names the comparator alone votes for it as tested",
    ),
]


@table("later, why", LATER)
def test_roles_hold_when_later_sentences_name_one_arm_alone(later: str, why: str) -> None:
    article = read_article(f"The ALPHA-1 trial [3] compared sunitinib with interferon. {later}")
    record = trial(article, "ALPHA-1")
    assert (record.interventions, record.comparators) == (["sunitinib"], ["interferon"]), why


def test_a_code_stands_for_its_drug_everywhere() -> None:
    article = read_article(
        "Trametinib (GSK1120212) inhibits MEK.",
        "The ALPHA-1 trial [3] compared GSK1120212 with dacarbazine.",
    )
    assert trial(article, "ALPHA-1").interventions == ["trametinib"]


def test_the_topic_of_the_article_is_what_a_study_without_treatment_tested() -> None:
    article = read_article(
        "Title: Sunitinib in renal cell carcinoma", "The ALPHA-1 trial enrolled 400 patients with renal cancer [3]."
    )
    assert trial(article, "ALPHA-1").interventions == ["sunitinib"]


def test_the_heading_of_the_section_comes_before_the_topic_of_the_article() -> None:
    article = read_article(
        "Title: Sunitinib in renal cell carcinoma",
        "# Axitinib",
        "For years sunitinib was the standard.",
        "The ALPHA-1 trial enrolled 400 patients with renal cancer [3].",
    )
    assert trial(article, "ALPHA-1").interventions == ["axitinib"]


def test_every_treatment_has_its_span() -> None:
    article = read_article("The ALPHA-1 trial [3] compared sunitinib with interferon.")
    found = trial(article, "ALPHA-1").provenance
    assert [article.text[s.start : s.end] for s in found["interventions"]] == ["sunitinib"]
    assert [article.text[s.start : s.end] for s in found["comparators"]] == ["interferon"]


CONDITIONS: list[object] = [
    ("compared sunitinib with placebo in 400 patients with renal cell carcinoma.", ["renal cell carcinoma"], "of whom"),
    unsolved(
        "compared sunitinib with placebo. Nausea occurred in 12% of patients on sunitinib.",
        [],
        "an adverse event is no condition",
        reason="without a condition of its own a study takes the first disease word of its sentences",
    ),
]


@table("sentence, conditions, why", CONDITIONS)
def test_conditions(sentence: str, conditions: list[str], why: str) -> None:
    assert trial(read_article(f"The ALPHA-1 trial [3] {sentence}"), "ALPHA-1").conditions == conditions, why


def test_a_disease_stands_in_the_headings_above() -> None:
    study = "A trial [{}] in 90 patients tested drug therapy; 40% responded to it, and 20% to placebo."
    article = read_article("# Schizophrenia", "## Acute treatment", study.format(3), "# Epilepsy", study.format(4))
    assert [t.conditions for t in article.trials] == [["schizophrenia"], ["epilepsy"]]


def test_a_heading_of_drugs_goes_on_with_the_disease_before_it() -> None:
    study = "A trial [{}] in 90 patients tested drug therapy; 40% responded to it, and 20% to placebo."
    article = read_article("# Epilepsy", study.format(3), "# Lamotrigine", study.format(4), "# Safety", study.format(5))
    assert [t.conditions for t in article.trials][:2] == [["epilepsy"], ["epilepsy"]]


def test_a_caption_names_the_disease_of_its_rows() -> None:
    rows = [["Study", "Patients", "Drug", "Response, %"], ["Author et al. [3]", "90", "Lamotrigine", "40"]]
    record = read_article("# Findings", "Table 1 lists the trial.", TableOf("Trials in epilepsy", rows)).trials[0]
    assert record.conditions == ["epilepsy"]


def test_those_whom_the_size_counts_took_part() -> None:
    text = "In the ALPHA-1 trial smokers with asthma did best; it enrolled 400 adults with severe asthma."
    assert trial(read_article("# Findings", text), "ALPHA-1").population == "adults with severe asthma"


def test_a_column_of_limits_names_nobody() -> None:
    rows = [["Study", "Population", "Response, %"], ["ALPHA-1 [3]", "7.0-10.0%", "40"]]
    record = read_article("# Findings", "ALPHA-1 [3] enrolled 90 adults with gout.", TableOf("Trials", rows)).trials[0]
    assert record.population == "adults with gout"


def test_a_sponsor_before_a_name_is_of_that_study_alone() -> None:
    text = "EORTC 18071 tested ipilimumab in 951 patients [3], and ECOG 1609 in 1670 patients [4]."
    sponsors = {t.names[0]: t.sponsors for t in read_article("# Findings", text).trials}
    assert sponsors == {"EORTC 18071": ["EORTC"], "ECOG 1609": ["ECOG"]}


def test_a_bare_disease_under_a_disease_is_that_one() -> None:
    study = "A trial [3] in 90 patients tested drug therapy; 40% responded to it, and 20% to placebo."
    article = read_article("# Parkinson's disease", "## Early disease", study)
    assert article.trials[0].conditions == ["parkinson's disease"]


def test_of_several_topics_a_study_has_the_one_told_nearest() -> None:
    study = "A trial [3] in 90 patients tested pregabalin; 40% responded to it, and 20% to placebo."
    article = read_article("Title: Trials in gout and fibromyalgia", "# Findings", f"Fibromyalgia is painful. {study}")
    assert article.trials[0].conditions == ["fibromyalgia"]


def test_a_group_that_only_wrote_the_paper_is_no_sponsor() -> None:
    text = "A trial in 90 patients with Parkinson's disease tested rasagiline (Parkinson Study Group 2005)."
    assert [t.sponsors for t in read_article("# Findings", text).trials] in ([], [[]])


def test_a_national_group_ran_its_trial() -> None:
    text = "The Danish group gave letrozole to 90 patients with breast cancer in a phase II trial [3]."
    assert read_article("# Findings", text).trials[0].sponsors == ["Danish group"]
