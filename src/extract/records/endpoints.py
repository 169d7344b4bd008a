"""Endpoints that only point at one: "the primary outcome", "these rates", "the difference".

Such a value takes the endpoint that its study defines as primary, else that of the value before it
in the same paragraph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from extract.lexicon import WORD, lexicon
from extract.mentions.mention import Kind, Mention
from extract.records.schema import Result
from extract.relations.lines import Line

UNKNOWN = "unspecified"
# How many sentences back an endpoint may have been told.
_LOOK_BACK = 6


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


class Open(NamedTuple):
    """A result, the number of its paragraph, and whether its endpoint is rather one told before."""

    paragraph: int
    result: Result
    carried: bool = False


def told_before(lines: Sequence[Line], here: Line) -> str | None:
    """The endpoint told last in the sentences before a line in its paragraph, whatever study they speak of."""
    for line in lines[max(0, here.number - _LOOK_BACK) : here.number][::-1]:
        if line.paragraph != here.paragraph or line.role == "row":
            break
        names = [f.endpoint.name for f in line.findings if f.endpoint and not f.carried]
        if telling := [name for name in names if not is_generic(name)]:
            return telling[-1]
    return None


def resolve(
    results: Sequence[Open], primary: Mention | None, elsewhere: Callable[[int], str | None] = lambda _: None
) -> None:
    """Give results a telling endpoint where theirs is generic or one told before.

    ``elsewhere`` gives the endpoint that other studies' sentences tell before the result with an index.
    """
    last: tuple[int, str] | None = None
    for k, (paragraph, result, carried) in enumerate(results):
        near = last[1] if last and last[0] == paragraph else None
        if not is_generic(result.endpoint) and not carried:
            last = (paragraph, result.endpoint)
        elif primary and is_primary(result.endpoint):
            result.endpoint = primary.value
        elif not is_primary(result.endpoint) and (name := near or elsewhere(k)):
            result.endpoint = name
        elif primary:
            result.endpoint = primary.value
