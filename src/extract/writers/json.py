"""One article as three files: its records, the text that their spans count in, and its entity spans."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from extract.records.schema import ArticleRecord
from extract.writers.files import write_whole

Entity = tuple[int, int, str]
"""A half-open span of the text and its label."""
RUN_FILE = "run.json"


def paths(doc_id: str, folder: Path) -> tuple[Path, Path, Path]:
    """The files of an article: ``<doc_id>.json``, ``<doc_id>.txt`` and ``<doc_id>.entities.jsonl``."""
    return folder / f"{doc_id}.json", folder / f"{doc_id}.txt", folder / f"{doc_id}.entities.jsonl"


def as_json(record: ArticleRecord) -> str:
    """The record as it is written: every field by its name in the schema, one line at the end."""
    return record.model_dump_json(indent=1) + "\n"


def as_lines(entities: Iterable[Entity], text: str) -> str:
    """The entity spans as JSON lines of ``start``, ``end``, ``label`` and the ``text`` between them."""
    spans = ({"start": start, "end": end, "label": label, "text": text[start:end]} for start, end, label in entities)
    return "".join(json.dumps(span, ensure_ascii=False) + "\n" for span in spans)


def write_article(record: ArticleRecord, text: str, entities: Iterable[Entity], folder: Path) -> Path:
    """Write the record, its text and its entity spans into ``folder``; return the path of the record.

    The text is UTF-8 with its line ends as they are: a span is an offset into the decoded file
    (in Python, read it with ``newline=""``). The record comes last, so where it is, its text is.
    Raises OSError as the file system does.
    """
    record_path, text_path, entities_path = paths(record.doc_id, folder)
    write_whole(text_path, text.encode("utf-8"))
    write_whole(entities_path, as_lines(entities, text).encode("utf-8"))
    write_whole(record_path, as_json(record.model_copy(update={"text_file": text_path.name})).encode("utf-8"))
    return record_path


def remove_article(doc_id: str, folder: Path) -> None:
    """Remove what an earlier run left of an article, so that nobody takes it for this run's."""
    for path in paths(doc_id, folder):
        path.unlink(missing_ok=True)


def write_run(summary: dict[str, object], folder: Path) -> Path:
    """Write ``run.json``: what a run read, made and failed at. Raises OSError as the file system does."""
    path = folder / RUN_FILE
    write_whole(path, (json.dumps(summary, indent=1, ensure_ascii=False) + "\n").encode("utf-8"))
    return path
