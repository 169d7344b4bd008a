"""Settings that an option makes for the length of a command, where the environment makes them for all."""

from __future__ import annotations

import os

import click

LEXICONS = "EXTRACT_LEXICONS"


def set_for(context: click.Context, name: str, value: str) -> None:
    """Set an environment variable until the command of ``context`` ends."""
    before = os.environ.get(name)
    os.environ[name] = value
    context.call_on_close(lambda: _put_back(name, before))


def _put_back(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value
