"""Tables that go on in the next column or on the next page: their parts made one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.readers.pdf_table_cells import FoundCell

# Columns of parts are as wide as each other, to so many points.
_SAME_WIDTH = 2.5
_FEWEST_SHARED = 4


def goes_on(first: Sequence[FoundCell], second: Sequence[FoundCell]) -> bool:
    """Whether cells may be the rest of a table: as many columns of the same widths, or the same headers.

    The right side of either part may be missing, cut off by the edge of the page.
    """
    above, below = _edges(first), _edges(second)
    shift = below[0] - above[0]
    cut = len(above) != len(below)
    shared = min(len(above), len(below)) - cut
    same = all(abs(b - a - shift) < _SAME_WIDTH for a, b in zip(above[:shared], below[:shared], strict=True))
    if cut:
        return same and shared >= _FEWEST_SHARED
    return same or repeated_headers(first, second) > 0


def join(first: Sequence[FoundCell], second: Sequence[FoundCell]) -> tuple[FoundCell, ...]:
    """The cells of both parts as one grid, headers that the second repeats left out."""
    heads = repeated_headers(first, second)
    shift = max(c.row + c.rowspan for c in first) - heads
    body = [replace(c, row=c.row + shift, header=False) for c in second if c.row >= heads]
    return (*first, *body)


def repeated_headers(first: Sequence[FoundCell], second: Sequence[FoundCell]) -> int:
    """How many rows at the top of the second part are the first rows of the first."""
    heads = 0
    while _same_row(_row(first, heads), _row(second, heads)):
        heads += 1
    return heads


def _row(cells: Sequence[FoundCell], number: int) -> list[tuple[int, int, str]]:
    """What a row says: column, columns spanned and text of its cells; [] where it says nothing."""
    told = [(c.column, c.colspan, " ".join(w.text for line in c.lines for w in line)) for c in cells if c.row == number]
    return told if any(text for _, _, text in told) else []


def _same_row(above: Sequence[tuple[int, int, str]], below: Sequence[tuple[int, int, str]]) -> bool:
    """Whether two rows say the same; the last cell may be cut off by the edge of the page."""
    if above == below:
        return bool(above)
    shared = min(len(above), len(below)) - 1
    told = sum(bool(text) for _, _, text in above[:shared])
    return told > 1 and abs(len(above) - len(below)) < 2 and list(above[:shared]) == list(below[:shared])


def _edges(cells: Sequence[FoundCell]) -> list[float]:
    left = {c.column: c.box.x0 for c in cells if c.colspan == 1 or c.column == 0}
    return [left[c] for c in sorted(left)] + [max(c.box.x1 for c in cells)]
