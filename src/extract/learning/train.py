"""Training: fit the weight tables from annotated sentences and gold files, and write them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from extract.learning.cases import Cases
from extract.learning.fit import fit_choices, fit_yes_no

# L2 penalties, chosen by cross-validation over articles (see ``extract.learning.validate``).
PENALTY = {"result": 1.0, "endpoint": 1.0, "arm": 1.0}


def fit(cases: Iterable[Cases]) -> dict[str, dict[str, float]]:
    """Fit one table of weights per task."""
    found = list(cases)
    return {
        "result": fit_yes_no([c for s in found for c in s.results], PENALTY["result"]),
        "endpoint": fit_choices([c for s in found for c in s.endpoints], PENALTY["endpoint"]),
        "arm": fit_choices([c for s in found for c in s.arms], PENALTY["arm"]),
    }


def write(tables: Mapping[str, Mapping[str, float]], path: Path, origin: str) -> None:
    """Write the tables as sorted JSON, the same bytes for the same weights."""
    text = json.dumps({"origin": origin, "tables": tables}, indent=0, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
