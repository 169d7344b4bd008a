"""Where the values of records are printed, for articles from files with pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extract.document import Document
from extract.records.schema import PrintedAt, Result, Span, TrialRecord


def add_pages(document: Document, trials: Sequence[TrialRecord], unattached: Sequence[Result]) -> None:
    """Give the spans of all values the places where they are printed; nothing where the document knows none."""
    if not document.places:
        return
    for span in _spans(trials, unattached):
        span.printed = tuple(
            PrintedAt(page=p.page, box=(round(p.x0, 1), round(p.top, 1), round(p.x1, 1), round(p.bottom, 1)))
            for p in document.places_of(span.start, span.end)
        )


def _spans(trials: Iterable[TrialRecord], unattached: Iterable[Result]) -> Iterator[Span]:
    for trial in trials:
        for found in trial.provenance.values():
            yield from found
        yield from _result_spans(trial.results)
    yield from _result_spans(unattached)


def _result_spans(results: Iterable[Result]) -> Iterator[Span]:
    for result in results:
        if result.provenance:
            yield result.provenance
            yield from result.provenance.parts.values()
