"""Bytes from a path or standard input, refused with one clear line where they cannot be an article."""

from __future__ import annotations

import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from extract.errors import ReadError


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader takes at most of one file.

    ``max_bytes`` holds for every format. A PDF may have ``max_pages`` pages and ``max_characters``
    characters of text, and take ``max_seconds`` seconds; one that looks odd is read in a process of
    its own that gets ``max_megabytes`` of memory.
    """

    max_bytes: int = 20_000_000
    max_pages: int = 1_000
    max_characters: int = 5_000_000
    max_seconds: float = 120
    max_megabytes: int = 1_500


def load(path: Path, limits: Limits) -> bytes:
    """Return the bytes of ``path``, or of standard input for "-"; of a file over the limit one byte more than that.

    Raises ReadError for a missing path, a folder, anything else that is no regular file, and a file
    that may not be read.
    """
    return _standard_input(limits) if str(path) == "-" else _regular(path, limits)


def check(data: bytes, path: Path, limits: Limits) -> None:
    """Raise ReadError for an empty file and for one over the limit."""
    if len(data) > limits.max_bytes:
        raise ReadError(f"{path}: larger than the limit of {limits.max_bytes:,} bytes (max_bytes)")
    if not data.strip():
        raise ReadError(f"{path}: the file is empty")


def _standard_input(limits: Limits) -> bytes:
    return sys.stdin.buffer.read(limits.max_bytes + 1)


def _regular(path: Path, limits: Limits) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise ReadError(f"{path}: this is a folder, not a file")
        # A pipe or a device could keep the reader waiting for ever.
        if not stat.S_ISREG(mode):
            raise ReadError(f"{path}: not a regular file; pipe it in and read '-'")
        with path.open("rb") as handle:
            return handle.read(limits.max_bytes + 1)
    except FileNotFoundError:
        raise ReadError(f"{path}: no such file") from None
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        raise ReadError(f"{path}: cannot be read: {cause}") from error
