"""``trial-extract review``: check and correct records in the browser."""

from __future__ import annotations

import getpass
import ipaddress
import sys
from pathlib import Path
from typing import Any

import click

from extract.errors import UsageError

_EPILOG = """\b
Examples:
  trial-extract review outputs/
  trial-extract review outputs/ --port 8080 --no-open
  trial-extract review outputs/ --database postgresql+psycopg://host/review --as bea
"""


@click.command(epilog=_EPILOG)
@click.argument("folder", metavar="DIR")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; others than loopback: see below."
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port to listen on (default: any free one).")
@click.option("--database", metavar="URL", help="Where decisions are kept (default: review.sqlite in DIR).")
@click.option("--as", "who", metavar="NAME", help="Who decides (default: the user's name).")
@click.option("--open/--no-open", "opens", default=None, help="Open the browser (default: when on a terminal).")
def review(folder: str, host: str, port: int, **options: Any) -> int:
    """Check, correct and keep the records of a run in the browser.

    DIR is what `trial-extract run --out DIR` wrote. The address that is printed holds a token, a new one at
    every start: who has it may decide. Every decision is saved as it is made; stop the server with Ctrl-C.

    With a --host that is not loopback, other machines can reach the server, and what they read and send is
    not encrypted.
    """
    from extract.review import require

    if not Path(folder).is_dir():
        raise UsageError(f"{folder}: no such folder")
    if not _is_loopback(host):
        click.echo(f"warning: {host} can be reached from other machines, unencrypted", err=True)
    opens = sys.stdout.isatty() if options["opens"] is None else options["opens"]

    def ready(address: str) -> None:
        click.echo(address)
        click.echo("Ctrl-C stops; decisions are saved as they are made.", err=True)
        if opens:
            click.launch(address)

    require("starlette", "uvicorn")
    from extract.review.serve import serve
    from extract.review.service import Service

    service = Service(Path(folder), options["database"])
    for fault in service.faults:
        click.echo(f"warning: {fault}", err=True)
    try:
        serve(service, host, port, options["who"] or _user(), ready)
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
    finally:
        service.close()
    return 0


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody"
