"""The cells of a table: its words placed in rows and columns, cells over several of them, and which are headers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from extract.readers.pdf_glyphs import Word
from extract.readers.pdf_pieces import Piece, Sheet, blank_of, blanks_of, chunks, pieces, printed_lines
from extract.readers.pdf_rules import Box
from extract.readers.pdf_ruling import Line
from extract.readers.pdf_table_columns import column_of, columns_of, has_cell_borders
from extract.readers.pdf_table_rows import Rows, Strip

_MOST_HEADERS = 4
# A word may reach a little over the side of its column.
_OVER = 1.5
_SAME_BLANK, _SAME_START = 0.03, 0.2
# The share of rows that have a band between lines to themselves where every row has its line.
_RULED_ROWS = 0.5


@dataclass(frozen=True, slots=True)
class FoundCell:
    """A cell: its place in the grid and its words.

    ``lines`` are the printed lines from the top, the words of each from the left; an empty cell has none.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    header: bool
    box: Box
    lines: tuple[tuple[Word, ...], ...] = ()


def is_bold(cell: FoundCell) -> bool:
    """Whether the words of a cell are bold."""
    held = [w for line in cell.lines for w in line if any(c.isalpha() for c in w.text)]
    return bool(held) and all(w.bold for w in held)


@dataclass(slots=True)
class Band:
    """What lies between two lines over the whole table, or above the first or below the last."""

    top: float
    bottom: float
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class _Cell:
    row: int
    column: int
    last_row: int
    last_column: int
    pieces: list[Piece] = field(default_factory=list)


def lay_out(sheet: Sheet) -> tuple[FoundCell, ...]:
    """The cells of a table, sorted by row and column, empty ones too; () where it has only one column or row."""
    found = pieces(sheet.words)
    bands = [band for band in bands_of(found, sheet) if band.pieces]
    if not bands:
        return ()
    first = sheet.full[0].y if sheet.full else sheet.area.top
    heads = [p for band in bands if band.bottom <= first for p in band.pieces]
    body = [p for band in bands if band.bottom > first for p in band.pieces]
    bounds = columns_of(body or heads, heads, sheet)
    if len(bounds) < 3:
        return ()
    rows = _rows(bands, bounds, sheet)
    number = _heads(rows, sheet)
    if len(rows) < 2:
        return ()
    return _Layout(sheet, bounds, rows, found).cells(number)


def bands_of(found: Sequence[Piece], sheet: Sheet) -> list[Band]:
    """The bands of a table from the top, each with its pieces."""
    inner = sorted({line.y for line in (*sheet.full, *sheet.partial) if sheet.area.top < line.y < sheet.area.bottom})
    bands = [Band(a, b) for a, b in pairwise([sheet.area.top, *inner, sheet.area.bottom])]
    for piece in found:
        band = next((b for b in bands if piece.middle < b.bottom), bands[-1])
        band.pieces.append(piece)
    return bands


def _rows(bands: Sequence[Band], bounds: Sequence[float], sheet: Sheet) -> list[Strip]:
    """The rows of a table: its bands where nearly each holds one row, else the rows within them."""
    cutter = Rows(bounds, [band.pieces for band in bands])
    cut = [cutter.cut(band.pieces, bool(sheet.full) and band.bottom <= sheet.full[0].y) for band in bands]
    single = sum(len(rows) == 1 for rows in cut)
    ruled = single >= _RULED_ROWS * sum(map(len, cut)) and (len(bands) > 3 or has_cell_borders(sheet.lines))
    if ruled or has_cell_borders([*sheet.full, *sheet.partial]):
        rows = [[Strip(b.top, b.bottom, b.pieces)] for b in bands]
        if sheet.grown:
            rows[0], rows[-1] = cut[0], cut[-1]
        return [row for band in rows for row in band]
    return [row for band in cut for row in band]


def _heads(rows: Sequence[Strip], sheet: Sheet) -> int:
    """How many rows stand above the first line, where these are few and others have no line each; else 0."""
    if not sheet.full or len(sheet.full) > 0.6 * len(rows):
        return 0
    heads = sum(row.bottom <= sheet.full[0].y + 1 for row in rows)
    return heads if heads <= _MOST_HEADERS else 0


class _Layout:
    """Places the pieces of rows in columns."""

    def __init__(self, sheet: Sheet, bounds: Sequence[float], rows: Sequence[Strip], found: Sequence[Piece]) -> None:
        self._sheet, self._bounds, self._rows = sheet, bounds, rows
        lines = printed_lines(found)
        within = [held for line in lines for held in self._by_column(line)]
        self._blank, self._blanks = blank_of(lines), blanks_of(within)
        self._width = len(bounds) - 1
        self._starts = self._where_columns_start(lines)
        tops = [sheet.area.top]
        tops += [(a.bottom + b.top) / 2 for a, b in pairwise(rows)]
        self._edges = [*tops, sheet.area.bottom]

    def _by_column(self, line: Sequence[Piece]) -> Iterator[list[Piece]]:
        for _, held in groupby(line, lambda p: column_of(self._bounds, (p.x0 + p.x1) / 2)):
            yield list(held)

    def _where_columns_start(self, lines: Sequence[Sequence[Piece]]) -> dict[int, list[float]]:
        """Where the first word of a column stands in each line that has a gap before it."""
        starts: dict[int, list[float]] = {}
        for line in lines:
            for left, right in pairwise(line):
                if right.x0 - left.x1 > right.size:
                    starts.setdefault(column_of(self._bounds, right.x0), []).append(right.x0)
        return starts

    def cells(self, heads: int) -> tuple[FoundCell, ...]:
        """The cells of the whole grid."""
        made = [cell for number, row in enumerate(self._rows) for cell in self._row(number, row)]
        heads = heads or self._bold_rows(made)
        made = self._joined_down(made)
        self._widen_headers(made, heads)
        self._reach_down(made, heads)
        return tuple(self._found(cell, heads) for cell in sorted(made, key=lambda c: (c.row, c.column)))

    def _row(self, number: int, row: Strip) -> Iterator[_Cell]:
        """The cells of a row, empty ones too."""
        taken: list[_Cell] = []
        found = [chunk for line in printed_lines(row.pieces) for chunk in chunks(line, self._blank)]
        for chunk in found:
            for first, last, part in self._columns(chunk, len(found) == 1):
                hit = [c for c in taken if c.column <= last and c.last_column >= first]
                cell = _Cell(number, first, number, last, list(part))
                for other in hit:
                    taken.remove(other)
                    cell.column, cell.last_column = (
                        min(cell.column, other.column),
                        max(cell.last_column, other.last_column),
                    )
                    cell.pieces += other.pieces
                taken.append(cell)
        used = {c for cell in taken for c in range(cell.column, cell.last_column + 1)}
        yield from taken
        yield from (_Cell(number, c, number, c) for c in range(self._width) if c not in used)

    def _columns(self, chunk: list[Piece], alone: bool) -> Iterator[tuple[int, int, list[Piece]]]:
        """The parts of a chunk, each with the columns that it reaches over."""
        for part in self._parts(chunk, alone):
            yield *self._reach(part), part

    def _parts(self, chunk: list[Piece], alone: bool) -> list[list[Piece]]:
        """A chunk cut where columns part, if none of its words reaches over a side.

        It is cut before what starts where others of the column start. In a row with more than this
        chunk, a gap that is not as wide as a blank parts cells, too.
        """
        if any(self._reach([p])[0] < self._reach([p])[1] for p in chunk):
            return [chunk]
        parts = [[chunk[0]]]
        for left, right in pairwise(chunk):
            apart = self._reach([left])[1] < self._reach([right])[0]
            if apart and (self._starts_column(right) or not (alone or self._is_blank(left, right))):
                parts.append([])
            parts[-1].append(right)
        return parts

    def _starts_column(self, piece: Piece) -> bool:
        starts = self._starts.get(column_of(self._bounds, piece.x0), [])
        return sum(abs(x - piece.x0) < _SAME_START for x in starts) > 0.5 * len(starts)

    def _is_blank(self, left: Piece, right: Piece) -> bool:
        blank = self._blanks.get(left.bold and right.bold, self._blank)
        return abs((right.x0 - left.x1) / right.size - blank) < _SAME_BLANK

    def _reach(self, chunk: Sequence[Piece]) -> tuple[int, int]:
        first = column_of(self._bounds, min(chunk[0].x0 + _OVER, (chunk[0].x0 + chunk[0].x1) / 2))
        last = column_of(self._bounds, max(chunk[-1].x1 - _OVER, (chunk[-1].x0 + chunk[-1].x1) / 2))
        return first, max(first, last)

    def _bold_rows(self, made: Sequence[_Cell]) -> int:
        """How many rows from the top are bold, at least one."""
        heads = 0
        while heads < min(_MOST_HEADERS, len(self._rows) - 1):
            held = [p for c in made if c.row == heads for p in c.pieces]
            label = heads and sum(bool(c.pieces) for c in made if c.row == heads) == 1
            if not held or label or not all(p.bold for p in held if any(ch.isalpha() for ch in p.text)):
                break
            heads += 1
        return heads or 1

    def _joined_down(self, made: list[_Cell]) -> list[_Cell]:
        """Cells of one column made one where a shorter line parts the others of their rows."""
        for number in range(len(self._rows) - 1):
            low, high = self._rows[number].bottom, self._rows[number + 1].top
            lines = [li for li in self._sheet.partial if min(low, high) - 1 < li.y < max(low, high) + 1]
            if not lines:
                continue
            for upper in [c for c in made if c.last_row == number]:
                lower = next((c for c in made if c.row == number + 1 and c.column == upper.column), None)
                if lower is None or lower.last_column != upper.last_column or upper.column != upper.last_column:
                    continue
                middle = (self._bounds[upper.column] + self._bounds[upper.column + 1]) / 2
                if not any(li.covers(middle) for li in lines):
                    upper.last_row = lower.last_row
                    upper.pieces += lower.pieces
                    made.remove(lower)
        return made

    def _widen_headers(self, made: list[_Cell], heads: int) -> None:
        """Headers over several columns: as far as the line below them, or over the empty cells beside them."""
        for cell in [c for c in made if c.row < heads - 1 and c.pieces and c.last_row < heads - 1]:
            line = self._line_below(cell)
            if line:
                covered = [c for c in range(self._width) if line.covers((self._bounds[c] + self._bounds[c + 1]) / 2)]
            else:
                covered = self._empty_beside(made, cell)
            if covered:
                self._stretch(made, cell, min(covered[0], cell.column), max(covered[-1], cell.last_column))
        for cell in [c for c in made if c.row >= heads and c.pieces and c.last_column > c.column]:
            self._stretch(made, cell, cell.column, self._width - 1)

    def _line_below(self, cell: _Cell) -> Line | None:
        x = (min(p.x0 for p in cell.pieces) + max(p.x1 for p in cell.pieces)) / 2
        low, high = self._rows[cell.last_row].bottom, self._rows[cell.last_row + 1].top
        return next(
            (li for li in self._sheet.partial if low - 2 < li.y < high + 2 and li.covers(x) and not li.breaks), None
        )

    def _empty_beside(self, made: Sequence[_Cell], cell: _Cell) -> list[int]:
        """The columns right of a header up to the next one, all with a header below; [] where it has none below."""
        filled = {
            c
            for other in made
            if other.row == cell.row and other.pieces
            for c in range(other.column, other.last_column + 1)
        }
        below = {c.column for c in made if c.row == cell.last_row + 1 and c.pieces}
        found = list(range(cell.column, cell.last_column + 1))
        if not below.intersection(found):
            return []
        while found[-1] + 1 < self._width and found[-1] + 1 not in filled and found[-1] + 1 in below:
            found.append(found[-1] + 1)
        return found

    def _stretch(self, made: list[_Cell], cell: _Cell, first: int, last: int) -> None:
        """Let a cell reach over the empty cells of its row from one column to another, no further than these go."""
        for column in [*range(cell.last_column + 1, last + 1), *range(cell.column - 1, first - 1, -1)]:
            other = next((c for c in made if c.row == cell.row and c.column == column), None)
            if other is None or other.pieces or other.last_row > other.row or other.last_column > other.column:
                if column > cell.last_column:
                    continue
                break
            made.remove(other)
            cell.column, cell.last_column = min(cell.column, column), max(cell.last_column, column)

    def _reach_down(self, made: list[_Cell], heads: int) -> None:
        """Headers reach down over the empty cells below them."""
        for cell in sorted((c for c in made if c.row < heads - 1 and c.pieces), key=lambda c: -c.row):
            while cell.last_row < heads - 1:
                below = [c for c in made if c.row == cell.last_row + 1 and cell.column <= c.column <= cell.last_column]
                if (
                    not below
                    or any(c.pieces or c.last_row > c.row for c in below)
                    or len(below) > cell.last_column - cell.column + 1
                ):
                    break
                for other in below:
                    made.remove(other)
                cell.last_row += 1

    def _found(self, cell: _Cell, heads: int) -> FoundCell:
        box = Box(
            self._bounds[cell.column],
            self._edges[cell.row],
            self._bounds[cell.last_column + 1],
            self._edges[cell.last_row + 1],
        )
        lines = tuple(tuple(w for p in line for w in p.words) for line in printed_lines(cell.pieces))
        spans = cell.last_row - cell.row + 1, cell.last_column - cell.column + 1
        return FoundCell(cell.row, cell.column, *spans, cell.row < heads, box, lines)
