"""The columns of a PDF page and their reading order, by the white space between words alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


def in_reading_order(words: Sequence[Word], depth: int = 0) -> list[list[Word]]:
    """Part words into stretches of one column each, in the order they are read.

    The longest gutter parts a page into what is above it, its left, its right and what is below it,
    and each of these is parted in the same way.
    """
    gutter = _gutter(words) if depth < _DEEPEST else None
    if gutter is None:
        return [list(words)] if words else []
    parts: tuple[list[Word], ...] = ([], [], [], [])
    for word in words:
        middle = (word.top + word.bottom) / 2
        if middle < gutter.top or middle > gutter.bottom:
            parts[0 if middle < gutter.top else 3].append(word)
        else:
            parts[1 if (word.x0 + word.x1) / 2 < gutter.x else 2].append(word)
    return [column for part in parts for column in in_reading_order(part, depth + 1)]


def _gutter(words: Sequence[Word]) -> _Gutter | None:
    """The longest white space that has columns on both sides, or None."""
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
    """The gutter without a short heading over the whole width that stands below its columns.

    One or two lines at the left, lower than the right column, belong to what follows below the columns.
    """
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    inside = boxes[(middle > gutter.top) & (middle < gutter.bottom)]
    left = inside[:, 2] <= gutter.x
    lowest = inside[~left][:, 3].max()
    tail = inside[left & (inside[:, 1] >= lowest)]
    if not len(tail) or not (middle > gutter.bottom).any():
        return gutter
    height = (tail[:, 3] - tail[:, 1]).max()
    if tail[:, 3].max() - tail[:, 1].min() > 3 * height:
        return gutter
    return _Gutter(gutter.x, gutter.top, float(tail[:, 1].min()))
