"""From a path to an extracted article: the way that ``run`` and ``show`` share."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from extract.batch.work import Settings, Task

if TYPE_CHECKING:
    from extract.document import Document
    from extract.records.schema import ArticleRecord
    from extract.sections import Section
    from extract.writers.json import Entity
    from extract.writers.rows import SectionAt


@dataclass(frozen=True, slots=True)
class Extracted:
    """What the writers need of one article: its record, text and entities, and where its sections lie."""

    record: ArticleRecord
    text: str
    entities: Sequence[Entity]
    section_at: SectionAt
    title: str = ""
    seconds: dict[str, float] = field(default_factory=dict)


Extract = Callable[[Task], Extracted]


def load(settings: Settings) -> Extract:
    """The function that reads and extracts one article by ``settings``.

    It raises ReadError for what cannot be read. The heavy imports happen here, once.
    """
    import extract
    from extract.pipeline import timed

    def extract_one(task: Task) -> Extracted:
        begun = time.perf_counter()
        document = replace(_read(task, settings), doc_id=task.item.doc_id)
        seconds = {"reading": time.perf_counter() - begun}
        with timed(seconds):
            article = extract.extract(document, model=settings.model)
        section_at = section_lookup(article.sections)
        return Extracted(article.record, document.text, article.entities(), section_at, document.title, seconds)

    return extract_one


def _read(task: Task, settings: Settings) -> Document:
    if task.content is None:
        import extract

        return extract.read(Path(task.item.path), limits=settings.limits)
    from extract.readers import read_bytes

    return read_bytes(task.content, Path(task.item.path), settings.limits)


def section_lookup(sections: Iterable[Section]) -> SectionAt:
    """The function from an offset to the kind of the section whose block it lies in, None between blocks."""
    blocks = sorted((block.start, block.end, str(section.kind)) for section in sections for block in section.blocks)
    starts = [start for start, _, _ in blocks]

    def section_at(offset: int) -> str | None:
        at = bisect_right(starts, offset) - 1
        return blocks[at][2] if at >= 0 and offset < blocks[at][1] else None

    return section_at
