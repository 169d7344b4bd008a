"""Reads mutants in a process of its own: one line of JSON in for each, one line out.

In: ``[path, doc_id]``. Out: ``{"told": "records" | "error" | "bug", "message": ..., "seconds": ...}``.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from itertools import pairwise
from pathlib import Path

import extract
from extract.document import Document
from extract.errors import ReadError
from extract.writers.json import as_json, as_lines

_MEMORY = 4_000_000_000


def main() -> None:
    _bound_memory()
    for line in sys.stdin:
        began = time.process_time()
        told = attempt(Path(json.loads(line)))
        told["seconds"] = round(time.process_time() - began, 2)
        print(json.dumps(told), flush=True)


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


def attempt(path: Path) -> dict[str, object]:
    """Read and extract one file and write it into memory; what happened, and the message of an error."""
    try:
        document = extract.read(path)
        check(document)
        article = extract.extract(document)
        as_json(article.record).encode("utf-8")
        as_lines(article.entities(), article.text).encode("utf-8")
        return {"told": "records", "message": ""}
    except ReadError as error:
        message = str(error)
        clear = message.startswith(f"{path}: ") and "\n" not in message and len(message) < 400
        return {"told": "error" if clear else "bug", "message": message}
    except BaseException:  # noqa: BLE001 - whatever it is, it is what the harness looks for
        return {"told": "bug", "message": traceback.format_exc()}


def check(document: Document) -> None:
    """What holds for every document, however damaged its file is."""
    length = len(document.text)
    document.text.encode("utf-8")
    assert document.text.strip(), "a document without text"
    spans = [(b.start, b.end) for b in document.blocks]
    assert all(0 <= a < b <= length for a, b in spans), "a block outside the text"
    assert all(one[1] <= two[0] for one, two in pairwise(spans)), "blocks that overlap"
    for table in document.tables:
        assert all(0 <= c.start <= c.end <= length for c in table.cells), "a cell outside the text"
    labels = {r.label for r in document.references}
    assert all(set(c.labels) <= labels and c.labels for c in document.crossrefs), "a citation of nothing"
    assert all(0 <= c.start < c.end <= length for c in document.crossrefs), "a citation outside the text"


if __name__ == "__main__":
    main()
