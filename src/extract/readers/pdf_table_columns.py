"""The columns of a table: from vertical lines, from lines drawn cell by cell, or from the gaps that all rows share."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from extract.readers.pdf_pieces import Piece, Sheet, blank_of, chunks, printed_lines
from extract.readers.pdf_rules import Box
from extract.readers.pdf_ruling import Line


def columns_of(body: Sequence[Piece], heads: Sequence[Piece], sheet: Sheet) -> list[float]:
    """Where columns part, both edges of the area included; two numbers where there is but one column."""
    area = sheet.area
    inner = _ruled(sheet.down, area) or _joined(sheet.lines)
    inner = inner or [_middle_of(gap, heads) for gap in text_columns(body)]
    return [area.x0, *(x for x in inner if area.x0 + 4 < x < area.x1 - 4), area.x1]


def _ruled(down: Sequence[Box], area: Box) -> list[float]:
    """Vertical lines that run over more than half of an area, but for those at its sides."""
    places = _clusters((b.x0 + b.x1) / 2 for b in down)
    height = area.bottom - area.top
    found = []
    for x in places:
        pieces_there = [b for b in down if abs((b.x0 + b.x1) / 2 - x) < 2]
        length = sum(max(0, min(b.bottom, area.bottom) - max(b.top, area.top)) for b in pieces_there)
        if length > 0.5 * height and area.x0 + 4 < x < area.x1 - 4:
            found.append(x)
    return found


_FEWEST_BROKEN = 3


def has_cell_borders(lines: Sequence[Line]) -> bool:
    """Whether most lines are drawn cell by cell."""
    broken = sum(bool(line.breaks) for line in lines)
    return broken >= max(_FEWEST_BROKEN, 0.5 * len(lines))


def _joined(lines: Sequence[Line]) -> list[float]:
    """The places where the pieces of several lines join."""
    if not has_cell_borders(lines):
        return []
    broken = [line for line in lines if line.breaks]
    return [
        x
        for x in _clusters(b for line in broken for b in line.breaks)
        if sum(any(abs(b - x) < 2 for b in line.breaks) for line in broken) >= max(2, 0.3 * len(broken))
    ]


def _clusters(places: Iterable[float]) -> list[float]:
    """Places nearer than two points to each other made one."""
    groups: list[list[float]] = []
    for x in sorted(places):
        if groups and x - groups[-1][-1] < 2:
            groups[-1].append(x)
        else:
            groups.append([x])
    return [sum(g) / len(g) for g in groups]


Part = tuple[float, float, float]
Gap = tuple[float, float]
# How much text may stand in a gap, as a share of what the columns beside it have.
_SHALLOW = 0.25
_WIDE, _WIDE_OF_FEW, _FEW_LINES = 0.55, 0.9, 6
_SPANNED = 0.25


def text_columns(found: Sequence[Piece]) -> list[Gap]:
    """Where columns part that no line parts: gaps that hardly a line has text in, between columns that many have.

    What spans several columns (a header, the label of a group of rows) has text in gaps of other lines.
    """
    lines = printed_lines(found)
    blank = blank_of(lines)
    parts = [[(c[0].x0, c[-1].x1, c[0].size) for c in chunks(line, blank)] for line in lines]
    holes = [[(a[1], b[0]) for a, b in pairwise(line) if b[0] - a[1] > 0.8 * b[2]] for line in parts]
    narrow = [c for line in parts for c in line if not _spans(c, holes, parts)]
    if not narrow:
        return []
    size = median(c[2] for c in narrow)
    widest = _WIDE if len(lines) >= _FEW_LINES else _WIDE_OF_FEW
    return list(_valleys(_coverage(narrow), widest * size))


def _spans(chunk: Part, holes: Sequence[Sequence[Gap]], parts: Sequence[Sequence[Part]]) -> bool:
    """Whether many lines have a gap where a chunk has text."""
    over = sum(any(a >= chunk[0] - 1 and b <= chunk[1] + 1 for a, b in line) for line in holes)
    if not over:
        return False
    beside = sum(line[0][0] < chunk[1] and line[-1][1] > chunk[0] and len(line) > 1 for line in parts)
    return over > _SPANNED * beside


def _coverage(parts: Sequence[Part]) -> list[tuple[float, float, int]]:
    """How many parts have text at each place: stretches from the left, each with a number."""
    ends = sorted({x for part in parts for x in part[:2]})
    starts = sorted(part[0] for part in parts)
    stops = sorted(part[1] for part in parts)
    return [(a, b, bisect.bisect_right(starts, a) - bisect.bisect_right(stops, a)) for a, b in pairwise(ends)]


def _valleys(stretches: Sequence[tuple[float, float, int]], widest: float) -> Iterator[Gap]:
    """The gaps between columns, from the left: hardly anything there, and much more on both sides."""
    best: tuple[int, float, int, int] | None = None
    for first in range(1, len(stretches) - 1):
        least = stretches[first][2]
        last = first
        while last + 1 < len(stretches) - 1 and stretches[last + 1][2] <= least:
            last += 1
        width = stretches[last][1] - stretches[first][0]
        left, right = max(s[2] for s in stretches[:first]), max(s[2] for s in stretches[last + 1 :])
        deep = least <= _SHALLOW * min(left, right)
        if deep and width > widest and (best is None or (least, -width) < best[:2]):
            best = (least, -width, first, last)
    if best is not None:
        _, _, first, last = best
        yield from _valleys(stretches[:first], widest)
        yield stretches[first][0], stretches[last][1]
        yield from _valleys(stretches[last + 1 :], widest)


def _free(parts: Iterable[Part]) -> Iterator[Gap]:
    """The gaps between what parts cover, from the left."""
    end = None
    for x0, x1, _ in sorted(parts):
        if end is not None and x0 > end:
            yield end, x0
        end = x1 if end is None else max(end, x1)


def _middle_of(gap: Gap, heads: Sequence[Piece]) -> float:
    """The middle of the widest part of a gap that headers leave free; the middle where they leave none."""
    reaching = [(p.x0, p.x1, p.size) for p in heads if p.x1 > gap[0] and p.x0 < gap[1]]
    inner = [(max(a, gap[0]), min(b, gap[1]), s) for a, b, s in reaching]
    sides = [(gap[0], gap[0], 0.0), *inner, (gap[1], gap[1], 0.0)]
    start, end = max(_free(sides), key=lambda free: free[1] - free[0], default=gap)
    return (start + end) / 2


def column_of(bounds: Sequence[float], x: float) -> int:
    """The column of a place."""
    return min(max(bisect.bisect_right(bounds, x) - 1, 0), len(bounds) - 2)
