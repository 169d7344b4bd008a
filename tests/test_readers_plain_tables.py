"""Tables of tabs as pages print them when copied: labels over rows, headers over columns, notes, buttons."""

from __future__ import annotations

import time

import pytest

from extract.document import BlockKind, Document
from extract.pipeline import extract
from extract.readers import document_from_text

LONG = "This made-up sentence is long enough to be the paragraph of a section of an article about trials. "


def _read(table: str, behind: str = "") -> Document:
    return document_from_text(f"{LONG}\n\nTable 1. Outcomes\n{table}\n{behind}\n{LONG}")


def _heads(document: Document) -> list[tuple[str, int, int, int, int]]:
    cells = document.tables[0].cells
    return [
        (document.text[c.start : c.end], c.row, c.column, c.rowspan, c.colspan)
        for c in cells
        if c.header and c.start < c.end
    ]


LABELS = [
    ("Arm\tn\tOS\nOne 1998 (13 weeks)\t\t\nA\t12\t34\nTwo 1999\t\t\nB\t15\t36", "with its tabs"),
    ("Arm\tn\tOS\nOne 1998 (13 weeks)\nA\t12\t34\nTwo 1999\nB\t15\t36", "without its tabs"),
]


@pytest.mark.parametrize(("table", "why"), LABELS, ids=[why for _, why in LABELS])
def test_a_label_over_rows_stays_in_its_table(table: str, why: str) -> None:
    document = _read(table)
    assert len(document.tables) == 1, why
    cells = {(c.row, c.column): document.text[c.start : c.end] for c in document.tables[0].cells if c.start < c.end}
    assert [cells.get((r, 0)) for r in range(5)] == ["Arm", "One 1998 (13 weeks)", "A", "Two 1999", "B"]
    assert (cells[(2, 2)], cells[(4, 1)]) == ("34", "15")
    assert [c.row for c in document.tables[0].cells if c.header] == [0, 0, 0]


HEADS = [
    (
        "Arm\tScore\t\tFlow\t\n\tBase\tChange\tBase\tChange\nA\t1.5\t2.5\t3.5\t4.5",
        "the tabs are there",
    ),
    (
        "Arm\tScore\t\tFlow\nBase\tChange\tBase\tChange\nA\t1.5\t2.5\t3.5\t4.5",
        "the tabs at the ends of lines are lost",
    ),
    (
        "Arm\tScore\tFlow\nBase\tChange\tBase\tChange\nA\t1.5\t2.5\t3.5\t4.5",
        "no empty cell is printed",
    ),
]


@pytest.mark.parametrize(("table", "why"), HEADS, ids=[why for _, why in HEADS])
def test_headers_over_several_columns(table: str, why: str) -> None:
    assert _heads(_read(table)) == [
        ("Arm", 0, 0, 2, 1), ("Score", 0, 1, 1, 2), ("Flow", 0, 3, 1, 2),
        ("Base", 1, 1, 1, 1), ("Change", 1, 2, 1, 1), ("Base", 1, 3, 1, 1), ("Change", 1, 4, 1, 1),
    ], why  # fmt: skip


ONE_ROW = [
    ("Arm\tOS\t\nA\t12\t34\nB\t15\t36", "numbers under an empty header"),
    ("Trial\tDesign\nALPHA\topen\tsmall\nBETA\tblinded\tlarge", "a ragged table of words"),
    ("Arm\tOS\nA\tgood\nB\tbad", "no header over several columns"),
]


@pytest.mark.parametrize(("table", "why"), ONE_ROW, ids=[why for _, why in ONE_ROW])
def test_one_row_of_headers(table: str, why: str) -> None:
    assert {row for _, row, *_ in _heads(_read(table))} == {0}, why


def test_a_table_that_is_all_rules_has_no_cells() -> None:
    document = document_from_text(f"{LONG}\n\n|---|\n|---|\n\n{LONG}")
    assert document.tables[0].cells == ()


NOTES = [
    ("\u2020p<0.001 vs placebo. NR, not reported.\n", True, "a mark"),
    ("Events in at least 5% of patients; selection.\n", True, "right under the last row, an empty line behind"),
    ("Abbreviation: OS, overall survival.\n", True, "the word in the singular"),
    ("In ALPHA 12 patients took drug A.", False, "a page without empty lines"),
]


@pytest.mark.parametrize(("line", "note", "why"), NOTES, ids=[why for *_, why in NOTES])
def test_notes_under_a_table(line: str, note: bool, why: str) -> None:
    document = _read("Arm\tOS\nA\t12%\nB\t15%", line)
    kinds = {document.text[b.start : b.end]: b.kind for b in document.blocks}
    assert (kinds[line.strip()] is BlockKind.FOOTNOTE) is note, why
    assert [document.text[a:b] for a, b in document.tables[0].notes] == ([line.strip()] if note else [])


def test_a_button_between_caption_and_table() -> None:
    document = _read("Download CSV Display Table\nArm\tOS\nA\t12%")
    assert document.tables[0].label == "Table 1"
    assert BlockKind.CHROME in [b.kind for b in document.blocks]


BROKEN = [
    ("Trial | n | Drug |\n---|---|---|\nALPHA | 40 |\ngold | \nBETA | 50 | silver |", "behind a cell"),
    ("Trial | n | Drug |\n---|---|---|\nALPHA | 40 | gold\nand iron |\nBETA | 50 | silver |", "inside a cell"),
]


@pytest.mark.parametrize(("table", "why"), BROKEN, ids=[why for _, why in BROKEN])
def test_a_row_broken_over_lines_is_one_row(table: str, why: str) -> None:
    document = _read(table)
    cells = {(c.row, c.column): document.text[c.start : c.end] for c in document.tables[0].cells}
    assert cells[1, 2].startswith("gold"), why
    assert (cells[2, 0], cells[2, 2]) == ("BETA", "silver"), why


def test_a_further_item_of_the_last_cell_goes_with_it() -> None:
    document = _read("Trial | Result |\n---|---|\nALPHA | \u2022 Pain in 5% |\n\u2022 Rash in 6% | |\nBETA | none |")
    cells = [document.text[c.start : c.end] for c in document.tables[0].cells if c.row == 1]
    assert cells[1].startswith("\u2022 Pain in 5%")
    assert cells[1].endswith("\u2022 Rash in 6%")
    assert max(c.row for c in document.tables[0].cells) == 2


CAPTIONED = [
    ("Table 1.\n\nOutcomes of the trials\n\n", "Outcomes of the trials", "the caption stands below its label"),
    ("Table 1. Outcomes\n\n", "Table 1. Outcomes", "label and caption on one line"),
]


@pytest.mark.parametrize(("above", "caption", "why"), CAPTIONED, ids=[why for *_, why in CAPTIONED])
def test_the_caption_of_a_table(above: str, caption: str, why: str) -> None:
    document = document_from_text(f"{LONG}\n\n{above}Arm\tn\nA\t12\n\n{LONG}")
    (table,) = document.tables
    assert table.label == "Table 1", why
    assert table.caption, why
    assert document.text[slice(*table.caption)] == caption, why


def test_a_caption_is_no_title() -> None:
    document = document_from_text(f"Table 2. Summary of the trials\n\nArm\tn\nA\t12\n\n{LONG}")
    assert not document.title
    assert document.tables[0].label == "Table 2"


def test_a_row_of_20_000_bars_takes_little_time() -> None:
    row = "Death | 5%" + " | " * 20_000 + "\n"
    began = time.process_time()
    extract(document_from_text("Outcome | Drug | Placebo\n" + row * 3))
    assert time.process_time() - began < 10
