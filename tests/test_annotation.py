"""``gold check`` and ``gold new``: annotation checked by file and line, and started from a prediction."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from articles import TableOf, document, table
from conftest import ROOT, Called
from extract.annotation import Level, check_file, start
from extract.annotation.lines import lines_of
from extract.annotation.printed import Printed
from extract.records.schema import ArticleRecord, ResultProvenance

Call = Callable[..., Called]
ARTICLE = document(
    "# Results",
    "The SHIELD-1 and 2 trials (NCT01234567) randomised 1,204 adults with heart failure [3]. Death occurred in 12·5% "
    "on veltrox and in eleven patients on placebo (95% CI 10.1–14.9; P = .003). Swelling fell by a mean of 4.2 cm.",
    TableOf("Adverse events", [["Event", "Veltrox 10 mg", "Placebo"], ["Rash", "7.5", "3"]]),
    "# Acknowledgments",
    "We thank the 777 readers of the GRATEFUL study.",
    references=4,
)  # fmt: skip
PRINTED = Printed(ARTICLE)
RESULT: dict[str, Any] = {"endpoint": "death", "measure": "rate", "value": 12.5, "unit": "%", "arm": "veltrox"}
TRIAL: dict[str, Any] = {
    "names": ["SHIELD-1"],
    "registry_ids": ["NCT01234567"],
    "citations": ["3"],
    "enrolled": 1204,
    "population": "adults with heart failure",
    "interventions": ["veltrox"],
    "results": [RESULT],
    "evidence": ["trials (NCT01234567) randomised 1,204 adults with heart failure"],
}


def _check(tmp_path: Path, trial: dict[str, Any], printed: Printed | None = PRINTED) -> list[str]:
    path = tmp_path / "article.json"
    path.write_text(json.dumps({"doc_id": "article", "trials": [trial]}, indent=1), encoding="utf-8")
    return [f"{f.level}: {f.message}" for f in check_file(path, lambda doc_id: printed)]


def _with(**changes: Any) -> dict[str, Any]:
    """The trial with other fields, or its result with them where it has none of the name."""
    own = {k: v for k, v in changes.items() if k in TRIAL or k in ("conditions", "sponsors", "comparators", "id")}
    rest = {k: v for k, v in changes.items() if k not in own}
    return {**TRIAL, "results": [{**RESULT, **rest}], **own}


@table(
    ("changes", "why"),
    [
        ({}, "as the article has it"),
        ({"names": ["SHIELD-2"]}, "the second name of an enumeration"),
        ({"names": ["SHIELD 1"]}, "another sign between name and number"),
        ({"value": -4.2, "measure": "mean-change", "unit": "cm"}, "the guide signs a fall"),
        ({"low": 10.1, "high": 14.9, "p_value": "0.003"}, "a dash between numbers, a P value without its zero"),
        ({"measure": "count", "value": 11, "unit": "patients"}, "a count printed as a word"),
        ({"value": 7.5, "endpoint": "rash"}, "a number of a table"),
        ({"evidence": ["Death occurred in 12.5% on veltrox"]}, "a middle dot is a decimal point"),
        ({"evidence": ["Rash 7.5 3"]}, "cells of a table, whatever stands between them"),
        ({"evidence": ["adults with heart failure 3. Death occurred"]}, "a citation without its brackets"),
        ({"population": "Adults with heart failure"}, "a capital at the beginning"),
        ({"arm": "veltrox plus placebo"}, "a word that only joins"),
        ({"arm": "deaths occurring"}, "another form of a printed word"),
    ],
)
def test_what_is_right_passes(changes: dict[str, Any], why: str, tmp_path: Path) -> None:
    assert _check(tmp_path, _with(**changes)) == [], why


@table(
    ("changes", "message"),
    [
        ({"names": ["SHEILD-1"]}, 'error: the name "SHEILD-1" is not printed in the article'),
        ({"names": ["SHIELD-7"]}, 'error: the name "SHIELD-7" is not printed in the article'),
        ({"names": ["GRATEFUL"]}, 'error: the name "GRATEFUL" is not printed in the article'),
        ({"names": ["HIELD"]}, 'error: the name "HIELD" is not printed in the article'),
        ({"registry_ids": ["NCT01234568"]}, 'error: SHIELD-1: the number "NCT01234568" is not printed in the article'),
        ({"citations": ["5"]}, 'error: SHIELD-1: the article has no reference "5"'),
        ({"enrolled": 1240}, "error: SHIELD-1: the size 1240 is not printed in the article"),
        ({"enrolled": 777}, "error: SHIELD-1: the size 777 is not printed in the article"),
        ({"value": 12.6}, 'error: SHIELD-1: value 12.6 of "death" is not printed in the article'),
        ({"error": 0.7}, 'error: SHIELD-1: error 0.7 of "death" is not printed in the article'),
        ({"measure": "mean", "value": 11}, None),
        ({"p_value": "0.03"}, 'error: SHIELD-1: P value "0.03" of "death" is not printed in the article'),
        (
            {"population": "adults with renal failure"},
            'error: SHIELD-1: population is not verbatim: "adults with renal failure"; printed is "adults with heart '
            'failure"',
        ),
        ({"evidence": ["Nobody wrote this sentence here"]}, None),
        ({"arm": "vletrox"}, None),
        ({"comparators": ["placbo"]}, None),
    ],
)  # fmt: skip
def test_what_the_article_does_not_print_is_found(changes: dict[str, Any], message: str | None, tmp_path: Path) -> None:
    [found] = _check(tmp_path, _with(**changes))
    assert message is None or found == message


@table(
    ("changes", "message"),
    [
        ({"results": [RESULT, {**RESULT, "source": "table"}]}, 'error: SHIELD-1: the same result again, 12.5 "death"'),
        ({"names": ["SHIELD-1", "SHIELD-1"]}, 'error: SHIELD-1, SHIELD-1: names has'),
        ({"evidence": []}, "warning: SHIELD-1: no evidence"),
        ({"evidence": ["a"] * 4}, "error: SHIELD-1: 4 pieces of evidence"),
        ({"evidence": ["word " * 26]}, "error: SHIELD-1: evidence of 26 words"),
        ({"value": None}, 'error: "death" of veltrox: neither a value nor a range'),
        ({"value": 125}, 'warning: 125 "death" of veltrox: 125% of patients'),
        ({"low": 13.0, "high": 14.9}, 'warning: 12.5 "death" of veltrox: the value is outside of 13 to 14.9'),
        ({"low": 14.9, "high": 10.1}, 'warning: 12.5 "death" of veltrox: low 14.9 is above high 10.1'),
        ({"p_value": "ns"}, 'warning: 12.5 "death" of veltrox: "ns" is no P value'),
        ({"endpoint": "Death"}, 'warning: endpoints are written in lower case, not "Death"'),
        ({"id": "t1"}, 'warning: "id" is written by the extractor and belongs to no annotation'),
        ({"measure": "count", "value": 2.5}, 'warning: 2.5 "death" of veltrox: 2.5 is no count'),
    ],
)  # fmt: skip
def test_what_the_guide_does_not_want_is_found(changes: dict[str, Any], message: str, tmp_path: Path) -> None:
    found = _check(tmp_path, _with(**changes), printed=None)
    assert any(f.startswith(message) for f in found), found


def test_records_that_may_be_one_are_told(tmp_path: Path) -> None:
    path = tmp_path / "article.json"
    path.write_text(json.dumps({"doc_id": "article", "trials": [TRIAL, {**TRIAL, "names": []}]}), encoding="utf-8")
    [found] = check_file(path, lambda doc_id: PRINTED)
    assert (found.level, found.field) == (Level.WARNING, "trials.1.registry_ids.0")


SHAPES = [
    ('{\n "doc_id": "article",\n "trials": [\n  {"nmes": []}\n ]\n}', 4, '"nmes" is no field of a trial record; did'),
    ('{\n "doc_id": "article",\n "trials": [\n  {"phase":\n "IV"}]}', 4, "phase: \"IV\" is none of '0', '1'"),
    ('{\n "doc_id": "article",\n "trials": [{"results":\n [\n{"measure": "rate"}]}]}', 5, 'a result needs "endpoint"'),
    ('{\n "doc_id": "article",\n "trials": [{\n"enrolled": "many"}]}', 4, 'enrolled: "many" is no valid value'),
    ('{\n "doc_id": "article",\n "trials": [\n  {"names": []\n   "phase": null}]}', 5, "this is no JSON: "),
    ('{\n "doc_id": "other",\n "trials": []\n}', 2, 'doc_id is "other", but the file is named for "article"'),
    ('{"doc_id": "article",\n"trials": [{"phase": "1",\n"phase": "2"}]}', 3, '"phase" is here a second time'),
    ("[" * 100_000, 1, "this is no"),
    ('[\n"article"]', 1, "the file: "),
]


@pytest.mark.parametrize(("text", "line", "message"), SHAPES, ids=[message[:24] for *_, message in SHAPES])
def test_faults_of_shape_are_told_by_line(text: str, line: int, message: str, tmp_path: Path) -> None:
    path = tmp_path / "article.json"
    path.write_text(text, encoding="utf-8")
    found = [f for f in check_file(path, lambda doc_id: PRINTED) if f.level is Level.ERROR]
    assert [(f.line, f.message[: len(message)]) for f in found] == [(line, message)]


def test_every_value_has_its_line() -> None:
    text = '{"a": [\n1, [],\n{"b\\"]": "},{", "c": {}},\n-2.5e3],\n"d":\nnull}'
    numbers = lines_of(text).numbers
    assert {k: v for k, v in numbers.items() if k} == {
        ("a",): 1, ("a", 0): 2, ("a", 1): 2, ("a", 2): 3, ("a", 2, 'b"]'): 3, ("a", 2, "c"): 3, ("a", 3): 4, ("d",): 5,
    }  # fmt: skip


def test_lines_are_those_of_the_whole_file() -> None:
    path = ROOT / "gold" / "numbered-migraine.json"
    text = path.read_text(encoding="utf-8")
    lines, rows = lines_of(text), text.split("\n")
    for t, trial in enumerate(json.loads(text)["trials"]):
        for r, result in enumerate(trial["results"]):
            at = lines.of(("trials", t, "results", r, "value"))
            assert rows[at - 1].strip().rstrip(",") == f'"value": {json.dumps(result["value"])}'


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with gold and corpus as a project has them, one article in it."""
    (tmp_path / "gold").mkdir()
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "smith.txt").write_text(
        "Results\n\nThe SHIELD trial enrolled 120 patients.\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _gold(folder: Path, **trial: Any) -> Path:
    path = folder / "gold" / "smith.json"
    trial = {"names": ["SHIELD"], "evidence": ["The SHIELD trial"], **trial}
    path.write_text(json.dumps({"doc_id": "smith", "trials": [trial]}), encoding="utf-8")
    return path


def test_the_command_checks_gold_against_corpus(call: Call, folders: Path) -> None:
    _gold(folders)
    assert call("gold", "check") == Called(0, "", "1 gold file: 0 errors, 0 warnings\n")
    path = _gold(folders, enrolled=130)
    called = call("gold", "check", path)
    assert called.code == 1
    assert called.out == f"{path}:1: error: SHIELD: the size 130 is not printed in the article\n"
    [found] = json.loads(call("gold", "check", "--json").out)
    assert (found["level"], found["field"]) == ("error", "trials.0.enrolled")


def test_an_article_that_is_not_there_is_a_warning(call: Call, folders: Path) -> None:
    _gold(folders, enrolled=130)
    called = call("gold", "check", "--corpus", "elsewhere")
    assert (called.code, "warning: no article" in called.out) == (0, True)


def test_an_article_that_cannot_be_read_is_an_error(call: Call, folders: Path) -> None:
    _gold(folders)
    (folders / "corpus" / "smith.txt").write_bytes(b"{\\rtf1}")
    called = call("gold", "check")
    assert (called.code, "RTF is not supported" in called.out) == (1, True)


def test_a_folder_without_gold_is_misuse(call: Call, folders: Path) -> None:
    assert call("gold", "check", "corpus").code == 2


def test_new_writes_what_check_passes(call: Call, folders: Path) -> None:
    called = call("gold", "new", "corpus/smith.txt")
    assert called.code == 0
    assert called.out == "gold/smith.json\n"
    assert "trial-extract gold check gold/smith.json" in called.err
    [trial] = json.loads((folders / "gold" / "smith.json").read_text(encoding="utf-8"))["trials"]
    assert (trial["names"], trial["enrolled"]) == (["SHIELD"], 120)
    assert {"id", "confidence", "provenance"}.isdisjoint(trial)
    assert call("gold", "check").code == 0


def test_new_overwrites_only_when_told(call: Call, folders: Path) -> None:
    path = _gold(folders)
    before = path.read_text(encoding="utf-8")
    called = call("gold", "new", "corpus/smith.txt")
    assert (called.code, "--force" in called.err, path.read_text(encoding="utf-8")) == (2, True, before)
    assert call("gold", "new", "corpus/smith.txt", "--force", "--empty").code == 0
    assert json.loads(path.read_text(encoding="utf-8")) == {"doc_id": "smith", "trials": []}


def test_new_takes_what_run_wrote(call: Call, folders: Path) -> None:
    call("run", "corpus", "--out", "outputs")
    assert call("gold", "new", "outputs/smith.json").code == 0
    of_run = (folders / "gold" / "smith.json").read_text(encoding="utf-8")
    call("gold", "new", "corpus/smith.txt", "--force")
    assert (folders / "gold" / "smith.json").read_text(encoding="utf-8") == of_run
    assert call("gold", "new", "outputs/run.json").code == 1, "the summary of a run is no article"


def test_a_start_has_nothing_that_check_would_refuse() -> None:
    results = [
        RESULT,
        {**RESULT, "value": 99},
        {**RESULT, "events": 3, "total": 24, "confidence": 0.5},
        {**RESULT, "endpoint": "rash", "value": 7.5},
    ]
    trial = {**TRIAL, "names": ["SHIELD-1", "OTHER"], "population": "nobody", "results": results}
    record = ArticleRecord.model_validate({"doc_id": "article", "trials": [TRIAL, trial]})
    record.trials[1].results[0].provenance = ResultProvenance(start=1, end=2, rule="x")
    begun = start(record, PRINTED)
    [_, kept] = json.loads(begun.text)["trials"]
    assert kept["names"] == ["SHIELD-1"]
    assert kept["population"] is None
    assert [r["value"] for r in kept["results"]] == [12.5, 7.5]
    assert "provenance" not in begun.text
    assert len(begun.left_out) == 4


@pytest.mark.parametrize("name", ["A 1 " * 12, "A" * 2000, "((((", "-", "1 " * 500])
def test_a_hostile_name_takes_no_time(name: str) -> None:
    printed = Printed(document("A 1 " * 5000 + "x", references=0))
    began = time.perf_counter()
    printed.has_name(name)
    assert time.perf_counter() - began < 1.0
