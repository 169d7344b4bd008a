"""``python -m extract.evaluation GOLD PREDICTIONS [--errors] [--json]``: the figures without the whole program."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from extract.errors import ExtractError
from extract.evaluation import Report, score


def main(arguments: list[str] | None = None) -> int:
    """Score two folders; return 0, 1 when an article had no readable prediction, 2 for misuse."""
    parser = argparse.ArgumentParser(prog="python -m extract.evaluation", description="Score predictions.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("predictions", type=Path)
    parser.add_argument("--errors", action="store_true", help="also list every error, one a line")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    options = parser.parse_args(arguments)
    try:
        report = score(options.gold, options.predictions)
    except ExtractError as error:
        print(error, file=sys.stderr)
        return 2
    _print(report, options.json, options.errors)
    return 0 if report.complete else 1


def _print(report: Report, as_json: bool, errors: bool) -> None:
    if as_json:
        data = report.as_dict()
        if errors:
            data["differences"] = [d.as_dict() for d in report.differences]
        print(json.dumps(data, indent=1, ensure_ascii=False))
        return
    from rich.console import Console

    from extract.evaluation.terminal import render

    render(report, Console())
    for difference in report.differences if errors else ():
        print(difference)


if __name__ == "__main__":
    sys.exit(main())
