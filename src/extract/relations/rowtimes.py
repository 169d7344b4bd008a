"""Row times: when the values of a table's row were measured, as its cells and its caption tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.mentions.mention import Kind, Mention
from extract.mentions.timepoints import find_durations, find_timepoints
from extract.relations.rowtold import Told

Span = tuple[int, int]
# Columns that say what was measured.
_ENDPOINTS = frozenset({"endpoint", "outcome"})
_NUMBER = re.compile(r"\s?(?P<number>\d{1,4}(?:\.\d{1,2})?)\s?[a-h*]?\s?\Z")
_UNIT = re.compile(r"\b(?:(?P<unit>day|week|month|year)s?|(?P<short>wk|mo|yr)s?)\b", re.IGNORECASE)
_LONG = {"wk": "week", "mo": "month", "yr": "year"}


def row_times(view: str, told: Sequence[Told], caption: Span | None) -> tuple[Mention, ...]:
    """The times of a row's cells, whatever their header, and those of the table's caption."""
    own = [time for t in told for time in (_of_column(view, t) if "time" in t.tags else _of_cell(view, t))]
    return (*own, *caption_times(view, caption))


def caption_times(view: str, caption: Span | None) -> Iterator[Mention]:
    """The times of a caption with lengths of time that no cue makes one: "Trials in mania (3 weeks)"."""
    if caption:
        found = list(find_timepoints(view, *caption))
        yield from found
        yield from find_durations(view, *caption, [(m.start, m.end) for m in found])


def _of_cell(view: str, told: Told) -> Iterator[Mention]:
    """The times of a cell; one below "Primary endpoint" is told of the results in other cells, too."""
    for found in find_timepoints(view, told.cell.start, told.cell.end):
        yield (
            replace(found, rule="timepoint:endpoint") if told.tags & _ENDPOINTS and found.value != "baseline" else found
        )


def _of_column(view: str, told: Told) -> Iterator[Mention]:
    """The times of a cell below "Weeks" or "Follow-up": "12", "36 months"."""
    cell = told.cell
    number, unit = _NUMBER.match(told.text), _UNIT.search(told.header)
    if number and unit:
        name = (unit["unit"] or _LONG[unit["short"].lower()]).lower()
        value = f"{number['number']} {name}{'' if number['number'] == '1' else 's'}"
        yield Mention(Kind.TIMEPOINT, cell.start, cell.end, value, "timepoint:column")
        return
    for found in find_durations(view, cell.start, cell.end):
        yield replace(found, rule="timepoint:column")
