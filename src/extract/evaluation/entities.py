"""Entity spans per label: exact (same start, end and label) and by overlap (same label, a shared character).

Both are one to one: a predicted span is the partner of at most one gold span. Offsets are
half-open and count in the article's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from extract.errors import ReadError
from extract.evaluation.counts import Counts, Tally, total
from extract.evaluation.pairing import assign

Entity = tuple[int, int, str]
SUFFIX = ".entities.jsonl"


class EntityLine(BaseModel):
    """One line of a span file; ``text`` is the exact slice, "" where a prediction leaves it out."""

    model_config = ConfigDict(extra="forbid")

    start: int
    end: int
    label: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class EntityScores:
    """Two tallies per label."""

    exact: Counts = field(default_factory=Counts)
    overlap: Counts = field(default_factory=Counts)

    def as_dict(self) -> dict[str, Any]:
        """Both views as JSON-ready data."""
        return {"exact": self.exact.as_dict(), "overlap": self.overlap.as_dict()}


@dataclass(frozen=True)
class EntityReport:
    """Entity scores of the articles that have gold spans.

    ``missing`` articles have no predicted spans: they count as missed as soon as any other
    article has some. ``unreadable`` are one-line messages: an unreadable prediction counts as
    missed, gold spans that are unreadable or count in another text take no part.
    """

    articles: Mapping[str, EntityScores]
    missing: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()

    @cached_property
    def scores(self) -> EntityScores:
        """The scores over all articles."""
        parts = self.articles.values()
        return EntityScores(total(p.exact for p in parts), total(p.overlap for p in parts))

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON-ready data."""
        return {
            **self.scores.as_dict(),
            "articles": {doc_id: scores.as_dict() for doc_id, scores in self.articles.items()},
            "missing": list(self.missing),
            "unreadable": list(self.unreadable),
        }


def read_spans(path: Path, text: str | None = None) -> list[Entity]:
    """Read a span file, checking each line's ``text`` against its slice of ``text`` when that is given.

    Raises ReadError, naming file and line, for a line that is no span or whose slice differs.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}: {error}") from error
    return [_span(path, number, line, text) for number, line in enumerate(lines, start=1) if line.strip()]


def _span(path: Path, number: int, line: str, text: str | None) -> Entity:
    try:
        span = EntityLine.model_validate_json(line)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = "".join(f"{part}: " for part in fault["loc"])
        raise ReadError(f"{path}:{number}: {where}{fault['msg']}") from error
    if not 0 <= span.start < span.end:
        raise ReadError(f"{path}:{number}: [{span.start}, {span.end}) is no span")
    if text is not None and span.text and text[span.start : span.end] != span.text:
        printed = text[span.start : span.end]
        raise ReadError(f"{path}:{number}: the line says {span.text!r}, its span is of {printed!r}; another text?")
    return span.start, span.end, span.label


def score_entities(gold_path: Path, predicted: Iterable[Entity], text: str | None = None) -> EntityScores:
    """Score predicted (start, end, label) spans against a gold span file; equal spans count once.

    Raises ReadError for a gold line that is no span, or that does not show its slice of ``text``.
    """
    return score_spans(read_spans(gold_path, text), predicted)


def score_spans(gold: Iterable[Entity], predicted: Iterable[Entity]) -> EntityScores:
    """Score predicted (start, end, label) spans against gold ones; equal spans count once."""
    wanted, given = sorted(set(gold)), sorted(set(predicted))
    scores = EntityScores()
    for name in sorted({e[2] for e in (*wanted, *given)}):
        one, other = [e for e in wanted if e[2] == name], [e for e in given if e[2] == name]
        exact = len(set(one) & set(other))
        scores.exact[name] = Tally.of(len(one), len(other), exact)
        overlap = len(assign([[float(_touch(g, p)) for p in other] for g in one]))
        scores.overlap[name] = Tally.of(len(one), len(other), overlap)
    return scores


def _touch(one: Entity, other: Entity) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def score_entity_files(gold: Path, predictions: Path, texts: Mapping[str, Path] | None = None) -> EntityReport | None:
    """Score ``predictions/<doc_id>.entities.jsonl`` against ``gold/<doc_id>.jsonl``; None without gold spans.

    ``texts`` holds per doc_id the file of the text that the predicted spans count in; the gold's
    slices are checked against it.
    """
    wanted = {path.stem: path for path in sorted(gold.glob("*.jsonl"))}
    given = {doc_id: predictions / f"{doc_id}{SUFFIX}" for doc_id in wanted}
    missing = tuple(doc_id for doc_id, path in given.items() if not path.is_file())
    if not wanted:
        return None
    if len(missing) == len(wanted):
        return EntityReport({}, missing)
    articles, faults = {}, list[str]()
    for doc_id, path in wanted.items():
        try:
            articles[doc_id] = score_entities(path, [], _text(texts, doc_id))
            if doc_id not in missing:
                articles[doc_id] = score_entities(path, read_spans(given[doc_id]))
        except ReadError as error:
            faults.append(str(error))
    return EntityReport(articles, missing, tuple(faults))


def _text(texts: Mapping[str, Path] | None, doc_id: str) -> str | None:
    path = (texts or {}).get(doc_id)
    if path is None or not path.is_file():
        return None
    with path.open(encoding="utf-8", newline="") as handle:
        return handle.read()
