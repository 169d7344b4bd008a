"""A cell: a process that extracts one article at a time, so that an article that goes wild costs only itself.

Pebble starts the process, ends it when an article takes too long, and starts another when it dies. Each cell
has pipes and locks of its own, so that a process that dies with one in hand stops no other cell.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, wait
from concurrent.futures import TimeoutError as TooLong
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any

from extract.batch.article import Extract
from extract.batch.attempt import attempt, out_of_memory
from extract.batch.bounds import bound_memory, bound_processor
from extract.batch.work import Failure, Outcome, Settings, Task
from extract.errors import UsageError

if TYPE_CHECKING:
    from pebble import ProcessPool

Load = Callable[[Settings], Extract]
"""Makes the function that extracts, in the process that will call it; must be importable there by its name."""

# After so many articles another process takes over: what an article leaves behind in caches is given back.
_ARTICLES_OF_A_PROCESS = 500
# How often Pebble looks whether a process has died, taken too long or is to end, in seconds.
_LOOK = 0.05
# How long a process may take to load the pipeline and to answer, beside the time of its article.
_SPARE = 60.0
# What is loaded once, by the process that the others are forked from; the last takes as long as the rest together.
_PRELOADED = ["extract.batch.cell", "extract.pipeline", "extract.writers.rows"]
_PRELOADED_FOR_MANY = [*_PRELOADED, "scispacy.abbreviation"]


class Cell:
    """Extracts articles, one after the other, in a process apart; ``alone`` where there is no cell beside it."""

    def __init__(self, settings: Settings, load: Load, *, alone: bool = False) -> None:
        self._settings, self._load, self._alone = settings, load, alone
        self._pool: ProcessPool | None = None
        self._started: list[Future[Outcome]] = []

    def start(self, task: Task) -> Future[Outcome]:
        """Begin an article, or let it wait for the one before it; ``outcome`` says what came of it."""
        bounds = self._settings.bounds
        if self._pool is None or not self._pool.active:
            self._pool = _pool(_PRELOADED if self._alone else _PRELOADED_FOR_MANY)
        self._started = [future for future in self._started if not future.done()]
        future: Future[Outcome] = self._pool.schedule(
            _extract, (self._settings, self._load, task), timeout=bounds.timeout
        )
        self._started.append(future)
        return future

    def outcome(self, task: Task, future: Future[Outcome]) -> Outcome | None:
        """What came of an article whose future is done; None where it is to be started again.

        Raises UsageError where no article would fare better.
        """
        from pebble import ProcessExpired

        try:
            return future.result(0)
        except UsageError:
            raise
        except TooLong:
            limit = f"{self._settings.bounds.timeout:g} seconds (--timeout)"
            return Failure(task.item, "timeout", f"{task.item.path}: takes longer than the limit of {limit}")
        except MemoryError:
            return out_of_memory(task, self._settings.bounds)
        except ProcessExpired as error:
            cause = _cause_of_death(error.exitcode)
            return Failure(task.item, "crash", f"{task.item.path}: the process that extracted it {cause}")
        except (BrokenProcessPool, CancelledError):
            if self._pool is not None and not self._pool.active:
                self.stop()
            return None

    def run(self, task: Task) -> Outcome:
        """Extract an article and wait for it; one that twice gives no answer is a failure."""
        for _ in range(2):
            future = self.start(task)
            done, _ = wait([future], self.longest)
            if not done:
                self.stop()
            found = self.outcome(task, future)
            if found:
                return found
        return no_answer(task)

    @property
    def longest(self) -> float:
        """After so many seconds without an answer the cell is stuck."""
        return _SPARE + 2 * self._settings.bounds.timeout

    def stop(self) -> None:
        """End the process at once; what it was to do is cancelled."""
        for future in self._started:
            future.cancel()
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None


def no_answer(task: Task) -> Failure:
    """The failure of an article whose process twice gave no answer."""
    return Failure(task.item, "crash", f"{task.item.path}: the process that extracted it gave no answer")


def _pool(preloaded: list[str]) -> ProcessPool:
    from pebble import CONSTS, ProcessPool

    CONSTS.sleep_unit = _LOOK
    # A Dask worker is itself a process that may not have others; these end with it all the same.
    multiprocessing.current_process()._config.pop("daemon", None)  # type: ignore[attr-defined]
    return ProcessPool(1, max_tasks=_ARTICLES_OF_A_PROCESS, context=_context(preloaded))


def warm_up(*, alone: bool) -> None:
    """Begin to load what the processes of cells share, while this one does something else."""
    context = _context(_PRELOADED if alone else _PRELOADED_FOR_MANY)
    if context.get_start_method() == "forkserver":
        from multiprocessing.forkserver import ensure_running

        ensure_running()


def _context(preloaded: list[str]) -> Any:
    """How processes are started: forked from one that has loaded these modules and done nothing else."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(preloaded)
    return context


def _cause_of_death(code: int | None) -> str:
    if code is None or code >= 0:
        return f"ended by itself (exit code {code})"
    known = {s.value: s.name for s in signal.Signals}
    name = known.get(-code, f"signal {-code}")
    out_of_memory = " (the system was out of memory?)" if name == "SIGKILL" else ""
    return f"crashed: {name}{out_of_memory}"


_loaded: tuple[Settings, Load, Extract] | None = None


def _extract(settings: Settings, load: Load, task: Task) -> Outcome:
    """What the process of a cell does for each article."""
    global _loaded
    if _loaded is None or _loaded[:2] != (settings, load):
        _loaded = settings, load, _prepared(settings, load)
    bound_processor(settings.bounds.timeout)
    return attempt(task, _loaded[2], settings.bounds)


def _prepared(settings: Settings, load: Load) -> Extract:
    begun = time.perf_counter()
    settings.put_in_force()
    extract = load(settings)
    bound_memory(settings.bounds.memory)
    loading = time.perf_counter() - begun

    def timed(task: Task) -> Any:
        nonlocal loading
        extracted = extract(task)
        if loading:
            extracted.seconds["loading"], loading = loading, 0.0
        return extracted

    return timed
