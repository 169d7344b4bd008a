"""``trial-extract agree``: how far two annotators of the same articles agree."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.table import Table

    from extract.evaluation.agreement import Agreement, Disagreement
    from extract.evaluation.counts import Tally

_EPILOG = """\b
Examples:
  trial-extract agree anna/smith-2021.json ben/smith-2021.json
  trial-extract agree anna/ ben/ | less
  trial-extract agree anna/ ben/ --json > agreement.json
"""
_PATH = click.Path(exists=True, path_type=Path)


@click.command(epilog=_EPILOG)
@click.argument("first", metavar="A", type=_PATH)
@click.argument("second", metavar="B", type=_PATH)
@click.option("--summary", is_flag=True, help="Print the figures without the list of disagreements.")
@click.option("--json", "as_json", is_flag=True, help="Print figures and disagreements as JSON.")
def agree(first: Path, second: Path, summary: bool, as_json: bool) -> int:
    """Compare two annotators of the same articles.

    A and B are two annotations of one article, or folders of them that go together by file name.
    They are counted as `evaluate` counts. F1 is the same whichever annotator is named first. Kappa, agreement
    beyond chance, is given for the closed lists of values (phase, design, status) over the trials that both
    have: an open value has no chance to speak of. What they disagree on is listed by article and field, A's
    value over B's.
    """
    from extract.evaluation.agreement import agree as compare
    from extract.writers.json import RUN_FILE

    agreement = compare(first, second, leave_out=(RUN_FILE,))
    if as_json:
        click.echo(json.dumps(agreement.as_dict(), indent=1, ensure_ascii=False))
    else:
        _print(agreement, listed=not summary)
    for side, names in (("A", agreement.only_first), ("B", agreement.only_second)):
        if names:
            click.echo(f"Only {side} has: {', '.join(names)}.", err=True)
    return 0


def _print(agreement: Agreement, *, listed: bool) -> None:
    from rich.console import Console

    from extract.cli.progress import count
    from extract.evaluation.counts import HEADLINE

    console = Console(highlight=False)
    console.print(_by_field(agreement))
    articles = count(len(agreement.articles), "article")
    over = f"mean F1 of the {len(HEADLINE)} fields marked * over {articles}"
    console.print(f"headline [bold]{agreement.counts.headline:.3f}[/] ({over})\n")
    console.print(_by_article(agreement))
    if listed and agreement.disagreements:
        click.echo(f"\nDisagreements ({len(agreement.disagreements)})")
        for line in _lines(agreement):
            click.echo(line)


def _table(first: str, *columns: str) -> Table:
    from rich.table import Table

    table = Table(box=None, padding=(0, 1), pad_edge=False)
    table.add_column(first, overflow="fold")
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _by_field(agreement: Agreement) -> Table:
    from extract.evaluation.counts import HEADLINE

    table = _table("field", "A", "B", "agreed", "F1", "kappa")
    for field, tally in agreement.counts.items():
        kappa = agreement.kappa.get(field)
        marked = f"{field} *" if field in HEADLINE else field
        table.add_row(marked, *_figures(tally), "-" if kappa is None else f"{kappa:.3f}")
    return table


def _figures(tally: Tally) -> tuple[str, ...]:
    """How many values each has, how many both, and F1; a dash where there is nothing to agree on."""
    return str(tally.gold), str(tally.predicted), str(tally.matched), f"{tally.f1:.3f}" if tally else "-"


def _by_article(agreement: Agreement) -> Table:
    from rich.markup import escape

    table = _table("article", "trials A", "trials B", "agreed", "headline", "disagreements")
    for article in agreement.articles:
        *numbers, _ = _figures(article.counts["trials"])
        headline = f"{article.counts.headline:.3f}"
        table.add_row(escape(article.doc_id), *numbers, headline, str(len(article.disagreements)))
    return table


def _lines(agreement: Agreement) -> Iterator[str]:
    """Under each article and field, what A has over what B has."""
    for article in agreement.articles:
        if article.disagreements:
            yield article.doc_id
        for field, found in groupby(sorted(article.disagreements, key=_place), key=lambda d: d.field):
            yield f"  {field}"
            for one in found:
                yield f"    {one.trial}: {one.kind}"
                yield f"      A: {one.first or '-'}"
                yield f"      B: {one.second or '-'}"


def _place(disagreement: Disagreement) -> int:
    from extract.evaluation.fields import ORDER

    # The results come last; they are listed under one name for all their figures.
    return ORDER.index(disagreement.field) if disagreement.field in ORDER else len(ORDER)
