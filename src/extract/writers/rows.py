"""Records as flat rows: what a column holds, and the rows of one article."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.records.schema import ArticleRecord, Result, TrialRecord


Value = str | int | float | None
Row = dict[str, Value]
SectionAt = Callable[[int], str | None]
"""The kind of the section that an offset of the article's text lies in, None where it is not known."""

Packed = bytes
"""The rows of an article's trials and results, compressed; ``unpack`` gives them back."""

BETWEEN = "; "
"""What stands between the items of a list in one cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its pandas type and what its cells mean."""

    name: str
    dtype: str
    meaning: str


def _columns(*lines: tuple[str, str, str]) -> tuple[Column, ...]:
    return tuple(Column(*line) for line in lines)


_PLACE = _columns(
    ("section", "string", "kind of the section that the span lies in"),
    ("start", "Int64", "start of the span in the article's text"),
    ("end", "Int64", "end of the span, exclusive"),
    ("rule", "string", "the rule that made the value"),
)

TRIALS = (
    *_columns(
        ("doc_id", "string", "the article"),
        ("record_id", "string", "the record within the article"),
        ("names", "string", "names as printed"),
        ("registry_ids", "string", "canonical registry numbers"),
        ("citations", "string", "labels of the references"),
        ("phase", "string", "trial phase"),
        ("design", "string", "words of the design"),
        ("status", "string", "planned, ongoing, completed, ..."),
        ("sponsors", "string", "groups and sponsors that run it"),
        ("enrolled", "Int64", "total number of participants"),
        ("population", "string", "who took part, as printed"),
        ("conditions", "string", "diseases"),
        ("interventions", "string", "experimental treatments"),
        ("comparators", "string", "control treatments"),
        ("results", "Int64", "number of rows in results"),
        ("confidence", "Float64", "confidence of the record, 0 to 1"),
        ("evidence", "string", "verbatim snippets"),
    ),
    *_PLACE,
)

RESULTS = (
    *_columns(
        ("doc_id", "string", "the article"),
        ("record_id", "string", "the record, empty where no record claims the result"),
        ("trial", "string", "the record's first name, registry number or citation"),
        ("endpoint", "string", "what was measured, in full"),
        ("measure", "string", "rate, median, hazard-ratio, ..."),
        ("value", "Float64", "the number as printed"),
        ("low", "Float64", "lower end of the interval or range"),
        ("high", "Float64", "upper end of the interval or range"),
        ("error", "Float64", "the number after the plus-minus sign"),
        ("unit", "string", "%, months, mg/dl, ..."),
        ("timepoint", "string", "when it was measured"),
        ("arm", "string", "the group that the value belongs to"),
        ("subgroup", "string", "the subset of patients"),
        ("p_value", "string", "the P value of the comparison"),
        ("source", "string", "text or table"),
        ("events", "Int64", "n where n/N is printed"),
        ("total", "Int64", "N where n/N is printed"),
        ("confidence", "Float64", "confidence of the result, 0 to 1"),
    ),
    *_PLACE,
)


def label(trial: TrialRecord) -> str:
    """What a person calls the record: its first name, else registry number, else citation, else id."""
    cited = [f"[{citation}]" for citation in trial.citations]
    return next(iter([*trial.names, *trial.registry_ids, *cited, trial.id]), "")


def trial_rows(article: ArticleRecord, section_at: SectionAt) -> Iterator[Row]:
    """One row per record, in the order of the file."""
    for trial in article.trials:
        yield {
            "doc_id": article.doc_id,
            "record_id": trial.id,
            **_fields(trial),
            "results": len(trial.results),
            "confidence": trial.confidence,
            "evidence": " | ".join(trial.evidence),
            **_first_place(trial, section_at),
        }


def _fields(trial: TrialRecord) -> Row:
    lists = (
        "names", "registry_ids", "citations", "design", "sponsors", "conditions", "interventions", "comparators",
    )  # fmt: skip
    single: Row = {name: getattr(trial, name) for name in ("phase", "status", "enrolled", "population")}
    return single | {name: BETWEEN.join(getattr(trial, name)) or None for name in lists}


def _first_place(trial: TrialRecord, section_at: SectionAt) -> Row:
    spans = [span for field in trial.provenance.values() for span in field]
    spans_of_results = [result.provenance for result in trial.results if result.provenance]
    places = [(s.start, s.end, s.rule) for s in (*spans, *spans_of_results)]
    return _place(min(places, default=None), section_at)


def _place(place: tuple[int, int, str] | None, section_at: SectionAt) -> Row:
    if place is None:
        return dict.fromkeys((column.name for column in _PLACE), None)
    start, end, rule = place
    return {"section": section_at(start), "start": start, "end": end, "rule": rule}


def result_rows(article: ArticleRecord, section_at: SectionAt) -> Iterator[Row]:
    """One row per result: those of the records first, then the unattached ones."""
    for trial in article.trials:
        for result in trial.results:
            yield _result_row(article.doc_id, trial, result, section_at)
    for result in article.unattached:
        yield _result_row(article.doc_id, None, result, section_at)


def _result_row(doc_id: str, trial: TrialRecord | None, result: Result, section_at: SectionAt) -> Row:
    origin = result.provenance
    return {
        "doc_id": doc_id,
        "record_id": trial.id if trial else None,
        "trial": label(trial) if trial else None,
        **result.model_dump(exclude={"provenance"}),
        **_place((origin.start, origin.end, origin.rule) if origin else None, section_at),
    }


def pack(trials: Iterable[Row], results: Iterable[Row]) -> Packed:
    """The rows of one article as bytes, to be kept until the tables are written."""
    values = [
        [[row[c.name] for c in columns] for row in rows] for rows, columns in ((trials, TRIALS), (results, RESULTS))
    ]
    return zlib.compress(json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8"), 1)


def unpack(rows: Packed) -> tuple[list[Row], list[Row]]:
    """The rows of one article's trials and results."""
    trials, results = json.loads(zlib.decompress(rows))
    return _named(trials, TRIALS), _named(results, RESULTS)


def _named(rows: Iterable[Sequence[Value]], columns: Sequence[Column]) -> list[Row]:
    names = [column.name for column in columns]
    return [dict(zip(names, row, strict=True)) for row in rows]
