"""A gold file to begin with: a prediction without what no annotator keeps, or an empty one."""

from __future__ import annotations

from typing import Any

from extract.annotation.shape import ADDED
from extract.records.schema import ArticleRecord, Result, TrialRecord


def start(record: ArticleRecord) -> str:
    """The text of a gold file with the fields of the guide as the extractor filled them."""
    results: dict[str, Any] = {"__all__": set(ADDED[Result])}
    trials: dict[str, Any] = {"__all__": dict.fromkeys(ADDED[TrialRecord], True) | {"results": results}}
    left_out: dict[str, Any] = dict.fromkeys(ADDED[ArticleRecord], True) | {"trials": trials}
    return record.model_dump_json(indent=1, exclude=left_out) + "\n"


def empty(doc_id: str) -> str:
    """The text of a gold file without a trial yet."""
    return start(ArticleRecord(doc_id=doc_id))
