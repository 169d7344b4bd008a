"""Populations: where the phrase begins and ends, what is none, and what stands in the value."""

from __future__ import annotations

import pytest

from extract.mentions.mention import Kind, Mention
from extract.mentions.populations import find_disease_populations, find_populations
from extract.normal import normalise


def populations(text: str) -> list[Mention]:
    view = normalise(text)
    return list(find_populations(view, 0, len(view)))


def spans(text: str) -> list[str]:
    return [text[m.start : m.end] for m in populations(text)]


# Each text is the phrase with what must stay outside; "|" marks where a population begins and ends.
FOUND = [
    ("A total of 833 |postmenopausal women with osteoporosis| were randomized.", "count and verb outside"),
    ("All |HIV-infected adults| improved.", "a determiner outside"),
    ("The study randomized |patients with high-risk disease|.", "the verb before is no description"),
    ("In |patients with relapsed multiple myeloma|, survival rose.", "the comma of an opening phrase"),
    ("It suits |patients with progressive, recurrent, or advanced lung cancer|.", "a list of adjectives"),
    ("|Patients with thyroid, lung, liver and pancreatic cancer| were treated.", "a list of diseases"),
    ("It is for |people with severe renal impairment, end-stage renal disease, or dialysis|.", "a list to its end"),
    (
        "|intermediate- and high-risk patients with localized, resected GIST expressing KIT|",
        "hanging hyphen, adjectives",
    ),
    ("the |previously treated (interferon or chemotherapy) patients with melanoma| did", "a bracket before the noun"),
    ("|adults (aged \u226518 years) with plaque psoriasis| were", "a bracket inside"),
    ("|patients with high-risk GIST| (5 of 9) were", "a bracket behind is outside"),
    ("|patients with non-small cell lung cancer| (NSCLC) were", "a short form behind is outside"),
    ("|children and adolescents with X-linked hypophosphatemia| grew", "joined nouns share the description"),
    ("In |infants with KMT2A-rearranged ALL| and |children with SR ALL| it", "two of them"),
    ("randomized 112 |patients whose ulcer was 6 cm or less|.", "a relative clause with a subject of its own"),
    ("in |patients in whom two earlier drugs had failed|.", "another, behind a preposition"),
    ("in |patients who had received tamoxifen|, and", "a treatment of before"),
    ("in |patients with bipolar II disorder| of both", "a Roman number inside a disease"),
    ("in |patients dissatisfied with oxybutynin|.", "an adjective behind"),
    ("In 286 |men| it", "a noun that says who they are by itself"),
    ("ranging from |infants to older adults with asthma|, it", "a range of ages"),
    ("|pediatric and adolescent patients with asthma| were", "joined adjectives"),
    ("|patients below 75 years of age| were", "an age"),
    ("|patients \u2265 1 month of age with CD19 + B-ALL| as", "a limit"),
    ("|patients \\(\\geq\\)28 days of age with new disease|.", "a limit as a copied formula"),
    ("|patients with HbA1c \u22658.5%|, reductions", "a measured limit"),
    ("|adults with a viral load <100,000 copies/mL|", "a number with commas"),
    ("|patients with eGFR \u226560 to <90 ml/min| were", "a range of a measure"),
    ("|Patients at high risk for stroke| were", "at risk for"),
    ("|patients not eligible for reperfusion| were", "not eligible for"),
    ("|patients hospitalized for heart failure| in Europe", "hospitalized for"),
    ("|patients with T2DM and established CV disease| gain", "and with a second disease"),
    ("|patients with a history of stroke and insulin resistance but without diabetes|.", "but without"),
    ("|children with asthma who had an average or higher risk of relapse| [23]", "a relative clause"),
    ("|adults with depression who had not responded to two drugs| received", "earlier treatment"),
    ("|women who were pregnant or breastfeeding| were", "a relative clause of state"),
    ("|children with average-risk ALL| treated in the study arm", "study treatment is cut off"),
    ("105 |pediatric patients| who received one to two cycles", "a clause of treatment is cut off"),
    ("|those with stage III disease| did worse", "those with"),
    ("and |those treated in an MRD-positive setting| did", "treated in a setting"),
    ("for |those with B-ALL| of 97.5 \u00b1 1.3%", "a result is outside"),
    ("|HIV-negative men who have sex with men| [2]", "people within the description"),
    ("|people with migraine who had failed two to four drugs| were", "a range in words"),
    ("|patients with an ejection fraction of 45% or higher| were", "a measure with its percentage"),
    ("|patients on stable methotrexate|, 64.8% and 63.4%, respectively", "numbers are no list"),
    ("|patients with angina| improved by half", "a verb behind a disease"),
    ("|patients with infection confirmed by culture| were", "a participle that goes on"),
    ("in a |high-risk B-ALL population|.", "a population by its risk"),
    ("a |real-world pediatric cohort of r/r B-ALL| and", "a cohort of a disease"),
    ("cured 80% of |children and adolescents|.", "an age alone"),
    ("|STEMI patients with major bleeding| compared with", "a short form before the noun"),
    ("|kidney transplant recipients with stable function| were", "an organ before the noun"),
    ("|ART-naive adults with HIV| were", "naive of a treatment"),
    ("|patients with an indication for UFH| were", "indication for"),
    ("|patients with mutations in exon 9 of KIT| have", "a place of a mutation"),
    ("|patients with disease| in clinical trials of it", "a phrase with a study noun is cut off"),
]
NONE = [
    ("Most patients had adverse events; all participants completed it.", "people without a description"),
    ("Patients who received adalimumab did better than patients in the placebo group.", "treatment and arm"),
    ("Lecanemab recipients and controls; evaluable patients; responders.", "arms, analysis sets, outcomes"),
    ("Patients randomly assigned to 25 mg; those randomized to placebo.", "randomization"),
    ("There were 9 deaths among patients taking warfarin or treated with aspirin.", "treatment"),
    ("Eighty-seven patients (82%) completed the year.", "a number word is a count"),
    ("The safety population; the study population; the intention-to-treat population.", "analysis sets"),
    ("It helped patients with adalimumab; 40% of patients with 25 mg twice weekly.", "a drug or a dose behind with"),
    ("Of these patients (42%) with no drug most did well.", "people counted in percent"),
    ("The patients' age and the patient group.", "people that own something"),
    ("It was tested in r/r pediatric B-ALL.", "a disease alone"),
]


@pytest.mark.parametrize(("marked", "why"), FOUND, ids=[f"{why}: {m[:40]}" for m, why in FOUND])
def test_a_population_from_its_first_word_to_the_end_of_its_description(marked: str, why: str) -> None:
    assert spans(marked.replace("|", "")) == marked.split("|")[1::2], why


@pytest.mark.parametrize(("text", "why"), NONE, ids=[why for _, why in NONE])
def test_what_does_not_say_who_they_are_is_none(text: str, why: str) -> None:
    assert spans(text) == [], why


def test_the_value_keeps_what_explains_it_and_the_span_does_not() -> None:
    text = "It recruited patients with cardiovascular disease (including peripheral disease), and others."
    (found,) = populations(text)
    assert found == Mention(
        Kind.POPULATION,
        13,
        49,
        "patients with cardiovascular disease (including peripheral disease)",
        "population:people",
    )


def test_only_the_region_is_read() -> None:
    text = "adults with asthma and children with asthma"
    assert [text[m.start : m.end] for m in find_populations(text, 23, len(text))] == ["children with asthma"]


DISEASES = [
    ("It tested the drug for r/r pediatric B-ALL (refractory).", ["r/r pediatric B-ALL"], "a short form, described"),
    (
        "tested in recurrent low grade serous carcinoma of the ovary",
        ["recurrent low grade serous carcinoma of the ovary"],
        "to its end",
    ),
    (
        "a drug for unresectable hepatocellular carcinoma (HCC) [95]",
        ["unresectable hepatocellular carcinoma"],
        "bracket outside",
    ),
    (
        "in the setting of advanced or metastatic solid tumors",
        ["advanced or metastatic solid tumors"],
        "joined adjectives",
    ),
    ("The risk of relapse and the incidence of stroke fell in 20%.", [], "a risk or rate is nobody's disease"),
    ("It was tested in patients with asthma.", [], "people are named"),
]


@pytest.mark.parametrize(("text", "expected", "why"), DISEASES, ids=[why for *_, why in DISEASES])
def test_diseases_that_stand_for_a_population(text: str, expected: list[str], why: str) -> None:
    found = list(find_disease_populations(text, 0, len(text)))
    assert [text[m.start : m.end] for m in found] == expected, why
    assert {m.rule for m in found} <= {"population:disease"}


def test_abbreviations_tell_which_short_form_is_a_disease() -> None:
    text = "It was tested in AQP."
    assert list(find_disease_populations(text, 0, len(text))) == []
    found = list(find_disease_populations(text, 0, len(text), {"AQP": "acute quiet pneumonitis"}))
    assert [m.value for m in found] == ["AQP"]
