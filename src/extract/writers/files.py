"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from extract.errors import UsageError


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` so that a reader sees the old file or the new one, never a part.

    Raises OSError as the file system does; nothing is left behind then.
    """
    part = path.with_name(f".part-{os.getpid()}")
    try:
        part.write_bytes(content)
        os.replace(part, path)
    finally:
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
