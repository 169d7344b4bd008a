"""Whatever people decide in whatever order: nothing is lost, undone decisions leave no trace, exports hold together."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.annotation import fitting
from extract.document import Document
from extract.errors import UsageError
from extract.records.schema import ArticleRecord
from extract.review.accepted import accepted
from extract.review.article import view
from extract.review.decisions import before, built_upon, patches_of, to_redo, to_undo
from extract.review.predictions import keyed
from extract.review.rerun import changes, rekeyed
from extract.review.state import State
from extract.review.values import Base
from extract.review.views import Decision, Entry
from reviewed import TEXT, result, two_trials

KINDS = ("accept", "correct", "reject", "add", "split", "move", "merge", "accept_above")
NEW = {
    "names": "TWO", "registry_ids": "NCT00000001", "citations": "5", "phase": "2", "design": "randomized",
    "status": "completed", "sponsors": "beta", "enrolled": 120, "population": "adults with gout", "conditions": "gout",
    "interventions": "alpha", "comparators": "placebo", "results": {"endpoint": "rash", "measure": "rate", "value": 25},
}  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from((*KINDS, "undo", "redo")), st.integers(0, 60), st.integers(0, 60)), max_size=14
)


def _base() -> Base:
    loose = [result("flare", 0.62, "0.62", measure="hazard-ratio", unit=None), result("rash", 12.5, "12.5%")]
    return keyed(ArticleRecord(doc_id="a", trials=two_trials(), unattached=loose), TEXT)


def _decision(state: State, kind: str, one: int, two: int) -> Decision:
    """Some decision of a kind, picked by two numbers."""
    values, records = list(state.values), [record.key for record in state.shown_records()]
    value, record, other = values[one % len(values)], records[one % len(records)], records[two % len(records)]
    field = list(NEW)[two % len(NEW)]
    told: dict[str, Any] = {"keys": [record if two % 3 == 0 else value]}
    if kind == "correct":
        told = {"keys": [value], "value": NEW[state.values[value].field]}
    elif kind == "add":
        told = {"keys": [record] if two % 5 else [], "field": field, "value": NEW[field]}
    elif kind in ("split", "move"):
        told = {"keys": list(dict.fromkeys([value, values[two % len(values)]]))[: 1 + two % 2], "to": other}
    elif kind == "merge":
        told = {"keys": [record, other]}
    elif kind == "accept_above":
        told = {"keys": [], "value": two / 60}
    return Decision.model_validate({"kind": kind, **told})


def _walk(base: Base, steps: list[tuple[str, int, int]]) -> list[Entry]:
    """The log of the steps that could be made."""
    entries: list[Entry] = []
    for kind, one, two in steps:
        state, told = State.of(base, entries), {"n": len(entries) + 1, "who": "ann", "when": "2026-01-01T00:00:00Z"}
        if kind in ("undo", "redo"):
            of = (to_undo if kind == "undo" else to_redo)(entries, "ann")
            if of and not built_upon(of, entries):
                entries.append(Entry.model_validate({**told, "kind": kind, "of": of.n, "keys": of.keys}))
            continue
        try:
            patches = patches_of(state, _decision(state, kind, one, two), len(entries) + 1, TEXT)
        except UsageError:
            continue
        if patches:
            sides = {"before": before(state, patches), "after": patches, "keys": list(patches)}
            entries.append(Entry.model_validate({**told, "kind": kind, **sides}))
    return entries


def _shown(base: Base, entries: list[Entry]) -> Any:
    told = view("a", TEXT, base, entries)
    return told.trials, told.unattached


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_undoing_everything_leads_back_to_the_predictions(steps: list[tuple[str, int, int]]) -> None:
    base = _base()
    entries = _walk(base, steps)
    back = _walk(base, [])
    assert _shown(base, _undone(entries)) == _shown(base, back)


def _undone(entries: list[Entry]) -> list[Entry]:
    entries = list(entries)
    while of := to_undo(entries, "ann"):
        assert not built_upon(of, entries), "one's own decisions never stand in the way"
        told = {"n": len(entries) + 1, "who": "ann", "when": "2026-01-01T00:00:00Z", "kind": "undo", "of": of.n}
        entries.append(Entry.model_validate(told))
    return entries


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_no_prediction_is_lost_and_every_value_has_a_record(steps: list[tuple[str, int, int]]) -> None:
    base = _base()
    trials, unattached = _shown(base, _walk(base, steps))
    shown = [value.key for trial in trials for value in (*trial.fields, *trial.results)] + [v.key for v in unattached]
    assert len(shown) == len(set(shown))
    assert {value.key for value in base.values} <= set(shown)


@settings(max_examples=100, deadline=None)
@given(STEPS)
def test_what_is_exported_passes_the_guide(steps: list[tuple[str, int, int]]) -> None:
    from extract.annotation.printed import Printed

    base = _base()
    record = accepted(State.of(base, _walk(base, steps)), "a", TEXT)
    kept, _ = fitting(record, Printed(Document("a", TEXT)))
    assert fitting(kept, Printed(Document("a", TEXT))) == (kept, ())


@settings(max_examples=100, deadline=None)
@given(STEPS)
def test_a_run_that_says_the_same_changes_nothing(steps: list[tuple[str, int, int]]) -> None:
    base = _base()
    entries = _walk(base, steps)
    loose = [result("flare", 0.62, "0.62", measure="hazard-ratio", unit=None), result("rash", 12.5, "12.5%")]
    article = ArticleRecord(doc_id="a", trials=two_trials(), unattached=loose)
    again = rekeyed(base, article, TEXT, [key for entry in entries for key in entry.after])
    assert changes(base, again, entries) == []
    assert _shown(again, entries) == _shown(base, entries)
