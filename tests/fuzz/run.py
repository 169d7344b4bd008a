"""Runs mutants in worker processes, so that a hang or a crash costs one mutant and is told."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .seeds import ROOT, Case

WORKER = Path(__file__).with_name("worker.py")
# Processor seconds that one mutant may take, and seconds on the clock after which its worker is taken for hung.
SECONDS, HUNG = 20.0, 120.0


@dataclass(frozen=True)
class Outcome:
    """How a mutant ended: "records", "error" (a clear one), or "bug", "slow", "hung", "crashed"."""

    case: Case
    told: str
    message: str
    seconds: float

    @property
    def good(self) -> bool:
        """Whether a user could live with it."""
        return self.told in ("records", "error")


class Worker:
    """A process that reads one file after the other."""

    def __init__(self) -> None:
        paths = [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
        self.process = subprocess.Popen(
            [sys.executable, str(WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        )
        assert self.process.stdout
        self._ready = selectors.DefaultSelector()
        self._ready.register(self.process.stdout, selectors.EVENT_READ)

    def ask(self, path: Path) -> dict[str, object]:
        """What became of a file."""
        assert self.process.stdin
        assert self.process.stdout
        try:
            print(json.dumps(str(path)), file=self.process.stdin, flush=True)
        except BrokenPipeError:
            return {"told": "crashed", "message": "the worker was gone"}
        if not self._ready.select(HUNG):
            return {"told": "hung", "message": f"no answer after {HUNG:.0f} seconds"}
        answer = self.process.stdout.readline()
        if not answer:
            return {"told": "crashed", "message": f"the worker ended with code {self.process.wait()}"}
        return dict(json.loads(answer))

    def close(self) -> None:
        """End the process."""
        self._ready.close()
        self.process.kill()
        self.process.communicate()


def run(cases: Iterable[Case]) -> Iterator[Outcome]:
    """Yield how each mutant ended; after one that hung or crashed, a new worker goes on."""
    worker = Worker()
    with tempfile.TemporaryDirectory() as folder:
        for case in cases:
            path = Path(folder) / f"mutant{Path(case.name).suffix}"
            path.write_bytes(case.data())
            answer = worker.ask(path)
            told, seconds = str(answer["told"]), float(str(answer.get("seconds", HUNG)))
            if told in ("hung", "crashed"):
                worker.close()
                worker = Worker()
            elif seconds > SECONDS:
                told = "slow"
            yield Outcome(case, told, str(answer["message"]), seconds)
    worker.close()
