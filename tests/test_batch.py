"""What is done again and what stands: ``run`` over an output folder that has been written to before."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest

from conftest import ROOT, Called, every_byte, outputs, times_done
from extract.batch import cell, work
from extract.batch.article import load
from extract.batch.engines import on_this_machine
from extract.batch.ledger import DONE, Entry, Ledger
from extract.batch.work import Failure, Input, Outcome, Settings, Task
from extract.errors import UsageError
from extract.records.schema import ArticleRecord, Result, TrialRecord
from extract.writers import tables, xlsx
from extract.writers.rows import pack, result_rows, trial_rows, unpack
from extract.writers.tables import write_tables

Call = Callable[..., Called]
toy = pytest.mark.usefixtures("toy")


def _articles(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@toy
def test_what_stands_is_not_done_again_and_told_the_same(call: Call, tmp_path: Path) -> None:
    articles, out = _articles(tmp_path / "in", a="ALPHA 1", b="BETA 2"), tmp_path / "out"
    first = call("run", articles, "--out", out)
    before = every_byte(out)
    second = call("run", articles, "--out", out)
    assert times_done(out) == {"a": 1, "b": 1}
    assert every_byte(out) == before
    assert second.out == first.out
    assert second.err.splitlines()[-1].endswith("; 2 stood from before")


CHANGES: list[tuple[str, Callable[[Path, Path], object], dict[str, int]]] = [
    ("the text of an article", lambda i, o: (i / "a.txt").write_text("ALPHA 5"), {"a": 2, "b": 1}),
    ("an output that is gone", lambda i, o: (o / "b.txt").unlink(), {"a": 1, "b": 2}),
    ("an output that was written to", lambda i, o: (o / "b.json").write_text("{}"), {"a": 1, "b": 2}),
    ("the time of a file alone", lambda i, o: (i / "a.txt").touch(), {"a": 1, "b": 1}),
    ("another article", lambda i, o: (i / "c.txt").write_text("C 1"), {"a": 1, "b": 1, "c": 1}),
]


@toy
@pytest.mark.parametrize(("change", "times"), [c[1:] for c in CHANGES], ids=[c[0] for c in CHANGES])
def test_what_has_changed_is_done_again(
    change: Callable[[Path, Path], object], times: dict[str, int], call: Call, tmp_path: Path
) -> None:
    articles, out = _articles(tmp_path / "in", a="ALPHA 1", b="BETA 2"), tmp_path / "out"
    call("run", articles, "--out", out)
    change(articles, out)
    assert call("run", articles, "--out", out).code == 0
    assert times_done(out) == times
    call("run", articles, "--out", tmp_path / "new")
    assert every_byte(out) == every_byte(tmp_path / "new")


@toy
@pytest.mark.parametrize(
    ("options", "times"),
    [
        (["--force"], 2),
        (["--max-pages", "7"], 2),
        (["--model", "{model}"], 2),
        (["--weights", "{weights}"], 2),
        (["--timeout", "7"], 1),
        (["--retry-failed"], 1),
        (["--tables", "none"], 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_options_that_make_an_article_again(options: list[str], times: int, call: Call, tmp_path: Path) -> None:
    articles, out = _articles(tmp_path / "in", a="ALPHA 1"), tmp_path / "out"
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "meta.json").write_text("{}", encoding="utf-8")
    weights = tmp_path / "weights.json"
    weights.write_bytes((ROOT / "src/extract/relations/weights.json").read_bytes() + b"\n")
    call("run", articles, "--out", out)
    given = [option.format(model=tmp_path / "model", weights=weights) for option in options]
    assert call("run", articles, "--out", out, *given).code == 0
    assert times_done(out) == {"a": times}


@toy
def test_another_word_list_or_version_makes_all_again(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import extract

    articles, out = _articles(tmp_path / "in", a="ALPHA 1"), tmp_path / "out"
    call("run", articles, "--out", out)
    (_articles(tmp_path / "own") / "units.csv").write_text("term,match,value,tags,example,not\n", encoding="utf-8")
    call("--lexicons", tmp_path / "own", "run", articles, "--out", out)
    assert times_done(out) == {"a": 2}
    monkeypatch.setattr(extract, "__version__", "9.9")
    call("run", articles, "--out", out)
    assert times_done(out) == {"a": 3}
    monkeypatch.setattr(work, "_digest_of_code", lambda: "a rule was changed")
    call("run", articles, "--out", out)
    assert times_done(out) == {"a": 4}
    assert "spacy 3." in json.loads((out / "run.json").read_text(encoding="utf-8"))["settings"]["packages"]
    monkeypatch.setattr(work, "_version", lambda package: f"{package} 1")
    call("run", articles, "--out", out)
    assert times_done(out) == {"a": 5}


@toy
def test_a_failure_stands_until_it_is_asked_for_or_has_a_new_chance(call: Call, tmp_path: Path) -> None:
    articles, out = _articles(tmp_path / "in", a="ALPHA 1", b="bug"), tmp_path / "out"
    call("run", articles, "--out", out)
    again = call("run", articles, "--out", out)
    assert again.code == 1
    assert "(in an earlier run; --retry-failed tries again)" in again.err
    assert times_done(out) == {"a": 1, "b": 1}
    call("run", articles, "--out", out, "--timeout", 20)
    assert times_done(out) == {"a": 1, "b": 2}, "another bound is another chance"
    call("run", articles, "--out", out, "--timeout", 20, "--retry-failed")
    assert times_done(out) == {"a": 1, "b": 3}


@toy
def test_articles_that_are_not_read_any_more_are_told_of_and_removed_on_demand(call: Call, tmp_path: Path) -> None:
    articles, out = _articles(tmp_path / "in", a="ALPHA 1", b="BETA 2"), tmp_path / "out"
    call("run", articles, "--out", out)
    (articles / "b.txt").unlink()
    told = call("run", articles, "--out", out)
    assert told.err.splitlines()[-1].endswith("; 1 article of earlier runs left in the folder (--prune removes them)")
    assert "BETA" not in (out / "trials.csv").read_text(encoding="utf-8")
    assert (out / "b.json").exists()
    call("run", articles, "--out", out, "--prune")
    assert [name for name in outputs(out) if name.startswith("b.")] == []
    assert times_done(out) == {"a": 1}


@toy
def test_the_folder_of_a_run_that_was_stopped_is_not_read(call: Call, tmp_path: Path) -> None:
    articles = _articles(tmp_path / "in", a="ALPHA 1")
    call("run", articles, "--out", articles / "out")
    (articles / "out" / "run.json").unlink()
    called = call("run", articles, "--out", tmp_path / "other", "--json")
    assert json.loads(called.out)["counts"]["articles"] == 1


@toy
def test_timings_tell_of_every_stage_and_run_json_of_none(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "out"
    call("run", _articles(tmp_path / "in", a="ALPHA 1"), "--out", out, "--timeout", 9)
    summary = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert summary["settings"]["bounds"] == {"timeout": 9.0, "memory": 2000}
    assert re.fullmatch("[0-9a-f]{64}", summary["weights_digest"])
    lines = (out / summary["timings"]).read_text(encoding="utf-8").splitlines()
    assert lines[0] == "what,seconds"
    assert [line.split(",")[0] for line in lines[1:]] == ["run", "reading", "rendering", "writing", "tables"]


def test_the_stages_of_the_pipeline_are_timed() -> None:
    from extract.pipeline import STAGES, extract, timed

    seconds: dict[str, float] = {}
    with timed(seconds):
        extract("In ALPHA-1 (NCT01234567), survival was 61%.")
    assert list(seconds) == [stage.name for stage in STAGES]
    assert sum(seconds.values()) > 0


def test_a_ledger_that_is_damaged_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"no ledger at all" * 100)
    with pytest.raises(UsageError, match=r"ledger\.sqlite: damaged .* remove it"):
        Ledger(tmp_path)


def test_a_ledger_that_cannot_grow_says_so_and_stays_whole(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.put([Entry("a", "key", DONE, rows=b"x")])
        ledger._file.execute("PRAGMA max_page_count = 5")
        with pytest.raises(OSError, match="No space left on device"):
            ledger.put([Entry("b", "key", DONE), Entry("c", "key", DONE, rows=bytes(100_000))])
    with sqlite3.connect(tmp_path / "ledger.sqlite") as file:
        assert [name for (name,) in file.execute("SELECT doc_id FROM article")] == ["a"], "all or none"


def test_a_worker_with_other_words_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    from extract.batch.work import digests

    monkeypatch.setenv("EXTRACT_LEXICONS", "")  # what is put in force is undone after the test
    monkeypatch.setenv("EXTRACT_WEIGHTS", "")
    Settings(digests=digests(None)).put_in_force()
    with pytest.raises(UsageError, match=r"a worker there differs from this computer in: lexicon\Z"):
        Settings(digests={**digests(None), "lexicon_digest": "0"}).put_in_force()


@pytest.mark.parametrize(("code", "cause"), [(-9, "SIGKILL (the system was out of memory?)"), (3, "exit code 3")])
def test_a_death_has_a_cause(code: int, cause: str) -> None:
    assert cause in cell._cause_of_death(code)


class _Silent:
    """A pool that takes articles and never answers."""

    active = True

    def __init__(self, taken: list[Task]) -> None:
        self._taken = taken

    def schedule(self, function: object, arguments: tuple[object, object, Task], timeout: float) -> Future[Outcome]:
        self._taken.append(arguments[2])
        return Future()

    def stop(self) -> None: ...

    def join(self) -> None: ...


def test_an_article_whose_process_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when a process was killed while it held a lock that the one after it waits for."""
    taken: list[Task] = []
    monkeypatch.setattr(cell, "_pool", lambda preloaded: _Silent(taken))
    monkeypatch.setattr(cell.Cell, "longest", 0.01)
    one = Task(Input("a.txt", "a"))
    alone = cell.Cell(Settings(), load).run(one)
    [[(_, among_others)]] = [some for some in on_this_machine(iter([one]), Settings(), 2) if some]
    for outcome in (alone, among_others):
        assert isinstance(outcome, Failure)
        assert "gave no answer" in outcome.message
    assert taken == [one] * 4, "each way tries twice"


def _rows(number: int) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    results = [Result(endpoint="death", measure="rate", value=n, confidence=0.5) for n in range(number)]
    record = ArticleRecord(doc_id="smith", trials=[TrialRecord(id="t1", names=["ALPHA"], results=results)])
    return unpack(pack(trial_rows(record, lambda _: "results"), result_rows(record, lambda _: "results")))  # type: ignore[return-value]


def test_a_long_spreadsheet_goes_on_in_another_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from openpyxl import load_workbook

    monkeypatch.setattr(xlsx, "ROWS_OF_A_SHEET", 4)
    write_tables([_rows(7)], tmp_path, ["xlsx"])  # type: ignore[list-item]
    book = load_workbook(tmp_path / "results.xlsx")
    assert book.sheetnames == ["rows", "rows-2", "rows-3"]
    at = [cell.value for cell in book["rows-3"][1]].index("value") + 1
    assert [[row[0] for row in book[name].iter_rows(2, None, at, at, True)] for name in book.sheetnames] == [
        [0, 1, 2], [3, 4, 5], [6],
    ]  # fmt: skip


def test_parquet_is_written_in_parts_and_leaves_none_of_a_longer_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pandas as pd

    monkeypatch.setattr(tables, "ROWS_OF_A_GROUP", 2)
    monkeypatch.setattr(tables, "ROWS_OF_A_PART", 4)
    write_tables([_rows(5), _rows(6)], tmp_path, ["parquet"])  # type: ignore[list-item]
    assert [path.name for path in sorted((tmp_path / "results").iterdir())] == [
        f"part-0000{n}.parquet" for n in (0, 1, 2)
    ]
    assert pd.read_parquet(tmp_path / "results")["value"].tolist() == [*range(5), *range(6)]
    write_tables([_rows(3)], tmp_path, ["parquet"])  # type: ignore[list-item]
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["part-00000.parquet"]
    assert pd.read_parquet(tmp_path / "results")["value"].tolist() == [0, 1, 2]


def test_the_query_of_the_manual(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed (trial-extract[dev])")
    query = re.search(r"```sql\n(.*?)```", (ROOT / "docs/batch.md").read_text(encoding="utf-8"), re.DOTALL)
    assert query
    monkeypatch.chdir(tmp_path)
    article = ROOT / "corpus" / "jats-heart-failure.nxml"
    call("run", article, "--out", "outputs", "--tables", "parquet", "--workers", 0, "--quiet")
    found = duckdb.sql(query[1])
    assert found.columns == ["endpoint", "measure", "articles", "median"]
    assert len(found.fetchall()) == 10
