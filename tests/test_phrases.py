"""Phrases: the noun phrases among which the endpoint and the arm of a value are chosen."""

from __future__ import annotations

from articles import table, unsolved
from extract.mentions.phrases import Phrase
from extract.normal import normalise
from extract.relations.passage import Passage, read_passage


def _passage(text: str) -> Passage:
    view = normalise(text)
    return read_passage(view, 0, len(view))


def _phrases(text: str, *tags: str) -> dict[str, Phrase]:
    passage = _passage(text)
    return {passage.view[p.start : p.end]: p for p in passage.phrases if not tags or p.has(*tags)}


# (text, phrases that must be there, tag of each, why)
THERE = [
    ("Major bleeding occurred in 4.1%.", ["Major bleeding"], "endpoints", "an adjective and its noun"),
    ("The rate of major bleeding was 4.1%.", ["rate of major bleeding"], "endpoints", "of carries a phrase on"),
    ("The change in body weight was 2 kg.", ["change in body weight"], "endpoints", "in carries a phrase on"),
    ("Time to progression was 8 months.", ["Time to progression"], "endpoints", "an endpoint with a function word"),
    (
        "Pneumonia, sepsis, or amputation occurred in 9.8%.",
        ["Pneumonia, sepsis, or amputation", "Pneumonia", "sepsis", "amputation"],
        "endpoints",
        "a composite is a phrase beside its parts",
    ),
    (
        "Death, myocardial infarction, or stroke occurred in 9.8%.",
        ["Death, myocardial infarction, or stroke"],
        "endpoints",
        "a composite that the lexicon has",
    ),
    (
        "Cardiovascular death or hospitalisation for heart failure occurred in 16.3%.",
        ["Cardiovascular death or hospitalisation for heart failure"],
        "endpoints",
        "a composite with a preposition",
    ),
    ("It was 62% in the sunitinib arm.", ["sunitinib arm"], "treatments", "a drug and the word arm"),
    ("It was 62% with sunitinib plus placebo.", ["sunitinib", "placebo"], "treatments", "each drug of a combination"),
    ("It was 62% with nab-paclitaxel/gemcitabine.", ["nab-paclitaxel/gemcitabine"], "treatments", "hyphen and slash"),
    ("It was 62% on dabigatran 110 mg twice daily.", ["dabigatran 110 mg twice daily"], "dose", "a drug and its dose"),
    ("It was 62% in group 1 and 45% in group 2.", ["group 1", "group 2"], "arms", "a group and its number"),
    ("It was 62% in the 350-mm2 group.", ["350-mm2 group"], "arms", "a number that names"),
    ("It was 62% on 5-fluorouracil.", ["5-fluorouracil"], "treatments", "a drug that begins with a number"),
    ("Grade 3 neutropenia occurred in 12%.", ["Grade 3 neutropenia"], "endpoints", "a grade belongs to its event"),
]


@table("text, printed, tag, why", THERE)
def test_phrases(text: str, printed: list[str], tag: str, why: str) -> None:
    found = _phrases(text, tag)
    assert [p for p in printed if p not in found] == [], why


# (text, phrase that must not be there, why)
NOT_THERE = [
    ("Major bleeding occurred in 4.1% of patients.", "Major bleeding occurred", "a verb ends a phrase"),
    ("Major bleeding was significantly lower.", "significantly lower", "an adverb is no noun"),
    ("Bleeding occurred in 4.1% with warfarin.", "Bleeding occurred in 4.1% with warfarin", "a value ends a phrase"),
    unsolved(
        "HbA1c fell by 0.7%.",
        "HbA1c fell",
        "a verb in the past tense ends a phrase",
        reason="verbs among the endpoints (fell, died) are glued to the noun before them",
    ),
    ("It was lower with warfarin than with heparin.", "warfarin than with heparin", "than parts two arms"),
]


@table("text, printed, why", NOT_THERE)
def test_what_ends_a_phrase(text: str, printed: str, why: str) -> None:
    found = _phrases(text)
    assert found, why
    assert printed not in found, why


def test_no_phrase_crosses_a_value_an_interval_a_citation_or_a_timepoint() -> None:
    view = "Death with warfarin 4.1% (95% CI 3-5) stroke [12] bleeding at 24 weeks pain"
    citation = (view.index("[12]"), view.index("[12]") + 4)
    passage = read_passage(view, 0, len(view), [citation])
    barriers = [citation, *((m.start, m.end) for m in (*passage.values, *passage.intervals, *passage.timepoints))]
    assert len(barriers) == 4
    assert passage.phrases
    assert all(p.end <= a or b <= p.start for p in passage.phrases for a, b in barriers)


def test_short_forms_of_the_article_carry_the_tags_of_their_long_forms() -> None:
    view = "QQS was 62% with QQD."
    plain = read_passage(view, 0, len(view))
    told = read_passage(view, 0, len(view), (), {"QQS": frozenset({"endpoints"}), "QQD": frozenset({"treatments"})})
    assert not any(p.has("endpoints", "treatments") for p in plain.phrases)
    assert {view[p.start : p.end]: sorted(p.tags - {"last:endpoints", "last:treatments"}) for p in told.phrases} == {
        "QQS": ["endpoints"],
        "QQD": ["treatments"],
    }


def test_a_definition_in_brackets_stays_inside_its_phrase() -> None:
    view = "The objective response rate (QQR) was 62%."
    passage = read_passage(view, 0, len(view), (), {"QQR": frozenset({"endpoints"})})
    assert "objective response rate (QQR)" in {view[p.start : p.end] for p in passage.phrases}


def test_a_list_says_how_it_is_joined() -> None:
    either = _phrases("Pneumonia, sepsis, or amputation occurred in 9.8%.", "list:or")
    each = _phrases("Nausea, headache and dizziness occurred in 9%.", "list:and")
    assert "Pneumonia, sepsis, or amputation" in either
    assert "Nausea, headache and dizziness" in each


def test_spans_and_token_ranges_agree() -> None:
    passage = _passage("The rate of major bleeding was 4.1% with warfarin 5 mg and 3.2% in group 2 (p = 0.03).")
    assert passage.phrases
    for phrase in passage.phrases:
        assert passage.tokens[phrase.first].start == phrase.start
        assert passage.tokens[phrase.last - 1].end == phrase.end


def test_tokens_are_found_by_position() -> None:
    passage = _passage("Death was 4.1% there.")
    assert [passage.token_at(t.start) for t in passage.tokens] == list(range(len(passage.tokens)))
