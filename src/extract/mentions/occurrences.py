"""Where the words of a view stand: an index built once, so that asking for a name costs only its own occurrences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

# The first letters and digits of what may be a name: "EMPA" of "EMPA-REG", "4S", "iPrEx".
_FIRST = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]|\d(?=[A-Z])|[a-z](?=[A-Z]))[A-Za-z0-9]*")
_CAPITAL = re.compile(r"[A-Z][A-Za-z0-9]*")
_LOWER = re.compile(r"(?<![^\W_])[a-z]{4,}(?![^\W_])")
_JOINT = re.compile(r"[\s-]")
# What stands behind a whole name.
_APART = re.compile(r"(?!\w)(?!-[A-Z0-9])")
# "PHOENIX 119", "SOLO-212,13" in a cell: no programme has so many trials.
_RAISED = re.compile(r"(?:[1-9]\d(?:[,-]\d{1,2}){0,4}|[1-9](?:[,-]\d{1,2}){1,4})(?![\w-])")
_ACRONYM_AND_DIGIT = re.compile(r"[A-Z][A-Za-z-]{2,60}[A-Z][ -]\d\Z")


def _firsts(view: str, low: int, high: int) -> Iterator[tuple[str, int]]:
    """What ``_FIRST`` finds, from capital to capital: looking for these is five times as fast."""
    for match in _CAPITAL.finditer(view, low, high):
        start = match.start()
        before = view[start - 1] if start else " "
        if (before.isdecimal() or "a" <= before <= "z") and start > low and not _inside(view, start - 1):
            yield before + match.group(), start - 1
        elif not _inside(view, start):
            yield match.group(), start


def _inside(view: str, position: int) -> bool:
    """Whether a letter or digit of ASCII stands right before a position."""
    before = view[position - 1] if position else " "
    return before.isascii() and before.isalnum()


class Occurrences:
    """The capitalised words of ``view`` and where each begins."""

    def __init__(self, view: str) -> None:
        self.view = view

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        starts: dict[str, list[int]] = {}
        for word, start in _firsts(self.view, 0, len(self.view)):
            starts.setdefault(word, []).append(start)
        return starts

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """The words of four letters and more that the view prints without a capital."""
        return frozenset(_LOWER.findall(self.view))

    def of(self, name: str) -> Iterator[tuple[int, int]]:
        """The half-open spans at which ``name`` stands as it is, no letter or digit behind it."""
        first = _FIRST.match(name)
        for start in self._starts.get(first.group(), ()) if first else ():
            end = start + len(name)
            if self.view.startswith(name, start) and not self.view[end : end + 1].isalnum():
                yield start, end

    def any_before(self, name: str, follows: re.Pattern[str], least: int = 1) -> bool:
        """Whether ``follows`` matches right behind the name at ``least`` so many places."""
        count = 0
        for _, end in self.of(name):
            count += follows.match(self.view, end) is not None
            if count >= least:
                return True
        return False


class Finder:
    """Finds many names in one walk; a space in a name stands for a hyphen too, and the other way round.

    A name that ends in one digit may have the numbers of citations glued to it: "PHOENIX 119".
    """

    def __init__(self, names: Iterable[str]) -> None:
        # By their first word, the names with all joints alike; and the lengths that these have, the longest first.
        self._names: dict[str, dict[str, str]] = {}
        for name in names:
            if first := _FIRST.match(name):
                self._names.setdefault(first.group(), {}).setdefault(_JOINT.sub(" ", name), name)
        self._lengths = {first: sorted({*map(len, names)}, reverse=True) for first, names in self._names.items()}

    def find(self, view: str, low: int, high: int) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, name) in ``view[low:high]``, the longest name at each place."""
        after = low
        for word, start in _firsts(view, low, high) if self._names else ():
            before = view[start - 1 : start]
            if start < after or word not in self._names or before.isalnum() or before in ("-", "_"):
                continue
            for length in self._lengths[word]:
                end = start + length
                name = self._names[word].get(_JOINT.sub(" ", view[start:end])) if end <= high else None
                if name and (_APART.match(view, end, high) or _is_raised(view, start, end, high, name)):
                    after = end
                    yield start, end, name
                    break


def _is_raised(view: str, start: int, end: int, high: int, name: str) -> bool:
    """Whether citations are glued to the name of an acronym and a digit, printed as it is."""
    return bool(view.startswith(name, start) and _RAISED.match(view, end, high) and _ACRONYM_AND_DIGIT.fullmatch(name))
