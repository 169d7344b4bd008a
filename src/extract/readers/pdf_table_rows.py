"""The rows of a table between two lines: which printed lines are rows, and which the rest of cells too narrow.

A row ends where the gap is larger than between the lines of a cell, or where the next line cannot be the
rest of the cells above it: what it begins with would have had room there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extract.readers.pdf_pieces import Piece, chunks, printed_lines
from extract.readers.pdf_table_columns import column_of

# What is smaller than this share of most print is raised or lowered.
_SMALL = 0.85


@dataclass(slots=True)
class Strip:
    """Pieces that overlap in height: a line of a table, or a row whose cells are centred."""

    top: float
    bottom: float
    pieces: list[Piece] = field(default_factory=list)


def strips(found: Sequence[Piece], least: float = 0.0) -> list[Strip]:
    """Pieces by height, from the top; those that overlap lie in one strip, those below a size in the nearest."""
    made: list[Strip] = []
    for piece in sorted((p for p in found if p.size > least), key=lambda p: p.top):
        if made and piece.top < made[-1].bottom:
            made[-1].pieces.append(piece)
            made[-1].bottom = max(made[-1].bottom, piece.bottom)
        else:
            made.append(Strip(piece.top, piece.bottom, [piece]))
    for piece in (p for p in found if p.size <= least and made):
        near = min(made, key=lambda s: max(s.top - piece.middle, piece.middle - s.bottom))
        near.pieces.append(piece)
    return made


# A word or a range that goes on in the next line ends so.
_BROKEN = ("-", "\u2010", "\u00ad", "\u2013", "/")
_GAP = 0.5
# Two kinds of gaps differ by at least this share.
_APART = 0.15
# A gap between two lines of one cell is no larger than this share of the size.
LEADING = 0.62


# The share of near lines that may be the rest of cells where all of them are, and where each may be.
_MOST, _MANY = 0.8, 0.4


class Rows:
    """Joins strips to rows: which strip is but the rest of cells that the row above began."""

    def __init__(self, bounds: Sequence[float], bands: Sequence[Sequence[Piece]]) -> None:
        self._bounds = bounds
        found = [piece for band in bands for piece in band]
        self._widths = [0.0] * (len(bounds) - 1)
        size = median(p.size for p in found)
        self._blank, self._least = 0.3 * size, _SMALL * size
        for chunk in (c for line in printed_lines(found) for c in chunks(line, _GAP)):
            first, last = column_of(bounds, chunk[0].x0), column_of(bounds, chunk[-1].x1)
            if first == last:
                self._widths[first] = max(self._widths[first], chunk[-1].x1 - chunk[0].x0)
        self._wide = self._threshold(bands, size)

    def cut(self, found: Sequence[Piece], heads: bool = False) -> list[Strip]:
        """The rows of a band between two lines; in one of headers a line needs more cells to be a row of its own."""
        rows: list[Strip] = []
        last: Strip | None = None
        for strip in strips(found, self._least):
            if rows and last and self._goes_on(rows[-1], last, strip, heads):
                rows[-1].pieces += strip.pieces
                rows[-1].bottom = strip.bottom
            else:
                rows.append(Strip(strip.top, strip.bottom, list(strip.pieces)))
            last = strip
        if not heads:
            for above, row in pairwise(rows):
                self._give_back(above, row)
        return rows

    def _give_back(self, above: Strip, row: Strip) -> None:
        """Give the label of the row above its last line, where that stands beside the next row.

        "Smith et al" reaches over two doses, and "2001" stands below it at the height of the second.
        """
        label = [p for p in row.pieces if self._column(p) == 0]
        beside = self._columns(row.pieces)
        if not label or 1 in beside or len(beside) < 2 or not {0, 1} <= self._columns(above.pieces):
            return
        if not label[0].text[:1].isupper() and self._wraps(above.pieces, label):
            above.pieces += label
            row.pieces = [p for p in row.pieces if p not in label]

    def _goes_on(self, row: Strip, last: Strip, strip: Strip, heads: bool) -> bool:
        gap = strip.top - last.bottom
        if heads and gap <= LEADING * strip.pieces[0].size:
            return _is_stacked(last, strip)
        if self._wide and gap > self._wide:
            return False
        if self._wide and self._wrapping >= _MOST:
            return True
        if gap > LEADING * strip.pieces[0].size:
            return False
        below = self._columns(strip.pieces)
        if not below < self._columns(row.pieces):
            likely = self._is_lower(strip) or (self._wide and self._wrapping >= _MANY)
            return bool(likely) and self._wraps(row.pieces, strip.pieces)
        unlikely = below == {0} and not (self._wide and self._wrapping >= _MANY)
        if unlikely and strip.pieces[0].text[:1].isupper() and not self._is_broken(row):
            return False
        return self._wraps(row.pieces, strip.pieces)

    def _threshold(self, bands: Iterable[Sequence[Piece]], size: float) -> float:
        """The gap that parts rows for sure: between two kinds of gaps, 0 where all are of one kind."""
        self._wrapping = 0.0
        made = [strips(band, self._least) for band in bands]
        pairs = [(b.top - a.bottom, a, b) for band in made for a, b in pairwise(band)]
        gaps = sorted(g for g, _, _ in pairs if g < 3 * size)
        if len(gaps) < 2:
            return 0
        jump, at = max((b - a, i) for i, (a, b) in enumerate(pairwise(gaps)))
        if jump < _APART * size:
            return 0
        wide = (gaps[at] + gaps[at + 1]) / 2
        near = [self._wraps(a.pieces, b.pieces) for g, a, b in pairs if g < wide]
        self._wrapping = sum(near) / len(near)
        return wide

    def _wraps(self, above: Sequence[Piece], below: Sequence[Piece]) -> bool:
        """Whether every cell of a line may be the rest of the cell above: its first word did not fit there."""
        ends: dict[int, tuple[float, float]] = {}
        for line in printed_lines(above):
            ends |= {column: (x0, x1) for column, x0, x1, _ in self._ends(line)}
        for column, _, _, first in self._ends(printed_lines(below)[0]):
            if column not in ends:
                return False
            x0, x1 = ends[column]
            broken = above and _last(above, x1).text.endswith(_BROKEN)
            if not broken and x1 - x0 + self._blank + first <= self._widths[column]:
                return False
        return True

    def _ends(self, line: Sequence[Piece]) -> Iterator[tuple[int, float, float, float]]:
        """Each column that a printed line fills: where its text starts and ends, and how wide its first word is."""
        held: dict[int, list[Piece]] = {}
        for piece in line:
            held.setdefault(self._column(piece), []).append(piece)
        for column, there in held.items():
            yield column, there[0].x0, there[-1].x1, there[0].x1 - there[0].x0

    def _is_broken(self, row: Strip) -> bool:
        """Whether the first cell of a row ends within a word."""
        label = [p for p in row.pieces if self._column(p) == 0]
        return bool(label) and max(label, key=lambda p: (p.baseline, p.x1)).text.endswith(_BROKEN)

    def _column(self, piece: Piece) -> int:
        return column_of(self._bounds, (piece.x0 + piece.x1) / 2)

    def _columns(self, found: Iterable[Piece]) -> set[int]:
        return {self._column(p) for p in found}

    def _is_lower(self, strip: Strip) -> bool:
        first = [p for p in strip.pieces if p.text[:1].isalpha()]
        return bool(first) and min(first, key=lambda p: p.x0).text[:1].islower()


def _is_stacked(upper: Strip, lower: Strip) -> bool:
    """Whether each chunk of a line stands below one of the line above, and below that no other."""
    above, below = _extents(upper), _extents(lower)
    met = [[n for n, (a, b) in enumerate(above) if a < x1 and x0 < b] for x0, x1 in below]
    return all(len(under) == 1 for under in met) and len({under[0] for under in met}) == len(met)


def _extents(strip: Strip) -> list[tuple[float, float]]:
    return [(c[0].x0, c[-1].x1) for line in printed_lines(strip.pieces) for c in chunks(line, _GAP)]


def _last(found: Sequence[Piece], x1: float) -> Piece:
    return min(found, key=lambda p: (abs(p.x1 - x1), -p.baseline))
