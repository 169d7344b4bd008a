"""From a path to an extracted article: the way that ``run`` and ``show`` share."""

from __future__ import annotations

import importlib.util
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from extract.cli.batch import Extracted
from extract.cli.inputs import Input
from extract.errors import UsageError

if TYPE_CHECKING:
    from extract.readers import Limits
    from extract.sections import Section
    from extract.writers.rows import SectionAt


def check_model(name: str | None) -> None:
    """Raise UsageError when the spaCy model ``name`` (a package or a folder) is not installed."""
    if name is None or Path(name).is_dir():
        return
    if not name.isidentifier() or importlib.util.find_spec(name) is None:
        raise UsageError(
            f"the model {name} is not installed in this Python; install it as its makers say, or leave --model out"
        )


def extractor(model: str | None, limits: Limits | None = None) -> Callable[[Input], Extracted]:
    """The function that reads one article within ``limits`` and extracts it with ``model``, or with none.

    It raises ReadError for what cannot be read. The heavy imports happen here, once.
    """
    import extract

    def extract_one(item: Input) -> Extracted:
        document = replace(extract.read(Path(item.path), limits=limits), doc_id=item.doc_id)
        article = extract.extract(document, model=model)
        section_at = section_lookup(article.sections)
        return Extracted(article.record, document.text, article.entities(), section_at, document.title)

    return extract_one


def section_lookup(sections: Iterable[Section]) -> SectionAt:
    """The function from an offset to the kind of the section whose block it lies in, None between blocks."""
    blocks = sorted((block.start, block.end, str(section.kind)) for section in sections for block in section.blocks)
    starts = [start for start, _, _ in blocks]

    def section_at(offset: int) -> str | None:
        at = bisect_right(starts, offset) - 1
        return blocks[at][2] if at >= 0 and offset < blocks[at][1] else None

    return section_at
