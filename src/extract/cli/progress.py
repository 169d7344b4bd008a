"""How a run goes, told on standard error: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import click

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from extract.batch.ledger import Entry
    from extract.batch.work import Failure, Input, Made

# A longer run than this is told of from time to time, not article by article.
_EACH = 100
_SECONDS_BETWEEN = 30


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 trial", "1,200 trials"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def outcome(summary: Mapping[str, Any]) -> str:
    """What was found in an article, in a few words."""
    return f"{count(summary['trials'], 'trial')}, {count(summary['results'], 'result')}"


class Pace:
    """How fast a run goes; the articles that stand from an earlier run cost nothing and do not count."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.seen = 0
        self.tried = 0
        self._begun = time.monotonic()

    def __str__(self) -> str:
        """Rate and time left: "14.2 articles/s, 10 min left"; "" before the first article."""
        if not self.tried:
            return ""
        rate = self.tried / max(time.monotonic() - self._begun, 0.001)
        return f"{rate:,.1f} articles/s, {_duration((self.total - self.seen) / rate)} left"


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    if seconds < 3600:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


class Lines:
    """One line per article, in a long run one from time to time; with ``quiet`` only those that failed.

    ``debug`` adds the traceback of a bug.
    """

    def __init__(self, total: int, *, quiet: bool = False, debug: bool = False) -> None:
        self.pace = Pace(total)
        self.quiet = quiet
        self.debug = debug
        self._failed = 0
        self._told = time.monotonic()

    def __enter__(self) -> Self:
        """Nothing to set up."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Nothing to take down."""

    def kept(self, item: Input, entry: Entry) -> None:
        """Tell that an article stands from an earlier run."""
        self.pace.seen += 1
        self._tell(item, f"stands: {outcome(entry.summary)}", ())

    def done(self, item: Input, made: Made) -> None:
        """Tell what was found, and what the article's reader and resolver warn of."""
        self.pace.seen += 1
        self.pace.tried += 1
        self._tell(item, outcome(made.summary), made.summary["warnings"])

    def failed(self, failure: Failure, *, before: bool = False) -> None:
        """Tell the failure in one line; ``before`` when it is that of an earlier run."""
        self.pace.seen += 1
        self.pace.tried += not before
        self._failed += 1
        path, message = failure.item.path, failure.message
        told = message if path in message else f"{path}: {message}"
        self.line(f"failed: {told}" + (" (in an earlier run; --retry-failed tries again)" if before else ""))
        if self.debug and failure.details:
            self.line(failure.details)

    def _tell(self, item: Input, found: str, warnings: tuple[str, ...] | list[str]) -> None:
        if self.quiet:
            return
        if self.pace.total <= _EACH:
            self.line(f"[{self.pace.seen}/{self.pace.total}] {item.path}: {found}")
            for warning in warnings:
                self.line(f"  warning: {warning}")
        elif time.monotonic() - self._told >= _SECONDS_BETWEEN:
            self._told = time.monotonic()
            self._tell_all()

    def _tell_all(self) -> None:
        parts = (str(self.pace), f"{self._failed:,} failed" if self._failed else "")
        self.line(f"[{self.pace.seen:,}/{self.pace.total:,}] {', '.join(part for part in parts if part)}")

    def line(self, text: str) -> None:
        """Print a line on standard error."""
        click.echo(text, err=True)


class Bar(Lines):
    """A progress bar with the lines above it."""

    def __init__(self, total: int, *, debug: bool = False) -> None:
        super().__init__(total, debug=debug)
        self._progress, self._task = _bar(total)

    def __enter__(self) -> Self:
        """Draw the bar."""
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Take the bar away."""
        self._progress.stop()

    def _tell(self, item: Input, found: str, warnings: tuple[str, ...] | list[str]) -> None:
        self._progress.update(self._task, description=item.doc_id, completed=self.pace.seen, pace=str(self.pace))
        if self.pace.total <= _EACH:
            super()._tell(item, found, warnings)

    def line(self, text: str) -> None:
        """Print a line above the bar."""
        self._progress.console.print(text, markup=False, highlight=False, soft_wrap=True)


def _bar(total: int) -> tuple[Progress, TaskID]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.table import Column

    progress = Progress(
        TextColumn("{task.description}", markup=False, table_column=Column(max_width=40, no_wrap=True)),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
        console=Console(stderr=True),
        transient=True,
    )
    return progress, progress.add_task("", total=total, pace="")


def reporter(total: int, *, quiet: bool, debug: bool) -> Lines:
    """The bar where a person watches standard error, else lines; ``quiet`` leaves only failures."""
    if quiet or not sys.stderr.isatty():
        return Lines(total, quiet=quiet, debug=debug)
    return Bar(total, debug=debug)
