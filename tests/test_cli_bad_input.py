"""Bad input through the real command: one clear line, never a traceback, a hang or half a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, Called, outputs

Call = Callable[..., Called]

SENTENCE = "In the ALPHA-1 trial (NCT01234567), overall survival at 3 years was 61.5% with the drug.\n"
_BOMB = "".join(f'<!ENTITY b{i} "{f"&b{i - 1};" * 10}">' for i in range(1, 12))
BOMB = f'<?xml version="1.0"?><!DOCTYPE article [<!ENTITY b0 "boom">{_BOMB}]><article><p>&b11;</p></article>'
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE article [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    "<article><body><p>Some words. &x;</p></body></article>"
)

BAD = [
    ("empty.txt", b"", "is empty", "an empty file"),
    ("blank.txt", b" \n\t\n", "is empty", "nothing but blanks"),
    ("image.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "image", "a picture that says it is text"),
    ("noise.txt", bytes(range(256)) * 50, "binary", "bytes that are no text"),
    ("broken.nxml", b"<article><body><p>No end", "broken.nxml", "XML that stops"),
    ("bomb.xml", BOMB.encode(), "bomb.xml", "entities that blow up"),
    ("other.xml", b"<tei><body>no</body></tei>", "other.xml", "a page and no article"),
    ("paper.docx", b"PK\x03\x04" + b"\0" * 100, "not supported", "an office document"),
    ("old.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 100, "not supported", "an old office document"),
]


@pytest.mark.parametrize(("name", "content", "message", "why"), BAD, ids=[why for *_, why in BAD])
def test_one_line_and_nothing_written(
    name: str, content: bytes, message: str, why: str, call: Call, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    out = tmp_path / "out"
    called = call("run", tmp_path / name, "--out", out, "--quiet", "--tables", "none")
    assert called.code == 1, why
    lines = called.err.splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("failed: ")
    assert name in lines[0]
    assert message in lines[0]
    assert "internal error" not in lines[0]
    assert outputs(out) == ["failures.csv", "run.json"]


def test_the_same_in_show(call: Call, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    called = call("show", tmp_path / "empty.txt")
    assert (called.code, called.out) == (1, "")
    assert called.err == f"trial-extract: {tmp_path / 'empty.txt'}: the file is empty\n"


def test_a_bad_article_among_good_ones(call: Call, tmp_path: Path) -> None:
    articles = tmp_path / "in"
    articles.mkdir()
    for name in ("a.txt", "c.txt"):
        (articles / name).write_text(f"A review\n\n{SENTENCE}", encoding="utf-8")
    (articles / "b.nxml").write_bytes(b"<article><body>")
    called = call("run", articles, "--out", tmp_path / "out", "--json")
    assert called.code == 1
    assert json.loads(called.out)["counts"] == {"articles": 2, "failed": 1, "trials": 2, "results": 2}
    assert "Traceback" not in called.err


def test_an_article_without_trials_is_an_empty_list(call: Call, tmp_path: Path) -> None:
    (tmp_path / "essay.txt").write_text("An essay\n\nThe garden was green, and nobody counted anything.\n")
    called = call("run", tmp_path / "essay.txt", "--out", tmp_path / "out")
    assert called.code == 0
    record = json.loads((tmp_path / "out" / "essay.json").read_text(encoding="utf-8"))
    assert (record["trials"], record["unattached"]) == ([], [])


def test_a_file_outside_is_never_read_in(call: Call, tmp_path: Path) -> None:
    (tmp_path / "outside.xml").write_text(OUTSIDE, encoding="utf-8")
    called = call("run", tmp_path / "outside.xml", "--out", tmp_path / "out")
    written = "".join(p.read_text(encoding="utf-8", errors="replace") for p in (tmp_path / "out").iterdir())
    assert "root:" not in written + called.out + called.err
    assert "Traceback" not in called.err


def test_a_suffix_that_nobody_knows_is_judged_by_its_content(call: Call, tmp_path: Path) -> None:
    (tmp_path / "paper.xyz").write_text(SENTENCE, encoding="utf-8")
    assert call("run", tmp_path / "paper.xyz", "--out", tmp_path / "out").code == 0
    (tmp_path / "paper.zip").write_bytes(b"PK\x03\x04" + b"\0" * 100)
    called = call("run", tmp_path / "paper.zip", "--out", tmp_path / "out2", "--quiet")
    assert called.code == 1
    assert len(called.err.splitlines()) == 1


def test_50_megabytes_are_refused_at_once(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as handle:
        for _ in range(50):
            handle.write(SENTENCE.encode() * (1_000_000 // len(SENTENCE)))
    started = time.perf_counter()
    called = call("run", path, "--out", tmp_path / "out", "--quiet")
    assert called.code == 1
    assert "larger than the limit" in called.err
    assert time.perf_counter() - started < 5


def _run(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "extract", *arguments]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        command, input=text, capture_output=True, text=True, check=False, timeout=60, cwd=ROOT, env=environment
    )


def test_standard_input(tmp_path: Path) -> None:
    done = _run("run", "-", "--out", str(tmp_path / "out"), text=f"A review\n\n{SENTENCE}")
    assert done.returncode == 0, done.stderr
    record = json.loads((tmp_path / "out" / "stdin.json").read_text(encoding="utf-8"))
    assert record["source"]["path"] == "-"
    assert [trial["registry_ids"] for trial in record["trials"]] == [["NCT01234567"]]
    text = (tmp_path / "out" / "stdin.txt").read_text(encoding="utf-8")
    origin = record["trials"][0]["results"][0]["provenance"]
    assert text[origin["start"] : origin["end"]].startswith("61.5")


def test_empty_standard_input(tmp_path: Path) -> None:
    done = _run("run", "-", "--out", str(tmp_path / "out"), "--quiet")
    assert (done.returncode, done.stderr) == (1, "failed: -: the file is empty\n")


def test_an_article_of_no_kind_gives_no_traceback(tmp_path: Path) -> None:
    done = _run("show", str(tmp_path / "gone.txt"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"trial-extract: {tmp_path / 'gone.txt'}: no such file\n"


def test_two_articles_of_one_stem(call: Call, tmp_path: Path) -> None:
    for folder, number in (("1", "61.5"), ("2", "48.2")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "smith.txt").write_text(SENTENCE.replace("61.5", number), encoding="utf-8")
    assert call("run", tmp_path / "1", tmp_path / "2", "--out", tmp_path / "out").code == 0
    values = {
        name: json.loads((tmp_path / "out" / f"{name}.json").read_text())["trials"][0]["results"][0]["value"]
        for name in ("smith", "smith-2")
    }
    assert values == {"smith": 61.5, "smith-2": 48.2}


def test_a_word_list_that_cannot_be_used_stops_the_run_whoever_reads_it(tmp_path: Path) -> None:
    (tmp_path / "endpoints.csv").write_text("wrong,header\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text(SENTENCE, encoding="utf-8")
    out = str(tmp_path / "out")
    done = _run("--lexicons", str(tmp_path), "run", str(tmp_path / "a.txt"), "--out", out, "--workers", "1")
    assert done.returncode == 2
    assert "endpoints.csv:1: the first line must be" in done.stderr
    assert len(done.stderr.splitlines()) == 1
