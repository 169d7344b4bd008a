"""``trial-extract show``: one article's records, for the eye."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.batch.work import STDIN, Input, Settings, Task
from extract.cli.limits import given_limits, limits_options
from extract.cli.source import check_model
from extract.cli.weights import weights_option
from extract.errors import UsageError

if TYPE_CHECKING:
    from extract.records.schema import ArticleRecord

_EPILOG = """\b
Examples:
  trial-extract show article.nxml
  trial-extract show article.nxml --trial RIALTO
  trial-extract show article.nxml --json > article.json
  trial-extract show article.nxml | less -R
"""


@click.command(epilog=_EPILOG)
@click.argument("file", metavar="FILE")
@click.option("--trial", metavar="NAME", help="Only the records whose name, registry number or id contains NAME.")
@click.option("--model", metavar="NAME", help="An installed spaCy or scispaCy model to use where it helps.")
@weights_option
@limits_options
@click.option("--json", "as_json", is_flag=True, help="Print the records as JSON.")
def show(file: str, trial: str | None, model: str | None, as_json: bool) -> int:
    """Show the trials of one article with their evidence.

    FILE is an article of any readable format, or - for standard input.

    Exits with 1 when no record is the one that --trial asks for.
    """
    from extract.batch.article import load

    check_file(file)
    check_model(model)
    item = Input(file, "stdin" if file == STDIN else Path(file).stem)
    extracted = load(Settings(model, given_limits()))(Task(item))
    record = extracted.record
    if trial:
        record = only(trial, record)
    if as_json:
        from extract.writers.json import as_json as written

        click.echo(written(record), nl=False)
    else:
        from extract.cli.view import print_article

        print_article(record, extracted.title, extracted.text)
    if trial and not record.trials:
        click.echo(f"No record has {trial!r} in its names, registry numbers or id.", err=True)
        return 1
    return 0


def only(wanted: str, record: ArticleRecord) -> ArticleRecord:
    """The article with the records alone whose names, registry numbers or id contain ``wanted``."""
    kept = [t for t in record.trials if _is_meant(wanted, [*t.names, *t.registry_ids, t.id])]
    return record.model_copy(update={"trials": kept, "unattached": []})


def check_file(file: str) -> None:
    """Raise UsageError when ``file`` is not one article: a folder, or not there."""
    if file == STDIN or Path(file).is_file():
        return
    if Path(file).is_dir():
        command = click.get_current_context().info_name
        raise UsageError(f"{file}: a folder; {command} takes one article, `trial-extract run` takes folders")
    raise UsageError(f"{file}: no such file")


def _is_meant(wanted: str, labels: list[str]) -> bool:
    return any(wanted.casefold() in label.casefold() for label in labels)
