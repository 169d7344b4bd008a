"""The flat tables of a run: ``trials`` and ``results`` as CSV, Parquet or XLSX.

The same records give the same bytes: columns have a fixed order and type, rows the order of the
articles, and no file carries the time of its making.
"""

from __future__ import annotations

import csv
import importlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.errors import UsageError
from extract.writers.files import write_whole
from extract.writers.rows import RESULTS, TRIALS, Column, Row

if TYPE_CHECKING:
    import pandas as pd

FORMATS = ("csv", "parquet", "xlsx")
_NEEDS = {"parquet": "pyarrow", "xlsx": "openpyxl"}
# XML has no place for these, and a spreadsheet is XML.
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MADE = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def check_formats(names: Iterable[str]) -> tuple[str, ...]:
    """The formats that ``names`` asks for.

    Raises UsageError for an unknown name and where the package that writes a format is missing.
    """
    asked = tuple(dict.fromkeys(names))
    for name in asked:
        if name not in FORMATS:
            raise UsageError(f"{name!r} is no table format; there are {', '.join(FORMATS)}")
        if name in _NEEDS:
            _check_import(name, _NEEDS[name])
    return asked


def _check_import(name: str, package: str) -> None:
    try:
        importlib.import_module(package)
    except ImportError as error:
        raise UsageError(f"{name} tables need {package} ({error}): pip install 'trial-extract[{name}]'") from error


def write_tables(trials: Sequence[Row], results: Sequence[Row], folder: Path, formats: Sequence[str]) -> list[Path]:
    """Write ``trials.<format>`` and ``results.<format>`` into ``folder``; return their paths.

    Raises OSError as the file system does.
    """
    written = []
    for name, rows, columns in (("trials", trials, TRIALS), ("results", results, RESULTS)):
        for kind in formats:
            path = folder / f"{name}.{kind}"
            write_whole(path, _WRITERS[kind](rows, columns))
            written.append(path)
    return written


def as_frame(rows: Sequence[Row], columns: Sequence[Column]) -> pd.DataFrame:
    """The rows as a frame with exactly these columns, each of its declared type."""
    import pandas as pd

    series = {c.name: pd.array([row[c.name] for row in rows], dtype=c.dtype) for c in columns}  # type: ignore[call-overload]
    return pd.DataFrame(series, columns=[c.name for c in columns])


# How a cell of a column's type is printed.
_PRINTED: dict[str, Callable[[Any], object]] = {"string": str, "Int64": int, "Float64": float}


def _csv(rows: Sequence[Row], columns: Sequence[Column]) -> bytes:
    """As pandas would write it, whose import takes longer than an article."""
    printed = [(c.name, _PRINTED[c.dtype]) for c in columns]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([c.name for c in columns])
    for row in rows:
        writer.writerow([None if row[name] is None else kind(row[name]) for name, kind in printed])
    return out.getvalue().encode("utf-8")


def _parquet(rows: Sequence[Row], columns: Sequence[Column]) -> bytes:
    buffer = io.BytesIO()
    as_frame(rows, columns).to_parquet(buffer, index=False)
    return buffer.getvalue()


def _xlsx(rows: Sequence[Row], columns: Sequence[Column]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    frame = as_frame(rows, columns)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("rows")
    sheet.freeze_panes = "A2"
    sheet.append(list(frame.columns))
    for line in frame.astype(object).where(frame.notna(), None).itertuples(index=False):
        cells = []
        for value in line:
            cell = WriteOnlyCell(sheet, _NO_XML.sub("", value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"  # a text that starts with "=" is a text, no formula
            cells.append(cell)
        sheet.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_times(buffer.getvalue())


def _without_times(archive: bytes) -> bytes:
    """The same zip file with no time of its making, neither of its members nor of the document."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MADE.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, _NO_TIME), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


_WRITERS: dict[str, Callable[[Sequence[Row], Sequence[Column]], bytes]] = {
    "csv": _csv,
    "parquet": _parquet,
    "xlsx": _xlsx,
}
