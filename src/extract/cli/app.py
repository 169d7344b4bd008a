"""The group that holds the commands, and the options that all of them share."""

from __future__ import annotations

import os
from pathlib import Path

import click

from extract import __version__
from extract.cli.agree import agree
from extract.cli.audit import audit
from extract.cli.benchmark import benchmark
from extract.cli.environment import LEXICONS, set_for
from extract.cli.evaluate import evaluate
from extract.cli.export import export
from extract.cli.gold import gold
from extract.cli.lexicon import lexicon
from extract.cli.references import references
from extract.cli.review import review
from extract.cli.run import run
from extract.cli.show import show
from extract.cli.train import train
from extract.errors import UsageError

COMMANDS: tuple[click.Command, ...] = (
    run, show, review, references, audit, evaluate, agree, gold, export, benchmark, train, lexicon,
)  # fmt: skip
"""The commands in the order of the manual; a new one is a module of this folder and a name here."""

_EPILOG = """\b
Examples:
  trial-extract run articles/ --out outputs
  trial-extract show article.nxml
  trial-extract evaluate --gold gold --predictions outputs
"""


class _InOrder(click.Group):
    """A group whose help lists the commands as they were added, not by the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=_InOrder, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="trial-extract", message="%(prog)s %(version)s")
@click.option(
    "--lexicons",
    type=click.Path(exists=True, file_okay=False),
    metavar="DIR",
    help="Lay the word lists (CSV) of DIR over the built-in ones.",
)
def app(lexicons: str | None) -> None:
    """Read review articles; write the clinical trials that they report on as structured records.

    Every value comes with the span of the article's text that it was read from. Results and paths
    go to standard output, everything else to standard error. Exit codes: 0 fine, 1 found problems,
    2 misuse.
    """
    if lexicons:
        set_for(click.get_current_context(), LEXICONS, lexicons)
    own = os.environ.get(LEXICONS)
    if own and not Path(own).is_dir():
        raise UsageError(f"{own}: no such folder ({LEXICONS})")


for _command in COMMANDS:
    app.add_command(_command)
