"""The review application on a port of this machine, until somebody stops it."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from extract.errors import UsageError
from extract.review.app import make_app
from extract.review.security import LOOPBACK, Door
from extract.review.service import Service


def serve(service: Service, host: str, port: int, who: str, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; ``ready`` is given the address with the token once the port is bound.

    Raises UsageError when the port cannot be had.
    """
    listening = bound(host, port)
    port = listening.getsockname()[1]
    named = f"[{host}]" if ":" in host else host
    door = Door(port, (*LOOPBACK, named) if named not in LOOPBACK else LOOPBACK)
    config = uvicorn.Config(make_app(service, door, who), log_level="warning", access_log=False, lifespan="off")
    with listening:
        ready(f"http://{named}:{port}/?token={door.token}")
        uvicorn.Server(config).run(sockets=[listening])


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 is any free one. Raises UsageError when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        raise UsageError(
            f"{host}:{port}: cannot be listened on ({getattr(error, 'strerror', None) or error})"
        ) from error
