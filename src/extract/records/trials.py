"""Trials: the records of an article, in the order of its text, and the results that none claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extract.document import Document
from extract.mentions.mention import Kind, Mention
from extract.records.above import captions_of, headings_of
from extract.records.arms import Context
from extract.records.build import Article, build_record
from extract.records.confidence import rate
from extract.records.results import to_result
from extract.records.schema import Result, TrialRecord
from extract.records.treatments import aliases
from extract.relations.lines import Line
from extract.relations.studies import Study


def build_trials(
    document: Document, view: str, lines: Sequence[Line], studies: Sequence[Study], abbreviations: Mapping[str, str]
) -> tuple[list[TrialRecord], list[Result]]:
    """Return the trial records and the unattached results."""
    kept = build_each(article_of(document, view, lines, abbreviations), studies)
    rate([record for _, record in kept])
    for n, (_, record) in enumerate(kept, start=1):
        record.id = f"{document.doc_id}-{n:02d}"
    return [r for _, r in kept], _unattached(lines, [s for s, _ in kept], abbreviations)


def article_of(document: Document, view: str, lines: Sequence[Line], abbreviations: Mapping[str, str]) -> Article:
    """What the records of an article need to know of all of it."""
    return Article(
        text=document.text,
        view=view,
        lines=tuple(lines),
        abbreviations=dict(abbreviations),
        treatments=_topics(lines, Kind.TREATMENT),
        conditions=_topics(lines, Kind.CONDITION),
        other_names=aliases(view, lines),
        headings=headings_of(document, lines),
        captions=captions_of(document, lines),
    )


def build_each(article: Article, studies: Sequence[Study]) -> list[tuple[Study, TrialRecord]]:
    """The studies of which enough is told for a record, each with its record."""
    built = [
        (study, build_record(article, study))
        for study in studies
        if study.anchors or study.labels or _in_body(article.lines, study)
    ]
    return [(study, record) for study, record in built if _says_enough(record)]


def _in_body(lines: Sequence[Line], study: Study) -> bool:
    return any(not lines[number].abstract for number, _, _ in study.spans)


def _says_enough(record: TrialRecord) -> bool:
    """The guide's bar: a name, a number, or a cited study of which something is told."""
    if record.names or record.registry_ids:
        return True
    told = [record.results, record.enrolled, record.design, record.phase, record.population]
    return any(told) if record.citations else sum(map(bool, told)) >= 3


def _topics(lines: Sequence[Line], kind: Kind) -> tuple[Mention, ...]:
    """What the article is about: the mentions of its title, else the most frequent of its text."""
    title = [m for line in lines if line.role == "title" for m in line.of(kind)]
    if title:
        return tuple(title)
    counts: dict[str, list[Mention]] = {}
    for line in lines:
        for mention in line.of(kind):
            counts.setdefault(mention.value, []).append(mention)
    ranked = sorted(counts.values(), key=lambda found: -len(found))
    return tuple(found[0] for found in ranked[:1])


def _unattached(lines: Sequence[Line], studies: Sequence[Study], abbreviations: Mapping[str, str]) -> list[Result]:
    told: dict[int, list[tuple[int, int]]] = {}
    for study in studies:
        for number, start, end in study.spans:
            told.setdefault(number, []).append((start, end))
    context = Context(abbreviations)
    return [
        to_result(f, context)
        for line in lines
        for f in line.findings
        if not any(a <= f.value.start < b for a, b in told.get(line.number, ()))
    ]
