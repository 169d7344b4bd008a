"""Phases of trials: "phase III", "phase I/II", "Phase 2b/3", and what only looks like one.

The value is the guide's: "0", "1", "1/2", "2", "2/3", "3", "3/4" or "4"; letters are dropped
("IIb" is "2"). Several trials of several phases ("phase I, II and III trials") give no mention, for
no single study has that phase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extract.lexicon import lexicon
from extract.mentions.mention import Kind, Mention

_DIGIT = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "one": "1", "two": "2", "three": "3", "four": "4"}
_PAIRS = frozenset({"1/2", "2/3", "3/4"})

_NUMBER = r"(?:IV|I{1,3}|iv|i{1,3}|[0-4]|one|two|three|four)(?:[ABCabc](?![A-Za-z]))?"
_END = r"(?![\w%]|\.\d)"
# "I/II", "1b-2a", "I and II", "II, III, and IV", "I/phase II"
# A comma joins Roman numerals, or Arabic ones in a list: "phase 2, 12 patients" ends at the comma.
_COMMA = r",(?= ?(?:and |or )?(?:[Pp]hase[ -])?(?:[IVi]|[0-4](?:,| and| or| trial| stud)))"
_JOINT = rf" ?(?:/|-|{_COMMA}|\band\b|\bor\b|\bto\b|&) ?(?:and |or )?(?:[Pp]hase[ -])?"
_PHASE = re.compile(
    rf"[Pp](?:hase|HASE)(?P<plural>s|S)?[ :#\n-]{{0,2}}(?P<body>{_NUMBER}{_END}(?:{_JOINT}{_NUMBER}{_END}){{0,3}})"
)
_PART = re.compile(rf"(?P<joint>{_JOINT})?(?P<number>{_NUMBER})(?![A-Za-z])")
_CELL = re.compile(
    rf"\s{{0,9}}(?:[Pp]hase[ -]?)?(?P<body>{_NUMBER}(?:{_JOINT}{_NUMBER})?)\s{{0,9}}(?:[(,;*†‡].{{0,60}})?"
)
# "phase 2 of the study" is a part of a trial, "phase 3 of the cell cycle" is none.
_PART_OF = re.compile(r" of (?:the|this|that|our|each|treatment|therapy|life)\b")
_ONE_STUDY = re.compile(r" (?:[\w,/-]+ ){0,4}?(?:trial|study)\b")


def find_phases(view: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the phases of trials in ``view[start:end]``."""
    for found in _PHASE.finditer(view, start, end):
        if not view[found.start() - 1 : found.start()].isalpha() and not _other_sense(view, found, end):
            value = _value(found["body"], bool(_ONE_STUDY.match(view, found.end(), end)))
            if value:
                yield Mention(Kind.PHASE, found.start(), found.end(), value, "phase")


def phase_of_cell(text: str) -> str | None:
    """The phase that a cell of a "Phase" column holds ("III", "1b/2", "Phase 3 (open)"), else None."""
    found = _CELL.fullmatch(text.replace("\u2013", "-").replace("\u2014", "-"))
    return (_value(found["body"], True) or None) if found else None


def _value(body: str, one_study: bool) -> str:
    parts = list(_PART.finditer(body))
    digits = list(dict.fromkeys(_digit(part["number"]) for part in parts))
    joints = {re.sub(r"[Pp]hase|[ -]+$", "", part["joint"] or "").strip() or "-" for part in parts[1:]}
    if len(digits) == 1:
        return digits[0]
    value = "/".join(digits)
    # "phase I/II" and "phase I-II" are one study's; "phase I and II" only with a singular noun.
    return value if value in _PAIRS and (joints <= {"/", "-"} or (one_study and joints <= {"and", "&"})) else ""


def _digit(printed: str) -> str:
    word = printed.lower()
    return _DIGIT.get(word) or _DIGIT.get(word.rstrip("abc")) or word[0]


def _other_sense(view: str, found: re.Match[str], end: int) -> bool:
    if _PART_OF.match(view, found.end(), end):
        return True
    after, before = _neighbours()
    return bool(after.match(view, found.end(), end) or before.search(view[max(0, found.start() - 20) : found.start()]))


@lru_cache(maxsize=1)
def _neighbours() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns for the words of ``phases.csv`` that give "phase 2" another sense."""
    rows = lexicon("phases").rows
    after = "|".join(re.escape(row.term) for row in rows if "after" in row.tags)
    before = "|".join(re.escape(row.term) for row in rows if "before" in row.tags)
    return re.compile(rf" (?:{after})s?\b", re.IGNORECASE), re.compile(rf"\b(?:{before})[ -]$", re.IGNORECASE)
