"""Timepoints: when a value was measured ("at 24 weeks", "day 30", "3-year", "baseline").

A duration without such a cue ("median survival 4.8 months") is a value, not a timepoint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.lexicon import lexicon
from extract.mentions.clues import has_sign, has_unit_glued, has_word
from extract.mentions.mention import Kind, Mention
from extract.mentions.numberwords import parse_words

_NUMBER = r"\d+(?:\.\d+)?"
_UNIT = r"(?:hours?|hrs?|h|days?|weeks?|wks?|months?|mo|years?|yrs?)"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|ninety"
_TEENS = "ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
# The look ahead spares most words the list.
_WORDS = rf"(?:(?=[otfsenOTFSEN])(?i:(?:{_TENS})(?:[\s-](?:{_ONES}))?|{_TEENS}|{_ONES}))"
_SPAN = rf"(?:{_NUMBER}|{_WORDS}|1/2)"
_BARE = re.compile(
    rf"(?<![\w.])(?P<number>\d+|{_WORDS})[\s-]?(?P<unit>{_UNIT})\b(?!\s(?:of\sage|old|since|before|ago|earlier)\b)"
)
# What makes a length of time an age, a threshold, a rate, or the time before a study: "aged 4 to 17 years".
_NO_TIME = re.compile(
    r"(?:[<>\u2264\u2265]|\b(?:age[ds]?|older|younger|under|above|below|per|preceding|previous|prior|past)\b"
    r"(?:\s[\w.-]{1,12}){0,3})\s?\Z"
)

# each pattern: its rule's name, then the form it is for
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    # "1-, 2-, and 3-year": one timepoint per number, in order
    ("series", re.compile(rf"\b(?P<list>{_SPAN}\s?-\s?(?:,?\s?(?:and|or|to)?\s?{_SPAN}\s?-\s?)+)(?P<unit>{_UNIT})\b")),
    ("hyphen", re.compile(rf"\b(?P<number>{_SPAN})\s?-\s?(?P<unit>{_UNIT})\b")),
    (
        "cue-list",  # "at 6 and 12 months"
        re.compile(
            rf"\b(?P<cue>at|after|by|over|for|during|through)\s(?P<list>{_SPAN}(?:,\s{_SPAN})*,?\s(?:and|or)\s{_SPAN})\s(?P<unit>{_UNIT})\b",
            re.I,
        ),
    ),
    (
        "cue",
        re.compile(
            r"\b(?P<cue>at|after|by|within|through|over|during|until|for|up to|every|from|before|past|last|first"
            r"|of follow-up|follow-up|follow-up (?:period )?(?:of|was)|followed (?:up )?(?:for|over))"
            r"\s(?:the\s|a\s|an\s)?"
            r"(?:(?:median|mean|average|end|first|last|total|additional|minimum|maximum|approximately|about|around"
            r"|nearly|up)\s(?:of\s|to\s)?"
            r"(?:follow-up\s)?(?:period\s)?(?:of\s|was\s)?)*(?:the\s)?"
            rf"(?P<number>{_SPAN}|an?(?=\s(?:hour|day|week|month|year)\b))\s?(?P<unit>{_UNIT})\b(?!\sof\sage)",
            re.I,
        ),
    ),
    # "weeks 9 to 12": one timepoint, as printed
    (
        "range",
        re.compile(rf"\b(?P<range>(?i:day|week|month|year)s\s{_NUMBER}\s?(?:-|to|through)\s?{_NUMBER})\b(?!\s?%)"),
    ),
    # "weeks 12 and 24": one timepoint per number
    (
        "unit-first-list",
        re.compile(
            r"\b(?P<unit>[Dd]ay|[Ww]eek|[Mm]onth|[Yy]ear)s\s"
            rf"(?P<list>{_NUMBER}(?:,\s{_NUMBER}){{0,6}},?\s(?:and|or)\s{_NUMBER})\b(?!\s?%)"
        ),
    ),
    ("unit-first", re.compile(rf"\b(?P<unit>[Dd]ay|[Ww]eek|[Mm]onth|[Yy]ear)s?\s(?P<number>{_NUMBER})\b(?!\s?%)")),
    (
        "postfix",
        re.compile(rf"\b(?P<number>{_SPAN})\s(?P<unit>{_UNIT})\s(?:after|following|post|later|of follow-up)\b"),
    ),
    ("baseline", re.compile(r"\b(?P<word>baseline)\b", re.I)),
    (
        "end",
        re.compile(
            r"\b(?P<word>end of (?:the )?(?:treatment|study|therapy|trial|(?:\d\w+|first|second) (?:cycle|course)))\b"
        ),
    ),
)


_UNIT_FORMS = [form + s for form in ("hour", "hr", "day", "week", "wk", "month", "year", "yr") for s in ("", "s")]
_UNIT_FORMS += ["h", "mo"]
_NUMBER_FORMS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve"]
# Every pattern has a unit, by itself or glued to its number, or one of the two last words.
_CLUES = frozenset([*_UNIT_FORMS, *(n + u for n in _NUMBER_FORMS for u in _UNIT_FORMS), "baseline", "end"])
_CUED = frozenset(["cue", "cue-list"])
# The words of which a rule needs one besides; "series" and "hyphen" need a hyphen.
_UNITS_FIRST = frozenset(["day", "days", "week", "weeks", "month", "months", "year", "years"])
_NEEDED = {
    "range": frozenset(["days", "weeks", "months", "years"]),
    "unit-first-list": _UNITS_FIRST,
    "unit-first": _UNITS_FIRST,
    "postfix": frozenset(["after", "following", "post", "later", "of"]),
    "baseline": frozenset(["baseline"]),
    "end": frozenset(["end"]),
}


def find_timepoints(view: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the timepoints of a region, in the guide's spelling: "3 years", "day 30", "baseline"."""
    if not has_word(view, start, end, _CLUES) and not has_unit_glued(view, start, end):
        return
    taken: list[tuple[int, int]] = []
    hyphen = has_sign(view, start, end, "-")
    for rule, pattern in PATTERNS:
        if not (has_word(view, start, end, _NEEDED[rule]) if rule in _NEEDED else hyphen or rule in _CUED):
            continue
        for found in pattern.finditer(view, start, end):
            if any(a < found.end() and found.start() < b for a, b in taken) or _is_amount(view, start, found):
                continue
            taken.append(found.span())
            yield from _mentions(rule, found)


def find_durations(view: str, start: int, end: int, taken: Sequence[tuple[int, int]] = ()) -> Iterator[Mention]:
    """Yield the lengths of time outside the ``taken`` spans that no cue makes a timepoint: "which lasted 24 weeks".

    Ages, thresholds and rates are none.
    """
    if has_word(view, start, end, _CLUES) or has_unit_glued(view, start, end):
        for found in _BARE.finditer(view, start, end):
            other = _NO_TIME.search(view, max(start, found.start() - 40), found.start())
            if not other and not any(a < found.end() and found.start() < b for a, b in taken):
                yield from _mentions("bare", found)


def _is_amount(view: str, start: int, found: re.Match[str]) -> bool:
    """Whether "by 1.9 hours" is how much something changed: "off time decreased from baseline by 1.9 hours"."""
    if (found.groupdict().get("cue") or "").lower() != "by":
        return False
    ahead = view[max(start, found.start() - 45) : found.start()]
    return any("change" in hit.row.tags for hit in lexicon("measures").find(ahead))


def _mentions(rule: str, found: re.Match[str]) -> Iterator[Mention]:
    parts = found.groupdict()
    name = f"timepoint:{rule}" + (f":{parts['cue'].lower()}" if parts.get("cue") else "")
    if parts.get("word"):
        yield Mention(Kind.TIMEPOINT, found.start(), found.end(), parts["word"].lower(), name)
    elif parts.get("range"):
        yield Mention(Kind.TIMEPOINT, found.start(), found.end(), parts["range"].lower(), name)
    elif parts.get("list"):
        for number in re.finditer(_SPAN, parts["list"]):
            at = found.start("list") + number.start()
            unit_first = rule == "unit-first-list"
            value = f"{parts['unit'].lower()} {number.group()}" if unit_first else _spell(number.group(), parts["unit"])
            yield Mention(Kind.TIMEPOINT, at, at + len(number.group()), value, name)
    elif rule == "unit-first":
        yield Mention(Kind.TIMEPOINT, found.start(), found.end(), f"{parts['unit'].lower()} {parts['number']}", name)
    else:
        yield Mention(
            Kind.TIMEPOINT, found.start("number"), found.end("unit"), _spell(parts["number"], parts["unit"]), name
        )


_UNITS = {"h": "hour", "d": "day", "w": "week", "m": "month", "y": "year"}


def _spell(number: str, unit: str) -> str:
    """ "2" and "yr" are "2 years"; "one" and "year" is "1 year"."""
    digits = number if number[0].isdigit() else str(parse_words(number) or 1)
    return f"{digits} {_UNITS[unit[0].lower()]}{'' if digits == '1' else 's'}"
