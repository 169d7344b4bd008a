"""Endpoints that only point at one: "the primary outcome", "these rates", "the difference".

Such a value takes the endpoint that its study defines as primary, else that of the value before it
in the same paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extract.lexicon import WORD, lexicon
from extract.mentions.mention import Kind, Mention
from extract.records.schema import Result
from extract.relations.lines import Line

UNKNOWN = "unspecified"


def is_generic(name: str) -> bool:
    """Whether a name has no word that says which outcome it is."""
    words = lexicon("generic").word_tags
    return name == UNKNOWN or all(w in words or w.rstrip("s") in words for w in _words(name))


def is_primary(name: str) -> bool:
    """Whether a generic name stands for the primary outcome."""
    words = lexicon("generic").word_tags
    return any("primary" in words.get(w, ()) or "primary" in words.get(w.rstrip("s"), ()) for w in _words(name))


def _words(name: str) -> list[str]:
    return WORD.findall(name.replace("end point", "endpoint"))


def primary_of(lines: Iterable[Line]) -> Mention | None:
    """The endpoint that the lines define as primary, the first one told."""
    return next((m for line in lines for m in line.of(Kind.ENDPOINT)), None)


def resolve(results: Sequence[tuple[int, Result]], primary: Mention | None) -> None:
    """Give results with a generic endpoint a telling one; each comes with its paragraph's number."""
    last: tuple[int, str] | None = None
    for paragraph, result in results:
        if not is_generic(result.endpoint):
            last = (paragraph, result.endpoint)
        elif primary and (is_primary(result.endpoint) or last is None or last[0] != paragraph):
            result.endpoint = primary.value
        elif last and last[0] == paragraph and not is_primary(result.endpoint):
            result.endpoint = last[1]
