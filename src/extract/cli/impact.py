"""The work of ``trial-extract lexicon impact``: a corpus extracted without and with word lists, and what differs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract.cli.compare import compared, figures, row
from extract.cli.environment import LEXICONS
from extract.cli.progress import count
from extract.errors import UsageError

if TYPE_CHECKING:
    from extract.evaluation import Report
    from extract.evaluation.changes import Change

_COLOURS = {"gained": "green", "lost": "red", "changed": "yellow"}


@dataclass(frozen=True)
class Impact:
    """The changes by doc_id (an article without any has none), what failed, and the figures on both sides."""

    changes: dict[str, list[Change]]
    failures: list[str]
    before: Report | None = None
    after: Report | None = None


def measure(corpus: Sequence[str], lexicons: Path, gold: Path | None) -> Impact:
    """Extract the articles without and with the word lists, at the same time, and compare.

    Raises UsageError as ``run`` does.
    """
    with tempfile.TemporaryDirectory(prefix="trial-extract-") as folder:
        before, after = Path(folder, "before"), Path(folder, "after")
        # Processes of their own: what a recogniser keeps of its words lasts as long as its process.
        sides = [_start(corpus, before, None), _start(corpus, after, lexicons)]
        told = [side.communicate()[1].strip().splitlines() for side in sides]
        for side, lines in zip(sides, told, strict=True):
            if side.returncode not in (0, 1):
                raise UsageError((lines or ["the extraction ended early"])[-1].removeprefix("trial-extract: "))
        return _compare(before, after, sorted({line for lines in told for line in lines}), gold)


def _start(corpus: Sequence[str], out: Path, lexicons: Path | None) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if k != LEXICONS}
    if lexicons:
        environment[LEXICONS] = str(lexicons)
    call = [sys.executable, "-m", "extract", "run", "--quiet", "--tables", "none", "--out", str(out), "--", *corpus]
    pipe = subprocess.PIPE
    return subprocess.Popen(call, env=environment, stdout=subprocess.DEVNULL, stderr=pipe, text=True, encoding="utf-8")


def _compare(before: Path, after: Path, failures: list[str], gold: Path | None) -> Impact:
    from extract.evaluation import score
    from extract.evaluation.changes import changes
    from extract.evaluation.files import read_record

    names = [article["doc_id"] for article in json.loads((before / "run.json").read_text(encoding="utf-8"))["articles"]]
    sides = {name: [folder / f"{name}.json" for folder in (before, after)] for name in names}
    found = {name: changes(*map(read_record, paths)) for name, paths in sides.items() if paths[1].is_file()}
    reports = [score(gold, folder) for folder in (before, after)] if gold else [None, None]
    return Impact(found, failures, *reports)


def as_dict(impact: Impact) -> dict[str, Any]:
    """The impact as JSON-ready data."""
    data: dict[str, Any] = {
        "counts": _counts(impact),
        "articles": {name: [c.as_dict() for c in found] for name, found in impact.changes.items()},
        "failures": impact.failures,
    }
    for side, report in (("before", impact.before), ("after", impact.after)):
        if report:
            data[side] = {"headline": report.predicted.headline, "fields": report.predicted.as_dict()}
    return data


def _counts(impact: Impact) -> dict[str, int]:
    kinds = [c.kind for found in impact.changes.values() for c in found]
    return {kind: kinds.count(kind) for kind in _COLOURS}


def print_impact(impact: Impact) -> None:
    """Print the changes by article, their number, and the figures."""
    touched = {name: found for name, found in impact.changes.items() if found}
    for name, found in touched.items():
        click.echo(click.style(name, bold=True))
        for change in found:
            click.echo("  " + click.style(str(change), fg=_COLOURS[change.kind]))
    counts = ", ".join(f"{number} {kind}" for kind, number in _counts(impact).items())
    click.echo(f"{counts} in {len(touched)} of {count(len(impact.changes), 'article')}")
    if impact.before and impact.after:
        _print_figures(impact.before, impact.after)


def _print_figures(before: Report, after: Report) -> None:
    scored = [a.doc_id for a in after.articles if a.prediction == "read"]
    if not scored:
        click.echo("none of these articles has a gold file", err=True)
        return
    click.echo("\n" + row(f"F1 over {count(len(scored), 'article')}", "before", "after", "change"))
    for line in compared(before.predicted, after.predicted):
        click.echo(line)
    others = {a.doc_id: a.counts.headline for a in before.articles}
    moved = [a for a in after.articles if a.doc_id in scored and a.counts.headline != others[a.doc_id]]
    for article in moved:
        click.echo(figures(article.doc_id, others[article.doc_id], article.counts.headline))
