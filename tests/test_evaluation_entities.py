"""Entity spans against span files: counts per label, and the faults of a file."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from extract.errors import ReadError
from extract.evaluation import Tally, score, score_entities
from extract.evaluation.entities import EntityReport, read_spans, score_entity_files, score_spans
from extract.reports.data import ReportData
from extract.reports.terminal import render
from extract.reports.wording import file_notices

TEXT = "ALPHA (NCT01234567) enrolled adults with gout; 12.5% fell ill."
GOLD = [(0, 5, "TRIAL"), (7, 18, "REGISTRY_ID"), (29, 45, "POPULATION"), (47, 52, "PERCENT")]
SHARED = Path(__file__).resolve().parents[2] / "shared"


def write(path: Path, spans: list[tuple[int, int, str]], text: str = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps({"start": s, "end": e, "label": name, "text": text[s:e]}) for s, e, name in spans]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


# predicted spans, label, exact (matched, spurious, missed), overlap, why
CASES = [
    ([(0, 5, "TRIAL")], "TRIAL", (1, 0, 0), (1, 0, 0), "the same span"),
    ([(0, 5, "TRIAL")] * 2, "TRIAL", (1, 0, 0), (1, 0, 0), "the same span twice is one"),
    ([(0, 5, "REGISTRY_ID")], "TRIAL", (0, 0, 1), (0, 0, 1), "another label"),
    ([(29, 35, "POPULATION")], "POPULATION", (0, 1, 1), (1, 0, 0), "a part of it"),
    ([(29, 35, "POPULATION"), (36, 45, "POPULATION")], "POPULATION", (0, 2, 1), (1, 1, 0), "two parts are one partner"),
    ([(45, 47, "POPULATION")], "POPULATION", (0, 1, 1), (0, 1, 1), "half-open spans that only touch"),
    ([], "PERCENT", (0, 0, 1), (0, 0, 1), "nothing predicted"),
]


@pytest.mark.parametrize(("predicted", "label", "exact", "overlap", "why"), CASES)
def test_counts_per_label(
    predicted: list[tuple[int, int, str]],
    label: str,
    exact: tuple[int, int, int],
    overlap: tuple[int, int, int],
    why: str,
    tmp_path: Path,
) -> None:
    scores = score_entities(write(tmp_path / "doc.jsonl", GOLD), iter(predicted), TEXT)
    assert scores.exact[label] == Tally(*exact), why
    assert scores.overlap[label] == Tally(*overlap), why


def test_overlap_pairs_one_to_one_for_the_most_pairs() -> None:
    # First come first served would give the long span to the first gold one and leave the second alone.
    scores = score_spans([(0, 4, "X"), (6, 9, "X")], [(2, 8, "X"), (0, 3, "X")])
    assert scores.overlap["X"] == Tally(2, 0, 0)


FAULTS = [
    ('{"start": 0, "end": 5, "label": "TRIAL", "text": "BETA"}', "the line says 'BETA', its span is of 'ALPHA'"),
    ('{"start": 5, "end": 5, "label": "TRIAL"}', "[5, 5) is no span"),
    ('{"start": 0, "label": "TRIAL"}', "end: Field required"),
    ('{"start": 0', "Invalid JSON"),
]


@pytest.mark.parametrize(("line", "message"), FAULTS)
def test_a_faulty_line_is_told_with_its_number(tmp_path: Path, line: str, message: str) -> None:
    path = write(tmp_path / "doc.jsonl", GOLD[:1])
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(ReadError) as caught:
        score_entities(path, [], TEXT)
    assert str(caught.value).startswith(f"{path}:2: ")
    assert message in str(caught.value)


def test_folders_of_span_files(tmp_path: Path) -> None:
    gold, predictions = tmp_path / "gold" / "entities", tmp_path / "out"
    assert score_entity_files(gold, predictions) is None
    for doc_id in ("one", "two", "three"):
        write(gold / f"{doc_id}.jsonl", GOLD)
    assert score_entity_files(gold, predictions) == EntityReport({}, ("one", "three", "two"))
    write(predictions / "one.entities.jsonl", GOLD[:1])
    (predictions / "three.entities.jsonl").write_text("nonsense\n", encoding="utf-8")
    report = score_entity_files(gold, predictions)
    assert report
    assert report.scores.exact["TRIAL"] == Tally(1, 0, 2)
    assert report.missing == ("two",)
    assert "three.entities.jsonl:1: Invalid JSON" in report.unreadable[0]


@pytest.fixture
def predicted(tmp_path: Path) -> tuple[Path, Path]:
    """A gold article and its prediction, both with spans, the text beside the prediction."""
    gold, predictions = tmp_path / "gold", tmp_path / "out"
    write(gold / "entities" / "doc.jsonl", GOLD)
    write(predictions / "doc.entities.jsonl", GOLD)
    (gold / "doc.json").write_text('{"doc_id": "doc"}', encoding="utf-8")
    (predictions / "doc.json").write_text('{"doc_id": "doc", "text_file": "doc.txt"}', encoding="utf-8")
    (predictions / "doc.txt").write_text(TEXT, encoding="utf-8")
    return gold, predictions


def test_a_report_holds_the_entity_scores(predicted: tuple[Path, Path]) -> None:
    report = score(*predicted)
    assert report.sound
    assert report.as_dict()["entities"]["exact"]["PERCENT"]["f1"] == 1.0
    for width, ratios in ((80, 6), (40, 2)):
        console = Console(width=width, record=True, file=io.StringIO())
        render(ReportData(report), console)
        row = next(line for line in console.export_text().splitlines() if line.startswith("REGISTRY_ID"))
        assert row.split() == ["REGISTRY_ID", *["1.000"] * ratios, "1"]


def test_gold_spans_of_another_text_take_no_part(predicted: tuple[Path, Path]) -> None:
    (predicted[1] / "doc.txt").write_text("\ufeff" + TEXT, encoding="utf-8")
    report = score(*predicted)
    assert report.entities
    assert report.entities.articles == {}
    assert not report.sound
    assert any("doc.jsonl:1: the line says 'ALPHA'" in line for line in file_notices(report))


def test_a_prediction_without_spans_is_told(predicted: tuple[Path, Path]) -> None:
    (predicted[1] / "doc.entities.jsonl").unlink()
    assert "No entity spans predicted for doc: its annotation is not scored." in list(file_notices(score(*predicted)))


@pytest.mark.skipif(not (SHARED / "gold" / "entities").is_dir(), reason="../shared/gold/entities is not here")
def test_the_shared_spans_show_their_slices() -> None:
    for path in (SHARED / "gold" / "entities").glob("*.jsonl"):
        with (SHARED / "corpus" / f"{path.stem}.txt").open(encoding="utf-8", newline="") as handle:
            spans = read_spans(path, handle.read())
        scores = score_entities(path, spans)
        assert all(t.precision == t.recall == 1.0 for t in scores.exact.values())
        assert {"TRIAL", "REGISTRY_ID", "PERCENT", "POPULATION"} <= set(scores.exact)
