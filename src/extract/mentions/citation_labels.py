"""Label arithmetic: what "[13-15]", "[1315]" and "2006a, b" cite, one label at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass

# One printed number of a citation: a letter may follow ("12a").
ITEM = r"\d{1,6}[a-z]?"
# Where the dash of "2013-2015" was lost, both halves stand together: at most three digits each.
_ITEM = re.compile(r"(\d{1,6})([a-z]?)")
_SPLIT = re.compile(r"[,;]")
_DASH = re.compile(r"\s?-\s?")
# A citation never runs over more references than this; "[12-340]" is something else.
_LONGEST_RANGE = 60
_TOP_UNKNOWN = 999
_YEARS = range(1900, 2100)


@dataclass(frozen=True, slots=True)
class Numbering:
    """The numbers of an article's reference list; empty when the list is unknown or not numbered."""

    numbers: frozenset[int]
    labels: frozenset[str]

    @classmethod
    def of(cls, labels: list[str]) -> Numbering:
        """The numbering that reference labels make ("1", "2", "12a")."""
        numbers = frozenset(int(label) for label in labels if label.isdecimal())
        return cls(numbers, frozenset(labels))

    @property
    def top(self) -> int:
        """The highest number, or a bound for an article whose list is unknown."""
        return max(self.numbers, default=_TOP_UNKNOWN)

    def fits(self, number: int) -> bool:
        """Whether a reference could have this number (the list itself may have lost an entry)."""
        return 0 < number <= self.top

    def expand(self, printed: str) -> tuple[str, ...]:
        """The labels of a printed list such as "1, 4-6" or "1315"; empty when it cites nothing.

        A number that the list has stays itself; one that it cannot have is read as a range that
        lost its dash ("510" is 5 to 10).
        """
        labels: list[str] = []
        for part in _SPLIT.split(printed):
            labels += self._range(part) if "-" in part else self._single(part.strip())
        return tuple(dict.fromkeys(labels))

    def _range(self, part: str) -> list[str]:
        first, *others = (_ITEM.match(end.strip()) for end in _DASH.split(part))
        last = others[-1] if others else None
        if not first or not last:
            return []
        low, high = int(first[1]), int(last[1])
        if not (self.fits(low) and self.fits(high) and 0 <= high - low <= _LONGEST_RANGE):
            return []
        return [str(n) for n in range(low, high + 1)]

    def _single(self, part: str) -> list[str]:
        found = _ITEM.fullmatch(part)
        if not found:
            return []
        if found[2] and part in self.labels:
            return [part]
        if self.fits(int(found[1])) and (self.numbers or len(found[1]) < 4):
            return [str(int(found[1]))]
        return [] if found[2] else self._lost_dash(found[1])

    def _lost_dash(self, digits: str) -> list[str]:
        """Read "1315" as 13 to 15: the split whose halves are numbers of the list, nearest together."""
        if not self.numbers and (len(digits) != 4 or int(digits) in _YEARS):
            return []
        best: tuple[int, int] | None = None
        for cut in range(1, len(digits)):
            low, high = int(digits[:cut]), int(digits[cut:])
            proper = digits[cut] != "0" and self.fits(low) and self.fits(high) and low < high
            if proper and high - low <= _LONGEST_RANGE and (best is None or high - low < best[1] - best[0]):
                best = (low, high)
        return [str(n) for n in range(best[0], best[1] + 1)] if best else []
