"""Arms of a table that more than one header makes up: a drug in one cell, its dose in another.

Under "Active drug" in a row that says "Lacosamide ... 400" with the header "Dose (mg/day)" the arm
is "lacosamide 400 mg/day"; under "Treatment (mg/day)" the cell "Aripiprazole 15" is "aripiprazole
15 mg/day".
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from extract.document import Cell
from extract.lexicon import lexicon
from extract.relations.grid import Grid
from extract.relations.names import arm_name

_UNIT = re.compile(r"\(\s?(?P<unit>(?:mg|mcg|\u00b5g|g|iu|u)(?:/[a-z0-9]+)*)[^)]*\)", re.IGNORECASE)
_BARE_DOSE = re.compile(r"\A(?P<name>.*?)\s{0,3}(?P<dose>\d[\d.,]{0,12})\Z")
_BRACKET = re.compile(r"\s{0,3}\([^)]*\)")


def composed_arm(grid: Grid, cell: Cell, name: str, abbreviations: Mapping[str, str]) -> str:
    """The arm of a cell whose header is called ``name``, with the drug and dose that its row adds."""
    if "tested" not in lexicon("pointers").tags_of(name):
        control = cell_under(grid, cell, "comparator") if "comparator" in lexicon("columns").tags_of(name) else None
        if control and _is_drug(grid.text(control)):
            return row_arm(grid, control, abbreviations)
        return _dosed(name, _unit_of_stub(grid))
    drug = treatment_cell(grid, cell)
    if drug:
        return row_arm(grid, drug, abbreviations)
    dose, group = cell_under(grid, cell, "dose"), _group(grid, cell)
    if dose and group and grid.text(dose)[:1].isdigit():
        head = " ".join(grid.text(h) for h in grid.column_headers(dose.column))
        return f"{arm_name(grid.text(group), abbreviations)} {grid.text(dose)} {_unit(head)}".strip()
    return arm_name(grid.text(group), abbreviations) if group and _is_drug(grid.text(group)) else name


def treatment_cell(grid: Grid, cell: Cell) -> Cell | None:
    """The cell of a value's row that stands under a header such as "Treatment" or "Regimen"."""
    return cell_under(grid, cell, "treatment")


def outcome_cell(grid: Grid, cell: Cell) -> Cell | None:
    """The cell of a value's row that stands under a header such as "Outcome" and names one."""
    for tag in ("outcome", "endpoint"):
        found = cell_under(grid, cell, tag)
        if found and not any(map(str.isdigit, grid.text(found)[:1])) and found.column < cell.column:
            return found
    return None


def row_arm(grid: Grid, drug: Cell, abbreviations: Mapping[str, str]) -> str:
    """The arm that a cell of the treatment column names, its dose with the unit of the header."""
    head = " ".join(grid.text(h) for h in grid.column_headers(drug.column))
    return _dosed(_drug_name(grid.text(drug), abbreviations), _unit(head))


def _drug_name(text: str, abbreviations: Mapping[str, str]) -> str:
    return arm_name(_BRACKET.sub("", text), abbreviations)


def _dosed(name: str, unit: str) -> str:
    """A name that ends in a bare number with the unit of its header."""
    return f"{name} {unit}" if unit and _BARE_DOSE.fullmatch(name) else name


def _unit(header: str) -> str:
    found = _UNIT.search(header)
    return found["unit"] if found else ""


def _unit_of_stub(grid: Grid) -> str:
    return _unit(" ".join(grid.text(h) for h in grid.column_headers(0)))


def cell_under(grid: Grid, cell: Cell, tag: str) -> Cell | None:
    """The cell of the same row under a header of this kind (see ``columns.csv``)."""
    for column in range(grid.width):
        header = " ".join(grid.text(h) for h in grid.column_headers(column))
        first = next(iter(lexicon("columns").find(header)), None)
        other = grid.at.get((cell.row, column))
        if first and tag in first.row.tags and other is not None and other is not cell and grid.text(other):
            return other
    return None


def _group(grid: Grid, cell: Cell) -> Cell | None:
    """The label of the group of rows that a cell stands in."""
    return grid.group_above(cell.row)


def _is_drug(text: str) -> bool:
    return any(True for name in ("treatments", "stems") for _ in lexicon(name).find(text))
