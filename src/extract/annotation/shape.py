"""Whether a gold file has the agreed shape: sound JSON, known fields, values of the right kind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from extract.annotation.faults import Fault, Place, error, warning
from extract.annotation.lines import Lines, lines_of
from extract.records.schema import ArticleRecord, Result, TrialRecord

# The models of what stands in a list, and what a reader calls them.
_MODELS: dict[str | int, tuple[type[BaseModel], str]] = {
    "trials": (TrialRecord, "a trial record"),
    "results": (Result, "a result"),
    "unattached": (Result, "a result"),
}
_ARTICLE = (ArticleRecord, "a gold file")
ADDED: dict[type[BaseModel], tuple[str, ...]] = {
    ArticleRecord: ("unattached", "references", "warnings", "source", "version", "lexicon_digest", "text_file"),
    TrialRecord: ("id", "confidence", "provenance"),
    Result: ("events", "total", "confidence", "provenance"),
}
"""What the extractor adds to the fields of the guide; no annotator writes it."""


class BadJson(Exception):
    """The text is no JSON; ``line`` says where it breaks."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def parse(text: str) -> tuple[Any, Lines]:
    """The data of a JSON text and the lines that it stands on; raises BadJson."""
    try:
        return json.loads(text), lines_of(text)
    except json.JSONDecodeError as fault:
        raise BadJson(fault.lineno, f"this is no JSON: {fault.msg} (column {fault.colno})") from fault
    except RecursionError as fault:
        raise BadJson(1, "this is no gold file: its brackets are nested too deeply") from fault


def shape_faults(text: str) -> Iterator[Fault]:
    """The fields that are unknown or missing, and the values that are not of their kind."""
    try:
        ArticleRecord.model_validate_json(text)
    except ValidationError as found:
        for fault in found.errors(include_url=False):
            yield error(fault["loc"], _sentence(fault["type"], fault["loc"], fault))


def _sentence(kind: str, place: Place, fault: Any) -> str:
    model, called = _model(place)
    name = str(place[-1]) if place else ""
    if kind == "extra_forbidden":
        near = get_close_matches(name, model.model_fields, n=1)
        return f'"{name}" is no field of {called}' + (f'; did you mean "{near[0]}"?' if near else "")
    if kind == "missing":
        return f'{called} needs "{name}"'
    given = json.dumps(fault["input"], ensure_ascii=False, default=str)
    given = given if len(given) <= 60 else given[:57] + "..."
    if kind == "literal_error":
        return f"{_field(place)}: {given} is none of {fault['ctx']['expected']}"
    return f"{_field(place)}: {given} is no valid value ({fault['msg'][:1].lower()}{fault['msg'][1:]})"


def _model(place: Place) -> tuple[type[BaseModel], str]:
    """The model that the last part of a place is a field of."""
    holders = [part for part in place[:-1] if part in _MODELS]
    return _MODELS[holders[-1]] if holders else _ARTICLE


def _field(place: Place) -> str:
    """The innermost name of a place: "design" for an item of the list."""
    return next((str(part) for part in reversed(place) if isinstance(part, str)), "the file")


def repeated_faults(lines: Lines) -> Iterator[tuple[int, Fault]]:
    """The keys that an object has twice, where the first value is lost without a word, and their lines."""
    for place, line in lines.repeated:
        yield line, error(place, f'"{place[-1]}" is here a second time; only the last one counts')


def added_faults(data: dict[str, Any]) -> Iterator[Fault]:
    """One warning for each name of what an extractor added and an annotator would not keep."""
    seen: dict[str, tuple[Place, int]] = {}
    for place, model, holder in _objects(data):
        for name in ADDED[model]:
            if holder.get(name):
                first, times = seen.get(name, ((*place, name), 0))
                seen[name] = (first, times + 1)
    for name, (first, times) in seen.items():
        often = f" ({times} times in this file)" if times > 1 else ""
        yield warning(first, f'"{name}" is written by the extractor and belongs to no annotation{often}')


def _objects(data: dict[str, Any]) -> Iterator[tuple[Place, type[BaseModel], dict[str, Any]]]:
    yield (), ArticleRecord, data
    for t, trial in enumerate(data.get("trials") or []):
        yield ("trials", t), TrialRecord, trial
        for r, result in enumerate(trial.get("results") or []):
            yield ("trials", t, "results", r), Result, result
