"""Confidence: how often a result or record with such signs is right, measured on articles left out.

The model's probabilities are too sure of themselves, for each step is judged as if those before it were right. So
they are signs among others (``extract.relations.signs``, ``extract.records.signs``) of a logistic table:
``confidence.json``, which ``make confidence`` learns from the extractions of articles that the weights had not
seen. 0.7 means that 70 of 100 such results were right in value, endpoint and arm, and 0.9 or more is a promise:
it is given from the score on from which at least 95 of 100 were right; what scores lower has 0.89 at most.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from extract.records.schema import TrialRecord
from extract.records.signs import add_signs, record_signs
from extract.relations import model

TABLE = Path(__file__).with_name("confidence.json")
PROMISE = 0.9
"""The confidence from which on 95 of 100 results are right."""
_BELOW = 0.89
Table = Mapping[str, float]


def rate(records: Sequence[TrialRecord]) -> None:
    """Give the records of an article and their results their confidence; their signs have served and are gone."""
    add_signs(records)
    tables, sure = _learned()
    for record in records:
        record.confidence = round(model.yes(tables["record"], ("bias", *record_signs(record))), 2)
        for result in record.results:
            if result.provenance:
                result.confidence = confidence_of(result.provenance.signs, tables["result"], sure)
                result.provenance.signs = ()


def confidence_of(signs: Iterable[str], table: Table, sure: float) -> float:
    """The share of results with such signs that are right, 0 to 1; PROMISE or more from the score ``sure`` on."""
    score = model.yes(table, dict.fromkeys(("bias", *signs)))
    return round(max(score, PROMISE) if score >= sure else min(score, _BELOW), 2)


@lru_cache(maxsize=1)
def _learned() -> tuple[Mapping[str, Table], float]:
    """The tables of results and records, and the score from which on the promise holds."""
    learned = json.loads(TABLE.read_text(encoding="utf-8"))
    return {name: learned[name] for name in ("result", "record")}, learned["sure"]
