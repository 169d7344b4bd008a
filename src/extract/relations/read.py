"""Reading: sentences and tables into lines, each with its mentions and its results."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extract.document import BlockKind
from extract.lexicon import held
from extract.mentions.clues import has_word
from extract.mentions.mention import Kind, Mention
from extract.mentions.numberwords import FIRST_WORDS
from extract.relations.lines import Line
from extract.relations.passage import Passage, ShortForms, read_passage
from extract.relations.primary import primary_endpoints
from extract.relations.results import find_results
from extract.relations.tables import Reading, table_lines
from extract.sections import Section, SectionKind, Sentence

_ROLES = {BlockKind.HEADING: "heading", BlockKind.CAPTION: "caption", BlockKind.TITLE: "title"}
_DIGIT = re.compile(r"\d")
# Spans whose numbers mean something else than a value.
_NAMED = {Kind.TRIAL, Kind.REGISTRY, Kind.CITATION, Kind.PHASE, Kind.SPONSOR}


def make_lines(
    reading: Reading,
    sections: Sequence[Section],
    sentences: Sequence[Sentence],
    mentions: Sequence[tuple[Mention, ...]],
) -> tuple[Line, ...]:
    """Return the article's sentences as lines, then the rows of its tables."""
    with held():
        return _lines(reading, sections, sentences, mentions)


def _lines(
    reading: Reading,
    sections: Sequence[Section],
    sentences: Sequence[Sentence],
    mentions: Sequence[tuple[Mention, ...]],
) -> tuple[Line, ...]:
    short_forms = reading.forms
    abstracts = {i for i, s in enumerate(sections) if s.kind is SectionKind.ABSTRACT}
    spoken = zip(sentences, mentions, strict=True)
    lines = [_line(n, reading.view, sentence, found, short_forms) for n, (sentence, found) in enumerate(spoken)]
    marked = [replace(line, abstract=True) if line.section in abstracts else line for line in lines]
    return (*marked, *table_lines(reading, len(lines), len(sections)))


def _line(number: int, view: str, sentence: Sentence, mentions: Sequence[Mention], short_forms: ShortForms) -> Line:
    region = (sentence.start, sentence.end)
    passage = passage_of(view, sentence, mentions, short_forms.tags)
    return Line(
        number=number,
        start=sentence.start,
        end=sentence.end,
        paragraph=sentence.block_index,
        section=sentence.section_index,
        role=_ROLES.get(sentence.block_kind, "text"),
        abstract=False,
        mentions=(*mentions, *primary_endpoints(view, region, mentions, short_forms)),
        findings=tuple(find_results(passage, short_forms.long)) if passage else (),
        times=passage.timepoints if passage else (),
    )


def _may_count(view: str, start: int, end: int, known: Sequence[tuple[int, int]]) -> bool:
    """Whether a region has a digit outside the spans whose numbers mean something else, or a word for a number."""
    if has_word(view, start, end, FIRST_WORDS):
        return True
    digits = (found.start() for found in _DIGIT.finditer(view, start, end))
    return any(not any(a <= at < b for a, b in known) for at in digits)


def passage_of(
    view: str, sentence: Sentence, mentions: Sequence[Mention], tags: Mapping[str, frozenset[str]]
) -> Passage | None:
    """The passage of a sentence that may report values; None for a heading or one without numbers of its own."""
    if _ROLES.get(sentence.block_kind, "text") in ("heading", "title"):
        return None
    known = [
        (m.start, m.end)
        for m in mentions
        if m.kind in _NAMED or (m.kind is Kind.ENROLMENT and m.rule != "enrolment:bare")
    ] + [(m.start, _bracket(view, m)) for m in mentions if m.kind is Kind.POPULATION]
    if not _may_count(view, sentence.start, sentence.end, known):
        return None
    return read_passage(view, sentence.start, sentence.end, known, tags)


def _bracket(view: str, population: Mention) -> int:
    """Where a population's first bracket opens, for that may hold results; else its end.

    The numbers before it say who took part ("an ejection fraction above 40%").
    """
    opened = view.find("(", population.start, population.end)
    return population.end if opened < 0 else opened
