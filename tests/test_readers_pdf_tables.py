"""Tables of PDFs: which words are cells of which row and column, in the manners in which journals print tables."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from itertools import pairwise

import pytest

from extract.readers import Limits
from extract.readers.pdf_glyphs import Font, Reader, Word
from extract.readers.pdf_open import open_pdf
from extract.readers.pdf_rules import Box, Rules
from extract.readers.pdf_table_cells import FoundCell
from extract.readers.pdf_tables import FoundTable, find_tables, with_rest
from raw_pdfs import area, line, page, pdf, prose, stream, words

X = (60, 160, 240, 320)
RIGHT, STEP = 400, 16
Rows = Sequence[Sequence[str]]

ROWS = [
    ["Trial", "Patients", "Drug", "Placebo"],
    ["ALPHA", "120", "34 (57)", "20 (33)"],
    ["BETA", "98", "21 (43)", "12 (24)"],
    ["GAMMA", "77", "15 (39)", "9 (23)"],
]


def tables(*pages: Iterable[bytes]) -> list[list[FoundTable]]:
    """The tables of each page of a PDF with these drawings."""
    with open_pdf(pdf([page(parts) for parts in pages]), "drawn.pdf", Limits()) as opened:
        reader = Reader(opened.pdf)
        read = [reader.page(number, found) for number, found in opened.pages()]
        return [find_tables(each.words, each.rules) for each in read]


def only(parts: Iterable[bytes]) -> FoundTable:
    (found,) = tables(parts)[0]
    return found


def said(cell: FoundCell) -> str:
    return " / ".join(" ".join(w.text for w in words) for words in cell.lines)


def grid(table: FoundTable) -> list[list[str]]:
    """The rows of a table: each cell as its text, behind it how many columns and rows it spans if several."""
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        spans = (f" >{cell.colspan}" if cell.colspan > 1 else "") + (f" v{cell.rowspan}" if cell.rowspan > 1 else "")
        rows.setdefault(cell.row, []).append(said(cell) + spans)
    return [rows[number] for number in sorted(rows)]


def printed(rows: Rows, y: float = 100, *, xs: Sequence[float] = X, step: float = STEP, bold: int = 1) -> list[bytes]:
    """The words of rows, each cell of as many lines as it has "/" between them."""
    parts = []
    for number, row in enumerate(rows):
        for x, cell in zip(xs, row, strict=False):
            lines = cell.split(" / ") if cell else []
            parts += [words(told, x, y + 10 * n, bold=number < bold) for n, told in enumerate(lines)]
        y += step + 10 * max(cell.count(" / ") for cell in row)
    return parts


def across(*ys: float, x0: float = 55, x1: float = RIGHT) -> list[bytes]:
    return [line(x0, y, x1, y) for y in ys]


def borders(ys: Sequence[float], xs: Sequence[float] = (*X, RIGHT)) -> list[bytes]:
    """Lines drawn cell by cell, a little left of where the words start."""
    return [line(a - 4, y, b - 4, y) for y in ys for a, b in pairwise(xs)]


def under(rows: int, y: float = 88) -> list[float]:
    return [y + STEP * n for n in range(rows + 1)]


# -- lines


def test_lines_drawn_cell_by_cell() -> None:
    assert grid(only(printed(ROWS) + borders(under(4)))) == ROWS


def test_a_full_grid() -> None:
    down = [line(x - 4, 88, x - 4, 152) for x in (*X, RIGHT)]
    assert grid(only(printed(ROWS) + across(*under(4)) + down)) == ROWS


def test_a_grid_of_thin_filled_areas() -> None:
    thin = [area(56, y, 396, y + 0.6, 0) for y in under(4)]
    down = [area(x - 4, 88, x - 3.4, 152, 0) for x in (*X, RIGHT)]
    assert grid(only(printed(ROWS) + thin + down)) == ROWS


def test_three_lines_as_in_most_journals() -> None:
    found = only(printed(ROWS) + across(88, 104, 154))
    assert grid(found) == ROWS
    assert {c.row for c in found.cells if c.header} == {0}


def test_rules_of_a_form_stand_where_it_is_printed() -> None:
    drawn = b"".join([*printed(ROWS), b"q 1 0 0 1 20 -30 cm /Fm Do Q"])
    rules = b"".join(line(35, y - 30, 380, y - 30) for y in (88, 104, 154))
    form = stream(rules, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    data = pdf([stream(drawn)], resources=b"/XObject << /Fm 10000 0 R >>", more={10000: form})
    with open_pdf(data, "drawn.pdf", Limits()) as opened:
        (read,) = [Reader(opened.pdf).page(number, found) for number, found in opened.pages()]
    assert [round(b.top) for b in read.rules.across] == [88, 104, 154]
    assert [grid(t) for t in find_tables(read.words, read.rules)] == [ROWS]


def test_rows_are_shaded_and_the_last_one_is_not() -> None:
    shades = [area(55, 120, RIGHT, 136), area(55, 152, RIGHT, 168)]
    rows = [*ROWS, ["DELTA", "60", "11 (37)", "8 (27)"], ["EPSILON", "40", "9 (45)", "4 (20)"]]
    assert grid(only([*shades, *printed(rows, 115 - STEP)])) == rows


def test_no_lines_but_a_caption() -> None:
    caption = [words("Table 1. Response by treatment", 60, 80)]
    after = prose(4, 190)
    assert grid(only(caption + printed(ROWS) + [after])) == ROWS
    assert tables([*printed(ROWS), after])[0] == [], "without the caption nobody knows"


# -- rows


LONG = [
    ["Trial", "Patients", "Drug", "Placebo"],
    ["ALPHA of the / northern group", "120", "34 (57)", "20 (33)"],
    ["BETA", "98 with one / earlier drug", "21 (43)", "12 (24)"],
    ["GAMMA", "77", "15 (39)", "9 (23)"],
]


def test_cells_of_several_lines_between_lines() -> None:
    ys = [88, 104, 130, 156, 172]
    assert grid(only(printed(LONG) + borders(ys))) == LONG


def test_cells_of_several_lines_by_the_gaps() -> None:
    assert grid(only(printed(LONG, step=18) + across(88, 106, 186))) == LONG


def test_cells_of_several_lines_in_tight_print() -> None:
    assert grid(only(printed(LONG, step=10) + across(91, 102, 154))) == LONG


def test_the_last_line_of_a_label_beside_the_next_row_is_the_labels() -> None:
    rows = [["Trial", "Patients", "Dose, mg", "Response"], ["Smithson et al", "120", "100", "34 (57)"]]
    rows += [["2001", "", "200", "20 (33)"], ["Brown et al 2004", "98", "100", "21 (43)"]]
    table = only(printed(rows, step=10, xs=(60, 138, 200, 260)) + across(91, 102, 136))
    assert grid(table)[1:] == [
        ["Smithson et al / 2001", "120", "100", "34 (57)"],
        ["", "", "200", "20 (33)"],
        ["Brown et al 2004", "98", "100", "21 (43)"],
    ]


def test_raised_figures_stay_with_their_word() -> None:
    parts = printed(ROWS)
    parts.insert(5, words("2", X[0] + 32, 112, 6))
    table = only([*parts, *across(88, 104, 154)])
    assert [row[0] for row in grid(table)] == ["Trial", "ALPHA 2", "BETA", "GAMMA"]


def test_a_header_above_the_first_line_and_a_row_below_the_last() -> None:
    table = only(printed(ROWS) + borders(under(2, 104)))
    assert grid(table) == ROWS
    assert {c.row for c in table.cells if c.header} == {0}


def test_the_last_line_of_a_column_is_still_the_tables() -> None:
    rows = [*ROWS[:3], ["GAMMA of the / group", "77", "15 (39)", "9 (23)"]]
    assert grid(only(printed(rows) + across(88, 104))) == rows, "no line below: the page ends there"


def test_a_label_above_rows_is_a_row() -> None:
    rows = [ROWS[0], ["Untreated disease"], ROWS[1], ["Relapsed disease"], ROWS[2]]
    table = only(printed(rows) + across(88, 104, 170))
    assert [row[0] for row in grid(table)] == ["Trial", "Untreated disease", "ALPHA", "Relapsed disease", "BETA"]


def test_centred_cells_belong_to_the_row_that_their_lines_make() -> None:
    low = words("ALPHA", X[0], 120)
    parts = [*printed([ROWS[0], ["", "120 men", "34 (57)", "20 (33)"], ["", "90 women", "8 (9)", "7 (8)"]])]
    short = [line(a - 4, 120, b - 4, 120) for a, b in zip((*X[1:],), (*X[2:], RIGHT), strict=True)]
    table = only([*parts, low, *borders([88, 104, 136]), *short])
    assert grid(table)[1:] == [["ALPHA v2", "120 men", "34 (57)", "20 (33)"], ["90 women", "8 (9)", "7 (8)"]]


# -- headers


HEADS = [
    ["Trial", "Patients", "Response", ""],
    ["", "", "Drug", "Placebo"],
    *ROWS[1:],
]


def test_a_header_reaches_as_far_as_the_line_below_it() -> None:
    table = only(printed(HEADS, bold=2) + across(88, 120, 170) + [line(236, 104, RIGHT, 104)])
    assert grid(table)[:2] == [["Trial v2", "Patients v2", "Response >2"], ["Drug", "Placebo"]]
    assert {c.row for c in table.cells if c.header} == {0, 1}


def test_a_header_reaches_over_the_empty_cells_beside_it() -> None:
    table = only(printed(HEADS, bold=2) + across(88, 120, 170))
    assert grid(table)[:2] == [["Trial v2", "Patients v2", "Response >2"], ["Drug", "Placebo"]]


def test_a_header_of_two_lines_is_one_row() -> None:
    rows = [["Trial", "Patients, / number", "Drug, / n (%)", "Placebo, / n (%)"], *ROWS[1:]]
    table = only(printed(rows) + across(88, 114, 164))
    assert grid(table) == rows


def test_a_bold_first_row_is_the_header_where_every_row_has_its_line() -> None:
    table = only(printed(HEADS, bold=2) + borders(under(5)))
    assert {c.row for c in table.cells if c.header} == {0, 1}


# -- what is no table


def test_underlined_links_are_no_table() -> None:
    told = "The first trial was reported in two thousand and one by Smith and others."
    parts = []
    for n in range(6):
        parts += [words(told, 60, 100 + 14 * n), line(60, 102 + 14 * n, 360, 102 + 14 * n)]
    assert tables(parts)[0] == []


def test_running_text_between_lines_is_no_table() -> None:
    assert tables([*across(80, 300, x1=420), prose(12)])[0] == []


def test_a_box_of_one_column_is_no_table() -> None:
    points = [words(f"- Key point number {n} of the article", 66, 100 + 14 * n) for n in range(5)]
    box = [line(60, 85, 60, 170), line(300, 85, 300, 170), line(60, 85, 300, 85), line(60, 170, 300, 170)]
    assert tables(box + points)[0] == []


def test_the_text_below_a_table_is_not_in_it() -> None:
    note = [words("Note: numbers are patients (percent) with a response at the end of one year.", 60, 168, 8)]
    (table,) = tables(printed(ROWS) + across(88, 104, 154) + note + [prose(5, 200)])[0]
    assert grid(table) == ROWS


def test_two_tables_with_lines_of_one_length_are_two() -> None:
    second = printed(ROWS[:3], 300) + across(288, 304, 340)
    caption = [words("Table 2. Response in the second year", 60, 275)]
    found = tables(printed(ROWS) + across(88, 104, 154) + [prose(5, 180)] + caption + second)[0]
    assert [grid(table) for table in found] == [ROWS, ROWS[:3]]
    assert [table.captioned for table in found] == [False, True]


# -- over the side and over the page


def test_a_table_over_the_next_column_leaves_its_words_alone() -> None:
    beside = b"".join(
        words("Every other patient of the group was seen again.", 350, 60 + 11 * n, 10) for n in range(14)
    )
    (table,) = tables([*printed(ROWS), *borders(under(4)), prose(3, 300), beside])[0]
    assert grid(table) == ROWS


def test_a_table_goes_on_over_the_page() -> None:
    more = [ROWS[0], ["DELTA", "60", "11 (37)", "8 (27)"]]
    (first,), (second,) = tables(printed(ROWS) + borders(under(4)), printed(more) + borders(under(2)))
    whole = with_rest(first, second)
    assert whole is not None
    assert grid(whole) == [*ROWS, more[1]]


def test_the_rest_of_a_table_may_lack_its_header() -> None:
    more = [["DELTA", "60", "11 (37)", "8 (27)"], ["EPSILON", "40", "9 (45)", "4 (20)"]]
    (first,), (second,) = tables(printed(ROWS) + borders(under(4)), printed(more, bold=0) + borders(under(2)))
    whole = with_rest(first, second)
    assert whole is not None
    assert grid(whole) == [*ROWS, *more]
    assert {c.row for c in whole.cells if c.header} == {0}


def test_another_table_is_not_the_rest_of_the_first() -> None:
    others = [["Event", "Drug", "Placebo"], ["Rash", "3", "2"], ["Nausea", "9", "4"]]
    narrow = printed(others, xs=(60, 200, 300)) + borders(under(3), (60, 200, 300, 360))
    caption = [words("Table 2. Response in the second year", 60, 80)]
    (first,), (other,), (captioned,) = tables(
        printed(ROWS) + borders(under(4)), narrow, caption + printed(ROWS) + borders(under(4))
    )
    assert with_rest(first, other) is None
    assert with_rest(first, captioned) is None


# -- hostile pages


@pytest.mark.parametrize("caption", [True, False])
def test_a_page_full_of_words_and_lines_takes_little_time(caption: bool) -> None:
    font = Font("F", False, False)
    count = 5000
    held = [
        Word(f"w{n}", 50 + n % 70 * 7, y - 7, 56 + n % 70 * 7, y + 2, y, 9, font, False)
        for n in range(count)
        for y in (60 + n // 70 * 10,)
    ]
    if caption:
        held.insert(0, Word("Table 1.", 50, 40, 80, 50, 48, 9, font, False))
    rules = Rules(tuple(Box(50 + n % 5, 55 + n / 7, 540, 55 + n / 7) for n in range(count)))
    began = time.process_time()
    find_tables(held, rules)
    assert time.process_time() - began < 10
