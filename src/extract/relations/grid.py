"""Grids: a table's cells in rows and columns, with the headers that govern each cell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from extract.document import Cell, Table

_MOST_HEADER_ROWS = 3
# What may stand before the number of a cell.
_SIGNS = "+-\u2212\u00b1<>\u2264\u2265~( "


@dataclass(frozen=True)
class Grid:
    """A table laid out: cells by (row, column), spans filled in."""

    table: Table
    view: str

    @cached_property
    def at(self) -> dict[tuple[int, int], Cell]:
        """The cell that covers each place of the grid."""
        return {
            (r, c): cell
            for cell in self.table.cells
            for r in range(cell.row, cell.row + cell.rowspan)
            for c in range(cell.column, cell.column + cell.colspan)
        }

    @cached_property
    def header_rows(self) -> int:
        """How many rows from the top are headers: those marked so, else the first and what its cells reach down to."""
        marked = [
            c.row + c.rowspan for c in self.table.cells if c.header and c.row <= 3 and (c.column > 0 or c.row == 0)
        ]
        if marked:
            return max(marked)
        reach = max((c.rowspan for c in self.table.cells if c.row == 0), default=1)
        # a cell that reaches further is a picture's or a side heading's
        return reach if reach <= _MOST_HEADER_ROWS else 1

    @cached_property
    def width(self) -> int:
        """The number of columns."""
        return max((c.column + c.colspan for c in self.table.cells), default=0)

    @cached_property
    def height(self) -> int:
        """The number of rows."""
        return max((c.row + c.rowspan for c in self.table.cells), default=0)

    def text(self, cell: Cell) -> str:
        """A cell's text in the view, without blanks at its ends."""
        return self.view[cell.start : cell.end].strip()

    def column_headers(self, column: int) -> list[Cell]:
        """The header cells above a column, from the top, each once, the empty ones left out."""
        found = [self.at[(r, column)] for r in range(self.header_rows) if (r, column) in self.at]
        return [c for c in dict.fromkeys(found) if self.text(c)]

    def row_headers(self, row: int) -> list[Cell]:
        """The label of a row's group, if it has one, and the cells of the row that name it."""
        group = self.group_above(row)
        own = [self.at[(row, c)] for c in range(self.stub) if (row, c) in self.at]
        return [c for c in dict.fromkeys([group, *own]) if c is not None and self.text(c)]

    def group_above(self, row: int) -> Cell | None:
        """The label of the group of rows that a row belongs to, if it has one."""
        return self._groups[row] if row < len(self._groups) else None

    @cached_property
    def _groups(self) -> list[Cell | None]:
        """The nearest label of a group above each row."""
        labels: list[Cell | None] = []
        above = None
        for row in range(self.height):
            labels.append(above)
            if row >= self.header_rows and self.is_group(row):
                above = self.at[(row, 0)]
        return labels

    @cached_property
    def stub(self) -> int:
        """How many columns from the left name the rows: those with hardly a number in their body."""
        width = 1
        while width < min(self.width - 1, 3):
            texts = [self.text(self.at[(r, width)]) for r in self.body_rows() if (r, width) in self.at]
            numeric = sum(1 for t in texts if t.lstrip(_SIGNS)[:1].isdigit() or not t)
            if not texts or numeric * 4 > len(texts):
                break
            width += 1
        return width

    def is_group(self, row: int) -> bool:
        """Whether a row only labels the rows under it: nothing stands right of its first cell."""
        return row in self._group_rows

    @cached_property
    def _group_rows(self) -> frozenset[int]:
        return frozenset(row for row in range(self.height) if self._only_labels(row))

    def _only_labels(self, row: int) -> bool:
        first = self.at.get((row, 0))
        if first is None or not self.text(first):
            return False
        others = (self.at[(row, c)] for c in range(1, self.width) if (row, c) in self.at)
        return all(c is first or not self.text(c) for c in others)

    def body_rows(self) -> range:
        """The rows below the headers."""
        return range(self.header_rows, self.height)
