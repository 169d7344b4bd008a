"""The command reference of the manual, written from the commands themselves.

``python -m extract.cli.reference`` prints docs/reference.md; ``make docs`` writes it.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from extract.cli.app import app

_WIDTH = 96
_HEAD = """# Command reference

This page is the help of every command, written by `make docs`; a test fails when it is stale.
"""


def reference() -> str:
    """The page as Markdown."""
    return "\n".join([_HEAD, *_sections("trial-extract", app, None)])


def _sections(name: str, command: click.Command, parent: click.Context | None) -> Iterator[str]:
    settings = {**command.context_settings, "terminal_width": _WIDTH, "max_content_width": _WIDTH}
    with click.Context(command, parent, name, **settings) as context:
        lines = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
        yield f"## {context.command_path}\n\n```text\n{lines}\n```\n"
        if isinstance(command, click.Group):
            for child in command.commands.values():
                yield from _sections(child.name or "", child, context)


if __name__ == "__main__":
    click.echo(reference(), nl=False)
