"""An earlier evaluation, read again: from the JSON report that it wrote, or from the predictions that it judged."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from extract.errors import UsageError
from extract.evaluation.comparison import Comparison
from extract.evaluation.counts import Counts, Tally
from extract.evaluation.files import faults_in
from extract.evaluation.report import ArticleScore, Report
from extract.evaluation.scoring import score


class _Counted(BaseModel):
    """The counts of a field; the ratios beside them are derived, and not read."""

    model_config = ConfigDict(extra="ignore")

    matched: int
    spurious: int
    missed: int


class _Article(BaseModel):
    model_config = ConfigDict(extra="ignore")

    prediction: Literal["read", "missing", "unreadable"]
    fields: dict[str, _Counted]


class _Saved(BaseModel):
    model_config = ConfigDict(extra="ignore")

    articles: dict[str, _Article]
    comparisons: list[Comparison]


def read_run(path: Path, gold: Path) -> Report:
    """The evaluation of an earlier run: ``path`` is its JSON report, or the folder of its predictions.

    Raises UsageError when it is neither, and for a folder without a prediction of any gold article.
    """
    if not path.is_dir():
        return read_report(path)
    report = score(gold, path)
    if not any(article.prediction == "read" for article in report.articles):
        raise UsageError(f"{path}: no prediction of any article in {gold}")
    return report


def read_report(path: Path) -> Report:
    """The counts and comparisons of a JSON report as ``evaluate --report`` writes it.

    Raises UsageError for a file that cannot be read or is no such report.
    """
    try:
        saved = _Saved.model_validate_json(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    except ValidationError as error:
        raise UsageError(f"{path}: no JSON report of `evaluate --report` ({faults_in(error)})") from error
    told: defaultdict[str, list[Comparison]] = defaultdict(list)
    for comparison in saved.comparisons:
        told[comparison.doc_id].append(comparison)
    return Report(
        tuple(
            ArticleScore(doc_id, _counts(article), tuple(told[doc_id]), article.prediction)
            for doc_id, article in saved.articles.items()
        )
    )


def _counts(article: _Article) -> Counts:
    return Counts({name: Tally(c.matched, c.spurious, c.missed) for name, c in article.fields.items()})
