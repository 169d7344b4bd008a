"""What is shown: the predictions of an article with the log of decisions played over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from extract.evaluation import normalise
from extract.evaluation.same import same_number
from extract.records.schema import Result
from extract.review.values import FIELDS, NO_RECORD, RESULTS, Base, Record, Value, copy, signature
from extract.review.views import Entry

Patch = dict[str, Any]
"""What a decision sets of a record or of a value."""
_MARKS = ("undo", "redo")
# Where a value is predicted now, that counts, not what was predicted when it was decided on.
_OF_RUN = ("predicted", "confidence", "places")


def undone(entries: Iterable[Entry]) -> dict[int, str]:
    """The numbers of the decisions that do not count now, each with the person who undid it last."""
    dead: dict[int, str] = {}
    for entry in entries:
        if entry.kind == "undo" and entry.of is not None:
            dead[entry.of] = entry.who
        elif entry.kind == "redo" and entry.of is not None:
            dead.pop(entry.of, None)
    return dead


def live(entries: Sequence[Entry]) -> list[Entry]:
    """The decisions that count now, in the order in which they were made."""
    dead = undone(entries)
    return [entry for entry in entries if entry.kind not in _MARKS and entry.n not in dead]


def is_record(key: str) -> bool:
    """Whether a key is a record's."""
    return "/" not in key


class State:
    """The records and values of an article as they are now."""

    def __init__(self, base: Base) -> None:
        self.records = {r.key: Record(r.key, r.id, r.confidence, r.evidence, r.status, r.into) for r in base.records}
        self.values = {value.key: copy(value) for value in base.values}

    @classmethod
    def of(cls, base: Base, entries: Sequence[Entry]) -> State:
        """The state after all decisions that count."""
        state = cls(base)
        for entry in live(entries):
            state.apply(entry.after, entry.who)
        return state

    def apply(self, patches: Mapping[str, Patch], who: str) -> None:
        """Set what a decision set, whether the values are still predicted or not."""
        for key, patch in patches.items():
            if is_record(key):
                self._record(key, patch)
            elif key in self.values or "value" in patch:
                self._value(key, patch, who)

    def _record(self, key: str, patch: Patch) -> None:
        record = self.records.setdefault(key, Record(key))
        for name, told in patch.items():
            setattr(record, name, told)

    def _value(self, key: str, patch: Patch, who: str) -> None:
        made = key not in self.values
        value = self.values.setdefault(key, Value(key, patch.get("record", ""), patch.get("field", ""), None))
        for name, told in patch.items():
            if name == "place":
                value.places = [told]
            elif made or name not in _OF_RUN:
                setattr(value, name, told)
        value.who = who
        if value.record and value.record not in self.records:
            self.records[value.record] = Record(value.record)

    def root(self, record: str) -> str:
        """The record that a record was merged into in the end; itself where it was not."""
        while record in self.records and self.records[record].into:
            record = self.records[record].into
        return record

    def shown_records(self) -> list[Record]:
        """The records that are not part of another, in the order of the article."""
        return [record for record in self.records.values() if not record.into]

    def by_record(self) -> dict[str, list[Value]]:
        """The values of each shown record, fields in their order and results last; of NO_RECORD the unattached."""
        found: dict[str, list[Value]] = defaultdict(list)
        for value in self.values.values():
            found[self.root(value.record)].append(value)
        place = {name: n for n, name in enumerate((*FIELDS, RESULTS))}
        for record, values in found.items():
            values.sort(key=lambda value: (place[value.field], value.record != record))
        return found

    def same(self) -> dict[str, list[str]]:
        """The keys of the values that print a value again, by its key; only those that have any."""
        groups: dict[tuple[Any, ...], list[str]] = defaultdict(list)
        for value in self.values.values():
            if value.record != NO_RECORD:
                groups[signature(value, self.root(value.record))].append(value.key)
        found = [keys for keys in groups.values() if len(keys) > 1]
        known = [[value.same_as, value.key] for value in self.values.values() if value.same_as]
        return _others(_joined([*found, *known, *self._claimed()]))

    def _claimed(self) -> list[list[str]]:
        """Unattached results beside the one record's result that they print again."""
        by_number: dict[tuple[Any, ...], list[Value]] = defaultdict(list)
        for value in self.values.values():
            if value.field == RESULTS and value.record != NO_RECORD:
                by_number[value.value["measure"], value.value["value"]].append(value)
        found = []
        for value in self.values.values():
            if value.record == NO_RECORD:
                near = by_number.get((value.value["measure"], value.value["value"]), [])
                like = [other for other in near if _prints(value.value, other.value)]
                if len({self.root(other.record) for other in like}) == 1:
                    found.append([like[0].key, value.key])
        return found

    def label(self, record: Record, values: Sequence[Value]) -> str:
        """What a record is called: its first name, number or citation that nobody rejected, else its id."""
        for name in ("names", "registry_ids", "citations"):
            for value in values:
                if value.field == name and (value.status != "rejected" or record.status == "rejected"):
                    return f"[{value.value}]" if name == "citations" else str(value.value)
        return record.id or record.key


def _prints(loose: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    """Whether a result that no record claims is another one told in fewer words."""
    if not same_number(Result(**loose), Result(**told)):
        return False
    forms = (("endpoint", normalise.endpoint), ("arm", normalise.plain), ("timepoint", normalise.timepoint))
    alike = all(not loose[n] or form(loose[n]) == form(told[n]) for n, form in forms)
    return alike and all(loose[n] in (None, told[n]) for n in ("low", "high", "unit", "subgroup"))


def _joined(groups: Iterable[Sequence[str]]) -> list[list[str]]:
    """The groups, those with a key in common made one."""
    of: dict[str, list[str]] = {}
    for group in groups:
        held = [of[key] for key in group if key in of]
        one = list(dict.fromkeys([key for keys in [*held, group] for key in keys]))
        for key in one:
            of[key] = one
    return list({id(group): group for group in of.values()}.values())


def _others(groups: Iterable[Sequence[str]]) -> dict[str, list[str]]:
    return {key: [other for other in group if other != key] for group in groups for key in group}
