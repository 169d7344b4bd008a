"""The workbench without a browser: what is shown, what each decision does, undo and redo, two people at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extract.errors import ExtractError, UsageError
from reviewed import TEXT, Curator, at, decision, record, result, two_trials, write

pytest.importorskip("sqlalchemy")

from extract.review.service import Service


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    write(tmp_path / "out", two_trials())
    return tmp_path / "out"


@pytest.fixture
def service(outputs: Path) -> Iterator[Service]:
    opened = Service(outputs)
    yield opened
    opened.close()


@pytest.fixture
def ann(service: Service) -> Curator:
    return Curator(service)


def test_an_article_is_shown_with_its_values_at_their_places(ann: Curator) -> None:
    value = ann.value("ONE-TWO", "results", "40")
    place = value.places[0]
    assert TEXT[place.start : place.end] == "40%"
    assert (value.status, value.confidence, ann.view.version) == ("open", 0.9, 0)
    assert ann.view.title == "Two trials of alpha"
    assert [trial.label for trial in ann.view.trials] == ["ONE-TWO", "THREE-FOUR"]
    assert {(m.kind, TEXT[m.start : m.end]) for m in ann.view.mentions} >= {("names", "ONE-TWO"), ("results", "40%")}
    assert all(m.keys for m in ann.view.mentions)


def test_blocks_are_the_lines_of_the_text(ann: Curator) -> None:
    kinds = [(block.kind, TEXT[block.start : block.end][:10]) for block in ann.view.blocks]
    assert kinds[:2] == [("title", "Two trials"), ("paragraph", "The ONE-TW")]
    assert ("heading", "References") in kinds


def test_the_queue_counts_values_and_puts_the_least_sure_first(outputs: Path) -> None:
    sure = [record([result("rash", 12.5, "12.5%", confidence=0.95)], names=["THREE-FOUR"], confidence=0.97)]
    write(outputs, sure, name="b")
    service = Service(outputs)
    first, second = service.queue()
    assert (first.doc_id, first.records, first.values, first.checked) == ("a", 2, 13, 0)
    assert (first.uncertain, first.least) == (1, 0.5)
    assert (second.doc_id, second.values, second.uncertain, second.least) == ("b", 2, 0, 0.95)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"search": "one-two"}, {"a"}),
        ({"search": "three"}, {"a", "b"}),
        ({"search": "100%"}, set()),
        ({"field": "enrolled"}, {"a"}),
        ({"endpoint": "RASH"}, {"a", "b"}),
        ({"endpoint": "pain", "field": "results"}, {"a"}),
    ],
)
def test_the_queue_is_searched_by_trial_field_and_endpoint(outputs: Path, asked: Any, found: set[str]) -> None:
    write(outputs, [record([result("rash", 12.5, "12.5%")], names=["THREE-FOUR"])], name="b")
    assert {row.doc_id for row in Service(outputs).queue(**asked)} == found


def test_a_field_narrows_the_counts(service: Service) -> None:
    (row,) = service.queue(field="results")
    assert (row.values, row.records) == (4, 2)


def test_accepting_a_record_accepts_what_is_open_in_it(ann: Curator, service: Service) -> None:
    ann.decide("reject", ann.value("ONE-TWO", "results", "25").key)
    outcome = ann.decide("accept", ann.trial("ONE-TWO").id)
    trial = ann.trial("ONE-TWO")
    assert (outcome.version, trial.status) == (2, "accepted")
    assert [v.status for v in trial.results] == ["accepted", "rejected", "accepted"]
    assert service.queue()[0].checked == 9


def test_accept_above_leaves_what_is_less_sure(ann: Curator) -> None:
    ann.decide("accept_above", ann.trial("ONE-TWO").id, value=0.85)
    assert [v.status for v in ann.trial("ONE-TWO").results] == ["accepted", "open", "open"]
    assert ann.value("ONE-TWO", "enrolled").status == "accepted"
    assert ann.trial("THREE-FOUR").status == "open"


def test_a_correction_lays_the_given_fields_over_a_result(ann: Curator) -> None:
    ann.decide("correct", ann.value("ONE-TWO", "results", "25").key, value={"arm": "sham", "timepoint": "4 weeks"})
    value = ann.value("ONE-TWO", "results", "25")
    assert (value.status, value.value["arm"], value.value["timepoint"]) == ("corrected", "sham", "4 weeks")
    assert (value.value["endpoint"], value.predicted["arm"]) == ("pain relief", "placebo")


def test_a_correction_that_says_what_was_predicted_is_an_acceptance(ann: Curator) -> None:
    ann.decide("correct", ann.value("ONE-TWO", "enrolled").key, value=121)
    assert ann.value("ONE-TWO", "enrolled").status == "corrected"
    ann.decide("correct", ann.value("ONE-TWO", "enrolled").key, value=120)
    assert ann.value("ONE-TWO", "enrolled").status == "accepted"


@pytest.mark.parametrize(
    ("kind", "key", "more", "told"),
    [
        ("correct", "nct00000001/enrolled", {"value": "many"}, "enrolled"),
        ("correct", "nct00000001/enrolled", {"value": ""}, "nothing was given"),
        ("correct", "nct00000001/results/40.0@123", {"value": {"measure": "vibes"}}, "measure"),
        ("correct", "nct00000001/results/40.0@123", {"value": {"endpoint": " "}}, "endpoint"),
        ("correct", "nct00000001/results/40.0@123", {"value": {"value": None}}, "value or a range"),
        ("correct", "nct00000001/results/40.0@123", {"value": {"confidence": 1}}, "confidence"),
        ("correct", "nct00000001/results/40.0@123", {"value": "40"}, "results"),
        ("add", "threefour", {"field": "phase", "value": "2"}, "there already"),
        ("add", "threefour", {"field": "design", "value": "odd"}, "design"),
        ("add", "threefour", {"field": "colour", "value": "red"}, "no field"),
        ("add", "threefour", {"field": "names", "value": "X", "place": {"start": 5, "end": 9999}}, "no characters"),
        ("accept", "nobody", {}, "no such value"),
        ("merge", "threefour", {}, "two records"),
        ("note", "threefour", {"value": " "}, "text"),
    ],
)
def test_what_cannot_be_right_is_told_and_changes_nothing(
    ann: Curator, kind: str, key: str, more: dict[str, Any], told: str
) -> None:
    key = key.replace("@123", f"@{at('40%')[0]}")
    fine = decision("accept", ann.trial("ONE-TWO").id)
    with pytest.raises(UsageError, match=told):
        ann.service.decide("a", 0, "ann", [fine, decision(kind, key, **more)])
    assert ann.look().version == 0


def test_a_value_is_added_at_selected_text(ann: Curator) -> None:
    start, end = at("adults with gout")
    ann.decide(
        "add",
        ann.trial("ONE-TWO").id,
        field="population",
        value=" adults with gout ",
        place={"start": start, "end": end},
    )
    value = ann.value("ONE-TWO", "population")
    assert (value.value, value.status, value.predicted) == ("adults with gout", "added", None)
    assert (value.places[0].start, value.places[0].end) == (start, end)
    assert any(value.key in mention.keys for mention in ann.view.mentions)


def test_adding_to_no_record_makes_one(ann: Curator) -> None:
    ann.decide("add", field="names", value="FIVE-SIX")
    ann.decide(
        "add", ann.trial("FIVE-SIX").id, field="results", value={"endpoint": "rash", "measure": "count", "value": 2}
    )
    assert [v.shown for v in ann.trial("FIVE-SIX").results] == ["2 count of rash"]
    assert ann.trial("FIVE-SIX").status == "added"


def test_a_record_that_is_rejected_can_be_revived_by_one_of_its_values(ann: Curator, service: Service) -> None:
    ann.decide("reject", ann.trial("THREE-FOUR").id)
    assert ann.trial("THREE-FOUR").status == "rejected"
    assert service.queue()[0].records == 1
    ann.decide("accept", ann.value("THREE-FOUR", "phase").key)
    revived = ann.view.trials[1]
    assert (revived.status, [v.status for v in revived.results]) == ("accepted", ["rejected"])


def test_a_record_that_was_rejected_is_accepted_as_a_whole(ann: Curator) -> None:
    key = ann.trial("THREE-FOUR").id
    ann.decide("reject", key)
    ann.decide("accept", key)
    trial = ann.trial("THREE-FOUR")
    assert (trial.status, {v.status for v in (*trial.fields, *trial.results)}) == ("accepted", {"accepted"})


def test_split_and_merge_keep_every_value(ann: Curator) -> None:
    moved = ann.value("ONE-TWO", "results", "0.62").key
    ann.decide("split", moved)
    new = ann.view.trials[-1]
    assert [v.key for v in new.results] == [moved]
    assert len(ann.trial("ONE-TWO").results) == 2
    ann.decide("merge", ann.trial("THREE-FOUR").id, new.id)
    assert {v.shown.split()[0] for v in ann.trial("THREE-FOUR").results} == {"12.5", "0.62"}
    assert len(ann.view.trials) == 2
    ann.undo()
    assert len(ann.view.trials) == 3


def test_a_result_is_moved_to_the_record_it_belongs_to(outputs: Path) -> None:
    write(outputs, two_trials(), unattached=[result("relapse", 5.0, "5", text=TEXT)])
    ann = Curator(Service(outputs))
    (loose,) = ann.view.unattached
    ann.decide("move", loose.key, to=ann.trial("THREE-FOUR").id)
    assert ann.view.unattached == []
    assert ann.value("THREE-FOUR", "results", "5").status == "corrected"


def test_a_value_printed_again_is_decided_with_it(outputs: Path) -> None:
    again = result("flare", 0.62, "0.62", measure="hazard-ratio", unit=None)
    other = result("flare", 0.61, "0.62", measure="hazard-ratio", unit=None)
    write(outputs, two_trials(), unattached=[again, other])
    ann = Curator(Service(outputs))
    first, second = ann.view.unattached
    main = ann.value("ONE-TWO", "results", "0.62")
    assert (main.same, first.same, second.same) == ([first.key], [main.key], [])
    ann.decide("correct", main.key, value={"timepoint": "1 year"})
    assert [value.status for value in ann.view.unattached] == ["corrected", "open"]
    ann.undo()
    assert [value.status for value in ann.view.unattached] == ["open", "open"]


def test_undo_and_redo_walk_through_ones_own_decisions(ann: Curator) -> None:
    one, two = ann.value("ONE-TWO", "enrolled").key, ann.value("ONE-TWO", "names").key
    ann.decide("reject", one)
    ann.decide("accept", two)

    def now() -> tuple[str, str]:
        told = {value.field: value.status for value in ann.view.trials[0].fields}
        return told["enrolled"], told["names"]

    assert now() == ("rejected", "accepted")
    ann.undo()
    assert now() == ("rejected", "open")
    ann.undo()
    assert (now(), ann.view.can_undo) == (("open", "open"), False)
    ann.redo()
    assert now() == ("rejected", "open")
    ann.redo()
    assert (now(), ann.view.can_redo, ann.view.version) == (("rejected", "accepted"), False, 6)


def test_a_new_decision_ends_what_can_be_redone(ann: Curator) -> None:
    ann.decide("accept", ann.value("ONE-TWO", "enrolled").key)
    ann.undo()
    ann.decide("accept", ann.value("ONE-TWO", "names").key)
    assert not ann.view.can_redo
    with pytest.raises(UsageError, match="nothing to redo"):
        ann.redo()


def test_the_log_keeps_who_when_before_and_after(ann: Curator) -> None:
    key = ann.value("ONE-TWO", "enrolled").key
    ann.decide("correct", key, value=130)
    ann.undo()
    undo, entry = ann.view.decisions
    assert (entry.who, entry.kind, entry.keys) == ("ann", "correct", [key])
    assert (entry.before[key]["value"], entry.after[key]["value"]) == (120, 130)
    assert (entry.undone, entry.undone_by, undo.of) == (True, "ann", entry.n)
    assert entry.when.tzinfo is not None


def test_notes_are_kept_and_can_be_undone(ann: Curator) -> None:
    ann.decide("note", ann.trial("ONE-TWO").id, value="ask the authors")
    assert [(note.key, note.text) for note in ann.view.notes] == [("nct00000001", "ask the authors")]
    ann.undo()
    assert ann.view.notes == []


def test_decisions_outlive_the_program(outputs: Path, ann: Curator) -> None:
    ann.decide("accept", ann.trial("ONE-TWO").id)
    ann.service.close()
    again = Curator(Service(outputs))
    assert (again.trial("ONE-TWO").status, again.view.version) == ("accepted", 1)


def test_two_people_on_different_values_lose_nothing(ann: Curator, service: Service) -> None:
    bob = Curator(service, "bob")
    ann.decide("accept", ann.value("ONE-TWO", "enrolled").key)
    outcome = bob.decide("accept", bob.value("ONE-TWO", "names").key)
    assert [(entry.who, entry.kind) for entry in outcome.others] == [("ann", "accept")]
    assert outcome.conflicts == []
    assert bob.value("ONE-TWO", "enrolled").status == bob.value("ONE-TWO", "names").status == "accepted"


def test_two_people_on_one_value_are_told_of_each_other(ann: Curator, service: Service) -> None:
    bob = Curator(service, "bob")
    key = ann.value("ONE-TWO", "enrolled").key
    ann.decide("correct", key, value=130)
    outcome = service.decide("a", 0, "bob", [decision("correct", key, value=140), decision("accept", "threefour")])
    (conflict,) = outcome.conflicts
    assert (conflict.decision.value, conflict.theirs.who, conflict.theirs.after[key]["value"]) == (140, "ann", 130)
    assert outcome.version == 2
    bob.look()
    assert bob.value("ONE-TWO", "enrolled").value == 130
    assert bob.trial("THREE-FOUR").status == "accepted"
    bob.decide("correct", key, value=140)
    assert bob.value("ONE-TWO", "enrolled").value == 140


def test_two_people_who_agree_are_no_conflict(ann: Curator, service: Service) -> None:
    key = ann.value("ONE-TWO", "enrolled").key
    ann.decide("accept", key)
    outcome = service.decide("a", 0, "bob", [decision("accept", key)])
    assert (outcome.conflicts, outcome.version) == ([], 2)


def test_undoing_what_somebody_else_built_upon_is_told(ann: Curator, service: Service) -> None:
    ann.decide("add", field="names", value="FIVE-SIX")
    bob = Curator(service, "bob")
    bob.decide("add", bob.trial("FIVE-SIX").id, field="enrolled", value=12)
    outcome = ann.undo()
    assert [conflict.theirs.who for conflict in outcome.conflicts] == ["bob"]
    assert ann.trial("FIVE-SIX").fields[0].shown == "FIVE-SIX"


def test_undo_is_of_ones_own_decisions(ann: Curator, service: Service) -> None:
    ann.decide("accept", ann.value("ONE-TWO", "enrolled").key)
    bob = Curator(service, "bob")
    assert not bob.view.can_undo
    with pytest.raises(UsageError, match="nothing to undo"):
        bob.undo()


def test_many_tabs_at_once_lose_no_decision(outputs: Path) -> None:
    names = [f"N{n}" for n in range(24)]
    services = [Service(outputs) for _ in range(3)]

    def work(service: Service, mine: list[str]) -> None:
        for name in mine:
            service.decide("a", 0, name, [decision("add", "threefour", field="names", value=name)])

    threads = [threading.Thread(target=work, args=(s, names[n::3])) for n, s in enumerate(services)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    view = services[0].article("a")
    assert view.version == 24
    assert {v.value for v in view.trials[1].fields if v.field == "names"} == {"THREE-FOUR", *names}


def test_an_article_that_is_none_is_told(service: Service) -> None:
    for name in ("zzz", "../a", "run", "nul\0", "x" * 500, "\ud800"):
        with pytest.raises(UsageError, match="no such article"):
            service.article(name)
    with pytest.raises(UsageError, match="no version 7"):
        service.decide("a", 7, "ann", [])


def test_a_broken_file_is_told_and_costs_no_other(outputs: Path) -> None:
    write(outputs, two_trials(), name="b")
    (outputs / "b.json").write_text("{", encoding="utf-8")
    (outputs / "run.json").write_text("{}", encoding="utf-8")
    service = Service(outputs)
    assert [row.doc_id for row in service.queue()] == ["a"]
    assert len(service.faults) == 1
    assert "b.json" in service.faults[0]


def test_a_folder_or_database_that_is_none_is_told(tmp_path: Path, outputs: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        Service(tmp_path / "nowhere")
    for url in ("hello", "mysql://host/name"):
        with pytest.raises(UsageError):
            Service(outputs, url)
    (outputs / "review.sqlite").write_bytes(b"this is no database, it is a text" * 50)
    with pytest.raises(ExtractError, match=r"review\.sqlite"):
        Service(outputs)


def test_a_database_that_fails_is_told_in_a_line(
    service: Service, ann: Curator, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    from sqlalchemy.exc import OperationalError

    import extract.review.service as module

    def full(*_: object) -> None:
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))

    monkeypatch.setattr(module, "write", full)
    with pytest.raises(ExtractError, match=r"review\.sqlite: nothing was kept \(database or disk is full\)"):
        ann.decide("accept", ann.trial("ONE-TWO").id)
    monkeypatch.undo()
    assert (ann.look().version, ann.trial("ONE-TWO").status) == (0, "open")
