"""Titles of references against the names that they are cited for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from extract.audit.finding import Region, Slip
from extract.audit.paper import Paper
from extract.document import Reference
from extract.normal import normalise
from extract.records.schema import TrialRecord

# What stands between a name and its citation: "AALL1331 [17]", "the RIALTO trial (13)".
_BESIDE = re.compile(r"\s?(?:(?:trial|study)\s?)?[(\[]?\s?")
_REACH = 12
# A protocol's number: a stem of letters with digits behind ("AALL1331", "EORTC 62024", "KEYNOTE-006").
_PROTOCOL = re.compile(r"(?<![\w-])([A-Z][A-Za-z]{0,15}[A-Z][A-Za-z]{0,15})[ -]?(\d{2,6}[A-Z]?)(?![\w-])")
# A shorter name may be a word of any title.
_SHORTEST = 4


class _Cited(NamedTuple):
    """A name, where it is printed, and a label cited for it."""

    name: str
    at: Region
    label: str


def titles_of_others(paper: Paper) -> Iterator[Slip]:
    """Names whose own reference tells of another study: "AALL1731 [17]" where 17 is on AALL1331."""
    told: set[tuple[str, str]] = set()
    for cited in [*_beside(paper), *_of_records(paper)]:
        entry = paper.references.get(cited.label)
        if entry is None or not entry.title or (cited.name, cited.label) in told:
            continue
        other = _other_study(paper, cited.name, entry)
        if other:
            told.add((cited.name, cited.label))
            message = f"{cited.name} is cited to reference {entry.label}, whose title names {other}"
            yield Slip(cited.at, message, cited.name, other, (entry.start, entry.end))


def _beside(paper: Paper) -> Iterator[_Cited]:
    """The names that the citation of one entry stands right behind."""
    ends = {m.end: m for m in paper.names}
    for citation in paper.citations:
        near = [ends[e] for e in range(citation.start, citation.start - _REACH, -1) if e in ends]
        if near and len(citation.value) == 1 and _BESIDE.fullmatch(paper.view, near[0].end, citation.start):
            yield _Cited(near[0].value, (near[0].start, near[0].end), citation.value[0])


def _of_records(paper: Paper) -> Iterator[_Cited]:
    """The names of the records with the labels that no other record is cited to."""
    owners = Counter(label for record in paper.article.trials for label in record.citations)
    for record in paper.article.trials:
        at = _printed(record)
        for label in record.citations if at else ():
            if owners[label] == 1 and at:
                yield _Cited(record.names[0], at, label)


def _printed(record: TrialRecord) -> Region | None:
    spans = record.provenance.get("names", []) if record.names else []
    return (spans[0].start, spans[0].end) if spans else None


def _other_study(paper: Paper, name: str, entry: Reference) -> str:
    """The name of another study in an entry's title that has none of the study's own, else ""."""
    title = normalise(entry.title or "")
    record = paper.record_of.get(name.casefold())
    own = {name, *(record.names if record else ())}
    if any(_has(title, n) for n in own):
        return ""
    others = [n for r in paper.article.trials if r is not record for n in r.names if len(n) >= _SHORTEST]
    for other in sorted(others, key=len, reverse=True):
        if _has(title, other) and not any(_akin(other, n) for n in own):
            return other
    return _sister(title, own)


def _sister(title: str, own: set[str]) -> str:
    """A protocol of the same stem with another number in the title, else ""."""
    stems = {m[1]: m[2] for name in own if (m := _PROTOCOL.fullmatch(normalise(name)))}
    for found in _PROTOCOL.finditer(title):
        if stems.get(found[1], found[2]) != found[2]:
            return found[0]
    return ""


def _has(title: str, name: str) -> bool:
    words = [re.escape(w) for w in re.split(r"[\s-]", normalise(name)) if w]
    return bool(re.search(r"(?<!\w)" + r"[\s-]?".join(words) + r"(?!\w)", title))


def _akin(one: str, other: str) -> bool:
    a, b = (re.sub(r"\W", "", n).casefold() for n in (one, other))
    return a in b or b in a
