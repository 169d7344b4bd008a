"""What the cells of a row say of its study besides their words: size, phase, population, comparator, citation.

What a number or word means there follows from the header of its column: "638" under "n", "515 adults"
under "Patients", "RCT (911)" under "Design (no. of patients)", "(N = 200)" behind the name of the study.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.document import Cell
from extract.lexicon import Lexicon, lexicon
from extract.mentions.mention import Kind, Mention
from extract.mentions.phase import phase_of_cell
from extract.mentions.tokens import to_float

_NUMBER = r"\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?: \d{3})+(?!\d)|\d{1,6}(?![\d.])"
_COUNT = re.compile(rf"(?:n\s?=\s?)?({_NUMBER})(?:\s?\w)?\Z")
# "515 adults with asthma", "162 (unprovoked)", "Total = 3731 ..."; sizes of arms are no total.
_LEADING = re.compile(
    rf"(?:[Tt]otal\s?(?:[=:]\s?|of\s|[nN]\s?=\s?)?|[nN]\s?=\s?)?({_NUMBER})(?=\s?[;,(]|\s[A-Za-z])"
    r"(?!\s?(?:%|years?\b|yrs?\b|months?\b|weeks?\b|days?\b|vs\b|versus\b|of\b|and\b|[a-z]{0,3}/))"
)
_TOTAL = re.compile(r"total\b", re.IGNORECASE)
_FURTHER = re.compile(r"[;,/+:=]\s?\d{2}|\bvs\b|\bversus\b|\)\s?[;,]?\s?\d{2,5}\s?\(")
_EQUALS = re.compile(rf"\b[nN]\s?=\s?({_NUMBER})")
_BRACKET = re.compile(rf"[(\[]\s?(?:[nN]\s?=\s?)?({_NUMBER})\s?[)\]]")
_VERSUS = re.compile(r"\b(?:vs\.?|versus|compared (?:with|to)|or)\s")


@dataclass(frozen=True)
class Told:
    """A cell of a row with the tags of its header and whether it names the row's study."""

    cell: Cell
    text: str
    tags: frozenset[str]
    header: str
    names: bool


def size_of_row(cells: Sequence[Told]) -> Iterator[Mention]:
    """The number of participants, where one cell of the row tells it: that under the clearest header."""
    for found in (_counted(cells), _described(cells), _equated(cells)):
        for cell, number in found:
            yield Mention(Kind.ENROLMENT, cell.start, cell.end, int(to_float(number)), "enrolment:column")
            return


def _counted(cells: Iterable[Told]) -> Iterator[tuple[Cell, str]]:
    for told in cells:
        if "enrolled" in told.tags and not told.names:
            found = _COUNT.match(told.text) if "%" not in told.text else None
            several = not _TOTAL.match(told.text) and _FURTHER.search(told.text)
            found = found or (None if several else _LEADING.match(told.text))
            if found:
                yield told.cell, found[1]


def _described(cells: Iterable[Told]) -> Iterator[tuple[Cell, str]]:
    for told in cells:
        if "population" in told.tags and (found := _LEADING.match(told.text)) and to_float(found[1]) > 1:
            yield told.cell, found[1]


def _equated(cells: Iterable[Told]) -> Iterator[tuple[Cell, str]]:
    for told in cells:
        if not (told.names or told.tags & {"design", "enrolled", "population"}):
            continue
        sizes = _EQUALS.findall(told.text)
        if not sizes and "design" in told.tags and _counts(told.header):
            sizes = _BRACKET.findall(told.text)
        if len(sizes) == 1:
            yield told.cell, sizes[0]


def _counts(header: str) -> bool:
    return any("enrolled" in hit.row.tags for hit in lexicon("columns").find(header))


def told_by_header(told: Told, own: Sequence[Mention]) -> Iterator[Mention]:
    """Phase, population and comparator that only the header of a cell makes so."""
    cell = told.cell
    if "phase" in told.tags and not any(m.kind is Kind.PHASE for m in own) and (phase := phase_of_cell(told.text)):
        yield Mention(Kind.PHASE, cell.start, cell.end, phase, "phase:column")
    if "population" in told.tags and told.text and not any(m.kind is Kind.POPULATION for m in own):
        yield Mention(Kind.POPULATION, cell.start, cell.end, told.text, "population:column")
    if "comparator" in told.tags and not _VERSUS.search(told.text):
        for mention in own:
            if mention.kind is Kind.TREATMENT:
                yield Mention(Kind.ARM, mention.start, mention.end, mention.value, "comparator:column")


def gives_all(told: Told) -> bool:
    """Whether a cell says what was given in the study, not only what it was compared with."""
    compares = "comparator" in told.tags and bool(_VERSUS.search(told.text))
    return compares or not told.tags.isdisjoint({"treatment", "arm"})


def header_tags(text: str) -> frozenset[str]:
    """What a header says of its cells, by ``columns.csv``: the row that opens it, else the one that covers most."""
    return _tags(lexicon("columns"), text)


@lru_cache(maxsize=1024)
def _tags(words: Lexicon, text: str) -> frozenset[str]:
    hits = [h for h in words.find(text) if h.end - h.start >= 0.3 * len(text.strip()) or h.start == 0]
    best = max(hits, key=lambda h: (h.start == 0, h.end - h.start), default=None)
    return best.row.tags if best else frozenset()
