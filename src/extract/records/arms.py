"""Arms: the printed name of a value's group made into the arm of its record.

"the latter", "25 mg" and "the active group" say little by themselves; the record's treatments say
which arm they are. Where the record leaves two readings, the printed name stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.lexicon import lexicon
from extract.relations.measures import BETWEEN_ARMS
from extract.relations.results import Finding

_DOSE = re.compile(r"\d[\d.,]*\s?(?:mg|mcg|\u00b5g|ug|iu|gy|u)?\b.*")


@dataclass(frozen=True, slots=True)
class Context:
    """What a result inherits from its record: short forms, and treatments by role and in order."""

    abbreviations: Mapping[str, str]
    interventions: Sequence[str] = ()
    comparators: Sequence[str] = ()
    in_order: Sequence[str] = ()


def arm_of(finding: Finding, context: Context) -> str | None:
    """The arm of a finding; None for a measure between arms and where nothing tells."""
    if finding.measure in BETWEEN_ARMS:
        return None
    if finding.arm:
        return resolved(finding.arm.name, context)
    place = finding.place
    if place.versus and place.size == 2 and len(context.interventions) == len(context.comparators) == 1:
        return (context.interventions[0], context.comparators[0])[place.index]
    if context.interventions and not context.comparators:
        return " plus ".join(context.interventions[:3])
    return None


def resolved(name: str, context: Context) -> str:
    """A printed arm name, with the record's treatment where it only points at one."""
    tags = lexicon("pointers").word_tags.get(name, frozenset())
    if "former" in tags and len(context.in_order) == 2:
        return context.in_order[0]
    if "latter" in tags and len(context.in_order) == 2:
        return context.in_order[1]
    if "all" in tags and len(context.interventions) >= 2:
        return " plus ".join(context.interventions)
    single = context.interventions[0] if len(context.interventions) == 1 else None
    if single and ("tested" in tags or "intervention" in lexicon("arms").word_tags.get(name, ())):
        return single
    if single and _DOSE.fullmatch(name):
        return f"{single} {name}"
    return name
