"""Turns: the values of an article's lists one after another, each with what its sentence and the lists before say."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from extract.lexicon import lexicon
from extract.records.arms import Context, lists_of
from extract.relations.measures import BETWEEN_ARMS
from extract.relations.results import Finding

Arms = Sequence[str | None]
Topic = tuple[object, ...]
# How many lists told before are remembered.
_MEMORY = 12


@dataclass(frozen=True, slots=True)
class Told:
    """A list of values that has its arms: the line of its sentence, the arms, and what the values are of."""

    line: int
    arms: Arms
    topic: Topic = ()


@dataclass(frozen=True)
class Turn:
    """The values of one list, what their sentence and the rules say of their arms, and the lists told before."""

    findings: Sequence[Finding]
    own: Arms
    ruled: Arms
    context: Context
    before: Sequence[Told] = ()

    @property
    def size(self) -> int:
        """How many values there are."""
        return len(self.own)

    @property
    def between(self) -> bool:
        """Whether the value is of a measure between arms."""
        return self.findings[0].measure in BETWEEN_ARMS

    @property
    def form(self) -> str:
        """What the values are: one by itself, one between arms, a list, or a list set against each other."""
        if self.between:
            return "between"
        return "single" if self.size == 1 else "versus" if self.findings[0].place.versus else "list"


Choose = Callable[[Turn], Arms]


def turns(findings: Sequence[Finding]) -> list[list[int]]:
    """The indices of the values by their lists: whole lists of one endpoint together, the others alone."""
    lists = [g for g in lists_of(findings) if len({_endpoint(findings[i]) for i in g}) == 1]
    lists = [g for g in lists if not any(findings[i].measure in BETWEEN_ARMS for i in g)]
    grouped = {i: group for group in lists for i in group}
    found = [grouped.get(i, [i]) for i in range(len(findings))]
    return [group for k, group in enumerate(found) if not k or found[k - 1] is not group]


def _endpoint(finding: Finding) -> str:
    return finding.endpoint.name if finding.endpoint else ""


def shared(
    findings: Sequence[Finding], own: Arms, ruled: Arms, context: Context, choose: Choose
) -> Iterator[tuple[list[int], Arms]]:
    """The indices of the values of each list, and the arms that ``choose`` says they have.

    ``own`` are the arms that the sentences name, ``ruled`` those that the rules say.
    """
    before: deque[Told] = deque(maxlen=_MEMORY)
    for group in turns(findings):
        turn = Turn([findings[i] for i in group], [own[i] for i in group], [ruled[i] for i in group], context, before)
        arms = choose(turn)
        if not turn.between:
            before.append(Told(turn.findings[0].line, arms, topic(turn.findings[0])))
        yield group, arms


def topic(finding: Finding) -> Topic:
    """What a value is of, its arm left out: an arm seldom has two values of one topic in a sentence."""
    group = finding.subgroup.name if finding.subgroup else None
    time = finding.timepoint.value if finding.timepoint else None
    return _endpoint(finding), finding.measure, finding.value.value.unit, group, time


def said(turn: Turn) -> str:
    """What the sentence says of the arms of the values."""
    named = sum(arm is not None for arm in turn.own)
    if not named:
        return "none"
    if named == turn.size:
        return "one" if turn.size > 1 and len(set(turn.own)) == 1 else "all"
    return "part"


def had(turn: Turn) -> set[str]:
    """The arms that have had their value of this topic in this sentence."""
    first = turn.findings[0]
    alike = (one for one in turn.before if one.line == first.line and one.topic == topic(first))
    return {arm for one in alike for arm in one.arms if arm}


def role(context: Context, arm: str | None) -> str:
    """What an arm is in the record; where it is nothing there, which lexicon knows it."""
    if arm is None:
        return "none"
    tested, compared = arm in context.interventions, arm in context.comparators
    if tested or compared:
        return "both" if tested and compared else "tested" if tested else "compared"
    if any(name in arm for name in context.interventions):
        return "tested-more"
    if any(name in arm for name in context.comparators):
        return "compared-more"
    return next((name for name in ("treatments", "stems", "arms") if any(lexicon(name).find(arm))), "unknown")
