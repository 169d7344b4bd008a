"""``show``: one article for the eye, or as JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from conftest import Called
from extract.cli.numbers import quantity
from extract.cli.view import print_article
from extract.records.schema import ArticleRecord, Result, ResultProvenance, TrialRecord

Call = Callable[..., Called]

TEXT = "In RIALTO (NCT02187354, n = 110), overall survival at 1 year was 87 ± 4% with blinatumomab (P = 0.03)."
START = TEXT.index("87 ±")
RIALTO = TrialRecord(
    id="t1",
    names=["RIALTO"],
    registry_ids=["NCT02187354"],
    citations=["25"],
    phase="1/2",
    design=["open-label", "single-arm"],
    status="completed",
    sponsors=["the sponsor"],
    enrolled=1110,
    population="children in relapse",
    conditions=["leukaemia"],
    interventions=["blinatumomab"],
    comparators=["chemotherapy"],
    results=[
        Result(
            endpoint="overall survival",
            measure="rate",
            value=87,
            error=4,
            unit="%",
            timepoint="1 year",
            arm="blinatumomab",
            subgroup="those under 5",
            p_value="0.03",
            events=96,
            total=110,
            provenance=ResultProvenance(start=START, end=START + 2, rule="x"),
        )
    ],
    evidence=["overall survival at 1 year"],
)


def _shown(record: ArticleRecord, width: int, text: str = TEXT) -> str:
    out = io.StringIO()
    print_article(record, "A review", text, Console(file=out, width=width, highlight=False))
    return out.getvalue()


def test_every_field_is_shown() -> None:
    shown = _shown(ArticleRecord(doc_id="smith", trials=[RIALTO], warnings=["an odd table"]), 200)
    for printed in (
        "A review", "smith · 1 trial · 1 result", "RIALTO", "NCT02187354", "1/2", "open-label, single-arm", "completed",
        "the sponsor", "1,110", "children in relapse", "leukaemia", "blinatumomab", "chemotherapy", "25",
        "overall survival in those under 5", "87 ± 4%", "96/110", "1 year", "0.03",
        "survival at 1 year was 87 ± 4% with blinatumomab", "“overall survival at 1 year”", "warning: an odd table",
    ):  # fmt: skip
        assert printed in shown


@pytest.mark.parametrize("width", [40, 60, 80, 109, 110, 200])
def test_the_view_fits_the_terminal(width: int) -> None:
    shown = _shown(ArticleRecord(doc_id="smith", trials=[RIALTO], unattached=RIALTO.results), width)
    assert max(len(line) for line in shown.splitlines()) <= width
    assert ("evidence" in shown) == (width >= 110)


def test_a_column_without_values_is_left_out() -> None:
    bare = TrialRecord(names=["X"], results=[Result(endpoint="remission", measure="rate", value=5, unit="%")])
    header = next(
        line for line in _shown(ArticleRecord(doc_id="a", trials=[bare]), 120).splitlines() if "endpoint" in line
    )
    assert header.strip("│ ").split() == ["endpoint", "value"]


def test_text_of_an_article_steers_neither_terminal_nor_markup() -> None:
    hostile = TrialRecord(names=["\x1b]0;title\x07 [red]X[/]"], population="a\x1b[2Jb\nc", evidence=["[/bold] \x9b1m"])
    shown = _shown(ArticleRecord(doc_id="a", trials=[hostile]), 100)
    assert "\x1b" not in shown
    assert "\x9b" not in shown
    assert "[red]X[/]" in shown
    assert "[/bold]" in shown


QUANTITIES = [
    (Result(endpoint="x", measure="rate", value=97.5, error=1.3, unit="%"), "97.5 ± 1.3%", "a rate with its error"),
    (Result(endpoint="x", measure="hazard-ratio", value=0.6, low=0.4, high=0.9), "HR 0.6 (0.4 to 0.9)", "a ratio"),
    (Result(endpoint="x", measure="median", value=12, unit="months"), "median 12 months", "a median"),
    (Result(endpoint="x", measure="mean-change", value=-0.7, unit="%"), "change -0.7%", "a fall"),
    (Result(endpoint="x", measure="rate", low=25, high=30, unit="%"), "25 to 30%", "a range alone"),
    (Result(endpoint="x", measure="median", value=5, low=1, unit="days"), "median 5 days (1 to ?)", "half an interval"),
    (Result(endpoint="x", measure="count", value=1200, unit="patients"), "1200 patients", "a count"),
]


@pytest.mark.parametrize(("result", "expected", "why"), QUANTITIES, ids=[why for *_, why in QUANTITIES])
def test_quantities(result: Result, expected: str, why: str) -> None:
    assert quantity(result) == expected, why


@pytest.mark.usefixtures("toy")
class TestCommand:
    """The command around a toy pipeline."""

    @pytest.fixture
    def article(self, tmp_path: Path) -> Path:
        path = tmp_path / "smith.txt"
        path.write_text("ALPHA 61.5\nBETA 7", encoding="utf-8")
        return path

    def test_json_is_the_record(self, call: Call, article: Path) -> None:
        called = call("show", article, "--json")
        assert (called.code, called.err) == (0, "")
        record = ArticleRecord.model_validate(json.loads(called.out))
        assert (record.doc_id, [trial.names for trial in record.trials]) == ("smith", [["ALPHA"], ["BETA"]])

    def test_one_trial(self, call: Call, article: Path) -> None:
        called = call("show", article, "--trial", "bet")
        assert called.code == 0
        assert "BETA" in called.out
        assert "ALPHA" not in called.out

    def test_a_trial_that_is_not_there(self, call: Call, article: Path) -> None:
        called = call("show", article, "--trial", "GAMMA")
        assert called.code == 1
        assert "'GAMMA'" in called.err

    def test_an_article_without_trials_is_fine(self, call: Call, tmp_path: Path) -> None:
        (tmp_path / "none.txt").write_text("\n", encoding="utf-8")
        called = call("show", tmp_path / "none.txt")
        assert called.code == 0
        assert "none · text · 0 trials · 0 results" in called.out

    @pytest.mark.parametrize(
        ("name", "message"), [("gone.txt", "no such file"), (".", "a folder; show takes one article")]
    )
    def test_misuse(self, call: Call, tmp_path: Path, name: str, message: str) -> None:
        called = call("show", tmp_path / name)
        assert (called.code, called.out) == (2, "")
        assert message in called.err

    def test_what_cannot_be_read_is_one_line(self, call: Call, tmp_path: Path) -> None:
        (tmp_path / "bad.txt").write_text("broken", encoding="utf-8")
        called = call("show", tmp_path / "bad.txt")
        assert (called.code, called.out) == (1, "")
        assert called.err == f"trial-extract: {tmp_path / 'bad.txt'}: broken\n"
