"""Tables of a PDF page: which words are cells of which row and column.

Pure geometry. What comes in are the words of one page with their boxes and the page's rules (ruling
lines and filled areas, ``pdf_rules.page_rules``); what comes out are tables whose cells name the words
that they hold, so that the text reader leaves these words out of the running text and writes the
cells from its own glyphs. Coordinates are PDF points, x from the left, y downwards from the top of the page.

A page without rules and without a caption of a table is not looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from extract.readers.pdf_rules import Box, Rules


class Word(Protocol):
    """A run of glyphs on one baseline without a blank or a gap inside."""

    @property
    def x0(self) -> float: ...
    @property
    def top(self) -> float: ...
    @property
    def x1(self) -> float: ...
    @property
    def bottom(self) -> float: ...
    @property
    def text(self) -> str: ...
    @property
    def size(self) -> float: ...
    @property
    def bold(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class FoundCell:
    """A cell: its place in the grid and its words, as indexes into the words of the page.

    ``lines`` are the printed lines from the top, each from left to right; an empty cell has none.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    header: bool
    box: Box
    lines: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table of a page: its grid, and the words of its caption and of each note below it.

    ``box`` is the area of the grid without caption and notes; ``label`` is "Table 1", or "" where a
    table has no caption of its own. ``cells`` are sorted by row and column and fill the grid.
    """

    box: Box
    cells: tuple[FoundCell, ...]
    label: str = ""
    caption: tuple[int, ...] = ()
    notes: tuple[tuple[int, ...], ...] = ()


def find_tables(words: Sequence[Word], rules: Rules) -> list[FoundTable]:
    """The tables of a page, from the top; every word belongs to one cell, caption or note at most."""
    return []
