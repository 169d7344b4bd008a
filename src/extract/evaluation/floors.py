"""Pinned quality floors: figures that must not fall, and the digest of the files that they were measured on.

A floor is raised freely and lowered only on demand. Figures of other files are no comparison, so the
digest of corpus and gold stands beside them.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from extract.errors import UsageError
from extract.evaluation.counts import HEADLINE, HEADLINE_NAME, Counts, Tally
from extract.evaluation.entities import EntityScores
from extract.evaluation.files import faults_in, read_record, record_files
from extract.evaluation.report import Report

# The entity labels whose exact bounds are a matter of taste are pinned by overlap.
BY_OVERLAP = frozenset({"POPULATION"})
_DIGITS = 1000


class Floors(BaseModel):
    """Figures over so many articles, rounded down to three digits, and the digest of the files behind them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    digest: str
    articles: int
    floors: dict[str, float]

    @classmethod
    def of(cls, digest: str, articles: int, counts: Counts, entities: EntityScores | None) -> Floors:
        """What these counts earn: the headline, the fields that it counts, and the F1 of each entity label."""
        figures = {HEADLINE_NAME: counts.headline} | {field: counts[field].f1 for field in HEADLINE}
        figures |= _entity_figures(entities) if entities else {}
        return cls(
            digest=digest,
            articles=articles,
            floors={name: math.floor(figure * _DIGITS) / _DIGITS for name, figure in figures.items()},
        )

    def shortfalls(self, measured: Floors) -> list[str]:
        """One line per figure of ``measured`` that is below its floor here; a figure that is not there is 0."""
        return [
            f"{name}: {measured.floors.get(name, 0.0):.3f} is below the floor {floor:.3f}"
            for name, floor in self.floors.items()
            if measured.floors.get(name, 0.0) < floor
        ]

    def raised(self, measured: Floors, *, allow_lower: bool = False) -> Floors | None:
        """The floors that ``measured`` earns; None where that lowers one and ``allow_lower`` does not say so."""
        return measured if allow_lower or not self.shortfalls(measured) else None

    def moves(self, measured: Floors) -> Iterator[str]:
        """One line per figure that is another in ``measured``: "names: 0.900 -> 0.912"."""
        for name, figure in measured.floors.items():
            before = self.floors.get(name)
            if before != figure:
                yield f"{name}: {'-' if before is None else format(before, '.3f')} -> {figure:.3f}"


NOTHING = Floors(digest="", articles=0, floors={})
"""What stands before anything was pinned."""


def _entity_figures(entities: EntityScores) -> Mapping[str, float]:
    exact, overlap = entities.exact, entities.overlap
    best: dict[str, Tally] = {name: overlap[name] if name in BY_OVERLAP else exact[name] for name in exact}
    return {f"entities:{name}": tally.f1 for name, tally in best.items()}


def digest_of(parts: Iterable[tuple[str, bytes]]) -> str:
    """The SHA-256 over names and contents, in the order given."""
    summed = hashlib.sha256()
    for name, content in parts:
        summed.update(f"{name}\0{len(content)}\0".encode() + content)
    return summed.hexdigest()


def measure(report: Report, gold: Path, predictions: Path) -> Floors:
    """What an evaluation earns, with the digest of its gold files and of the sources that the predictions name."""
    digest = digest_of(_parts(report, gold, predictions))
    return Floors.of(digest, len(report.articles), report.counts, report.entities.scores if report.entities else None)


def _parts(report: Report, gold: Path, predictions: Path) -> Iterator[tuple[str, bytes]]:
    wanted, given = record_files(gold), record_files(predictions)
    for article in report.articles:
        for path in (wanted[article.doc_id], gold / "entities" / f"{article.doc_id}.jsonl"):
            if path.is_file():
                yield path.name, path.read_bytes()
        source = read_record(given[article.doc_id]).source if article.prediction == "read" else None
        if source:
            yield article.doc_id, source.sha256.encode()


def read_floors(path: Path) -> Floors:
    """The floors of a file as ``evaluate --pin`` writes it.

    Raises UsageError for a file that cannot be read or holds something else.
    """
    try:
        return Floors.model_validate_json(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    except ValidationError as error:
        raise UsageError(f"{path}: no file of floors ({faults_in(error)})") from error
