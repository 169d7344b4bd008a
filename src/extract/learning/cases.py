"""Training cases: what one sentence teaches about its numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from extract.learning.fit import OWN, Choice, YesNo
from extract.mentions.phrases import Phrase
from extract.relations.chain import Pick, candidates, link_features
from extract.relations.layout import Layout


@dataclass(frozen=True, slots=True)
class Cases:
    """Is each number a reported value; and which endpoint and which arm does it have?"""

    results: list[YesNo] = field(default_factory=list)
    endpoints: list[Choice] = field(default_factory=list)
    arms: list[Choice] = field(default_factory=list)
    wholes: list[Choice] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PhraseCases:
    """Which phrases of a sentence are arms, and which are endpoints?"""

    arms: list[YesNo] = field(default_factory=list)
    endpoints: list[YesNo] = field(default_factory=list)


def doubled(names: Sequence[str]) -> tuple[str, ...]:
    """The features of a passage without an article: shared with the articles, and once more as its own.

    So the two kinds of text share what they have in common (Daum\u00e9 III, 2007).
    """
    return (*names, *[OWN + n for n in names])


def choice(
    layout: Layout, value: int, role: str, right: Callable[[Phrase], bool] | None, before: Sequence[tuple[int, Pick]]
) -> tuple[Choice, Pick] | None:
    """The choice of a role for one value, and the right pick; ``right`` is None where it has no answer.

    ``before`` holds the right picks of the values before it. None when the answer is no candidate.
    """
    options = candidates(layout, value, role)
    rows = tuple((*names, *link_features(layout, value, pick, before, role)) for pick, names in options)
    answers = [k for k, (pick, _) in enumerate(options) if _answers(pick, right)]
    if layout.passage.alone:
        rows = tuple(map(doubled, rows))
    return (Choice(rows, frozenset(answers)), options[answers[0]][0]) if answers else None


def _answers(pick: Pick, right: Callable[[Phrase], bool] | None) -> bool:
    if right is None or pick is None:
        return pick is None and right is None
    return right(pick)
