"""Gold and predictions on disk: folders of ``<doc_id>.json``, both read by the one record model."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from extract.errors import ReadError, UsageError
from extract.records.schema import ArticleRecord

# How many faults of one file are told; the rest are counted.
_TOLD = 3


def record_files(folder: Path) -> dict[str, Path]:
    """The record files of a folder by doc_id (their stem), in the order of their names.

    Raises UsageError when the folder does not exist.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder")
    return {path.stem: path for path in sorted(folder.glob("*.json")) if path.is_file()}


def read_record(path: Path) -> ArticleRecord:
    """Read a gold or an output file.

    Raises ReadError in one line: the file, and the line and column of broken JSON or the fields
    that are not of the agreed shape.
    """
    try:
        content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
        return ArticleRecord.model_validate_json(content)
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror or error}") from error
    except ValidationError as error:
        raise ReadError(f"{path}: {faults_in(error)}") from error


def faults_in(error: ValidationError) -> str:
    """The faults of what a model refused, in one line; of many the first few."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    told = []
    for fault in faults[:_TOLD]:
        where = ".".join(str(part) for part in fault["loc"])
        told.append(f"{where}: {fault['msg']}" if where else fault["msg"])
    more = len(faults) - len(told)
    return "; ".join(told) + (f"; and {more} more" if more else "")
