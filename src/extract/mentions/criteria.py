"""Criteria: numbers that define an endpoint instead of being its value.

"A reduction of at least 50% in seizure frequency was seen in 38%": the 50% belongs to the name of
the endpoint. The span of a criterion holds the words and the number together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.mentions.clues import has_sign, has_unit_glued, has_word
from extract.mentions.tokens import NUMBER

_BOUND = (
    r"(?:at least|more than|less than|fewer than|no more than|greater than(?: or equal to)?|a minimum of"
    r"|[<>]\s?(?:or\s?=|=)?|[\u2264\u2265])"
)
_CHANGE = r"(?:reductions?|decreases?|improvements?|increases?|declines?|falls?|gains?|loss|losses|rises?|changes?)"
_UNIT = r"(?:%|percent|per cent|points?\b|fold\b|mm\s?Hg\b|lines?\b|letters?\b|logs?\b)"
_AMOUNT = rf"(?:{NUMBER})(?:[- ](?:{NUMBER}))?\s?-?{_UNIT}?"

PATTERNS: tuple[re.Pattern[str], ...] = (
    # "reduction of at least 50%", "decrease from baseline of > or = 3 points"
    re.compile(rf"\b{_CHANGE}(?: from baseline)?(?: of| by)? {_BOUND}\s?{_AMOUNT}", re.IGNORECASE),
    # "at least a 50% reduction", ">= 20% decrease", "> or = 3-point improvement"
    re.compile(rf"{_BOUND}\s?(?:a |an )?{_AMOUNT}\s?{_CHANGE}\b", re.IGNORECASE),
    # "50% or greater reduction"
    re.compile(rf"(?<![\w.]){_AMOUNT} or (?:more|greater|better) {_CHANGE}\b", re.IGNORECASE),
    # "the 50% responder rate", ">= 75% responders"
    re.compile(rf"(?<![\w.])(?:{_BOUND}\s?)?\d{{2,3}}\s?%\s?(?=-?\s?responders?\b)", re.IGNORECASE),
    # "HbA1c <7.0%", "IOP of 21 mmHg or less": a bound right behind a measured quantity, but not "<5% of patients"
    re.compile(rf"(?<=[A-Za-z0-9] )[<\u2264]\s?{_AMOUNT}(?!\s(?:of|in|vs|versus|and)\b)(?=[\s,.;)])"),
)


_CHANGES = [
    "reduction",
    "reductions",
    "decrease",
    "decreases",
    "improvement",
    "improvements",
    "increase",
    "increases",
    "decline",
    "declines",
    "fall",
    "falls",
    "gain",
    "gains",
    "loss",
    "losses",
    "rise",
    "rises",
    "change",
    "changes",
]
# The first three patterns have a word of change, which may be glued to the unit before it ("50percentreduction").
_CLUES = frozenset(glue + word for word in _CHANGES for glue in ("", "percent", "cent"))


_RESPONDERS = frozenset(["responder", "responders"])


def find_criteria(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the half-open spans of criteria in ``view[start:end]``."""
    responders = has_word(view, start, end, _RESPONDERS)
    changes = has_word(view, start, end, _CLUES) or has_unit_glued(view, start, end)
    bounds = has_sign(view, start, end, "<", "\u2264")
    asked = (*[changes] * 3, responders, bounds)
    for pattern in (p for p, wanted in zip(PATTERNS, asked, strict=True) if wanted):
        for found in pattern.finditer(view, start, end):
            yield found.start(), len(found.group().rstrip()) + found.start()
