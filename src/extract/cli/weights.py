"""The option ``--weights`` that the commands which extract share."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

import click

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
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = path
    context.call_on_close(lambda: _put_back(VARIABLE, before))


def _put_back(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value
