"""``trial-extract export``: what people have accepted in the workbench, as gold files, records and tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract.cli.progress import count
from extract.errors import ReadError, UsageError

if TYPE_CHECKING:
    from extract.annotation.printed import Printed
    from extract.review.export import Checked
    from extract.review.service import Service

_EPILOG = """\b
Examples:
  trial-extract export outputs --gold gold
  trial-extract export outputs --out accepted --tables csv,xlsx,parquet
  trial-extract export outputs --gold gold --out accepted && trial-extract evaluate --gold gold --predictions accepted
  trial-extract export outputs --gold gold --database postgresql://curator@server/reviews
"""
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(epilog=_EPILOG)
@click.argument("outputs", metavar="OUTPUTS", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--gold", metavar="DIR", type=_FOLDER, help="Write gold files to DIR.")
@click.option("--out", metavar="DIR", type=_FOLDER, help="Write the accepted records to DIR, as `run` would.")
@click.option(
    "--tables", default="csv", show_default=True, metavar="LIST", help="Tables for --out: csv, parquet, xlsx, or none."
)
@click.option("--unfinished", is_flag=True, help="Export articles too that are not checked to the end.")
@click.option("--database", metavar="URL", help="The database of the workbench, if it is not OUTPUTS/review.sqlite.")
@click.option("--force", is_flag=True, help="Write over annotations in the gold folder that are of other hands.")
def export(outputs: Path, **options: Any) -> int:
    """Export what was accepted, corrected and added in the workbench.

    OUTPUTS is the folder that `run` wrote and `review` worked on. An article is exported when every value of its
    records is decided on. --gold writes gold files by the annotation guide, which `gold check`, `evaluate` and
    `train` read; a value that `gold check` would call an error is left out and told. --out writes the same records
    with their places, and tables over all of them. Exits with 1 when something was left out, or nothing exported.
    """
    from extract.review import require
    from extract.writers.tables import check_formats

    _check(outputs, options)
    asked = [name.strip().lower() for name in options["tables"].split(",") if name.strip()]
    formats = () if asked == ["none"] else check_formats(asked)
    require()
    from extract.review.export import by_guide, checked_articles
    from extract.review.service import Service

    service = Service(outputs, options["database"])
    try:
        articles = list(checked_articles(service))
        chosen = [a for a in articles if a.finished or (options["unfinished"] and a.begun)]
        fitting = [by_guide(a, lambda doc_id, text: _printed(service, doc_id, text)) for a in chosen]
        _write(service, fitting, options, formats)
        return _tell(service, fitting, [a for a in articles if a not in chosen])
    finally:
        service.close()


def _check(outputs: Path, options: dict[str, Any]) -> None:
    """Raise UsageError for options that ask for nothing, or for what would write over what is read."""
    from extract.review import DATABASE_FILE

    if not options["gold"] and not options["out"]:
        raise UsageError("say what to export: --gold DIR, --out DIR, or both")
    if any(options[name] and options[name].resolve() == outputs.resolve() for name in ("gold", "out")):
        raise UsageError(f"{outputs} is what was reviewed; export to another folder")
    if not options["database"] and not (outputs / DATABASE_FILE).is_file():
        raise UsageError(f"{outputs}: nothing was reviewed here yet (trial-extract review {outputs})")


def _write(service: Service, chosen: list[Checked], options: dict[str, Any], formats: tuple[str, ...]) -> None:
    from extract.review.export import write_gold, write_records

    written = write_gold(service, chosen, options["gold"], force=options["force"]) if options["gold"] else []
    written += write_records(chosen, options["out"], formats) if options["out"] else []
    for path in written:
        click.echo(path)


def _tell(service: Service, chosen: list[Checked], others: list[Checked]) -> int:
    """Tell what was left out; return the exit code."""
    left_out = [f"{a.record.doc_id}: left out: {message}" for a in chosen for message in a.left_out]
    waiting = [a for a in others if a.begun]
    begun = [f"{a.record.doc_id}: not exported, {a.open} of {a.values} values are open (--unfinished)" for a in waiting]
    for line in (*service.faults, *left_out, *begun):
        click.echo(line, err=True)
    untouched = len(others) - len(waiting)
    told = f"{count(len(chosen), 'article')} exported, {len(waiting)} not finished, {untouched} not begun"
    click.echo(told, err=True)
    return 1 if left_out or service.faults or not chosen else 0


def _printed(service: Service, doc_id: str, text: str) -> Printed:
    """What the article prints: by its source where that is the file that was read, else by its text alone."""
    from extract.annotation.printed import Printed
    from extract.document import Document
    from extract.readers import read

    source = service.outputs.read(doc_id).record.source
    try:
        document = read(Path(source.path)) if source and Path(source.path).is_file() else None
    except ReadError:
        document = None
    known = document is not None and source is not None and document.source.sha256 == source.sha256
    return Printed(document if known and document else Document(doc_id, text))
