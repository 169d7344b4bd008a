"""Arms: the printed name of a value's group made into the arm of its record.

"the latter", "25 mg" and "the active group" say little by themselves; the record's treatments say
which arm they are. Where the record leaves two readings, the printed name stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.lexicon import lexicon
from extract.records.schema import Result
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
    combination: str = ""  # the drugs that the study's sentences join ("nivolumab plus ipilimumab")


def arm_of(finding: Finding, context: Context) -> str | None:
    """The arm of a finding by itself; None for a measure between arms and where nothing tells."""
    if finding.measure in BETWEEN_ARMS:
        return None
    if finding.arm:
        return resolved(finding.arm.name, context)
    return None


def only_arm(context: Context) -> str | None:
    """The one arm of a study that compared with nothing but history."""
    compared = [c for c in context.comparators if "histor" not in c]
    return " plus ".join(context.interventions[:3]) if context.interventions and not compared else None


def tested_arm(context: Context) -> str | None:
    """The arm that a review means when it gives one number without saying whose: that of the drug tested."""
    return context.interventions[0] if len(context.interventions) == 1 else None


def share_out(findings: Sequence[Finding], results: Sequence[Result], context: Context) -> None:
    """Give the values of one list their arms where the sentence does not: the record's, in its order.

    "Gout was seen in 3.1% and 2.1%": two values without arms are those of a record with two arms,
    in the order in which the article first prints them; a pair with one arm known takes the other.
    """
    for group in _lists(findings):
        own = [results[i] for i in group]
        names = [r.arm for r in own]
        arms = list(context.in_order)
        if findings[group[0]].measure in BETWEEN_ARMS or len(group) != len(arms) or len(arms) < 2:
            continue
        if len({r.endpoint for r in own}) > 1:
            continue
        if len(arms) == 2 and None in names and len(set(names)) == 2:
            _complete(own, arms)
        elif len(set(names)) == 1:
            for result, arm in zip(own, arms, strict=True):
                result.arm = arm
    for finding, result in zip(findings, results, strict=True):
        if result.arm is None and finding.measure not in BETWEEN_ARMS:
            result.arm = only_arm(context) or (tested_arm(context) if finding.place.size == 1 else None)


def _complete(own: Sequence[Result], arms: Sequence[str]) -> None:
    known = next(r.arm for r in own if r.arm)
    if known in arms:
        other = arms[1 - arms.index(known)]
        for result in own:
            result.arm = result.arm or other


def _lists(findings: Sequence[Finding]) -> list[list[int]]:
    """The indices of findings that stand in one list of a sentence, whole lists of two or more only."""
    lists: dict[tuple[int, int], list[int]] = {}
    for i, finding in enumerate(findings):
        if finding.place.size >= 2:
            lists.setdefault((finding.line, finding.place.group), []).append(i)
    return [group for group in lists.values() if len(group) == findings[group[0]].place.size]


def resolved(name: str, context: Context) -> str | None:
    """A printed arm name, with the record's treatment where it only points at one; None where it says nothing."""
    tags = lexicon("pointers").tags_of(name)
    if "empty" in tags:
        return None
    if "former" in tags and len(context.in_order) == 2:
        return context.in_order[0]
    if "latter" in tags and len(context.in_order) == 2:
        return context.in_order[1]
    if "all" in tags and (context.combination or len(context.interventions) >= 2):
        return context.combination or " plus ".join(context.interventions)
    single = context.interventions[0] if len(context.interventions) == 1 else None
    if single and ("tested" in tags or "intervention" in lexicon("arms").tags_of(name)):
        return single
    if single and _DOSE.fullmatch(name):
        return f"{single} {name}"
    return name
