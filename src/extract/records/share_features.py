"""What speaks for the arms that a list may have: where they come from, what sentence and record say of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from extract.records.arms import Context
from extract.records.turns import Arms, Turn, had, role, said

_CUTS = (0.5, 0.7, 0.85, 0.95)


def features(turn: Turn, arms: Arms, kinds: Sequence[str]) -> list[str]:
    """What speaks for these arms: where they come from, what the sentence says, how they go together."""
    own, near, record = said(turn), _nearness(turn), _record(turn.context)
    shape = _shape(arms)
    base = [
        *(f"kind={k}" for k in kinds),
        *(f"kind={k}:{turn.form}:{own}" for k in kinds),
        *(f"kind={k}:{own}:{near}" for k in kinds),
        *(f"kind={k}:{turn.form}:{record}" for k in kinds),
        f"shape={shape}:{turn.form}:{own}",
        f"shape={shape}:{record}:{min(turn.size, 4)}",
    ]
    ways = (_kept(turn, arms), _roles(turn, arms, own), _order(turn, arms), _repeats(turn, arms))
    return list(dict.fromkeys((*base, *chain.from_iterable(ways))))


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
        yield f"{kept}:{role(turn.context, own)}"
        yield f"{kept}:{role(turn.context, own)}:{sure > 1}"


def _order(turn: Turn, arms: Arms) -> Iterator[str]:
    """Whether two values have their arms in the order in which the sentence prints these, or crossed.

    "Relapse was seen in 3% on imatinib and 9% on placebo, rash in some (14% vs 6%)": placebo is nearer to 14%.
    """
    if turn.size != 2 or said(turn) != "all":
        return
    first, second = (f.arm.phrase.start if f.arm else 0 for f in turn.findings)
    order = "crossed" if first > second else "straight"
    own, chosen = list(turn.own), list(arms)
    change = "kept" if chosen == own else "turned" if chosen == own[::-1] else "other"
    yield f"{order}:{change}:{turn.form}"


def _repeats(turn: Turn, arms: Arms) -> Iterator[str]:
    """Whether one of the arms has had its value of this topic in this sentence."""
    told = had(turn)
    if not told or turn.between:
        return
    change = "new" if told.isdisjoint(arms) else "repeats"
    yield f"{change}:{turn.form}:{said(turn)}"
    yield f"{change}:{turn.form}"


def _roles(turn: Turn, arms: Arms, own: str) -> Iterator[str]:
    """The roles of the arms in the record, by their places."""
    roles = [role(turn.context, arm) for arm in arms]
    last = turn.before[-1].arms if turn.before else ()
    for k, (arm, name) in enumerate(zip(arms, roles, strict=True)):
        yield f"role={name}:{own}"
        yield f"role={name}:{turn.form}"
        if k < 3 and turn.size > 1:
            yield f"role{k}={name}"
        if arm and arm in last:
            yield f"in-last:{own}:{turn.form}"
    if turn.size == 2:
        yield f"roles={'-'.join(roles)}:{own}"
