"""The command line: thin commands over plain functions.

Results and paths go to standard output, everything else to standard error. Exit codes: 0 fine,
1 found problems, 2 misuse, 130 interrupted.
"""

from __future__ import annotations

import os
import sys

__all__ = ["main"]

INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return its exit code.

    A user's mistake gives one line on standard error and never a traceback.
    """
    # Here, for every process that extracts imports this module as the one it was started from.
    import click

    from extract.cli.app import app
    from extract.errors import ExtractError, UsageError

    try:
        code = app.main(arguments, prog_name="trial-extract", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ExtractError as error:
        click.echo(f"trial-extract: {error}", err=True)
        return 2 if isinstance(error, UsageError) else 1
    except (KeyboardInterrupt, click.Abort):
        click.echo("trial-extract: interrupted", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        _abandon_output()
        return 1
    except OSError as error:
        _abandon_output()
        click.echo(f"trial-extract: {error.filename or 'output'}: {error.strerror or error}", err=True)
        return 1


def _abandon_output() -> None:
    """Point standard output at nowhere, or Python complains at its end about what it could not write."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
