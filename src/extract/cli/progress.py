"""How a run goes, told on standard error: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from extract.cli.batch import Failure
from extract.cli.inputs import Input
from extract.records.schema import ArticleRecord

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 trial", "1,200 trials"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def outcome(record: ArticleRecord) -> str:
    """What was found in an article, in a few words."""
    results = sum(len(trial.results) for trial in record.trials) + len(record.unattached)
    return f"{count(len(record.trials), 'trial')}, {count(results, 'result')}"


class Lines:
    """One line per article; with ``quiet`` only those that failed.  ``debug`` adds the traceback of a bug."""

    def __init__(self, total: int, *, quiet: bool = False, debug: bool = False) -> None:
        self.total = total
        self.quiet = quiet
        self.debug = debug
        self.number = 0

    def __enter__(self) -> Self:
        """Nothing to set up."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Nothing to take down."""

    def begin(self, item: Input) -> None:
        """Count the article."""
        self.number += 1

    def done(self, item: Input, record: ArticleRecord) -> None:
        """Tell what was found, and what the article's reader and resolver warn of."""
        if not self.quiet:
            self.line(f"[{self.number}/{self.total}] {item.path}: {outcome(record)}")
            for warning in record.warnings:
                self.line(f"  warning: {warning}")

    def failed(self, failure: Failure) -> None:
        """Tell the failure in one line."""
        path, message = failure.item.path, failure.message
        self.line(f"failed: {message}" if path in message else f"failed: {path}: {message}")
        if self.debug and failure.details:
            self.line(failure.details)

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

    def begin(self, item: Input) -> None:
        """Show the article's name beside the bar."""
        super().begin(item)
        self._progress.update(self._task, description=item.doc_id, completed=self.number - 1)

    def line(self, text: str) -> None:
        """Print a line above the bar."""
        self._progress.console.print(text, markup=False, highlight=False, soft_wrap=True)


def _bar(total: int) -> tuple[Progress, TaskID]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.table import Column

    progress = Progress(
        TextColumn("{task.description}", markup=False, table_column=Column(max_width=40, no_wrap=True)),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    return progress, progress.add_task("", total=total)


def reporter(total: int, *, quiet: bool, debug: bool) -> Lines:
    """The bar where a person watches standard error, else lines; ``quiet`` leaves only failures."""
    if quiet or not sys.stderr.isatty():
        return Lines(total, quiet=quiet, debug=debug)
    return Bar(total, debug=debug)
