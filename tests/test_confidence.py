"""Confidence: between 0 and 1, higher where the signs are clear, 0.9 and more only where the promise holds."""

from __future__ import annotations

from pathlib import Path

import pytest

import extract
from articles import document
from extract.pipeline import run_stages
from extract.records.confidence import PROMISE, confidence_of, rate
from extract.records.schema import Result, ResultProvenance, TrialRecord
from extract.records.signs import add_signs
from extract.records.trials import article_of, build_each
from extract.relations.chain import best_chains
from extract.relations.passage import read_passage
from extract.relations.signs import at_least
from extract.relations.tagger import lay_out

ARTICLE = Path(__file__).resolve().parents[1] / "corpus" / "jats-heart-failure.nxml"
TABLE = {"bias": -1.0, "clear": 3.0, "paired": 1.0}


def result(**fields: object) -> Result:
    told = {"endpoint": "overall survival", "measure": "rate", "value": 45.0, "unit": "%", "arm": "sunitinib"} | fields
    return Result.model_validate(told | {"provenance": {"start": 3, "end": 5, "rule": "x"}})


def signs(of: Result) -> tuple[str, ...]:
    assert isinstance(of.provenance, ResultProvenance)
    return of.provenance.signs


def test_clear_signs_give_more_confidence() -> None:
    told = [confidence_of(names, TABLE, 0.99) for names in ((), ("clear",), ("clear", "paired"))]
    assert told == sorted(told)
    assert told[-1] - told[0] > 0.2


@pytest.mark.parametrize(("sure", "least", "most"), [(0.99, 0.8, 0.89), (0.95, PROMISE, 1.0)])
def test_only_a_score_that_kept_the_promise_reaches_it(sure: float, least: float, most: float) -> None:
    assert least <= confidence_of(("clear", "paired"), TABLE, sure) <= most


def test_two_numbers_for_one_thing_are_less_sure_than_one_of_each_arm() -> None:
    torn = TrialRecord(names=["ALPHA-1"], results=[result(), result(value=30.0)])
    pair = TrialRecord(names=["ALPHA-1"], results=[result(), result(value=30.0, arm="placebo")])
    add_signs([torn])
    add_signs([pair])
    assert "conflict" in signs(torn.results[0])
    assert "paired" in signs(pair.results[0])
    rate([torn])
    rate([pair])
    assert (torn.results[0].confidence or 0) < (pair.results[0].confidence or 0)


def test_a_value_given_to_two_records_is_marked() -> None:
    one, other = (TrialRecord(names=[name], results=[result()]) for name in ("ALPHA-1", "BETA-2"))
    add_signs([one, other])
    assert {"shared", "told-twice"} <= set(signs(one.results[0]))


def test_a_registry_number_makes_a_record_surer() -> None:
    registered = TrialRecord(names=["ALPHA-1"], registry_ids=["NCT00000001"], enrolled=40)
    cited, bare = TrialRecord(citations=["3"]), TrialRecord()
    rate([registered, cited, bare])
    assert (registered.confidence or 0) > (cited.confidence or 0) > (bare.confidence or 0)


def test_a_sentence_that_names_its_study_is_told_from_one_that_goes_on() -> None:
    made = run_stages(
        document(
            "The ALPHA-1 trial enrolled 240 patients with gout and compared febuxostat with placebo [3].",
            "In ALPHA-1, the response rate was 45% with febuxostat and 30% with placebo. Nausea occurred in 12% with"
            " febuxostat and 4% with placebo.",
        ),
        until="studies",
    )
    read = article_of(made["document"], made["view"], made["lines"], made["abbreviations"])
    told = {r.value: set(signs(r)) for _, record in build_each(read, made["studies"]) for r in record.results}
    assert "study:named" in told[45.0]
    assert "study:inherited" in told[12.0]
    assert "of-arm:arm-exact" in told[45.0]


def test_the_phrases_around_a_choice_share_its_probability() -> None:
    text = "Median overall survival was 14.2 months with sunitinib."
    layout = lay_out(read_passage(text, 0, len(text), ()))
    (link,) = best_chains(layout, [0], "endpoint")[0].weighed()
    assert link.probability <= link.mass <= 1.0


def test_at_least_names_every_cut_reached() -> None:
    assert list(at_least("arm", 0.8, (0.5, 0.75, 0.9))) == ["arm>=0.5", "arm>=0.75"]


def test_signs_are_gone_when_a_result_is_rated() -> None:
    rated = TrialRecord(names=["ALPHA-1"], results=[result()])
    rate([rated])
    assert signs(rated.results[0]) == ()
    assert "signs" not in rated.model_dump()["results"][0]["provenance"]


def test_every_record_and_result_of_an_article_has_one() -> None:
    trials = extract.extract(ARTICLE).trials
    told = [t.confidence for t in trials] + [r.confidence for t in trials for r in t.results]
    assert len(told) > 20
    assert all(c is not None and 0 <= c <= 1 for c in told)
    assert len(set(told)) > 10
