"""Passages alone: what is read differently where no article stands around a sentence, and how it is learned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from extract.learning.cases import doubled
from extract.learning.descend import descend
from extract.learning.fit import Choice, fit_choices
from extract.learning.train import _joined, _parted
from extract.normal import normalise
from extract.relations import model
from extract.relations.chain import Chain, Link
from extract.relations.layout import BY_TAGS, Layout
from extract.relations.names import arm_name
from extract.relations.passage import Passage, read_passage
from extract.relations.results import Chosen, Finding, _within_arms
from extract.relations.whole import Table, whole_features


def _passage(text: str, alone: bool = True) -> Passage:
    view = normalise(text)
    return read_passage(view, 0, len(view), (), None if alone else {})


def _phrases(passage: Passage) -> set[str]:
    return {passage.view[p.start : p.end] for p in passage.phrases}


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("Six patients died.", "died"),
        ("Four eyes converted to glaucoma.", "converted to glaucoma"),
        ("In all 310 patients were randomized.", "randomized"),
    ],
)
def test_a_verb_may_name_the_outcome_of_a_passage_alone(text: str, there: str) -> None:
    assert there in _phrases(_passage(text))
    assert there not in _phrases(_passage(text, alone=False))


def test_the_letter_behind_a_group_is_part_of_its_name() -> None:
    found = _phrases(_passage("Survival was 9 months for group A and 11 months in a group B."))
    assert {"group A", "group B"} <= found


@pytest.mark.parametrize(
    ("printed", "name"),
    [("the combined group", "combined"), ("the placebo group", "placebo"), ("mean placebo group", "placebo")],
)
def test_what_tells_a_group_apart_stays_in_its_name(printed: str, name: str) -> None:
    assert arm_name(printed, None) == name


def test_falls_that_are_compared_arm_by_arm_belong_to_the_arms() -> None:
    layout = Layout(_passage("Pain was reduced by 43% with losartan versus 12% with placebo."), BY_TAGS)
    one, other = (
        Finding(v, "relative-reduction", None, Chosen(p, p.head, 1.0), None, None, None, 1.0)
        for v, p in zip(layout.passage.values, layout.arms, strict=True)
    )
    assert {f.measure for f in _within_arms(layout, [one, other])} == {"mean-change"}
    assert {f.measure for f in _within_arms(layout, [one, replace(other, arm=one.arm)])} == {"relative-reduction"}


def test_a_passage_can_be_cut_down_to_some_values() -> None:
    layout = Layout(_passage("Of 40 patients 12% had nausea and 9% had fever."), BY_TAGS)
    assert len(layout.passage.values) == 3
    inner = layout.reporting([1, 2])
    assert [v.value.value for v in inner.passage.values] == [12, 9]
    assert inner.passage.phrases is layout.passage.phrases
    assert layout.reporting([0, 1, 2]) is layout


def test_the_two_kinds_of_text_share_weights_and_have_their_own() -> None:
    fitted = {"arm": {"x": 0.5, "@x": 0.25, "@y": 1.0}}
    parted = _parted(fitted)
    assert parted == {"arm": {"x": 0.5}, "arm@alone": {"x": 0.75, "y": 1.0}}
    assert _joined("arm", parted) == fitted["arm"]
    with model.using(parted):
        assert model.table_of("arm", alone=True)["x"] == 0.75
        assert model.table_of("arm", alone=False)["x"] == 0.5
    with model.using({"arm": {"x": 0.5}}):
        assert model.table_of("arm", alone=True)["x"] == 0.5


def test_own_weights_need_more_evidence_than_shared_ones() -> None:
    choices = [Choice((doubled(["x"]), doubled(["y"])), frozenset([0])) for _ in range(4)]
    weights = fit_choices(choices)
    assert weights["x"] > 2 * weights["@x"] > 0


def test_descent_finds_the_minimum() -> None:
    scale = np.array([1.0, 10.0, 100.0])
    found = descend(lambda w: (float(scale @ (w - 3.0) ** 2) / 2, scale * (w - 3.0)), np.zeros(3))
    assert np.allclose(found, 3.0, atol=1e-2)


def test_a_choice_begins_from_what_is_known() -> None:
    rows = (("x",), ("y",))
    known = fit_choices([Choice(rows, frozenset([0]), start=(5.0, 0.0))] * 3)
    unknown = fit_choices([Choice(rows, frozenset([0]))] * 3)
    assert abs(known.get("x", 0.0)) < unknown["x"]


def test_a_table_with_the_same_cell_twice_looks_like_one() -> None:
    layout = Layout(_passage("Nausea was seen in 12% of the placebo group and 9% of the losartan group."), BY_TAGS)
    by_text = {layout.passage.view[p.start : p.end]: p for p in layout.passage.phrases}
    end, one, other = by_text["Nausea"], by_text["placebo group"], by_text["losartan group"]

    def features(*arms: object) -> list[str]:
        ends = Chain(0.0, (Link(end, 1.0), Link(end, 1.0)))
        return whole_features(layout, [0, 1], Table(ends, Chain(0.0, tuple(Link(a, 1.0) for a in arms))))  # type: ignore[arg-type]

    assert "twins=0:2" in features(one, other)
    assert "twins=1:2" in features(one, one)
    assert any(f.startswith("arm-left=") for f in features(one, one))
