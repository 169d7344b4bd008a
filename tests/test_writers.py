"""What is written: records with their texts, and flat tables."""

from __future__ import annotations

import csv
import io
import os
import stat
from pathlib import Path

import pandas as pd
import pytest

from extract.errors import UsageError
from extract.records.schema import ArticleRecord, FieldSpan, Result, ResultProvenance, TrialRecord
from extract.writers.files import prepare_folder, write_whole
from extract.writers.json import contents, write_article, write_run
from extract.writers.rows import RESULTS, TRIALS, label, pack, result_rows, trial_rows, unpack
from extract.writers.tables import FORMATS, check_formats, write_tables

TEXT = "=SUM(A1) enrolled 12 patients;\r\nremission in 41·7% (5/12)\u2028 \x0c end"
AT = TEXT.index("41")
RESULT = Result(
    endpoint="remission", measure="rate", value=41.7, unit="%", events=5, total=12, source="table",
    provenance=ResultProvenance(start=AT, end=AT + 4, rule="quantity:percent"),
)  # fmt: skip
TRIAL = TrialRecord(
    id="t1", names=["=SUM(A1)", "B"], citations=["3"], enrolled=12, design=["pilot", "registry"], results=[RESULT],
    population="a \x0c b", evidence=["one", "two, \"three\""],
    provenance={"names": [FieldSpan(value="=SUM(A1)", start=0, end=8, rule="name:acronym")]},
)  # fmt: skip
ARTICLE = ArticleRecord(
    doc_id="smith", trials=[TRIAL], unattached=[Result(endpoint="mortality", measure="count", value=3)]
)


def _section(offset: int) -> str:
    return "results" if offset >= 9 else "abstract"


def _tables(folder: Path, *formats: str) -> list[Path]:
    rows = pack(trial_rows(ARTICLE, _section), result_rows(ARTICLE, _section))
    return write_tables([unpack(rows)], folder, formats)


def test_the_text_is_written_byte_by_byte_so_that_offsets_hold(tmp_path: Path) -> None:
    path = write_article("smith", contents(ARTICLE, TEXT, []), tmp_path)
    record = ArticleRecord.model_validate_json(path.read_bytes())
    with (tmp_path / str(record.text_file)).open(encoding="utf-8", newline="") as handle:
        text = handle.read()
    assert text == TEXT
    origin = record.trials[0].results[0].provenance
    assert origin is not None
    assert text[origin.start : origin.end] == "41·7"


def test_what_is_written_reads_back_as_it_was(tmp_path: Path) -> None:
    path = write_article("smith", contents(ARTICLE, TEXT, []), tmp_path)
    assert path == tmp_path / "smith.json"
    again = ArticleRecord.model_validate_json(path.read_bytes())
    assert again == ARTICLE.model_copy(update={"text_file": "smith.txt"})
    assert path.read_text(encoding="utf-8").count('"phase": null') == 1, "an unknown field is there, as null"


def test_columns_and_cells_of_the_csv(tmp_path: Path) -> None:
    trials, results = _tables(tmp_path, "csv")
    assert (trials.name, results.name) == ("trials.csv", "results.csv")
    rows = list(csv.DictReader(io.StringIO(trials.read_bytes().decode("utf-8"), newline="")))
    assert list(rows[0]) == [column.name for column in TRIALS]
    assert {name: cell for name, cell in rows[0].items() if cell} == {
        "doc_id": "smith", "record_id": "t1", "names": "=SUM(A1); B", "citations": "3", "design": "pilot; registry",
        "enrolled": "12", "population": "a \x0c b", "results": "1", "evidence": 'one | two, "three"',
        "section": "abstract", "start": "0", "end": "8", "rule": "name:acronym",
    }  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(results.read_bytes().decode("utf-8"), newline="")))
    assert list(rows[0]) == [column.name for column in RESULTS]
    assert {name: cell for name, cell in rows[0].items() if cell} == {
        "doc_id": "smith", "record_id": "t1", "trial": "=SUM(A1)", "endpoint": "remission", "measure": "rate",
        "value": "41.7", "unit": "%", "source": "table", "events": "5", "total": "12",
        "section": "results", "start": str(AT), "end": str(AT + 4), "rule": "quantity:percent",
    }  # fmt: skip
    assert [row["record_id"] for row in rows] == ["t1", ""], "what no record claims stands at the end"


def test_every_field_of_a_result_has_a_column() -> None:
    fields = set(Result.model_fields) - {"provenance"}
    assert fields <= {column.name for column in RESULTS}
    assert set(TrialRecord.model_fields) - {"id", "provenance"} <= {column.name for column in TRIALS}


@pytest.mark.parametrize("kind", FORMATS)
def test_all_formats_hold_the_same(kind: str, tmp_path: Path) -> None:
    _, results = _tables(tmp_path, kind)
    read = {"csv": pd.read_csv, "parquet": pd.read_parquet, "xlsx": pd.read_excel}[kind]
    frame = read(results)
    assert list(frame.columns) == [column.name for column in RESULTS]
    assert frame["value"].tolist() == [41.7, 3.0]
    assert frame["trial"].tolist()[0] == "=SUM(A1)"
    assert frame["record_id"].isna().tolist() == [False, True]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_run_without_rows_still_has_its_columns(kind: str, tmp_path: Path) -> None:
    trials, _ = write_tables([], tmp_path, [kind])
    read = {"csv": pd.read_csv, "parquet": pd.read_parquet, "xlsx": pd.read_excel}[kind]
    assert list(read(trials).columns) == [column.name for column in TRIALS]


def test_parquet_keeps_whole_numbers_whole(tmp_path: Path) -> None:
    _, results = _tables(tmp_path, "parquet")
    frame = pd.read_parquet(results)
    assert str(frame["events"].dtype) == "Int64"
    assert str(frame["value"].dtype) == "Float64"


def test_a_spreadsheet_takes_text_for_text(tmp_path: Path) -> None:
    """A name that begins with "=" is no formula, and a form feed does not break the file."""
    from openpyxl import load_workbook

    trials, _ = _tables(tmp_path, "xlsx")
    sheet = load_workbook(trials).active
    cells = {sheet.cell(1, i).value: sheet.cell(2, i) for i in range(1, sheet.max_column + 1)}
    assert (cells["names"].value, cells["names"].data_type) == ("=SUM(A1); B", "s")
    assert cells["population"].value == "a  b"
    assert (cells["enrolled"].value, cells["enrolled"].data_type) == (12, "n")


LABELS = [
    (TrialRecord(id="t1", names=["A", "B"], registry_ids=["NCT1"]), "A", "the first name"),
    (TrialRecord(id="t1", registry_ids=["NCT1"], citations=["7"]), "NCT1", "the number"),
    (TrialRecord(id="t1", citations=["7", "8"]), "[7]", "the citation"),
    (TrialRecord(id="t1"), "t1", "the id"),
    (TrialRecord(), "", "nothing at all"),
]


@pytest.mark.parametrize(("trial", "expected", "why"), LABELS, ids=[why for *_, why in LABELS])
def test_labels(trial: TrialRecord, expected: str, why: str) -> None:
    assert label(trial) == expected, why


def test_unknown_and_missing_formats_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_formats(["csv", "xlsx", "csv"]) == ("csv", "xlsx")
    with pytest.raises(UsageError, match="'ods' is no table format; there are csv, parquet, xlsx"):
        check_formats(["ods"])
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"parquet tables need pyarrow .*pip install 'trial-extract\[parquet\]'"):
        check_formats(["parquet"])


def test_a_file_is_whole_or_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    write_whole(path, b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_files_are_as_readable_as_any_other(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        write_whole(tmp_path / "a", b"x")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o644


def test_the_folder_is_proved_before_the_work(tmp_path: Path) -> None:
    prepare_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="file: cannot be written to"):
        prepare_folder(tmp_path / "file")


def test_the_summary_is_plain_json(tmp_path: Path) -> None:
    assert write_run({"a": "é"}, tmp_path).read_text(encoding="utf-8") == '{\n "a": "é"\n}\n'
