"""Grids: which headers govern a cell, with spans, group rows and stub columns."""

from __future__ import annotations

import pytest

from articles import TableOf, table, table_of
from extract.normal import normalise
from extract.relations.grid import Grid


def _grid(*rows: list[object], heads: int = 1) -> Grid:
    document, found = table_of(TableOf("Outcomes", rows, heads))  # type: ignore[arg-type]
    return Grid(found, normalise(document.text))


def _columns(grid: Grid, column: int) -> list[str]:
    return [grid.text(c) for c in grid.column_headers(column)]


def _rows(grid: Grid, row: int) -> list[str]:
    return [grid.text(c) for c in grid.row_headers(row)]


@pytest.fixture
def plain() -> Grid:
    return _grid(["Outcome", "Drug", "Placebo"], ["Death", "5%", "7%"], ["Stroke", "1%", "2%"])


def test_size(plain: Grid) -> None:
    assert (plain.width, plain.height, plain.header_rows) == (3, 3, 1)
    assert list(plain.body_rows()) == [1, 2]


def test_one_level_of_headers(plain: Grid) -> None:
    assert _columns(plain, 1) == ["Drug"]
    assert _columns(plain, 2) == ["Placebo"]
    assert _rows(plain, 2) == ["Stroke"]


UNMARKED = [
    ([["Outcome", "Drug"], ["Death", "5%"]], 1, "the first row"),
    ([[("Outcome", 1, 2), ("Survival", 2)], ["1 year", "2 years"], ["Drug", "5%", "7%"]], 2, "what its cells reach to"),
    ([[("A side heading", 1, 5), "Drug"], ["5%"], ["6%"], ["7%"], ["8%"]], 1, "but no cell that reaches far down"),
]


@table(("rows", "heads", "why"), UNMARKED)
def test_headers_that_nothing_marks(rows: list[list[object]], heads: int, why: str) -> None:
    assert _grid(*rows, heads=0).header_rows == heads, why


def test_a_header_over_several_columns_governs_each_of_them() -> None:
    grid = _grid(
        ["Outcome", ("Men", 2), ("Women", 2)],
        ["", "Drug", "Placebo", "Drug", "Placebo"],
        ["Death", "5%", "7%", "4%", "6%"],
        heads=2,
    )
    assert grid.header_rows == 2
    assert [_columns(grid, c) for c in range(1, 5)] == [
        ["Men", "Drug"],
        ["Men", "Placebo"],
        ["Women", "Drug"],
        ["Women", "Placebo"],
    ]


def test_a_header_over_two_rows_is_one_header() -> None:
    grid = _grid(
        [("Outcome", 1, 2), ("Response (%)", 2), ("P", 1, 2)],
        ["Drug", "Placebo"],
        ["Death", "5", "7", "0.03"],
        heads=2,
    )
    assert _columns(grid, 0) == ["Outcome"]
    assert _columns(grid, 2) == ["Response (%)", "Placebo"]
    assert _columns(grid, 3) == ["P"]


def test_a_row_group_labels_the_rows_under_it() -> None:
    grid = _grid(
        ["Outcome", "Drug", "Placebo"],
        ["Efficacy", "", ""],
        ["Response", "45%", "20%"],
        [("Safety", 3)],
        ["Nausea", "12%", "3%"],
        ["Rash", "2%", "1%"],
    )
    assert [r for r in grid.body_rows() if grid.is_group(r)] == [1, 3]
    assert _rows(grid, 2) == ["Efficacy", "Response"]
    assert _rows(grid, 4) == ["Safety", "Nausea"]
    assert _rows(grid, 5) == ["Safety", "Rash"]


def test_a_cell_over_two_rows_names_both() -> None:
    grid = _grid(["Trial", "Drug", "n"], [("ALPHA", 1, 2), "A", "12"], ["B", "13"])
    assert grid.text(grid.at[(2, 0)]) == "ALPHA"
    assert grid.text(grid.at[(2, 2)]) == "13"


def test_columns_that_hold_words_name_the_rows() -> None:
    grid = _grid(
        ["Trial", "Arm", "Response (%)"],
        ["ALPHA", "Drug", "45"],
        ["ALPHA", "Placebo", "20"],
        ["BETA", "Drug", "50"],
    )
    assert grid.stub == 2
    assert _rows(grid, 2) == ["ALPHA", "Placebo"]


def test_columns_that_hold_numbers_do_not() -> None:
    grid = _grid(["Outcome", "Drug", "Placebo"], ["Death", "5%", "7%"], ["Stroke", "1%", "2%"])
    assert grid.stub == 1


def test_an_empty_first_cell_is_no_group() -> None:
    grid = _grid(["Outcome", "Drug"], ["", ""], ["Death", "5%"])
    assert not grid.is_group(1)
    assert _rows(grid, 2) == ["Death"]


def test_a_table_without_marked_headers_has_one_header_row() -> None:
    grid = _grid(["Outcome", "Drug"], ["Death", "5%"], heads=0)
    assert grid.header_rows == 1
    assert _columns(grid, 1) == ["Drug"]


def test_every_cell_shows_its_text_in_the_article() -> None:
    document, table = table_of(TableOf("Outcomes", [["Outcome", "Drug"], ["Death", "5·5%"]]))
    assert [document.text[c.start : c.end] for c in table.cells] == ["Outcome", "Drug", "Death", "5·5%"]
    assert Grid(table, normalise(document.text)).text(table.cells[3]) == "5.5%"
