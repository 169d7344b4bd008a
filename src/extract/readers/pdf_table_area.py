"""How far a table reaches that has no lines around it: printed lines of several cells, up to running text.

Used below the caption of a table that nothing rules, and at the sides of one whose first or last row lies
outside its lines (the last row of a table with every other row shaded, a table that a page break cuts).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from extract.readers.captions import caption_label
from extract.readers.pdf_glyphs import Word
from extract.readers.pdf_pieces import Piece, chunks, pieces, printed_lines
from extract.readers.pdf_rules import Box
from extract.readers.pdf_table_rows import LEADING, Strip, strips

# In shares of the font size: a gap between cells, and the largest gap between rows.
_GAP, _FARTHEST = 0.9, 2.4
_WORDS_OF_PROSE, _WIDTH_OF_PROSE = 7, 0.4
_LONGEST_LABEL = 0.75
# What starts so far from the left side of a table is no label, and no line of a caption.
_INNER, _CENTRED, _LABEL = 0.15, 0.05, 0.3
_MOST_LINES_OF_CAPTION = 6
_SAME_SIZE = 0.08


def rows_below(words: Iterable[Word], area: Box) -> list[Strip]:
    """The printed lines right below an area that may be rows of its table."""
    below = [w for w in words if _is_beside(w, area) and w.baseline - 0.25 * w.size > area.bottom]
    return list(_rows(strips(pieces(below)), area))


def rows_above(words: Iterable[Word], area: Box) -> list[Strip]:
    """The printed lines right above an area that may be rows of its table, from the bottom."""
    above = [w for w in words if _is_beside(w, area) and w.baseline - 0.25 * w.size < area.top]
    return list(_rows(strips(pieces(above))[::-1], area))


def below_caption(words: Iterable[Word], area: Box) -> list[Strip]:
    """The rows of a table below its caption; ``area`` is the line of the label, as wide as the table may be."""
    below = strips(pieces(w for w in words if _is_beside(w, area) and w.baseline - 0.25 * w.size > area.bottom))
    for number, strip in enumerate(below[:_MOST_LINES_OF_CAPTION]):
        if len(_parts(strip)) > 1:
            rows = list(_rows(below[number:], Box(area.x0, strip.top, area.x1, strip.top)))
            return rows if sum(len(_parts(row)) > 1 for row in rows) > 1 else []
    return []


def _is_beside(word: Word, area: Box) -> bool:
    return area.x0 - 2 < (word.x0 + word.x1) / 2 < area.x1 + 2


def _rows(found: Sequence[Strip], area: Box) -> Iterator[Strip]:
    """Strips from an area on, as long as they may be rows; what has but one cell only with a row behind it."""
    waiting: list[Strip] = []
    last = (area.top, area.bottom)
    size, end = 0.0, area.bottom
    for strip in found:
        parts = _parts(strip)
        here = median(p.size for p in strip.pieces)
        away = max(strip.top - last[1], last[0] - strip.bottom)
        size = size or here
        if away > _FARTHEST * here or abs(here - size) > _SAME_SIZE * size or not _may_be_row(parts, area):
            return
        last = (strip.top, strip.bottom)
        near = away < LEADING * here or (away < _FARTHEST * here and _is_bold(parts[0]))
        if len(parts) == 1 and not (near and _is_inner(parts[0], area)):
            waiting.append(strip)
            continue
        yield from waiting
        yield strip
        waiting, end = [], strip.bottom
    for strip in waiting:  # nothing follows: the last line of a label, at the end of a column
        if not 0 <= strip.top - end < LEADING * size or _parts(strip)[0][-1].x1 - area.x0 > _LABEL * (
            area.x1 - area.x0
        ):
            return
        yield strip
        end = strip.bottom


def _is_bold(part: Sequence[Piece]) -> bool:
    return all(piece.bold for piece in part)


def _is_inner(part: Sequence[Piece], area: Box) -> bool:
    """Whether a line is one of a cell: it starts far from the left side of its table and is not centred in it."""
    left, right = part[0].x0 - area.x0, area.x1 - part[-1].x1
    width = area.x1 - area.x0
    return left > _INNER * width and (_is_bold(part) or abs(left - right) > _CENTRED * width)


def _parts(strip: Strip) -> list[list[Piece]]:
    return [chunk for line in printed_lines(strip.pieces) for chunk in chunks(line, _GAP)]


def _may_be_row(parts: Sequence[Sequence[Piece]], area: Box) -> bool:
    width = area.x1 - area.x0
    told = [" ".join(p.text for p in part) for part in parts]
    if any(label.kind == "table" for label in map(caption_label, told) if label):
        return False
    if len(parts) == 1:
        return parts[0][-1].x1 - parts[0][0].x0 < _LONGEST_LABEL * width
    return not any(len(p) >= _WORDS_OF_PROSE and p[-1].x1 - p[0].x0 > _WIDTH_OF_PROSE * width for p in parts)
