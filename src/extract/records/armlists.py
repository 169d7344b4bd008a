"""Arm lists: the arms of a study as its sentences list them ("to 5 mg, 10 mg or placebo").

Values that stand in a list without arms go through the last such list of their size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.lexicon import lexicon
from extract.mentions.mention import Kind, Mention
from extract.relations.layout import Layout
from extract.relations.lines import Line
from extract.relations.passage import read_passage
from extract.relations.results import printed_arm
from extract.relations.rows import lists_of_arms
from extract.relations.studies import Study


@dataclass(frozen=True, slots=True)
class ArmList:
    """Arms in the order of one sentence, and where the list begins."""

    start: int
    arms: tuple[tuple[int, str], ...]  # the place of each and its name


def arm_lists(view: str, lines: Sequence[Line], study: Study, abbreviations: Mapping[str, str]) -> list[ArmList]:
    """The lists of arms in the sentences of a study, in the order of the text."""
    found: list[ArmList] = []
    for number, start, end in sorted(study.spans):
        line = lines[number]
        if line.role == "text" and len(drugs_in(line, start, end)) + view[start:end].count(" mg") >= 2:
            found += _lists(view, (start, end), abbreviations)
    return sorted(found, key=lambda one: one.start)


def _lists(view: str, region: tuple[int, int], abbreviations: Mapping[str, str]) -> Iterator[ArmList]:
    passage = read_passage(view, *region)
    for row in lists_of_arms(Layout(passage)):
        arms = tuple((p.start, printed_arm(passage, p, abbreviations)) for p in row)
        yield ArmList(row[0].start, arms)


def drugs_in(line: Line, start: int, end: int) -> list[Mention]:
    """The treatments that a part of a line names."""
    return [m for m in line.of(Kind.TREATMENT) if start <= m.start < end]


def drugs_told(lines: Sequence[Line], study: Study) -> list[Mention]:
    """What a study's sentences name as treatments, controls left out, in the order of the text."""
    named = (m for number, start, end in study.spans for m in drugs_in(lines[number], start, end))
    return sorted((m for m in named if not _is_control(m)), key=lambda m: m.start)


def _is_control(mention: Mention) -> bool:
    return any("control" in hit.row.tags for hit in lexicon("treatments").find(mention.value))
