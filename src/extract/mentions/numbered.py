"""Numbered citations: in brackets, in parentheses, or as superscript digits glued to a word.

Brackets are plain. Glued digits ("years.17", "GIST.31,32") and bare parentheses ("(4, 5)") look
like much else, so they count only in an article whose reference list they cover: most of its
numbers must be cited that way, first in rising order, and hardly any in brackets.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from extract.lexicon import lexicon
from extract.mentions.citation_labels import ITEM, Numbering

# The share of the list that a manner must cite to be the article's, and that rules the others out.
_COVERS, _RULES_OUT = 0.5, 0.3
# A new citation is the next number or a little beyond it; tables and boxes may jump ahead.
_AHEAD = 9
# So many different numbers in rising order are citations even without a reference list; so many in
# parentheses that stand behind a word.
_RISING, _RISING_INSIDE = 3, 5
# A stop behind a word, a bracket or a percentage: "patients.", "(n = 3),".
_STOP_AHEAD = re.compile(r"(?:[a-z]|[A-Z]{2}|[)%])[.,;]\Z")
# A word and number met this often ("Notch1") is a name.
_NAME_FROM = 3
_WORD_WITH_NUMBER = re.compile(r"(?<![A-Za-z])[A-Za-z]{2,40}\d{1,3}\b")

_LIST = rf"{ITEM}(?:\s?(?:[,;-]|\] ?- ?\[)\s?{ITEM}){{0,60}}"
_BRACKET = re.compile(rf"\[\s?(?:[Rr]efs?\.?\s?)?(?P<list>{_LIST})\s?\]")
_REF = re.compile(rf"[Rr]ef(?:erence)?s?\.?\s(?:[Nn]os?\.?\s)?(?P<list>{_LIST})(?![\w%]|\.\d)")
_PAREN = re.compile(r"\((?P<list>\d{1,3}(?:\s?[,;-]\s?\d{1,3}){0,30})\)")
_DIGITS_GLUED = r"(?P<list>\d{1,3}(?:[,-]\d{1,3}){0,20})(?![\w%]|[.,]\d|-[A-Za-z])"
_GLUED = re.compile(rf"(?<=[A-Za-z)\]%\"'.,;:]){_DIGITS_GLUED}")
# "PHOENIX 119" is PHOENIX 1 with a raised 19 where the article has a PHOENIX 1.
_NAME = r"(?<![\w-])(?P<name>[A-Z][A-Za-z-]{2,20}[A-Z][ -]\d)"
_NAME_GLUED = re.compile(rf"{_NAME}{_DIGITS_GLUED}")
_NAME_ALONE = re.compile(rf"{_NAME}(?![\w.])")
# What surely cites, whatever its number: "et al28", "PHOENIX 119".
_SURE = re.compile(r"(?:\bet\.?\sal\.?,?|[A-Z][ -]\d)\Z")
_RAISED = re.compile(r"(?P<list>[⁰¹²³⁴-⁹]{1,3}(?:\s?[,⁻˒-]\s?[⁰¹²³⁴-⁹]{1,3}){0,20})(?![⁺⁻\w])")
_MARKED = re.compile(r"(?:\^|<sup>)\[?(?P<list>\d{1,3}(?:\s?[,-]\s?\d{1,3}){0,20})\]?(?:\^|</sup>)?(?![\w%])")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻˒", "0123456789-,")

_WORD_BEFORE = re.compile(r"([A-Za-z]{1,30})(?:[.,;:]|(?<=\bal)\.,)?$")
_RUNNING_WORD = re.compile(r"[A-Za-z]?[a-z]{3,40}|al|[A-Z]{2,12}s")
_YEAR_BEFORE = re.compile(r"(?:^|[^\d.])(?:19|20)\d\d[.,;]$")
_WHOLE_BEFORE = re.compile(r"[1-9]\d{0,9}\.$")
_NEXT_SENTENCE = re.compile(r" {1,9}[A-Z]|\s{0,9}\Z|\n")
_NUMBER_BEFORE = re.compile(r"(\d{1,9}(?:\.\d{1,9})?) ?(?:%|[a-z]{1,8})? ?$")
_CLOSERS = frozenset(")]%\"'")


class Cited(NamedTuple):
    """The half-open span of a citation and the labels it cites."""

    start: int
    end: int
    labels: tuple[str, ...]


def bracketed(view: str, start: int, end: int, numbering: Numbering) -> Iterator[Cited]:
    """Yield "[17]", "[1, 4-6]", "[1]-[3]" and "ref. 12" of ``view[start:end]``."""
    for pattern in (_BRACKET, _REF):
        for found in pattern.finditer(view, start, end):
            labels = numbering.expand(re.sub(r"\] ?- ?\[", "-", found["list"]))
            if labels and not _is_interval(view, found):
                yield Cited(found.start(), found.end(), labels)


def raised(view: str, start: int, end: int, numbering: Numbering) -> Iterator[Cited]:
    """Yield true superscripts ("years\u00b9\u2077") and marked ones ("years^17^", "<sup>17</sup>")."""
    for pattern in (_RAISED, _MARKED):
        for found in pattern.finditer(view, start, end):
            printed = found["list"].translate(_DIGITS)
            labels = numbering.expand(printed)
            if labels and _may_be_raised(view, found.start(), printed):
                yield Cited(found.start(), found.end(), labels)


def unmarked(view: str, regions: Iterable[tuple[int, int]], numbering: Numbering) -> tuple[Cited, ...]:
    """All glued or parenthesised citations of an article, in order; empty when it has another manner."""
    spans = list(regions)
    if (
        len(numbering.numbers) < 3
        or _share((c for a, b in spans for c in bracketed(view, a, b, numbering)), numbering) >= _RULES_OUT
    ):
        return ()
    glued, inside = _glue_checker(view, spans), _paren_allowed
    best: tuple[float, tuple[Cited, ...]] = (0.0, ())
    for patterns, allowed in (((_GLUED, _NAME_GLUED), glued), ((_PAREN,), inside)):
        found = tuple(_in_order(view, _candidates(view, spans, patterns, numbering, allowed)))
        best = max(best, (_share(found, numbering), found), key=lambda pair: pair[0])
    return best[1] if best[0] >= _COVERS else ()


def unlisted(view: str, regions: Iterable[tuple[int, int]], numbering: Numbering) -> tuple[Cited, ...]:
    """The citations of a text whose reference list is not there: digits or "(12)" right behind a stop.

    They count where there are several, none in brackets, and their numbers rise through the text.
    Where there are many, "(12)" may also stand behind a word.
    """
    spans = list(regions)
    if any(True for a, b in spans for _ in bracketed(view, a, b, numbering)):
        return ()
    glued = _glue_checker(view, spans)

    def behind_stop(view: str, found: re.Match[str], start: int) -> bool:
        ahead = view[max(start, found.start() - 3) : found.start()]
        if found.group()[0] == "(":
            return len(ahead) > 1 and ahead[-1] in ".,;" and (ahead[-2].isalnum() or ahead[-2] in _CLOSERS)
        sure = _STOP_AHEAD.search(ahead) or _SURE.search(view, max(start, found.start() - 10), found.start())
        return bool(sure) and glued(view, found, start)

    manners = ((_GLUED, behind_stop, _RISING), (_PAREN, behind_stop, _RISING), (_PAREN, _inside, _RISING_INSIDE))
    for pattern, allowed, least in manners:
        found = tuple(_candidates(view, spans, (pattern,), numbering, allowed))
        numbers = [int(label) for c in found for label in c.labels if label.isdecimal()]
        if _rises(numbers, least) and pattern is _GLUED:  # then "Smith12" and "patients12" cite, too
            every = _candidates(view, spans, (pattern,), numbering, glued)
            return tuple(c for c in every if all(min(numbers) - _RISING <= int(n) <= max(numbers) for n in c.labels))
        if _rises(numbers, least):
            return found
    return ()


def _inside(view: str, found: re.Match[str], start: int) -> bool:
    """Whether "(12)" stands behind a word or a bracket, as a citation does, and not behind a number."""
    before = view[max(start, found.start() - 3) : found.start()].rstrip(" .,")
    return bool(before) and (before[-1].isalpha() or before[-1] in _CLOSERS) and _paren_allowed(view, found, start)


def _rises(numbers: Sequence[int], least: int) -> bool:
    """Whether so many numbers are those of works in the order of their first citation: rising, without wide gaps."""
    highest, steps = 0, []
    for number in numbers:
        if number > highest:
            steps += [number - highest] if highest else []
            highest = number
    return len(set(numbers)) >= least and len(steps) >= 0.6 * (len(set(numbers)) - 1) and max(steps) <= _AHEAD


def _candidates(
    view: str,
    spans: list[tuple[int, int]],
    patterns: tuple[re.Pattern[str], ...],
    numbering: Numbering,
    allowed: Callable[[str, re.Match[str], int], bool],
) -> Iterator[Cited]:
    for start, end in spans:
        hits = (found for pattern in patterns for found in pattern.finditer(view, start, end))
        for found in sorted(hits, key=lambda m: m.start("list")):
            labels = numbering.expand(found["list"])
            if labels and allowed(view, found, start):
                yield Cited(*found.span("list"), labels)


def _in_order(view: str, candidates: Iterable[Cited]) -> Iterator[Cited]:
    """Keep the candidates that cite something cited before, or the next numbers of the list.

    What surely cites may come in any order: tables and boxes jump ahead.
    """
    reached = 0
    for cited in candidates:
        if min(int(label) for label in cited.labels) <= reached + _AHEAD:
            reached = max(reached, *(int(label) for label in cited.labels))
            yield cited
        elif _SURE.search(view, max(0, cited.start - 10), cited.start):
            yield cited


def _share(cited: Iterable[Cited], numbering: Numbering) -> float:
    """The share of the reference list that these citations cover."""
    covered = {int(label) for c in cited for label in c.labels if label.isdecimal()}
    return len(covered & numbering.numbers) / max(1, len(numbering.numbers))


def _is_interval(view: str, found: re.Match[str]) -> bool:
    """Whether "[12-34]" is the range of a number before it: "23 months [12-34]", "IQR [12-34]"."""
    bounds = found["list"].split("-")
    if len(bounds) != 2 or not all(b.strip().isdecimal() for b in bounds):
        return False
    before = view[max(0, found.start() - 30) : found.start()]
    number = _NUMBER_BEFORE.search(before)
    if number and int(bounds[0]) < float(number[1]) < int(bounds[1]):
        return True
    return bool(_words("interval").search(before[-16:]))


def _may_be_raised(view: str, start: int, printed: str) -> bool:
    """Whether a superscript here is a citation and no power: "m2", "cm3", "10 to the 9", "R2"."""
    before = view[max(0, start - 24) : start]
    if not before or before[-1].isdigit():
        return False
    if before[-1] in _CLOSERS or before[-1] in ".,;":
        return True
    word = _WORD_BEFORE.search(before)
    if word is None:
        return False
    return bool(_RUNNING_WORD.fullmatch(word[1])) or (len(word[1]) > 1 and printed not in ("2", "3"))


def _paren_allowed(view: str, found: re.Match[str], start: int) -> bool:
    """Whether "(4, 5)" is neither a percentage beside a count ("12 (18)") nor an item of a list."""
    before = view[max(start, found.start() - 8) : found.start()].rstrip()
    if not before or before[-1] in ":;=":
        return False
    if before[-1] == "%":
        return view.startswith(".", found.end())
    return not before[-1].isdigit() or bool(_YEAR_BEFORE.search(f"{before}."))


def _glue_checker(view: str, spans: list[tuple[int, int]]) -> Callable[[str, re.Match[str], int], bool]:
    """The check for glued digits; it knows the names of the article that end in digits."""
    counts = Counter(m.group() for a, b in spans for m in _WORD_WITH_NUMBER.finditer(view, a, b))
    names = frozenset(word for word, count in counts.items() if count >= _NAME_FROM)
    numbered = frozenset(m["name"] for a, b in spans for m in _NAME_ALONE.finditer(view, a, b))

    def allowed(view: str, found: re.Match[str], start: int) -> bool:
        if "name" in found.groupdict():
            return found["name"] in numbered
        return _is_glued(view, found, start, names)

    return allowed


def _is_glued(view: str, found: re.Match[str], start: int, names: frozenset[str]) -> bool:
    """Whether digits right after a word or stop are a superscript, not a part of a name or number."""
    at = found.start()
    before = view[max(start, at - 24) : at]
    if not before or before[-1] in _CLOSERS:
        return bool(before)
    word = _WORD_BEFORE.search(before)
    if word and _words("label" if before[-1].isalpha() else "stop").fullmatch(word[1]):
        return False
    if before[-1] == ":" and not (word and len(word[1]) > 3 and word[1].islower()):
        return False  # "1:2", "PMID:12"
    if word and before[-1].isalpha():
        return bool(_RUNNING_WORD.fullmatch(word[1])) and word[1] + found.group() not in names
    if word:
        return len(word[1]) > 1
    if before[-2:-1] in _CLOSERS:
        return True
    # After a number the stop may be a decimal point: only a year, or a new sentence, tells.
    if _YEAR_BEFORE.search(before):
        return True
    in_words = any(c.isalpha() for c in before)  # "4.2" alone in a cell is a number
    return in_words and bool(_WHOLE_BEFORE.search(before)) and bool(_NEXT_SENTENCE.match(view, found.end()))


@lru_cache(maxsize=8)
def _words(tag: str) -> re.Pattern[str]:
    """The words of ``citations.csv`` with this tag, as one pattern."""
    terms = (re.escape(row.term) for row in lexicon("citations").rows if tag in row.tags)
    return re.compile(rf"\b(?:{'|'.join(terms)})s?\b", re.IGNORECASE)
