"""A value to check and the record it belongs to: how one is keyed, shown, compared and made a record of again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from dataclasses import field as made
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from extract.errors import UsageError
from extract.evaluation import normalise
from extract.evaluation.comparison import describe
from extract.evaluation.files import faults_in
from extract.records.schema import Result, TrialRecord

LISTS = ("names", "registry_ids", "citations", "design", "sponsors", "conditions", "interventions", "comparators")
SINGLE = ("phase", "status", "enrolled", "population")
FIELDS = (
    *("names", "registry_ids", "citations", "phase", "design", "status", "enrolled", "population"),
    *("conditions", "interventions", "comparators", "sponsors"),
)
"""The fields of a record but results, in the order in which they are shown."""
RESULTS = "results"
NO_RECORD = ""
"""The record of a result that no record claims."""

_LONGEST = 100
_ADDED = {"confidence", "provenance"}
_FORMS: dict[str, Callable[[str], Any]] = {"names": normalise.study_name, "citations": normalise.citation}


@dataclass(slots=True)
class Value:
    """A value as it is now.

    ``record`` is the key of its record, ``places`` are spans ready to be JSON, the first one with the ``quote``
    that stands there. ``predicted`` is the extractor's value, None for what a person added. ``same_as`` is the
    key of the value that this one only prints again.
    """

    key: str
    record: str
    field: str
    value: Any
    confidence: float | None = None
    places: list[dict[str, Any]] = made(default_factory=list)
    status: str = "open"
    predicted: Any = None
    same_as: str = ""
    who: str = ""

    @property
    def kept(self) -> bool:
        """Whether somebody said that the value is right, as it is or as it was made."""
        return self.status in ("accepted", "corrected", "added")

    @property
    def shown(self) -> str:
        """The value in a line."""
        return shown(self.field, self.value)


@dataclass(slots=True)
class Record:
    """A record: its key, the extractor's ``id``, and the record that it was merged ``into``."""

    key: str
    id: str = ""
    confidence: float | None = None
    evidence: list[str] = made(default_factory=list)
    status: str = "open"
    into: str = ""


@dataclass(slots=True)
class Base:
    """The predictions of an article, keyed: what a run said, before any decision."""

    records: list[Record] = made(default_factory=list)
    values: list[Value] = made(default_factory=list)
    mentions: list[tuple[int, int, str, str]] = made(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """The predictions, ready to be JSON."""
        # Not dataclasses.asdict, which copies every place and takes longer than all the rest.
        return {
            "records": [_data(record) for record in self.records],
            "values": [_data(value) for value in self.values],
            "mentions": self.mentions,
        }

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Base:
        """The predictions that ``as_data`` wrote."""
        return cls(
            [Record(**record) for record in data["records"]],
            [Value(**value) for value in data["values"]],
            [(start, end, kind, key) for start, end, kind, key in data["mentions"]],
        )


def shown(field: str, value: Any) -> str:
    """A value in a line, as a listing tells it."""
    return describe(Result(**value)) if field == RESULTS else str(value)


def result_data(result: Result) -> dict[str, Any]:
    """The fields of a result that a person may decide on."""
    return result.model_dump(mode="json", exclude=_ADDED)


def checked(field: str, value: Any, before: Mapping[str, Any] | None = None) -> Any:
    """A value that a person gave, in its place of the schema; of a result the fields laid over ``before``.

    Raises UsageError in one line where the field is none or cannot hold the value.
    """
    try:
        if field == RESULTS:
            return _checked_result({**(before or {}), **dict(value)})
        if field not in FIELDS:
            raise UsageError(f"{field!r} is no field of a record; there are {', '.join((*FIELDS, RESULTS))}")
        value = value.strip() if isinstance(value, str) else value
        if value is None or value == "":
            raise UsageError(f"{field}: nothing was given")
        held = getattr(TrialRecord.model_validate({field: value if field in SINGLE else [value]}), field)
        return held if field in SINGLE else held[0]
    except ValidationError as error:
        raise UsageError(faults_in(error)) from error
    except (TypeError, ValueError) as error:
        raise UsageError(f"{field}: {value!r} is no value of it") from error


def _checked_result(data: dict[str, Any]) -> dict[str, Any]:
    if extra := _ADDED & set(data):
        raise UsageError(f"a person gives no {', '.join(sorted(extra))}")
    stripped = {k: (v.strip() or None) if isinstance(v, str) else v for k, v in data.items()}
    result = Result.model_validate(stripped | {"endpoint": stripped.get("endpoint") or ""})
    if not result.endpoint:
        raise UsageError("a result needs an endpoint")
    if result.value is None and result.low is None and result.high is None:
        raise UsageError("a result needs a value or a range")
    return result_data(result)


def form(field: str, value: Any) -> str:
    """What makes two values of a field the same one."""
    return str(_FORMS.get(field, normalise.plain)(str(value))) or str(value)


def signature(value: Value, record: str) -> tuple[Any, ...]:
    """What two printings of one value of a record have in common."""
    if value.field != RESULTS:
        return record, value.field, form(value.field, value.value)
    told = value.value
    numbers = tuple(told[name] for name in ("measure", "value", "low", "high", "error", "unit"))
    endpoint, when = normalise.endpoint(told["endpoint"]), normalise.timepoint(told["timepoint"])
    return record, *numbers, endpoint, when, normalise.plain(told["arm"]), normalise.plain(told["subgroup"])


def value_key(record: str, field: str, value: Any, start: int | None) -> str:
    """The key of a value; of a result its printed number and place."""
    if field in SINGLE:
        return f"{record}/{field}"
    if field != RESULTS:
        return f"{record}/{field}/{_short(form(field, value))}"
    number = value["value"] if value["value"] is not None else f"{value['low']}-{value['high']}"
    return f"{record}/{field}/{number}@{'' if start is None else start}"


def record_key(trial: TrialRecord, start: int | None) -> str:
    """The key of a record: its first number or name, else its citations, else where it stands."""
    anchors = [*map(normalise.plain, trial.registry_ids[:1]), *map(normalise.study_name, trial.names[:1])]
    cited = "-".join(map(normalise.citation, trial.citations))
    key = next(filter(None, [*anchors, cited and f"cites-{cited}", f"at-{start}"]))
    return _short(key.replace("/", "-"))


def _short(name: str) -> str:
    """A name that is no longer than a key of a database may be."""
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}~{sha256(name.encode()).hexdigest()[:12]}"


def as_trial(record: Record, values: Iterable[Value]) -> TrialRecord:
    """The record that the values make; of two values of a single field the first counts."""
    data: dict[str, Any] = {"id": record.id or record.key, "confidence": record.confidence}
    data["evidence"] = list(record.evidence)
    for value in values:
        if value.field in SINGLE:
            data.setdefault(value.field, value.value)
        else:
            data.setdefault(value.field, []).append(value.value)
    return TrialRecord.model_validate(data)


def copy(value: Value) -> Value:
    """The value again, to be changed by itself."""
    return Value(**(_data(value) | {"places": list(value.places)}))


def _data(held: Record | Value) -> dict[str, Any]:
    return {name: getattr(held, name) for name in _SLOTS[type(held)]}


_SLOTS = {kind: tuple(slot.name for slot in fields(kind)) for kind in (Record, Value)}
