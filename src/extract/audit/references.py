"""Citations and the reference list: labels without an entry, entries without a citation, titles of other studies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.audit.finding import Region, Slip
from extract.audit.paper import Paper
from extract.mentions.citation_labels import Numbering
from extract.normal import normalise

# Where more of the list than this is never cited, the article's citations are not all read.
_MOST_UNCITED, _FEW_UNCITED = 0.12, 2
_FAR = 10
_RAISED = ("citations:superscript", "citations:unmarked")
# "[12]", "[3, 45-47]": what an article that cites in square brackets can only mean as labels.
_BRACKET = re.compile(r"\[(\d{1,3}(?:\s?[,;-]\s?\d{1,3}){0,30})\]")
_NUMBER = re.compile(r"\d{1,3}")
# "Smith et al 2010", "Smith et al. (2010a)", "Smith and Jones, 2010"
_AUTHOR_YEAR = re.compile(
    r"(?<![\w-])([A-Z][\w'-]{1,30})(?:\set\sal\.?|\sand\s[A-Z][\w'-]{1,30}),?\s(?:\()?((?:19|20)\d\d[a-z]?)(?![\w-])"
)


def labels_without_entry(paper: Paper) -> Iterator[Slip]:
    """Citations of what the reference list does not have; each label once."""
    if not paper.references:
        return
    told: set[str] = set()
    for at, label in sorted([*_cited(paper), *_beyond_the_list(paper), *_unknown_authors(paper)]):
        if label not in paper.references and label not in told:
            told.add(label)
            yield Slip(at, f"reference {label} is cited, but the reference list has no such entry", label)


def _cited(paper: Paper) -> Iterator[tuple[Region, str]]:
    for citation in paper.citations:
        for label in citation.value:
            yield (citation.start, citation.end), label


def _beyond_the_list(paper: Paper) -> Iterator[tuple[Region, str]]:
    """Numbers in square brackets beyond the end of a numbered list, where the article cites so."""
    numbers = {int(label) for label in paper.references if label.isdecimal()}
    square = [c for c in paper.citations if paper.view[c.start : c.start + 1] == "["]
    if not paper.is_numbered or 2 * len(square) < len(paper.citations):
        return
    brackets = [m for start, end in paper.passages for m in _BRACKET.finditer(paper.view, start, end)]
    # Where no range has a dash, "[24]" may be 2 to 4.
    dashed = any("-" in m[1] for m in brackets)
    numbering = Numbering.of(list(paper.references))
    for found in brackets:
        for number in _NUMBER.findall(found[1]):
            beyond = max(numbers) < int(number) < 2 * max(numbers) + _FAR
            if beyond and (dashed or not numbering.expand(number)):
                yield found.span(), str(int(number))


def _unknown_authors(paper: Paper) -> Iterator[tuple[Region, str]]:
    """Authors and a year in an article that cites so, which no entry of the list has."""
    if paper.is_numbered:
        return
    named = [r for r in paper.references.values() if not r.label.isdecimal()]
    known = [(normalise(paper.article.document.text[r.start : r.end]), r.label) for r in named]
    read = [(c.start, c.end) for c in paper.citations]
    for start, end in paper.passages:
        for found in _AUTHOR_YEAR.finditer(paper.view, start, end):
            author, year = found[1], found[2]
            if any(s < found.end() and found.start() < e for s, e in read):
                continue
            if not any(author in text and year[:4] in text for text, _ in known):
                yield found.span(), found[0].replace("(", "")


def entries_never_cited(paper: Paper) -> Iterator[Slip]:
    """Entries that neither text nor tables cite; silent where the citations are not all readable."""
    read = {label for c in paper.citations for label in c.value}
    read |= {label for c in paper.article.document.crossrefs for label in c.labels}
    cited = read | {label for record in paper.article.trials for label in record.citations}
    listed = {r.label: r for r in paper.references.values() if r.label.isdecimal() is paper.is_numbered}
    uncited = [r for r in listed.values() if r.label not in cited]
    most = max(_FEW_UNCITED, _MOST_UNCITED * len(listed))
    if len(uncited) > most or 2 * len(read & listed.keys()) < len(listed):
        return
    for entry in uncited:
        if not _may_be_raised(paper, entry.label):
            message = f"reference {entry.label} is in the list, but never cited"
            yield Slip((entry.start, entry.end), message, entry.label)


def _may_be_raised(paper: Paper, label: str) -> bool:
    """Whether the label of an article that cites in superscripts is glued to a word somewhere: "cells.5"."""
    raised = [c for c in paper.citations if c.rule in _RAISED]
    if 2 * len(raised) < len(paper.citations):
        return False
    glued = re.compile(rf"(?:[^\W\d_]|[^\W\d_%)\]][.,;:)]|\d[,-]){re.escape(label)}(?!\d)")
    return any(glued.search(paper.view, start, end) for start, end in paper.passages)
