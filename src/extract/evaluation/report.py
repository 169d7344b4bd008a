"""What an evaluation found: counts per article, their sums, and the files that could not take part."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from extract.evaluation.comparison import Comparison, Verdict
from extract.evaluation.counts import Counts, total
from extract.evaluation.entities import EntityReport


@dataclass(frozen=True, slots=True)
class ArticleScore:
    """One article's counts and every compared value.

    ``prediction`` says whether there was a file, and one of the agreed shape; ``text_file`` is the article's
    text, which the places of the comparisons count in, where the prediction names it.
    """

    doc_id: str
    counts: Counts
    comparisons: tuple[Comparison, ...] = ()
    prediction: Literal["read", "missing", "unreadable"] = "read"
    text_file: Path | None = None

    @property
    def differences(self) -> tuple[Comparison, ...]:
        """The errors."""
        return tuple(c for c in self.comparisons if not c.right)


@dataclass(frozen=True)
class Report:
    """The evaluation of a folder of predictions against a folder of gold files.

    ``unreadable`` are one-line messages: an unreadable gold file takes no part, an unreadable
    prediction counts as an empty one. ``unscored`` are predictions that no gold file judges.
    """

    articles: tuple[ArticleScore, ...]
    unreadable: tuple[str, ...] = ()
    unscored: tuple[str, ...] = ()
    entities: EntityReport | None = None

    @cached_property
    def counts(self) -> Counts:
        """The counts over all articles."""
        return total(article.counts for article in self.articles)

    @property
    def headline(self) -> float:
        """The mean F1 of the headline fields over all articles, 0 to 1."""
        return self.counts.headline

    @property
    def missing(self) -> tuple[str, ...]:
        """The gold articles without a prediction; everything in them counts as missed."""
        return tuple(article.doc_id for article in self.articles if article.prediction == "missing")

    @property
    def predicted(self) -> Counts:
        """The counts over the articles that have a prediction: how good it is where there is one."""
        return total(article.counts for article in self.articles if article.prediction != "missing")

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Every compared value of all articles."""
        return tuple(c for article in self.articles for c in article.comparisons)

    @property
    def differences(self) -> tuple[Comparison, ...]:
        """The errors of all articles."""
        return tuple(d for article in self.articles for d in article.differences)

    @property
    def result_errors(self) -> dict[Verdict, int]:
        """How many results are wrong in which way; every kind is there."""
        seen = Counter(d.kind for d in self.differences if d.field == "results")
        return {kind: seen[kind] for kind in Verdict if kind not in (Verdict.RIGHT, Verdict.WRONG_VALUE)}

    @property
    def sound(self) -> bool:
        """Whether every file could be read; a missing prediction is no fault of a file."""
        return not self.unreadable and not (self.entities and self.entities.unreadable)

    def as_dict(self, errors: bool = False) -> dict[str, Any]:
        """The report as JSON-ready data: counts as they are, ratios derived from them; ``errors`` adds each one."""
        data: dict[str, Any] = {
            "headline": self.headline,
            "headline_of_predicted": self.predicted.headline,
            "fields": self.counts.as_dict(),
            "articles": {
                a.doc_id: {"headline": a.counts.headline, "prediction": a.prediction, "fields": a.counts.as_dict()}
                for a in self.articles
            },
            "result_errors": {str(kind): number for kind, number in self.result_errors.items()},
            "missing": list(self.missing),
            "unreadable": list(self.unreadable),
            "unscored": list(self.unscored),
            "entities": self.entities.as_dict() if self.entities else None,
        }
        return data | {"differences": [d.as_dict() for d in self.differences]} if errors else data
