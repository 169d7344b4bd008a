"""The columns of a PDF page and their reading order, by the white space between words alone."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
import numpy.typing as npt

from extract.readers.pdf_glyphs import Word

# Points: no column is narrower, no gutter narrower or lower, nothing narrower than two columns is cut.
_NARROWEST_COLUMN = 100
_NARROWEST_CUT = 290
_NARROWEST_GUTTER = 7
_LOWEST_GUTTER = 40
_FEWEST_LINES = 3
# Heights of baselines in a stretch too low for a gutter of its own.
_MOST_LOW_LINES = 8
# Heights of its print that a heading below columns takes at most, and that are free above it.
_TALLEST_TAIL, _GAP_ABOVE_TAIL = 4, 0.7
# Points that a line, such as that of a wide table's head, may reach beyond its column.
_FARTHEST_OVER = 45
# Points of a row of the grid on which white space is looked for.
_ROW = 2
_DEEPEST = 12
# Letters of an address that may reach over the side of its column.
_LONGEST_WORD = 36
# A title's print is so much larger than that of most words; its blanks, in shares of its size.
_TITLE, _WIDEST_BLANK = 1.3, 1.2

Boxes = npt.NDArray[np.float64]
Grid = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Gutter:
    """White space between two columns: its middle and its reach down the page."""

    x: float
    top: float
    bottom: float


def in_reading_order(pages: Sequence[Sequence[Word]]) -> list[list[list[Word]]]:
    """Part the words of each page into stretches of one column, in the order they are read.

    The longest gutter parts a page into what is above it, its left, its right and what is below it,
    and each of these is parted in the same way. Where only a few lines are left on a page, the gutters
    of the other pages part them.
    """
    seen: list[float] = []
    parted = [_parted(words, lambda part: _gutter(part, seen)) for words in pages]
    known = sorted({round(x) for x in seen})
    return [_parted_again(words, columns, known) for words, columns in zip(pages, parted, strict=True)]


def _parted_again(words: Sequence[Word], columns: list[list[Word]], known: Sequence[float]) -> list[list[Word]]:
    """The columns of a page once the gutters of the whole file are known."""
    over = _overflowing(words, known)
    if over:
        columns = _parted(words, lambda part: _gutter([w for w in part if id(w) not in over], []), over)
    return [c for column in columns for c in _parted(column, lambda part: _low_gutter(part, known))]


def _overflowing(words: Sequence[Word], known: Sequence[float]) -> frozenset[int]:
    """The words (by id) that reach over the right side of their column: their line ends a little beyond a gutter."""
    over: set[int] = set()
    run: list[Word] = []
    for word in [*words, None]:
        goes_on = word and run and word.baseline == run[-1].baseline and abs(word.x0 - run[-1].x1) < word.size
        if not goes_on and run:
            x = next((x for x in known if x < run[-1].x1 < x + _FARTHEST_OVER and run[0].x0 < x - _NARROWEST_COLUMN), 0)
            over.update(id(w) for w in run if x and w.x1 > x - _NARROWEST_GUTTER)
            run = []
        if word:
            run.append(word)
    return frozenset(over)


def _parted(
    words: Sequence[Word],
    find: Callable[[Sequence[Word]], _Gutter | None],
    over: Container[int] = frozenset(),
    depth: int = 0,
) -> list[list[Word]]:
    """Part words by the gutters that ``find`` finds; those in ``over`` belong to the left of one."""
    gutter = find(words) if depth < _DEEPEST else None
    if gutter is None:
        return [list(words)] if words else []
    parts: tuple[list[Word], ...] = ([], [], [], [])
    for word in words:
        middle = (word.top + word.bottom) / 2
        if middle < gutter.top or middle > gutter.bottom:
            parts[0 if middle < gutter.top else 3].append(word)
        else:
            is_left = (word.x0 + word.x1) / 2 < gutter.x or (id(word) in over and word.x0 < gutter.x + _FARTHEST_OVER)
            parts[1 if is_left else 2].append(word)
    return [column for part in parts for column in _parted(part, find, over, depth + 1)]


def _low_gutter(words: Sequence[Word], known: Sequence[float]) -> _Gutter | None:
    """A gutter of other pages that all of a few lines leave free, with words on both sides."""
    if not known or len({w.baseline for w in words}) > _MOST_LOW_LINES:
        return None
    half = _NARROWEST_GUTTER / 2
    for x in known:
        sides = {w.x1 <= x for w in words if w.x1 <= x - half or w.x0 >= x + half}
        if len(sides) == 2 and not any(w.x0 < x + half and w.x1 > x - half for w in words):
            return _Gutter(x, min(w.top for w in words), max(w.bottom for w in words))
    return None


def _gutter(words: Sequence[Word], seen: list[float]) -> _Gutter | None:
    """The longest white space that has columns on both sides, or None; where it is goes into ``seen``."""
    if len(words) < 2 * _FEWEST_LINES:
        return None
    boxes = np.array(list(_boxes(words))).reshape(-1, 4)
    if len(boxes) < 2 * _FEWEST_LINES:
        return None
    left, top = boxes[:, 0].min(), boxes[:, 1].min()
    width, height = boxes[:, 2].max() - left, boxes[:, 3].max() - top
    if width < _NARROWEST_CUT or height < _LOWEST_GUTTER:
        return None
    reach, end, x = _longest(_free(boxes, left, top))
    found = _Gutter(left + x, top + (end - reach) * _ROW, top + end * _ROW)
    if reach * _ROW < _LOWEST_GUTTER or not _has_columns(boxes, found):
        return None
    seen.append(found.x)
    return _above_tail(boxes, found)


def _boxes(words: Sequence[Word]) -> Iterator[tuple[float, float, float, float]]:
    """Yield what words take; those of a title's line take the blanks between them, however wide they are set."""
    large = _TITLE * median(w.size for w in words)
    last: Word | None = None
    for word in words:
        same_line = last is not None and last.baseline == word.baseline and last.size > large
        if last and same_line and 0 < word.x0 - last.x1 < _WIDEST_BLANK * word.size:
            yield last.x1, word.top, word.x1, word.bottom
        elif len(word.text) < _LONGEST_WORD:
            yield word.x0, word.top, word.x1, word.bottom
        last = word


def _free(boxes: Boxes, left: float, top: float) -> Grid:
    """Rows by points: where a gutter's width from this point on is free of words; false near both edges."""
    x0 = np.maximum((boxes[:, 0] - left).astype(int), 0).tolist()
    x1 = np.ceil(boxes[:, 2] - left).astype(int).tolist()
    y0 = ((boxes[:, 1] - top) / _ROW).astype(int).tolist()
    y1 = np.ceil((boxes[:, 3] - top) / _ROW).astype(int).tolist()
    taken = np.zeros((max(y1) + 1, max(x1) + 1), dtype=np.int32)
    for a, b, c, d in zip(y0, y1, x0, x1, strict=True):
        taken[a:b, c:d] = 1
    count = np.concatenate((np.zeros((len(taken), 1), dtype=np.int32), np.cumsum(taken, axis=1)), axis=1)
    free: Grid = count[:, _NARROWEST_GUTTER:] == count[:, :-_NARROWEST_GUTTER]
    free[:, :_NARROWEST_COLUMN] = False
    free[:, max(free.shape[1] - _NARROWEST_COLUMN, 0) :] = False
    return free


def _longest(free: Grid) -> tuple[int, int, float]:
    """The longest free run down the rows: its length, the row behind it, and the middle of its gutter."""
    run = np.zeros(free.shape[1], dtype=np.int32)
    best, end = run.copy(), run.copy()
    for number, row in enumerate(free, start=1):
        run = (run + 1) * row
        longer = run > best
        best[longer] = run[longer]
        end[longer] = number
    reach = int(best.max(initial=0))
    at = np.flatnonzero(best == reach)
    at = at[end[at] == end[at[0]]] if len(at) else at
    # places side by side are one gutter
    last = next((i for i in range(1, len(at)) if at[i] != at[i - 1] + 1), len(at)) - 1
    return reach, int(end[at[0]]) if len(at) else 0, (at[0] + at[last] + _NARROWEST_GUTTER) / 2 if len(at) else 0


def _has_columns(boxes: Boxes, gutter: _Gutter) -> bool:
    """Whether several lines stand on both sides of a gutter."""
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    inside = boxes[(middle > gutter.top) & (middle < gutter.bottom)]
    left = inside[:, 2] <= gutter.x
    return all(len(np.unique(np.round(inside[side][:, 3] / 3))) >= _FEWEST_LINES for side in (left, ~left))


def _above_tail(boxes: Boxes, gutter: _Gutter) -> _Gutter:
    """The gutter without a short heading or caption that stands below its columns, over the whole width.

    A few lines at the left, lower than the right column and with a gap above them, belong to what
    follows below the columns.
    """
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    inside = boxes[(middle > gutter.top) & (middle < gutter.bottom)]
    left = inside[:, 2] <= gutter.x
    if not (middle > gutter.bottom).any():
        return gutter
    lowest = inside[~left][:, 3].max()
    lines = inside[left & (inside[:, 1] >= lowest)]
    lines = lines[np.argsort(-lines[:, 1])]
    above = [*(upper[3] for upper in lines[1:]), inside[left & (inside[:, 1] < lowest)][:, 3].max()]
    for line, bottom in zip(lines[:, 1].tolist(), above, strict=True) if len(lines) else ():
        height = lines[0, 3] - lines[0, 1]
        if lines[0, 3] - line > _TALLEST_TAIL * height:
            break
        if line - bottom > _GAP_ABOVE_TAIL * height:
            return _Gutter(gutter.x, gutter.top, line)
    return gutter
