"""Small articles for the tests: paragraphs, tables and a reference list made into a Document, no reader between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from extract.document import Block, BlockKind, Cell, Document, Reference, Table
from extract.pipeline import Article, extract
from extract.records.schema import Result, TrialRecord

# A cell is its text, or its text with the columns and rows that it spans.
Printed = str | tuple[str, int] | tuple[str, int, int]
Rows = Sequence[Sequence[Printed]]


class _Writer:
    """Writes an article piece by piece and remembers where each piece stands."""

    def __init__(self) -> None:
        self.text = ""
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.references: list[Reference] = []

    def piece(
        self, kind: BlockKind, text: str, before: str = "\n\n", hint: str = "", level: int = 1
    ) -> tuple[int, int]:
        self.text += before if self.text else ""
        start, self.text = len(self.text), self.text + text
        if text:
            self.blocks.append(Block(kind, start, len(self.text), level if kind is BlockKind.HEADING else 0, hint))
        return start, len(self.text)

    def table(self, caption: str, rows: Rows, heads: int, notes: Sequence[str] = ()) -> None:
        label = f"Table {len(self.tables) + 1}"
        told = self.piece(BlockKind.CAPTION, f"{label}. {caption}", hint="table")
        taken: set[tuple[int, int]] = set()
        cells: list[Cell] = []
        for r, row in enumerate(rows):
            column = 0
            for n, printed in enumerate(row):
                text, colspan, rowspan = (*((printed,) if isinstance(printed, str) else printed), 1, 1)[:3]
                start, end = self.piece(BlockKind.CELL, text, " | " if n else "\n" if r else "\n\n")
                while (r, column) in taken:
                    column += 1
                cells.append(Cell(start, end, r, column, rowspan, colspan, r < heads))
                taken |= {(r + i, column + j) for i in range(rowspan) for j in range(colspan)}
                column += colspan
        below = tuple(self.piece(BlockKind.FOOTNOTE, note, hint="table") for note in notes)
        self.tables.append(Table(label, told, tuple(cells), below))

    def reference_list(self, labels: Iterable[str]) -> None:
        self.piece(BlockKind.HEADING, "References")
        for label in labels:
            entry = f"{label}. Author A, Author B. A trial of something. J Med. 2010;1:1-2."
            start, end = self.piece(BlockKind.REFERENCE, entry, "\n", "references")
            self.references.append(Reference(label, start, end, "A trial of something", "2010", ("Author A",)))


class TableOf:
    """A table among the parts of an article: caption, rows, and how many rows from the top are headers."""

    def __init__(self, caption: str, rows: Rows, heads: int = 1, notes: Sequence[str] = ()) -> None:
        self.caption, self.rows, self.heads, self.notes = caption, rows, heads, notes


def document(*parts: str | TableOf, references: int = 30, doc_id: str = "article") -> Document:
    """A document of paragraphs, headings ("# ", "## "), a title ("Title: "), tables and a numbered reference list."""
    writer = _Writer()
    kinds = {"# ": BlockKind.HEADING, "## ": BlockKind.HEADING, "Title: ": BlockKind.TITLE}
    for part in parts:
        if isinstance(part, TableOf):
            writer.table(part.caption, part.rows, part.heads, part.notes)
            continue
        mark = next((m for m in kinds if part.startswith(m)), "")
        writer.piece(kinds.get(mark, BlockKind.PARAGRAPH), part.removeprefix(mark), level=mark.count("#"))
    if references:
        writer.reference_list(str(n) for n in range(1, references + 1))
    found = (tuple(writer.blocks), tuple(writer.tables), tuple(writer.references))
    return Document(doc_id, writer.text, *found)


def read_article(*parts: str | TableOf, references: int = 30) -> Article:
    """The extracted article of ``document(...)``."""
    return extract(document(*parts, references=references))


def trial(article: Article, name: str) -> TrialRecord:
    """The one record with this name, registry number or citation label."""
    (found,) = [t for t in article.trials if name in (*t.names, *t.registry_ids, *t.citations)]
    return found


def table_of(grid: TableOf) -> tuple[Document, Table]:
    """A document that is one table, and that table."""
    made = document(grid, references=0)
    return made, made.tables[0]


def told(results: Iterable[Result], *fields: str) -> list[tuple[object, ...]]:
    """The given fields of each result, as a list that a table of expectations can hold."""
    return [tuple(getattr(r, f) for f in fields) for r in results]


def table(names: str, cases: Sequence[object]) -> pytest.MarkDecorator:
    """Parametrise a test by a table whose last column says why; that is the name of the case."""
    return pytest.mark.parametrize(names, cases, ids=[getattr(case, "values", case)[-1] for case in cases])


def unsolved(*case: object, reason: str) -> object:
    """A case of a table that states what a curator would say and that does not come out yet."""
    return pytest.param(*case, marks=pytest.mark.xfail(reason=reason, strict=False))
