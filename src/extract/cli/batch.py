"""The loop over the articles of a run: each is read, extracted and written by itself."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from extract import __version__
from extract.cli.inputs import Input
from extract.errors import ExtractError, UsageError
from extract.records.schema import ArticleRecord
from extract.writers.json import Entity, remove_article, write_article
from extract.writers.rows import Row, SectionAt, result_rows, trial_rows


@dataclass(frozen=True, slots=True)
class Extracted:
    """What the writers need of one article: its record, text and entities, and where its sections lie."""

    record: ArticleRecord
    text: str
    entities: Sequence[Entity]
    section_at: SectionAt
    title: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that could not be extracted, and why in one line."""

    item: Input
    message: str
    details: str = ""


@dataclass(slots=True)
class Batch:
    """What a run has made so far."""

    written: list[Path] = field(default_factory=list)
    articles: list[dict[str, object]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    trials: list[Row] = field(default_factory=list)
    results: list[Row] = field(default_factory=list)
    characters: int = 0

    def summary(self, digest: str) -> dict[str, object]:
        """The run as data: the same articles give the same summary."""
        failures = [{"path": f.item.path, "doc_id": f.item.doc_id, "error": f.message} for f in self.failures]
        return {
            "version": __version__,
            "lexicon_digest": digest,
            "counts": {
                "articles": len(self.articles),
                "failed": len(failures),
                "trials": len(self.trials),
                "results": len(self.results),
            },
            "articles": self.articles,
            "failures": failures,
        }


class Reporter(Protocol):
    """Who tells a person how a run goes."""

    def begin(self, item: Input) -> None:
        """An article is being read."""

    def done(self, item: Input, record: ArticleRecord) -> None:
        """An article has been written."""

    def failed(self, failure: Failure) -> None:
        """An article has failed."""


def run_batch(
    inputs: Sequence[Input], extract: Callable[[Input], Extracted], folder: Path, reporter: Reporter
) -> Batch:
    """Extract every article into ``folder``; one that fails never stops the others.

    Raises UsageError as ``extract`` does, for no other article would fare better.
    """
    batch = Batch()
    for item in inputs:
        reporter.begin(item)
        failure = _attempt(item, extract, folder, batch, reporter)
        if failure:
            remove_article(item.doc_id, folder)
            batch.failures.append(failure)
            reporter.failed(failure)
    return batch


def _attempt(
    item: Input, extract: Callable[[Input], Extracted], folder: Path, batch: Batch, reporter: Reporter
) -> Failure | None:
    try:
        extracted = extract(item)
        path = write_article(extracted.record, extracted.text, extracted.entities, folder)
    except UsageError:
        raise
    except ExtractError as error:
        return Failure(item, str(error))
    except OSError as error:
        return Failure(item, f"{error.filename or item.path}: {error.strerror or error}")
    except Exception as error:  # noqa: BLE001
        # The one boundary: an error that nobody foresaw costs its article, is told as a bug, and stops no other.
        message = f"{item.path}: internal error, please report it ({type(error).__name__}: {error})"
        return Failure(item, " ".join(message.split()), traceback.format_exc())
    _record(item, extracted, path, batch)
    reporter.done(item, extracted.record)
    return None


def _record(item: Input, extracted: Extracted, path: Path, batch: Batch) -> None:
    record = extracted.record
    batch.written.append(path)
    batch.characters += len(extracted.text)
    batch.trials.extend(trial_rows(record, extracted.section_at))
    batch.results.extend(result_rows(record, extracted.section_at))
    batch.articles.append(
        {
            "doc_id": record.doc_id,
            "path": item.path,
            "trials": len(record.trials),
            "results": sum(len(t.results) for t in record.trials) + len(record.unattached),
            "unattached": len(record.unattached),
            "warnings": record.warnings,
        }
    )
