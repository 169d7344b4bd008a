"""Tables of a PDF page: which words are cells of which row and column.

Pure geometry. What comes in are the words of one page with their boxes and the page's rules (ruling
lines and filled areas, ``pdf_rules.page_rules``); what comes out are tables whose cells hold their
words, so that the text reader leaves these out of the running text and writes the cells.
Coordinates are PDF points, x from the left, y downwards from the top of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from itertools import pairwise
from math import inf

from extract.readers.captions import caption_label
from extract.readers.pdf_glyphs import Word
from extract.readers.pdf_pieces import Piece, Sheet, chunks, pieces, printed_lines
from extract.readers.pdf_rules import Box, Rules
from extract.readers.pdf_ruling import Frame, Line, frames, page_lines
from extract.readers.pdf_table_area import below_caption
from extract.readers.pdf_table_cells import FoundCell, lay_out
from extract.readers.pdf_table_growth import grown
from extract.readers.pdf_table_joins import goes_on, join

Numbered = tuple[int, Word]
_GAP = 0.6
_LONGEST_LABEL = 12
_ASIDE, _ABOVE = 40, 90
_FAR_IN_FILE, _FAR_DOWN, _LEFT_PART = 25, 4, 0.3
_NARROWEST_COLUMN = 100
_WORDS_OF_PROSE, _WIDTH_OF_PROSE, _LINES_OF_PROSE = 5, 0.7, 3


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table of a page: its area without caption and notes, and its cells.

    ``cells`` are sorted by row and column and fill the grid. ``captioned`` says that the label of a
    table stands right above or at the top of its area; a table without one may be the rest of another.
    """

    box: Box
    cells: tuple[FoundCell, ...]
    captioned: bool

    @property
    def words(self) -> list[Word]:
        """All words of the cells."""
        return [w for cell in self.cells for line in cell.lines for w in line]


def find_tables(words: Sequence[Word], rules: Rules) -> list[FoundTable]:
    """The tables of a page as they are read; a word belongs to one cell at most."""
    labels = list(_captions(words))
    found: list[FoundTable] = []
    lines = page_lines(rules, words)
    for frame in sorted(frames(lines), key=lambda f: f.x0 - f.x1):
        for sheet in _sheets(frame, words, rules):
            if any(_within(sheet.area, table.box) for table in found):
                continue
            near = _own(sheet.area._replace(top=-inf, bottom=inf), words, sheet.words)
            area, cells = grown(sheet, near, lines)
            if cells:
                found.append(FoundTable(area, cells, _is_captioned(area, labels, found)))
    for label in labels:
        if not any(_is_captioned(table.box, [label], []) for table in found):
            found.extend(_without_lines(label, words, found))
    return sorted(found, key=cmp_to_key(_order))


def _without_lines(label: Sequence[Piece], words: Sequence[Word], found: Sequence[FoundTable]) -> Iterator[FoundTable]:
    """The table below a caption, where it has no lines: as wide as the page or as the column of the caption."""
    taken = {id(w) for table in found for w in table.words}
    free = [w for w in words if id(w) not in taken]
    left, y = label[0].x0, label[0].baseline
    for right in _right_sides(free, left):
        rows = below_caption(free, Box(left, y, right, y + 0.3 * label[0].size))
        held = [w for strip in rows for piece in strip.pieces for w in piece.words]
        if not held:
            continue
        area = Box(min(w.x0 for w in held), rows[0].top, max(w.x1 for w in held), rows[-1].bottom)
        cells = lay_out(Sheet(area, held))
        if cells:
            yield FoundTable(area, cells, True)
            return


def _right_sides(words: Sequence[Word], left: float) -> list[float]:
    """Where a table that starts at ``left`` may end: at the side of the page's text, or at that of its column."""
    ends = [max((w.x1 for w in words), default=left)]
    lines = [c for line in printed_lines(pieces(words)) for c in chunks(line, _GAP) if abs(c[0].x0 - left) < 3]
    long = sorted(c[-1].x1 for c in lines if len(c) >= _WORDS_OF_PROSE)
    if len(long) > 2 and ends[0] - long[len(long) // 2] > _NARROWEST_COLUMN:
        ends.append(long[-1 - len(long) // 10] + 1)
    return ends


def with_rest(first: FoundTable, second: FoundTable) -> FoundTable | None:
    """A table with the rest of it, which stands in the next column or on the next page; None where that is another."""
    if second.captioned or not goes_on(first.cells, second.cells):
        return None
    return FoundTable(first.box, join(first.cells, second.cells), first.captioned)


def _order(a: FoundTable, b: FoundTable) -> int:
    """How tables are read: from the top, those beside each other from the left."""
    shared = min(a.box.x1, b.box.x1) - max(a.box.x0, b.box.x0)
    beside = shared < 0.5 * min(a.box.x1 - a.box.x0, b.box.x1 - b.box.x0)
    return round(a.box.x0 - b.box.x0 if beside else a.box.top - b.box.top)


def _captions(words: Sequence[Word]) -> Iterator[list[Piece]]:
    """The lines, cut at wide gaps, that begin with the label of a table."""
    for number, word in enumerate(words):
        before = words[number - 1] if number else None
        if not word.text[0].isupper() or not _starts_line(word, before) or not caption_label(f"{word.text} 1."):
            continue
        line = [w for w in words[number : number + _LONGEST_LABEL] if abs(w.baseline - word.baseline) < 1]
        told = pieces(line)
        label = caption_label(_text(told))
        if label and label.kind == "table":
            yield told


def _starts_line(word: Word, before: Word | None) -> bool:
    """Whether a word is the first of its line: the one before it in the file stands elsewhere."""
    if before is None or abs(before.baseline - word.baseline) > 0.5 * word.size:
        return True
    return word.x0 - before.x1 > word.size or word.x0 < before.x0


def _is_captioned(area: Box, labels: Sequence[Sequence[Piece]], found: Sequence[FoundTable]) -> bool:
    for label in labels:
        x, y = label[0].x0, label[0].baseline
        near = area.x0 - _ASIDE < x < area.x1 and area.top - _ABOVE < y < area.top + 2 * label[0].size
        between = any(y < t.box.bottom < area.top and t.box.x0 < area.x1 and t.box.x1 > area.x0 for t in found)
        if near and not between:
            return True
    return False


def _sheets(frame: Frame, words: Sequence[Word], rules: Rules) -> Iterator[Sheet]:
    """The tables between the lines of a frame: runs of bands without a caption and without running text."""
    inside = _own(Box(frame.x0, frame.full[0].y, frame.x1, frame.full[-1].y), words)
    run: list[Line] = []
    for upper, lower in pairwise(frame.full):
        band = [w for w in inside if upper.y < w.baseline - 0.25 * w.size < lower.y]
        if band and _is_between(band, frame.x1 - frame.x0):
            yield from _sheet(run, frame, inside, rules)
            run = []
        elif band or run:
            run = [*(run or [upper]), lower]
    yield from _sheet(run, frame, inside, rules)


def _sheet(run: Sequence[Line], frame: Frame, inside: Sequence[Word], rules: Rules) -> Iterator[Sheet]:
    if len(run) > 1:
        area = Box(frame.x0, run[0].y, frame.x1, run[-1].y)
        held = [w for w in inside if _is_in(w, area)]
        partial = [line for line in frame.partial if area.top < line.y < area.bottom]
        yield Sheet(area, held, run[1:-1], partial, rules.down, (run[0], run[-1]))


def _own(area: Box, words: Sequence[Word], sure: Sequence[Word] = ()) -> list[Word]:
    """The words of a table without those that a neighbour has in its area.

    A table too wide for its column is printed over the next one. The file has the words of a table
    one after another, so of runs of words that lie over each other the one furthest to the left
    counts; and the lines of a table do not go on beyond its side. Runs with words that are ``sure`` stay.
    """
    runs: list[list[Numbered]] = []
    for number, word in enumerate(words):
        if not _is_in(word, area):
            continue
        last, before = runs[-1][-1] if runs else (number - 1, word)
        alike = abs(word.size - before.size) < 0.3
        near = number == last + 1 and abs(word.baseline - before.baseline) < _FAR_DOWN * word.size
        if runs and (near or (alike and number - last < _FAR_IN_FILE)):
            runs[-1].append((number, word))
        else:
            runs.append([(number, word)])
    left = area.x0 + _LEFT_PART * (area.x1 - area.x0)
    kept = {id(w) for w in sure}
    own = [pair for run in runs if any(id(w) in kept for _, w in run) for pair in run]
    rest = [run for run in runs if not any(id(w) in kept for _, w in run)]
    for run in sorted(rest, key=lambda r: -sum(w.x0 < left for _, w in r)):
        if not own or not (_goes_beyond(run, words) or any(_overlap(w, other) for _, w in run for _, other in own)):
            own += run
    return [w for _, w in sorted(own, key=lambda pair: pair[0])]


def _is_in(word: Word, area: Box) -> bool:
    across = area.x0 - 2 < (word.x0 + word.x1) / 2 < area.x1 + 2
    return across and area.top < word.baseline - 0.25 * word.size < area.bottom


def _goes_beyond(run: Sequence[Numbered], words: Sequence[Word]) -> bool:
    """Whether at least half of the lines of a run go on with words that are not in it."""
    numbers = {n for n, _ in run}
    ends = [(w, words[n + 1]) for n, w in run if n + 1 not in numbers and n + 1 < len(words)]
    beyond = sum(abs(b.baseline - a.baseline) < 0.5 and 0 <= b.x0 - a.x1 < 0.6 * a.size for a, b in ends)
    return beyond > 0 and beyond * 2 >= len(ends)


def _overlap(a: Word, b: Word) -> bool:
    across = min(a.x1, b.x1) - max(a.x0, b.x0)
    down = min(a.baseline, b.baseline) - max(a.baseline - 0.7 * a.size, b.baseline - 0.7 * b.size)
    return across > 0.2 * min(a.size, b.size) and down > 0.2 * min(a.size, b.size)


def _within(area: Box, other: Box) -> bool:
    x, y = (area.x0 + area.x1) / 2, (area.top + area.bottom) / 2
    return other.x0 < x < other.x1 and other.top < y < other.bottom


def _is_between(band: Sequence[Word], width: float) -> bool:
    """Whether a band lies between tables: it holds a caption, or running text."""
    lines = printed_lines(pieces(band))
    parts = [chunk for line in lines for chunk in chunks(line, _GAP)]
    if any(caption_label(_text(chunk)) for chunk in parts):
        return True
    long = [c for c in parts if len(c) >= _WORDS_OF_PROSE and c[-1].x1 - c[0].x0 > _WIDTH_OF_PROSE * width]
    return len(lines) >= _LINES_OF_PROSE and len(long) > 0.6 * len(parts)


def _text(chunk: Sequence[Piece]) -> str:
    return " ".join(piece.text for piece in chunk)
