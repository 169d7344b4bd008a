"""Chains: the roles of a passage's values, chosen one after the other with the last ones in mind.

"97.5% vs 90.2%" has two arms and one endpoint; "(20% vs 31%) and (21% vs 29%)" goes through the
same arms again. So a choice is scored with features of the choices for the two values before it,
and a small beam keeps the best chains (a maximum-entropy Markov model, McCallum et al. 2000).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import add, itemgetter
from typing import NamedTuple

from extract.lexicon import lexicon
from extract.mentions.phrases import Phrase
from extract.relations import model
from extract.relations.beside import arm_beside, endpoint_ahead, shared_group
from extract.relations.changes import end_of_change
from extract.relations.features import has_object, none_features, own_object, pair_features
from extract.relations.layout import ARM_TAGS, Layout, once
from extract.relations.rows import arms_in_row, endpoints_in_row

BEAM = 5
# How many choices before it a choice may look at.
_LOOK_BACK = 6
# The probability given to what the sentence's form decides: an arm in a row, the object of a bracket's verb.
IN_ROW = 0.9
# What is taken off the score of a phrase that cannot be the answer.
_RULED_OUT = 20.0
# What ends a phrase that names an arm or people.
_GIVEN = (*(f"last:{tag}" for tag in ARM_TAGS), "last:participants")
Pick = Phrase | None
# A sum of log probabilities and the choices that have it; one grown by a pick and its log probability.
Path = tuple[float, tuple["Link", ...]]
Grown = tuple[float, tuple["Link", ...], Pick, float]
_score = itemgetter(0)


class Link(NamedTuple):
    """One choice of a chain: the phrase (None for no answer) and its probability.

    ``mass`` adds the probabilities of the phrases that overlap it ("survival" in "median survival"), ``told`` says
    that the form of the sentence decided it, ``other`` is the likeliest phrase where none was picked.
    """

    phrase: Pick
    probability: float
    told: bool = False
    mass: float = 0.0
    other: Pick = None


@dataclass(frozen=True, slots=True)
class Chain:
    """Choices for the first values of a passage, the sum of their log probabilities, and the turns that made them."""

    score: float
    links: tuple[Link, ...]
    turns: Mapping[int, _Turn] = field(default_factory=dict, repr=False, compare=False)

    def weighed(self) -> list[Link]:
        """The links, each with its mass and, where it picks none, with the likeliest phrase."""
        turns = self.turns
        return [turns[k].weighed(self.links) if k in turns else e for k, e in enumerate(self.links)]


def candidates(layout: Layout, value: int, role: str) -> list[tuple[Pick, list[str]]]:
    """The candidates of a value's role with their own features; the last is "none"."""
    found: list[tuple[Pick, list[str]]] = [(p, pair_features(layout, value, p, role)) for p in layout.passage.phrases]
    return [*found, (None, none_features(layout, value, role))]


def link_features(layout: Layout, value: int, pick: Pick, before: Sequence[tuple[int, Pick]], role: str) -> list[str]:
    """The features of a choice given the choices before it: (value index, phrase), the last one last."""
    if not before:
        return ["link:start"]
    last_value, last = before[-1]
    part = _part(layout, last_value, value, role)
    names = [f"link:{part}:{_relation(layout, last, pick, role)}"]
    if len(before) > 1:
        older = before[-2][1]
        names.append(f"link2:{part}:{'same' if pick is older else 'other'}:{'turn' if older is not last else 'flat'}")
    size = layout.places[value].size
    if 2 <= size <= len(before):
        names.append(
            f"mirror:{part}:{'same' if before[-size][1] is pick else 'other'}:{_varied([p for _, p in before[-size:]])}"
        )
    return names


def _varied(picks: Sequence[Pick]) -> str:
    return "varied" if len({id(p) for p in picks}) > 1 else "flat"


def _part(layout: Layout, left: int, right: int, role: str) -> str:
    return parting(layout, left, right) + (":object" if role == "endpoint" and has_object(layout, right) else "")


@once
def parting(layout: Layout, left: int, right: int) -> str:
    """What stands between two values: a list, "versus", a bracket, a semicolon, other words."""
    a, b = layout.places[left], layout.places[right]
    if a.group == b.group:
        return ("versus" if a.versus else "list") + (":respectively" if layout.respectively else "")
    words = {*layout.passage.lower[layout.value_tokens[left][1] : layout.value_tokens[right][0]]}
    if ";" in words:
        return "semicolon"
    same = "alike" if a.size == b.size and a.index == a.size - 1 else "unlike"
    connectors = lexicon("connectors").word_tags
    if any("parts" in connectors.get(w, ()) for w in words):
        return "versus-words"
    return f"words:{same}:{'in' if layout.depths[layout.value_tokens[right][0]] else 'out'}"


@once
def _relations(layout: Layout, last: Pick, role: str) -> list[str]:
    """How each candidate, "none" at the end, stands to the last pick."""
    return [_relation(layout, last, pick, role) for pick in (*layout.passage.phrases, None)]


def _relation(layout: Layout, last: Pick, pick: Pick, role: str) -> str:
    if pick is None or last is None:
        return f"{'none' if last is None else 'some'}-{'none' if pick is None else 'some'}"
    if pick is last:
        return "same"
    if _overlap(pick, last):
        return "nested"
    seats = layout.seat(role, last), layout.seat(role, pick)
    if seats[0] is None or seats[1] is None:
        return "other:later" if pick.first > last.first else "other:earlier"
    return f"step={max(-2, min(2, seats[1] - seats[0]))}"


def _overlap(one: Pick, other: Pick) -> bool:
    return one is not None and other is not None and one.first < other.last and other.first < one.last


def best_chains(layout: Layout, values: Sequence[int], role: str) -> list[Chain]:
    """The best chains of choices for the values with these indices, in their order; the best first."""
    turns: dict[int, _Turn] = {}
    paths: list[Path] = [(0.0, ())]
    for k in range(len(values)):
        told = _told(layout, values, k, role)
        if told is not None:
            paths = [(score, (*links, told(links))) for score, links in paths]
            continue
        turn = turns[k] = _Turn(layout, values, k, role)
        grown = sorted((g for path in paths for g in turn.grow(path)), key=_score, reverse=True)[:BEAM]
        paths = [(score, (*links, Link(pick, math.exp(chance)))) for score, links, pick, chance in grown]
    return [Chain(score, links, turns) for score, links in paths]


def _told(layout: Layout, values: Sequence[int], k: int, role: str) -> Callable[[Sequence[Link]], Link] | None:
    """The link that the form of the sentence decides by itself, as a function of the links before."""
    value = values[k]
    place = layout.places[value]
    paired = endpoints_in_row(layout, value)
    in_turn = _answers_in_turn(layout, values, k)
    arm = (arm_beside(layout, value) or shared_group(layout, value)) if role == "arm" else None
    beside = arm if role == "arm" else endpoint_ahead(layout, value)
    if beside:
        return lambda _: Link(beside, IN_ROW, told=True)
    if k and end_of_change(layout, value) == "to" and values[k - 1] == value - 1:
        return lambda links: links[k - 1]  # both ends of a change are of one endpoint and one arm
    if role == "arm" and in_turn and place.index:
        return lambda links: links[k - 1]  # a list through endpoints is of one arm
    if role == "arm":
        row = None if paired else arms_in_row(layout, value)
        return (lambda _: Link(row[place.index], IN_ROW, told=True)) if row else None
    if in_turn:
        return lambda links: links[k - place.size]
    if paired:
        return lambda _: Link(paired[place.index], IN_ROW, told=True)
    own = own_object(layout, value)
    return (lambda _: Link(own, IN_ROW, told=True)) if own else None


def _answers_in_turn(layout: Layout, values: Sequence[int], k: int) -> bool:
    """Whether a value takes the endpoint of the one before its list, place by place.

    "DFS of 81.6% and OS of 93.3% compared to 49.4% and 65.8%, respectively": the last two have no
    endpoint of their own, and "respectively" sends them through those of the two before.
    """
    place = layout.places[values[k]]
    size = place.size
    first = k - place.index
    if size < 2 or first < size or not layout.respectively or first + size > len(values):
        return False
    if any(layout.places[v].group == place.group for v in values[:first]):
        return False
    low = layout.value_tokens[values[first - 1]][1]
    high = layout.value_tokens[values[first]][0]
    named = [p for p in layout.passage.phrases if p.has("last:endpoints")]
    between = [p for p in layout.endpoints if low <= p.first and p.last <= high and p in named]
    apart = [p for p in named if p.last <= low]
    return (
        not between
        and len(apart) >= size
        and len({layout.places[v].group for v in values[first - size : first]}) == size
    )


def _no_outcome(pick: Pick) -> bool:
    """Whether a phrase names nothing but the ratio of two risks, or what was given to whom, and no outcome."""
    if pick is None or pick.has("endpoints:full", "endpoints:abbr", "conditions"):
        return False
    # "ratio" alone may head an endpoint, "hazard ratio" does not.
    return pick.has("last:measures:ratio") or (pick.has(*_GIVEN) and not pick.has("endpoints"))


class _Turn:
    """One value's turn in the chain: its picks with their own scores, and how they go on from a path.

    The score of a pick is that of ``candidates`` and ``link_features``; since all paths have the
    same picks, what only the pick or only the last pick decides is worked out once.
    """

    def __init__(self, layout: Layout, values: Sequence[int], k: int, role: str) -> None:
        self.layout, self.values, self.k, self.role = layout, values, k, role
        self.table = model.table_of(role, layout.passage.alone)
        options = candidates(layout, values[k], role)
        self.picks = [pick for pick, _ in options]
        self.own = [model.score(self.table, names) for _, names in options]
        if role == "endpoint":  # "hazard ratio" measures and is no outcome, nor is "the restrictive strategy"
            self.own = [own - _RULED_OUT * _no_outcome(pick) for own, pick in zip(self.own, self.picks, strict=True)]
        self.part = _part(layout, values[k - 1], values[k], role) if k else ""
        self._going_on: dict[Pick, list[float]] = {}

    def grow(self, path: Path) -> Iterator[Grown]:
        """The paths that this value makes of a path."""
        before, links = path
        scores = list(map(add, self.own, self.links(links)))
        top = max(scores)
        total = math.log(sum([math.exp(s - top) for s in scores])) + top
        for s, pick in zip(scores, self.picks, strict=True):
            if s > top - 6:
                yield before + s - total, links, pick, s - total

    def weighed(self, chain: Sequence[Link]) -> Link:
        """The link of a whole chain in this turn, with its mass, and the likeliest phrase where it picks none."""
        link = chain[self.k]
        scores = list(map(add, self.own, self.links(chain[: self.k])))
        top = max(scores)
        raised = [math.exp(s - top) for s in scores]
        chosen = link.phrase
        alike = (r for r, pick in zip(raised, self.picks, strict=True) if pick is chosen or _overlap(pick, chosen))
        mass = max(link.probability, sum(alike) / sum(raised))
        phrases = [] if chosen else list(zip(scores, self.picks, strict=True))[:-1]
        other = max(phrases, key=lambda s: s[0])[1] if phrases else None
        return link._replace(mass=mass, other=other)

    def links(self, chain: Sequence[Link]) -> list[float]:
        """The scores of the picks' ``link_features`` behind a chain."""
        before = [link.phrase for link in chain[-_LOOK_BACK:]]
        if not before:
            return [self._weight("link:start")] * len(self.picks)
        scores = self._relations(before[-1])
        if len(before) > 1:
            turn = "turn" if before[-2] is not before[-1] else "flat"
            scores = self._added(scores, "link2", before[-2], turn)
        size = self.layout.places[self.values[self.k]].size
        if 2 <= size <= len(before):
            scores = self._added(scores, "mirror", before[-size], _varied(before[-size:]))
        return scores

    def _relations(self, last: Pick) -> list[float]:
        if last not in self._going_on:
            names = [f"link:{self.part}:{relation}" for relation in _relations(self.layout, last, self.role)]
            self._going_on[last] = [self._weight(name) for name in names]
        return self._going_on[last]

    def _added(self, scores: Sequence[float], name: str, earlier: Pick, how: str) -> list[float]:
        same, other = (self._weight(f"{name}:{self.part}:{which}:{how}") for which in ("same", "other"))
        return [s + (same if pick is earlier else other) for s, pick in zip(scores, self.picks, strict=True)]

    def _weight(self, name: str) -> float:
        return self.table.get(name, 0.0)
