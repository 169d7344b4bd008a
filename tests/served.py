"""The workbench on a port, in a thread of the tests."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from extract.review.app import make_app
from extract.review.security import Door
from extract.review.serve import bound
from extract.review.service import Service


@dataclass(frozen=True)
class Served:
    """A running workbench: its service, where it is, and the address that lets a browser in."""

    service: Service
    door: Door
    root: str

    @property
    def address(self) -> str:
        return f"{self.root}/?token={self.door.token}"


@contextmanager
def served(folder: Path, who: str = "ann") -> Iterator[Served]:
    service = Service(folder)
    with bound("127.0.0.1", 0) as listening:
        door = Door(listening.getsockname()[1])
        app = make_app(service, door, who)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield Served(service, door, f"http://127.0.0.1:{door.port}")
        server.should_exit = True
        thread.join()
    service.close()
