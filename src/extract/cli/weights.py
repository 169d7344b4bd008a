"""The option ``--weights`` that the commands which extract share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from extract.cli.environment import set_for

F = TypeVar("F", bound=Callable[..., object])


def weights_option(command: F) -> F:
    """Give a command the option that names a weights file of the user's own."""
    return click.option(
        "--weights",
        type=click.Path(exists=True, dir_okay=False),
        metavar="FILE",
        expose_value=False,
        callback=_use,
        help="Weights that `train` wrote, instead of the built-in ones.",
    )(command)


def _use(context: click.Context, _parameter: click.Parameter, path: str | None) -> None:
    """Use the file until the command ends; raises UsageError when it holds no weights."""
    if path is None:
        return
    from pathlib import Path

    from extract.relations.model import VARIABLE, load

    load(Path(path))
    set_for(context, VARIABLE, path)
