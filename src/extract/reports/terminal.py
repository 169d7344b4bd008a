"""A report for the terminal: figures per field and article, kinds of errors, what turned, and what is missing."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from extract.evaluation.counts import HEADLINE, HEADLINE_NAME
from extract.evaluation.entities import EntityReport
from extract.evaluation.fields import ORDER
from extract.evaluation.report import Report
from extract.evaluation.runs import RunComparison, Shift, Turn
from extract.reports.data import ReportData
from extract.reports.wording import (
    marked,
    notices,
    number,
    ratios,
    signed,
    signed_span,
    span,
    spread,
    turn_counts,
    turned_fields,
)

# Below this many columns a table keeps what tells most.
_NARROW = 64
_FULL = 84
# Column title and field of the table by article, the most telling first.
_BY_ARTICLE = (("trials", "trials"), ("v+e", "results:value+endpoint"), ("v+e+arm", "results:value+endpoint+arm"))
# How many values of each turn are listed.
_LISTED = 20


def render(data: ReportData, console: Console) -> None:
    """Print ``data``; tables fit the width of ``console``, a figure without any value is a dash."""
    report, wide = data.report, console.width >= _NARROW
    console.print(_field_table(data, console.width))
    console.print(_headline(data), highlight=False)
    console.print()
    console.print(_article_table(report, wide))
    console.print()
    console.print(_error_table(report))
    console.print()
    if report.entities and report.entities.articles:
        console.print(_entity_table(report.entities, wide))
        console.print()
    if data.baseline:
        _baseline(data.baseline, console)
    for line in notices(data):
        console.print(f"[yellow]{escape(line)}[/]", soft_wrap=True)


def _headline(data: ReportData) -> str:
    report = data.report
    interval = data.intervals.get(HEADLINE_NAME)
    sure = f" (95 % interval {span(interval)})" if interval else ""
    over = f"mean F1 of the {len(HEADLINE)} fields marked * over {number(len(report.articles), 'article')}"
    line = f"headline [bold]{report.headline:.3f}[/]{sure}, {over}"
    if report.missing and len(report.missing) < len(report.articles):
        present = len(report.articles) - len(report.missing)
        line += f"; {report.predicted.headline:.3f} over the {present} with a prediction"
    return line


def _table(title: str, first: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1), pad_edge=False, collapse_padding=True)
    table.add_column(first, overflow="fold")
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _field_table(data: ReportData, width: int) -> Table:
    more = ("gold", "missed", "spurious") if width >= _NARROW else ("gold",)
    sure = ("95 % of F1",) if width >= _FULL else ()
    table = _table("By field", "field", "P", "R", "F1", *sure, *more)
    for field in ORDER:
        tally = data.report.counts[field]
        numbers = (tally.gold, tally.missed, tally.spurious)[: len(more)]
        between = [span(data.intervals.get(field), 2)] if sure else []
        table.add_row(marked(field), *ratios(tally), *between, *map(str, numbers))
    return table


def _article_table(report: Report, wide: bool) -> Table:
    shown = _BY_ARTICLE if wide else _BY_ARTICLE[:2]
    table = _table("By article (F1; v: value, e: endpoint)", "article", *(title for title, _ in shown), HEADLINE_NAME)
    for article in report.articles:
        figures = [ratios(article.counts[field])[2] for _, field in shown]
        state = "" if article.prediction == "read" else f" [yellow]({article.prediction})[/]"
        table.add_row(escape(article.doc_id) + state, *figures, f"{article.counts.headline:.3f}")
    return table


def _error_table(report: Report) -> Table:
    table = _table("Errors in results", "kind", "results")
    for kind, count in report.result_errors.items():
        table.add_row(kind, str(count))
    return table


def _entity_table(entities: EntityReport, wide: bool) -> Table:
    columns = ("exact P", "R", "F1", "overlap P", "R", "F1") if wide else ("exact", "overlap")
    table = _table("Entity spans" if wide else "Entity spans (F1)", "label", *columns, "gold")
    for name, exact in entities.scores.exact.items():
        pair = [ratios(exact), ratios(entities.scores.overlap[name])]
        figures = [figure for both in pair for figure in (both if wide else both[2:])]
        table.add_row(escape(name), *figures, str(exact.gold))
    return table


def _baseline(compared: RunComparison, console: Console) -> None:
    """Print the figures that differ and the values that turned, losses first."""
    console.print(_delta_table(compared, console.width))
    over = number(compared.articles, "article")
    console.print(f"{turn_counts(compared)}, over {over}", highlight=False, soft_wrap=True)
    for turn, colour in ((Turn.LOST, "red"), (Turn.NEW, "red"), (Turn.GAINED, "green"), (Turn.GONE, "green")):
        _list(compared.turned(turn), colour, console)
    console.print()


def _delta_table(compared: RunComparison, width: int) -> Table:
    wide = width >= _FULL
    table = _table(
        "Against the baseline", "figure", "before", "now", "difference", *(("95 % interval",) if wide else ()), ""
    )
    for name, delta in turned_fields(compared):
        between = [signed_span(delta.interval)] if wide else []
        figures = (f"{delta.before:.3f}", f"{delta.after:.3f}", signed(delta.difference))
        table.add_row(marked(name), *figures, *between, compared.judge(name))
    return table


def _list(shifts: tuple[Shift, ...], colour: str, console: Console) -> None:
    for shift in spread(shifts, _LISTED):
        console.print(f"[{colour}]{escape(str(shift))}[/]", highlight=False, soft_wrap=True)
    if len(shifts) > _LISTED:
        console.print(f"  and {len(shifts) - _LISTED} more {shifts[0].turn}; --report has every one", soft_wrap=True)
