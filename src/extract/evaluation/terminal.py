"""A report for the terminal: the figures per field, per article, the kinds of errors, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from extract.evaluation.counts import HEADLINE, Tally
from extract.evaluation.entities import EntityReport
from extract.evaluation.fields import ORDER
from extract.evaluation.report import Report

# Below this many columns a table keeps what tells most.
_NARROW = 64
# Column title and field of the table by article, the most telling first.
_BY_ARTICLE = (("trials", "trials"), ("v+e", "results:value+endpoint"), ("v+e+arm", "results:value+endpoint+arm"))


def render(report: Report, console: Console) -> None:
    """Print ``report``; tables fit the width of ``console``, a figure without any value is a dash."""
    wide = console.width >= _NARROW
    console.print(_field_table(report, wide))
    console.print(_headline(report), highlight=False)
    console.print()
    console.print(_article_table(report, wide))
    console.print()
    console.print(_error_table(report))
    console.print()
    if report.entities and report.entities.articles:
        console.print(_entity_table(report.entities, wide))
        console.print()
    for line in notices(report):
        console.print(f"[yellow]{escape(line)}[/]", soft_wrap=True)


def _headline(report: Report) -> str:
    over = f"mean F1 of the {len(HEADLINE)} fields marked * over {_number(len(report.articles), 'article')}"
    line = f"headline [bold]{report.headline:.3f}[/] ({over})"
    if report.missing and len(report.missing) < len(report.articles):
        present = len(report.articles) - len(report.missing)
        line += f"; {report.predicted.headline:.3f} over the {present} with a prediction"
    return line


def notices(report: Report) -> Iterator[str]:
    """Plain sentences about every file that could not take part as it should."""
    for doc_id in report.missing:
        yield f"No prediction for {doc_id}: everything in it counts as missed."
    for message in report.unreadable:
        yield f"Unreadable: {message}"
    if report.unscored:
        yield f"Not scored, for there is no gold file: {', '.join(report.unscored)}."
    if not report.entities:
        return
    for doc_id in report.entities.missing:
        counted = "counts as missed" if report.entities.articles else "is not scored"
        yield f"No entity spans predicted for {doc_id}: its annotation {counted}."
    for message in report.entities.unreadable:
        yield f"Unreadable: {message}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _table(title: str, first: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1), pad_edge=False)
    table.add_column(first, overflow="fold")
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _ratios(tally: Tally) -> list[str]:
    """Precision, recall and F1; a dash where there is nothing to divide by."""
    return [
        f"{tally.precision:.3f}" if tally.predicted else "-",
        f"{tally.recall:.3f}" if tally.gold else "-",
        f"{tally.f1:.3f}" if tally else "-",
    ]


def _field_table(report: Report, wide: bool) -> Table:
    more = ("gold", "missed", "spurious") if wide else ("gold",)
    table = _table("By field", "field", "P", "R", "F1", *more)
    for field in ORDER:
        tally = report.counts[field]
        numbers = (tally.gold, tally.missed, tally.spurious)[: len(more)]
        marked = f"{field} *" if field in HEADLINE else field
        table.add_row(marked, *_ratios(tally), *map(str, numbers))
    return table


def _article_table(report: Report, wide: bool) -> Table:
    shown = _BY_ARTICLE if wide else _BY_ARTICLE[:2]
    table = _table("By article (F1; v: value, e: endpoint)", "article", *(title for title, _ in shown), "headline")
    for article in report.articles:
        figures = [_ratios(article.counts[field])[2] for _, field in shown]
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
        pair = [_ratios(exact), _ratios(entities.scores.overlap[name])]
        figures = [figure for ratios in pair for figure in (ratios if wide else ratios[2:])]
        table.add_row(escape(name), *figures, str(exact.gold))
    return table
