"""Names: how endpoints and arms of printed phrases are written by the guide."""

from __future__ import annotations

from articles import table
from extract.relations.names import arm_name, endpoint_name, plain

ARTICLE = {"QFS": "quality-free survival", "MACE": "major adverse cardiovascular events", "QQN": "quinquanib"}

# (printed, name in an article that defines ARTICLE, why)
ENDPOINTS = [
    ("Overall survival", "overall survival", "lower case"),
    ("the overall  survival,", "overall survival", "no article, no edges, one blank"),
    ("OS", "overall survival", "a short form of common usage"),
    ("DFS", "disease-free survival", "another one"),
    ("QFS", "quality-free survival", "a short form that the article defines"),
    ("quality-free survival (QFS)", "quality-free survival", "the definition goes"),
    ("MACE rate", "major adverse cardiovascular events rate", "a short form inside"),
    ("Incidence of major bleeding", "major bleeding", "the incidence of"),
    ("rate of major bleeding", "major bleeding", "the rate of"),
    ("risk of stroke", "stroke", "the risk of"),
    ("median overall survival", "overall survival", "the statistic is the measure"),
    ("mean body weight", "body weight", "another statistic"),
    ("ACR20", "acr20", "a name with a number is no short form"),
    ("time-to-progression", "time to progression", "hyphens of a name"),
    ("death, myocardial infarction, or stroke", "death, myocardial infarction, or stroke", "a composite stays whole"),
    ("grade 3/4 rash", "grade 3/4 rash", "the grade belongs to the endpoint"),
    ("HbA1c", "hba1c", "a measured thing"),
]


@table("printed, name, why", ENDPOINTS)
def test_endpoints(printed: str, name: str, why: str) -> None:
    assert endpoint_name(printed, ARTICLE) == name, why


# (printed, name, why)
ARMS = [
    ("the sunitinib arm", "sunitinib", "the ... arm"),
    ("Sunitinib group", "sunitinib", "group"),
    ("placebo recipients", "placebo", "people"),
    ("sunitinib-treated patients", "sunitinib", "treated"),
    ("R-CHOP", "r-chop", "a regimen"),
    ("sunitinib plus placebo", "sunitinib plus placebo", "a combination keeps the article's name for it"),
    ("dabigatran 110 mg", "dabigatran 110 mg", "a dose that tells arms apart"),
    ("QQN group", "quinquanib", "a short form that the article defines"),
    ("group", "group", "a word alone stays"),
    ("control group", "control", "a control"),
]


@table("printed, name, why", ARMS)
def test_arms(printed: str, name: str, why: str) -> None:
    assert arm_name(printed, ARTICLE) == name, why


# (printed, name, why): a passage on its own defines nothing, so its short forms stay
PASSAGE = [
    ("OS", "os", "a usual short form"),
    ("QFS", "qfs", "any short form"),
    ("incidence of major bleeding", "major bleeding", "leads go all the same"),
    ("quality-free survival (QFS)", "quality-free survival", "definitions go all the same"),
]


@table("printed, name, why", PASSAGE)
def test_a_passage_keeps_its_short_forms(printed: str, name: str, why: str) -> None:
    assert endpoint_name(printed, None) == name, why


def test_plain() -> None:
    assert plain("  (Major\n bleeding);") == "major bleeding"


def test_an_article_s_own_sense_comes_before_the_usual_one() -> None:
    assert endpoint_name("OS", {"OS": "ocular symptoms"}) == "ocular symptoms"
    assert endpoint_name("OS rate", {"OS": "ocular symptoms"}) == "ocular symptoms rate"


@table(
    "printed, expected, why",
    [
        ("patients responded", "response", "the outcome is the verb's noun"),
        ("psoriasis resolved", "resolution of psoriasis", "what was resolved is part of the outcome"),
        ("three-year survival rates", "survival", "when it was counted is not"),
        ("least squares mean changes in body weight", "body weight", "the statistic and the change are not"),
    ],
)
def test_outcomes_in_other_words(printed: str, expected: str, why: str) -> None:
    assert endpoint_name(printed, {}) == expected
