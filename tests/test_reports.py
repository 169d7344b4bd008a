"""The reports of an evaluation: what each format says, and that nothing in an article breaks one."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from rich.console import Console

from extract.errors import UsageError
from extract.evaluation import Report, compare, gates, score_records
from extract.evaluation.report import ArticleScore
from extract.evaluation.runs import Shift, Turn
from extract.records.schema import Result, ResultProvenance, TrialRecord
from extract.reports import FORMATS, ReportData, check_paths, csv_file, json_file, junit, markdown, write_reports
from extract.reports.terminal import render
from extract.reports.wording import spread

NASTY = "a | b `c` *d* <script> [x](http://y.example) @person #12 $m$\n\x07 second line \\"


def rate(value: float, endpoint: str = "remission", **more: object) -> Result:
    return Result(**{"endpoint": endpoint, "measure": "rate", "value": value, "unit": "%", "arm": "gelatin", **more})


GOLD = [TrialRecord(names=["OPAL"], phase="3", results=[rate(40), rate(20)])]
SURE = ResultProvenance(start=10, end=14, rule="number")
NOW = [TrialRecord(names=["OPAL"], phase="3", results=[rate(40, NASTY, confidence=0.9, provenance=SURE), rate(20)])]


def article(predicted: list[TrialRecord], doc_id: str) -> ArticleScore:
    return ArticleScore(doc_id, score_records(GOLD, predicted), tuple(compare(GOLD, predicted, doc_id)))


def data(number: int = 1, *, gate: bool = True) -> ReportData:
    """So many articles, each of which lost a value since the baseline, and one that has no prediction."""
    names = [f"doc|{i}" for i in range(number)]
    missing = ArticleScore("gone", score_records(GOLD, []), tuple(compare(GOLD, [], "gone")), "missing")
    before = Report((*(article(GOLD, name) for name in names), missing))
    found = ReportData.of(Report((*(article(NOW, name) for name in names), missing)), before)
    assert found.baseline
    asked = (gates.readable(found.report), *((gates.no_regression(found.baseline),) if gate else ()))
    return ReportData(found.report, found.intervals, found.baseline, asked)


@pytest.fixture
def regressed() -> ReportData:
    return data()


def cells(row: str) -> list[str]:
    """The cells of a row of a table as GitHub splits them: at every pipe without a backslash."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]]


def test_markdown_tables_keep_their_shape_whatever_an_article_says(regressed: ReportData) -> None:
    blocks = [b.splitlines() for b in markdown.render(regressed).split("\n\n") if b.startswith("| ")]
    assert len(blocks) >= 4
    for rows in blocks:
        assert set(cells(rows[1])) <= {":--", "--:"}
        assert {len(cells(row)) for row in rows} == {len(cells(rows[1]))}


SPECIAL = [
    ("a | b", r"a \| b"),
    ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
    ("`x` *y* _z_", r"\`x\` \*y\* \_z\_"),
    ("ask @person about #12", "ask @<!-- -->person about #<!-- -->12"),
    ("see http://y.example", "see http:<!-- -->//y.example"),
    ("see www.y.example", "see www.<!-- -->y.example"),
    ("the GH-12 study, LGH-12", "the GH-<!-- -->12 study, LGH-12"),
    ("US$ 5", "US<span>$</span> 5"),
    ("one\n two", "one two"),
    ("\\|", r"\\\|"),
    ("x" * 500, "x" * 139 + "…"),
]


@pytest.mark.parametrize(("text", "escaped"), SPECIAL)
def test_what_markdown_would_read_is_escaped(text: str, escaped: str) -> None:
    assert markdown.escape(text) == escaped


def test_markdown_says_first_what_failed_and_which_values_were_lost(regressed: ReportData) -> None:
    text = markdown.render(regressed)
    order = ["## Evaluation: headline 0.", "**Failed:**", "### Against the baseline", "#### 1 value lost", "| field |"]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)
    lost = next(line for line in text.splitlines() if "40 % rate of remission" in line)
    assert cells(lost)[:4] == [r"doc\|0", "OPAL", "results", "40 % rate of remission; arm gelatin"]
    assert cells(lost)[4].startswith(r"wrong endpoint: 40 % rate of a \| b")
    assert text.count("<details>") == text.count("</details>") >= 2


def test_a_comment_fits_github_however_much_was_lost() -> None:
    text = markdown.render(data(600))
    assert len(text) < 65_536
    assert "and 570 more" in text


def test_a_comment_fits_github_however_many_files_are_missing_or_broken() -> None:
    missing = [ArticleScore(f"gone-{i}", score_records(GOLD, []), (), "missing") for i in range(900)]
    report = Report(tuple(missing), unreadable=tuple(f"folder/{i}.json: {'no JSON ' * 40}" for i in range(900)))
    text = markdown.render(ReportData(report, gates=(gates.readable(report),)))
    assert len(text) < 65_536
    assert text.count("No prediction for 900 articles") == 1
    assert text.count("folder/0.json") == 1, "what a gate says is no notice as well"


def test_of_too_many_lost_values_every_article_shows_some() -> None:
    lost = [Shift(Turn.LOST, None, c) for doc_id in "aaaab" for c in article([], doc_id).comparisons]
    assert [shift.value.doc_id for shift in spread(lost, 4)] == ["a", "a", "b", "b"]
    assert spread(lost, 99) == lost


def test_markdown_without_a_baseline_says_nothing_of_one() -> None:
    text = markdown.render(ReportData.of(Report((article(GOLD, "doc"),))))
    assert "baseline" not in text
    assert "Failed" not in text
    assert "headline 1.000" in text


# What the schema of Jenkins's xUnit plugin (junit-10) knows of the elements that are used.
JUNIT = {
    "testsuites": ({"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors", "skipped", "time"}, {"properties", "testcase"},
    ),
    "properties": (set(), {"property"}),
    "property": ({"name", "value"}, set()),
    "testcase": ({"name", "classname", "time"}, {"failure", "skipped", "system-out"}),
    "failure": ({"message", "type"}, set()),
    "skipped": ({"message"}, set()),
    "system-out": (set(), set()),
}  # fmt: skip


def test_junit_holds_only_what_every_reader_knows(regressed: ReportData) -> None:
    root = ET.fromstring(junit.render(regressed))
    assert root.tag == "testsuites"
    for element in root.iter():
        attributes, children = JUNIT[element.tag]
        assert set(element.attrib) <= attributes
        assert {child.tag for child in element} <= children
    for suite in [root, *root]:
        cases = list(suite.iter("testcase"))
        assert int(suite.get("tests", "")) == len(cases)
        assert int(suite.get("failures", "")) == len(list(suite.iter("failure")))
    named = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(named) == len(set(named)), "GitLab keeps one test of a name"
    assert all(classname for classname, _ in named), "GitLab needs a classname"


def test_junit_is_red_with_the_gate_and_names_the_lost_values() -> None:
    red, green = (ET.fromstring(junit.render(data(gate=gate))) for gate in (True, False))
    failures = {case.get("name"): case.find("failure") for case in red.iter("testcase")}
    failed = {name: failure.text or "" for name, failure in failures.items() if failure is not None}
    assert set(failed) == {"no figure below the baseline", "doc|0"}
    for text in failed.values():
        assert "lost | doc|0 | results | OPAL | gold: 40 % rate of remission" in text
        assert "now wrong endpoint" in text
    assert green.get("failures") == "0"
    out = next(case.findtext("system-out") for case in green.iter("testcase") if case.get("name") == "doc|0")
    assert "lost | doc|0" in (out or "")
    assert [case.get("name") for case in green.iter("testcase") if case.find("skipped") is not None] == ["gone"]


def test_csv_has_a_row_per_compared_value_and_what_turned(regressed: ReportData) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_file.render(regressed))))
    assert len(rows) == len(regressed.report.comparisons)
    (lost,) = [row for row in rows if row["turn"]]
    assert (lost["turn"], lost["verdict"], lost["verdict_before"]) == ("lost", "wrong endpoint", "right")
    assert NASTY in lost["predicted"]
    assert (lost["confidence"], lost["start"], lost["end"]) == ("0.9", "10", "14")
    plain = ReportData.of(regressed.report)
    assert tuple(next(csv.reader(io.StringIO(csv_file.render(plain))))) == csv_file.COLUMNS


def test_csv_lists_what_is_no_longer_spurious() -> None:
    extra = [TrialRecord(names=["OPAL", "ONYX"], phase="3", results=GOLD[0].results)]
    found = ReportData.of(Report((article(GOLD, "doc"),)), Report((article(extra, "doc"),)))
    last = list(csv.DictReader(io.StringIO(csv_file.render(found))))[-1]
    assert (last["turn"], last["predicted_before"], last["verdict"]) == ("no longer spurious", "ONYX", "")


def test_json_has_counts_intervals_turns_and_gates(regressed: ReportData) -> None:
    found = json.loads(json_file.render(regressed))
    assert found["fields"]["phase"]["matched"] == 1
    assert found["headline"] == regressed.report.headline
    assert set(found["intervals"]["headline"]) == {"low", "high"}
    assert found["baseline"]["figures"]["results:value+endpoint"]["verdict"] == "too few articles to say"
    assert [shift["turn"] for shift in found["baseline"]["shifts"]] == ["lost"]
    assert [gate["passed"] for gate in found["gates"]] == [True, False]


@pytest.mark.parametrize("width", [100, 80, 40])
def test_the_terminal_tells_what_turned_at_any_width(width: int, regressed: ReportData) -> None:
    console = Console(width=width, record=True, file=io.StringIO())
    render(regressed, console)
    text = console.export_text()
    assert "1 lost, 0 newly spurious, 0 gained, 0 no longer spurious, over 2 articles" in text
    assert "lost | doc|0 | results | OPAL | gold: 40 % rate of remission" in text
    assert ("95 % of F1" in text) == (width == 100)
    assert "An interval over 2 articles says little." in text


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_evaluation_gives_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_reports(data(8), [tmp_path / f"{name}{suffix}"])
    assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"other{suffix}").read_bytes()
    assert len(list(tmp_path.iterdir())) == 2, "nothing is left behind"


MISUSE = [
    ("report.docx", "no report has the suffix '.docx'; there are ."),
    ("report", "no report has the suffix ''"),
    ("nowhere/report.md", "its folder does not exist"),
    ("folder.md", "a folder"),
]


@pytest.mark.parametrize(("name", "message"), MISUSE)
def test_a_path_that_no_report_can_go_to_is_misuse(name: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(UsageError, match=re.escape(message)):
        check_paths([tmp_path / name])


def test_suffixes_may_be_capitals_and_a_path_given_twice_is_written_once(tmp_path: Path) -> None:
    assert check_paths([tmp_path / "A.MD", tmp_path / "A.MD"]) == (tmp_path / "A.MD",)
    write_reports(data(), [tmp_path / "A.MD"])
    assert (tmp_path / "A.MD").read_text(encoding="utf-8").startswith("## Evaluation")
