"""A run over articles that people have decided on: decisions stay on what they were made on, and changes are told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from extract.records.schema import TrialRecord
from reviewed import TEXT, Curator, at, record, result, two_trials, write

pytest.importorskip("sqlalchemy")

from extract.review.service import Service


class Desk:
    """A curator at a folder that is extracted again."""

    def __init__(self, folder: Path, trials: Sequence[TrialRecord] = (), **more: Any) -> None:
        self.folder = folder
        write(folder, trials or two_trials(), **more)
        self.service = Service(folder)
        self.ann = Curator(self.service)

    def run_again(self, trials: Sequence[TrialRecord], **more: Any) -> Curator:
        """Write other predictions, as a run does; look again while the program goes on."""
        write(self.folder, trials, **more)
        self.ann.look()
        return self.ann


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "out")


def test_the_same_predictions_change_nothing(desk: Desk) -> None:
    desk.ann.decide("accept", desk.ann.trial("ONE-TWO").id)
    before = desk.ann.look()
    assert desk.run_again(two_trials()).view == before


def test_decisions_stay_on_a_record_that_gets_another_number_and_order(desk: Desk) -> None:
    desk.ann.decide("accept", desk.ann.trial("ONE-TWO").id)
    one, two = two_trials()
    one.registry_ids, one.id, two.id = ["NCT00000009"], "a-02", "a-01"
    ann = desk.run_again([two, one])
    assert [trial.label for trial in ann.view.trials] == ["THREE-FOUR", "ONE-TWO"]
    statuses = {value.shown.split()[0]: value.status for value in ann.trial("ONE-TWO").results}
    assert statuses == {"40": "accepted", "25": "accepted", "0.62": "accepted"}
    numbers = {v.value: v.status for v in ann.trial("ONE-TWO").fields if v.field == "registry_ids"}
    assert numbers == {"NCT00000001": "accepted", "NCT00000009": "open"}


def test_what_changes_under_an_accepted_value_is_told_until_somebody_decides(desk: Desk) -> None:
    key = desk.ann.value("ONE-TWO", "results", "25").key
    desk.ann.decide("accept", key)
    trials = two_trials()
    trials[0].results[1].arm = "sham"
    ann = desk.run_again(trials)
    (change,) = ann.view.changes
    assert (change.key, change.trial, change.decided) == (key, "ONE-TWO", "accepted")
    assert ("placebo" in change.was, "sham" in change.now) == (True, True)
    value = ann.value("ONE-TWO", "results", "25")
    assert (value.status, value.value["arm"], value.predicted["arm"]) == ("accepted", "placebo", "sham")
    assert desk.service.queue()[0].changed == 1
    ann.decide("correct", key, value={"arm": "sham"})
    assert (ann.view.changes, desk.service.queue()[0].changed) == ([], 0)
    assert ann.value("ONE-TWO", "results", "25").status == "accepted"


def test_an_accepted_value_that_is_no_longer_predicted_stays(desk: Desk) -> None:
    desk.ann.decide("accept", desk.ann.trial("ONE-TWO").id)
    one, two = two_trials()
    del one.results[0]
    ann = desk.run_again([one, two])
    assert [(c.field, c.now) for c in ann.view.changes] == [("results", "")]
    kept = ann.value("ONE-TWO", "results", "40")
    assert (kept.status, TEXT[kept.places[0].start : kept.places[0].end]) == ("accepted", "40%")


def test_a_record_that_is_no_longer_predicted_keeps_what_was_accepted(desk: Desk) -> None:
    desk.ann.decide("accept", desk.ann.trial("THREE-FOUR").id)
    ann = desk.run_again(two_trials()[:1])
    assert [v.shown for v in ann.trial("THREE-FOUR").results] == ["12.5 % rate of rash"]
    assert len(ann.view.changes) == 4


def test_values_that_nobody_decided_on_come_and_go_unsaid(desk: Desk) -> None:
    one, two = two_trials()
    one.results[0] = result("vomiting", 12.5, "12.5%")
    ann = desk.run_again([one, two])
    assert (ann.view.changes, {v.value["endpoint"] for v in ann.trial("ONE-TWO").results}) == (
        [], {"vomiting", "pain relief", "flare"},
    )  # fmt: skip


@pytest.mark.parametrize("gone", [True, False], ids=["a rejected value that is gone", "a correction that was made"])
def test_what_people_have_said_themselves_is_not_told(desk: Desk, gone: bool) -> None:
    key = desk.ann.value("ONE-TWO", "results", "25").key
    trials = two_trials()
    if gone:
        desk.ann.decide("reject", key)
        del trials[0].results[1]
    else:
        desk.ann.decide("correct", key, value={"arm": "sham"})
        trials[0].results[1].arm = "sham"
    assert desk.run_again(trials).view.changes == []


def test_a_result_that_goes_to_another_record_keeps_its_decision_and_is_told(desk: Desk) -> None:
    desk.ann.decide("accept", desk.ann.value("ONE-TWO", "results", "0.62").key)
    one, two = two_trials()
    two.results.append(one.results.pop())
    ann = desk.run_again([one, two])
    assert ann.value("ONE-TWO", "results", "0.62").status == "accepted"
    assert [c.now.split("; ")[-1] for c in ann.view.changes] == ["given to THREE-FOUR"]


def test_two_results_of_one_number_keep_their_decisions_apart(tmp_path: Path) -> None:
    text = TEXT.replace("and in 25% on placebo", "and in 25% on placebo. Nausea was seen in 25%")
    first = result("pain relief", 25.0, "25%", text, arm="placebo")
    start = at("25%", text, 1)
    second = result("nausea", 25.0, "25%", text)
    assert second.provenance
    second.provenance.start, second.provenance.end = start
    fields = {"names": ["ONE-TWO"]}
    desk = Desk(tmp_path / "out", [record([first, second], text, **fields)], text=text)
    desk.ann.decide("reject", next(v.key for v in desk.ann.view.trials[0].results if v.value["endpoint"] == "nausea"))
    ann = desk.run_again([record([second, first], text, **fields)], text=text)
    assert {v.value["endpoint"]: v.status for v in ann.view.trials[0].results} == {
        "nausea": "rejected", "pain relief": "open",
    }  # fmt: skip


def test_places_that_people_chose_move_with_the_text(desk: Desk) -> None:
    start, end = at("adults with gout")
    more = {"field": "population", "value": "adults with gout", "place": {"start": start, "end": end}}
    desk.ann.decide("add", desk.ann.trial("ONE-TWO").id, **more)
    text = "A line that the reader left out before\n\n" + TEXT
    ann = desk.run_again(two_trials(text), text=text)
    place = ann.value("ONE-TWO", "population").places[0]
    assert text[place.start : place.end] == "adults with gout"
    value = ann.value("ONE-TWO", "results", "40")
    assert text[value.places[0].start : value.places[0].end] == "40%"


def test_an_article_that_fails_is_gone_until_it_is_back_with_its_decisions(desk: Desk) -> None:
    desk.ann.decide("accept", desk.ann.trial("ONE-TWO").id)
    (desk.folder / "a.json").rename(desk.folder / "a.away")
    assert desk.service.queue() == []
    (desk.folder / "a.away").rename(desk.folder / "a.json")
    assert desk.service.queue()[0].checked == 9


def test_merged_records_take_up_what_a_run_finds_more(desk: Desk) -> None:
    desk.ann.decide("merge", desk.ann.trial("ONE-TWO").id, desk.ann.trial("THREE-FOUR").id)
    one, two = two_trials()
    two.sponsors = ["Gamma"]
    ann = desk.run_again([one, two])
    assert [v.value for v in ann.trial("ONE-TWO").fields if v.field == "sponsors"] == ["Gamma"]
