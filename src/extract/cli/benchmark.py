"""``trial-extract benchmark``: public benchmarks of single steps, on files that the user has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.cli.weights import weights_option

if TYPE_CHECKING:
    from extract.evaluation.sentences import Benchmark

_EPILOG = """\b
Examples:
  trial-extract benchmark rct-art-dev.jsonl
  trial-extract benchmark sentences rct-art-dev.jsonl --errors | less
  trial-extract benchmark sentences rct-art-dev.jsonl --json > figures.json
  trial-extract benchmark sentences rct-art-dev.jsonl --fail-under 0.72
"""


class _SentencesFirst(click.Group):
    """A group in which a file without a command before it is one of sentences."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = args and args[0] in self.commands
        return super().resolve_command(ctx, args if known else ["sentences", *args])


@click.group(cls=_SentencesFirst, context_settings={"ignore_unknown_options": True}, epilog=_EPILOG)
def benchmark() -> None:
    """Measure single steps on public benchmarks.

    `benchmark FILE` is `benchmark sentences FILE`.
    """


@benchmark.command(epilog=_EPILOG)
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--errors", is_flag=True, help="List what is missed, spurious or wrong, sentence by sentence.")
@click.option("--json", "as_json", is_flag=True, help="Print counts and figures as JSON.")
@click.option("--fail-under", type=click.FloatRange(0, 1), metavar="F1", help="Exit with 1 when F1 is lower.")
@weights_option
def sentences(file: Path, fail_under: float | None, **flags: bool) -> int:
    """Score the results of single sentences against annotation.

    FILE holds annotated result sentences in the format of RCT-ART (Whitton and Hunter, 2023), one
    line of JSON each.

    How it is counted: a cell is one annotated measure that prints a number, with the outcomes and the
    interventions it is tied to. A result answers a cell when its number (value, lower end of a range,
    or n of n/N) stands in the measure and its endpoint and arm each overlap one of the annotated names
    (token-set ratio of at least 60); a measure tied to no outcome or intervention asks for none. One
    result answers one cell, by an optimal assignment; every other result is spurious. Left out are
    results between arms (such as hazard ratios) whose number no measure prints, for the annotation
    holds measures of arms only.
    """
    from extract import results_in
    from extract.evaluation.sentences import benchmark as score

    scored = score(file, results_in)
    if flags["as_json"]:
        click.echo(json.dumps(scored.as_dict(errors=flags["errors"]), indent=1, ensure_ascii=False))
    else:
        _print(scored, errors=flags["errors"])
    if fail_under is not None and scored.tally.f1 < fail_under:
        click.echo(f"F1 {scored.tally.f1:.3f} is under {fail_under:g}.", err=True)
        return 1
    return 0


def _print(scored: Benchmark, *, errors: bool) -> None:
    for sentence in scored.sentences if errors else ():
        if sentence.faults:
            click.echo(click.style(f"{sentence.number}: {sentence.text}", bold=True))
            for fault in sentence.faults:
                click.echo(f"    {fault}")
    tally = scored.tally
    figures = f"P {tally.precision:.3f}  R {tally.recall:.3f}  " + click.style(f"F1 {tally.f1:.3f}", bold=True)
    click.echo(f"{figures}  over {tally.gold} cells of {len(scored.sentences)} sentences")
    click.echo(f"found {tally.matched}, missed {tally.missed}, spurious {tally.spurious}")
    for kind, count in scored.kinds.items():
        click.echo(f"  {count:4} {kind}")
    click.echo(
        f"left out: {scored.unnumbered} measures without a number,"
        f" {scored.comparisons} results between arms that no measure prints"
    )
