"""A Dask cluster that does the tasks: some articles at a time, each in a cell of the worker that gets them."""

from __future__ import annotations

import contextlib
import itertools
import threading
import uuid
from collections.abc import Generator, Iterator
from multiprocessing.util import Finalize
from typing import TYPE_CHECKING, Any

from extract.batch.article import load as load_pipeline
from extract.batch.cell import Cell, Load
from extract.batch.work import Failure, Outcome, Settings, Task
from extract.errors import ExtractError, UsageError

if TYPE_CHECKING:
    from distributed import Client

# Articles that travel together, and so many batches wait for each thread of the cluster.
_BATCH, _AHEAD = 8, 3
# A batch whose worker has gone away is sent to another so often.
_TRIES = 5
_SECONDS_TO_CONNECT = 10
Outcomes = list[tuple[Task, Outcome]]


def on_a_cluster(
    tasks: Iterator[Task], settings: Settings, address: str, load: Load = load_pipeline
) -> Generator[Outcomes]:
    """Extract on the Dask cluster whose scheduler is at ``address``.

    Raises UsageError where there is none, and ExtractError when it goes away.
    """
    with _client(address) as client:
        ahead = _AHEAD * max(1, sum(client.nthreads().values()))
        batches = iter(lambda: list(itertools.islice(tasks, _BATCH)), [])
        run = uuid.uuid4().hex
        try:
            yield from _results(client, batches, (run, settings, load), ahead)
        finally:
            with contextlib.suppress(OSError):
                client.run(release, run, on_error="ignore")


def _results(
    client: Client, batches: Iterator[list[Task]], how: tuple[str, Settings, Load], ahead: int
) -> Generator[Outcomes]:
    from distributed import as_completed

    def send(batch: list[Task]) -> Any:
        # Not "pure": what an article gives is kept in the ledger, not by the scheduler.
        future = client.submit(extract_batch, *how, batch, pure=False, retries=_TRIES)
        sent[str(future.key)] = batch
        return future

    sent: dict[str, list[Task]] = {}
    pending = as_completed([send(batch) for batch in itertools.islice(batches, ahead)], loop=client.loop)
    for future in pending:
        batch = sent.pop(str(future.key))
        yield list(zip(batch, _gathered(future, batch), strict=True))
        for more in itertools.islice(batches, 1):
            pending.add(send(more))


def _gathered(future: Any, batch: list[Task]) -> list[Outcome]:
    from distributed import KilledWorker

    if future.status == "cancelled":
        raise ExtractError("the scheduler of the cluster went away; the same call goes on where this one stopped")
    try:
        outcomes: list[Outcome] = future.result()
    except KilledWorker as error:
        cause = " ".join(str(error).split())
        return [Failure(task.item, "cluster", f"{task.item.path}: {cause}", lasting=False) for task in batch]
    return outcomes


def _client(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError(f"--scheduler needs distributed ({error}): pip install 'trial-extract[cluster]'") from error
    try:
        return Client(address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(f"{address}: no Dask scheduler answers there ({error})") from error


# The cells of this worker, by the run that they work for and the thread that uses them.
_cells: dict[tuple[str, int], Cell] = {}
# A run that was killed cannot give back its cells; a thread that has more than these gives up its oldest.
_CELLS_OF_A_THREAD = 2


def extract_batch(run: str, settings: Settings, load: Load, tasks: list[Task]) -> list[Outcome]:
    """What a worker of the cluster does; each of its threads keeps a cell for a run."""
    thread = threading.get_ident()
    if (run, thread) not in _cells:
        own = [key for key in list(_cells) if key[1] == thread]
        for key in own[: len(own) + 1 - _CELLS_OF_A_THREAD]:
            _cells.pop(key).stop()
        _cells[run, thread] = cell = Cell(settings, load)
        # Or the worker would wait at its end for a process that waits for it.
        Finalize(None, cell.stop, exitpriority=1)
    return [_cells[run, thread].run(task) for task in tasks]


def release(run: str) -> None:
    """End the cells of a run."""
    for key in [key for key in list(_cells) if key[0] == run]:
        _cells.pop(key).stop()
