"""``evaluate``: the command around the evaluation, and what makes it fail in CI."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Called
from extract.records.schema import ArticleRecord, TrialRecord

Call = Callable[..., Called]


def _folder(folder: Path, **names: list[str]) -> Path:
    folder.mkdir()
    for doc_id, trials in names.items():
        record = ArticleRecord(doc_id=doc_id, trials=[TrialRecord(names=[name]) for name in trials])
        (folder / f"{doc_id}.json").write_text(record.model_dump_json(), encoding="utf-8")
    return folder


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return _folder(tmp_path / "gold", smith=["ALPHA", "BETA"], jones=["GAMMA"])


@pytest.fixture
def predictions(tmp_path: Path) -> Path:
    return _folder(tmp_path / "predictions", smith=["ALPHA"])


def _evaluate(call: Call, gold: Path, predictions: Path, *options: str) -> Called:
    return call("evaluate", "--gold", gold, "--predictions", predictions, *options)


def test_figures_and_missing_articles_are_told(call: Call, gold: Path, predictions: Path) -> None:
    called = _evaluate(call, gold, predictions)
    assert called.code == 0
    assert "trials" in called.out
    assert "0.333" in called.out, "one of three records found"
    assert "No prediction for jones" in called.out


def test_json(call: Call, gold: Path, predictions: Path) -> None:
    called = _evaluate(call, gold, predictions, "--json", "--errors")
    data = json.loads(called.out)
    assert data["missing"] == ["jones"]
    assert data["fields"]["trials"]["recall"] == pytest.approx(1 / 3)
    assert data["differences"]


def test_errors_are_listed(call: Call, gold: Path, predictions: Path) -> None:
    plain, listed = (_evaluate(call, gold, predictions, *options).out for options in ([], ["--errors"]))
    assert listed.startswith(plain)
    assert "BETA" in listed[len(plain) :]


FAULTS = [
    (["--require-all"], 1, "Without a prediction: jones.", "an article is missing"),
    (["--fail-under", "0.9"], 1, " is under 0.9.", "the headline is too low"),
    (["--fail-under", "0.1"], 0, "", "the headline is high enough"),
    (["--fail-under", "2"], 2, "is not in the range", "no F1 is 2"),
]


@pytest.mark.parametrize(("options", "code", "message", "why"), FAULTS, ids=[why for *_, why in FAULTS])
def test_exit_codes(
    options: list[str], code: int, message: str, why: str, call: Call, gold: Path, predictions: Path
) -> None:
    called = _evaluate(call, gold, predictions, *options)
    assert called.code == code, why
    assert message in called.err


def test_a_prediction_of_another_shape_is_a_problem(call: Call, gold: Path, predictions: Path) -> None:
    (predictions / "jones.json").write_text('{"doc_id": "jones", "studies": []}', encoding="utf-8")
    called = _evaluate(call, gold, predictions)
    assert called.code == 1
    assert "jones.json" in called.out


def test_folders_that_cannot_be_right_are_misuse(call: Call, gold: Path, tmp_path: Path) -> None:
    assert _evaluate(call, gold, tmp_path / "gone").code == 2
    assert _evaluate(call, tmp_path / "gone", gold).code == 2
    (tmp_path / "empty").mkdir()
    empty = _evaluate(call, tmp_path / "empty", gold)
    assert empty.code == 2
    assert "no gold files" in empty.err


def test_the_summary_of_a_run_is_no_prediction(call: Call, gold: Path, predictions: Path) -> None:
    (predictions / "run.json").write_text('{"version": "0"}', encoding="utf-8")
    called = _evaluate(call, gold, predictions)
    assert called.code == 0
    assert "Not scored" not in called.out
