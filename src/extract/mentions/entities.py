"""Entities: the mentions that span files mark (trial names, registry numbers, percentages, populations)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.mentions.mention import Kind, Mention
from extract.normal import normalise
from extract.sections import Section

_LABELS = {Kind.TRIAL: "TRIAL", Kind.REGISTRY: "REGISTRY_ID", Kind.POPULATION: "POPULATION"}
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_SIGN = r"\s?(?:%|per ?cent\b)"
# From first digit or sign to the percent sign, with an error or a range: "97.5 +- 1.3%", "80 to 85%", "25-30%".
PERCENT = re.compile(
    rf"(?<![\w.])(?:(?<!\d)-(?=\.?\d))?(?:{_NUMBER})(?:{_SIGN})?"
    rf"(?:\s?(?:\u00b1|\+/-|-)\s?(?:{_NUMBER})| to (?:{_NUMBER}))?{_SIGN}"
    rf"|(?<![\w.])(?:(?<!\d)-(?=\.?\d))?(?:{_NUMBER}){_SIGN}"
)


def entity_spans(text: str, mentions: Sequence[Mention], sections: Sequence[Section]) -> list[tuple[int, int, str]]:
    """The entities of an article as half-open (start, end, label), sorted, each label without overlaps."""
    found = [
        (m.start, m.end, _LABELS[m.kind])
        for m in mentions
        if m.kind in _LABELS and not m.rule.startswith("population:disease")
    ]
    return sorted({*found, *_percentages(normalise(text), sections)})


def _percentages(view: str, sections: Sequence[Section]) -> Iterator[tuple[int, int, str]]:
    for section in sections:
        for block in section.blocks if section.extractable else ():
            for match in PERCENT.finditer(view, block.start, block.end):
                yield match.start(), match.end(), "PERCENT"
