"""Signs: what a sentence shows for or against the reading of one of its values, as named yes/no features.

They do not say which endpoint or arm it is, but how clear the sentence is about them: how sure the model was of
each step, whether the form of the sentence decided it, what kind of phrase was chosen and where it stands. The
confidence of a result (``extract.records.confidence``) rests on them and on those of its record.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from extract.relations.chain import Link
from extract.relations.layout import ARM_TAGS, ENDPOINT_TAGS, Layout

_TAGS = {"endpoint": ENDPOINT_TAGS, "arm": ARM_TAGS}
_ENDS = {"endpoint": ("last:endpoints",), "arm": ("last:treatments", "last:stems", "last:arms:group")}
_OTHER = {"endpoint": "arm", "arm": "endpoint"}
# Where a probability is cut for the signs "at least ...".
CUTS = (0.4, 0.6, 0.75, 0.85, 0.92, 0.97, 0.99)
# Signs of the cells of tables: a number with headers, a label with its values, a sentence.
CELL, FRAGMENT, PROSE_CELL = "cell", "fragment", "prose-cell"


def at_least(name: str, number: float, cuts: tuple[float, ...] = CUTS) -> list[str]:
    """The cuts that a number reaches, as signs."""
    return [sign for cut, sign in _cuts(name, cuts) if number >= cut]


@lru_cache(maxsize=128)
def _cuts(name: str, cuts: tuple[float, ...]) -> list[tuple[float, str]]:
    """Each cut with its sign: to print a number takes longer than to compare it."""
    return [(cut, f"{name}>={cut}") for cut in cuts]


def signs_of(layout: Layout, value: int, chance: float, endpoint: Link, arm: Link) -> tuple[str, ...]:
    """The signs of a value that the gate gives this probability, with what was chosen for it."""
    return (
        *at_least("gate", chance),
        *_form(layout, value),
        *_choice(layout, value, "endpoint", endpoint),
        *_choice(layout, value, "arm", arm),
    )


def _form(layout: Layout, value: int) -> Iterator[str]:
    if layout.places[value].versus:
        yield "versus"
    if layout.respectively:
        yield "respectively"
    if layout.depths[layout.value_tokens[value][0]]:
        yield "in-bracket"


def _choice(layout: Layout, value: int, role: str, link: Link) -> Iterator[str]:
    """How sure and how clear the choice of a role is."""
    if link.told:
        yield f"{role}:told"
    yield from at_least(f"{role}:mass", link.mass or link.probability)
    if link.phrase is None:
        yield f"{role}:none"
        return
    if layout.clauses[link.phrase.first] == layout.clauses[layout.value_tokens[value][0]]:
        yield f"{role}:clause"
    tagged = {"word": _TAGS[role], "last-word": _ENDS[role], "word-of-other": _TAGS[_OTHER[role]]}
    yield from (f"{role}:{name}" for name, tags in tagged.items() if link.phrase.has(*tags))
