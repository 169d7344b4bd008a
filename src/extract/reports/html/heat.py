"""The heat map: F1 of every field in every article, and over all of them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from extract.evaluation.counts import HEADLINE_NAME, Counts
from extract.evaluation.fields import ORDER
from extract.evaluation.report import ArticleScore, Report
from extract.reports.html.fields import in_headline, is_result, label, listed

# The lower bounds of F1 from which a cell has the shade of that number.
SHADES = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9)
ALL = "All articles"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: a field or the headline; ``first`` begins a group."""

    field: str
    first: bool = False

    @property
    def label(self) -> str:
        """What stands above it."""
        return label(self.field)

    @property
    def headline(self) -> bool:
        """Whether it makes up the headline, or is it."""
        return in_headline(self.field)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell prints, its shade, and the address of its errors ("" for none)."""

    text: str = ""
    shade: str = ""
    link: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """An article, or all of them (``whole``); ``fault`` says why it has no records."""

    name: str
    cells: tuple[Cell, ...]
    fault: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Heat:
    """The heat map and the key to its shades."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def shades(self) -> list[tuple[str, str]]:
        """Each shade and the F1 it stands for."""
        ends = (*SHADES[1:], 1)
        return [(f"h{i}", f"{low:g} to {high:g}") for i, (low, high) in enumerate(zip(SHADES, ends, strict=True))]


def heat(report: Report) -> Heat:
    """The heat map of a report: all articles first, then each."""
    columns = _columns()
    rows = [_row(article, columns) for article in report.articles]
    return Heat(columns, (Row(ALL, _cells(report.counts, columns), whole=True), *rows))


def _columns() -> tuple[Column, ...]:
    first = next(field for field in ORDER if is_result(field))
    return (Column(HEADLINE_NAME), *(Column(field, field in (ORDER[0], first)) for field in ORDER))


def _row(article: ArticleScore, columns: tuple[Column, ...]) -> Row:
    fault = "" if article.prediction == "read" else article.prediction
    return Row(article.doc_id, _cells(article.counts, columns, article.doc_id), fault)


def _cells(counts: Counts, columns: tuple[Column, ...], doc_id: str = "") -> tuple[Cell, ...]:
    return tuple(_cell(counts, column, doc_id) for column in columns)


def _cell(counts: Counts, column: Column, doc_id: str) -> Cell:
    if column.field == HEADLINE_NAME:
        return Cell(short(counts.headline), shade(counts.headline), first=column.first)
    tally = counts[column.field]
    if not tally:
        return Cell(first=column.first)
    wrong = doc_id and (tally.missed or tally.spurious)
    link = f"#errors?{urlencode({'article': doc_id, 'field': listed(column.field)})}" if wrong else ""
    return Cell(short(tally.f1), shade(tally.f1), link, column.first)


def short(ratio: float) -> str:
    """A ratio in as little room as it needs: ".91", "1", "0"; below 1 it never rounds to 1."""
    if ratio in (0, 1):
        return f"{ratio:g}"
    return f"{min(ratio, 0.99):.2f}"[1:]


def shade(ratio: float) -> str:
    """The shade of an F1."""
    return f"h{max(i for i, low in enumerate(SHADES) if ratio >= low)}"
