"""When two values count as the same: the reference scorer's equalities.

None of them is transitive (they allow a spelling or a rounding apart), so values are matched one
to one by their callers, never grouped.
"""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz

from extract.evaluation import normalise
from extract.records.schema import Result

# A number may be printed with or without its sign ("a reduction of 0.7"); doubles differ by less.
TOLERANCE = 1e-6
ENDPOINT_LIKENESS = 75
ARM_LIKENESS = 75


@lru_cache(maxsize=262144)
def alike(one: str | None, other: str | None, likeness: int) -> bool:
    """Whether two phrases are equal or at least ``likeness`` (0 to 100) alike, by words or by letters."""
    a, b = normalise.plain(one), normalise.plain(other)
    if a == b:
        return True
    if not a or not b:
        return False
    return fuzz.token_set_ratio(a, b) >= likeness or fuzz.ratio(a, b) >= likeness


def same_endpoint(one: str | None, other: str | None) -> bool:
    """Whether two endpoints are synonyms or share enough words; an empty one is like no other."""
    a, b = normalise.endpoint(one), normalise.endpoint(other)
    return bool(a and b) and (a == b or fuzz.token_set_ratio(a, b) >= ENDPOINT_LIKENESS)


def same_arm(one: str | None, other: str | None) -> bool:
    """Whether two arms are alike or one's words hold the other's; no arm is like no arm only."""
    if alike(one, other, ARM_LIKENESS):
        return True
    if not one or not other:
        return False
    a, b = normalise.plain(one), normalise.plain(other)
    return a in b or b in a


def same_timepoint(one: str | None, other: str | None) -> bool:
    """Whether two timepoints are the same number of days, or the same words."""
    return normalise.timepoint(one) == normalise.timepoint(other)


def same_number(one: Result, other: Result) -> bool:
    """Whether two results print the same value, whatever its sign; without a value, the same range."""
    if one.value is None or other.value is None:
        return one.value is None and other.value is None and (one.low, one.high) == (other.low, other.high)
    return abs(abs(one.value) - abs(other.value)) <= TOLERANCE
