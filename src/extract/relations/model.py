"""The trained weights and the choice they make: a linear score per candidate, softmax over all.

``weights.json`` holds one table of named weights per task; ``extract.learning`` makes it. A choice
is deterministic: the highest score, the earlier candidate at a tie.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from itertools import repeat
from pathlib import Path

from extract.errors import UsageError

WEIGHTS = Path(__file__).with_name("weights.json")
VARIABLE = "EXTRACT_WEIGHTS"
"""The environment variable that names a weights file of the user's own (``--weights``)."""
TASKS = ("arm-phrase", "endpoint-phrase", "result", "endpoint", "arm", "study", "tested", "compared", "share", "time")
ALONE = "@alone"
"""What the name of a table ends with that is for passages with no article around them."""
Table = Mapping[str, float]
# Where nothing is learned yet: a sentence speaks of the study that habit says (see ``extract.relations.options``),
# a treatment was for what the rules say (see ``extract.records.roles``), a result of the time that they say, and a
# list has the arms that they say (see ``extract.records.shares``).
BY_RULE: Mapping[str, Table] = {
    "study": {"habit": 2.0},
    "share": {"kind=rule": 3.0},
    "time": {"rule": 4.0, "in-turn:same": 4.0, "by-turns:same": 3.0},
    **{role: {"bias": -2.0, f"rule={role}": 4.0} for role in ("tested", "compared")},
}
Tables = Mapping[str, Table]
_IN_USE: ContextVar[Tables | None] = ContextVar("weights", default=None)


def load(path: Path | None = None) -> Tables:
    """The weight tables by task: those of ``path``, else those in use (see ``using``), the user's own or the package's.

    Raises UsageError for a file that cannot be read as weights.
    """
    if path is not None:
        return _read(str(path))
    return _IN_USE.get() or _read(os.environ.get(VARIABLE) or str(WEIGHTS))


def table_of(task: str, alone: bool) -> Table:
    """The table in use for a task; passages with no article around them have weights of their own."""
    tables = load()
    return tables.get(task + ALONE, tables[task]) if alone else tables[task]


def path_in_use() -> Path:
    """The weights file that is read where nothing else is said: the user's own or the package's."""
    return Path(os.environ.get(VARIABLE) or WEIGHTS)


@contextmanager
def using(tables: Tables) -> Iterator[None]:
    """Choose by these tables inside the block, as cross-validation does."""
    token = _IN_USE.set(tables)
    try:
        yield
    finally:
        _IN_USE.reset(token)


@lru_cache(maxsize=4)
def _read(path: str) -> Tables:
    try:
        tables = json.loads(Path(path).read_text(encoding="utf-8"))["tables"]
        tables = {**BY_RULE, **tables}
        return {**tables, **{task: dict(tables[task]) for task in TASKS}}
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path}: no weights as `trial-extract train` writes them") from error


def score(table: Table, names: Iterable[str]) -> float:
    """The sum of the weights of the features that hold."""
    return sum(map(table.get, names, repeat(0.0)))


def probabilities(table: Table, candidates: Sequence[Sequence[str]]) -> list[float]:
    """The softmax over the candidates' scores; they sum to 1."""
    scores = [score(table, names) for names in candidates]
    top = max(scores)
    raised = [math.exp(s - top) for s in scores]
    total = sum(raised)
    return [r / total for r in raised]


def yes(table: Table, names: Iterable[str]) -> float:
    """The logistic of the score: the probability of a yes/no question."""
    return logistic(score(table, names))


def logistic(score: float) -> float:
    """The probability that a score means."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
