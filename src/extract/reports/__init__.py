"""Reports of an evaluation: a module per format, each with ``render(data)`` that gives the whole text.

Public verbs: ``check_paths`` (before the work) and ``write_reports`` (after it); ``terminal.render`` prints.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from pathlib import Path

from extract.errors import UsageError
from extract.reports.data import ReportData
from extract.writers.files import write_whole

__all__ = ["FORMATS", "ReportData", "check_paths", "write_reports"]

# The module that makes the report of a suffix; imported when it is asked for.
FORMATS = {
    ".html": "extract.reports.html",
    ".md": "extract.reports.markdown",
    ".json": "extract.reports.json_file",
    ".xml": "extract.reports.junit",
    ".csv": "extract.reports.csv_file",
}


def check_paths(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The paths, each once.

    Raises UsageError for a suffix that no format has and for a folder that is not there.
    """
    asked = tuple(dict.fromkeys(paths))
    for path in asked:
        if path.suffix.lower() not in FORMATS:
            raise UsageError(f"{path}: no report has the suffix {path.suffix!r}; there are {', '.join(FORMATS)}")
        if path.is_dir() or not path.parent.is_dir():
            raise UsageError(f"{path}: {'a folder' if path.is_dir() else 'its folder does not exist'}")
    return asked


def write_reports(data: ReportData, paths: Iterable[Path]) -> None:
    """Write ``data`` to each path in the format of its suffix, every file whole or not at all.

    Raises OSError as the file system does.
    """
    for path in paths:
        module = importlib.import_module(FORMATS[path.suffix.lower()])
        write_whole(path, module.render(data).encode("utf-8"))
