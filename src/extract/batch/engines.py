"""Who does the tasks: this process, processes of this machine, or a Dask cluster."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, replace

from extract.batch.article import load as load_pipeline
from extract.batch.attempt import attempt
from extract.batch.cell import Cell, Load, no_answer
from extract.batch.work import Outcome, Settings, Task

# While a cell does one article, the next one waits beside it.
_AHEAD = 2
_TRIES = 2
Outcomes = list[tuple[Task, Outcome]]


def in_this_process(tasks: Iterator[Task], settings: Settings, load: Load = load_pipeline) -> Generator[Outcomes]:
    """Extract one article after the other here, without bounds: an article that crashes ends the run."""
    extract = load(settings)
    for task in tasks:
        yield [(task, attempt(task, extract))]


@dataclass(slots=True)
class _Started:
    """An article in a cell, and how often it was begun."""

    task: Task
    cell: Cell
    tries: int = 1


def on_this_machine(
    tasks: Iterator[Task], settings: Settings, workers: int, load: Load = load_pipeline
) -> Generator[Outcomes]:
    """Extract in so many processes of this machine."""
    settings = replace(settings, digests={})  # here they are what they are: a process need not compare them
    cells = [Cell(settings, load, alone=workers == 1) for _ in range(workers)]
    busy: dict[Future[Outcome], _Started] = {}
    free = cells * _AHEAD
    try:
        while True:
            for cell, task in zip(free, tasks, strict=False):
                busy[cell.start(task)] = _Started(task, cell)
            if not busy:
                return
            done, _ = wait(busy, cells[0].longest, FIRST_COMPLETED)
            finished = [(busy.pop(future), future) for future in done or _stuck(busy)]
            outcomes, free = [], []
            for started, future in finished:
                outcome = started.cell.outcome(started.task, future) or _again(started, busy)
                if outcome:
                    free.append(started.cell)
                    outcomes.append((started.task, outcome))
            yield outcomes
    finally:
        for cell in cells:
            cell.stop()


def _stuck(busy: dict[Future[Outcome], _Started]) -> list[Future[Outcome]]:
    """All articles of cells that have not answered for longer than any article may take; the cells are stopped."""
    for started in busy.values():
        started.cell.stop()
    return list(busy)


def _again(started: _Started, busy: dict[Future[Outcome], _Started]) -> Outcome | None:
    """Begin an article anew whose cell broke; an outcome where that has happened too often."""
    if started.tries >= _TRIES:
        return no_answer(started.task)
    busy[started.cell.start(started.task)] = _Started(started.task, started.cell, started.tries + 1)
    return None
