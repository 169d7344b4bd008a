"""How far two annotators of the same articles agree, counted by the scorer of ``evaluate``.

Neither side is the gold, so nothing may depend on which is named first: each article is counted in
an order of its own two annotations, whichever way they were given.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

from extract.errors import UsageError
from extract.evaluation.comparison import Comparison, compare_sides
from extract.evaluation.counts import Counts, Tally, total
from extract.evaluation.files import read_record, record_files
from extract.evaluation.kappa import Table
from extract.evaluation.pairing import Side, align
from extract.evaluation.scoring import count_sides
from extract.records.schema import ArticleRecord, Design

CLOSED = ("phase", "design", "status")
"""The fields of a closed list of values: only there can agreement by chance be told."""
ONLY_FIRST, ONLY_SECOND = "only A", "only B"
# An error as two equal annotators see it; the others are "wrong ..." and become "different ...".
_KINDS = {"missed": ONLY_FIRST, "spurious": ONLY_SECOND}
_SWAPPED = {"missed": "spurious", "spurious": "missed"}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One value that the annotators do not share: what A has and what B has, "" for nothing there."""

    kind: str
    doc_id: str
    trial: str
    field: str
    first: str
    second: str

    def as_dict(self) -> dict[str, str]:
        """The disagreement as plain strings."""
        return {
            "kind": self.kind, "doc_id": self.doc_id, "trial": self.trial, "field": self.field,
            "a": self.first, "b": self.second,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ArticleAgreement:
    """One article: its counts (``spurious`` is only in B, ``missed`` only in A), its disagreements and kappa tables."""

    doc_id: str
    counts: Counts
    disagreements: tuple[Disagreement, ...]
    closed: Mapping[str, Table]


@dataclass(frozen=True)
class Agreement:
    """Two annotations of the same articles, and the articles that only one of them has."""

    articles: tuple[ArticleAgreement, ...]
    only_first: tuple[str, ...] = ()
    only_second: tuple[str, ...] = ()

    @cached_property
    def counts(self) -> Counts:
        """The counts over all articles that both have."""
        return total(article.counts for article in self.articles)

    @cached_property
    def kappa(self) -> dict[str, float | None]:
        """Cohen's kappa of the fields with a closed list of values; None where chance alone would always agree."""
        fields = {field for article in self.articles for field in article.closed}
        tables = {f: Table.total(a.closed[f] for a in self.articles if f in a.closed) for f in fields}
        return {field: tables[field].kappa for field in CLOSED if field in tables}

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """What the annotators do not share, over all articles."""
        return tuple(d for article in self.articles for d in article.disagreements)

    def as_dict(self) -> dict[str, Any]:
        """The agreement as JSON-ready data: counts, F1 and kappa; then every disagreement."""
        return {
            "headline": self.counts.headline,
            "fields": _fields(self.counts, self.kappa),
            "articles": {a.doc_id: {"headline": a.counts.headline, "fields": _fields(a.counts)} for a in self.articles},
            "only_a": list(self.only_first),
            "only_b": list(self.only_second),
            "disagreements": [d.as_dict() for d in self.disagreements],
        }


def agree(first: Path, second: Path, leave_out: Collection[str] = ()) -> Agreement:
    """Compare the annotations of two files, or of two folders by the names of their files but for ``leave_out``.

    Raises UsageError when they have no article in common or a path does not exist, and ReadError for a
    file that is not of the agreed shape.
    """
    one, other = (
        {doc_id: file for doc_id, file in found.items() if file.name not in leave_out}
        for found in (_files(first, second), _files(second, first))
    )
    shared = [doc_id for doc_id in one if doc_id in other]
    if not shared:
        raise UsageError(f"{first} and {second} have no article in common")
    return Agreement(
        tuple(agree_records(read_record(one[doc_id]), read_record(other[doc_id])) for doc_id in shared),
        tuple(doc_id for doc_id in one if doc_id not in other),
        tuple(doc_id for doc_id in other if doc_id not in one),
    )


def _files(path: Path, beside: Path) -> dict[str, Path]:
    """The annotations of a file or folder by article; a file beside a folder is found there by its name."""
    if not path.is_file():
        return record_files(path)
    return {read_record(path).doc_id if beside.is_file() else path.stem: path}


def agree_records(first: ArticleRecord, second: ArticleRecord) -> ArticleAgreement:
    """Compare two annotations of one article; to swap them swaps the sides and changes no figure."""
    swapped = first.model_dump_json() > second.model_dump_json()
    one, other = (second, first) if swapped else (first, second)
    sides = align(one.trials, other.trials)
    counts, compared = count_sides(sides), compare_sides(sides, first.doc_id)
    if swapped:
        counts = Counts({field: Tally(t.matched, t.missed, t.spurious) for field, t in counts.items()})
    told = tuple(_disagreement(comparison, swapped) for comparison in compared if not comparison.right)
    return ArticleAgreement(first.doc_id, counts, told, _closed(sides, swapped))


def _disagreement(comparison: Comparison, swapped: bool) -> Disagreement:
    kind, sides = str(comparison.kind), (comparison.gold, comparison.predicted)
    if swapped:
        kind, sides = _SWAPPED.get(kind, kind), (sides[1], sides[0])
    told = _KINDS.get(kind) or kind.replace("wrong", "different")
    return Disagreement(told, comparison.doc_id, comparison.trial, comparison.field, *sides)


def _closed(sides: list[Side], swapped: bool) -> dict[str, Table]:
    """The kappa tables over the records that both annotators have."""
    both = [(b, a) if swapped else (a, b) for a, b in sides if a and b]
    return {
        "phase": Table.of((a.phase, b.phase) for a, b in both),
        # Each word of the list is a question of its own: said of the trial or not.
        "design": Table.of((w in a.design, w in b.design) for a, b in both for w in get_args(Design)),
        "status": Table.of((a.status, b.status) for a, b in both),
    }


def _fields(counts: Counts, kappa: Mapping[str, float | None] | None = None) -> dict[str, dict[str, Any]]:
    return {field: _figures(tally) | _kappa(field, kappa or {}) for field, tally in counts.items()}


def _figures(tally: Tally) -> dict[str, Any]:
    return {
        "a": tally.gold, "b": tally.predicted, "agreed": tally.matched,
        "only_a": tally.missed, "only_b": tally.spurious, "f1": tally.f1,
    }  # fmt: skip


def _kappa(field: str, kappa: Mapping[str, float | None]) -> dict[str, Any]:
    return {"kappa": kappa[field]} if field in kappa else {}
