"""``trial-extract evaluate``: how good a folder of records is against hand annotation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from extract.evaluation import Report

_EPILOG = """\b
Examples:
  trial-extract evaluate --gold gold --predictions outputs
  trial-extract evaluate --gold gold --predictions outputs --errors | less
  trial-extract evaluate --gold gold --predictions outputs --json > figures.json
  trial-extract evaluate --gold gold --predictions outputs --fail-under 0.80
"""
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(epilog=_EPILOG)
@click.option("--gold", required=True, metavar="DIR", type=_FOLDER, help="Folder of hand-annotated records.")
@click.option("--predictions", required=True, metavar="DIR", type=_FOLDER, help="Folder that `run` wrote to.")
@click.option("--errors", is_flag=True, help="List every error too, one a line.")
@click.option("--json", "as_json", is_flag=True, help="Print counts and figures as JSON.")
@click.option("--require-all", is_flag=True, help="Exit with 1 when a gold article has no prediction.")
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 1),
    metavar="F1",
    help="Exit with 1 when the headline over all gold articles is lower.",
)
def evaluate(gold: Path, predictions: Path, require_all: bool, fail_under: float | None, **flags: bool) -> int:
    """Score records against hand annotation.

    Prints precision, recall and F1 per field and per article, and of entity spans where
    GOLD/entities has them. A gold article without a prediction counts as missed in all its values;
    a line says so. Exits with 1 when a file is not of the agreed shape.
    """
    from extract.evaluation import score

    report = _without_summary(score(gold, predictions))
    if flags["as_json"]:
        click.echo(json.dumps(report.as_dict(errors=flags["errors"]), indent=1, ensure_ascii=False))
    else:
        _print(report, errors=flags["errors"])
    faults = list(_faults(report, require_all, fail_under))
    for fault in faults:
        click.echo(fault, err=True)
    return 0 if report.sound and not faults else 1


def _without_summary(report: Report) -> Report:
    """The report with no word of the file that ``run`` writes beside its predictions."""
    from extract.writers.json import RUN_FILE

    return replace(report, unscored=tuple(name for name in report.unscored if f"{name}.json" != RUN_FILE))


def _print(report: Report, *, errors: bool) -> None:
    from rich.console import Console

    from extract.evaluation.terminal import render

    render(report, Console())
    for difference in report.differences if errors else ():
        click.echo(str(difference))


def _faults(report: Report, require_all: bool, fail_under: float | None) -> Iterator[str]:
    """Plain sentences about what the options ask for and the report does not give."""
    if require_all and report.missing:
        yield f"Without a prediction: {', '.join(report.missing)}."
    if fail_under is not None and report.headline < fail_under:
        yield f"The headline {report.headline:.3f} is under {fail_under:g}."
