"""Terms as a trie of words: the longest row of a lexicon that begins at a word of a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple, TypeVar

_BETWEEN = re.compile(r"([\W_]+)")
WORD = re.compile(r"[^\W_]+")
# What may stand between two words of one term.
_JOINT = re.compile(r"[ \-/,'\n]{0,2}\Z")
# A word and its half-open span.
Word = tuple[str, int, int]
_start = itemgetter(1)
# A node: the nodes below it by the next word, and under "" the rows that end there.
Trie = dict[str, object]


class Row(NamedTuple):
    """One row of a lexicon file; ``file`` and ``line`` say where it stands."""

    file: str
    line: int
    term: str
    match: str
    value: str
    tags: frozenset[str]
    example: str
    counterexample: str

    @property
    def rule(self) -> str:
        """The name that a mention's ``rule`` carries: "endpoints:overall survival"."""
        return f"{self.file}:{self.term}"


class Hit(NamedTuple):
    """A row found at the half-open span ``[start, end)``."""

    start: int
    end: int
    row: Row


K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(dict[K, V]):
    """A function's answers, worked out once; when there are too many it begins anew."""

    def __init__(self, function: Callable[[K], V], most: int) -> None:
        super().__init__()
        self._function, self._most = function, most

    def __missing__(self, key: K) -> V:
        if len(self) >= self._most:
            self.clear()
        answer = self[key] = self._function(key)
        return answer


class Words(list[Word]):
    """The words of one region as (word, start, end); ``lower`` has them in lower case, ``known`` each once."""

    def __init__(self, words: Iterable[Word]) -> None:
        super().__init__(words)
        self.lower = [word[0].lower() for word in self]
        self.known = frozenset(self.lower)

    def at(self, position: int) -> int | None:
        """The index of the word that begins at a position."""
        i = bisect_left(self, position, key=_start)
        return i if i < len(self) and self[i][1] == position else None


@lru_cache(maxsize=2_048)
def cut_words(view: str, start: int, end: int) -> Words:
    """The words of ``view[start:end]``, cut once: many lexicons ask for one region in a row.

    An article has some hundred regions, which one stage after the other goes through.
    """
    # Words and what parts them in turn, whose lengths give the spans: faster than a match a word.
    pieces = _BETWEEN.split(view[start:end])
    bounds = list(accumulate(map(len, pieces), initial=start))
    words = list(zip(pieces[::2], bounds[::2], bounds[1::2], strict=True))
    # A region that begins or ends with a sign has nothing before or behind it.
    return Words(words[not words[0][0] : len(words) - (not words[-1][0])])


def longest(view: str, words: Words, i: int, branch: Trie) -> tuple[Hit | None, int]:
    """The longest row that begins at word ``i`` below ``branch``, and the index of the word behind it."""
    best: tuple[Hit | None, int] = (None, i + 1)
    node, start, end, j = branch, words[i][1], words[i][2], i + 1
    while True:
        leaf = node.get("")
        row = _fitting(leaf, view[start:end]) if isinstance(leaf, _Leaf) else None
        if row:
            best = (Hit(start, end, row), j)
        following = node.get(words.lower[j]) if j < len(words) else None
        if not isinstance(following, dict) or not _joined(view[end : words[j][1]]):
            return best
        node, end, j = following, words[j][2], j + 1


def _joined(between: str) -> bool:
    return between == " " or bool(_JOINT.match(between))


class _Leaf:
    """The rows that end at one node: those as written with their words, the first of any case."""

    __slots__ = ("exact", "loose")

    def __init__(self) -> None:
        self.exact: list[tuple[list[str], Row]] = []
        self.loose: Row | None = None

    def add(self, row: Row) -> None:
        if row.match == "exact":
            self.exact.append((WORD.findall(row.term), row))
        elif self.loose is None:
            self.loose = row


def insert(branch: Trie, words: list[str], row: Row) -> None:
    """Put a row below the branch of its first word, under each form of its last one."""
    for last in forms(words[-1]) if row.match == "term" and len(words) > 1 else words[-1:]:
        node = branch
        for word in [*words[1:-1], last][: len(words) - 1]:
            node = node.setdefault(word, {})  # type: ignore[assignment]
        node.setdefault("", _Leaf()).add(row)  # type: ignore[attr-defined]


def _fitting(leaf: _Leaf, printed: str) -> Row | None:
    """The first row of a leaf whose case fits: exact rows before those of any case."""
    if leaf.exact:
        letters = WORD.findall(printed)
        for words, row in leaf.exact:
            if words == letters:
                return row
    return leaf.loose


def forms(word: str) -> list[str]:
    """The word and its regular plural."""
    if len(word) < 3 or word.endswith("s"):
        return [word]
    if word.endswith("y") and word[-2] not in "aeiou":
        return [word, word[:-1] + "ies"]
    return [word, word + ("es" if word.endswith(("x", "ch", "sh")) else "s")]
