"""What a run leaves beside its articles: tables, ``run.json``, ``failures.csv`` and ``timings.csv``."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from extract.batch.ledger import DONE, FAILED
from extract.batch.run import Batch
from extract.writers.files import write_whole
from extract.writers.json import write_run

FAILURES_FILE, TIMINGS_FILE = "failures.csv", "timings.csv"
_FAILURE_COLUMNS = ("doc_id", "path", "reason", "error")


def write_report(batch: Batch, formats: Sequence[str], seconds: Mapping[str, float]) -> list[Path]:
    """Write tables and lists of a run into its folder; return their paths, ``run.json`` last.

    Everything but the timings is the same bytes for the same articles and settings, in however many
    processes and runs they were done. Raises OSError as the file system does.
    """
    begun = time.perf_counter()
    written = _write_tables(batch, formats) if formats else []
    written += _write_failures(batch)
    batch.seconds["tables"] += time.perf_counter() - begun
    _write_csv(batch.folder / TIMINGS_FILE, ("what", "seconds"), _timings(batch, seconds))
    written.append(write_run(_summary(batch), batch.folder))
    return written


def _write_tables(batch: Batch, formats: Sequence[str]) -> list[Path]:
    from extract.writers.rows import unpack
    from extract.writers.tables import write_tables

    done = (entry.doc_id for entry in batch.entries() if entry.state == DONE)
    return write_tables((unpack(batch.ledger.rows(doc_id)) for doc_id in done), batch.folder, formats)


def _write_failures(batch: Batch) -> list[Path]:
    path = batch.folder / FAILURES_FILE
    failures = [entry.summary for entry in batch.entries() if entry.state == FAILED]
    if not failures:
        path.unlink(missing_ok=True)
        return []
    _write_csv(path, _FAILURE_COLUMNS, ([failure[name] for name in _FAILURE_COLUMNS] for failure in failures))
    return [path]


def _timings(batch: Batch, seconds: Mapping[str, float]) -> Iterator[list[object]]:
    """The time of the whole run, then of each stage summed over all processes, in the order they come."""
    for name, taken in {**seconds, **batch.seconds}.items():
        yield [name, f"{taken:.3f}"]


def _write_csv(path: Path, columns: Sequence[str], rows: Iterator[list[object]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    write_whole(path, out.getvalue().encode("utf-8"))


def _summary(batch: Batch) -> dict[str, object]:
    """The run as data: the same articles give the same summary."""
    held = batch.totals()
    described = batch.settings.described()
    return {
        "version": described.pop("version", ""),
        "lexicon_digest": described.pop("lexicon_digest", ""),
        "weights_digest": described.pop("weights_digest", ""),
        "settings": described | {"bounds": asdict(batch.settings.bounds)},
        "counts": {name: getattr(held, name) for name in ("articles", "failed", "trials", "results")},
        "articles": (entry.summary for entry in batch.entries() if entry.state == DONE),
        "failures": (entry.summary for entry in batch.entries() if entry.state == FAILED),
        "timings": TIMINGS_FILE,
    }
