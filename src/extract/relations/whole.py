"""The whole sentence: of the best chains of endpoints and of arms, the pair that makes the likeliest table.

A chain sees the choices before it, not those behind it nor those of the other role. So the few best
chains of both roles are paired and scored anew by what they look like together: whether two values
would be the same cell, whether an arm is left without a value, whether the pairs of a comparison
share their endpoint (reranking; Collins and Koo, 2005).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.mentions.phrases import Phrase
from extract.relations import model
from extract.relations.chain import Chain, Pick, best_chains, parting
from extract.relations.layout import Layout

TASK = "whole"
# How many chains of each role are paired, and how many pairs are looked at.
CHAINS, PAIRS = 5, 20


@dataclass(frozen=True, slots=True)
class Table:
    """A chain of endpoints and one of arms, and the sum of their log probabilities."""

    endpoints: Chain
    arms: Chain

    @property
    def score(self) -> float:
        """The log probability of both chains."""
        return self.endpoints.score + self.arms.score


def best_tables(layout: Layout, values: Sequence[int]) -> list[Table]:
    """The likeliest pairs of chains, the best first."""
    ends = best_chains(layout, values, "endpoint")[:CHAINS]
    arms = best_chains(layout, values, "arm")[:CHAINS]
    paired = [Table(e, a) for e in ends for a in arms]
    return sorted(paired, key=lambda t: -t.score)[:PAIRS]


def choose_table(layout: Layout, values: Sequence[int]) -> Table:
    """The table that is likeliest as a whole."""
    weights = model.load().get(TASK)
    if not weights or not layout.passage.alone:
        return Table(*(best_chains(layout, values, role)[0] for role in ("endpoint", "arm")))
    tables = best_tables(layout, values)
    return max(tables, key=lambda t: t.score + model.score(weights, whole_features(layout, values, t)))


def whole_features(layout: Layout, values: Sequence[int], table: Table) -> list[str]:
    """What a table of choices looks like."""
    ends = [link.phrase for link in table.endpoints.links]
    arms = [link.phrase for link in table.arms.links]
    return [
        *_pairs(layout, values, ends, arms),
        *_left(layout, "arm", arms, ends),
        *_left(layout, "endpoint", ends, arms),
        *_shape(layout, ends, arms),
    ]


def _pairs(layout: Layout, values: Sequence[int], ends: Sequence[Pick], arms: Sequence[Pick]) -> Iterator[str]:
    """How each value's choices stand to those of the value before it."""
    for (i, a), (j, b) in pairwise(enumerate(values)):
        part = parting(layout, a, b)
        end, arm = _relation(ends[i], ends[j]), _relation(arms[i], arms[j])
        yield f"pair:{part}:{end}:{arm}"
        yield f"pair:{end}:{arm}"
        for role, left, right in (("endpoint", ends[i], ends[j]), ("arm", arms[i], arms[j])):
            if left and right and _relation(left, right) == "other":
                way = _way(layout, left, right)
                yield f"{role}-order:{part}:{way}"
                yield f"{role}-order:{way}"
    orders = [_order(layout, v, e, a) for v, e, a in zip(values, ends, arms, strict=True)]
    yield from (f"stand={order}" for order in orders)
    yield f"stand:{'alike' if len(set(orders)) == 1 else 'unlike'}:{min(len(orders), 3)}"
    cells = list(zip(ends, arms, strict=True))
    twins = len(cells) - len(set(cells))
    yield f"twins={min(twins, 3)}:{min(len(cells), 4)}"


def _way(layout: Layout, left: Phrase, right: Phrase) -> str:
    """Whether the second phrase stands behind the first, and whether a comparison parts them."""
    low, high = sorted((left.first, right.first))
    way = "on" if right.first > left.first else "back"
    return way + (":versus" if True in layout.passage.compares[low:high] else "")


def _order(layout: Layout, value: int, end: Pick, arm: Pick) -> str:
    """The order of endpoint, arm and value in the text, as letters."""
    places = [(layout.value_tokens[value][0], "v")]
    places += [(p.first, name) for p, name in ((end, "e"), (arm, "a")) if p]
    return "".join(name for _, name in sorted(places))


def _relation(last: Pick, pick: Pick) -> str:
    if last is None or pick is None:
        return "none" if last is pick else "some"
    if last is pick:
        return "same"
    return "nested" if pick.first < last.last and last.first < pick.last else "other"


def _left(layout: Layout, role: str, own: Sequence[Pick], others: Sequence[Pick]) -> Iterator[str]:
    """Which phrases are used for a role, and which of its likely phrases are not used at all."""
    used = {p for p in own if p}
    place = 0 if role == "arm" else 1
    for phrase in used:
        yield f"{role}-used={_odds(layout.odds(phrase)[place])}"
    taken = [*used, *(p for p in others if p)]
    for phrase in layout.liked(role):
        if not any(p.first < phrase.last and phrase.first < p.last for p in taken):
            yield f"{role}-left={_odds(layout.odds(phrase)[place])}"


def _odds(odds: float) -> int:
    return max(-3, min(3, round(odds)))


def _shape(layout: Layout, ends: Sequence[Pick], arms: Sequence[Pick]) -> Iterator[str]:
    """The table's shape: how many arms and endpoints, and whether every endpoint has the same arms."""
    kinds = {p for p in arms if p}, {p for p in ends if p}
    values = min(len(arms), 4)
    yield f"arms={min(len(kinds[0]), 3)}:{values}"
    yield f"endpoints={min(len(kinds[1]), 3)}:{values}"
    yield f"arms={min(len(kinds[0]), 3)}:liked={min(len(layout.arms), 4)}:{min(values, 2)}"
    rows = {e: tuple(a for x, a in zip(ends, arms, strict=True) if x is e) for e in ends}
    if len(rows) > 1 and values > 2:
        level = "level" if len({*map(len, rows.values())}) == 1 else "odd"
        yield f"rows={'alike' if len(set(rows.values())) == 1 else level}"
    for phrase in kinds[0]:
        if any(p.first < phrase.last and phrase.first < p.last for p in kinds[1]):
            yield "arm-in-endpoint"
    spans = sorted((p.first, p.last) for p in kinds[0])
    if any(b[0] < a[1] for a, b in pairwise(spans)):
        yield "arms-nested"
    written = [layout.passage.view[p.start : p.end].lower() for p in kinds[0]]
    if len(set(written)) < len(written):
        yield "arms-again"
    if None in arms and kinds[0]:
        yield f"arm-none={min(sum(a is None for a in arms), 3)}"
