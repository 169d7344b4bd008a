"""Evaluation: precision, recall and F1 of records and of entity spans against hand annotation.

Public verbs: ``score`` (two folders), ``score_records`` (one article's records), ``differences``
(the errors one by one), ``score_entities`` (spans); ``terminal.render`` prints a report.
"""

from __future__ import annotations

from extract.evaluation.counts import HEADLINE, Counts, Tally
from extract.evaluation.differences import Difference, ErrorKind, differences
from extract.evaluation.entities import EntityReport, EntityScores, score_entities
from extract.evaluation.report import ArticleScore, Report
from extract.evaluation.scoring import score, score_records

__all__ = [
    "HEADLINE", "ArticleScore", "Counts", "Difference", "EntityReport", "EntityScores", "ErrorKind",
    "Report", "Tally", "differences", "score", "score_entities", "score_records",
]  # fmt: skip
