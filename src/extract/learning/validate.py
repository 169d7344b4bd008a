"""Cross-validation by article: how good weights are on articles that they have not seen.

The articles are dealt into folds. For each fold weights are fitted without its articles, the
articles are extracted with them, and their records scored against the gold. Every article is read
once; only the stages that ask the weights run anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from extract.evaluation import Counts, score_records
from extract.evaluation.counts import total
from extract.learning.articles import GoldArticle
from extract.learning.train import Material, Tables, train
from extract.pipeline import go_on
from extract.records.schema import TrialRecord
from extract.relations.model import using

FIGURES = ("results:value+endpoint", "results:value+endpoint+arm")
"""The fields whose mean F1 decides: those of the headline that the weights have a say in."""
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Held:
    """One article as the present weights extract it, and as weights do that have not seen it.

    ``seen`` says that the present weights have learned from it, so that theirs is no fair figure.
    """

    doc_id: str
    present: Counts
    new: Counts
    seen: bool = False


@dataclass(frozen=True)
class Validation:
    """The articles of a cross-validation and how many folds they were dealt into."""

    articles: tuple[Held, ...]
    folds: int

    @cached_property
    def judged(self) -> tuple[Held, ...]:
        """The articles that the comparison is over: those new to the present weights, else all."""
        return tuple(a for a in self.articles if not a.seen) or self.articles

    @cached_property
    def present(self) -> Counts:
        """The counts of the present weights over the articles that are judged."""
        return total(a.present for a in self.judged)

    @cached_property
    def new(self) -> Counts:
        """The counts over the same articles, each by weights that have not seen it."""
        return total(a.new for a in self.judged)

    @property
    def better(self) -> bool:
        """Whether the new weights beat the present ones."""
        return figure(self.new) > figure(self.present)

    def as_dict(self) -> dict[str, Any]:
        """Figures and counts as JSON-ready data."""
        sides = {"present": self.present, "new": self.new}
        return {
            "folds": self.folds,
            "better": self.better,
            "figure": {name: figure(counts) for name, counts in sides.items()},
            "fields": {name: counts.as_dict() for name, counts in sides.items()},
            "articles": {
                a.doc_id: {"present": figure(a.present), "new": figure(a.new), "seen": a.seen} for a in self.articles
            },
        }


def figure(counts: Counts) -> float:
    """The one figure that decides, 0 to 1: the mean F1 of FIGURES."""
    return sum(counts[name].f1 for name in FIGURES) / len(FIGURES)


def deal(articles: Sequence[GoldArticle], folds: int) -> list[list[GoldArticle]]:
    """Deal articles into at most so many folds, in the order of their names: one to each in turn."""
    ordered = sorted(articles, key=lambda a: a.doc_id)
    number = min(folds, len(ordered))
    return [ordered[k::number] for k in range(number)]


@dataclass(frozen=True)
class Weights:
    """The present weights, what they have learned from, and those that the new ones start from."""

    present: Tables
    seen: Collection[str] = ()
    base: Tables = field(default_factory=dict)


def validate(
    material: Material, weights: Weights, folds: int = FOLDS, told: Callable[[str], None] = lambda _: None
) -> Validation:
    """Cross-validate the weights that ``train`` makes of the material and the base, beside the present ones.

    Sentences take part in every fold. ``told`` is called with a line as each fold begins. Needs two
    articles or more.
    """
    dealt = deal(material.articles, folds)
    held: list[Held] = []
    for number, out in enumerate(dealt, start=1):
        told(f"fold {number} of {len(dealt)}: {', '.join(a.doc_id for a in out)}")
        held += _fold(material, out, weights)
    return Validation(tuple(sorted(held, key=lambda h: h.doc_id)), len(dealt))


def _fold(material: Material, out: Sequence[GoldArticle], weights: Weights) -> Iterator[Held]:
    """The articles of one fold, by weights that the others make."""
    rest = Material(material.sentences, [a for a in material.articles if a not in out])
    tables = train(rest, weights.base)
    for article in out:
        seen = article.doc_id in weights.seen
        yield Held(article.doc_id, score(article, weights.present), score(article, tables), seen)


def score(article: GoldArticle, tables: Tables) -> Counts:
    """The counts of an annotated article as it is extracted with these weights."""
    return score_records(article.trials, records(article, tables))


def records(article: GoldArticle, tables: Tables) -> list[TrialRecord]:
    """The records of an article that is already read, extracted with these weights."""
    with using(tables):
        found: list[TrialRecord] = go_on(article.products)["trials"][0]
    return found
