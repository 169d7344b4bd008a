"""Simple tables in plain text and Markdown: rows of cells between bars or tabs."""

from __future__ import annotations

import re

from extract.document import Cell
from extract.readers.units import Unit

_RULE = re.compile(r"[|:\-+=\s]{3,}\Z")


def table_rows(text: str, units: list[Unit], first: int) -> int:
    """How many units from ``first`` on are rows of one table: at least 2, or 0."""
    mark = next((m for m in ("|", "\t") if m in text[units[first].start : units[first].end]), "")
    if not mark:
        return 0
    last = first
    while last < len(units) and (last == first or not units[last].gap):
        if mark not in text[units[last].start : units[last].end]:
            break
        last += 1
    return last - first if last - first > 1 else 0


def cells_of(text: str, rows: list[Unit]) -> tuple[Cell, ...]:
    """The cells of table rows; the row above a ruled line, or the first of a tabbed table, is a header."""
    rules = [i for i, r in enumerate(rows) if _RULE.match(text[r.start : r.end])]
    headers = rules[0] if rules else 1
    found: list[Cell] = []
    number = 0
    for i, row in enumerate(rows):
        if i in rules:
            continue
        for column, (start, end) in enumerate(_pieces(text, row)):
            found.append(Cell(start, end, number, column, header=i < headers))
        number += 1
    return tuple(found)


def _pieces(text: str, row: Unit) -> list[tuple[int, int]]:
    mark = "|" if "|" in text[row.start : row.end] else "\t"
    start = row.start + (text[row.start] == mark)
    end = row.end - (text[row.end - 1] == mark)
    found: list[tuple[int, int]] = []
    while start <= end:
        stop = text.find(mark, start, end)
        stop = end if stop < 0 else stop
        found.append(_trimmed(text, start, stop))
        start = stop + 1
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    return left, max(left, start + len(piece.rstrip()))
