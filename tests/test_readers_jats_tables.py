"""Tables of JATS: wherever they stand, in either model, with spans, headers, captions and notes."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from articles import table
from extract.pipeline import extract
from jats_files import blocks, grid, jats, refs, x

ROWS = "<table><tr><td>cell</td></tr></table>"
WRAP = f"<table-wrap><label>Table 1</label><caption><p>Outcomes.</p></caption>{ROWS}</table-wrap>"

PLACES = [
    (f"<sec><title>A</title>{WRAP}</sec>", "", "", "in a section"),
    (f"<p>Text {WRAP} goes on.</p>", "", "", "in a paragraph"),
    (f"<boxed-text><title>Box</title>{WRAP}</boxed-text>", "", "", "in a box"),
    (f"<boxed-text><boxed-text><p>x</p>{WRAP}</boxed-text></boxed-text>", "", "", "in a box in a box"),
    (f"<list><list-item><p>One.</p>{WRAP}</list-item></list>", "", "", "in an item of a list"),
    (f"<list><list-item><p>One {WRAP}.</p></list-item></list>", "", "", "in a paragraph of an item"),
    (f"<def-list><def-item><term>A</term><def><p>B</p>{WRAP}</def></def-item></def-list>", "", "", "in a definition"),
    (f"<disp-quote><p>Q.</p>{WRAP}</disp-quote>", "", "", "in a quotation"),
    (f"<statement><p>Q.</p>{WRAP}</statement>", "", "", "in a statement"),
    (f"<p>x</p><table-wrap-group>{WRAP}</table-wrap-group>", "", "", "in a group"),
    (f"<p>x</p><fig><label>Table 1</label><caption><p>Outcomes.</p></caption>{ROWS}</fig>", "", "", "in a figure"),
    (
        f"<p>x</p><fig><label>Table 1</label><caption><p>Outcomes.</p></caption><alternatives><graphic/>{ROWS}"
        "</alternatives></fig>",
        "",
        "",
        "beside a picture of it",
    ),
    ("<p>x</p>", "", f"<floats-group>{WRAP}</floats-group>", "among the floats"),
    ("<p>x</p>", "", f"<floats-group><boxed-text>{WRAP}</boxed-text></floats-group>", "in a box among the floats"),
    ("<p>x</p>", f"<app-group><app><title>A</title>{WRAP}</app></app-group>", "", "in an appendix"),
    ("<p>x</p>", f"<app-group><app><sec><title>A</title><p>B {WRAP}</p></sec></app></app-group>", "", "deep in one"),
    ("<p>x</p>", f"<sec><title>A</title>{WRAP}</sec>", "", "in the back matter"),
]


@table(("body", "back", "floats", "why"), PLACES)
def test_a_table_wherever_it_stands(body: str, back: str, floats: str, why: str, tmp_path: Path) -> None:
    document = jats(tmp_path, body, back, floats)
    assert [(t.label, len(t.cells)) for t in document.tables] == [("Table 1", 1)], why
    assert document.text.count("cell") == 1
    caption = document.tables[0].caption
    assert caption
    assert document.text[slice(*caption)] == "Table 1. Outcomes."


def test_a_table_without_anything_around_it(tmp_path: Path) -> None:
    document = jats(tmp_path, f"<p>Text.</p>{ROWS}")
    assert [(t.label, t.caption, len(t.cells)) for t in document.tables] == [("", None, 1)]


def test_of_several_renderings_one_is_read(tmp_path: Path) -> None:
    oasis = "<oasis:table><oasis:tgroup><oasis:tbody><oasis:row><oasis:entry>cell</oasis:entry></oasis:row></oasis:tbody></oasis:tgroup></oasis:table>"  # noqa: E501
    document = jats(tmp_path, f"<table-wrap><alternatives><graphic/>{ROWS}{oasis}</alternatives></table-wrap>")
    assert len(document.tables) == 1
    assert document.text.count("cell") == 1


CALS = """
<table-wrap><table><tgroup cols="4">
<colspec colnum="1" colname="c1"/><colspec colname="c2"/><colspec colname="c3"/><colspec colname="c4"/>
<spanspec spanname="right" namest="c3" nameend="c4"/>
<thead>
<row><entry morerows="1">Arm</entry><entry namest="c2" nameend="c4">Survival</entry></row>
<row><entry>1</entry><entry spanname="right">2 or 3</entry></row>
</thead><tbody>
<row><entry>Drug</entry><entry colname="c3">80%</entry><entry>70%</entry></row>
</tbody></tgroup></table></table-wrap>
"""


@pytest.mark.parametrize("prefix", ["", "oasis:"])
def test_tables_of_the_cals_model(prefix: str, tmp_path: Path) -> None:
    document = jats(tmp_path, re.sub(r"(</?)(?!table-wrap)(?=\w)", rf"\1{prefix}", CALS))
    assert grid(document, document.tables[0]) == [
        (0, 0, 2, 1, True, "Arm"),
        (0, 1, 1, 3, True, "Survival"),
        (1, 1, 1, 1, True, "1"),
        (1, 2, 1, 2, True, "2 or 3"),
        (2, 0, 1, 1, False, "Drug"),
        (2, 2, 1, 1, False, "80%"),
        (2, 3, 1, 1, False, "70%"),
    ]


def test_a_table_of_two_groups_is_two(tmp_path: Path) -> None:
    one = "<tgroup><tbody><row><entry>{}</entry></row></tbody></tgroup>"
    document = jats(tmp_path, f"<table-wrap><label>Table 2</label><table>{one * 2}</table></table-wrap>")
    assert [(t.label, len(t.cells)) for t in document.tables] == [("Table 2", 1)] * 2


SPANS = [
    ("<tr><td rowspan='2'>a</td><td>b</td></tr><tr><td>c</td></tr>", [(0, 0), (0, 1), (1, 1)], "down"),
    ("<tr><td colspan='2'>a</td><td>b</td></tr>", [(0, 0), (0, 2)], "across"),
    ("<tr><td rowspan='2'>a</td></tr><tr/><tr><td>b</td></tr>", [(0, 0), (1, 0)], "an empty row counts"),
    (
        "<thead><tr><th rowspan='3'>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody>",
        [(0, 0), (1, 0)],
        "no cell reaches from the head into the body",
    ),
    ("<tr><td colspan='0'>a</td><td>b</td></tr>", [(0, 0), (0, 1)], "none is one"),
    ("<tr><td colspan='x'>a</td><td>b</td></tr>", [(0, 0), (0, 1)], "no number is one"),
    ("<tr><td colspan='\u0661'>a</td><td>b</td></tr>", [(0, 0), (0, 1)], "nor is one of another script"),
    ("<tr><td colspan='999999999999'>a</td><td>b</td></tr>", [(0, 0), (0, 1)], "one beyond all measure is one"),
]


@table(("rows", "places", "why"), SPANS)
def test_spans(rows: str, places: list[tuple[int, int]], why: str, tmp_path: Path) -> None:
    document = jats(tmp_path, f"<table-wrap><table>{rows}</table></table-wrap>")
    assert [(c.row, c.column) for c in document.tables[0].cells] == places, why


def test_a_row_of_20_000_cells_takes_little_time(tmp_path: Path) -> None:
    rows = "<tr><td>Death</td><td>5%</td>" + "<td/>" * 20_000 + "</tr>"
    began = time.process_time()
    document = jats(tmp_path, f"<table-wrap><table><tr><td>Outcome</td></tr>{rows * 3}</table></table-wrap>")
    extract(document)
    assert time.process_time() - began < 10
    assert max(c.column for c in document.tables[0].cells) < 200


CELLS = [
    ("<list><list-item><p>one</p></list-item><list-item><p>two</p></list-item></list>", "one\ntwo", "a list"),
    ("<p>one</p><p>two</p>", "one\ntwo", "paragraphs"),
    ("<disp-quote><p>one</p></disp-quote>", "one", "a quotation"),
    ("90%<fn><p>A note.</p></fn>", "90%", "a footnote is no value"),
    ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3", "a table in a cell"),
    ("<inline-formula><tex-math>$\\pm 5$</tex-math></inline-formula>", "\u00b1 5", "a formula"),
]


@table(("markup", "text", "why"), CELLS)
def test_cells(markup: str, text: str, why: str, tmp_path: Path) -> None:
    document = jats(tmp_path, f"<table-wrap><table><tr><td>{markup}</td></tr></table></table-wrap>")
    (cell,) = document.tables[0].cells
    assert document.text[cell.start : cell.end] == text, why


def test_citations_in_cells_captions_and_notes(tmp_path: Path) -> None:
    foot = f"<table-wrap-foot><fn-group><fn><label>a</label><p>See [{x(3)}].</p></fn></fn-group></table-wrap-foot>"
    wrap = (
        f"<table-wrap><caption><p>As in [{x(1)}].</p></caption><table><tr><td>B [{x(2)}]</td></tr></table>"
        f"{foot}</table-wrap>"
    )
    document = jats(tmp_path, wrap, refs(3))
    assert [c.labels for c in document.crossrefs] == [("1",), ("2",), ("3",)]
    assert [document.text[slice(*n)] for n in document.tables[0].notes] == ["a See [3]."]


def test_a_group_lends_its_caption_and_label(tmp_path: Path) -> None:
    own = f"<table-wrap><label>Table 4</label>{ROWS}</table-wrap>"
    group = f"<label>Table 3</label><caption><p>Both trials.</p></caption><table-wrap>{ROWS}</table-wrap>{own}"
    foot = "<table-wrap-foot><p>Note of both.</p></table-wrap-foot>"
    document = jats(tmp_path, f"<table-wrap-group>{group}{foot}</table-wrap-group>")
    captions = [document.text[slice(*t.caption)] for t in document.tables if t.caption]
    assert [t.label for t in document.tables] == ["Table 3", "Table 4"]
    assert captions == ["Table 3. Both trials.", "Table 4."]
    assert blocks(document)[-1] == ("footnote", "Note of both.")


def test_a_label_that_only_the_caption_has(tmp_path: Path) -> None:
    caption = "<caption><title>Table 5. Outcomes of ALPHA-1</title></caption>"
    document = jats(tmp_path, f"<table-wrap>{caption}{ROWS}</table-wrap>")
    assert document.tables[0].label == "Table 5"


def test_text_that_stands_in_a_table_or_a_figure_is_kept(tmp_path: Path) -> None:
    text = "<p>Values are means.</p>"
    document = jats(
        tmp_path, f"<table-wrap>{ROWS}{text}</table-wrap><fig><label>Figure 1</label>{text}<graphic/></fig>"
    )
    assert blocks(document)[1:] == [
        ("cell", "cell"),
        ("paragraph", "Values are means."),
        ("caption", "Figure 1."),
        ("paragraph", "Values are means."),
    ]
