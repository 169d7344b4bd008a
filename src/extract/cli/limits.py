"""The options of ``run`` and ``show`` for what is taken at most of one file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import TypeVar

import click

from extract.readers.files import Limits

F = TypeVar("F", bound=Callable[..., object])

_META = "extract.limits"
_HELP = {
    "max_bytes": "The most bytes of a file.",
    "max_pages": "The most pages of a PDF.",
    "max_characters": "The most characters of text of a PDF.",
    "max_seconds": "The most seconds that reading a PDF may take.",
    "max_megabytes": "The most memory for reading a PDF that looks damaged or made to do harm.",
}


def limits_options(command: F) -> F:
    """Give a command an option for each limit; ``given_limits`` says what was asked for."""
    for limit in reversed(fields(Limits)):
        command = click.option(
            f"--{limit.name.replace('_', '-')}",
            type=click.FloatRange(min=0, min_open=True) if limit.name == "max_seconds" else click.IntRange(min=1),
            default=limit.default,
            show_default=True,
            metavar="N",
            expose_value=False,
            callback=_keep,
            help=_HELP[limit.name],
        )(command)
    return command


def given_limits() -> Limits:
    """The limits that the running command was called with."""
    return Limits(**click.get_current_context().meta.get(_META, {}))


def _keep(context: click.Context, parameter: click.Parameter, value: float) -> None:
    context.meta.setdefault(_META, {})[parameter.name] = value
