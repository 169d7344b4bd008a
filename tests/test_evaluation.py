"""The figures, the error listing and the report, on cases small enough to count by hand."""

from __future__ import annotations

import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from extract.errors import ReadError, UsageError
from extract.evaluation import Counts, Tally, Verdict, compare, normalise, same, score, score_records
from extract.evaluation.files import read_record
from extract.evaluation.pairing import align, assign
from extract.records.schema import FieldSpan, Result, ResultProvenance, TrialRecord
from extract.reports.data import ReportData
from extract.reports.terminal import render
from extract.reports.wording import file_notices


def rate(value: float | None, endpoint: str = "overall survival", arm: str | None = "a", **more: Any) -> Result:
    return Result(**{"endpoint": endpoint, "measure": "rate", "value": value, "unit": "%", "arm": arm, **more})


GOLD = [
    TrialRecord(
        names=["ALPHA-1"], registry_ids=["NCT01234567"], citations=["3", "4"], phase="3", enrolled=120,
        population="adults with gout", interventions=["febuxostat"], comparators=["placebo"],
        results=[rate(81.6, timepoint="3 years"), rate(49.4, arm="b"), rate(12, "rash"), rate(7, "death", None)],
    ),
    TrialRecord(names=["BETA"], citations=["9"], phase="2", results=[rate(33, "overall response rate")]),
]  # fmt: skip
PREDICTED = [
    TrialRecord(
        names=["The Alpha 1 trial", "GAMMA"], registry_ids=["NCT01234567"], citations=["3"], phase="2", enrolled=120,
        population="gout", interventions=["Febuxostat"],
        results=[
            rate(81.6, "OS", timepoint="day 1095"),  # right, though printed otherwise
            rate(49.4, provenance=ResultProvenance(start=70, end=75, rule="pair")),  # arm a for b
            rate(12, "headache"),
            rate(8, "mortality", None),  # 7
            rate(33, "ORR"),  # BETA's
        ],
    ),
    TrialRecord(names=["DELTA"], provenance={"names": [FieldSpan(start=5, end=10, rule="acronym", value="DELTA")]}),
]  # fmt: skip

# field: (matched, spurious, missed), counted by hand
EXPECTED = {
    "trials": (1, 1, 1),
    "names": (1, 2, 1),
    "registry_ids": (1, 0, 0),
    "citations": (1, 0, 2),
    "phase": (0, 1, 2),
    "design": (0, 0, 0),
    "enrolled": (1, 0, 0),
    "population": (1, 0, 0),
    "interventions": (1, 0, 0),
    "comparators": (0, 0, 1),
    "results:anywhere value": (4, 1, 1),
    "results:anywhere value+endpoint": (3, 2, 2),
    "results:value": (3, 2, 2),
    "results:value+endpoint": (2, 3, 3),
    "results:value+arm": (2, 3, 3),
    "results:value+endpoint+arm": (1, 4, 4),
    "results:full": (1, 4, 4),
}


def test_a_hand_counted_case() -> None:
    counts = score_records(GOLD, PREDICTED)
    counted = {field: (t.matched, t.spurious, t.missed) for field, t in counts.items()}
    assert counted == {**dict.fromkeys(counted, (0, 0, 0)), **EXPECTED}


def test_ratios_of_a_tally() -> None:
    tally = Tally(matched=3, spurious=1, missed=3)
    assert (tally.precision, tally.recall, tally.f1) == (0.75, 0.5, pytest.approx(0.6))
    assert Tally().f1 == 0.0
    assert Tally.of(gold=6, predicted=4, matched=3) == tally


def test_the_headline_is_the_mean_f1_of_fields_with_anything_in_them() -> None:
    counts = Counts({"trials": Tally(1), "names": Tally(1, 1, 1), "phase": Tally(missed=2), "sponsors": Tally(0, 9, 0)})
    assert counts.headline == pytest.approx((1 + 0.5 + 0) / 3)
    assert Counts().headline == 0.0


NORMAL_FORMS = [
    (normalise.study_name, "The OASIS\u20116 trial", "oasis6", "noun, article and hyphens go"),
    (normalise.study_name, "studying", "studying", "only whole words are study nouns"),
    (normalise.citation, "Turpie and Bauer et al 2001", "turpiebauer2001", "letters and digits stay"),
    (normalise.endpoint, "OS", "overall survival", "a synonym of the lexicon"),
    (normalise.endpoint, "Major  Bleeding", "major bleeding", "not in the lexicon"),
    (normalise.timepoint, "24 weeks", 168, "number and unit"),
    (normalise.timepoint, "week 24", 168, "unit and number"),
    (normalise.timepoint, "6-month", 182, "a month is 30.4 days"),
    (normalise.timepoint, "48 hours", 2, "hours are parts of a day"),
    (normalise.timepoint, "Baseline", "baseline", "no length in it"),
    (normalise.timepoint, None, "", "no timepoint"),
]


@pytest.mark.parametrize(("form", "text", "expected", "why"), NORMAL_FORMS)
def test_normal_forms(form: Any, text: str | None, expected: object, why: str) -> None:
    assert form(text) == expected, why


SAME_NUMBERS = [
    (rate(-0.7), rate(0.7), True, "the sign may be in the words"),
    (rate(0.70000001), rate(0.7), True, "doubles differ by less than the tolerance"),
    (rate(0.701), rate(0.7), False, "another number"),
    (rate(None, low=25, high=30), rate(None, low=25, high=30), True, "a range without a value"),
    (rate(None, low=25, high=30), rate(None, low=25, high=31), False, "another range"),
    (rate(None, low=25), rate(25), False, "a range is no value"),
]


@pytest.mark.parametrize(("one", "other", "expected", "why"), SAME_NUMBERS)
def test_same_numbers(one: Result, other: Result, expected: bool, why: str) -> None:
    assert same.same_number(one, other) is expected, why
    assert same.same_number(other, one) is expected, why


SAME_ARMS = [
    (None, None, True, "between arms both"),
    (None, "placebo", False, "an arm is not the comparison"),
    ("blinatumomab", "Blinatumomab arm", True, "one's words hold the other's"),
    ("liraglutide 1.8 mg", "1.8 mg liraglutide", True, "the order is free"),
    ("placebo", "glimepiride", False, "another arm"),
]


@pytest.mark.parametrize(("one", "other", "expected", "why"), SAME_ARMS)
def test_same_arms(one: str | None, other: str | None, expected: bool, why: str) -> None:
    assert same.same_arm(one, other) is expected, why


def test_pairs_are_the_best_together_not_the_first_that_fit() -> None:
    assert assign([[2.0, 1.9], [1.8, 0.0]]) == [(0, 1), (1, 0)]
    assert assign([[0.0, 0.0]]) == []
    assert assign([]) == []


def test_records_with_too_little_in_common_stay_alone() -> None:
    gold, predicted = TrialRecord(results=[rate(n) for n in range(4)]), TrialRecord(results=[rate(3)])
    assert align([gold], [predicted]) == [(gold, None), (None, predicted)]
    fewer = TrialRecord(results=[rate(3), rate(4)])
    assert align([fewer], [predicted]) == [(fewer, predicted)]


def test_a_count_beside_its_own_rate_is_not_counted() -> None:
    count = Result(endpoint="OS", measure="count", value=13, arm="A")
    counts = score_records([TrialRecord(names=["X"], results=[rate(4.1), count])], [TrialRecord(names=["X"])])
    assert counts["results:value"].missed == 1
    alone = score_records([TrialRecord(names=["X"], results=[rate(4.1, arm="b"), count])], [])
    assert alone["results:value"].missed == 2


def test_every_error_has_its_kind_and_origin() -> None:
    found = [c for c in compare(GOLD, PREDICTED, "doc") if not c.right]
    results = {(d.kind, d.gold.split(" ")[0], d.predicted.split(" ")[0]) for d in found if d.field == "results"}
    assert results == {
        (Verdict.WRONG_ARM, "49.4", "49.4"),
        (Verdict.WRONG_ENDPOINT, "12", "12"),
        (Verdict.WRONG_NUMBER, "7", "8"),
        (Verdict.WRONG_TRIAL, "33", "33"),
    }
    arm = next(d for d in found if d.kind is Verdict.WRONG_ARM)
    assert str(arm) == (
        "doc | wrong arm | results | ALPHA-1 | gold: 49.4 % rate of overall survival; arm b"
        " | got: 49.4 % rate of overall survival; arm a | by: pair @70"
    )
    others = {(d.kind, d.field, d.gold, d.predicted, d.origin) for d in found if d.field in ("names", "phase")}
    assert others == {
        (Verdict.SPURIOUS, "names", "", "GAMMA", ""),
        (Verdict.WRONG_VALUE, "phase", "3", "2", ""),
        (Verdict.MISSED, "names", "BETA", "", ""),
        (Verdict.MISSED, "phase", "2", "", ""),
        (Verdict.SPURIOUS, "names", "", "DELTA", "acronym @5"),
    }
    alone = {(d.kind, d.trial) for d in found if d.field == "trials"}
    assert alone == {(Verdict.MISSED, "BETA"), (Verdict.SPURIOUS, "DELTA")}


def test_every_value_is_compared_and_equal_records_are_right_in_all() -> None:
    same_records = compare(GOLD, GOLD)
    assert {c.kind for c in same_records} == {Verdict.RIGHT}
    values = sum(EXPECTED[f][0] + EXPECTED[f][2] for f in EXPECTED if ":" not in f)
    assert len(same_records) == values + sum(len(trial.results) for trial in GOLD)


def test_right_comparisons_are_the_matched_values_of_the_counts() -> None:
    right = Counter(c.field for c in compare(GOLD, PREDICTED) if c.right)
    assert right == {f: n for f, (n, _, _) in EXPECTED.items() if ":" not in f and n} | {"results": 1}


def test_a_comparison_tells_confidence_and_place_of_the_predicted_value() -> None:
    span = ResultProvenance(start=70, end=75, rule="pair")
    told = TrialRecord(
        names=["ALPHA-1"], confidence=0.9, results=[rate(81.6, confidence=0.7, provenance=span)],
        provenance={"names": [FieldSpan(start=3, end=10, rule="acronym", value="ALPHA-1")]},
    )  # fmt: skip
    found = compare(GOLD[:1], [told])
    assert {(c.field, c.confidence, c.place) for c in found if c.predicted} == {
        ("trials", 0.9, (3, 10)),
        ("names", None, (3, 10)),
        ("results", 0.7, (70, 75)),
    }
    assert all(c.place is c.confidence is None for c in found if not c.predicted)


def write(folder: Path, doc_id: str, trials: list[TrialRecord]) -> None:
    folder.mkdir(exist_ok=True)
    data = {"doc_id": doc_id, "trials": [t.model_dump() for t in trials]}
    (folder / f"{doc_id}.json").write_text(json.dumps(data), encoding="utf-8")


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Three gold articles: one predicted, one missing, one whose prediction is broken."""
    gold, predictions = tmp_path / "gold", tmp_path / "predictions"
    for doc_id in ("good", "absent", "broken"):
        write(gold, doc_id, GOLD)
    write(predictions, "good", PREDICTED)
    write(predictions, "stranger", PREDICTED)
    (predictions / "broken.json").write_text('{"doc_id": "broken",\n "trials": [{"phase": ]}', encoding="utf-8")
    return gold, predictions


def test_an_absent_and_a_broken_prediction_count_as_missed_and_are_told(folders: tuple[Path, Path]) -> None:
    report = score(*folders)
    assert report.counts["trials"] == Tally(1, 1, 1 + 2 + 2)
    assert report.predicted["trials"] == Tally(1, 1, 1 + 2)
    assert (report.missing, report.unscored, report.sound) == (("absent",), ("stranger",), False)
    assert [a.prediction for a in report.articles] == ["missing", "unreadable", "read"]
    told = " ".join(file_notices(report))
    assert "No prediction for absent: everything in it counts as missed." in told
    assert "broken.json: Invalid JSON: expected value at line 2 column 23 (it counts as missed)" in told
    assert "no gold file: stranger" in told


def test_the_report_as_data_stores_counts_and_derives_ratios(folders: tuple[Path, Path]) -> None:
    data = json.loads(json.dumps(score(*folders).as_dict(errors=True)))
    trials = data["articles"]["good"]["fields"]["trials"]
    assert trials == {"matched": 1, "spurious": 1, "missed": 1, "precision": 0.5, "recall": 0.5, "f1": 0.5}
    assert data["missing"] == ["absent"]
    assert data["result_errors"]["wrong arm"] == 1
    assert data["result_errors"]["missed"] == 10
    assert {d["doc_id"] for d in data["differences"]} == {"good", "absent", "broken"}


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_the_terminal_report_fits_its_width(folders: tuple[Path, Path], width: int) -> None:
    console = Console(width=width, record=True, file=io.StringIO())
    report = score(*folders)
    render(ReportData.of(report), console)
    lines = console.export_text().splitlines()
    notes = set(file_notices(report))
    assert all(len(line.rstrip()) <= width for line in lines if line.rstrip() not in notes)
    figures = " ".join(lines)
    assert "…" not in figures
    assert f"headline {report.headline:.3f}" in figures
    assert f"{report.predicted.headline:.3f} over the 2 with a prediction" in " ".join(figures.split())
    assert notes <= {line.rstrip() for line in lines}


FAULTS = [
    ('{"doc_id": "x", "trials": [{"phase": "9"}]}', "trials.0.phase: Input should be '0', '1'", "a value of the guide"),
    ('{"doc_id": "x", "trial": []}', "trial: Extra inputs are not permitted", "a misspelt field"),
    ("[]", "Input should be an object", "no record file"),
    ("", "Invalid JSON: EOF while parsing", "empty"),
    ("\x80", "Invalid JSON", "no text"),
]


@pytest.mark.parametrize(("content", "message", "why"), FAULTS)
def test_a_file_of_another_shape_is_told_in_one_line(tmp_path: Path, content: str, message: str, why: str) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(ReadError) as caught:
        read_record(path)
    assert str(caught.value).startswith(f"{path}: "), why
    assert message in str(caught.value), why
    assert "\n" not in str(caught.value), why


def test_folders_that_cannot_be_scored_are_misuse(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        score(tmp_path / "nowhere", tmp_path)
    with pytest.raises(UsageError, match="no gold files"):
        score(tmp_path, tmp_path)
