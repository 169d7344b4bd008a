"""Evaluation: precision, recall and F1 of records and of entity spans against hand annotation.

Public verbs: ``score`` (two folders), ``score_records`` (one article's records), ``compare``
(its values one by one), ``score_entities`` (spans); ``terminal.render`` prints a report.
"""

from __future__ import annotations

from extract.evaluation.comparison import Comparison, Verdict, compare
from extract.evaluation.counts import HEADLINE, Counts, Tally
from extract.evaluation.entities import EntityReport, EntityScores, score_entities
from extract.evaluation.report import ArticleScore, Report
from extract.evaluation.scoring import score, score_records

__all__ = [
    "HEADLINE", "ArticleScore", "Comparison", "Counts", "EntityReport", "EntityScores", "Report", "Tally",
    "Verdict", "compare", "score", "score_entities", "score_records",
]  # fmt: skip
