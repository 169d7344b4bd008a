"""Design and status of a study, in the guide's closed vocabulary.

The words are rows of ``designs.csv`` and ``statuses.csv``. A row's value is one word of the
vocabulary, or several ("open randomized trial"); a row tagged ``none`` keeps a longer phrase from
being read by its part ("clinical trials registry", "no randomized trial").
"""

from __future__ import annotations

from collections.abc import Iterator

from extract.lexicon import Hit, lexicon
from extract.mentions.mention import Kind, Mention


def find_designs(view: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the design words of ``view[start:end]``; the value is one of ``schema.Design``."""
    return _mentions(Kind.DESIGN, "designs", view, start, end)


def find_statuses(view: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the words that tell whether a study is planned, ongoing, ...; one of ``schema.Status``."""
    return _mentions(Kind.STATUS, "statuses", view, start, end)


def _mentions(kind: Kind, name: str, view: str, start: int, end: int) -> Iterator[Mention]:
    for hit in _longest(sorted(lexicon(name).find(view, start, end), key=lambda h: (h.start, -h.end))):
        # A pattern is no name to read: its row's line in the file is.
        rule = f"{name}:line {hit.row.line}" if hit.row.match == "regex" else hit.row.rule
        for value in hit.row.value.split():
            yield Mention(kind, hit.start, hit.end, value, rule)


def _longest(hits: list[Hit]) -> Iterator[Hit]:
    """Drop a hit that overlaps one of the same value before it, or a phrase that rules it out."""
    last: Hit | None = None
    for hit in hits:
        if last and hit.start < last.end and ("none" in last.row.tags or hit.row.value == last.row.value):
            continue
        last = hit
        if "none" not in hit.row.tags:
            yield hit
