"""Fragments: a cell of prose cut into sentences, and a terse sentence into "label: values" pieces.

"Dry mouth: 7.7% (5 mg), 2.3% placebo; Nausea (4% vs 1%), rash (2% vs 3%)" are three fragments. What
stands in brackets is not cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

# Marks that end a sentence outside brackets; an interval or p-value behind a semicolon goes with its value.
_SENTENCE = re.compile(
    r";(?!\s?(?:\d\d(?:\.\d+)?\s?%\s?)?(?:CI\b|[pP]\b))|[\u2022\u25aa\u25cf|\n]|(?<![Vv]s)(?<!\be\.g)\.\s(?=[A-Z\u2265>\d])"
)
# "... (47.3% vs 5.1%) Diarrhea (", "..., somnolence (", "... and rash (", "... and dizziness in 5%"
_NEXT_LABEL = re.compile(r",?\s(?:and\s)?(?=[A-Za-z\u2265>][^()\[\]:;]{0,60}?\s?[(:=])")
# "... 69% Relapse free: 80%", "... 50 At week 52: 40"
_COLON_LABEL = re.compile(r"(?<=[%\d)*])\s(?=[A-Z\u2265][^:;=()]{1,40}?\s?[:=]\s?[-+<>]?\d|At\s[a-z]+\s\d+:)")
_VERSUS = re.compile(r",?\s(?:and\s)?(?:vs\b|versus|compared|in|for|with|at)\b")
_DIGIT = re.compile(r"\d")
_PERCENT_OR_PAIR = re.compile(r"%|\bvs\b|\bversus\b|\d\.\d")


def sentences(view: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of a cell, half-open, without empty ones."""
    yield from _cut(view, (start, end), [m.span() for m in _SENTENCE.finditer(view, start, end)])


def fragments(view: str, start: int, end: int) -> Iterator[Span]:
    """The pieces of a terse sentence that each begin with a label of their own."""
    cuts = [m.span() for m in _COLON_LABEL.finditer(view, start, end)]
    depths = _depths(view, start, end)
    opened = start
    for at in range(start, end):
        if view[at] in "([" and depths[at - start] == 1:
            opened = at
        if view[at] in ")]" and depths[at - start] == 0 and _PERCENT_OR_PAIR.search(view, opened, at):
            link = _NEXT_LABEL.match(view, at + 1, end)
            label = view[link.end() : min(end, link.end() + 60)] if link else ""
            if (
                link
                and not _DIGIT.search(re.split(r"[(:=]", label)[0].lstrip("\u2265>0123456789%"))
                and not _VERSUS.match(view, at + 1, end)
            ):
                cuts.append(link.span())
    yield from _cut(view, (start, end), sorted(cuts))


def _cut(view: str, region: Span, cuts: list[Span]) -> Iterator[Span]:
    start, end = region
    depths = _depths(view, start, end)
    at = start
    for low, high in [*cuts, (end, end)]:
        if low < end and (depths[low - start] or low < at):
            continue
        if view[at:low].strip():
            yield at, low
        at = high


def _depths(view: str, start: int, end: int) -> list[int]:
    """How many brackets stand open behind each sign; a bracket that nothing closes opens nothing."""
    depth, depths = 0, []
    closing = sum(view.count(sign, start, end) for sign in ")]")
    for at in range(start, end):
        if view[at] in "([" and closing > 0:
            depth += 1
        elif view[at] in ")]":
            closing -= 1
            depth = max(0, depth - 1)
        depths.append(depth)
    return depths
