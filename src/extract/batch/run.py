"""A run: the articles that are missing are done, each is written and entered in the ledger, and all are told of."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from extract.batch.ledger import DONE, FAILED, Entry, Ledger
from extract.batch.work import STDIN, Engine, Failure, Input, Made, Outcome, Settings, Task, sha256_of
from extract.errors import ExtractError
from extract.writers.files import remove_parts
from extract.writers.json import RUN_FILE, paths, remove_article, write_article


@dataclass(frozen=True, slots=True)
class Again:
    """What is done anew though the ledger has it: everything, or what failed."""

    everything: bool = False
    failed: bool = False


class Reporter(Protocol):
    """Who tells a person how a run goes."""

    def kept(self, item: Input, entry: Entry) -> None:
        """An article stands from an earlier run."""

    def done(self, item: Input, made: Made) -> None:
        """An article has been written."""

    def failed(self, failure: Failure, *, before: bool = False) -> None:
        """An article has failed, now or in an earlier run."""


@dataclass(frozen=True, slots=True)
class Totals:
    """How much a run holds, the articles of earlier runs that stand among it.

    ``others`` are articles of earlier runs that this one does not read.
    """

    articles: int = 0
    failed: int = 0
    trials: int = 0
    results: int = 0
    characters: int = 0
    others: int = 0


@dataclass(slots=True)
class Batch:
    """A run over ``inputs`` into ``folder``, and what it has cost so far."""

    inputs: Sequence[Input]
    folder: Path
    settings: Settings
    ledger: Ledger
    reporter: Reporter
    again: Again = Again()
    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    made: int = 0
    # What failed for a reason that is not the article's; the next run tries it without being asked.
    passing: dict[str, Failure] = field(default_factory=dict)

    def run(self, engine: Engine, content: Callable[[Input], bytes | None]) -> None:
        """Do what is missing; ``content`` gives an article's content where it is to travel, None where its path does.

        Raises UsageError as the extraction does, and ExtractError when a file cannot be written, for the next
        one could not either; what has been done till then stays done.
        """
        remove_parts(self.folder)
        (self.folder / RUN_FILE).unlink(missing_ok=True)
        with closing(engine(self._missing(content))) as done:
            for outcomes in done:
                try:
                    self._keep(outcomes)
                except OSError as error:
                    where, cause = error.filename or self.folder, error.strerror or error
                    raise ExtractError(f"{where}: {cause}; what is done stands, the same call does the rest") from error

    def _missing(self, content: Callable[[Input], bytes | None]) -> Iterator[Task]:
        """The articles to do, one by one as they are asked for; the others are told as kept."""
        for item in self.inputs:
            sent = content(item)
            task = Task(item, _sha256(item, sent), sent)
            entry = self.ledger.get(item.doc_id)
            if entry and self._stands(entry, task):
                self._told_again(item, entry)
            else:
                yield task

    def _stands(self, entry: Entry, task: Task) -> bool:
        if self.again.everything or not task.sha256:
            return False
        if entry.state == FAILED:
            failed_so = entry.key == self.settings.key_of_failure(task.item, task.sha256)
            return failed_so and not self.again.failed
        written_so = entry.key == self.settings.key(task.item, task.sha256)
        return written_so and entry.sizes == _sizes(entry.doc_id, self.folder)

    def _told_again(self, item: Input, entry: Entry) -> None:
        if entry.state == FAILED:
            self.reporter.failed(Failure(item, entry.summary["reason"], entry.summary["error"]), before=True)
        else:
            self.reporter.kept(item, entry)

    def _keep(self, outcomes: Iterable[tuple[Task, Outcome]]) -> None:
        """Write what came of articles, then enter it."""
        begun = time.perf_counter()
        entries = []
        try:
            for task, outcome in outcomes:
                entry = self._made(task, outcome) if isinstance(outcome, Made) else self._failed(task, outcome)
                entries += [entry] if entry else []
        finally:
            self.ledger.put(entries)
            self.seconds["writing"] += time.perf_counter() - begun

    def _made(self, task: Task, made: Made) -> Entry:
        write_article(task.item.doc_id, (made.record, made.text, made.entities), self.folder)
        self.made += 1
        for stage, taken in made.seconds.items():
            self.seconds[stage] += taken
        self.reporter.done(task.item, made)
        sizes = (len(made.record), len(made.text), len(made.entities))
        key = self.settings.key(task.item, task.sha256)
        return Entry(task.item.doc_id, key, DONE, sizes, made.characters, made.summary, made.rows)

    def _failed(self, task: Task, failure: Failure) -> Entry | None:
        remove_article(task.item.doc_id, self.folder)
        self.reporter.failed(failure)
        if not failure.lasting:
            self.passing[task.item.doc_id] = failure
            self.ledger.forget([task.item.doc_id])
            return None
        key = self.settings.key_of_failure(task.item, task.sha256)
        return Entry(task.item.doc_id, key, FAILED, summary=described(failure))

    def entries(self) -> Iterator[Entry]:
        """What is known now of each article of the run, in the order of the inputs, without rows."""
        for item in self.inputs:
            failure = self.passing.get(item.doc_id)
            entry = self.ledger.get(item.doc_id)
            if failure:
                yield Entry(item.doc_id, "", FAILED, summary=described(failure))
            elif entry:
                yield entry

    def records(self) -> Iterator[Path]:
        """The record files of the articles of the run that stand, in the order of the inputs."""
        return (paths(entry.doc_id, self.folder)[0] for entry in self.entries() if entry.state == DONE)

    def totals(self) -> Totals:
        """Count what the articles of the run hold."""
        articles = failed = trials = results = characters = 0
        for entry in self.entries():
            if entry.state == FAILED:
                failed += 1
                continue
            articles += 1
            trials += entry.summary["trials"]
            results += entry.summary["results"]
            characters += entry.characters
        known = articles + failed - len(self.passing)
        return Totals(articles, failed, trials, results, characters, others=len(self.ledger) - known)

    def prune(self) -> None:
        """Remove the articles that earlier runs have written into the folder and this one does not read."""
        own = {item.doc_id for item in self.inputs}
        others = [doc_id for doc_id in self.ledger.doc_ids() if doc_id not in own]
        for doc_id in others:
            remove_article(doc_id, self.folder)
        self.ledger.forget(others)


def described(failure: Failure) -> dict[str, str]:
    """A failure as ``run.json`` and ``failures.csv`` tell it."""
    return {
        "path": failure.item.path,
        "doc_id": failure.item.doc_id,
        "reason": failure.reason,
        "error": failure.message,
    }


def _sha256(item: Input, content: bytes | None) -> str:
    import hashlib

    if content is not None:
        return hashlib.sha256(content).hexdigest()
    return "" if item.path == STDIN else sha256_of(item.path)


def _sizes(doc_id: str, folder: Path) -> tuple[int, ...]:
    """The sizes of an article's files as they are now; empty where one is missing."""
    try:
        return tuple(os.stat(path).st_size for path in paths(doc_id, folder))
    except OSError:
        return ()
