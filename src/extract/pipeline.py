"""The pipeline: a visible tuple of stages, each a function of what the stages before it returned.

A stage says what it needs by name and returns its product; the runner stores it. So a stage can be
tested alone, replaced, or run by itself on a document.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from extract import __version__
from extract.document import Document
from extract.lexicon import digest, held
from extract.mentions.abbreviations import find_abbreviations
from extract.mentions.entities import entity_spans
from extract.mentions.mention import Mention
from extract.mentions.recognise import find_mentions
from extract.mentions.studycolumns import study_cells
from extract.mentions.trials import find_trials
from extract.normal import normalise
from extract.readers import document_from_text, read
from extract.records.arms import Context
from extract.records.printed import add_pages
from extract.records.results import to_result
from extract.records.schema import ArticleRecord, Result, SourceInfo, TrialRecord
from extract.records.trials import build_trials
from extract.references import Work, works_of
from extract.relations.focus import find_studies
from extract.relations.passage import read_passage
from extract.relations.read import make_lines
from extract.relations.results import find_results
from extract.relations.tables import Reading
from extract.sections import Section, Sentence, sentences_of, split_sections, split_sentences

Region = tuple[int, int]


class Stage(NamedTuple):
    """A step of the pipeline: the product's name, what it needs, and the function that makes it."""

    name: str
    needs: tuple[str, ...]
    run: Callable[..., Any]


def _view(document: Document) -> str:
    return normalise(document.text)


def _regions(sentences: Sequence[Sentence]) -> list[Region]:
    return [(s.start, s.end) for s in sentences]


def _trial_names(
    document: Document, view: str, regions: Sequence[Region], abbreviations: Mapping[str, str]
) -> list[Mention]:
    cells = [(c.start, c.end) for t in document.tables for c in t.cells if c.end > c.start]
    return find_trials(view, [*regions, *cells], abbreviations, study_cells(view, document.tables))


STAGES: tuple[Stage, ...] = (
    Stage("view", ("document",), _view),
    Stage("sections", ("document",), split_sections),
    Stage("sentences", ("document", "sections"), split_sentences),
    Stage("regions", ("sentences",), _regions),
    Stage("abbreviations", ("view", "regions"), find_abbreviations),
    Stage("names", ("document", "view", "regions", "abbreviations"), _trial_names),
    Stage("mentions", ("document", "view", "regions", "names"), find_mentions),
    Stage("reading", ("document", "view", "abbreviations", "names"), Reading),
    Stage("lines", ("reading", "sections", "sentences", "mentions"), make_lines),
    Stage("studies", ("lines", "view", "abbreviations", "document"), find_studies),
    Stage("trials", ("document", "view", "lines", "studies", "abbreviations"), build_trials),
)


def run_stages(document: Document, until: str = "trials") -> dict[str, Any]:
    """Run the stages in order up to ``until``; returns all products by name."""
    return go_on({"document": document}, until)


def go_on(products: Mapping[str, Any], until: str = "trials") -> dict[str, Any]:
    """Run the stages whose products are still missing, in order up to ``until``; returns all products by name."""
    made = dict(products)
    with held(), _no_collector():
        for stage in STAGES:
            if stage.name not in made:
                made[stage.name] = _timed_run(stage, [made[name] for name in stage.needs])
            if stage.name == until:
                break
    return made


_SECONDS: ContextVar[dict[str, float] | None] = ContextVar("seconds", default=None)


@contextmanager
def timed(seconds: dict[str, float]) -> Iterator[None]:
    """Add to ``seconds`` what each stage takes inside the block, by the stage's name."""
    token = _SECONDS.set(seconds)
    try:
        yield
    finally:
        _SECONDS.reset(token)


def _timed_run(stage: Stage, needed: Sequence[Any]) -> Any:
    begun = time.perf_counter()
    product = stage.run(*needed)
    seconds = _SECONDS.get()
    if seconds is not None:
        seconds[stage.name] = seconds.get(stage.name, 0.0) + time.perf_counter() - begun
    return product


@contextmanager
def _no_collector() -> Iterator[None]:
    """Let the collector of cycles rest: an article makes few, and to look for them takes a twentieth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@dataclass(frozen=True)
class Article:
    """An extracted article: the document, its trial records, and what belongs to none of them."""

    document: Document
    trials: list[TrialRecord]
    unattached: list[Result]
    mentions: tuple[Mention, ...]
    sections: tuple[Section, ...]
    warnings: list[str]

    @property
    def text(self) -> str:
        """The text that all spans count in."""
        return self.document.text

    @property
    def record(self) -> ArticleRecord:
        """The article as it is written to a file."""
        source = self.document.source
        return ArticleRecord(
            doc_id=self.document.doc_id,
            trials=self.trials,
            unattached=self.unattached,
            references=self.references,
            warnings=self.warnings,
            source=SourceInfo(path=source.path, sha256=source.sha256, format=source.format),
            version=__version__,
            lexicon_digest=digest(),
            text_file=f"{self.document.doc_id}.txt",
        )

    @cached_property
    def references(self) -> list[Work]:
        """The works of the reference list, taken apart when they are first asked for."""
        return works_of(self.document)

    def entities(self) -> list[tuple[int, int, str]]:
        """The trial names, registry numbers, percentages and populations as (start, end, label)."""
        return entity_spans(self.document.text, self.mentions, self.sections)


def extract(source: Path | Document | str, *, model: str | None = None) -> Article:
    """Extract the trial records of an article: a path, a Document, or the article's text itself.

    ``model`` names an installed spaCy or scispaCy model for the abbreviations' tokens. Raises
    ReadError for a file that cannot be read.
    """
    document = (
        source
        if isinstance(source, Document)
        else document_from_text(source)
        if isinstance(source, str)
        else read(source)
    )
    products = run_stages(document)
    trials, unattached = products["trials"]
    add_pages(document, trials, unattached)
    mentions = tuple(m for found in products["mentions"] for m in found)
    warnings = list(document.warnings)
    return Article(document, trials, unattached, mentions, tuple(products["sections"]), warnings)


def results_in(text: str) -> list[Result]:
    """The results of one passage, with no trial around it.

    A passage defines no abbreviations, so its endpoints and arms keep their printed names.
    """
    view = normalise(text)
    found: list[Result] = []
    for start, end in sentences_of(text):
        passage = read_passage(view, start, end)
        found += [to_result(f, Context({})) for f in find_results(passage, None)]
    return found
