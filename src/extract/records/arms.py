"""Arms: the printed name of a value's group made into the arm of its record.

"the latter", "25 mg" and "the active group" say little by themselves; the record's treatments say
which arm they are. Where the record leaves two readings, the printed name stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from extract.lexicon import WORD, lexicon
from extract.mentions.mention import Mention
from extract.records.armlists import ArmList
from extract.records.schema import Result
from extract.relations.measures import BETWEEN_ARMS
from extract.relations.results import Finding

# Measures between arms that reviews print in lists, one for each arm ("by 39, 34 and 66% compared with placebo").
_REDUCTIONS = {"relative-reduction", "absolute-reduction"}
# How far (in characters) a ratio stands behind the value of its arm.
_CLOSE = 60
# How far (in characters) behind the values of a list the next list may go through their arms.
_NEAR = 600
_DOSE = re.compile(r"\d[\d.,]*\s?(?:mg|mcg|\u00b5g|ug|iu|gy|u)?\b.*")


@dataclass(frozen=True, slots=True)
class Context:
    """What a result inherits from its record: short forms, and treatments by role and in order."""

    abbreviations: Mapping[str, str]
    interventions: Sequence[str] = ()
    comparators: Sequence[str] = ()
    in_order: Sequence[str] = ()
    combination: str = ""  # the drugs that the study's sentences join ("nivolumab plus ipilimumab")
    lists: Callable[[], Sequence[ArmList]] = tuple  # the arms as the study's sentences list them, where asked for
    drugs: Sequence[Mention] = ()  # what those sentences name as treatments, in order


def arm_of(finding: Finding, context: Context) -> str | None:
    """The arm of a finding by itself; None where nothing tells, and for a measure between two arms."""
    arm = resolved(finding.arm.name, context, finding.arm.phrase.start) if finding.arm else None
    if arm and finding.in_table and len(context.interventions) == 1 and "class" in lexicon("treatments").tags_of(arm):
        arm = context.interventions[0]  # a column of one class over the drugs of several trials
    return arm if finding.measure not in BETWEEN_ARMS or _one_of_several(finding, arm, context) else None


def _one_of_several(finding: Finding, arm: str | None, context: Context) -> bool:
    """Whether a measure between arms belongs to one of several arms tested, each set against the same control."""
    several = finding.place.size > 1 and len(context.interventions) > 1 and finding.measure in _REDUCTIONS
    return several and arm is not None and arm not in context.comparators


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
    for group in lists_of(findings):
        own = [results[i] for i in group]
        if findings[group[0]].measure in BETWEEN_ARMS or len({r.endpoint for r in own}) > 1:
            continue
        arms = _arms_before(findings, results, group) or _arms_for(findings[group[0]], len(group), context)
        names = [r.arm for r in own]
        if len(arms) == 2 and None in names and len(set(names)) == 2:
            _complete(own, arms)
        elif arms and len(set(names)) == 1:
            for result, arm in zip(own, arms, strict=True):
                result.arm = arm
    _set_against(findings, results, context)
    for finding, result in zip(findings, results, strict=True):
        if result.arm is None and finding.measure not in BETWEEN_ARMS:
            result.arm = only_arm(context) or (tested_arm(context) if finding.place.size == 1 else None)


def _set_against(findings: Sequence[Finding], results: Sequence[Result], context: Context) -> None:
    """Give each of several ratios of one endpoint in a sentence the arm of the value before it.

    "1.53% with 110 mg (RR 0.91) and 1.11% with 150 mg (RR 0.66)": each arm is set against the control.
    """
    alike = Counter((f.line, f.measure, r.endpoint) for f, r in zip(findings, results, strict=True))
    for i, (finding, result) in enumerate(zip(findings, results, strict=True)):
        if i == 0 or finding.measure not in BETWEEN_ARMS or result.arm or finding.line != findings[i - 1].line:
            continue
        several = alike[finding.line, finding.measure, result.endpoint] > 1
        before = results[i - 1].arm
        close = finding.value.start - findings[i - 1].value.end < _CLOSE
        if several and before and close and before not in context.comparators:
            result.arm = before


def _arms_before(findings: Sequence[Finding], results: Sequence[Result], group: Sequence[int]) -> list[str | None]:
    """The arms of the sentence part before a list, in their order, if they are as many as the values of the list."""
    last = next((i for i in range(group[0] - 1, -1, -1) if results[i].arm), None)
    if last is None or findings[last].in_table:
        return []
    line = findings[last].line
    if findings[group[0]].value.start - findings[last].value.end > _NEAR:
        return []
    own = [results[i].arm for i in range(last + 1) if findings[i].line == line and results[i].arm]
    arms = list(dict.fromkeys(own))
    return list(arms) if len(arms) == len(group) else []


def _arms_for(first: Finding, size: int, context: Context) -> list[str | None]:
    """The arms of so many values: the record's two, else those last listed before, else the record's."""
    if size == len(context.in_order) == 2:
        return list(context.in_order)
    for arms in listed_before(first.value.start, size, context):
        if all(_is_of_record(arm, context) for arm in arms):
            return list(arms)
    return list(context.in_order) if len(context.in_order) == size else []


def listed_before(position: int, size: int, context: Context) -> list[tuple[str | None, ...]]:
    """The lists of so many arms in the study's sentences before a position, the last one first."""
    lists = (one for one in reversed(context.lists()) if len(one.arms) == size and one.start < position)
    return [tuple(resolved(name, context, at) for at, name in one.arms) for one in lists]


def _is_of_record(arm: str | None, context: Context) -> bool:
    """Whether an arm names a treatment of the record."""
    own = {word for name in (*context.interventions, *context.comparators) for word in WORD.findall(name.lower())}
    return arm is not None and not own.isdisjoint(WORD.findall(arm))


def _complete(own: Sequence[Result], arms: Sequence[str | None]) -> None:
    known = next(r.arm for r in own if r.arm)
    if known in arms:
        other = arms[1 - arms.index(known)]
        for result in own:
            result.arm = result.arm or other


def lists_of(findings: Sequence[Finding]) -> list[list[int]]:
    """The indices of findings that stand in one list of a sentence, whole lists of two or more only."""
    lists: dict[tuple[int, int], list[int]] = {}
    for i, finding in enumerate(findings):
        if finding.place.size >= 2:
            lists.setdefault((finding.line, finding.place.group), []).append(i)
    return [group for group in lists.values() if len(group) == findings[group[0]].place.size]


def _pair(context: Context, at: int) -> Sequence[str]:
    """The two arms that "the former" and "the latter" point at: the record's, else the last two listed together."""
    if len(context.in_order) == 2:
        return context.in_order
    listed = next((one for one in reversed(context.lists()) if one.start < at and len(one.arms) == 2), None)
    return [name for _, name in listed.arms] if listed else []


def resolved(name: str, context: Context, at: int) -> str | None:
    """A printed arm name, with the record's treatment where it only points at one; None where it says nothing.

    ``at`` is where it stands: a bare dose is one of the drug named last before it.
    """
    tags = lexicon("pointers").tags_of(name)
    if "empty" in tags:
        return None
    if ("former" in tags or "latter" in tags) and (pair := _pair(context, at)):
        return pair["latter" in tags]
    if "all" in tags and (context.combination or len(context.interventions) >= 2):
        return context.combination or " plus ".join(context.interventions)
    single = context.interventions[0] if len(context.interventions) == 1 else None
    if single and ("tested" in tags or "intervention" in lexicon("arms").tags_of(name)):
        return single
    if _DOSE.fullmatch(name):
        told = (d.value for d in reversed(context.drugs) if d.end <= at and d.value in context.interventions)
        drug = single or next(told, None)
        return f"{drug} {name}" if drug else name
    return name
