"""``trial-extract references``: the reference list of an article, for the eye or a reference manager."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.batch.work import STDIN, Input, Settings, Task
from extract.cli.limits import given_limits, limits_options
from extract.cli.show import check_file, only
from extract.errors import UsageError

if TYPE_CHECKING:
    from extract.references import Work

_EPILOG = """\b
Examples:
  trial-extract references article.nxml
  trial-extract references article.nxml --format bibtex --out article.bib
  trial-extract references article.pdf --trial RIALTO
  trial-extract references article.txt --format csl-json > article.json
"""


@click.command(epilog=_EPILOG)
@click.argument("file", metavar="FILE")
@click.option(
    "--format",
    "style",
    type=click.Choice(("table", "bibtex", "ris", "csl-json")),
    default="table",
    show_default=True,
    help="A line for each entry; the others are for reference managers.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write to FILE.")
@click.option("--trial", metavar="NAME", help="Only what the records cite whose name, number or id contains NAME.")
@limits_options
def references(file: str, style: str, out: Path | None, trial: str | None) -> int:
    """List the references of one article, taken apart.

    FILE is an article of any readable format, or - for standard input. BibTeX and RIS need the
    packages of `pip install 'trial-extract[references]'`.

    Exits with 1 when there are no references to show.
    """
    check_file(file)
    works = _works(file, trial)
    if not works:
        click.echo("No references found." if trial is None else f"No references of {trial!r} found.", err=True)
        return 1
    text = _written(works, style)
    if out is None:
        click.echo(text, nl=False)
        return 0
    from extract.writers.files import write_whole

    try:
        write_whole(out, text.encode("utf-8"))
    except OSError as error:
        raise UsageError(f"{out}: {error.strerror}") from None
    click.echo(out)
    return 0


def _works(file: str, trial: str | None) -> Sequence[Work]:
    """The works of the list; those of some records only by their citations."""
    from extract.references import Shelf, works_of

    if trial is None:
        import extract

        return works_of(extract.read(Path(file), limits=given_limits()))
    from extract.batch.article import load

    item = Input(file, "stdin" if file == STDIN else Path(file).stem)
    record = load(Settings(None, given_limits()))(Task(item)).record
    return Shelf(record.references).cited(label for t in only(trial, record).trials for label in t.citations)


def _written(works: Sequence[Work], style: str) -> str:
    if style == "table":
        from extract.cli.view import plain
        from extract.references.line import in_short

        return "".join(f"{plain(in_short(work))}\n" for work in works)
    from extract.references.exports import EXPORTS

    return EXPORTS[style](works)
