"""``run`` around a toy pipeline: files, exit codes, what goes where."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from conftest import Called, every_byte, outputs, times_done
from extract.batch.work import Failure, Input, Made
from extract.cli.progress import Bar, Lines, Pace
from extract.records.schema import ArticleRecord

Call = Callable[..., Called]
pytestmark = pytest.mark.usefixtures("toy")


def _articles(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_bytes(text.encode("utf-8"))
    return folder


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_run_writes_records_texts_and_tables(call: Call, tmp_path: Path) -> None:
    articles, out = _articles(tmp_path / "in", smith="ALPHA 61.5\nBETA 7", jones="GAMMA 3"), tmp_path / "new" / "out"
    called = call("run", articles, "--out", out)
    assert called.code == 0
    names = ["jones.json", "smith.json", "trials.csv", "results.csv", "run.json"]
    assert called.out.splitlines() == [str(out / name) for name in names]
    others = [f"{stem}{suffix}" for stem in ("jones", "smith") for suffix in (".txt", ".entities.jsonl")]
    assert outputs(out) == sorted([*names, *others])
    record = ArticleRecord.model_validate_json((out / "smith.json").read_bytes())
    assert (record.doc_id, record.text_file, [t.names for t in record.trials]) == (
        "smith",
        "smith.txt",
        [["ALPHA"], ["BETA"]],
    )
    assert [(r["doc_id"], r["trial"], r["value"]) for r in _rows(out / "results.csv")] == [
        ("jones", "GAMMA", "3.0"), ("smith", "ALPHA", "61.5"), ("smith", "BETA", "7.0"),
    ]  # fmt: skip


def test_every_span_of_the_tables_shows_its_value_in_the_text_beside_them(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "out"
    call("run", _articles(tmp_path / "in", smith="ALPHA 61.5\r\nBÉTA 7"), "--out", out)
    with (out / "smith.txt").open(encoding="utf-8", newline="") as handle:
        text = handle.read()
    rows = _rows(out / "results.csv")
    assert (
        [float(text[int(r["start"]) : int(r["end"])]) for r in rows] == [float(r["value"]) for r in rows] == [61.5, 7.0]
    )


def test_a_failed_article_stops_no_other(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "out"
    called = call("run", _articles(tmp_path / "in", a="ALPHA 1", b="broken", c="bug", d="DELTA 4"), "--out", out)
    assert called.code == 1
    assert sorted(path.name for path in out.glob("*.txt")) == ["a.txt", "d.txt"]
    failed = [line for line in called.err.splitlines() if line.startswith("failed")]
    assert len(failed) == 2
    assert failed[0].endswith("b.txt: broken")
    assert "c.txt: internal error, please report it (IndexError: list index out of range)" in failed[1]
    assert "Traceback" not in called.err
    summary = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert summary["counts"] == {"articles": 2, "failed": 2, "trials": 2, "results": 2}
    assert [f["doc_id"] for f in summary["failures"]] == ["b", "c"]
    assert called.err.splitlines()[-1].endswith("; 2 failed")


def test_debug_shows_where_a_bug_is(call: Call, tmp_path: Path) -> None:
    called = call("run", _articles(tmp_path / "in", c="bug"), "--out", tmp_path / "out", "--debug")
    assert "Traceback" in called.err
    assert "conftest.py" in called.err


def test_a_failed_article_leaves_no_record_of_an_earlier_run(call: Call, tmp_path: Path) -> None:
    articles, out = _articles(tmp_path / "in", a="ALPHA 1"), tmp_path / "out"
    assert call("run", articles, "--out", out).code == 0
    _articles(articles, a="broken")
    assert call("run", articles, "--out", out).code == 1
    assert outputs(out) == ["failures.csv", "results.csv", "run.json", "trials.csv"]


def test_two_files_with_one_stem_are_told_apart(call: Call, tmp_path: Path) -> None:
    one, other = _articles(tmp_path / "1", smith="ALPHA 1"), _articles(tmp_path / "2", smith="BETA 2")
    call("run", one, other, "--out", tmp_path / "out")
    read = {name: json.loads((tmp_path / "out" / f"{name}.json").read_text()) for name in ("smith", "smith-2")}
    assert {name: (data["doc_id"], data["trials"][0]["names"]) for name, data in read.items()} == {
        "smith": ("smith", ["ALPHA"]), "smith-2": ("smith-2", ["BETA"]),
    }  # fmt: skip


def test_the_same_articles_give_the_same_bytes(call: Call, tmp_path: Path) -> None:
    articles = _articles(tmp_path / "in", a="ALPHA 1", b="BETA 2")
    contents = []
    for name in ("one", "two"):
        call("run", articles, "--out", tmp_path / name, "--tables", "csv,parquet,xlsx")
        contents.append(every_byte(tmp_path / name))
    assert len(contents[0]) == 2 * 3 + 2 * 3 + 1
    assert contents[0] == contents[1]


def test_json_prints_the_summary(call: Call, tmp_path: Path) -> None:
    called = call("run", _articles(tmp_path / "in", a="ALPHA 1"), "--out", tmp_path / "out", "--json", "--quiet")
    assert json.loads(called.out) == json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert called.err == ""


def test_standard_error_has_a_line_per_article_and_a_closing_line(call: Call, tmp_path: Path) -> None:
    called = call("run", _articles(tmp_path / "in", a="ALPHA 1", b="BETA 2\nGAMMA 3"), "--out", tmp_path / "out")
    lines = called.err.splitlines()
    assert [line.split(": ")[1] for line in lines[:2]] == ["1 trial, 1 result", "2 trials, 2 results"]
    assert lines[0].startswith("[1/2] ")
    assert lines[2].startswith("2 articles, 3 trials, 3 results in ")


def test_tables_can_be_left_out(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "out"
    call("run", _articles(tmp_path / "in", a="ALPHA 1"), "--out", out, "--tables", "none")
    assert outputs(out) == ["a.entities.jsonl", "a.json", "a.txt", "run.json"]


MISUSE: Sequence[tuple[Sequence[str], str, str]] = [
    (["run", "{in}"], "Missing option '--out'", "no output folder"),
    (["run", "--out", "{out}"], "Missing argument 'PATH...'", "no path"),
    (["run", "{in}/gone.txt", "--out", "{out}"], "no such file or folder", "a missing path"),
    (["run", "{empty}", "--out", "{out}"], "nothing to read in", "a folder without articles"),
    (["run", "{in}", "--out", "{in}/a.txt"], "a.txt: cannot be written to", "a file where the folder should be"),
    (["run", "{in}", "--out", "{in}/a.txt/sub"], "a.txt/sub: cannot be written to", "a folder below a file"),
    (["run", "{in}", "--out", "/proc/nowhere"], "/proc/nowhere: cannot be written to", "a folder that cannot be made"),
    (["run", "{in}", "--out", "{in}"], "is an article that is read here", "the articles' own folder"),
    (["run", "{in}", "--out", "{out}", "--tables", "ods"], "'ods' is no table format", "an unknown table format"),
    (
        ["run", "{in}", "--out", "{out}", "--model", "no_such_model"],
        "no_such_model is not installed",
        "a missing model",
    ),
    (["--lexicons", "{in}/gone", "run", "{in}", "--out", "{out}"], "does not exist", "a missing lexicon folder"),
    (["runn"], "No such command", "a slip of the key"),
]


@pytest.mark.parametrize(("arguments", "message", "why"), MISUSE, ids=[why for *_, why in MISUSE])
def test_misuse(arguments: Sequence[str], message: str, why: str, call: Call, tmp_path: Path) -> None:
    _articles(tmp_path / "in", a="ALPHA 1")
    (tmp_path / "empty").mkdir()
    places = {name: str(tmp_path / name) for name in ("in", "out", "empty")}
    called = call(*(argument.format(**places) for argument in arguments))
    assert (called.code, called.out) == (2, ""), why
    assert message in called.err
    assert "Traceback" not in called.err
    assert not (tmp_path / "out").exists(), "misuse writes nothing"


def test_a_broken_lexicon_of_the_user_stops_the_run_with_its_line(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import extract
    from extract.lexicon import lexicon

    (tmp_path / "endpoints.csv").write_text("wrong,header\n", encoding="utf-8")
    monkeypatch.setattr(extract, "extract", lambda document, model=None: lexicon("endpoints"))
    monkeypatch.setenv("EXTRACT_LEXICONS", "")  # what the command sets is undone after the test
    called = call("--lexicons", tmp_path, "run", _articles(tmp_path / "in", a="ALPHA 1"), "--out", tmp_path / "out")
    assert called.code == 2
    assert "endpoints.csv:1: the first line must be" in called.err


def test_the_model_reaches_the_pipeline(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import extract

    asked: list[str | None] = []
    toy = extract.extract
    monkeypatch.setattr(extract, "extract", lambda document, model=None: asked.append(model) or toy(document))
    articles = _articles(tmp_path / "in", a="ALPHA 1")
    (tmp_path / "model").mkdir()
    call("run", articles, "--out", tmp_path / "out", "--model", tmp_path / "model")
    call("run", articles, "--out", tmp_path / "out")
    assert asked == [str(tmp_path / "model"), None]


def test_a_disk_that_is_full_leaves_no_part_of_a_file(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_bytes

    def full(self: Path, content: bytes) -> int:
        if b"BETA" not in content:
            return write(self, content)
        write(self, content[:3])
        raise OSError(28, "No space left on device", str(self))

    articles, out = _articles(tmp_path / "in", a="ALPHA 1", b="BETA 2"), tmp_path / "out"
    monkeypatch.setattr(Path, "write_bytes", full)
    called = call("run", articles, "--out", out, "--tables", "none")
    assert called.code == 1
    assert "No space left on device; what is done stands, the same call does the rest" in called.err
    assert outputs(out) == ["a.entities.jsonl", "a.json", "a.txt"], "the run is not complete, and does not say so"
    monkeypatch.setattr(Path, "write_bytes", write)
    assert "2 articles, 2 trials, 2 results" in call("run", articles, "--out", out, "--tables", "none").err
    assert times_done(out) == {"a": 1, "b": 1}


def test_an_interrupt_ends_the_run_cleanly(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import extract

    def interrupted(document: object, model: str | None = None) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(extract, "extract", interrupted)
    called = call("run", _articles(tmp_path / "in", a="ALPHA 1"), "--out", tmp_path / "out")
    assert (called.code, called.out) == (130, "")
    assert called.err.strip() == "trial-extract: interrupted"
    assert outputs(tmp_path / "out") == []


def _made(**summary: object) -> Made:
    return Made(
        Input("a.txt", "a"), b"", b"", b"", b"", {"trials": 1, "results": 2, "warnings": ["odd"], **summary}, 0, {}
    )


def test_the_bar_tells_failures_above_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with Bar(1) as told:
        told.failed(Failure(Input("a [bold].txt", "a"), "unreadable", "Input/output error"))
    assert "failed: a [bold].txt: Input/output error" in capsys.readouterr().err


def test_quiet_lines_tell_only_failures(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines(1, quiet=True)
    lines.done(Input("a.txt", "a"), _made())
    assert capsys.readouterr().err == ""


def test_a_long_run_is_not_told_article_by_article(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    lines = Lines(4_000)
    for _ in range(400):
        now += 0.1
        lines.done(Input("a.txt", "a"), _made())
    told = capsys.readouterr().err.splitlines()
    assert told == ["[300/4,000] 10.0 articles/s, 6 min left"]


def test_what_stands_from_before_makes_a_run_no_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    pace = Pace(1_000)
    pace.seen = 900
    assert str(pace) == ""
    now, pace.seen, pace.tried = 10.0, 910, 10
    assert str(pace) == "1.0 articles/s, 2 min left"


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "extract", *arguments]


def test_a_closed_pipe_is_no_traceback() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(_command("--help"), stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_standard_output_is_one_line() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(_command("--help"), stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "trial-extract: output: No space left on device\n")


def test_an_interrupt_from_outside_is_no_traceback(tmp_path: Path) -> None:
    """The real command, waiting for standard input, gets the signal of Ctrl-C."""
    started = subprocess.Popen(
        _command("run", "-", "--out", str(tmp_path / "out")),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not (tmp_path / "out").exists() and started.poll() is None:
        time.sleep(0.01)
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=30)
    assert (out, err.strip()) == ("", "trial-extract: interrupted")
    # Python itself ends by the signal where it arrives while a dataclass is being made; a shell says 130 to both.
    assert started.returncode in (130, -signal.SIGINT)
    assert list((tmp_path / "out").iterdir()) == []


def test_help_loads_nothing_heavy() -> None:
    heavy = ("spacy", "pandas", "scipy", "numpy", "rich", "lxml", "sqlalchemy", "alembic")
    code = f"import sys, extract.cli.app; sys.exit(', '.join(sorted(set({heavy}) & set(sys.modules))) or 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
