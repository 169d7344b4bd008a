"""A gold file to begin with: a prediction without what no annotator keeps, or an empty one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from extract.annotation.article import article_faults
from extract.annotation.faults import Fault, Level, Place
from extract.annotation.guide import guide_faults
from extract.annotation.printed import Printed
from extract.annotation.shape import ADDED
from extract.records.schema import ArticleRecord, Result, TrialRecord


class Start(NamedTuple):
    """The text of a gold file, and why values of the prediction were left out of it."""

    text: str
    left_out: tuple[Fault, ...] = ()


def start(record: ArticleRecord, printed: Printed | None = None) -> Start:
    """A gold file with the fields of the guide as the extractor filled them.

    What ``gold check`` would call an error is left out; against the article where ``printed`` is given.
    """
    kept, errors = fitting(record, printed)
    return Start(json.dumps(_of_guide(kept), indent=1, ensure_ascii=False) + "\n", errors)


def fitting(record: ArticleRecord, printed: Printed | None = None) -> tuple[ArticleRecord, tuple[Fault, ...]]:
    """The record without what ``gold check`` would call an error, and why each value was left out."""
    # Two results that only their n/N told apart are one without it.
    trials = ArticleRecord.model_validate(_of_guide(record)).trials
    faults = [*guide_faults(trials), *(article_faults(trials, printed) if printed else ())]
    errors = tuple(fault for fault in faults if fault.level is Level.ERROR)
    kept = record.model_dump()
    _leave_out(kept, (fault.place for fault in errors))
    return ArticleRecord.model_validate(kept), errors


def _of_guide(record: ArticleRecord) -> dict[str, Any]:
    """The record as data with the fields of the guide alone."""
    results: dict[str, Any] = {"__all__": dict.fromkeys(ADDED[Result], True)}
    trials: dict[str, Any] = {"__all__": dict.fromkeys(ADDED[TrialRecord], True) | {"results": results}}
    return record.model_dump(exclude=dict.fromkeys(ADDED[ArticleRecord], True) | {"trials": trials})


def empty(doc_id: str) -> Start:
    """A gold file without a record yet."""
    return start(ArticleRecord(doc_id=doc_id))


def _leave_out(data: Any, places: Iterable[Place]) -> None:
    """Take values out of the data: a result as a whole, an item out of its list, a single value by null."""
    whole = {place[: place.index("results") + 2] if "results" in place else place for place in places}
    # From the end of each list, so that the indices before stay right.
    for place in sorted(whole, key=_position, reverse=True):
        holder = data
        for part in place[:-1]:
            holder = holder[part]
        if isinstance(place[-1], int):
            del holder[place[-1]]
        else:
            holder[place[-1]] = [] if isinstance(holder[place[-1]], list) else None


def _position(place: Place) -> list[tuple[int, str]]:
    return [(part, "") if isinstance(part, int) else (0, part) for part in place]
