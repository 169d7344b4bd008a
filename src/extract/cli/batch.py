"""The options of ``run`` that say who does the work, within which bounds, and what is done again."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from extract.batch.work import Bounds, Engine, Input, Settings

F = TypeVar("F", bound=Callable[..., object])

_META = "extract.batch"
WORKERS = "EXTRACT_WORKERS"
_OPTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "--workers",
        {
            "type": click.IntRange(min=0),
            "envvar": WORKERS,
            "show_envvar": True,
            "metavar": "N",
            "help": "Processes that extract; the cores of this machine where nothing is said. "
            "0 extracts in the command's own process, without bounds.",
        },
    ),
    ("--scheduler", {"metavar": "URL", "help": "Extract on the Dask cluster whose scheduler is at URL (tcp://...)."}),
    (
        "--send",
        {
            "type": click.Choice(["path", "content"]),
            "help": "What a worker gets of an article: the path, which it must be able to read, or the content. "
            "The content for --scheduler, else the path.",
        },
    ),
    (
        "--timeout",
        {
            "type": click.FloatRange(min=0, min_open=True),
            "default": 300,
            "show_default": True,
            "metavar": "SECONDS",
            "help": "The most time that one article may take.",
        },
    ),
    (
        "--memory",
        {
            "type": click.IntRange(min=1),
            "default": 2_000,
            "show_default": True,
            "metavar": "MB",
            "help": "The most memory that one article may take (Linux).",
        },
    ),
    ("--force", {"is_flag": True, "help": "Do every article anew, also those that stand from an earlier run."}),
    ("--retry-failed", {"is_flag": True, "help": "Try the articles again that failed in an earlier run."}),
    ("--prune", {"is_flag": True, "help": "Remove what earlier runs wrote of articles that are not read now."}),
)


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """What the options say."""

    workers: int | None = None
    scheduler: str | None = None
    send: str | None = None
    timeout: float = 300
    memory: int = 2_000
    force: bool = False
    retry_failed: bool = False
    prune: bool = False

    def bounds(self) -> Bounds:
        """What one article may take."""
        from extract.batch.work import Bounds

        return Bounds(self.timeout, self.memory)

    def content_of(self, item: Input, standard_input: bytes | None, most: int) -> bytes | None:
        """The content of an article, up to ``most`` bytes, where that is what a worker gets; None where the path is."""
        from extract.batch.work import STDIN

        if item.path == STDIN:
            return standard_input
        if (self.send or ("content" if self.scheduler else "path")) == "path":
            return None
        try:
            with open(item.path, "rb") as handle:
                return handle.read(most)
        except OSError:
            return None

    def workers_for(self, articles: int) -> int:
        """How many processes of this machine extract so many articles; 0 where others do, or this one."""
        return 0 if self.scheduler else min(_cores() if self.workers is None else self.workers, articles)

    def engine(self, settings: Settings, articles: int) -> Engine:
        """Who does the work."""
        from extract.batch import article

        if self.scheduler:
            from extract.batch.cluster import on_a_cluster

            return partial(on_a_cluster, settings=settings, address=self.scheduler, load=article.load)
        from extract.batch.engines import in_this_process, on_this_machine

        workers = self.workers_for(articles)
        if not workers:
            return partial(in_this_process, settings=settings, load=article.load)
        return partial(on_this_machine, settings=settings, workers=workers, load=article.load)


def batch_options(command: F) -> F:
    """Give a command the options; ``given_options`` says what was asked for."""
    for name, how in reversed(_OPTIONS):
        command = click.option(name, expose_value=False, callback=_keep, **how)(command)
    return command


def given_options() -> BatchOptions:
    """The options that the running command was called with."""
    return BatchOptions(**click.get_current_context().meta.get(_META, {}))


def _keep(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    context.meta.setdefault(_META, {})[parameter.name] = value


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
