"""What the tests share: the command line called in-process, a small article, and the folder beside the project."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from extract.document import Block, BlockKind, Document, Source
from extract.errors import ReadError
from extract.records.schema import ArticleRecord, FieldSpan, Result, ResultProvenance, SourceInfo, TrialRecord
from extract.sections import Section, SectionKind

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ``../shared`` with real articles and their annotation; tests of it are skipped elsewhere."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no ../shared beside the project")
    return folder


@dataclass(frozen=True)
class Called:
    """What a command did: its exit code and what it printed where."""

    code: int
    out: str
    err: str


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Called]:
    """Call the command line in this process: ``call("run", path, "--out", out)``."""
    from extract.cli import main

    monkeypatch.delenv("EXTRACT_LEXICONS", raising=False)

    def call(*arguments: object) -> Called:
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Called(code, printed.out, printed.err)

    return call


# The same articles do not give the same bytes of these: how long it took, and in which order.
OF_THE_RUN = ("ledger.sqlite", "timings.csv")


def outputs(folder: Path) -> list[str]:
    """The names of the files in an output folder that depend on the articles alone."""
    return sorted(path.name for path in folder.iterdir() if path.name not in OF_THE_RUN)


def times_done(folder: Path) -> dict[str, int]:
    """How often each article was done (or failed) into a folder, by its ledger."""
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as ledger:
        return dict(ledger.execute("SELECT doc_id, times FROM article ORDER BY doc_id"))


def every_byte(folder: Path) -> dict[str, bytes]:
    """What is in these files, and in those of folders below."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name not in OF_THE_RUN)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipeline that is understood at a glance, so that a test of the command line tests only that.

    Every line "NAME number" of a file is a trial with one result; a file that says "broken" cannot
    be read, one that says "bug" makes it stumble.
    """
    import extract

    def read(path: Path, *, limits: object = None) -> Document:
        text = path.read_bytes().decode("utf-8")
        if "broken" in text:
            raise ReadError(f"{path}: broken")
        return Document(path.stem, text, source=Source(str(path), "0" * 64, "text"))

    # Another process would not know the toy.
    monkeypatch.setenv("EXTRACT_WORKERS", "0")
    # Not setattr, which would first load the real pipeline to remember it.
    monkeypatch.setitem(vars(extract), "read", read)
    monkeypatch.setitem(vars(extract), "extract", _toy_extract)


def _toy_extract(document: Document, *, model: str | None = None) -> SimpleNamespace:
    if "bug" in document.text:
        raise IndexError("list index out of range")
    source = SourceInfo(path=document.source.path, sha256=document.source.sha256, format=document.source.format)
    trials = [_toy_trial(number, line, document.text) for number, line in enumerate(document.text.split("\n")) if line]
    record = ArticleRecord(doc_id=document.doc_id, trials=trials, source=source, version="0")
    names = [span for trial in trials for span in trial.provenance["names"]]
    entities = [(span.start, span.end, "TRIAL") for span in names]
    return SimpleNamespace(
        document=document, record=record, sections=_toy_sections(document), entities=lambda: entities
    )


def _toy_sections(document: Document) -> tuple[Section, ...]:
    """The first line is the abstract, the rest are the results."""
    first = document.text.find("\n") + 1 or len(document.text)
    spans = [(SectionKind.ABSTRACT, 0, first), (SectionKind.RESULTS, first, len(document.text))]
    return tuple(Section(kind, "", 0, a, b, (Block(BlockKind.PARAGRAPH, a, b),)) for kind, a, b in spans)


def _toy_trial(number: int, line: str, text: str) -> TrialRecord:
    name, value = line.split()
    start = text.index(line)
    end = start + len(line.rstrip())
    origin = ResultProvenance(start=end - len(value), end=end, rule="toy:number")
    return TrialRecord(
        id=f"t{number + 1}",
        names=[name],
        results=[Result(endpoint="overall survival", measure="rate", value=float(value), unit="%", provenance=origin)],
        evidence=[line],
        provenance={"names": [FieldSpan(value=name, start=start, end=start + len(name), rule="toy:name")]},
    )
