"""``trial-extract evaluate``: how good a folder of records is against hand annotation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract.cli.bounds import BOUNDS
from extract.errors import UsageError

if TYPE_CHECKING:
    from extract.evaluation import Report
    from extract.evaluation.floors import Floors
    from extract.evaluation.gates import Gate
    from extract.reports import ReportData

_EPILOG = """\b
Examples:
  trial-extract evaluate --gold gold --predictions outputs
  trial-extract evaluate --gold gold --predictions outputs --errors | less
  trial-extract evaluate --gold gold --predictions outputs --report report.html --report report.json
  trial-extract evaluate --gold gold --predictions outputs --fail-under trials=0.9,results=0.7
  trial-extract evaluate --gold gold --predictions outputs --baseline report.json --no-regression
  trial-extract evaluate --gold gold --predictions outputs --floors floors.json --pin
"""
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(epilog=_EPILOG)
@click.option("--gold", required=True, metavar="DIR", type=_FOLDER, help="Folder of hand-annotated records.")
@click.option("--predictions", required=True, metavar="DIR", type=_FOLDER, help="Folder that `run` wrote to.")
@click.option("--errors", is_flag=True, help="List every error too, one a line.")
@click.option("--json", "as_json", is_flag=True, help="Print counts and figures as JSON.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write a report too, its format by the suffix: .html (to look at), .md (a comment on a pull request), .json "
    "(a baseline for later runs), .xml (JUnit), .csv (every compared value). May be given several times.",
)
@click.option(
    "--baseline",
    metavar="PATH",
    type=click.Path(exists=True, path_type=Path),
    help="An earlier run, as its JSON report or the folder of its predictions: tell what was gained and lost since.",
)
@click.option(
    "--no-regression",
    is_flag=True,
    help="Exit with 1 when the headline or the F1 of any field is lower than the baseline's, and name the lost values.",
)
@click.option("--require-all", is_flag=True, help="Exit with 1 when a gold article has no prediction.")
@click.option(
    "--fail-under",
    type=BOUNDS,
    metavar="F1",
    help="Exit with 1 when the headline over all gold articles is lower; or, as in trials=0.9,results=0.7, "
    "when the F1 of a field is.",
)
@click.option(
    "--floors", metavar="FILE", type=_FILE, help="Exit with 1 when a figure is below the floor pinned in FILE."
)
@click.option("--pin", is_flag=True, help="Raise the floors in FILE to the present figures; none is lowered.")
@click.option("--allow-lower", is_flag=True, help="Let --pin lower floors too.")
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the intervals' draws of articles.")
def evaluate(gold: Path, predictions: Path, **options: Any) -> int:
    """Score records against hand annotation.

    Prints precision, recall and F1 per field and per article, and of entity spans where
    GOLD/entities has them, with 95 % bootstrap intervals over the articles. A gold article without a
    prediction counts as missed in all its values; a line says so. Exits with 1 when a file is not of
    the agreed shape, or when something that the options ask for does not hold; standard error says what.
    """
    from extract.evaluation import score
    from extract.evaluation.saved import read_run
    from extract.reports import ReportData, check_paths, write_reports

    _check(options)
    paths = check_paths(options["reports"])
    report = _without_summary(score(gold, predictions))
    before = read_run(options["baseline"], gold) if options["baseline"] else None
    data = ReportData.of(report, before, options["seed"])
    data = replace(data, gates=(*_gates(data, options), *_floors(report, gold, predictions, options)))
    write_reports(data, paths)
    if options["as_json"]:
        _print_json(data, errors=options["errors"])
    else:
        _print(data, errors=options["errors"])
    # Printed figures tell which files are unreadable; data on standard output is read by no one.
    _tell(data.gates if options["as_json"] else data.gates[1:])
    return 0 if data.passed else 1


def _check(options: Mapping[str, Any]) -> None:
    """Raise UsageError for an option that means nothing without another."""
    for option, needed in (("no_regression", "baseline"), ("pin", "floors"), ("allow_lower", "pin")):
        if options[option] and not options[needed]:
            raise UsageError(f"--{option.replace('_', '-')} needs --{needed}")


def _without_summary(report: Report) -> Report:
    """The report with no word of the file that ``run`` writes beside its predictions."""
    from extract.writers.json import RUN_FILE

    return replace(report, unscored=tuple(name for name in report.unscored if f"{name}.json" != RUN_FILE))


def _gates(data: ReportData, options: Mapping[str, Any]) -> Iterator[Gate]:
    """What the options ask of the figures; that every file can be read is asked always."""
    from extract.evaluation import gates

    yield gates.readable(data.report)
    if options["require_all"]:
        yield gates.complete(data.report)
    yield from gates.reached(data.report, options["fail_under"] or {})
    if options["no_regression"] and data.baseline:
        yield gates.no_regression(data.baseline)


def _floors(report: Report, gold: Path, predictions: Path, options: Mapping[str, Any]) -> Iterator[Gate]:
    """Check or pin the floors."""
    from extract.evaluation import floors, gates

    path: Path | None = options["floors"]
    if path is None:
        return
    measured = floors.measure(report, gold, predictions)
    if not options["pin"]:
        yield gates.floors_hold(floors.read_floors(path), measured)
        return
    pinned = floors.read_floors(path) if path.is_file() else floors.NOTHING
    raised = pinned.raised(measured, allow_lower=options["allow_lower"])
    yield gates.pinned(pinned, raised, measured)
    if raised:
        _pin(path, pinned, raised)


def _pin(path: Path, pinned: Floors, raised: Floors) -> None:
    from extract.writers.files import write_whole

    write_whole(path, (raised.model_dump_json(indent=1) + "\n").encode())
    for line in pinned.moves(raised):
        click.echo(f"pinned {line}", err=True)


def _print_json(data: ReportData, *, errors: bool) -> None:
    from extract.reports.json_file import as_data

    click.echo(json.dumps(as_data(data, errors=errors), indent=1, ensure_ascii=False))


def _print(data: ReportData, *, errors: bool) -> None:
    from rich.console import Console

    from extract.reports.terminal import render

    render(data, Console())
    for difference in data.report.differences if errors else ():
        click.echo(str(difference))


def _tell(gates: tuple[Gate, ...]) -> None:
    """Print what does not hold."""
    for gate in gates:
        for fault in gate.faults:
            click.echo(fault, err=True)
