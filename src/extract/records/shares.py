"""Shares: whose the values of a list are, chosen by trained weights among what the study's sentences and the rules say.

A sentence often leaves out the arms: "the rates were 75.3% and 73.3%" go through those of the sentence before, and a
single figure belongs to the drug tested. So for each list of values a few answers are possible (the arms that the
sentence names, those of the last list, those of the record in their order, one arm for all), and each is scored by
where its arms come from and how they go together. What the rules say (``extract.records.arms``) is one of them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from extract.lexicon import lexicon
from extract.records.arms import Context, listed_before, lists_of, only_arm, resolved
from extract.relations import model
from extract.relations.measures import BETWEEN_ARMS
from extract.relations.results import Finding

TASK = "share"
Arms = Sequence[str | None]
# How many arms of a kind are looked at, and how many lists.
_NAMES, _LISTS = 4, 3
# How many lists told before are remembered.
_MEMORY = 12
_CUTS = (0.5, 0.7, 0.85, 0.95)


@dataclass(frozen=True, slots=True)
class Told:
    """A list of values that has its arms: the line and place of its sentence, and the arms."""

    line: int
    arms: Arms


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
            before.append(Told(turn.findings[0].line, arms))
        yield group, arms


def likeliest(turn: Turn) -> Arms:
    """The arms that the weights in use find likeliest for a turn's values."""
    table, found = model.load()[TASK], answers(turn)
    return max(found, key=lambda arms: model.score(table, features(turn, arms, found[arms])))


# -- what is possible ----------------------------------------------------------------------------------


def answers(turn: Turn) -> dict[tuple[str | None, ...], list[str]]:
    """The arms that a turn's values may have, each with where they come from."""
    found: dict[tuple[str | None, ...], list[str]] = {}
    for kind, arms in _possible(turn):
        kinds = found.setdefault(tuple(arms), [])
        kinds += [] if kind in kinds else [kind]
    return found


def _possible(turn: Turn) -> Iterator[tuple[str, Arms]]:
    n = turn.size
    yield "rule", turn.ruled
    yield "own", turn.own
    yield "none", (None,) * n
    if turn.between:
        yield from ((kind, (name,)) for kind, name in _set_against(turn))
        return
    if _said(turn) == "all" and "unknown" not in {_role(turn.context, arm) for arm in turn.own}:
        return  # each value has its own arm
    names = list(_names(turn))
    for kind, name in names:
        yield kind, (name,) * n
    if n == 1:
        return
    for kind, arms in _listed(turn):
        if len(arms) == n:
            yield kind, arms
            if n == 2:
                yield f"{kind}:turned", arms[::-1]
    if None in turn.own and any(turn.own):
        for kind, name in names:
            yield f"filled:{kind}", tuple(arm or name for arm in turn.own)
    if n == 2 and turn.own[0] and turn.own[0] == turn.own[1]:
        for kind, name in names:
            yield f"first:{kind}", (turn.own[0], name)
            yield f"second:{kind}", (name, turn.own[0])


def _set_against(turn: Turn) -> Iterator[tuple[str, str | None]]:
    """The arms that a measure between arms may be given for: the one named beside it, the one told last."""
    arm = turn.findings[0].arm
    if arm:
        yield "named", resolved(arm.name, turn.context, arm.phrase.start)
    here = [told.arms for told in turn.before if told.line == turn.findings[0].line]
    if here and here[-1][-1]:
        yield "last", here[-1][-1]


def _names(turn: Turn) -> Iterator[tuple[str, str]]:
    """The arms by themselves: those of the record, those told last."""
    context = turn.context
    likely = (f.likely_arm for f in turn.findings if f.likely_arm)
    yield from (("likely", name) for arm in likely if (name := resolved(arm.name, context, arm.phrase.start)))
    yield from (("tested", name) for name in context.interventions[:_NAMES])
    yield from (("compared", name) for name in context.comparators[:_NAMES])
    if context.combination:
        yield "joined", context.combination
    if only := only_arm(context):
        yield "only", only
    last = (arm for told in reversed(turn.before) for arm in told.arms if arm)
    yield from (("last" if k == 0 else "earlier", arm) for k, arm in enumerate(list(dict.fromkeys(last))[:_NAMES]))


def _listed(turn: Turn) -> Iterator[tuple[str, Arms]]:
    """Arms in an order: those told in the sentence before, those that a sentence lists, those of the record."""
    n, context, first = turn.size, turn.context, turn.findings[0]
    whole = [told.arms for told in reversed(turn.before) if len(told.arms) == n and len(set(told.arms)) == n]
    yield from (("again" if k == 0 else "long-ago", arms) for k, arms in enumerate(whole[:_LISTS]))
    for kind, line in _lines_before(turn):
        told = dict.fromkeys(arm for one in turn.before if one.line == line for arm in one.arms if arm)
        yield kind, tuple(told)
    yield "in-order", tuple(context.in_order)
    yield from (("listed", arms) for arms in listed_before(first.value.start, n, context)[:_LISTS])
    if n == 2:
        for tested in context.interventions[:_NAMES]:
            yield from (("record", (tested, other)) for other in context.comparators[:_NAMES])
        if len(context.interventions) == n:
            yield "two-tested", tuple(context.interventions)


def _lines_before(turn: Turn) -> list[tuple[str, int]]:
    here = turn.findings[0].line
    lines = list(dict.fromkeys(told.line for told in reversed(turn.before)))[:_LISTS]
    return [("same-line" if line == here else "line-before", line) for line in lines]


# -- what speaks for it --------------------------------------------------------------------------------


def features(turn: Turn, arms: Arms, kinds: Sequence[str]) -> list[str]:
    """What speaks for these arms: where they come from, what the sentence says, how they go together."""
    own, near, record = _said(turn), _nearness(turn), _record(turn.context)
    shape = _shape(arms)
    base = [
        *(f"kind={k}" for k in kinds),
        *(f"kind={k}:{turn.form}:{own}" for k in kinds),
        *(f"kind={k}:{own}:{near}" for k in kinds),
        *(f"kind={k}:{turn.form}:{record}" for k in kinds),
        f"shape={shape}:{turn.form}:{own}",
        f"shape={shape}:{record}:{min(turn.size, 4)}",
    ]
    return list(dict.fromkeys((*base, *_kept(turn, arms), *_roles(turn, arms, own))))


def _said(turn: Turn) -> str:
    """What the sentence says of the arms of the values."""
    named = sum(arm is not None for arm in turn.own)
    if not named:
        return "none"
    if named == turn.size:
        return "one" if turn.size > 1 and len(set(turn.own)) == 1 else "all"
    return "part"


def _record(context: Context) -> str:
    return f"{min(len(context.interventions), 3)}-{min(len(context.comparators), 2)}"


def _shape(arms: Arms) -> str:
    if len(set(arms)) == 1:
        return "one" if arms[0] else "none"
    return "each" if len(set(arms)) == len(arms) else "some"


def _nearness(turn: Turn) -> str:
    """Whether a list was told before, and how near."""
    if not turn.before:
        return "opens"
    here = turn.findings[0].line
    last = turn.before[-1]
    width = min(len(set(last.arms)), 3)
    return f"{'same' if last.line == here else 'other'}:{width}"


def _kept(turn: Turn, arms: Arms) -> Iterator[str]:
    """For each value, whether what its sentence says is kept, and how sure that was."""
    for finding, own, arm in zip(turn.findings, turn.own, arms, strict=True):
        if own is None:
            group = "subgroup" if finding.subgroup else "nothing"
            yield f"{'fills' if arm else 'leaves'}:{group}:{turn.form}"
            continue
        chance = finding.arm.probability if finding.arm else 0.0
        sure = sum(chance >= cut for cut in _CUTS)
        kept = "keeps" if arm == own else "drops" if arm else "empties"
        yield f"{kept}:{sure}:{turn.form}"
        yield f"{kept}:{_role(turn.context, own)}"
        yield f"{kept}:{_role(turn.context, own)}:{sure > 1}"


def _roles(turn: Turn, arms: Arms, own: str) -> Iterator[str]:
    """The roles of the arms in the record, by their places."""
    roles = [_role(turn.context, arm) for arm in arms]
    last = turn.before[-1].arms if turn.before else ()
    for k, (arm, role) in enumerate(zip(arms, roles, strict=True)):
        yield f"role={role}:{own}"
        yield f"role={role}:{turn.form}"
        if k < 3 and turn.size > 1:
            yield f"role{k}={role}"
        if arm and arm in last:
            yield f"in-last:{own}:{turn.form}"
    if turn.size == 2:
        yield f"roles={'-'.join(roles)}:{own}"


def _role(context: Context, arm: str | None) -> str:
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
