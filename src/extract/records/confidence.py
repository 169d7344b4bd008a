"""Confidence: how often a result or record that looks like this one is right, measured on articles left out.

The model's probabilities are too sure of themselves, for each step is judged as if those before it
were right. So they are one feature of a small logistic table beside the kind of source and measure.
``confidence.json`` holds the table; ``make confidence`` learns it from the extractions of articles
that the weights had not seen, and prints how far it can be relied on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from extract.records.schema import Result, TrialRecord
from extract.relations import model

TABLE = Path(__file__).with_name("confidence.json")
# Where the model's probability is cut for the features "at least ...".
CUTS = (0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98)


def features(result: Result, probability: float) -> list[str]:
    """What the confidence of a result rests on; ``probability`` is the model's."""
    steps = [f"at-least={cut}" for cut in CUTS if probability >= cut]
    told = "arm" if result.arm else "no-arm"
    return ["bias", *steps, f"source={result.source}", f"measure={result.measure}", f"told={told}"]


def confidence_of(result: Result, probability: float) -> float:
    """The share of results like this one that are right in value, endpoint and arm, 0 to 1."""
    return round(model.yes(_table()["result"], features(result, probability)), 2)


def record_confidence(record: TrialRecord) -> float:
    """The share of records with a name or number, or with a citation only, that are trials of their own, 0 to 1."""
    return _table()["record"]["named" if record.names or record.registry_ids else "cited"]


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Mapping[str, float]]:
    table: dict[str, dict[str, float]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return table
