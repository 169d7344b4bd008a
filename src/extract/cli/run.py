"""``trial-extract run``: articles in, records and tables out."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click

from extract.cli.batch import Batch, run_batch
from extract.cli.inputs import check_not_overwritten, find_inputs
from extract.cli.limits import given_limits, limits_options
from extract.cli.progress import count, reporter
from extract.cli.weights import weights_option
from extract.errors import UsageError

_EPILOG = """\b
Examples:
  trial-extract run review.nxml --out outputs
  trial-extract run articles/ more/smith-2021.txt --out outputs --tables csv,xlsx
  pdftotext -layout paper.pdf - | trial-extract run - --out outputs
  trial-extract run articles/ --out outputs --json | jq .counts
"""


@click.command(epilog=_EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--out", required=True, metavar="DIR", type=click.Path(path_type=Path), help="Folder to write to.")
@click.option(
    "--tables", default="csv", show_default=True, metavar="LIST", help="Formats: csv, parquet, xlsx, or none."
)
@click.option("--model", metavar="NAME", help="An installed spaCy or scispaCy model to use where it helps.")
@weights_option
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

    An article that fails gives one line and does not stop the others; the exit code is then 1.
    """
    from extract.cli.source import check_model, extractor
    from extract.writers.files import prepare_folder

    started = time.perf_counter()
    formats = _formats(tables)
    check_model(model)
    inputs = find_inputs(paths, out)
    check_not_overwritten(inputs, out)
    prepare_folder(out)
    with reporter(len(inputs), quiet=flags["quiet"], debug=flags["debug"]) as told:
        batch = run_batch(inputs, extractor(model, given_limits()), out, told)
    summary = _finish(batch, out, formats)
    _print(batch, summary if flags["as_json"] else None)
    if not flags["quiet"]:
        click.echo(_closing(batch, time.perf_counter() - started), err=True)
    return 1 if batch.failures else 0


def _print(batch: Batch, summary: dict[str, object] | None) -> None:
    if summary is not None:
        click.echo(json.dumps(summary, indent=1, ensure_ascii=False))
        return
    for path in batch.written:
        click.echo(path)


def _formats(names: str) -> tuple[str, ...]:
    from extract.writers.tables import check_formats

    asked = [name.strip().lower() for name in names.split(",") if name.strip()]
    return () if asked == ["none"] else check_formats(asked)


def _finish(batch: Batch, out: Path, formats: tuple[str, ...]) -> dict[str, object]:
    """Write the tables and the summary; return the summary."""
    from extract.lexicon import digest
    from extract.writers.json import write_run
    from extract.writers.tables import write_tables

    summary = batch.summary(digest())
    try:
        if formats:
            batch.written += write_tables(batch.trials, batch.results, out, formats)
        batch.written.append(write_run(summary, out))
    except OSError as error:
        raise UsageError(f"{error.filename or out}: cannot be written ({error.strerror or error})") from error
    return summary


def _closing(batch: Batch, seconds: float) -> str:
    """The last line: what the run made, how fast, and what failed."""
    numbers = {"article": len(batch.articles), "trial": len(batch.trials), "result": len(batch.results)}
    made = ", ".join(count(number, noun) for noun, number in numbers.items())
    failed = f"; {len(batch.failures)} failed" if batch.failures else ""
    return f"{made} in {seconds:.1f} s{failed}"
