"""``python -m extract.evaluation GOLD PREDICTIONS [--errors] [--json]``: the figures without the whole program."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from extract.errors import ExtractError
from extract.evaluation import Report, score


@click.command(name="python -m extract.evaluation")
@click.argument("gold", type=click.Path(path_type=Path))
@click.argument("predictions", type=click.Path(path_type=Path))
@click.option("--errors", is_flag=True, help="Also list every error, one a line.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def main(gold: Path, predictions: Path, errors: bool, as_json: bool) -> None:
    """Score the record files of PREDICTIONS against those of GOLD; exit with 1 when a file is unreadable."""
    try:
        report = score(gold, predictions)
    except ExtractError as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        click.echo(json.dumps(report.as_dict(errors=errors), indent=1, ensure_ascii=False))
    else:
        _print(report, errors)
    sys.exit(0 if report.sound else 1)


def _print(report: Report, errors: bool) -> None:
    from rich.console import Console

    from extract.evaluation.terminal import render

    render(report, Console())
    for difference in report.differences if errors else ():
        click.echo(str(difference))


if __name__ == "__main__":
    main()
