"""The HTML report: what stands in the file. ``test_report_browser.py`` opens it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extract.evaluation.gates import Gate
from extract.evaluation.intervals import Interval, wilson
from extract.reports import write_reports
from extract.reports.html import render
from extract.reports.html.figures import Axis, between, difference
from extract.reports.html.heat import shade, short
from extract.reports.html.passages import AROUND, ArticleText
from extract.reports.html.reliability import reliability
from extract.reports.html.search import Printed
from reported import SCRIPT, data


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report")
    write_reports(data(folder), [folder / "report.html"])
    return (folder / "report.html").read_text(encoding="utf-8")


def _listed(page: str) -> list[dict[str, Any]]:
    """The errors as the page's script reads them."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    held = json.loads(found.group(1))
    columns = held["columns"]
    numbers = ("confidence", "start", "end")
    return [
        {name: column[i] if name in numbers else held["strings"][column[i]] for name, column in columns.items()}
        for i in range(len(columns["kind"]))
    ]


def test_every_error_is_listed_with_its_kind(page: str, tmp_path: Path) -> None:
    errors = [(str(e.kind), e.doc_id, e.gold, e.predicted) for e in data(tmp_path).report.differences]
    listed = [(e["kind"], e["article"], e["gold"], e["predicted"]) for e in _listed(page) if e["kind"] != "right"]
    assert sorted(listed) == sorted(errors)
    assert len(errors) > 30


def test_a_predicted_value_is_marked_where_it_was_read(page: str) -> None:
    wrong = next(e for e in _listed(page) if e["kind"] == "wrong arm")
    assert wrong["sentence"][wrong["start"] : wrong["end"]] == "22%"
    assert wrong["sentence"].startswith("In the ALPHA trial")
    assert wrong["confidence"] == 0.4


def test_a_missed_value_is_looked_up_in_the_text(page: str) -> None:
    by_gold = {e["gold"]: e for e in _listed(page)}
    for gold, printed in (("240", "240"), ("3 patients count of death; arm ferradol", "three")):
        assert by_gold[gold]["sentence"][by_gold[gold]["start"] : by_gold[gold]["end"]] == printed
        assert "likeliest place" in by_gold[gold]["note"]


def test_what_cannot_be_shown_says_why(page: str) -> None:
    notes = {e["note"] for e in _listed(page) if e["article"] == "jones" and e["kind"] == "missed"}
    assert notes == {"The article's text is not beside the predictions."}


def test_no_text_of_an_article_is_markup(page: str) -> None:
    assert SCRIPT not in page
    assert page.count("<script") == page.count("</script>") == 2, "the data and the page's own"


def test_the_page_refers_to_nothing_outside(page: str) -> None:
    outside = re.findall(r"""(?:src|href|url|@import)\s*[=(]\s*["']?([^"')\s>]+)""", page)
    assert [address for address in outside if not address.startswith(("#", "data:", "`#"))] == []
    assert "http://" not in page
    assert "https://" not in page


def test_the_baseline_is_told(page: str) -> None:
    turned = {(e["change"], e["kind"]) for e in _listed(page) if e["change"]}
    assert ("lost", "missed") in turned
    assert "Against the baseline" in page


def test_gates_and_notices_are_told(tmp_path: Path) -> None:
    gates = (Gate("every file can be read"), Gate("trials at least 0.9", (f"0.5 is under {SCRIPT}.",)))
    told = replace(data(tmp_path), gates=gates)
    report = replace(told.report, unreadable=("smith.json: no JSON",))
    page = render(replace(told, report=report))
    assert page.count('<li class="passed">') == page.count('<li class="failed">') == 1
    assert "0.5 is under &lt;script&gt;" in page
    assert "smith.json: no JSON" in page


def test_the_same_evaluation_gives_the_same_page(page: str, tmp_path: Path) -> None:
    write_reports(data(tmp_path), [tmp_path / "again.html"])
    assert (tmp_path / "again.html").read_text(encoding="utf-8") == page


# ---- sentences and places --------------------------------------------------------------------------------------------


def test_a_long_sentence_is_cut_between_words() -> None:
    text = "before " * 100 + "61%" + " after" * 100
    start = text.index("61%")
    cut = ArticleText(text).around(start, start + 3)
    assert cut.text[cut.start : cut.end] == "61%"
    assert cut.text.startswith("… before ")
    assert cut.text.endswith(" after …")
    assert len(cut.text) <= 2 * AROUND + 3 + len("…  …")


def test_a_sentence_ends_at_its_line() -> None:
    text = "A heading\nOf 80 patients, 12·5% relapsed. Others did not.\nAnother line"
    start = text.index("12·5")
    assert ArticleText(text).around(start, start + 5).text == "Of 80 patients, 12·5% relapsed."


@pytest.mark.parametrize(
    ("line", "near", "printed"),
    [
        ("12.5 % rate of relapse", "", "12.5"),
        ("1063 patients count of relapse", "", "1,063"),
        ("30 % rate of relapse; arm placebo", "BETA", "30"),
        ("30 % rate of nausea; arm ferradol", "ALPHA", "30"),
        ("7 % rate of relapse", "", ""),
    ],
)
def test_a_number_is_found_by_the_words_around_it(line: str, near: str, printed: str) -> None:
    filling = " nothing of note happened" * 20
    view = f"ALPHA: nausea in 30% on ferradol.{filling} Relapse in 12.5% of 1,063.{filling} BETA: 30% on placebo."
    place = Printed(view).value("results", line, near)
    assert (view[slice(*place)] if place else "") == printed
    if printed == "30":
        assert place
        assert (place[0] < 40) == ("nausea" in line)


def test_a_percentage_is_no_dose() -> None:
    view = "Ferradol 4 mg caused nausea in 4% and in 4 patients rash."
    assert Printed(view).value("results", "4 % rate of nausea; arm ferradol", "") == (31, 32)
    assert Printed(view[10:]).value("results", "4 patients count of rash", "") == (31, 32), "and a count no percentage"


def test_a_phrase_is_found_whole_whatever_its_capitals() -> None:
    printed = Printed("Hypertensions aside, patients with Hypertension took part.")
    assert printed.value("conditions", "hypertension", "") == (35, 47)
    assert printed.value("conditions", "gout", "") is None


def test_words_of_closed_lists_are_found_as_they_are_recognised() -> None:
    view = "A phase III trial, in which patients were randomised, took 3 years; it was stopped early."
    printed = Printed(view)
    for field, value, word in (("phase", "3", "phase III"), ("design", "randomized", "randomised")):
        place = printed.value(field, value, "")
        assert place
        assert view[slice(*place)] == word
    assert printed.value("phase", "2", "") is None


# ---- figures ---------------------------------------------------------------------------------------------------------


def test_an_axis_is_as_short_as_its_figures_allow() -> None:
    assert (Axis.of_ratios([0.61, 0.9]).low, Axis.of_ratios([0.3]).low, Axis.of_ratios([]).low) == (0.5, 0.25, 0.0)
    assert Axis.of_ratios([0.61]).at(0.75) == 50
    assert Axis.of_differences([0.01, -0.06]).ticks == (-0.1, 0.0, 0.1)
    assert Axis.of_differences([0.05]).high == 0.05


def test_figures_in_words() -> None:
    assert (difference(0.012), difference(-0.0301)) == ("+0.012", "−0.030")
    assert between(Interval(-0.003, 0.02), signs=True) == "−0.003 to +0.020"
    assert between(None) == ""
    assert (short(1), short(0.999), short(0), short(0.9)) == ("1", ".99", "0", ".90")
    assert (shade(0), shade(0.9), shade(1)) == ("h0", "h5", "h5")


def test_the_interval_of_a_share() -> None:
    found = wilson(81, 263)
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662), "the example of Newcombe, 1998"
    assert wilson(0, 5).low == 0


def test_results_are_judged_by_their_confidence(tmp_path: Path) -> None:
    points = reliability(data(tmp_path).report.comparisons)
    assert [(round(p.confidence, 2), p.right, p.number) for p in points] == [(0.2, 0, 1), (0.4, 0, 1), (0.9, 1, 1)]
