"""Pools: several lexicons searched in one pass over the words of a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from extract.lexicon.trie import Hit, Remembered, Row, Trie, Words, longest

# An article has some three thousand different words.
_WORDS = 16_384


class Searched(Protocol):
    """A lexicon as a pool needs it."""

    def opening(self, word: str) -> tuple[Trie | None, Row | None]:
        """The branch of the trie below a first word, and the row of a word's suffix."""


class _Opening(NamedTuple):
    """What a lexicon knows of a word: its place in the pool, the branch of its trie, the row of its suffix."""

    place: int
    branch: Trie | None
    suffix: Row | None
    alone: bool  # whether the word by itself may be a hit

    @classmethod
    def of(cls, place: int, branch: Trie | None, suffix: Row | None) -> _Opening:
        return cls(place, branch, suffix, suffix is not None or (branch is not None and "" in branch))


class Pool:
    """Several lexicons that are asked about the same words: one look-up a word for all of them."""

    def __init__(self, lexicons: Sequence[Searched]) -> None:
        self.lexicons = tuple(lexicons)
        self._openings = Remembered(self._opened, _WORDS)

    def _opened(self, word: str) -> tuple[_Opening, ...]:
        known = (_Opening.of(place, *words.opening(word)) for place, words in enumerate(self.lexicons))
        return tuple(opening for opening in known if opening.branch or opening.suffix)

    def find(self, view: str, words: Words) -> list[list[Hit]]:
        """The term and suffix hits of each lexicon, by start, over words already cut."""
        hits: list[list[Hit]] = [[] for _ in self.lexicons]
        free, openings = [0] * len(hits), self._openings
        following = [*words.lower[1:], "."]
        # Most words open nothing, and many only longer terms: a look-up or two settles that.
        for i, opened in [(i, o) for i, word in enumerate(words.lower) if (o := openings[word])]:
            for place, branch, suffix, alone in opened:
                if i < free[place] or not (alone or (branch and following[i] in branch)):
                    continue
                hit, free[place] = longest(view, words, i, branch) if branch else (None, i + 1)
                if hit:
                    hits[place].append(hit)
                elif suffix:
                    hits[place].append(Hit(words[i][1], words[i][2], suffix))
        return hits
