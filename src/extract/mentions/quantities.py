"""Values: printed numbers with their error, unit, events and total ("97.5 +- 1.3%", "13 of 20 (65%)").

Every number that could be a reported value is yielded; what a number is *not* (a dose, an age, a
threshold) is decided later, from the words around it. Numbers inside spans that mean something
else (citations, registry numbers, trial names, intervals, p-values, timepoints) are passed over.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from extract.lexicon import Lexicon, lexicon
from extract.mentions.clues import has_word
from extract.mentions.mention import Kind, Mention, Quantity
from extract.mentions.numberwords import FIRST_WORDS, NUMBER_WORDS, parse_words
from extract.mentions.tokens import GLUED, NUMBER, to_float

_N = rf"(?:{NUMBER})"
_PERCENT = r"\s?(?:%|per\ ?cent\b)(?!\s?-?(?:CI\b|CrI\b|confidence|credible))"
_COUNT = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ ]\d{3})+|\d{1,15})(?![.\d])"
_ERROR = r"\s?(?:\u00b1|\+\s?/\s?-|\+\s?or\s?-)\s?"
_OF = r"\s?(?:/|of(?:\ the)?|out\ of|in)\s?"
_OPEN, _CLOSE = r"\s?[(\[,]\s?", r"\s?[)\]]"
_PEOPLE = r"(?:\s[a-z-]{3,20}){1,3}?"

# Forms of a value, tried in this order at the place of a number.
FORMS: tuple[tuple[str, str], ...] = (
    # 250 of 1,063 (23.5%) | 75/106 (71%) | 2 of 5 patients (40%)
    (
        "events-total-percent",
        rf"(?P<events>{_COUNT}){_OF}(?P<total>{_COUNT})(?:{_PEOPLE})?{_OPEN}(?P<value>{_N}){_PERCENT}",
    ),
    # 71% (75/106) | 42%, 13/31 | 18% (5 of 28 patients)
    (
        "percent-events-total",
        rf"(?P<value>{_N}){_PERCENT}{_OPEN}(?:n\s?=\s?)?(?P<events>{_COUNT}){_OF}(?P<total>{_COUNT})(?:{_PEOPLE})?{_CLOSE}?",
    ),
    # 71% (n = 19) | 71% [19 patients]
    (
        "percent-events",
        rf"(?P<value>{_N}){_PERCENT}\s?[(\[]\s?(?:n\s?=\s?(?P<events>{_COUNT})|(?P<events2>{_COUNT})(?:{_PEOPLE})){_CLOSE}",
    ),
    # 63 (18%) | 13 patients (4.1%) | n=26 [27%]
    (
        "events-percent",
        rf"(?P<events>{_COUNT})(?:{_PEOPLE})?\s?[(\[]\s?(?P<value>{_N}){_PERCENT}(?:{_CLOSE}(?:\sof\s(?P<total>{_COUNT}))?)?",
    ),
    # 97.5 +- 1.3% | 10.9 + /- 5.3 mmHg | 97.5% +- 1.3%
    (
        "error",
        rf"(?P<value>{_N})(?:{_PERCENT})?(?:{_ERROR}|\s?\(\s?(?:\u00b1|\+\s?/\s?-)\s?)(?P<error>{_N})\)?",
    ),
    # 8.4 (SD 3.8) | -13.2 (SE 0.9)
    (
        "error-brackets",
        rf"(?P<value>{_N})\s?\((?:S\.?[DE]\.?M?\.?|standard\ (?:deviation|error))[\s,:=]{{0,3}}(?P<error>{_N})\)",
    ),
    # 25-30% | 25% to 30% | 10 to 14 mg/dl
    ("range", rf"(?P<low>{_N})(?:{_PERCENT})?\s?(?:-|to)\s?(?P<high>{_N})(?={_PERCENT}|\s?[a-zA-Z(;,]|\s?$)"),
    # 2 of 5 patients | 10/635
    ("events-total", rf"(?P<value>{_N})\s?(?:/|of(?:\ the)?|out\ of)\s?(?P<total>{_COUNT})\b"),
    ("number", rf"(?P<value>{_N})"),
)
_FORMS = tuple((name, re.compile(pattern, re.VERBOSE)) for name, pattern in FORMS)
_START = re.compile(rf"(?<![\w.,/])(?:(?<!\d\s)[-+]\s?)?(?={NUMBER})(?=\.?\d)")
_DECIMAL_SD = re.compile(r"\s?\(\s?(?P<error>\d+\.\d+)\s?\)(?!\s?%)")
# "5.6 kg (SD 1.2)": the error behind the unit
_NAMED_SD = re.compile(
    rf"\s?\((?:S\.?[DE]\.?M?\.?|standard\ (?:deviation|error))[\s,:=]{{0,3}}(?P<error>{_N})(?:\s?[a-zA-Z%]{{1,8}})?\)",
    re.VERBOSE,
)
_PERCENT_SIGN = re.compile(_PERCENT, re.VERBOSE)


class _Units:
    """The terms of units, longest first, by their first sign: a number has eight hundred to choose from."""

    def __init__(self, words: Lexicon) -> None:
        self.rows = {_unit_key(r.term): r for r in words.rows if r.match != "regex" and r.term != "%"}
        grouped: dict[str, list[str]] = {}
        for term in sorted((r.term for r in self.rows.values()), key=len, reverse=True):
            grouped.setdefault(_folded(term[0]), []).append(re.escape(term).replace(r"\ ", r"\s?"))
        self._patterns = {first: self._pattern(terms) for first, terms in grouped.items()}

    @staticmethod
    def _pattern(terms: list[str]) -> re.Pattern[str]:
        return re.compile(rf"(?P<unit>{'|'.join(terms)})s?(?![A-Za-z0-9])", re.IGNORECASE)

    def match(self, view: str, position: int, end: int) -> re.Match[str] | None:
        """The unit at a position, behind a blank or hyphen."""
        gap = _UNIT_GAP.match(view, position, end)
        at = gap.end() if gap else position
        pattern = self._patterns.get(_folded(view[at])) if at < min(end, len(view)) else None
        return pattern.match(view, at, end) if pattern else None


_UNIT_GAP = re.compile(r"\s?-?\s?")


def _folded(sign: str) -> str:
    """A sign as it is compared in any case: that of the micro sign is the Greek letter."""
    return sign.upper().lower()


@lru_cache(maxsize=4)
def _units(words: Lexicon) -> _Units:
    return _Units(words)


def _unit_key(printed: str) -> str:
    return printed.replace(" ", "").lower()


Unit = tuple[str, frozenset[str], int]


def unit_at(view: str, position: int, end: int = sys.maxsize) -> Unit | None:
    """The unit right behind a number and before ``end``: its canonical form, its tags and where it ends."""
    percent = _PERCENT_SIGN.match(view, position, end)
    if percent:
        return "%", frozenset({"percent"}), percent.end()
    units = _units(lexicon("units"))
    found = units.match(view, position, end)
    row = units.rows.get(_unit_key(found["unit"])) if found else None
    return (row.value, row.tags, found.end()) if found and row else None


def find_quantities(view: str, start: int, end: int, taken: Sequence[tuple[int, int]] = ()) -> Iterator[Mention]:
    """Yield a VALUE mention for each number of the region that lies outside the ``taken`` spans."""
    worded = list(_worded(view, start, end, sorted(taken)))
    yield from worded
    blocked = sorted([*taken, *((m.start, m.end) for m in worded)])
    position = start
    while found := _START.search(view, position, end):
        skip = _inside(found.end(), blocked)
        mention = None if skip else _quantity(view, found.start(), found.end(), end)
        if mention:
            yield mention
        position = max(found.end() + 1, skip or 0, mention.end if mention else 0)


def _inside(position: int, blocked: Sequence[tuple[int, int]]) -> int | None:
    return next((b for a, b in blocked if a <= position < b), None)


# "5-FU", "350-mm2 group", "2-site": the number belongs to the word behind its hyphen.
_HYPHENATED = re.compile(rf"{_N}\s?-\s?(?!to\b)[A-Za-z]")
# "3rd" and "4S" are no numbers; "40a" at the end of a cell is 40 with the letter of a footnote.
_FOOTNOTE = r"(?=[a-h](?:,\s?[a-h]){0,3}\s?\Z)"
_WHOLE = re.compile(rf"{_N}(?:{GLUED}|{_FOOTNOTE})")
# "rose from 6.1 to 8.4%" are two values; "ranged from 6.1 to 8.4%" is a range.
_FROM = re.compile(r"\bfrom\s(?:\w+\s){0,3}\Z", re.IGNORECASE)
_RANGING = re.compile(r"\b(?:rang|vary|vari)\w*\s(?:\w+\s){0,3}\Z", re.IGNORECASE)


def _quantity(view: str, sign_at: int, position: int, end: int) -> Mention | None:
    if _HYPHENATED.match(view, position, end) or not _WHOLE.match(view, position, end):
        return None
    negative = view[sign_at:position].strip() == "-"
    for rule, pattern in _FORMS:
        found = pattern.match(view, position, end)
        if found and rule == "range" and (negative or _is_change(view, sign_at, found)):
            continue
        if found and (quantity := _read(view, found, rule)):
            stop, value = quantity
            value = _negated(value) if negative else value
            begin = sign_at if negative else position
            return Mention(Kind.VALUE, begin, stop, value, f"value:{rule}")
    return None


def _is_change(view: str, at: int, found: re.Match[str]) -> bool:
    """Whether "from X to Y" tells of a change, which is two values."""
    ahead = _FROM.search(view, max(0, at - 40), at)
    joined = "to" in view[found.end("low") : found.start("high")]
    return joined and ahead is not None and not _RANGING.search(view, max(0, ahead.start() - 40), ahead.start())


def _read(view: str, found: re.Match[str], rule: str) -> tuple[int, Quantity] | None:
    parts = found.groupdict()
    number = {k: to_float(v) for k, v in parts.items() if v}
    events = number.get("events", number.get("events2"))
    stop = found.end()
    percent = "percent" in rule
    end = found.endpos
    unit = None if percent else unit_at(view, stop, end)
    if rule == "range" and not _is_range(found, number, unit):
        return None
    if rule.startswith("events") and "total" in number and (events or number.get("value", 0)) > number["total"]:
        return None
    if "total" in number and rule == "events-total":
        return stop, Quantity(
            number["value"], unit="patients", measure="count", events=int(number["value"]), total=int(number["total"])
        )
    if unit:
        stop = unit[2]
    error = number.get("error")
    if unit and rule == "number" and (named := _NAMED_SD.match(view, stop, end)):
        error, stop = to_float(named["error"]), named.end()
    if rule == "number" and (sd := _DECIMAL_SD.match(view, found.end(), end)) and "." in found["value"]:
        error, stop = float(sd["error"]), sd.end()
        unit = unit_at(view, stop, end)
        stop = unit[2] if unit else stop
    shared = None if unit or rule != "number" else _shared_unit(view, stop, end)
    name = "%" if percent else unit[0] if unit else shared[0] if shared else None
    if error is not None and "%" in view[found.start() : stop]:
        name = "%"
    value = None if rule == "range" else number["value"]
    measure = "count" if unit and "count" in unit[1] and error is None and (value or 0.5).is_integer() else ""
    total = _int(number.get("total"))
    return stop, Quantity(value, number.get("low"), number.get("high"), error, name, measure, _int(events), total)


def _is_range(found: re.Match[str], number: Mapping[str, float], unit: Unit | None) -> bool:
    """Whether two numbers are the ends of a range: with a unit, or decimals alike that a dash joins ("0.16-0.20")."""
    joined = found.string[found.end("low") : found.start("high")] == "-"
    decimals = {len(found[name].partition(".")[2]) for name in ("low", "high")}
    return number["low"] < number["high"] and (
        unit is not None or (joined and len(decimals) == 1 and 0 not in decimals)
    )


# "24, 29 and 35 percent", "15 vs 9%", "from 160 to 95 mg/dl": the last number's unit is that of all.
_SHARED = re.compile(rf"(?:,\s{_N}){{0,6}},?\s(?:and|or|vs\.?|versus|to)\s(?:to\s|by\s)?{_N}(?![\d.]*\d)")


def _shared_unit(view: str, position: int, end: int) -> Unit | None:
    """The unit at the end of the list that goes on at ``position``, unless it only counts."""
    found = _SHARED.match(view, position, end)
    unit = unit_at(view, found.end(), end) if found else None
    return unit if unit and "count" not in unit[1] else None


def _int(number: float | None) -> int | None:
    return None if number is None else int(number)


def _negated(q: Quantity) -> Quantity:
    value = None if q.value is None else -q.value
    low = None if q.high is None else -q.high
    return Quantity(value, low, None if q.low is None else -q.low, q.error, q.unit, q.measure, q.events, q.total)


# "three of 14 patients"
_WORDED_OF = re.compile(rf"\s(?:out\s)?of(?:\sthe)?\s(?P<total>{_COUNT})\b", re.VERBOSE)
_WORDED_TAIL = re.compile(
    rf"(?P<people>(?:\s[a-z-]{{3,20}}){{0,2}}?\s(?:of\s(?P<total>{_COUNT})(?:{_PEOPLE})?\s?)?)?"
    rf"[(\[]\s?(?P<value>{_N}){_PERCENT}{_CLOSE}",
    re.VERBOSE,
)


def _worded(view: str, start: int, end: int, blocked: Sequence[tuple[int, int]]) -> Iterator[Mention]:
    """Number words that count: "two deaths", "Eighty-seven patients (82%)"."""
    worded = NUMBER_WORDS.finditer(view, start, end) if has_word(view, start, end, FIRST_WORDS) else ()
    for found in worded:
        number = parse_words(found.group())
        if number is None or _inside(found.start(), blocked):
            continue
        forms = (_worded_percent, _worded_rate, _worded_count)
        told = next((t for form in forms if (t := form(view, found.end(), end, number))), None)
        if told:
            stop, value, rule = told
            yield Mention(Kind.VALUE, found.start(), stop, value, f"value:{rule}")


_Worded = tuple[int, Quantity, str]


def _worded_percent(view: str, position: int, end: int, number: int) -> _Worded | None:
    """ "Thirty-nine percent of the patients"."""
    sign = _PERCENT_SIGN.match(view, position, end)
    return (sign.end(), Quantity(float(number), unit="%"), "words-of-percent") if sign else None


def _worded_rate(view: str, position: int, end: int, number: int) -> _Worded | None:
    tail = _WORDED_TAIL.match(view, position, end)
    if not tail:
        return None
    total = _int(to_float(tail["total"])) if tail["total"] else None
    return tail.end(), Quantity(to_float(tail["value"]), unit="%", events=number, total=total), "words-percent"


def _worded_count(view: str, position: int, end: int, number: int) -> _Worded | None:
    of = _WORDED_OF.match(view, position, end)
    total = _int(to_float(of["total"])) if of else None
    unit = unit_at(view, of.end() if of else position, end)
    if unit and "count" not in unit[1]:
        return None  # "two of 50 mg"
    if of and total and number <= total:
        counted = Quantity(float(number), unit="patients", measure="count", events=number, total=total)
        return of.end(), counted, "words-total"
    if not of and unit:
        return position, Quantity(float(number), unit=unit[0], measure="count", events=number), "words"
    return None
