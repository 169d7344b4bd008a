"""A pipeline for fault tests, to be called in processes of its own: what an article says is what happens to it.

"loop", "segfault", "eat", "exit" and "bug" are faults; any other article has one trial, which is its first word.
``EXTRACT_TEST_LOG`` names a file that gets a line for every article that is begun, with the id of the process;
``EXTRACT_TEST_SECONDS`` is how long an article takes.
"""

from __future__ import annotations

import ctypes
import os
import sys
import time

from extract.batch import article
from extract.batch.article import Extract, Extracted
from extract.batch.work import Settings, Task
from extract.records.schema import ArticleRecord, Result, ResultProvenance, TrialRecord

LOG, SECONDS = "EXTRACT_TEST_LOG", "EXTRACT_TEST_SECONDS"


def load(settings: Settings) -> Extract:
    """The function that extracts, or does harm."""

    def extract_one(task: Task) -> Extracted:
        _log(task)
        text = article._read(task, settings).text
        word = text.split()[0]
        _FAULTS.get(word, lambda: None)()
        time.sleep(float(os.environ.get(SECONDS, "0")))
        origin = ResultProvenance(start=0, end=len(word), rule="poison")
        result = Result(endpoint="death", measure="rate", value=1.0, provenance=origin)
        record = ArticleRecord(doc_id=task.item.doc_id, trials=[TrialRecord(id="t1", names=[word], results=[result])])
        return Extracted(record, text, [(0, len(word), "TRIAL")], lambda offset: "results")

    return extract_one


def _log(task: Task) -> None:
    if LOG in os.environ:
        with open(os.environ[LOG], "a", encoding="utf-8") as handle:
            handle.write(f"{task.item.doc_id} {os.getpid()}\n")


def _loop() -> None:
    while True:
        pass


def _eat() -> None:
    eaten = []
    while True:
        eaten.append(bytearray(10_000_000))


def _bug() -> None:
    raise IndexError("list index out of range")


_FAULTS = {
    "loop": _loop,
    "eat": _eat,
    "bug": _bug,
    "segfault": lambda: ctypes.string_at(0),
    "exit": lambda: os._exit(3),
}


def main() -> int:
    """The command line around this pipeline."""
    from extract.cli import main as usual

    article.load = load
    return usual(sys.argv[1:])
