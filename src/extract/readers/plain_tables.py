"""Simple tables in plain text and Markdown: rows of cells between bars or tabs.

A copied page prints a label that runs over a group of rows as a line with one cell, with or without
the tabs behind it, and a header cell over several columns either with empty cells behind it or alone
("Drug, Control | Change (%), Rate (%)" over "Drug, Control, Drug, Control").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.document import Cell
from extract.readers.builder import WIDEST_TABLE
from extract.readers.captions import caption_label
from extract.readers.lines import could_be_heading, is_table_note
from extract.readers.units import Unit

_RULE = re.compile(r"\A[|:\-+=\s]{3,}\Z")
_VALUE = re.compile(r"\A[\d\s.,%()\[\]<>=\u00b1\u2212\u2013+/*\u2020\u2021-]+[a-z]?\Z")
# A label of a group of rows is a few words; no more than two stand above each other.
_LONGEST_LABEL, _MOST_LABELS = 90, 2
# The lines that one row of a copied page may be broken into.
_MOST_LINES = 12
_BULLETS = tuple("\u2022\u25aa\u25cf")

Span = tuple[int, int]


def table_rows(text: str, units: list[Unit], first: int) -> int:
    """How many units from ``first`` on are rows of one table: at least 2, or 0."""
    mark = _mark(text, units[first])
    if not mark:
        return 0
    last, labels = first + 1, 0
    for i in range(first + 1, len(units)):
        if units[i].gap:
            break
        if mark in text[units[i].start : units[i].end]:
            last, labels = i + 1, 0
        elif mark == "|" or labels == _MOST_LABELS or not _is_label(text, units[i]):
            break
        else:
            labels += 1
            last = i + 1 if _has_tab_behind(text, units[i]) else last
    return last - first if last - first > 1 else 0


def _mark(text: str, unit: Unit) -> str:
    return next((m for m in ("|", "\t") if m in text[unit.start : unit.end]), "")


def _is_label(text: str, unit: Unit) -> bool:
    """Whether a line without tabs inside may stand among the rows of a table."""
    line = text[unit.start : unit.end]
    short = len(line) <= _LONGEST_LABEL and could_be_heading(line)
    return short and not caption_label(line) and not is_table_note(line)


def _has_tab_behind(text: str, unit: Unit) -> bool:
    return text.startswith("\t", unit.end)


def cells_of(text: str, rows: list[Unit]) -> tuple[Cell, ...]:
    """The cells of table rows; the rows above a ruled line, or the first of a tabbed table, are headers."""
    mark = _mark(text, rows[0])
    rows = _whole_rows(text, rows) if mark == "|" else rows
    rules = [i for i, r in enumerate(rows) if _RULE.match(text[r.start : r.end])]
    pieces_of_rows = [_pieces(text, r, mark) for i, r in enumerate(rows) if i not in rules]
    printed = _within_margins(_with_further_items(text, pieces_of_rows))
    width = max((len(pieces) for pieces in printed), default=0)
    heads = rules[0] if rules else 1 + _is_second_header(text, printed, width)
    places = _header_places(printed[0], printed[1], width) if heads == 2 else None
    found: list[Cell] = []
    for number, pieces in enumerate(printed):
        header = number < heads
        for column, (start, end) in enumerate(pieces[:WIDEST_TABLE]):
            place = _Place(column) if not places or not header else places.get(start) if start < end else None
            if place:
                found.append(Cell(start, end, number, place.column, place.rows, place.columns, header))
    return tuple(found)


def _whole_rows(text: str, rows: list[Unit]) -> list[Unit]:
    """The rows with those made one that a copied page broke inside or behind a cell: they have too few bars.

    Lines go together only where their bars make up just those of the header.
    """
    bars = [text.count("|", r.start, r.end) for r in rows]
    found: list[Unit] = []
    i = 0
    while i < len(rows):
        last = i
        while sum(bars[i : last + 1]) < bars[0] and last + 1 < len(rows) and last - i < _MOST_LINES:
            last += 1
        last = last if sum(bars[i : last + 1]) == bars[0] and text[rows[0].start] != "|" else i
        found.append(Unit(rows[i].start, rows[last].end, rows[i].gap))
        i = last + 1
    return found


def _with_further_items(text: str, printed: list[list[Span]]) -> list[list[Span]]:
    """The rows, those left out that hold one more item of the list in the last cell of the row above."""
    found: list[list[Span]] = []
    for pieces in printed:
        filled = [i for i, (a, b) in enumerate(found[-1]) if a < b] if found else []
        alone = len(pieces) > 1 and text[pieces[0][0] : pieces[0][0] + 1] in _BULLETS and _is_bare(pieces[1:])
        if alone and filled and text[found[-1][filled[-1]][0]] in _BULLETS:
            found[-1][filled[-1]] = (found[-1][filled[-1]][0], pieces[0][1])
        else:
            found.append(pieces)
    return found


def _is_bare(pieces: list[Span]) -> bool:
    return all(a == b for a, b in pieces)


def _pieces(text: str, row: Unit, mark: str) -> list[Span]:
    start, end = row.start, row.end
    if mark == "\t":  # the empty cells at the ends of a line are no part of the unit
        while text[start - 1 : start] == "\t":
            start -= 1
        while text[end : end + 1] == "\t":
            end += 1
    else:
        start, end = start + (text[start] == mark), end - (text[end - 1] == mark)
    found: list[Span] = []
    while start <= end:
        stop = text.find(mark, start, end)
        stop = end if stop < 0 else stop
        found.append(_trimmed(text, start, stop))
        start = stop + 1
    return found


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    return left, max(left, start + len(piece.rstrip()))


def _within_margins(printed: list[list[Span]]) -> list[list[Span]]:
    """Without a first and a last column that are empty in every row."""
    for edge in (0, -1):
        while printed and all(len(row) > 1 and row[edge][0] == row[edge][1] for row in printed):
            printed = [row[1:] if edge == 0 else row[:-1] for row in printed]
    return printed


# -- two rows of headers


@dataclass(frozen=True, slots=True)
class _Place:
    column: int
    rows: int = 1
    columns: int = 1


def _is_second_header(text: str, printed: list[list[Span]], width: int) -> bool:
    """Whether the second row goes on with the headers: the first has cells over several columns."""
    if len(printed) < 3 or not _spanning(printed[0], printed[1], width):
        return False
    labels = [text[a:b] for a, b in printed[1] if a < b]
    if len(labels) < 2 or any(_VALUE.match(label) for label in labels):
        return False
    bare = printed[1][0][0] == printed[1][0][1] or len(printed[1]) < width
    return bare or len(set(labels)) < len(labels)


def _spanning(first: list[Span], second: list[Span], width: int) -> dict[int, int]:
    """How many columns each header of the first row covers, by its column; {} where none covers several."""
    filled = [i for i, (a, b) in enumerate(first) if a < b]
    under = sum(1 for a, b in second if a < b)
    if len(first) == width or len(filled) < len(first):
        spans = {i: j - i for i, j in zip(filled, [*filled[1:], width], strict=True)}
        return spans if any(n > 1 for n in spans.values()) else {}
    # No empty cells are printed: the last headers share what stands under them evenly.
    wide = len(first) + under - width
    if wide < 1 or under % wide or under == wide:
        return {}
    each = under // wide
    narrow = len(first) - wide
    return {i if i < narrow else narrow + (i - narrow) * each: 1 if i < narrow else each for i in range(len(first))}


def _header_places(first: list[Span], second: list[Span], width: int) -> dict[int, _Place]:
    """The places of the header cells of two rows, by where each cell starts."""
    spans = _spanning(first, second, width)
    above = [cell for cell in first if cell[0] < cell[1]]
    below = [cell for cell in second if cell[0] < cell[1]]
    wide = [c for column, n in spans.items() if n > 1 for c in range(column, column + n)]
    if len(below) == len(wide):
        under = wide
    else:  # as printed, a row that lost its first tabs moved to the right
        shift = width - len(second)
        under = [i + shift for i, (a, b) in enumerate(second) if a < b]
    columns = list(spans) or [i for i, (a, b) in enumerate(first) if a < b]
    places = {cell[0]: _Place(c, 1, spans.get(c, 1)) for cell, c in zip(above, columns, strict=True)}
    places |= {cell[0]: _Place(c) for cell, c in zip(below, under, strict=True)}
    taken = set(under)
    return {
        at: _Place(p.column, 2, p.columns) if at in {a for a, _ in above} and p.column not in taken else p
        for at, p in places.items()
    }
