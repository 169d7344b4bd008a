"""``trial-extract run``: articles in, records and tables out."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.batch.work import STDIN
from extract.cli.batch import BatchOptions, batch_options, given_options
from extract.cli.inputs import check_not_overwritten, find_inputs
from extract.cli.limits import given_limits, limits_options
from extract.cli.progress import count, reporter
from extract.cli.weights import weights_option
from extract.errors import ExtractError

if TYPE_CHECKING:
    from extract.batch.run import Batch, Totals

_EPILOG = """\b
Examples:
  trial-extract run review.nxml --out outputs
  trial-extract run articles/ more/smith-2021.txt --out outputs --tables csv,xlsx
  pdftotext -layout paper.pdf - | trial-extract run - --out outputs
  trial-extract run articles/ --out outputs --json | jq .counts
  trial-extract run articles/ --out outputs --workers 8 --timeout 60 --tables parquet
  trial-extract run articles/ --out outputs --retry-failed
  trial-extract run articles/ --out outputs --scheduler tcp://10.0.0.5:8786
"""


@click.command(epilog=_EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--out", required=True, metavar="DIR", type=click.Path(path_type=Path), help="Folder to write to.")
@click.option(
    "--tables", default="csv", show_default=True, metavar="LIST", help="Formats: csv, parquet, xlsx, or none."
)
@click.option("--model", metavar="NAME", help="An installed spaCy or scispaCy model to use where it helps.")
@weights_option
@batch_options
@limits_options
@click.option("--json", "as_json", is_flag=True, help="Print the summary of the run instead of the written paths.")
@click.option("-q", "--quiet", is_flag=True, help="Tell only what failed.")
@click.option("--debug", is_flag=True, help="Show the traceback of an internal error.")
def run(paths: tuple[str, ...], out: Path, tables: str, model: str | None, **flags: bool) -> int:
    """Extract the trials of articles into DIR.

    PATH is a file, a folder (searched in depth) or - for standard input. Each article gives
    DIR/NAME.json with its records and DIR/NAME.txt with the text that their spans count in, NAME
    being the file's name without its suffix. Where two files would be the same, the second one is
    told apart: NAME-pdf for another format, else NAME-2. All articles together give DIR/trials.csv,
    DIR/results.csv and DIR/run.json.

    An article that fails, crashes or takes too much gives one line and does not stop the others; it is
    listed in DIR/failures.csv, and the exit code is then 1.

    The same call goes on where an earlier one was stopped, and does only articles that are new or
    changed; a failed one is tried again with --retry-failed.
    """
    from extract.batch.cell import warm_up
    from extract.batch.ledger import Ledger
    from extract.batch.run import Again, Batch
    from extract.cli.source import check_model, settings_of
    from extract.readers.files import load
    from extract.writers.files import prepare_folder

    started = time.perf_counter()
    formats, options = _formats(tables), given_options()
    check_model(model)
    inputs = find_inputs(paths, out)
    check_not_overwritten(inputs, out)
    prepare_folder(out)
    workers = options.workers_for(len(inputs))
    if workers:
        warm_up(alone=workers == 1)
    settings = settings_of(model, given_limits(), options.bounds())
    piped = load(Path(STDIN), settings.limits) if any(item.path == STDIN for item in inputs) else None
    most = settings.limits.max_bytes + 1  # what is longer need not be sent, for it is refused
    with Ledger(out) as ledger, reporter(len(inputs), quiet=flags["quiet"], debug=flags["debug"]) as told:
        batch = Batch(inputs, out, settings, ledger, told, Again(options.force, options.retry_failed))
        batch.run(options.engine(settings, len(inputs)), lambda item: options.content_of(item, piped, most))
        written = _finish(batch, options, formats, started)
        totals = batch.totals()
        _print(batch, written, as_json=flags["as_json"])
    if not flags["quiet"]:
        click.echo(_closing(batch, totals, time.perf_counter() - started), err=True)
    return 1 if totals.failed else 0


def _print(batch: Batch, written: list[Path], *, as_json: bool) -> None:
    """Print ``run.json``, or the paths of the articles that stand and of what all of them together gave."""
    if as_json:
        with written[-1].open(encoding="utf-8") as handle:
            for line in handle:
                click.echo(line, nl=False)
        return
    for path in (*batch.records(), *written):
        click.echo(path)


def _formats(names: str) -> tuple[str, ...]:
    from extract.writers.tables import check_formats

    asked = [name.strip().lower() for name in names.split(",") if name.strip()]
    return () if asked == ["none"] else check_formats(asked)


def _finish(batch: Batch, options: BatchOptions, formats: tuple[str, ...], started: float) -> list[Path]:
    """Write what all articles together give; return the paths."""
    from extract.batch.report import write_report

    try:
        if options.prune:
            batch.prune()
        return write_report(batch, formats, {"run": time.perf_counter() - started})
    except OSError as error:
        where, cause = error.filename or batch.folder, error.strerror or error
        raise ExtractError(f"{where}: cannot be written ({cause}); the articles stand, call it again") from error


def _closing(batch: Batch, totals: Totals, seconds: float) -> str:
    """The last line: what the run made, how fast, and what failed."""
    numbers = {"article": totals.articles, "trial": totals.trials, "result": totals.results}
    line = ", ".join(count(number, noun) for noun, number in numbers.items()) + f" in {seconds:.1f} s"
    stood = totals.articles - batch.made
    if stood:
        line += f"; {stood:,} stood from before"
    if totals.failed:
        line += f"; {totals.failed} failed"
    if totals.others:
        line += f"; {count(totals.others, 'article')} of earlier runs left in the folder (--prune removes them)"
    return line
