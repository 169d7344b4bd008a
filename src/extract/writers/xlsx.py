"""A spreadsheet written row by row, as many sheets as its rows need."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.writers.files import written_whole

if TYPE_CHECKING:
    from openpyxl import Workbook

ROWS_OF_A_SHEET = 1_048_576
"""As many rows as a sheet can have, the one with the names of the columns among them."""
# XML has no place for these, and a spreadsheet is XML.
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MADE = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_NO_TIME = (1980, 1, 1, 0, 0, 0)


@contextmanager
def workbook(path: Path, names: Sequence[str]) -> Iterator[Callable[[Iterable[list[Any]]], None]]:
    """A spreadsheet that takes the place of ``path`` when the block ends well; yields what adds rows to it.

    Its sheets are "rows", "rows-2", ..., each with the names of the columns on top.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheets = _Sheets(book, names)
    yield sheets.add
    with tempfile.TemporaryFile() as made, written_whole(path) as out:
        book.save(made)
        _copy_without_times(made, out)


class _Sheets:
    """The sheets of a book, of which the last is being written."""

    def __init__(self, book: Workbook, names: Sequence[str]) -> None:
        self._book, self._names = book, names
        self._begin()

    def _begin(self) -> None:
        number = len(self._book.worksheets) + 1
        self._sheet: Any = self._book.create_sheet("rows" if number == 1 else f"rows-{number}")
        self._sheet.freeze_panes = "A2"
        self._sheet.append(list(self._names))
        self._rows = 1

    def add(self, rows: Iterable[list[Any]]) -> None:
        """Add rows, on another sheet where this one is full."""
        for row in rows:
            if self._rows >= ROWS_OF_A_SHEET:
                self._begin()
            self._sheet.append([self._cell(value) if isinstance(value, str) else value for value in row])
            self._rows += 1

    def _cell(self, text: str) -> Any:
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet, _NO_XML.sub("", text))
        cell.data_type = "s"  # a text that starts with "=" is a text, no formula
        return cell


def _copy_without_times(made: Any, out: Any) -> None:
    """Copy a zip file with no time of its making, neither of its members nor of the document."""
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            with old.open(name) as member, new.open(info, "w", force_zip64=True) as copied:
                if name == "docProps/core.xml":
                    member = io.BytesIO(_MADE.sub(rb"\g<1>1980-01-01T00:00:00Z", member.read()))
                shutil.copyfileobj(member, copied)
