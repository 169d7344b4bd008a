"""Recognise: all recognisers over the sentences of a document, one list of mentions a sentence.

``RECOGNISERS`` is the visible tuple: each yields the mentions of one region of the view. Trial
names need the whole document and come first.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from extract.document import Document
from extract.lexicon import held
from extract.mentions.citations import find_citations
from extract.mentions.conditions import find_conditions
from extract.mentions.design import find_designs, find_statuses
from extract.mentions.enrolment import find_enrolments
from extract.mentions.mention import Kind, Mention
from extract.mentions.phase import find_phases
from extract.mentions.populations import find_populations
from extract.mentions.registry import find_registry
from extract.mentions.sponsors import find_sponsors
from extract.mentions.studynouns import find_study_nouns
from extract.mentions.treatments import find_treatments

Recogniser = Callable[[str, int, int], Iterator[Mention]]
Region = tuple[int, int]

RECOGNISERS: tuple[Recogniser, ...] = (
    find_registry,
    find_phases,
    find_designs,
    find_statuses,
    find_sponsors,
    find_study_nouns,
    find_populations,
    find_enrolments,
    find_treatments,
    find_conditions,
)


def find_in(document: Document, view: str, start: int, end: int, trials: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions of one region, sorted by start; ``trials`` are the sorted names of the document."""
    first = bisect_left(trials, start, key=lambda m: m.start)
    own = itertools.takewhile(lambda m: m.start < end, trials[first:])
    found = [*own, *find_citations(document, view, start, end)]
    for recogniser in RECOGNISERS:
        found += recogniser(view, start, end)
    return tuple(sorted(_clear(found), key=lambda m: (m.start, -m.end)))


def find_mentions(
    document: Document, view: str, regions: Sequence[Region], trials: Sequence[Mention]
) -> list[tuple[Mention, ...]]:
    """The mentions of each region."""
    with held():
        return [find_in(document, view, start, end, trials) for start, end in regions]


# A mention of these kinds inside a trial's name is a part of the name, not one of its own.
_NAME_PARTS = {Kind.PHASE, Kind.DESIGN, Kind.STUDY, Kind.CONDITION, Kind.TREATMENT, Kind.POPULATION, Kind.ENROLMENT}


def _clear(mentions: Sequence[Mention]) -> Iterator[Mention]:
    names = [(m.start, m.end) for m in mentions if m.kind is Kind.TRIAL]
    for mention in mentions:
        inside = mention.kind in _NAME_PARTS and any(a <= mention.start and mention.end <= b for a, b in names)
        if not inside:
            yield mention
