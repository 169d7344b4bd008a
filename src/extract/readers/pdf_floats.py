"""Tables of a PDF's pages: a mark in the place of their words, and the cells written where the mark stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from extract.document import Block, BlockKind, Cell
from extract.readers.pdf_glyphs import Font, Page, Word
from extract.readers.pdf_lines import MARK, lines_of
from extract.readers.pdf_paragraphs import Paragraph
from extract.readers.pdf_table_cells import FoundCell
from extract.readers.pdf_tables import FoundTable, find_tables, with_rest
from extract.readers.pdf_text import TextWriter

_NO_FONT = Font("", False, False)
# What a mark measures where words of a neighbour lie in the area of its table.
_NARROW = 10.0


@dataclass(slots=True)
class TableMark(Word):
    """A word that stands for a table, in its area."""

    table: FoundTable | None = None


def table_of(paragraph: Paragraph) -> FoundTable | None:
    """The table that a paragraph stands for, None for other paragraphs."""
    word = paragraph.first.words[0]
    return word.table if isinstance(word, TableMark) else None


def mark_tables(pages: Sequence[Page]) -> None:
    """Put a mark in the place of each table's words; the rest of a table on the next page goes with its start."""
    latest: TableMark | None = None
    for page in pages:
        for table in find_tables(page.words, page.rules):
            whole = with_rest(latest.table, table) if latest and latest.table else None
            taken = {id(w) for w in table.words}
            page.words = [w for w in page.words if id(w) not in taken]
            if latest and whole:
                latest.table = whole
            else:
                latest = _mark(table, page)
                page.words.append(latest)


def _mark(table: FoundTable, page: Page) -> TableMark:
    box = table.box
    crossed = any(
        box.x0 < (w.x0 + w.x1) / 2 < box.x1 and box.top < (w.top + w.bottom) / 2 < box.bottom for w in page.words
    )
    right = box.x0 + _NARROW if crossed else min(box.x1, page.width)
    height = max(box.bottom - box.top, 1.0)
    return TableMark(
        MARK, box.x0, box.top, right, box.bottom, box.bottom - height / 4, height, _NO_FONT, False, table=table
    )


def write_cells(table: FoundTable, writer: TextWriter, page: int) -> tuple[Cell, ...]:
    """Write a table into the text, rows on lines, and return its cells; those without text are empty spans."""
    cells: list[Cell] = []
    for number, row in enumerate(_rows(table)):
        writer.builder.separate("\n" if number else "\n\n")
        for position, found in enumerate(row):
            if position:
                writer.builder.separate(" | ")
            lines = lines_of([w for words in found.lines for w in words], page, 0)
            written = writer.write(lines)
            start, end = writer.builder.raw(written.inline)
            writer.keep(written, start)
            if start < end:
                writer.builder.blocks.append(Block(BlockKind.CELL, start, end))
            cells.append(Cell(start, end, found.row, found.column, found.rowspan, found.colspan, found.header))
    return tuple(_reaching_down(cells))


def _reaching_down(cells: Sequence[Cell]) -> Iterator[Cell]:
    """Yield cells, those at the left made to reach down over empty ones below: a study with several rows.

    A row without a word in its first columns goes on with those of the row above.
    """
    owners: dict[int, int] = {}
    reach: dict[int, int] = {}
    below: set[int] = set()
    for _, row in groupby(enumerate(cells), key=lambda numbered: numbered[1].row):
        numbered = list(row)
        empty = list(takewhile(lambda pair: _is_empty(pair[1]) and pair[1].column in owners, numbered))
        if empty and len(empty) < len(numbered) and all(c.rowspan == c.colspan == 1 for _, c in empty):
            for n, cell in empty:
                reach[owners[cell.column]] = reach.get(owners[cell.column], cells[owners[cell.column]].rowspan) + 1
                below.add(n)
        for n, cell in numbered:
            if n not in below:
                owners.pop(cell.column, None)
                if cell.start < cell.end and cell.colspan == 1 and not cell.header:
                    owners[cell.column] = n
    return (replace(c, rowspan=reach.get(n, c.rowspan)) for n, c in enumerate(cells) if n not in below)


def _is_empty(cell: Cell) -> bool:
    return cell.start == cell.end and not cell.header


def _rows(table: FoundTable) -> Iterator[list[FoundCell]]:
    return (list(row) for _, row in groupby(table.cells, key=lambda c: c.row))
