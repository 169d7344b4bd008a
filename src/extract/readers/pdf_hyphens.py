"""Hyphens at the ends of printed lines: which ones belong to the word, and which only part it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]{1,40}(?:[-\u2010\u2011][^\W_]{1,40}){0,9}")
_HYPHEN = re.compile(r"[-\u2010\u2011]")
_BEFORE = re.compile(r"([^\W_]{0,40})([-\u2010\u2011\u00ad])\Z")
_BEHIND = re.compile(r"[^\W_]{1,40}")
# So many hyphens that surely belong, and none that surely parts, say that the file parts no words.
_ENOUGH = 4
# A sign that ends so many lines, so much more often than it stands within them, is the one that parts words.
_FEWEST_PARTING, _OFTEN = 3, 5
_SHORTEST_WORD = 4


class Hyphens:
    """Decides by the words and signs that stand elsewhere in the same article."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._words = Counter(piece for line in lines for word in _inner_words(line) for piece in _pieces(word))
        self._parting = _parting_signs(lines)
        self._parts_words = self._has_parted(lines)

    def belongs(self, before: str, behind: str) -> bool:
        """Whether the hyphen at the end of ``before`` is the word's own, with ``behind`` on the next line."""
        found, right = _BEFORE.search(before), _BEHIND.match(behind)
        if not found:
            return True
        left, sign = found.groups()
        if not right or not left or not left[-1].islower() or not right.group()[0].islower():
            return sign not in self._parting
        known = self._known(left, right.group())
        if known is not None:
            return known
        if len(self._parting) > 1 or not self._parts_words:
            return sign not in self._parting
        # a word of the article before the hyphen makes a compound; else a hyphen that only parts is what is usual
        likely = len(left) >= _SHORTEST_WORD or self._words[right.group().lower()] > 0
        return likely and self._words[left.lower()] > 0

    def _known(self, left: str, right: str) -> bool | None:
        """What the article's other words say; None where they are silent."""
        whole, compound = self._words[(left + right).lower()], self._words[f"{left}-{right}".lower()]
        return compound > whole if whole or compound else None

    def _has_parted(self, lines: Iterable[str]) -> bool:
        """Whether the file parts words at the ends of lines."""
        sure = Counter[bool]()
        for upper, line in pairwise(lines):
            found, right = _BEFORE.search(upper), _BEHIND.match(line)
            if found and right and found.group(1) and (known := self._known(found.group(1), right.group())) is not None:
                sure[known] += 1
        return not (sure[True] >= _ENOUGH and sure[False] * 20 < sure[True])


def _parting_signs(lines: Iterable[str]) -> frozenset[str]:
    """The hyphens that only part words: the soft one, and one that ends lines but hardly stands within them."""
    inside, ends = Counter[str](), Counter[str]()
    for line in lines:
        inside.update(_HYPHEN.findall(line[:-1]))
        ends.update(_HYPHEN.findall(line[-1:]))
    others = {s: inside.total() - inside[s] for s in ends}
    return frozenset(
        ("\u00ad", *(s for s, n in ends.items() if n >= max(_FEWEST_PARTING, _OFTEN * inside[s]) and others[s]))
    )


def _inner_words(line: str) -> list[str]:
    """The words of a line but for a part of one before a hyphen at its end."""
    words = _WORD.findall(line)
    return words[:-1] if _BEFORE.search(line) else words


def _pieces(word: str) -> Iterable[str]:
    """A word, and of a compound its parts and each two of them that stand side by side."""
    parts = _HYPHEN.split(word.lower())
    return [*parts, *(f"{a}-{b}" for a, b in pairwise(parts))]
