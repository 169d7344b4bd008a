"""What the tests share: the command line called in-process, a small article, and the folder beside the project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

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


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipeline that is understood at a glance, so that a test of the command line tests only that.

    Every line "NAME number" of a file is a trial with one result; a file that says "broken" cannot
    be read, one that says "bug" makes it stumble.
    """
    import extract
    from extract.document import Document, Source
    from extract.errors import ReadError

    def read(path: Path) -> Document:
        text = path.read_bytes().decode("utf-8")
        if "broken" in text:
            raise ReadError(f"{path}: broken")
        return Document(path.stem, text, source=Source(str(path), "0" * 64, "text"))

    monkeypatch.setattr(extract, "read", read, raising=False)
    monkeypatch.setattr(extract, "extract", _toy_extract, raising=False)


def _toy_extract(document: object, *, model: str | None = None) -> object:
    from types import SimpleNamespace

    from extract.document import Document
    from extract.records.schema import ArticleRecord, SourceInfo

    assert isinstance(document, Document)
    if "bug" in document.text:
        raise IndexError("list index out of range")
    source = SourceInfo(path=document.source.path, sha256=document.source.sha256, format=document.source.format)
    trials = [_toy_trial(number, line, document.text) for number, line in enumerate(document.text.split("\n")) if line]
    record = ArticleRecord(doc_id=document.doc_id, trials=trials, source=source, version="0")
    return SimpleNamespace(document=replace(document), record=record)


def _toy_trial(number: int, line: str, text: str) -> object:
    from extract.records.schema import FieldSpan, Result, ResultProvenance, TrialRecord

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
