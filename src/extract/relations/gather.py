"""Gathering: the mentions of a study's sentences go into its draft."""

from __future__ import annotations

from collections.abc import Sequence

from extract.mentions.mention import Kind, Mention
from extract.relations.lines import Line
from extract.relations.studies import Study

# Kinds that belong to the study they stand beside, not to all studies of a sentence.
_OWN = {Kind.PHASE, Kind.STATUS, Kind.ENROLMENT, Kind.SPONSOR}
_REACH = 70
# Rules of what stands outside a table's row but is said of it.
_SHARED = (":caption", ":group")
# What stands this close behind a name or number stands in its bracket: "ALPHA (NCT01234567; 423 patients)".
_BEHIND = 4


def gather(study: Study, lines: Sequence[Line]) -> None:
    """Add to a study the mentions of its spans, without those that belong to another study there."""
    own = {a.start for a in study.anchors}
    for number, start, end in study.spans:
        line = lines[number]
        others = [m for m in line.mentions if m.kind in (Kind.TRIAL, Kind.REGISTRY) and m.start not in own]
        study.mentions += [
            m
            for m in line.mentions
            if (start <= m.start < end or m.rule.endswith(_SHARED)) and not _taken(m, line, own, others)
        ]

    if study.disease:
        others_disease = {m.start for m in study.mentions if m.kind is Kind.CONDITION} - {study.disease.start}
        study.mentions = [m for m in study.mentions if m.start not in others_disease or m.kind is not Kind.CONDITION]
        study.mentions.append(study.disease)


def _taken(mention: Mention, line: Line, own: set[int], others: Sequence[Mention]) -> bool:
    """Whether a phase, size or sponsor stands right before another study of the same sentence, or in its bracket."""
    if mention.kind is Kind.SPONSOR and any(_overlap(c, mention) for c in line.of(Kind.CITATION)):
        return True  # "(Parkinson Study Group, 2005)" is who wrote
    if mention.kind not in _OWN or not others or not own:
        return False
    if any(n.value.plural and 0 <= n.start - mention.end <= 20 for n in line.of(Kind.STUDY)):
        return False  # "three phase III trials" gives all of them their phase
    mine = [m for m in line.mentions if m.start in own]
    if mention.kind is Kind.ENROLMENT and (order := _in_turn(mention, line)) is not None:
        return order not in own
    if mention.kind is Kind.SPONSOR and (part_of := [a for a in (*mine, *others) if _overlap(a, mention)]):
        return not any(a in mine for a in part_of)  # "EORTC 62024" is run by the EORTC
    if any(0 <= mention.start - a.end <= _BEHIND for a in (*others, *mine)):
        return not any(0 <= mention.start - a.end <= _BEHIND for a in mine)
    return _ahead(others, mention) < min(_ahead(mine, mention), _REACH)


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _in_turn(size: Mention, line: Line) -> int | None:
    """Where the name stands that a size belongs to by its place, None where they are not told in turn.

    "PHOENIX 1 and PHOENIX 2, in 766 and 1230 patients": as many sizes behind the names as there are names.
    """
    names = list({m.value: m for m in reversed(line.of(Kind.TRIAL))}.values())[::-1]
    sizes = line.of(Kind.ENROLMENT)
    if len(names) < 2 or len(names) != len(sizes) or sizes[0].start < names[-1].end:
        return None
    return names[sizes.index(size)].start


def _ahead(anchors: Sequence[Mention], mention: Mention) -> int:
    return min((a.start - mention.end for a in anchors if a.start >= mention.end), default=10**6)
