"""Regular expressions on hostile lines: none may take long, however the line is made.

Collected is what the package holds after it has read some articles: patterns of modules, of tuples
and classes, those that functions built of lexicon words and remembered, and the rows of lexicons.
"""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re
import signal
import time
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

import extract
from extract.lexicon import FOLDER, lexicon, read_rows
from extract.mentions.enrolment_patterns import enrolment_patterns
from extract.mentions.intervals import INTERVAL
from extract.mentions.timepoints import PATTERNS as TIMEPOINTS

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
# Hostile lines are so long; a run of one kind of sign is what makes repetitions try every length.
LENGTH, SECONDS = 20_000, 0.5
UNITS = (
    "1",
    "a",
    "A",
    " ",
    "(",
    "a ",
    "1,1,1,",
    "1.1.",
    "A-1 ",
    "[1,2] ",
    "patients with ",
    "1 to ",
    "A1 (b2, 3.4%) vs. ",
)


def modules() -> Iterator[types.ModuleType]:
    for module in pkgutil.walk_packages(extract.__path__, "extract."):
        if not module.name.endswith(("__main__", ".migrations.env")):  # alembic runs the latter itself
            yield importlib.import_module(module.name)


def used_patterns() -> set[re.Pattern[str]]:
    """Every pattern of text that can be reached from the package's modules, and those of lexicon rows."""
    loaded = list(modules())
    for path in sorted(CORPUS.glob("*.txt"))[:2] + sorted(CORPUS.glob("*.nxml"))[:1]:
        extract.extract(path).entities()
    rows = [row for path in FOLDER.glob("*.csv") for row in read_rows(path) if row.match == "regex"]
    found = {re.compile(row.term) for row in rows}
    seen: set[int] = set()
    todo = [thing for module in loaded for thing in vars(module).values()]
    while todo:
        thing = todo.pop()
        if id(thing) in seen or not is_ours(thing):
            continue
        seen.add(id(thing))
        if not isinstance(thing, re.Pattern):
            todo += gc.get_referents(thing)
        elif isinstance(thing.pattern, str):
            found.add(thing)
    return found


def is_ours(thing: object) -> bool:
    """Whether a thing is the package's or Python's own, so that the search stays in the package."""
    if isinstance(thing, str | bytes | int | float | types.ModuleType | types.CodeType | None):
        return False
    if isinstance(thing, dict) and "__builtins__" in thing:
        return False
    if isinstance(thing, type | types.FunctionType):
        return (thing.__module__ or "").startswith("extract")
    return type(thing).__module__.partition(".")[0] in ("extract", "builtins", "functools", "re", "collections")


PATTERNS = sorted(used_patterns(), key=lambda p: (p.pattern, p.flags))


def test_all_kinds_of_patterns_are_collected() -> None:
    assert len(PATTERNS) > 400
    assert INTERVAL in PATTERNS, "of a module"
    assert TIMEPOINTS[0][1] in PATTERNS, "of a tuple"
    assert enrolment_patterns().counted in PATTERNS, "built of words"
    assert re.compile(next(r.term for r in lexicon("registries").rows if r.match == "regex")) in PATTERNS, (
        "of a lexicon"
    )


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="a search can be interrupted by a timer only on Unix")
@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_no_pattern_takes_long(unit: str) -> None:
    line = (unit * (LENGTH // len(unit) + 1))[:LENGTH] + "!"
    slow = [(p.pattern, t) for p in PATTERNS if (t := seconds(p, line)) > SECONDS]
    assert not slow, f"on a line of {unit!r}: {slow}"


def seconds(pattern: re.Pattern[str], line: str) -> float:
    """The processor time of a search over the whole line, at most ten times the bound."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 10 * SECONDS)
    begin = time.process_time()
    try:
        for _ in pattern.finditer(line):
            pass
        return time.process_time() - begin
    except TimeoutError:
        return 10 * SECONDS
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
