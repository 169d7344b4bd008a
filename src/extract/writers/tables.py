"""The flat tables of a run: ``trials`` and ``results`` as CSV, Parquet or XLSX.

The same records give the same bytes: columns have a fixed order and type, rows the order of the
articles, and no file carries the time of its making. Rows are written as they come, so that a table
may be longer than the memory.
"""

from __future__ import annotations

import csv
import importlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.errors import UsageError
from extract.writers.files import written_whole
from extract.writers.rows import RESULTS, TRIALS, Column, Row

if TYPE_CHECKING:
    import pandas as pd

FORMATS = ("csv", "parquet", "xlsx")
_NEEDS = {"parquet": "pyarrow", "xlsx": "openpyxl"}
ROWS_OF_A_GROUP, ROWS_OF_A_PART = 10_000, 1_000_000
"""How many rows of a Parquet file lie together, and how many a file has at most; the next ones begin another."""
_PART = "part-{:05}.parquet"

Rows = Iterable[Row]
Write = Callable[[Rows], None]
"""Adds rows to a table."""


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


def write_tables(articles: Iterable[tuple[Rows, Rows]], folder: Path, formats: Sequence[str]) -> list[Path]:
    """Write the tables of articles, given as rows of trials and of results, into ``folder``; return their paths.

    ``trials.csv``, ``trials.xlsx`` and the folder ``trials`` of Parquet files, and ``results`` likewise.
    Raises OSError as the file system does; a file that was there before is then still whole.
    """
    paths = []
    with ExitStack() as open_tables:
        writers: list[list[Write]] = []
        for name, columns in (("trials", TRIALS), ("results", RESULTS)):
            made = [(folder / (name if kind == "parquet" else f"{name}.{kind}"), kind) for kind in formats]
            writers.append([open_tables.enter_context(_TABLES[kind](path, columns)) for path, kind in made])
            paths += [path for path, _ in made]
        for tables in articles:
            for rows, added in zip(tables, writers, strict=True):
                for write in added:
                    write(rows)
    return paths


def as_frame(rows: Sequence[Row], columns: Sequence[Column]) -> pd.DataFrame:
    """The rows as a frame with exactly these columns, each of its declared type."""
    import pandas as pd

    series = {c.name: pd.array([row[c.name] for row in rows], dtype=c.dtype) for c in columns}  # type: ignore[call-overload]
    return pd.DataFrame(series, columns=[c.name for c in columns])


# How a cell of a column's type is printed.
_PRINTED: dict[str, Callable[[Any], Any]] = {"string": str, "Int64": int, "Float64": float}


def cells(row: Row, columns: Sequence[Column]) -> list[Any]:
    """The cells of a row, each of its column's type or None."""
    return [None if (value := row[c.name]) is None else _PRINTED[c.dtype](value) for c in columns]


@contextmanager
def _csv(path: Path, columns: Sequence[Column]) -> Iterator[Write]:
    """As pandas would write it, whose import takes longer than an article."""
    with written_whole(path) as handle:
        out = io.TextIOWrapper(handle, encoding="utf-8", newline="", write_through=True)
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([c.name for c in columns])
        yield lambda rows: writer.writerows(cells(row, columns) for row in rows)
        out.detach()


@contextmanager
def _xlsx(path: Path, columns: Sequence[Column]) -> Iterator[Write]:
    from extract.writers.xlsx import workbook

    with workbook(path, [c.name for c in columns]) as add:
        yield lambda rows: add(cells(row, columns) for row in rows)


@contextmanager
def _parquet(folder: Path, columns: Sequence[Column]) -> Iterator[Write]:
    """A folder of files of ROWS_OF_A_PART rows; a shorter table than the last leaves no part of that behind."""
    folder.mkdir(exist_ok=True)
    waiting: list[Row] = []
    parts = _Parts(folder, columns)

    def write(rows: Rows) -> None:
        waiting.extend(rows)
        while len(waiting) >= ROWS_OF_A_GROUP:
            parts.add(waiting[:ROWS_OF_A_GROUP])
            del waiting[:ROWS_OF_A_GROUP]

    with parts:
        yield write
        parts.add(waiting)
    parts.remove_others()


class _Parts:
    """The Parquet files of a table, of which one is being written."""

    def __init__(self, folder: Path, columns: Sequence[Column]) -> None:
        import pyarrow

        self._folder, self._columns = folder, columns
        self._schema = pyarrow.Schema.from_pandas(as_frame([], columns), preserve_index=False)
        self._number, self._rows = 0, 0
        self._file = ExitStack()
        self._writer: Any = None

    def __enter__(self) -> None:
        """Nothing is opened before there are rows, or an end."""

    def __exit__(self, *error: Any) -> bool | None:
        """Close the last file; after an error it is gone."""
        return self._file.__exit__(*error)

    def add(self, rows: Sequence[Row]) -> None:
        """Add a group of rows."""
        import pyarrow

        if self._writer is None or (rows and self._rows >= ROWS_OF_A_PART):
            self._next()
        if rows:
            frame = as_frame(rows, self._columns)
            self._writer.write_table(pyarrow.Table.from_pandas(frame, self._schema, preserve_index=False))
            self._rows += len(rows)

    def _next(self) -> None:
        from pyarrow.parquet import ParquetWriter

        self._file.close()
        handle = self._file.enter_context(written_whole(self._folder / _PART.format(self._number)))
        self._writer = self._file.enter_context(ParquetWriter(handle, self._schema))
        self._number, self._rows = self._number + 1, 0

    def remove_others(self) -> None:
        """Remove the parts of an earlier, longer table."""
        for old in sorted(self._folder.glob("part-*.parquet"))[self._number :]:
            old.unlink()


_TABLES = {"csv": _csv, "parquet": _parquet, "xlsx": _xlsx}
