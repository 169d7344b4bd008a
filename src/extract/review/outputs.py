"""The outputs folder: which articles it holds, and whether their files have changed. Nothing is written to it here."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from extract.errors import ReadError, UsageError
from extract.evaluation.files import read_record
from extract.records.schema import ArticleRecord
from extract.review.recent import Recent
from extract.writers.json import RUN_FILE, paths

_TITLE = 300


@dataclass(frozen=True, slots=True)
class Written:
    """What a run wrote of an article."""

    record: ArticleRecord
    text: str
    digest: str

    @property
    def title(self) -> str:
        """The first line of the text."""
        return next((line.strip() for line in self.text.split("\n") if line.strip()), "")[:_TITLE]


class Outputs:
    """A folder that ``run`` has written to."""

    def __init__(self, folder: Path) -> None:
        """Raises UsageError where the folder does not exist."""
        if not folder.is_dir():
            raise UsageError(f"{folder}: no such folder")
        self.folder = folder
        self._recent: Recent[Written] = Recent()

    def signatures(self) -> dict[str, str]:
        """The articles by doc_id, in the order of their names, each with what changes when its files do."""
        found = {}
        for path in sorted(self.folder.glob("*.json")):
            if path.name != RUN_FILE and (told := self.signature(path.stem)):
                found[path.stem] = told
        return found

    def signature(self, doc_id: str) -> str:
        """What changes when the files of an article do; "" where they are not there."""
        try:
            stats = [path.stat() for path in paths(doc_id, self.folder)[:2]]
        except (OSError, ValueError):  # a name that no file can have
            return ""
        return " ".join(f"{stat.st_mtime_ns}:{stat.st_size}" for stat in stats)

    def read(self, doc_id: str) -> Written:
        """The record and the text of an article, which nobody may change. Raises ReadError in one line."""
        return self._recent.get(doc_id, self.signature(doc_id), lambda: self._read(doc_id))

    def _read(self, doc_id: str) -> Written:
        record_path, _, _ = paths(doc_id, self.folder)
        record, text = read_record(record_path), self._text(doc_id)
        return Written(record, text, sha256(record.model_dump_json().encode() + text.encode()).hexdigest())

    def _text(self, doc_id: str) -> str:
        path = paths(doc_id, self.folder)[1]
        try:
            return path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ReadError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
