"""Training: fit the weight tables from annotated sentences and gold files, and write them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from extract.learning.cases import Cases, PhraseCases
from extract.learning.fit import fit_choices, fit_yes_no
from extract.learning.rct_art import cases, passage_of, phrase_cases, read_annotated
from extract.relations.layout import Layout
from extract.relations.tagger import likely

# L2 penalties, chosen by cross-validation over articles (see ``extract.learning.validate``).
PENALTY = {"arm-phrase": 1.0, "endpoint-phrase": 1.0, "result": 1.0, "endpoint": 1.0, "arm": 1.0}

Tables = dict[str, dict[str, float]]


def fit_phrases(cases: Sequence[PhraseCases]) -> Tables:
    """Fit the tagger: which phrases are arms, which are endpoints."""
    return {
        "arm-phrase": fit_yes_no([c for s in cases for c in s.arms], PENALTY["arm-phrase"]),
        "endpoint-phrase": fit_yes_no([c for s in cases for c in s.endpoints], PENALTY["endpoint-phrase"]),
    }


def fit_values(cases: Sequence[Cases]) -> Tables:
    """Fit the gate and the two choices; their features come from layouts made with the tagger."""
    return {
        "result": fit_yes_no([c for s in cases for c in s.results], PENALTY["result"]),
        "endpoint": fit_choices([c for s in cases for c in s.endpoints], PENALTY["endpoint"]),
        "arm": fit_choices([c for s in cases for c in s.arms], PENALTY["arm"]),
    }


def train_sentences(path: Path) -> Tables:
    """Fit all tables from a file of annotated sentences."""
    sentences = [(s, passage_of(s)) for s in read_annotated(path)]
    tables = fit_phrases([phrase_cases(s, p) for s, p in sentences])
    ask = likely(tables)
    return tables | fit_values([cases(s, Layout(p, ask)) for s, p in sentences])


def write(tables: Mapping[str, Mapping[str, float]], path: Path, origin: str) -> None:
    """Write the tables as sorted JSON, the same bytes for the same weights."""
    text = json.dumps({"origin": origin, "tables": tables}, indent=0, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
