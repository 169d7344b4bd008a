"""Shares: whose the values of a list are, chosen by trained weights among what the study's sentences and the rules say.

A sentence often leaves out the arms: "the rates were 75.3% and 73.3%" go through those of the sentence before, and a
single figure belongs to the drug tested. So for each list of values a few answers are possible (the arms that the
sentence names, those of the last list, those of the record in their order, one arm for all), and each is scored by
where its arms come from and how they go together. What the rules say (``extract.records.arms``) is one of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from extract.records.arms import listed_before, only_arm, resolved
from extract.records.share_features import features
from extract.records.turns import Arms, Turn, had, role, said
from extract.relations import model

TASK = "share"
# How many arms of a kind are looked at, and how many lists.
_NAMES, _LISTS = 4, 3


def likeliest(turn: Turn) -> Arms:
    """The arms that the weights in use find likeliest for a turn's values."""
    table, found = model.load()[TASK], answers(turn)
    return max(found, key=lambda arms: model.score(table, features(turn, arms, found[arms])))


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
    if said(turn) == "all" and "unknown" not in {role(turn.context, arm) for arm in turn.own}:
        yield from _otherwise(turn)
        return
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


def _otherwise(turn: Turn) -> Iterator[tuple[str, Arms]]:
    """What the values may have where the sentence seems to name an arm for each.

    One value has another arm only where its own has had its value already; two may have theirs the other way
    round, or those of the record where both names are of one arm ("the group on imatinib", "imatinib").
    """
    if turn.size == 1 and not had(turn).isdisjoint(turn.own):
        yield from (("tested", (name,)) for name in turn.context.interventions[:_NAMES])
        yield from (("compared", (name,)) for name in turn.context.comparators[:_NAMES])
    if turn.size == 2:
        yield "own:turned", turn.own[::-1]
        first, second = map(str, turn.own)
        if first in second or second in first:
            yield from ((kind, arms) for kind, arms in _listed(turn) if len(arms) == 2)


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
    for tested, other in product(context.interventions[:_NAMES], context.comparators[:_NAMES]):
        doses = (tested,) * (n - 1)
        if n == 2:
            yield "record", (tested, other)
        else:
            yield "doses", (*doses, other)
            yield "doses-behind", (other, *doses)
    if len(context.interventions) == n == 2:
        yield "two-tested", tuple(context.interventions)


def _lines_before(turn: Turn) -> list[tuple[str, int]]:
    here = turn.findings[0].line
    lines = list(dict.fromkeys(told.line for told in reversed(turn.before)))[:_LISTS]
    return [("same-line" if line == here else "line-before", line) for line in lines]
