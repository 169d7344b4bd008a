"""Chains: the roles of a passage's values, chosen one after the other with the last ones in mind.

"97.5% vs 90.2%" has two arms and one endpoint; "(20% vs 31%) and (21% vs 29%)" goes through the
same arms again. So a choice is scored with features of the choices for the two values before it,
and a small beam keeps the best chains (a maximum-entropy Markov model, McCallum et al. 2000).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from extract.lexicon import lexicon
from extract.mentions.phrases import Phrase
from extract.relations import model
from extract.relations.features import has_object, none_features, own_object, pair_features
from extract.relations.layout import Layout, once
from extract.relations.rows import arms_in_row, endpoints_in_row

BEAM = 5
# The probability given to what the sentence's form decides: an arm in a row, the object of a bracket's verb.
IN_ROW = 0.9
Pick = Phrase | None


@dataclass(frozen=True, slots=True)
class Link:
    """One choice of a chain: the phrase (None for no answer) and its probability."""

    phrase: Pick
    probability: float


@dataclass(frozen=True, slots=True)
class _Path:
    score: float
    links: tuple[Link, ...]


def candidates(layout: Layout, value: int, role: str) -> list[tuple[Pick, list[str]]]:
    """The candidates of a value's role with their own features; the last is "none"."""
    found: list[tuple[Pick, list[str]]] = [(p, pair_features(layout, value, p, role)) for p in layout.passage.phrases]
    return [*found, (None, none_features(layout, value, role))]


def link_features(layout: Layout, value: int, pick: Pick, before: Sequence[tuple[int, Pick]], role: str) -> list[str]:
    """The features of a choice given the choices before it: (value index, phrase), the last one last."""
    if not before:
        return ["link:start"]
    last_value, last = before[-1]
    part = _parting(layout, last_value, value) + (":object" if role == "endpoint" and has_object(layout, value) else "")
    names = [f"link:{part}:{_relation(layout, last, pick, role)}"]
    if len(before) > 1:
        older = before[-2][1]
        names.append(f"link2:{part}:{'same' if pick is older else 'other'}:{'turn' if older is not last else 'flat'}")
    size = layout.places[value].size
    if 2 <= size <= len(before):
        names.append(f"mirror:{part}:{'same' if before[-size][1] is pick else 'other'}:{_varied(before[-size:])}")
    return names


def _varied(before: Sequence[tuple[int, Pick]]) -> str:
    return "varied" if len({id(p) for _, p in before}) > 1 else "flat"


@once
def _parting(layout: Layout, left: int, right: int) -> str:
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


def _relation(layout: Layout, last: Pick, pick: Pick, role: str) -> str:
    if pick is None or last is None:
        return f"{'none' if last is None else 'some'}-{'none' if pick is None else 'some'}"
    if pick is last:
        return "same"
    if pick.first < last.last and last.first < pick.last:
        return "nested"
    seats = layout.seat(role, last), layout.seat(role, pick)
    if seats[0] is None or seats[1] is None:
        return "other:later" if pick.first > last.first else "other:earlier"
    return f"step={max(-2, min(2, seats[1] - seats[0]))}"


def choose_chain(layout: Layout, values: Sequence[int], role: str) -> list[Link]:
    """The best chain of choices for the values with these indices, in their order."""
    table = model.load()[role]
    paths = [_Path(0.0, ())]
    for k, value in enumerate(values):
        told = _told(layout, values, k, role)
        if told is not None:
            paths = [_Path(p.score, (*p.links, told(p.links))) for p in paths]
            continue
        options = [(pick, model.score(table, names)) for pick, names in candidates(layout, value, role)]
        grown = [p for path in paths for p in _grow(layout, values, path, options, role)]
        paths = sorted(grown, key=lambda p: -p.score)[:BEAM]
    return list(paths[0].links)


def _told(layout: Layout, values: Sequence[int], k: int, role: str) -> Callable[[Sequence[Link]], Link] | None:
    """The link that the form of the sentence decides by itself, as a function of the links before."""
    value = values[k]
    place = layout.places[value]
    paired = endpoints_in_row(layout, value)
    if role == "arm":
        row = None if paired else arms_in_row(layout, value)
        return (lambda _: Link(row[place.index], IN_ROW)) if row else None
    if _answers_in_turn(layout, values, k):
        return lambda links: links[k - place.size]
    if paired:
        return lambda _: Link(paired[place.index], IN_ROW)
    own = own_object(layout, value)
    return (lambda _: Link(own, IN_ROW)) if own else None


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
    between = [p for p in layout.endpoints if low <= p.first and p.last <= high]
    apart = [p for p in layout.endpoints if p.last <= low]
    return (
        not between
        and len(apart) >= size
        and len({layout.places[v].group for v in values[first - size : first]}) == size
    )


def _grow(
    layout: Layout, values: Sequence[int], path: _Path, options: Sequence[tuple[Pick, float]], role: str
) -> Iterator[_Path]:
    """The paths that one more value makes of a path; ``options`` are its picks with their own scores."""
    table = model.load()[role]
    k = len(path.links)
    before = [(values[j], path.links[j].phrase) for j in range(max(0, k - 6), k)]
    scores = [own + model.score(table, link_features(layout, values[k], pick, before, role)) for pick, own in options]
    top = max(scores)
    total = math.log(sum(math.exp(s - top) for s in scores)) + top
    for s, (pick, _) in zip(scores, options, strict=True):
        if s > top - 6:
            yield _Path(path.score + s - total, (*path.links, Link(pick, math.exp(s - total))))
