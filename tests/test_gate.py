"""The gate: which numbers are reported values, and that what its words rule out is never asked for its phrases."""

from __future__ import annotations

import pytest

from extract.normal import normalise
from extract.relations import model
from extract.relations.gate import gate_chance, gate_features
from extract.relations.layout import Layout
from extract.relations.passage import read_passage
from extract.relations.tagger import lay_out

SENTENCES = (
    "Overall survival at 3 years was 61.5% with idarubicin and 48.2% with placebo.",
    "Patients aged 65 years or older in 14 countries were followed until 2011.",
    "The 12 members of the panel met in 2014 and 7 of them agreed.",
)


def _layout(sentence: str) -> Layout:
    view = normalise(sentence)
    return lay_out(read_passage(view, 0, len(view), (), {}))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_chance_is_that_of_all_features_or_none_below_even(sentence: str) -> None:
    layout, gate = _layout(sentence), model.table_of("result", alone=False)
    assert layout.passage.values
    for i in range(len(layout.passage.values)):
        whole, found = model.yes(gate, gate_features(layout, i)), gate_chance(gate, layout, i)
        assert found == pytest.approx(whole) or (found == 0.0 and whole < 0.5)


def test_what_its_words_rule_out_is_not_asked_for_phrases() -> None:
    layout = _layout("It was founded in 1998.")
    against = {"bias": -9.0, **{f"{name}=2:none": 2.0 for name in ("arms", "endpoints")}}
    assert gate_chance(against, layout, 0) == 0.0
    assert "phrases" not in layout.passage.__dict__
    assert gate_chance({**against, "bias": -3.9}, layout, 0) > 0.0, "with two arms and endpoints it might be one"
    assert "phrases" in layout.passage.__dict__
