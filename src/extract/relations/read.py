"""Reading: sentences and tables into lines, each with its mentions and its results."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extract.document import BlockKind, Document
from extract.lexicon import lexicon
from extract.mentions.mention import Kind, Mention
from extract.mentions.phrases import LEXICONS
from extract.mentions.recognise import find_in
from extract.relations.lines import Line
from extract.relations.passage import Passage, read_passage
from extract.relations.primary import primary_endpoints
from extract.relations.results import find_results
from extract.relations.tables import Reading, table_lines
from extract.sections import Section, SectionKind, Sentence

_ROLES = {BlockKind.HEADING: "heading", BlockKind.CAPTION: "caption", BlockKind.TITLE: "title"}
# Spans whose numbers mean something else than a value.
_NUMBER = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty)\b", re.IGNORECASE)
_NAMED = {Kind.TRIAL, Kind.REGISTRY, Kind.CITATION, Kind.PHASE, Kind.SPONSOR}


def make_lines(
    document: Document, view: str, sections: Sequence[Section], sentences: Sequence[Sentence],
    mentions: Sequence[tuple[Mention, ...]], abbreviations: Mapping[str, str], trials: Sequence[Mention],
) -> tuple[Line, ...]:  # fmt: skip
    """Return the article's sentences as lines, then the rows of its tables."""
    tags = short_form_tags(abbreviations)
    lines = [
        _line(view, n, sentence, sections, found, abbreviations, tags)
        for n, (sentence, found) in enumerate(zip(sentences, mentions, strict=True))
    ]
    reading = Reading(document, view, lambda a, b: find_in(document, view, a, b, trials), abbreviations)
    return tuple([*lines, *table_lines(reading, len(lines), len(sections))])


def _line(view, number, sentence, sections, mentions, abbreviations, tags) -> Line:  # type: ignore[no-untyped-def]
    role = _ROLES.get(sentence.block_kind, "text")
    passage = passage_of(view, sentence, mentions, tags)
    findings = tuple(find_results(passage, abbreviations)) if passage else ()
    mentions = (*mentions, *primary_endpoints(view, sentence.start, sentence.end, mentions, tags, abbreviations))
    abstract = sections[sentence.section_index].kind is SectionKind.ABSTRACT
    return Line(
        number, sentence.start, sentence.end, sentence.block_index, sentence.section_index, role, abstract,
        tuple(mentions), findings,
    )  # fmt: skip


def passage_of(
    view: str, sentence: Sentence, mentions: Sequence[Mention], tags: Mapping[str, frozenset[str]]
) -> Passage | None:
    """The passage of a sentence that may report values; None for a heading or one without digits."""
    if _ROLES.get(sentence.block_kind, "text") in ("heading", "title"):
        return None
    if not _NUMBER.search(view, sentence.start, sentence.end):
        return None
    known = [
        (m.start, m.end)
        for m in mentions
        if m.kind in _NAMED or (m.kind is Kind.ENROLMENT and m.rule != "enrolment:bare")
    ]
    return read_passage(view, sentence.start, sentence.end, known, tags)


def short_form_tags(abbreviations: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """The phrase tags of the article's own short forms: those of their long forms."""
    return {short: frozenset(_tags(long)) for short, long in abbreviations.items()}


def _tags(long_form: str) -> Iterator[str]:
    for name in LEXICONS:
        for hit in lexicon(name).find(long_form):
            yield name
            yield from (f"{name}:{tag}" for tag in hit.row.tags)
