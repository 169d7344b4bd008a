"""The grid within the frame of a table: columns from lines and gaps, rows from lines, gaps and broken lines.

A column starts where lines join, where a vertical line runs, or else behind a gap that all rows of the
body share. A row ends at a line over the whole table; without one, where the gap is larger than
between the lines of a cell, or where the next line cannot be the rest of a cell that was too narrow.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extract.readers.pdf_glyphs import Word
from extract.readers.pdf_rules import Box
from extract.readers.pdf_ruling import Line

# How far a glyph reaches above and below its baseline, in shares of its size.
_UP, _DOWN = 0.68, 0.16
_SAME_BASELINE = 0.25
_SMALL = 0.85


@dataclass(slots=True)
class Piece:
    """Words without a blank or a gap between them; ``size`` and ``baseline`` are those of most of its glyphs."""

    words: list[Word]
    x0: float = 0
    x1: float = 0
    size: float = 0
    baseline: float = 0

    def __post_init__(self) -> None:
        main = max(self.words, key=lambda w: (w.size, len(w.text)))
        self.x0, self.x1 = self.words[0].x0, max(w.x1 for w in self.words)
        self.size, self.baseline = main.size, main.baseline

    @property
    def top(self) -> float:
        """Where its glyphs start."""
        return self.baseline - _UP * self.size

    @property
    def bottom(self) -> float:
        """Where its glyphs end."""
        return self.baseline + _DOWN * self.size

    @property
    def middle(self) -> float:
        """Half its height."""
        return self.baseline - 0.25 * self.size

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(w.text for w in self.words)

    @property
    def bold(self) -> bool:
        """Whether it is bold."""
        return all(w.font.bold for w in self.words)


def pieces(words: Iterable[Word]) -> list[Piece]:
    """Words as pieces, raised and glued ones with the word that they belong to."""
    found: list[list[Word]] = []
    for word in words:
        if found and word.glued and -1 < word.x0 - found[-1][-1].x1 < 0.3 * word.size:
            found[-1].append(word)
        else:
            found.append([word])
    return [Piece(group) for group in found]


def printed_lines(found: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces by baseline, from the top; each line from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(found, key=lambda p: p.baseline):
        near = lines[-1] if lines else []
        if near and piece.baseline - near[0].baseline < _SAME_BASELINE * max(piece.size, near[0].size):
            near.append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda p: p.x0) for line in lines]


def chunks(line: Sequence[Piece], gap: float) -> list[list[Piece]]:
    """A printed line cut where a gap is wider than ``gap`` (in shares of the size)."""
    found: list[list[Piece]] = []
    for piece in line:
        if found and piece.x0 - found[-1][-1].x1 <= gap * piece.size:
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def blank_of(lines: Iterable[Sequence[Piece]]) -> float:
    """How wide a blank is at most, in shares of the size: somewhat more than most are."""
    gaps = [(b.x0 - a.x1) / b.size for line in lines for a, b in pairwise(line)]
    blanks = [g for g in gaps if 0.1 < g < 0.5]
    return min(max(1.15 * median(blanks), 0.3), 0.5) if len(blanks) > 3 else 0.36


def blanks_of(lines: Iterable[Sequence[Piece]]) -> dict[bool, float]:
    """How wide the blank of plain and of bold print is, in shares of the size."""
    gaps: dict[bool, list[float]] = {}
    for a, b in (pair for line in lines for pair in pairwise(line)):
        if a.bold == b.bold and 0.1 < (b.x0 - a.x1) / b.size < 0.5:
            gaps.setdefault(a.bold, []).append((b.x0 - a.x1) / b.size)
    return {bold: median(found) for bold, found in gaps.items()}


# -- columns


def columns_of(found: Sequence[Piece], lines: Sequence[Line], down: Sequence[Box], area: Box) -> list[float]:
    """Where columns part, both edges of the area included; two numbers where there is but one column."""
    inner = _ruled(down, area) or _joined(lines) or text_columns(found)
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


_WIDE, _WIDE_OF_FEW, _FEW_LINES = 0.55, 0.9, 6
_SPANNED = 0.25


def text_columns(found: Sequence[Piece]) -> list[float]:
    """Where columns part that no line parts: the middles of the gaps that all lines share.

    What spans several columns (a header, the label of a group of rows) covers gaps that many
    other lines have, and is not counted.
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
    return [(a + b) / 2 for a, b in _free(narrow) if b - a > widest * size]


Part = tuple[float, float, float]


def _spans(chunk: Part, holes: Sequence[Sequence[tuple[float, float]]], parts: Sequence[Sequence[Part]]) -> bool:
    """Whether many lines have a gap where a chunk has text."""
    over = sum(any(a >= chunk[0] - 1 and b <= chunk[1] + 1 for a, b in line) for line in holes)
    if not over:
        return False
    beside = sum(line[0][0] < chunk[1] and line[-1][1] > chunk[0] and len(line) > 1 for line in parts)
    return over > _SPANNED * beside


def _free(parts: Iterable[Part]) -> Iterator[tuple[float, float]]:
    """The gaps between what parts cover, from the left."""
    end = None
    for x0, x1, _ in sorted(parts):
        if end is not None and x0 > end:
            yield end, x0
        end = x1 if end is None else max(end, x1)


# -- rows


@dataclass(slots=True)
class Strip:
    """Pieces that overlap in height: a line of a table, or a row whose cells are centred."""

    top: float
    bottom: float
    pieces: list[Piece] = field(default_factory=list)


def strips(found: Sequence[Piece]) -> list[Strip]:
    """Pieces by height, from the top; those that overlap lie in one strip, raised ones in the nearest."""
    if not found:
        return []
    size = median(p.size for p in found)
    made: list[Strip] = []
    for piece in sorted((p for p in found if p.size > _SMALL * size), key=lambda p: p.top):
        if made and piece.top < made[-1].bottom:
            made[-1].pieces.append(piece)
            made[-1].bottom = max(made[-1].bottom, piece.bottom)
        else:
            made.append(Strip(piece.top, piece.bottom, [piece]))
    for piece in (p for p in found if p.size <= _SMALL * size):
        near = min(made, key=lambda s: max(s.top - piece.middle, piece.middle - s.bottom))
        near.pieces.append(piece)
    return made


def column_of(bounds: Sequence[float], x: float) -> int:
    """The column of a place."""
    return min(max(bisect.bisect_right(bounds, x) - 1, 0), len(bounds) - 2)


class Rows:
    """Joins strips to rows: which strip is but the rest of cells that the row above began."""

    def __init__(self, bounds: Sequence[float], found: Sequence[Piece]) -> None:
        self._bounds = bounds
        self._widths = [0.0] * (len(bounds) - 1)
        self._blank = 0.3 * median(p.size for p in found)
        for line in printed_lines(found):
            for column, x0, x1, _ in self._ends(line):
                self._widths[column] = max(self._widths[column], x1 - x0)
        self._wide = self._threshold(found)

    def cut(self, found: Sequence[Piece]) -> list[Strip]:
        """The rows of a band between two lines."""
        rows: list[Strip] = []
        last: Strip | None = None
        for strip in strips(found):
            if rows and last and self._goes_on(rows[-1], last, strip):
                rows[-1].pieces += strip.pieces
                rows[-1].bottom = strip.bottom
            else:
                rows.append(Strip(strip.top, strip.bottom, list(strip.pieces)))
            last = strip
        return rows

    def _goes_on(self, row: Strip, last: Strip, strip: Strip) -> bool:
        gap = strip.top - last.bottom
        if self._wide and gap > self._wide:
            return False
        if self._wide and self._all_wrap:
            return True
        if gap > 0.75 * strip.pieces[0].size:
            return False
        below = self._columns(strip.pieces)
        if not below < self._columns(row.pieces):
            return self._is_lower(strip) and self._wraps(row.pieces, strip.pieces)
        return self._wraps(row.pieces, strip.pieces)

    def _threshold(self, found: Sequence[Piece]) -> float:
        """The gap that parts rows for sure: between two kinds of gaps, 0 where all are of one kind."""
        self._all_wrap = False
        made = strips(found)
        pairs = [(b.top - a.bottom, a, b) for a, b in pairwise(made)]
        gaps = sorted(g for g, _, _ in pairs if g < 3 * made[0].pieces[0].size)
        if len(gaps) < 2:
            return 0
        size = median(p.size for p in found)
        jump, at = max((b - a, i) for i, (a, b) in enumerate(pairwise(gaps)))
        if jump < 0.1 * size:
            return 0
        wide = (gaps[at] + gaps[at + 1]) / 2
        near = [self._wraps(a.pieces, b.pieces) for g, a, b in pairs if g < wide]
        self._all_wrap = sum(near) >= 0.8 * len(near)
        return wide

    def _wraps(self, above: Sequence[Piece], below: Sequence[Piece]) -> bool:
        """Whether every cell of a line may be the rest of the cell above: its first word did not fit there."""
        ends = {}
        for line in printed_lines(above):
            ends |= {column: (x0, x1) for column, x0, x1, _ in self._ends(line)}
        for column, _, _, first in self._ends(printed_lines(below)[0]):
            if column not in ends:
                return False
            x0, x1 = ends[column]
            broken = above and _last(above, x1).text.endswith(("-", "\u2013", "/"))
            if not broken and x1 - x0 + self._blank + first <= self._widths[column]:
                return False
        return True

    def _ends(self, line: Sequence[Piece]) -> Iterator[tuple[int, float, float, float]]:
        """Each column that a printed line fills: where its text starts and ends, and how wide its first word is."""
        held: dict[int, list[Piece]] = {}
        for piece in line:
            held.setdefault(column_of(self._bounds, (piece.x0 + piece.x1) / 2), []).append(piece)
        for column, there in held.items():
            yield column, there[0].x0, there[-1].x1, there[0].x1 - there[0].x0

    def _columns(self, found: Iterable[Piece]) -> set[int]:
        return {column_of(self._bounds, (p.x0 + p.x1) / 2) for p in found}

    def _is_lower(self, strip: Strip) -> bool:
        first = [p for p in strip.pieces if p.text[:1].isalpha()]
        return bool(first) and min(first, key=lambda p: p.x0).text[:1].islower()


def _last(found: Sequence[Piece], x1: float) -> Piece:
    return min(found, key=lambda p: (abs(p.x1 - x1), -p.baseline))
