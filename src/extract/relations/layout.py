"""How the values of a passage stand to each other and to its phrases: groups, lists, brackets."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, wraps
from itertools import pairwise
from typing import Any, Concatenate, ParamSpec, TypeVar

from extract.lexicon import lexicon
from extract.mentions.mention import Mention
from extract.mentions.phrases import Phrase
from extract.relations.passage import Passage

# Signs that may stand between the values of one list ("97.5% vs. 90.2%"); the words are in connectors.csv.
_SIGNS = {",", ".", "/", "(", ")", "[", "]", "%", "+", "-"}
# More words than this between two values are no list.
_LOOSE = 8
ARM_TAGS = ("treatments", "stems", "arms", "dose")
ENDPOINT_TAGS = ("endpoints",)


@dataclass(frozen=True, slots=True)
class Place:
    """A value's place in its list: which list, which position of how many, and what parts it."""

    group: int
    index: int
    size: int
    versus: bool


P = ParamSpec("P")
T = TypeVar("T")
Likely = Callable[[Passage, Phrase], float]
# Without a trained tagger a phrase is what the lexicons say.
BY_TAGS: dict[str, Likely] = {
    "arm": lambda _passage, phrase: 1.0 if phrase.has(*ARM_TAGS) else -1.0,
    "endpoint": lambda _passage, phrase: 1.0 if phrase.has(*ENDPOINT_TAGS) else -1.0,
}


def once(function: Callable[Concatenate[Layout, P], T]) -> Callable[Concatenate[Layout, P], T]:
    """Let a function of a layout work out each answer once; the layout keeps the answers."""

    @wraps(function)
    def answer(layout: Layout, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (function, *args)
        known = layout.remembered
        found: Any = known.get(key, known)  # no answer is that dict itself
        if found is known:
            found = known[key] = function(layout, *args, **kwargs)
        told: T = found
        return told

    return answer


class Layout:
    """The places of a passage's values and the order of its phrases."""

    def __init__(self, passage: Passage, likely: Mapping[str, Likely] | None = None) -> None:
        self.passage = passage
        self.likely = likely or BY_TAGS
        self.value_tokens = [(passage.token_at(v.start), passage.token_at(v.end - 1) + 1) for v in passage.values]
        self.depths = _depths(passage)
        self.clauses = _clauses(passage)
        self.places = self._places()
        self._odds: dict[Phrase, tuple[float, float]] = {}
        self._seats: dict[tuple[str, Phrase], int | None] = {}
        # What functions marked "once" have worked out.
        self.remembered: dict[tuple[object, ...], Any] = {}

    def reporting(self, values: Sequence[int]) -> Layout:
        """The layout of the passage with these values alone, by their indices."""
        if len(values) == len(self.passage.values):
            return self
        made = Layout(self.passage.reporting(values), self.likely)
        made._odds = self._odds
        for name in ("arms", "endpoints", "tagged"):
            made.__dict__[name] = getattr(self, name)
        return made

    def values_within(self, low: int, high: int) -> int:
        """How many values lie within the half-open range of tokens."""
        starts, ends = self._value_bounds
        return max(0, bisect_right(ends, high) - bisect_left(starts, low))

    @cached_property
    def _value_bounds(self) -> tuple[list[int], list[int]]:
        return [a for a, _ in self.value_tokens], [b for _, b in self.value_tokens]

    def odds(self, phrase: Phrase) -> tuple[float, float]:
        """The log odds that the tagger gives a phrase for being an arm, and an endpoint."""
        known = self._odds.get(phrase)
        if known is None:
            likely = self.likely
            known = likely["arm"](self.passage, phrase), likely["endpoint"](self.passage, phrase)
            self._odds[phrase] = known
        return known

    def liked(self, role: str) -> list[Phrase]:
        """The phrases that the tagger takes for the role."""
        return self.arms if role == "arm" else self.endpoints

    def seat(self, role: str, phrase: Phrase) -> int | None:
        """The index of the first liked phrase of the role that holds the phrase, or None."""
        key = (role, phrase)
        if key not in self._seats:
            holders = (k for k, p in enumerate(self.liked(role)) if p.first <= phrase.first and phrase.last <= p.last)
            self._seats[key] = next(holders, None)
        return self._seats[key]

    @cached_property
    def respectively(self) -> bool:
        """Whether the passage pairs its lists by the word "respectively"."""
        return "respectively" in self.passage.text.lower()

    @cached_property
    def arms(self) -> list[Phrase]:
        """The phrases that the tagger takes for arms, outermost only, in order."""
        return outermost([p for p in self.passage.phrases if self.odds(p)[0] > 0.0])

    @cached_property
    def bare_arms(self) -> list[Phrase]:
        """The outermost phrases that are arms by their words and go through no preposition ("patients on 4 mg")."""
        words, lower = lexicon("words").word_tags, self.passage.lower
        arms = [p for p in self.passage.phrases if p.has(*ARM_TAGS) and p.last - p.first <= 6]
        bare = outermost([p for p in arms if not any("prep" in words.get(w, ()) for w in lower[p.first : p.last])])
        return _fused(bare, lower)

    @cached_property
    def endpoints(self) -> list[Phrase]:
        """The phrases that the tagger takes for endpoints, outermost only, in order."""
        return outermost([p for p in self.passage.phrases if self.odds(p)[1] > 0.0])

    @cached_property
    def tagged(self) -> dict[str, list[Phrase]]:
        """The outermost phrases that the lexicons take for the role, by role."""
        return {
            "arm": outermost([p for p in self.passage.phrases if p.has(*ARM_TAGS)]),
            "endpoint": outermost([p for p in self.passage.phrases if p.has(*ENDPOINT_TAGS)]),
        }

    def _places(self) -> list[Place]:
        groups: list[list[int]] = []
        for i in range(len(self.passage.values)):
            if groups and self._linked(groups[-1][-1], i):
                groups[-1].append(i)
            else:
                groups.append([i])
        places: list[Place] = []
        for g, members in enumerate(groups):
            versus = len(members) > 1 and any(_pairs(self._between_words(a, b)) for a, b in pairwise(members))
            places += [Place(g, k, len(members), versus) for k in range(len(members))]
        return places

    def _between_words(self, i: int, j: int) -> set[str]:
        return {*self.passage.lower[self.value_tokens[i][1] : self.value_tokens[j][0]]}

    def _linked(self, i: int, j: int) -> bool:
        """Whether only list words and qualifiers (intervals, p-values) stand between two values."""
        low, high = self.value_tokens[i][1], self.value_tokens[j][0]
        words = self.passage.lower[low:high]
        if ";" in words:
            return False
        skip = [(m.start, m.end) for m in (*self.passage.intervals, *self.passage.p_values)]
        listed, loose = lexicon("connectors").word_tags, 0
        for word, token in zip(words, self.passage.tokens[low:high], strict=True):
            if not any(a <= token.start < b for a, b in skip):
                loose += 1
                if loose > _LOOSE or (word not in _SIGNS and "list" not in listed.get(word, ())):
                    return False
        return True


def _fused(arms: Sequence[Phrase], words: Sequence[str]) -> list[Phrase]:
    """Arms with those that "plus" joins made one: "metoclopramide plus dexamethasone"."""
    out: list[Phrase] = []
    for arm in arms:
        last = out[-1] if out else None
        if last and words[last.last : arm.first] in (("plus",), ("+",)):
            tags = last.tags | arm.tags
            out[-1] = Phrase(last.start, arm.end, last.first, arm.last, tags, arm.head)
        else:
            out.append(arm)
    return out


def outermost(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Drop phrases that lie inside another of the list."""
    out: list[Phrase] = []
    for phrase in sorted(phrases, key=lambda p: (p.first, -p.last)):
        if not out or phrase.last > out[-1].last:
            out.append(phrase)
    return out


def _depths(passage: Passage) -> list[int]:
    depth, out = 0, []
    for token in passage.tokens:
        if token.text in "([" and token.kind == "p":
            depth += 1
        out.append(depth)
        if token.text in ")]" and token.kind == "p":
            depth = max(0, depth - 1)
    return out


def _pairs(words: set[str]) -> bool:
    connectors = lexicon("connectors").word_tags
    return any("pair" in connectors.get(w, ()) for w in words)


def _clauses(passage: Passage) -> list[int]:
    """The number of the clause of each token; what stands in brackets is a clause of its own."""
    out: list[int] = []
    stack, top = [0], 0
    connectors = lexicon("connectors").word_tags
    for text in passage.lower:
        if text in ("(", "["):
            top += 1
            stack.append(top)
        elif text in (";", ":") or "clause" in connectors.get(text, ()):
            top += 1
            stack[-1] = top
        out.append(stack[-1])
        if text in (")", "]") and len(stack) > 1:
            stack.pop()
    return out


def value_index(passage: Passage, value: Mention) -> int:
    """The index of a value in its passage."""
    return passage.values.index(value)
