"""From a path to an extracted article: the way that ``run`` and ``show`` share."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from extract.cli.batch import Extracted
from extract.cli.inputs import Input
from extract.errors import UsageError


def check_model(name: str | None) -> None:
    """Raise UsageError when the spaCy model ``name`` (a package or a folder) is not installed."""
    if name is None or Path(name).is_dir():
        return
    if not name.isidentifier() or importlib.util.find_spec(name) is None:
        raise UsageError(
            f"the model {name} is not installed in this Python; install it as its makers say, or leave --model out"
        )


def extractor(model: str | None) -> Callable[[Input], Extracted]:
    """The function that reads and extracts one article with ``model``, or with none.

    It raises ReadError for what cannot be read. The heavy imports happen here, once.
    """
    import extract

    def extract_one(item: Input) -> Extracted:
        document = replace(extract.read(Path(item.path)), doc_id=item.doc_id)
        article = extract.extract(document, model=model)
        return Extracted(article.record, document.text, lambda offset: None, document.title)

    return extract_one
