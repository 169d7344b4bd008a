"""Training cases: what one sentence teaches about its numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from extract.learning.fit import Choice, YesNo
from extract.mentions.phrases import Phrase
from extract.relations.features import none_features, pair_features
from extract.relations.layout import Layout


@dataclass(frozen=True, slots=True)
class Cases:
    """Is each number a reported value; and which endpoint and which arm does it have?"""

    results: list[YesNo] = field(default_factory=list)
    endpoints: list[Choice] = field(default_factory=list)
    arms: list[Choice] = field(default_factory=list)


def choice(layout: Layout, value: int, role: str, right: Callable[[Phrase], bool], given: bool) -> Choice | None:
    """The choice of a role for one value; None when it has an answer that is no candidate."""
    phrases = layout.passage.phrases
    candidates = [tuple(pair_features(layout, value, p, role)) for p in phrases]
    candidates.append(tuple(none_features(layout, value, role)))
    answers = frozenset(k for k, p in enumerate(phrases) if right(p)) if given else frozenset({len(phrases)})
    return Choice(tuple(candidates), answers) if answers else None
