"""Numbers written as words: "two", "seventy-two", "two hundred and fifty-one"."""

from __future__ import annotations

import re

_ONES = {
    w: i
    for i, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    w: 10 * i
    for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
_SCALES = {"hundred": 100, "thousand": 1000}
_WORD = "|".join([*_ONES, *_TENS])
# The words that a number can begin with.
FIRST_WORDS = frozenset([*_ONES, *_TENS])
NUMBER_WORDS = re.compile(
    rf"\b(?:{_WORD})(?:[- ](?:and[- ])?(?:{'|'.join([*_SCALES, *_ONES, *_TENS])})){{0,7}}\b", re.IGNORECASE
)


def parse_words(printed: str) -> int | None:
    """The value of a printed number word, or None when its words make no number."""
    total = current = 0
    for word in re.split(r"[- ]+", printed.lower()):
        if word in _SCALES:
            current = max(current, 1) * _SCALES[word]
            if word == "thousand":
                total, current = total + current, 0
        elif word in _ONES or word in _TENS:
            current += _ONES.get(word, 0) + _TENS.get(word, 0)
        elif word != "and":
            return None
    return total + current
