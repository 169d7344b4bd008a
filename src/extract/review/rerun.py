"""A run again: new predictions keep the keys of the old ones that they are; what changed under decisions is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from extract.evaluation.pairing import pair_by, similarity
from extract.evaluation.same import same_arm, same_endpoint, same_number, same_timepoint
from extract.records.schema import ArticleRecord, Result
from extract.review.predictions import keyed
from extract.review.state import State, is_record
from extract.review.values import NO_RECORD, RESULTS, Base, Value, as_trial
from extract.review.views import Change, Entry

# Two records with less in common are not the same (the bound of the evaluation).
_LEAST = 0.5
_UNTOLD = ("source", "events", "total")


def rekeyed(old: Base, article: ArticleRecord, text: str, used: Iterable[str]) -> Base:
    """The new predictions, keyed as the ``old`` ones where they are the same; ``used`` are keys of the log."""
    records = frozenset(key for key in (*used, *(record.key for record in old.records)) if is_record(key))
    base = keyed(article, text, _records(old, article), records)
    names = _results(_by_record(old), _by_record(base))
    taken = {value.key for value in old.values} | set(used) | set(names.values())
    for value in base.values:
        if value.field == RESULTS:
            names.setdefault(value.key, _free(value.key, taken))
            taken.add(names[value.key])
            value.key = names[value.key]
    base.mentions = [(start, end, kind, names.get(key, key)) for start, end, kind, key in base.mentions]
    return base


def _records(old: Base, article: ArticleRecord) -> list[str | None]:
    """For each new record the key of the old one that it is."""
    held = defaultdict(list)
    for value in old.values:
        held[value.record].append(value)
    trials = [as_trial(record, held[record.key]) for record in old.records]
    found: list[str | None] = [None] * len(article.trials)
    for i, j in pair_by(trials, article.trials, similarity, _LEAST).pairs:
        found[j] = old.records[i].key
    # Records that share nothing that tells studies apart are known by the key that they would be given again.
    free = {record.key for record in old.records} - set(found)
    fresh = [record.key for record in keyed(article, "").records]
    return [key or (name if name in free else None) for key, name in zip(found, fresh, strict=True)]


def _by_record(base: Base) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = defaultdict(list)
    for value in base.values:
        if value.field == RESULTS:
            found[value.record].append(value)
    return found


def _results(old: dict[str, list[Value]], new: dict[str, list[Value]]) -> dict[str, str]:
    """The old key of each new result that is an old one: first within the records, then moved to another."""
    names: dict[str, str] = {}
    for record in old:
        names |= _paired(old[record], new.get(record, []))
    kept = set(names.values())
    groups: dict[Any, tuple[list[Value], list[Value]]] = defaultdict(lambda: ([], []))
    for side, found, gone in ((0, old, kept), (1, new, set(names))):
        for value in (v for values in found.values() for v in values if v.key not in gone):
            groups[abs(value.value["value"] or 0)][side].append(value)
    for before, after in groups.values():
        names |= _paired(before, after)
    return names


def _paired(old: Sequence[Value], new: Sequence[Value]) -> dict[str, str]:
    paired = pair_by(old, new, _likeness)
    return {new[j].key: old[i].key for i, j in paired.pairs}


def _likeness(one: Value, other: Value) -> float:
    """How much two results are the same: the number, and either the place or the endpoint, have to be."""
    a, b = Result(**one.value), Result(**other.value)
    here, about = _start(one) == _start(other), same_endpoint(a.endpoint, b.endpoint)
    if not same_number(a, b) or not (here or about):
        return 0.0
    return 1.0 + 4 * here + 2 * about + same_arm(a.arm, b.arm) + same_timepoint(a.timepoint, b.timepoint) / 2


def _start(value: Value) -> int | None:
    return value.places[0]["start"] if value.places else None


def _free(key: str, taken: set[str]) -> str:
    own, n = key, 1
    while own in taken:
        n += 1
        own = f"{key}~{n}"
    return own


def changes(old: Base, new: Base, entries: Sequence[Entry]) -> list[Change]:
    """What the new predictions have changed under decisions.

    Not told is what the people have said themselves: a rejected value that is gone, a correction that was made.
    """
    decided = State.of(old, entries)
    now = {value.key: value for value in new.values}
    labels = {record.key: decided.label(record, decided.by_record()[record.key]) for record in decided.shown_records()}
    found = []
    for was in old.values:
        value = decided.values[was.key]
        if value.status == "open" or not _told(was, now.get(was.key), value):
            continue
        after = now[was.key].shown if was.key in now else ""
        after += _moved(was, now.get(was.key), labels)
        trial = labels.get(decided.root(value.record), "")
        found.append(Change(key=was.key, field=was.field, trial=trial, was=was.shown, now=after, decided=value.status))
    return found


def _told(was: Value, now: Value | None, decided: Value) -> bool:
    if now is None:
        return decided.kept
    if _meaning(was) == _meaning(now):
        return False
    return decided.status == "rejected" or _meaning(now) != _meaning(decided)


def _moved(was: Value, now: Value | None, labels: dict[str, str]) -> str:
    if now is None or now.record == was.record:
        return ""
    return "; given to " + ("no record" if now.record == NO_RECORD else labels.get(now.record, now.record))


def _meaning(value: Value) -> object:
    if value.field != RESULTS:
        return value.record, value.value
    return value.record, {name: told for name, told in value.value.items() if name not in _UNTOLD}
