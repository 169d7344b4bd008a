"""Ruling lines of a page: segments that were drawn cell by cell made whole, and those that belong together.

A browser draws the border of every cell, a typesetter one line over the whole table; a shaded row is
an area whose upper and lower edges part rows as lines do. Here all are lines, with the places where
their pieces join.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.readers.pdf_glyphs import Word
from extract.readers.pdf_rules import Box, Rules

_SAME_Y, _JOINED, _SAME_END = 1.2, 1.6, 4.0
_SAME_LINE = 2.0
_SHORTEST = 12.0
_SHORTEST_OF_TABLE = 80.0
_LOWEST_AREA = 6.0
# An underline stands this much (in shares of the font size) above or below the baseline.
_UNDER, _UNDERLINED = (-0.1, 0.35), 0.85
_FARTHEST_UNDER = 20.0


@dataclass(frozen=True, slots=True)
class Line:
    """A horizontal line; ``breaks`` are the places within it where its pieces join, ``edge`` tells that of an area."""

    y: float
    x0: float
    x1: float
    breaks: tuple[float, ...] = ()
    edge: bool = False

    def covers(self, x: float) -> bool:
        """Whether the line runs above and below a place."""
        return self.x0 <= x <= self.x1


@dataclass(frozen=True, slots=True)
class Frame:
    """Lines of one length above each other: the sides of one or more tables, and the lines that are shorter."""

    x0: float
    x1: float
    full: tuple[Line, ...]
    partial: tuple[Line, ...]


def page_lines(rules: Rules, words: Sequence[Word]) -> list[Line]:
    """The lines of a page but for those under words."""
    lines = whole_lines(rules)
    if not lines:
        return []
    by_height = sorted(words, key=_baseline)
    return [line for line in lines if not _is_underline(line, by_height)]


def _baseline(word: Word) -> float:
    return word.baseline


def frames(lines: Sequence[Line]) -> list[Frame]:
    """What may be the frames of tables: lines that start and end at the same places."""
    groups: list[list[Line]] = []
    for line in sorted(lines, key=lambda found: found.y):
        if line.x1 - line.x0 < _SHORTEST_OF_TABLE:
            continue
        group = next((g for g in groups if _same_ends(g[0], line)), None)
        groups.append([line]) if group is None else group.append(line)
    return [_frame(group, lines) for group in groups if len(group) > 1]


def whole_lines(rules: Rules) -> list[Line]:
    """The lines of a page, pieces that touch made one."""
    edges = [b for area in rules.areas if area.bottom - area.top > _LOWEST_AREA for b in _edges(area)]
    drawn = [*rules.across, *edges]
    rows: list[list[int]] = []
    for number in sorted(range(len(drawn)), key=lambda n: _middle(drawn[n])):
        if rows and _middle(drawn[number]) - _middle(drawn[rows[-1][-1]]) < _SAME_Y:
            rows[-1].append(number)
        else:
            rows.append([number])
    made = [
        replace(line, edge=min(row) >= len(rules.across))
        for row in rows
        for line in _joined([drawn[n] for n in sorted(row)])
    ]
    return [line for line in made if line.x1 - line.x0 >= _SHORTEST]


def _edges(area: Box) -> Iterator[Box]:
    yield Box(area.x0, area.top, area.x1, area.top)
    yield Box(area.x0, area.bottom, area.x1, area.bottom)


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2


def _joined(row: Sequence[Box]) -> Iterator[Line]:
    """Pieces at one height, in the order in which they were drawn, as whole lines.

    What only overlaps is not joined: a table too wide for its column lies over the one beside it.
    """
    y = sum(map(_middle, row)) / len(row)
    chains: list[list[float]] = []
    for piece in row:
        if any(_near(piece.x0, c) and _near(piece.x1, c) for c in chains):
            continue
        behind = next((c for c in chains if abs(c[-1] - piece.x0) < _JOINED), None)
        before = next((c for c in chains if abs(c[0] - piece.x1) < _JOINED), None)
        if behind is not None and before is not None and behind is not before:
            behind.extend(before)
            chains.remove(before)
        elif behind is not None:
            behind.append(piece.x1)
        elif before is not None:
            before.insert(0, piece.x0)
        else:
            chains.append([piece.x0, piece.x1])
    yield from (Line(y, chain[0], chain[-1], tuple(chain[1:-1])) for chain in chains)


def _near(x: float, chain: Sequence[float]) -> bool:
    return any(abs(x - end) < _JOINED for end in chain)


def _is_underline(line: Line, by_height: Sequence[Word]) -> bool:
    """Whether words, sorted by their baselines, stand right on a line for nearly all of its length."""
    first = bisect.bisect_left(by_height, line.y - _FARTHEST_UNDER, key=_baseline)
    last = bisect.bisect_right(by_height, line.y + _FARTHEST_UNDER, key=_baseline)
    above = [
        w
        for w in by_height[first:last]
        if w.x1 > line.x0 and w.x0 < line.x1 and _UNDER[0] * w.size <= line.y - w.baseline <= _UNDER[1] * w.size
    ]
    if not above:
        return False
    covered = sum(min(w.x1, line.x1) - max(w.x0, line.x0) for w in above)
    blanks = sum(max(0, min(b.x0 - a.x1, 0.6 * a.size)) for a, b in pairwise(sorted(above, key=lambda w: w.x0)))
    return covered + blanks > _UNDERLINED * (line.x1 - line.x0)


def _same_ends(a: Line, b: Line) -> bool:
    return abs(a.x0 - b.x0) < _SAME_END and abs(a.x1 - b.x1) < _SAME_END


def _frame(group: Sequence[Line], lines: Sequence[Line]) -> Frame:
    x0, x1 = min(line.x0 for line in group), max(line.x1 for line in group)
    top, bottom = group[0].y, group[-1].y
    inside = [
        line
        for line in lines
        if line not in group and top < line.y < bottom and line.x0 > x0 - _SAME_END and line.x1 < x1 + _SAME_END
    ]
    inside = [line for line in inside if not any(abs(line.y - whole.y) < _SAME_LINE for whole in group)]
    return Frame(x0, x1, tuple(group), tuple(inside))
