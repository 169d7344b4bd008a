"""Endpoints that only point at one ("the primary outcome", "these rates"), and composites."""

from __future__ import annotations

from articles import read_article, table, told, trial, unsolved
from extract import results_in
from extract.records.endpoints import Open, is_generic, is_primary, resolve
from extract.records.schema import Result
from extract.relations import model
from extract.relations.passage import read_passage
from extract.relations.results import find_results

# (name, generic, primary, why)
NAMES: list[object] = [
    ("primary outcome", True, True, "the primary outcome"),
    ("primary efficacy endpoint", True, True, "with its kind"),
    ("composite endpoint", True, True, "the composite"),
    ("primary end point", True, True, "end point in two words"),
    ("rate", True, False, "the rate"),
    ("event rates", True, False, "a plural"),
    ("difference", True, False, "the difference"),
    ("unspecified", True, False, "nothing chosen"),
    ("overall survival", False, False, "an outcome"),
    ("response rate", False, False, "an outcome and a general word"),
    ("major bleeding", False, False, "a safety outcome"),
]


@table("name, generic, primary, why", NAMES)
def test_names(name: str, generic: bool, primary: bool, why: str) -> None:
    assert is_generic(name) is generic, why
    if generic:
        assert is_primary(name) is primary, why


FIRST = "The ALPHA-1 trial [3] compared ticagrelor with clopidogrel in 400 patients with acute coronary syndrome. "
TWO = "with ticagrelor and 11.7% with clopidogrel"

# (paragraphs behind FIRST, endpoint of each result, why)
RESOLVED: list[object] = [
    (
        [f"The primary endpoint was cardiovascular death. The primary endpoint occurred in 9.8% {TWO}."],
        ["cardiovascular death"] * 2,
        "defined in the sentence before",
    ),
    (
        [f"The primary end point was cardiovascular death. The primary end point occurred in 9.8% {TWO}."],
        ["cardiovascular death"] * 2,
        "end point in two words",
    ),
    (
        [
            "The primary outcome was a composite of cardiovascular death, myocardial infarction, or stroke. The "
            f"primary outcome occurred in 9.8% {TWO}."
        ],
        ["cardiovascular death, myocardial infarction, or stroke"] * 2,
        "a composite",
    ),
    (
        [
            "The primary end point was cardiovascular death. Major bleeding occurred in 5.1% with ticagrelor. The "
            "primary outcome occurred in 9.8% with ticagrelor."
        ],
        ["major bleeding", "cardiovascular death"],
        "the primary outcome, not the last one spoken of",
    ),
    (
        [
            "The primary end point was cardiovascular death.",
            f"In the ALPHA-1 trial, the primary outcome occurred in 9.8% {TWO}.",
        ],
        ["cardiovascular death"] * 2,
        "defined in another paragraph",
    ),
    unsolved(
        ["Major bleeding was more frequent with ticagrelor. The rates were 5.1% and 3.2%, respectively."],
        ["major bleeding"] * 2,
        "these rates are of what the sentence before spoke of",
        reason="only an endpoint with a value counts as spoken of",
    ),
    (
        ["Major bleeding occurred in 5.1% with ticagrelor. The rate was 3.2% with clopidogrel."],
        ["major bleeding"] * 2,
        "the rate is of the value before",
    ),
]


@table("paragraphs, endpoints, why", RESOLVED)
def test_a_pointing_endpoint_is_resolved(paragraphs: list[str], endpoints: list[str], why: str) -> None:
    article = read_article(FIRST + paragraphs[0], *paragraphs[1:])
    assert [r.endpoint for r in trial(article, "ALPHA-1").results] == endpoints, why


def test_the_primary_endpoint_of_another_study_is_not_taken() -> None:
    article = read_article(
        f"{FIRST}The primary endpoint was cardiovascular death.",
        "The BETA-2 trial [4] compared prasugrel with clopidogrel in 63 patients with acute coronary syndrome. The "
        "primary endpoint was stent thrombosis. The primary endpoint occurred in 1.1% with prasugrel.",
    )
    assert told(trial(article, "BETA-2").results, "endpoint", "value") == [("stent thrombosis", 1.1)]


def test_how_often_the_primary_endpoint_came_is_not_what_it_is() -> None:
    article = read_article(
        f"{FIRST}The annual rate of the primary composite outcome was 1.65% with ticagrelor and 2.19% with clopidogrel "
        "(hazard ratio, 0.75)."
    )
    found = {r.endpoint for r in trial(article, "ALPHA-1").results}
    assert found
    assert all(name.endswith("composite outcome") for name in found), found


# (sentence, endpoint of each result, why)
COMPOSITES: list[object] = [
    (
        "Death, myocardial infarction, or stroke occurred in 9.8% of patients given ticagrelor and 11.7% of those "
        "given clopidogrel.",
        ["death, myocardial infarction, or stroke"] * 2,
        "a composite is one endpoint",
    ),
    (
        "Cardiovascular death or hospitalisation for heart failure occurred in 16.3% with dapagliflozin and 21.2% with "
        "placebo.",
        ["cardiovascular death or hospitalisation for heart failure"] * 2,
        "two parts, one with a preposition",
    ),
    unsolved(
        "Ticagrelor reduced the primary composite endpoint of cardiovascular death, myocardial infarction or stroke "
        "(9.8% vs 11.7%; HR 0.84, 95% CI 0.77-0.92, p<0.001).",
        ["cardiovascular death, myocardial infarction or stroke"] * 3,
        "told as the primary composite endpoint of",
        reason="the lead 'composite endpoint of' is not dropped",
    ),
    (
        "Nausea (21%), headache (15%) and dizziness (9%) were the most common adverse events on sunitinib.",
        ["nausea", "headache", "dizziness"],
        "a list with a value each is no composite",
    ),
    (
        "Neutropenia occurred in 12%, thrombocytopenia in 8% and anaemia in 5% of patients.",
        ["neutropenia", "thrombocytopenia", "anaemia"],
        "a list with a value behind each",
    ),
    unsolved(
        "Nausea, headache and dizziness occurred in 21%, 15% and 9% of patients, respectively.",
        ["nausea", "headache", "dizziness"],
        "a list paired with values by respectively",
        reason="the last value is dropped, or the whole list chosen, with some weights",
    ),
    unsolved(
        "Nausea, headache and dizziness were common (21%, 15% and 9%, respectively).",
        ["nausea", "headache", "dizziness"],
        "the same in a bracket",
        reason="the list as a whole is chosen for each of its values",
    ),
    unsolved(
        "Grade 3 or 4 neutropenia occurred in 35% of patients in the docetaxel arm.",
        ["grade 3 or 4 neutropenia"],
        "the grade belongs to the endpoint",
        reason="a grade of two numbers is cut off",
    ),
    (
        "Complete remission was achieved in 43% of the patients and the median overall survival was 6.1 months.",
        ["complete remission", "overall survival"],
        "two endpoints of two clauses",
    ),
]


@table("sentence, endpoints, why", COMPOSITES)
def test_composites_and_lists(sentence: str, endpoints: list[str], why: str) -> None:
    assert [r.endpoint for r in results_in(sentence)] == endpoints, why


# (endpoint and paragraph of each result, "<" before what a sentence leaves to others; what becomes of them; why)
CARRIED: list[object] = [
    (["0 nausea", "0 <men"], ["nausea", "nausea"], "the one told before in the paragraph"),
    (["0 nausea", "1 <men"], ["nausea", "men"], "nothing was told in the paragraph: the likeliest phrase"),
    (["0 nausea", "0 <men", "0 <women"], ["nausea"] * 3, "what is carried on is carried further"),
]


@table("told, becomes, why", CARRIED)
def test_an_endpoint_that_a_sentence_leaves_out_is_one_told_before(
    told: list[str], becomes: list[str], why: str
) -> None:
    parts = [one.partition(" ")[::2] for one in told]
    results = [Result(endpoint=name.lstrip("<"), measure="rate", value=1.0) for _, name in parts]
    resolve([Open(int(at), r, name[0] == "<") for (at, name), r in zip(parts, results, strict=True)], None)
    assert [r.endpoint for r in results] == becomes, why


def test_the_likeliest_phrase_is_kept_where_no_endpoint_is_chosen() -> None:
    tables = model.load()
    passage = read_passage("Nausea was seen in 12% of the men.", 0, 34, (), {})
    with model.using({**tables, "result": {"bias": 9.0}, "endpoint": {**tables["endpoint"], "none": 50.0}}):
        (found,) = find_results(passage, {})
    assert (found.carried, found.endpoint and found.endpoint.name) == (True, "nausea")


def test_the_figures_of_another_trial_are_of_the_endpoint_told_before_in_the_paragraph() -> None:
    first = "In ALPHA-1 (NCT00000001) headache was seen in 20% with sunitinib and 10% with placebo. "
    then = "In BETA-2 (NCT00000002) the rates were 31% and 12%."
    assert {r.endpoint for r in trial(read_article(first + then), "BETA-2").results} == {"headache"}
    assert "headache" not in {r.endpoint for r in trial(read_article(first, then), "BETA-2").results}
