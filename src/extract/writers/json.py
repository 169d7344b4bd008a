"""One article as three files: its records, the text that their spans count in, and its entity spans."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from extract.writers.files import write_whole, written_whole

if TYPE_CHECKING:
    from extract.records.schema import ArticleRecord

Entity = tuple[int, int, str]
"""A half-open span of the text and its label."""
RUN_FILE = "run.json"
_END = object()


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


def contents(record: ArticleRecord, text: str, entities: Iterable[Entity]) -> tuple[bytes, bytes, bytes]:
    """The contents of an article's files, in the order of ``paths``.

    The text is UTF-8 with its line ends as they are: a span is an offset into the decoded file
    (in Python, read it with ``newline=""``).
    """
    named = record.model_copy(update={"text_file": f"{record.doc_id}.txt"})
    return as_json(named).encode("utf-8"), text.encode("utf-8"), as_lines(entities, text).encode("utf-8")


def write_article(doc_id: str, files: tuple[bytes, bytes, bytes], folder: Path) -> Path:
    """Write the ``contents`` of an article into ``folder``; return the path of the record.

    The record comes last, so where it is, its text is. Raises OSError as the file system does.
    """
    where = paths(doc_id, folder)
    for path, content in reversed(list(zip(where, files, strict=True))):
        write_whole(path, content)
    return where[0]


def remove_article(doc_id: str, folder: Path) -> None:
    """Remove what an earlier run left of an article, so that nobody takes it for this run's."""
    for path in paths(doc_id, folder):
        path.unlink(missing_ok=True)


def write_run(summary: Mapping[str, object], folder: Path) -> Path:
    """Write ``run.json``: what a run read, made and failed at. Raises OSError as the file system does.

    A value that is an iterator is written item by item as a list, so that a long one is never held whole.
    """
    path = folder / RUN_FILE
    with written_whole(path) as handle:
        for number, (name, value) in enumerate(summary.items()):
            handle.write(f"{',' if number else '{'}\n {json.dumps(name)}: ".encode())
            for piece in _listed(value) if isinstance(value, Iterator) else [_indented(value, 1)]:
                handle.write(piece.encode("utf-8"))
        handle.write(b"\n}\n")
    return path


def _listed(items: Iterator[object]) -> Iterator[str]:
    """The pieces of a list, as ``json.dumps`` with an indent of 1 would print it within an object."""
    first = next(items, _END)
    if first is _END:
        yield "[]"
        return
    yield f"[\n  {_indented(first, 2)}"
    for item in items:
        yield f",\n  {_indented(item, 2)}"
    yield "\n ]"


def _indented(value: object, depth: int) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False).replace("\n", "\n" + " " * depth)
