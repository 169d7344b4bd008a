"""Rows of a table beyond its first or last line: a header with lines only below it, a last row unshaded or cut off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.readers.pdf_glyphs import Word
from extract.readers.pdf_pieces import Sheet
from extract.readers.pdf_rules import Box
from extract.readers.pdf_ruling import Line
from extract.readers.pdf_table_area import rows_above, rows_below
from extract.readers.pdf_table_cells import FoundCell, is_bold, lay_out
from extract.readers.pdf_table_columns import has_cell_borders
from extract.readers.pdf_table_rows import LEADING, Strip

# A word that reaches this far over the side of a column is no part of a cell.
_OVER = 2.0


def grown(sheet: Sheet, near: Sequence[Word], lines: Sequence[Line]) -> tuple[Box, tuple[FoundCell, ...]]:
    """The area and cells of a table with what belongs to it of the words ``near``, above and below its lines.

    ``lines`` are those of the page: a header that lies above the first whole line may have shorter ones.
    """
    cells = lay_out(sheet)
    above, below = _beyond(sheet, cells, near)
    if not above and not below:
        return sheet.area, cells
    top = min([sheet.area.top, *(strip.top for strip in above)])
    bottom = max([sheet.area.bottom, *(strip.bottom for strip in below)])
    area = sheet.area._replace(top=top, bottom=bottom)
    sides = [Line(y, area.x0, area.x1) for y, more in ((sheet.area.top, above), (sheet.area.bottom, below)) if more]
    short = [line for line in lines if _is_between(line, sheet.area.top, area) or _is_between(line, bottom, area)]
    larger = replace(
        sheet,
        area=area,
        full=sorted([*sheet.full, *sides], key=lambda line: line.y),
        partial=[*sheet.partial, *(line for line in short if line not in sheet.lines)],
        words=[*sheet.words, *(w for strip in (*above, *below) for piece in strip.pieces for w in piece.words)],
        grown=not _has_a_line_for_each_row(sheet),
    )
    found = lay_out(larger)
    return (area, found) if found and _width(found) >= _width(cells) else (sheet.area, cells)


def _beyond(sheet: Sheet, cells: Sequence[FoundCell], near: Sequence[Word]) -> tuple[list[Strip], list[Strip]]:
    """What may be rows above and below the lines of a table."""
    if sheet.ends is None:
        return [], []
    top, bottom = sheet.ends
    if _has_a_line_for_each_row(sheet):
        above = [] if _has_bold_header(cells) else rows_above(near, sheet.area)
        return above, _one_row(_fitting(rows_below(near, sheet.area), cells))
    above = rows_above(near, sheet.area) if top.edge else []
    return above, rows_below(near, sheet.area) if bottom.edge or not sheet.full else []


def _has_a_line_for_each_row(sheet: Sheet) -> bool:
    """Whether a table has drawn borders around its cells, not only around those of its header."""
    drawn = not any(end.edge for end in sheet.ends or ())
    return drawn and bool(sheet.full) and has_cell_borders(sheet.lines)


def _is_between(line: Line, y: float, area: Box) -> bool:
    inside = area.x0 - _OVER < line.x0 and line.x1 < area.x1 + _OVER
    return inside and area.top < line.y < area.bottom and abs(line.y - y) > _OVER


def _fitting(strips: Sequence[Strip], cells: Sequence[FoundCell]) -> list[Strip]:
    """The strips up to the first that has a word across the side of a column."""
    sides = sorted({c.box.x0 for c in cells if c.column})
    fit = 0
    for strip in strips:
        if any(p.x0 + _OVER < x < p.x1 - _OVER for p in strip.pieces for x in sides):
            break
        fit += 1
    return list(strips[:fit])


def _one_row(strips: Sequence[Strip]) -> list[Strip]:
    """The strips of the first row: no gap among them is wider than between the lines of a cell."""
    found = list(strips[:1])
    for strip in strips[1:]:
        if strip.top - found[-1].bottom > LEADING * strip.pieces[0].size:
            break
        found.append(strip)
    return found


def _has_bold_header(cells: Sequence[FoundCell]) -> bool:
    filled = [c for c in cells if c.row == 0 and c.lines]
    return len(filled) > 1 and all(is_bold(c) for c in filled)


def _width(cells: Sequence[FoundCell]) -> int:
    return max((c.column + c.colspan for c in cells), default=0)
