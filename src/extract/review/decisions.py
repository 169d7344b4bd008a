"""Decisions: what each kind sets, when two of them clash, and what undo and redo speak of.

A decision becomes patches by key. They hold the values themselves, so that they mean the same after a run
that predicts something else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from extract.errors import UsageError
from extract.review.state import Patch, State, is_record, live
from extract.review.values import NO_RECORD, RESULTS, SINGLE, Value, checked, value_key
from extract.review.views import Decision, Entry

Patches = dict[str, Patch]


def patches_of(state: State, decision: Decision, n: int, text: str) -> Patches:
    """What a decision sets; ``n`` is the number it will have in the log. Raises UsageError in one line."""
    unknown = [key for key in decision.keys if key not in state.values and key not in state.records]
    if unknown:
        raise UsageError(f"no such value or record: {', '.join(unknown)}")
    return _KINDS[decision.kind](state, decision, n, text)


def _accept(state: State, decision: Decision, n: int, text: str) -> Patches:
    wanted: list[Value] = []
    for key in decision.keys:
        wanted += _acceptable(state, key) if is_record(key) else [state.values[key]]
    return _decided(state, wanted, "accepted")


def _acceptable(state: State, record: str) -> list[Value]:
    """The open values of a record; all of one that was rejected as a whole."""
    root = state.root(record)
    return state.by_record().get(root, []) if state.records[root].status == "rejected" else _open(state, root)


def _open(state: State, record: str) -> list[Value]:
    return [value for value in state.by_record().get(state.root(record), ()) if value.status == "open"]


def _accept_above(state: State, decision: Decision, n: int, text: str) -> Patches:
    if not isinstance(decision.value, int | float):
        raise UsageError("accept_above needs a confidence, such as 0.8")
    records = decision.keys or [record.key for record in state.shown_records() if record.status != "rejected"]
    wanted = [value for key in records for value in _open(state, key)]
    return _decided(state, [v for v in wanted if (v.confidence or 0.0) >= decision.value], "accepted")


def _reject(state: State, decision: Decision, n: int, text: str) -> Patches:
    records = [state.root(key) for key in decision.keys if is_record(key)]
    held = state.by_record()
    wanted = [state.values[key] for key in decision.keys if not is_record(key)]
    wanted += [value for key in records for value in held.get(key, ())]
    return {key: {"status": "rejected"} for key in records} | _decided(state, wanted, "rejected")


def _decided(state: State, wanted: Sequence[Value], status: str) -> Patches:
    """The values and all that print them again, with a status; a record with a value that is kept is one."""
    same = state.same()
    patches: Patches = {}
    for value in wanted:
        if value.key not in patches:
            kept = _kept(value) if status == "accepted" else status
            patches[value.key] = _whole(value, status=kept, same_as="")
            patches |= {
                k: _again(state.values[k], value.key, kept) for k in same.get(value.key, ()) if k not in patches
            }
            patches |= _revived(state, value.record, status)
    return patches


def _kept(value: Value) -> str:
    """What an accepted value is called."""
    return "added" if value.predicted is None else "accepted" if value.value == value.predicted else "corrected"


def _whole(value: Value, **changes: Any) -> Patch:
    """A patch that makes the value again where no run predicts it any more."""
    told = {"record": value.record, "field": value.field, "value": value.value, "predicted": value.predicted}
    return told | {"confidence": value.confidence, "places": value.places} | changes


def _again(value: Value, same_as: str, status: str) -> Patch:
    return _whole(value, status=status, same_as=same_as)


def _revived(state: State, record: str, status: str) -> Patches:
    root = state.root(record)
    is_dead = root in state.records and state.records[root].status == "rejected"
    return {root: {"status": "open"}} if is_dead and status != "rejected" else {}


def _correct(state: State, decision: Decision, n: int, text: str) -> Patches:
    if len(decision.keys) != 1 or is_record(decision.keys[0]):
        raise UsageError("a correction is of one value")
    value = state.values[decision.keys[0]]
    told = checked(value.field, decision.value, value.value if value.field == RESULTS else None)
    status = "added" if value.predicted is None else "accepted" if told == value.predicted else "corrected"
    changes: Patch = {"value": told, "status": status, "same_as": ""}
    if decision.place:
        changes["place"] = _quoted(decision, text)
    again = {key: _again(state.values[key], value.key, status) for key in state.same().get(value.key, ())}
    return {value.key: _whole(value) | changes} | again | _revived(state, value.record, status)


def _quoted(decision: Decision, text: str) -> dict[str, Any]:
    """The place of a decision with the words that stand there. Raises UsageError where the text has no such place."""
    place = decision.place
    assert place is not None
    if not 0 <= place.start < place.end <= len(text):
        raise UsageError(f"the text has no characters {place.start} to {place.end}")
    return place.model_dump(mode="json", exclude_none=True) | {"quote": text[place.start : place.end]}


def _add(state: State, decision: Decision, n: int, text: str) -> Patches:
    if len(decision.keys) > 1 or any(not is_record(key) for key in decision.keys):
        raise UsageError("a value is added to one record, or to none for a new one")
    told = checked(decision.field, decision.value)
    places = [_quoted(decision, text)] if decision.place else []
    record = state.root(decision.keys[0]) if decision.keys else f"added-{n}"
    key = value_key(record, decision.field, told, places[0]["start"] if places else None)
    held = state.values.get(key)
    if held and held.status != "rejected" and (decision.field in SINGLE or held.value == told):
        raise UsageError(f"{decision.field} is there already: {held.shown}")
    if held and decision.field not in SINGLE and held.value != told:
        key = f"{key}~{n}"
    patches = {} if decision.keys else {record: {"status": "added"}}
    new = Value(key, record, decision.field, told, None, places, "added", held.predicted if held else None)
    return patches | {key: _whole(new, status="added", same_as="")} | _revived(state, record, "added")


def _split(state: State, decision: Decision, n: int, text: str) -> Patches:
    values = _values(state, decision)
    roots = {state.root(value.record) for value in values}
    if len(roots) != 1 or NO_RECORD in roots:
        raise UsageError("values of one record are split off")
    new = f"{roots.pop()}+{n}"
    return {new: {"status": "open"}} | {value.key: {"record": new} for value in values}


def _values(state: State, decision: Decision) -> list[Value]:
    if not decision.keys or any(is_record(key) for key in decision.keys):
        raise UsageError(f"{decision.kind} needs keys of values")
    return [state.values[key] for key in decision.keys]


def _move(state: State, decision: Decision, n: int, text: str) -> Patches:
    values = _values(state, decision)
    if decision.to not in state.records:
        raise UsageError(f"no such record: {decision.to}")
    to = state.root(decision.to)
    patches: Patches = {}
    for value in values:
        status = "added" if value.predicted is None else "corrected"
        patches[value.key] = _whole(value, record=to, status=status, same_as="")
    return patches | _revived(state, to, "corrected")


def _merge(state: State, decision: Decision, n: int, text: str) -> Patches:
    if any(not is_record(key) for key in decision.keys):
        raise UsageError("records are merged")
    into, *others = dict.fromkeys(state.root(key) for key in decision.keys)
    if not others:
        raise UsageError("two records or more are merged")
    return {key: {"into": into} for key in others}


def _note(state: State, decision: Decision, n: int, text: str) -> Patches:
    if len(decision.keys) > 1 or not str(decision.value or "").strip():
        raise UsageError("a note is a text on one value or record, or on the article")
    return {}


_KINDS: dict[str, Callable[[State, Decision, int, str], Patches]] = {
    "accept": _accept,
    "accept_above": _accept_above,
    "reject": _reject,
    "correct": _correct,
    "add": _add,
    "split": _split,
    "move": _move,
    "merge": _merge,
    "note": _note,
}


def before(state: State, patches: Patches) -> dict[str, Any]:
    """What the patched keys were, as far as the patches speak of it; None for what was not there."""
    found: dict[str, Any] = {}
    for key, patch in patches.items():
        held = state.records.get(key) if is_record(key) else state.values.get(key)
        found[key] = {name: getattr(held, name) for name in patch} if held else None
    return found


def clash(patches: Patches, later: Sequence[Entry]) -> Entry | None:
    """The newest of the entries that set one of the same keys to something else."""
    for entry in reversed(later):
        if entry.kind in ("undo", "redo"):
            if set(entry.keys) & set(patches):
                return entry
        elif any(key in patches and _differ(patches[key], patch) for key, patch in entry.after.items()):
            return entry
    return None


def _differ(one: Patch, other: Patch) -> bool:
    """Whether two patches set something differently; places and confidences are no decision."""
    return any(one.get(name) != other.get(name) for name in ("status", "value", "record", "into"))


def to_undo(entries: Sequence[Entry], who: str) -> Entry | None:
    """The last decision of a person that counts; of anybody where ``who`` is ""."""
    return next((entry for entry in reversed(live(entries)) if who in ("", entry.who)), None)


def to_redo(entries: Sequence[Entry], who: str) -> Entry | None:
    """The decision that the person undid last, unless the person has decided anything since."""
    back = 0
    for entry in reversed(entries):
        if who not in ("", entry.who):
            continue
        if entry.kind == "redo":
            back += 1
        elif entry.kind == "undo" and back == 0:
            return next(other for other in entries if other.n == entry.of)
        elif entry.kind == "undo":
            back -= 1
        else:
            return None
    return None


def built_upon(entry: Entry, entries: Sequence[Entry]) -> Entry | None:
    """The newest later decision that counts and is about what ``entry`` set: it would be lost with it."""
    keys = set(entry.after)
    for other in reversed(live(entries)):
        if other.n <= entry.n:
            return None
        used = {patch.get("record") for patch in other.after.values()} | {p.get("into") for p in other.after.values()}
        if keys & (set(other.after) | used):
            return other
    return None
