"""The ledger of an output folder: what has been done of which article, so that nothing is done twice.

One SQLite file, which stays whole when its writer is killed or the disk is full. An article enters it after
its files are written, so what it has stands. It is held by one run at a time.
"""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.batch.work import LEDGER_FILE
from extract.errors import UsageError

DONE, FAILED = "done", "failed"
# Only one run writes to a folder: no other needs to see the file change, which lets it lie on any file system.
_BEGIN = """
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS article (
    doc_id TEXT PRIMARY KEY, key TEXT NOT NULL, state TEXT NOT NULL, sizes TEXT NOT NULL, characters INTEGER NOT NULL,
    summary TEXT NOT NULL, rows BLOB NOT NULL, times INTEGER NOT NULL
);
"""
_PUT = """
INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT (doc_id) DO UPDATE SET
    key = excluded.key, state = excluded.state, sizes = excluded.sizes, characters = excluded.characters,
    summary = excluded.summary, rows = excluded.rows, times = times + 1
"""
_FULL = ("database or disk is full", "disk I/O error")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger has of an article.

    ``key`` is that of its content and of the settings; ``sizes`` are those of its files; ``summary`` is what
    ``run.json`` says of it; ``rows`` are its packed table rows.
    """

    doc_id: str
    key: str
    state: str
    sizes: tuple[int, ...] = ()
    characters: int = 0
    summary: Any = None
    rows: bytes = b""


class Ledger:
    """The ledger of one folder, held until it is closed."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / LEDGER_FILE
        with self._told():
            self._file = sqlite3.connect(self.path, timeout=0)
            self._file.executescript(_BEGIN)
            # Takes the lock, even where there is nothing to write.
            self._file.execute("BEGIN EXCLUSIVE")
            self._file.commit()

    def __enter__(self) -> Ledger:
        """The ledger is open as soon as it is made."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close it."""
        self.close()

    def get(self, doc_id: str) -> Entry | None:
        """What is known of an article, without its rows."""
        with self._told():
            found = self._file.execute(
                "SELECT key, state, sizes, characters, summary FROM article WHERE doc_id = ?", (doc_id,)
            ).fetchone()
        if found is None:
            return None
        key, state, sizes, characters, summary = found
        return Entry(doc_id, key, state, tuple(json.loads(sizes)), characters, json.loads(summary))

    def rows(self, doc_id: str) -> bytes:
        """The packed table rows of an article that is done."""
        with self._told():
            found = self._file.execute("SELECT rows FROM article WHERE doc_id = ?", (doc_id,)).fetchone()
        return bytes(found[0]) if found else b""

    def put(self, entries: Iterable[Entry]) -> None:
        """Enter articles, all or none. Raises OSError when the disk is full."""
        lines = [
            (e.doc_id, e.key, e.state, json.dumps(e.sizes), e.characters, json.dumps(e.summary), e.rows)
            for e in entries
        ]
        with self._told(), self._file:
            self._file.executemany(_PUT, lines)

    def forget(self, doc_ids: Iterable[str]) -> None:
        """Remove articles."""
        with self._told(), self._file:
            self._file.executemany("DELETE FROM article WHERE doc_id = ?", [(doc_id,) for doc_id in doc_ids])

    def __len__(self) -> int:
        """How many articles it knows."""
        return int(self._file.execute("SELECT count(*) FROM article").fetchone()[0])

    def doc_ids(self) -> Iterator[str]:
        """The doc_ids of all articles in the ledger."""
        for (doc_id,) in self._file.execute("SELECT doc_id FROM article ORDER BY doc_id"):
            yield doc_id

    def close(self) -> None:
        """Let another run have the folder."""
        self._file.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What goes wrong with the file, as a line for the user or as the error of the file system."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise UsageError(f"{self.path.parent}: another run is writing to this folder") from error
            code = errno.ENOSPC if str(error) in _FULL else errno.EIO
            cause = os.strerror(code) if code == errno.ENOSPC else str(error)
            raise OSError(code, cause, str(self.path)) from error
        except sqlite3.DatabaseError as error:
            raise UsageError(f"{self.path}: damaged ({error}); remove it, and all articles are done anew") from error
