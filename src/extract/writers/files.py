"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from extract.errors import UsageError

_PART = ".part-"


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` so that a reader sees the old file or the new one, never a part.

    Raises OSError as the file system does; nothing is left behind then.
    """
    part = _part(path)
    try:
        part.write_bytes(content)
        os.replace(part, path)
    finally:
        _remove(part)


@contextlib.contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write bit by bit, which takes the place of ``path`` when the block ends well, else is gone."""
    part = _part(path)
    try:
        with part.open("wb") as handle:
            yield handle
        os.replace(part, path)
    finally:
        _remove(part)


def _part(path: Path) -> Path:
    # A name of its own, so that several are written at once; short, so that it fits wherever the path does.
    return path.with_name(f"{_PART}{os.getpid()}-{abs(hash(path.name)):x}")


def remove_parts(folder: Path) -> None:
    """Remove what a writer that was killed left behind."""
    for part in folder.glob(f"{_PART}*"):
        _remove(part)


def prepare_folder(folder: Path) -> None:
    """Make ``folder`` where it is missing and prove that it can be written to.

    Raises UsageError when it cannot.
    """
    probe = folder / f".probe-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(probe, b"")
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written to ({error.strerror or error})") from error
    finally:
        _remove(probe)


def _remove(path: Path) -> None:
    """Remove a file; one below what is no folder is not there to remove."""
    with contextlib.suppress(OSError):
        path.unlink()
