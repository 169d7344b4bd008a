"""Treatments: drugs, classes, regimens, procedures, devices, vaccines, behavioural therapies, controls.

A name is found in one of four ways: a row of ``treatments.csv``; a word with the ending of an
International Nonproprietary Name (``stems.csv``); a company's code such as AZD6244; or a head noun
("inhibitor", "chemotherapy") with the words in front of it. The endings are those of the WHO's
list "The use of stems in the selection of International Nonproprietary Names (INN) for
pharmaceutical substances" and its addenda, written with enough letters in front that no English
word ends so (checked against a word list of 350,000). The treatments themselves are written from
general knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from extract.lexicon import Hit, Lexicon, cut_words, lexicon
from extract.mentions.hits import word_hits
from extract.mentions.mention import Kind, Mention
from extract.mentions.modifiers import Word, ends_modifier, expand_left, joined

# Rows whose hit is only a hint: short forms with several meanings, words that rarely mean a treatment.
_UNSURE = frozenset({"risky", "weak"})
# Rows that words in front make more precise ("single-agent" chemotherapy, "MEK" inhibitor).
_EXPANDED = frozenset({"class", "procedure", "regimen", "behavioural", "vaccine", "device", "head"})
# Nouns that say only that something is a treatment: they need a known word in front ("adjuvant" therapy).
_GENERIC = "generic"
# A word with the ending of a stem needs so many letters: "-vir" alone is no drug.
_LETTERS_BEFORE_STEM = 2
_UNIT = r"(?:mg|g|\u00b5g|\u03bcg|mcg|IU|U|units|mL|ml|Gy|cGy|mmol|MBq|kBq|GBq)\b"
_PER = r"(?:\s?/\s?(?:kg/day|m2/day|kg|m2|m\u00b2|day|d|dose|week|wk|24\s?h|h)\b)?"
_TIMES = r"(?:once|twice|three\stimes)(?:\s(?:daily|weekly|monthly|a\sday|a\sweek))?"
_OFTEN = rf"(?:\s(?:{_TIMES}|daily|weekly|monthly|b\.?i\.?d\.?|q\.?d\.?))?"
_DOSE = re.compile(
    rf"[\s,(]{{1,2}}(?:at\s|of\s)?(?P<dose>\d[\d,.]{{0,12}}(?:\s?-\s?\d[\d,.]{{0,12}})?\s?-?{_UNIT}{_PER}{_OFTEN})"
)
_DOSE_BEFORE = re.compile(rf"(?P<dose>\d[\d,.]{{0,12}}\s?-?{_UNIT}{_PER}{_OFTEN})\s(?:of\s)?\Z")


class Dose(NamedTuple):
    """A printed dose and its half-open span."""

    text: str
    start: int
    end: int


def find_treatments(view: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the TREATMENT mentions of ``view[start:end]`` in order; they do not overlap.

    The value is the lower-case name without salt, dose or a trailing "therapy"; short forms give
    their full name. Short forms with several meanings (tag ``risky``) are left to the article's
    own definitions and are not yielded.
    """
    words = cut_words(view, start, end)
    free_from = start
    for hit in _hits(view, start, end):
        if hit.start < free_from or not hit.row.tags.isdisjoint(_UNSURE):
            continue
        mention = _mention(view, words, words.at(hit.start), hit, free_from)
        if mention:
            free_from = mention.end
            yield mention


def _hits(view: str, start: int, end: int) -> list[Hit]:
    """All hits, first come first; of two that begin together the longer comes first."""
    stems = [h for h in word_hits("stems", view, start, end) if _is_stem(h)]
    patterns = lexicon("treatments").find_patterns(view, start, end)
    found = [*word_hits("treatments", view, start, end), *patterns, *stems]
    return sorted(found, key=lambda h: (h.start, -h.end, h.row.match == "suffix"))


def _is_stem(hit: Hit) -> bool:
    return hit.row.match != "suffix" or hit.end - hit.start >= len(hit.row.term) + _LETTERS_BEFORE_STEM


def _mention(view: str, words: list[Word], at: int | None, hit: Hit, floor: int) -> Mention | None:
    begin: int | None = hit.start
    if at is not None and not hit.row.tags.isdisjoint(_EXPANDED):
        head = _is_head(hit)
        begin = _begin(view, words, at, floor, hit)
        if head and begin == hit.start:
            return None
    if begin is None:
        return None
    rule = "treatments:code" if hit.row.match == "regex" else hit.row.rule
    return Mention(Kind.TREATMENT, begin, hit.end, _value(view, hit, begin), rule)


def _begin(view: str, words: list[Word], at: int, floor: int, hit: Hit) -> int | None:
    """Where the name begins once the words in front are taken.

    None where a head noun only closes another name ("bevacizumab-based therapy", "low-dose").
    """
    head = _is_head(hit)
    if head and ends_modifier(view, words, at, "treatment"):
        return None
    free = _names_a_target if head and _GENERIC not in hit.row.tags else _never
    first = expand_left(view, words, at, "treatment", free)
    if head and (words[first][1] < floor or _continues(view, words, first, floor)):
        return None
    while words[first][1] < floor:
        first += 1
    return words[first][1]


def _is_head(hit: Hit) -> bool:
    """Whether the row is a head noun and nothing more: alone it names no treatment."""
    return "head" in hit.row.tags and hit.row.tags <= {"head", _GENERIC}


def _continues(view: str, words: list[Word], first: int, floor: int) -> bool:
    """Whether the word in front belongs to a mention that ends there."""
    return first > 0 and words[first - 1][2] == floor and joined(view, words[first - 1], words[first])


def _never(word: Word) -> bool:
    return False


def _names_a_target(word: Word) -> bool:
    """Whether a word in front of a head noun may say what the treatment is ("MEK" inhibitor)."""
    text = word[0]
    lower = text.lower()
    if lower in lexicon("words").word_tags or lower in lexicon("participants").word_tags:
        return False
    return len(text) > 2 or text.isupper() or text.isdigit()


def _value(view: str, hit: Hit, begin: int) -> str:
    name = hit.row.value if hit.row.match in ("term", "exact") else view[hit.start : hit.end].lower()
    in_front = " ".join(view[begin : hit.start].lower().split())
    if not in_front:
        return name
    return f"{in_front}{'-' if view[hit.start - 1] == '-' else ' '}{name}".replace("- ", "-").replace("--", "-")


def dose_behind(view: str, end: int) -> Dose | None:
    """The dose printed right behind a name that ends at ``end``: "25 mg", "400 mg/day", "10 mg/kg weekly"."""
    found = _DOSE.match(view, end)
    return Dose(_spaced(found["dose"]), found.start("dose"), found.end("dose")) if found else None


def dose_before(view: str, start: int) -> Dose | None:
    """The dose printed right before a name that begins at ``start``: "400 mg of" imatinib."""
    window = max(0, start - 40)
    found = _DOSE_BEFORE.search(view[window:start])
    if not found:
        return None
    return Dose(_spaced(found["dose"]), window + found.start("dose"), window + found.end("dose"))


def _spaced(dose: str) -> str:
    return " ".join(dose.split())


def dosed_name(view: str, mention: Mention) -> str:
    """The name with the dose printed beside it ("imatinib 400 mg/day"), or the name alone."""
    dose = dose_behind(view, mention.end) or dose_before(view, mention.start)
    return f"{mention.value} {dose.text}" if dose else str(mention.value)


def is_control(mention: Mention) -> bool:
    """Whether the mention names a control by its nature: placebo, sham, usual care, observation."""
    file, _, term = mention.rule.partition(":")
    return file == "treatments" and term in _control_terms(lexicon("treatments"))


@lru_cache(maxsize=4)
def _control_terms(words: Lexicon) -> frozenset[str]:
    return frozenset(r.term for r in words.rows if "control" in r.tags)
