"""Structured trial records from clinical review articles, every value with its source span.

``read(path)`` gives a Document, ``extract(source)`` an Article with its ``trials``, and
``results_in(text)`` the results of one passage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extract.document import Document
    from extract.pipeline import Article, extract, results_in
    from extract.readers import read

__version__ = "0.1.0"
__all__ = ["Article", "Document", "extract", "read", "results_in"]

# The public names and where they live; loaded on first use, so that a start costs little.
_HOMES = {
    "read": "extract.readers",
    "Document": "extract.document",
    "Article": "extract.pipeline",
    "extract": "extract.pipeline",
    "results_in": "extract.pipeline",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'extract' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
