"""A unit of work: one article, what decides what comes of it, and what came of it."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import extract
from extract.errors import UsageError
from extract.readers.files import Limits

STDIN = "-"
LEDGER_FILE = "ledger.sqlite"
_CHUNK = 1 << 20
# What reads articles or judges their words; scispaCy is not there on every Python, Word documents need mammoth.
_PACKAGES = ("charset-normalizer", "lxml", "mammoth", "pypdfium2", "rapidfuzz", "scispacy", "spacy", "trafilatura")


@dataclass(frozen=True, slots=True)
class Input:
    """An article to read: its path ("-" for standard input) and the doc_id that it is written by."""

    path: str
    doc_id: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one article may take: seconds, and megabytes on top of what the loaded pipeline takes."""

    timeout: float = 300
    memory: int = 2_000


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides, beside an article's content, what is extracted of it.

    ``lexicons`` and ``weights`` are the user's own folder and file (EXTRACT_LEXICONS, EXTRACT_WEIGHTS),
    "" for none. ``digests`` say what they and the package's own held when the run began.
    """

    model: str | None = None
    limits: Limits = field(default_factory=Limits)
    lexicons: str = ""
    weights: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    bounds: Bounds = field(default_factory=Bounds)

    def key(self, item: Input, sha256: str) -> str:
        """The key of an article's outputs: another content, name, version, word list, weight or option changes it."""
        return _digest([item.path, item.doc_id, sha256, self.described()])

    def key_of_failure(self, item: Input, sha256: str) -> str:
        """The key of a failure: what changes the outputs, and the bounds, which another try might keep to."""
        return _digest([self.key(item, sha256), asdict(self.bounds)])

    def put_in_force(self) -> None:
        """Let the process use the word lists and weights of the settings; those of another computer may differ.

        Raises UsageError when they are not what they were where the run began.
        """
        os.environ.update(EXTRACT_LEXICONS=self.lexicons, EXTRACT_WEIGHTS=self.weights)
        here = digests(self.model) if self.digests else {}
        if here != self.digests:
            differ = ", ".join(
                name.removesuffix("_digest") for name, value in here.items() if value != self.digests[name]
            )
            raise UsageError(f"{platform.node()}: a worker there differs from this computer in: {differ}")

    def described(self) -> dict[str, object]:
        """The settings that outputs depend on, as data."""
        return {**self.digests, "model": self.model, "limits": asdict(self.limits)}


def _digest(data: object) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def digests(model: str | None) -> dict[str, str]:
    """The version, the packages that outputs depend on, and the digests of the code, word lists, weights and model."""
    from extract.lexicon import digest
    from extract.relations.model import path_in_use

    # By its path, for the module that reads it takes a while to import.
    confidence = Path(extract.__file__).parent / "records" / "confidence.json"
    weights = hashlib.sha256(b"\0".join(file.read_bytes() for file in (path_in_use(), confidence))).hexdigest()
    return {
        "version": extract.__version__,
        "code_digest": _digest_of_code(),
        "packages": ", ".join(filter(None, map(_version, _PACKAGES))),
        "lexicon_digest": digest(),
        "weights_digest": weights,
        "model_digest": _digest_of_model(model),
    }


def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return ""


@lru_cache(maxsize=1)
def _digest_of_code() -> str:
    """The digest of the package's own modules: who changes a rule gets all articles anew, whatever the version says."""
    folder = Path(extract.__file__).parent
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        total.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def _digest_of_model(model: str | None) -> str:
    """The digest of a model's own description, which has its version; "" without a model."""
    if model is None:
        return ""
    from importlib.util import find_spec

    found = None if Path(model).is_dir() else find_spec(model)
    folder = Path(model) if found is None or not found.origin else Path(found.origin).parent
    meta = folder / "meta.json"
    return hashlib.sha256(meta.read_bytes()).hexdigest() if meta.is_file() else ""


def sha256_of(path: str) -> str:
    """The SHA-256 of a file, read bit by bit; "" for one that cannot be read, which its reader will tell."""
    total = hashlib.sha256()
    try:
        with open(path, "rb") as handle:
            while chunk := handle.read(_CHUNK):
                total.update(chunk)
    except OSError:
        return ""
    return total.hexdigest()


@dataclass(frozen=True, slots=True)
class Task:
    """An article to be extracted, and its content where whoever does it cannot read the path."""

    item: Input
    sha256: str = ""
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What came of an article: the contents of its files, its table rows (packed), and what is told of it."""

    item: Input
    record: bytes
    text: bytes
    entities: bytes
    rows: bytes
    summary: dict[str, Any]
    characters: int
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that could not be extracted: a word for the reason, and the cause in one line.

    ``lasting`` is False where the cause is not the article, such as a computer that went away.
    """

    item: Input
    reason: str
    message: str
    details: str = ""
    lasting: bool = True


Outcome = Made | Failure
Engine = Callable[[Iterator[Task]], Generator[list[tuple[Task, Outcome]]]]
"""Does the tasks, in any order, and yields what came of them some at a time; pulls only a few tasks ahead."""
