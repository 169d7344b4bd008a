"""``lexicon check|try|impact``: a curator adds words without Python and sees what they do."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, Called
from extract.evaluation.changes import changes
from extract.lexicon import COLUMNS, FOLDER, read_rows
from extract.lexicon.check import check
from extract.records.schema import ArticleRecord, Design, Result, ResultProvenance, Status, TrialRecord

Call = Callable[..., Called]
HEADER = ",".join(COLUMNS) + "\n"
GOOD = "time to zap,term,,full efficacy tte,Time to zap was 14 months.,\n"


def words(folder: Path, rows: str, name: str = "endpoints.csv") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(HEADER + rows, encoding="utf-8")
    return folder


# rows of endpoints.csv, the start of the only problem ("" for none), why
ROWS = [
    (GOOD, "", "a good row"),
    ("\n" + GOOD, "", "an empty line"),
    ("overall survival,term,,full efficacy,Overall survival rose.,\n", "", "it replaces a built-in row"),
    ("time to zap,term,,full efficacy tte,,\n", "2: 'time to zap' has no example", "no example"),
    ("time to zap,term,,full,Zapped.,\n", "2: 'time to zap' is not found in its example 'Zapped.'", "another example"),
    ("ZAP,exact,,full,ZAP fell.,\n", "2: a row of kind exact needs a `not`", "a risky row"),
    ("ZAP,exact,,full,ZAP fell.,The ZAP fell.\n", "2: 'ZAP' is found in its `not` 'The ZAP fell.'", "found in its not"),
    (GOOD + GOOD, "3: 'time to zap' stands here twice, first in line 2", "the same row twice"),
    (
        "overall survivals,term,,full,Overall survivals.,\n",
        "2: 'overall survivals' can never be found: hidden",
        "plural",
    ),
    (
        "survival,term,,full,Overall survival.,\n",
        "2: 'survival' is not found in its example: hidden by",
        "a longer row",
    ),
    ("time to zap,term,,fulll,Time to zap.,\n", "2: unknown tag 'fulll'; did you mean full?", "a mistyped tag"),
    ("time to zap,term,,,Time to zap.,\n", "2: no tags, so no recogniser asks for 'time to zap'", "no tag"),
    ("time to zap,term,,full,Time to zap, then.,\n", "2: 7 cells for 6 columns: quote what has a comma", "a comma"),
    ("time to zap,like,,full,Time to zap.,\n", "2: a row needs a term and match", "an unknown match"),
    ("\n(zap,regex,,full,zap,\n", "3: '(zap' is no pattern", "a broken pattern behind an empty line"),
]


@pytest.mark.parametrize(("rows", "message", "why"), ROWS, ids=[why for *_, why in ROWS])
def test_problems_of_rows(rows: str, message: str, why: str, tmp_path: Path) -> None:
    problems = [str(problem) for problem in check(words(tmp_path, rows))]
    assert len(problems) == bool(message), why
    assert all(problem.startswith(f"{tmp_path / 'endpoints.csv'}:{message}") for problem in problems), problems


# file name, content, the problem, why
FILES = [
    ("endpoint.csv", HEADER, "1: no recogniser reads a lexicon endpoint; did you mean endpoints?", "another name"),
    ("endpoints.csv", "term;match\n", "1: the first line must be term,match,", "another header"),
    ("endpoints.csv", b"\xff\xfe", "1: not a CSV file in UTF-8", "another encoding"),
    ("endpoints.csv", b"\xef\xbb\xbf" + (HEADER + GOOD).encode(), "", "the mark of a spreadsheet program"),
    ("designs.csv", HEADER + "zapped,term,randomised,,zapped,\n", "2: unknown value 'randomised'; did you", "a value"),
]


@pytest.mark.parametrize(("name", "content", "message", "why"), FILES, ids=[why for *_, why in FILES])
def test_problems_of_files(name: str, content: str | bytes, message: str, why: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    problems = [str(problem) for problem in check(tmp_path)]
    assert len(problems) == bool(message), why
    assert all(problem.startswith(f"{tmp_path / name}:{message}") for problem in problems), problems


def test_check_finds_nothing_in_the_built_in_lexicons(call: Call) -> None:
    called = call("lexicon", "check")
    assert (called.code, called.out) == (0, "")
    assert "every row is proved" in called.err


@pytest.mark.parametrize(("name", "known"), [("designs", Design), ("statuses", Status)])
def test_every_word_of_a_closed_list_has_a_row(name: str, known: type) -> None:
    """Or ``check`` would take a right value for an unknown one."""
    values = {word for row in read_rows(FOLDER / f"{name}.csv") for word in row.value.split()}
    assert set(known.__args__) - values == set()  # type: ignore[attr-defined]


def test_check_tells_file_and_line_and_fails(call: Call, tmp_path: Path) -> None:
    folder = words(tmp_path, GOOD + "ZAP,exact,,ful,ZAP fell.,\n")
    called = call("lexicon", "check", "--lexicons", folder)
    assert called.code == 1
    lines = called.out.splitlines()
    assert len(lines) == 2
    assert all(line.startswith(f"{folder / 'endpoints.csv'}:3: ") for line in lines)
    assert "2 problems" in called.err
    assert len(json.loads(call("--lexicons", folder, "lexicon", "check", "--json").out)) == 2
    (tmp_path / "empty").mkdir()
    assert call("lexicon", "check", "--lexicons", tmp_path / "empty").code == 2


def test_try_shows_the_rows_that_hit(call: Call, tmp_path: Path) -> None:
    folder = words(tmp_path / "words", GOOD)
    called = call("lexicon", "try", "Time-to-zap and overall survival", "--lexicons", folder, "--json")
    found = {(f["text"], f["file"], f["line"]) for f in json.loads(called.out)}
    assert ("Time-to-zap", str(folder / "endpoints.csv"), 2) in found
    built_in = next(r.line for r in read_rows(FOLDER / "endpoints.csv") if r.term == "overall survival")
    assert ("overall survival", str(FOLDER / "endpoints.csv"), built_in) in found


def test_try_asks_one_lexicon_or_those_of_subjects_or_all(call: Call) -> None:
    def lexicons(*arguments: str) -> set[str]:
        return {f["lexicon"] for f in json.loads(call("lexicon", "try", *arguments, "--json").out)}

    text = "the overall survival with placebo"
    assert lexicons("endpoints", text) == {"endpoints"}
    assert "words" not in lexicons(text)
    assert {"endpoints", "treatments"} <= lexicons(text)
    assert "words" in lexicons("--all", text)


TRIES = [
    (["zyzzyva"], 1, "No row hits.", "nothing"),
    (["endpoint", "overall survival"], 2, "no lexicon 'endpoint'; there are arms, ", "an unknown lexicon"),
    (["endpoints", "overall", "survival"], 2, "put it in quotes", "a text without quotes"),
]


@pytest.mark.parametrize(("arguments", "code", "message", "why"), TRIES, ids=[why for *_, why in TRIES])
def test_try_that_finds_nothing(arguments: list[str], code: int, message: str, why: str, call: Call) -> None:
    called = call("lexicon", "try", *arguments)
    assert (called.code, called.out) == (code, ""), why
    assert message in called.err


def _article(*trials: TrialRecord, unattached: tuple[Result, ...] = ()) -> ArticleRecord:
    return ArticleRecord(doc_id="a", trials=list(trials), unattached=list(unattached))


def _trial(*results: Result, name: str = "ALPHA", **fields: object) -> TrialRecord:
    return TrialRecord.model_validate({"names": [name], "results": list(results)} | fields)


def _result(start: int, **fields: object) -> Result:
    origin = ResultProvenance(start=start, end=start + 2, rule="x")
    return Result.model_validate({"endpoint": "zap", "measure": "rate", "value": 10.0, "provenance": origin} | fields)


ZAP = "10 rate of zap"
ONE = _article(_trial(_result(0)))
TWO = _article(_trial(_result(0), _result(0, endpoint="zip")))
# before, after, changes
CHANGES = [
    (ONE, ONE, []),
    (ONE, _article(_trial(_result(0, confidence=0.6))), []),
    (TWO, _article(_trial(_result(0, endpoint="zip"), _result(0))), []),
    (ONE, _article(_trial(_result(5))), [f"- result of ALPHA: {ZAP}", f"+ result of ALPHA: {ZAP}"]),
    (ONE, _article(_trial(_result(0, arm="b"))), [f"~ result of ALPHA: {ZAP} -> {ZAP}; arm b"]),
    (_article(_trial(_result(0), _result(0))), ONE, [f"- result of ALPHA: {ZAP}"]),
    (
        _article(_trial(_result(0)), _trial(name="BETA")),
        _article(_trial(), _trial(_result(0), name="BETA")),
        [f"~ result of ALPHA, now BETA: {ZAP} -> {ZAP}"],
    ),
    (
        _article(unattached=(_result(0),)),
        ONE,
        ["+ record of ALPHA: ALPHA; 1 results", f"~ result of (no record), now ALPHA: {ZAP} -> {ZAP}"],
    ),
    (
        _article(_trial(_result(0), phase="2", design=["pilot"])),
        _article(_trial(_result(0), phase="3")),
        ["~ phase of ALPHA: 2 -> 3", "- design of ALPHA: pilot"],
    ),
]


@pytest.mark.parametrize(("before", "after", "expected"), CHANGES)
def test_changes_between_two_extractions(before: ArticleRecord, after: ArticleRecord, expected: list[str]) -> None:
    assert [str(change) for change in changes(before, after)] == expected


TEXT = """A new cream

The SHIELD-2 trial randomised 412 adults to alphatinib or vehicle [1]. VASI50 was reached by 44% with alphatinib.

References

1. Person A. A trial of alphatinib. Journal of Skin 2020.
"""
VASI = "VASI50,exact,vitiligo response,full efficacy binary abbr,VASI50 was reached.,The vasi50 gene was silent.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "skin.txt").write_text(TEXT, encoding="utf-8")
    (folder / "other.txt").write_text(TEXT.replace("VASI50", "Remission"), encoding="utf-8")
    return folder


def test_impact_lists_changes_and_figures(call: Call, corpus: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    value = Result(endpoint="vitiligo response", measure="rate", value=44, unit="%", arm="alphatinib")
    record = ArticleRecord(doc_id="skin", trials=[TrialRecord(names=["SHIELD-2"], citations=["1"], results=[value])])
    (gold / "skin.json").write_text(record.model_dump_json(), encoding="utf-8")
    called = call("lexicon", "impact", corpus, "--lexicons", words(tmp_path / "words", VASI), "--gold", gold)
    assert called.code == 0
    lines = called.out.splitlines()
    assert lines[0] == "skin"
    assert re.match(r"  ~ result of SHIELD-2: 44 % rate of vasi50.* -> 44 % rate of vitiligo response", lines[1])
    assert lines[2] == "0 gained, 0 lost, 1 changed in 1 of 2 articles"
    figures = {line[:34].strip(): line[34:].split() for line in lines[3:] if line}
    assert figures["results:value+endpoint"] == ["0.000", "1.000", "+1.000"]
    assert "skin" in figures


def test_impact_as_json_and_without_effect(call: Call, corpus: Path, tmp_path: Path) -> None:
    called = call("--lexicons", words(tmp_path / "words", GOOD), "lexicon", "impact", corpus, "--json")
    data = json.loads(called.out)
    assert data["counts"] == {"gained": 0, "lost": 0, "changed": 0}
    assert data["articles"] == {"other": [], "skin": []}


def test_impact_tells_what_fails(call: Call, corpus: Path, tmp_path: Path) -> None:
    (corpus / "broken.txt").write_bytes(b"%PDF-1.4")
    called = call("lexicon", "impact", corpus, "--lexicons", words(tmp_path / "words", VASI))
    assert called.code == 1
    assert "broken.txt" in called.err
    assert "1 changed in 1 of 2 articles" in called.out
    unusable = call("lexicon", "impact", corpus, "--lexicons", words(tmp_path / "words", "zap,like,,,,\n"))
    assert unusable.code == 2
    assert "endpoints.csv:2: a row needs" in unusable.err


def test_impact_wants_words(call: Call, corpus: Path) -> None:
    assert call("lexicon", "impact", corpus).code == 2


PAGE = (ROOT / "docs" / "lexicons.md").read_text(encoding="utf-8")


def _session() -> list[tuple[str, str]]:
    """The commands of the page's console blocks and what the page says that they print."""
    played: list[tuple[str, str]] = []
    for block in re.findall(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            lines = part.splitlines(keepends=True)
            length = next((i for i, line in enumerate(lines[1:], start=1) if not line.startswith(">")), len(lines))
            more = [re.sub(r"^> ?", "", line) for line in lines[1:length]]
            played.append(("".join([lines[0], *more]), "".join(lines[length:])))
    return played


@pytest.mark.skipif(shutil.which("bash") is None, reason="the page is written for a shell")
def test_the_worked_example_of_the_manual(tmp_path: Path) -> None:
    """Its commands, run one after the other in an empty folder, print what the page says."""
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "trial-extract"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m extract "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    work = tmp_path / "work"
    work.mkdir()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("EXTRACT_")}
    environment["PATH"] = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    session = _session()
    assert len(session) >= 6
    for line, expected in session:
        ran = subprocess.run(
            ["bash", "-c", line], cwd=work, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        # Which line of a growing file a row stands in is not what the page tells.
        told, printed = (re.sub(r"(?<= )(\w+\.csv):\d+", r"\1", text) for text in (expected, ran.stdout))
        assert printed == told, line


def test_the_rows_of_the_manual_are_good(tmp_path: Path) -> None:
    rows = re.findall(r"^\| [^|]+ \| `(\w+\.csv)` \| `(.+)` \|$", PAGE, re.MULTILINE)
    assert len(rows) >= 6
    for name, row in rows:
        path = tmp_path / name
        with path.open("a", encoding="utf-8") as handle:
            handle.write(("" if path.stat().st_size else HEADER) + row + "\n")
        assert len(next(csv.reader([row]))) == len(COLUMNS), row
    assert check(tmp_path) == []
