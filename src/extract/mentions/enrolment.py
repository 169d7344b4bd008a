"""Enrolment: how many people took part in a study, where a total is printed.

Counts of people stand everywhere in a review; most are arms, subsets and events. The words around a
count say which it is; what is left has a rule with its strength, so that a record can rank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from extract.mentions.mention import Kind, Mention
from extract.mentions.numberwords import NUMBER_WORDS, parse_words
from extract.mentions.peoplewords import PeopleWords, people_words
from extract.mentions.tokens import NUMBER
from extract.mentions.trialwords import Words, trial_words

# From the strongest to the weakest; ``strength`` is the place from the end.
RULES = (
    "enrolment:enrolled",  # "enrolled 206 patients", "2143 patients were enrolled"
    "enrolment:total",  # "a total of 7020 patients"
    "enrolment:cohort-of",  # "a cohort of 105 children"
    "enrolment:study-of",  # "a phase I study of 57 patients", "performed in 20 078 patients"
    "enrolment:target",  # "target accrual of 900 patients", "will enroll 2,002 patients"
    "enrolment:in",  # "reduced mortality in 713 patients", in a passage that speaks of a study
    "enrolment:bracket",  # "(3300 patients)", "(n = 7020)"
    "enrolment:planned",  # "a sample size of 10 000 patients was planned"
    "enrolment:bare",  # any other count of people
)
_LEFT, _RIGHT = 70, 220
_LOOSE = (
    r"(?:only|about|around|approximately|over|nearly|almost|some|another|all|more\sthan|the\sfirst|up\sto|a\stotal\sof)"
)
_OF = re.compile(r"(?:\A|[\s(])[Oo]f(?:\s(?:the|these|all|those))?\s\Z")
# "250 of 1,063", "one in 329", "per 1000": a part or a rate.
_RATIO = re.compile(
    r"(?<![A-Za-z\d-])(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten)(?:\s\([\d.]+%\))?"
    r"(?:\spatients)?\s(?:of|out\sof|in|/)\s(?:the\s)?\Z|\b(?:per|every|each)\s\Z|/\s?\Z",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\s?[(\[]\s?(?:n\s?=\s?\d+[;,]\s)?\d{1,3}(?:\.\d+)?\s?%")
_BRACKET = re.compile(r"[(\[]\s?(?:total\s)?\Z")
_SAMPLE = re.compile(r"sample\ssize\s(?:of|to|was)\s(?:\w+\s){0,2}\Z")
_EQUALS = re.compile(r"[(\[]\s?[Nn]\s?=\s?(\d{1,3}(?:[, ]\d{3})+|\d+)\s?[)\],;]")


class Patterns(NamedTuple):
    """The patterns that are built from the words of the lexicons."""

    counted: re.Pattern[str]
    study: re.Pattern[str]
    enrols: re.Pattern[str]
    studies: re.Pattern[str]
    gathering: re.Pattern[str]
    target: re.Pattern[str]
    study_of: re.Pattern[str]
    entered: re.Pattern[str]
    allotted: re.Pattern[str]
    fared: re.Pattern[str]
    arm: re.Pattern[str]


def find_enrolments(view: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the counts of people in the half-open region that may be a study's total.

    The value is the number; the span is the number as printed. The rule is one of ``RULES``.
    Counts printed as a part ("250 of 1,063"), with their percentage, of an arm or of those who had an
    event are left out.
    """
    people = people_words()
    patterns = _patterns(people, trial_words())
    counted = patterns.counted.finditer(view, start, end) if people.may_count(view, start, end) else ()
    for match in counted:
        value = _number(match.group("n"))
        rule = _rule(view, start, end, match, patterns) if value and value > 1 else ""
        if rule:
            yield Mention(Kind.ENROLMENT, *match.span("n"), value, rule)
    if view.find("=", start, end) >= 0 and patterns.study.search(view, start, end):
        for match in _EQUALS.finditer(view, start, end):
            yield Mention(Kind.ENROLMENT, *match.span(1), _number(match.group(1)), "enrolment:bracket")


def strength(rule: str) -> int:
    """How far a rule speaks for a total: 9 for "enrolled", 1 for a bare count, 0 for any other rule."""
    return len(RULES) - RULES.index(rule) if rule in RULES else 0


def _rule(view: str, start: int, end: int, match: re.Match[str], patterns: Patterns) -> str:
    left = view[max(start, match.start() - _LEFT) : match.start()]
    right = view[match.end() : min(end, match.end() + _RIGHT)]
    if _RATIO.search(left) or _PERCENT.match(right) or patterns.arm.match(right) or _is_arm(right, patterns):
        return ""
    if _SAMPLE.search(left):
        return "enrolment:planned"
    if patterns.target.search(left):
        return "enrolment:target"
    return _by_verb(left, right, patterns) or _by_noun(left, right, view[start:end], patterns)


def _by_verb(left: str, right: str, patterns: Patterns) -> str:
    if patterns.enrols.search(left):
        return "enrolment:enrolled"
    entered = patterns.entered.match(right)
    if entered and not _OF.search(left):
        return "enrolment:enrolled"
    return "enrolment:enrolled" if patterns.allotted.match(right) and not _OF.search(left) else ""


def _is_arm(right: str, patterns: Patterns) -> bool:
    """ "120 patients were assigned to placebo" counts an arm, "... to A or B" a trial."""
    allotted = patterns.allotted.match(right)
    rest = right[allotted.end() :] if allotted else ""
    return rest.startswith(" to ") and not re.search(r"\b(?:or|either|versus|vs|between|ratio|groups|and)\b", rest)


def _by_noun(left: str, right: str, region: str, patterns: Patterns) -> str:
    total = re.search(r"\btotal\sof\s\Z|\b(?:altogether|in\sall|overall),?\s\Z", left, re.I)
    fared = patterns.fared.match(right)
    if total and not fared:
        return "enrolment:total"
    if patterns.gathering.search(left):
        return "enrolment:cohort-of"
    if patterns.study_of.search(left):
        return "enrolment:study-of"
    if fared or _OF.search(left):
        return ""
    if patterns.studies.search(left):
        return "enrolment:study-of"
    if _BRACKET.search(left) and right.startswith((")", "]", ",", ";")):
        return "enrolment:bracket"
    if re.search(rf"\b(?:in|among|from|for|with)\s(?:{_LOOSE}\s)?\Z", left) and patterns.study.search(region):
        return "enrolment:in"
    return "enrolment:bare" if not re.search(r"[\w-]\Z", left.rstrip()) or total else ""


def _number(printed: str) -> int | None:
    plain = re.sub(r"[ ,]", "", printed)
    return int(plain) if plain.isdigit() else parse_words(printed)


@lru_cache(maxsize=4)
def _patterns(people: PeopleWords, trials: Words) -> Patterns:
    noun = trials.either("noun", "weak")
    small = r"(?!(?:of|in|with|to|and|for|from|by|at|on|was|were|is|are|had|has|the|who|per|than|versus|vs)\b)"
    between = rf"(?:(?:{small}[A-Za-z][\w/+'-]*,?|\([^()]{{1,60}}\))\s){{0,6}}?"
    words = {tag: _either(people[tag]) for tag in _TAGS}
    few = r"(?:[\w-]+\s){0,4}?"
    be = r"(?:were|was|have\sbeen|had\sbeen|will\sbe|are\sbeing)"
    passive = rf"(?:\s(?!were|was|who\sreceived)[^\s.;]+){{0,25}}?\s{be}\s(?:\w+ly\s)?"
    loose, numbers = rf"(?:{_LOOSE}\s){{0,2}}", f"{NUMBER}|{NUMBER_WORDS.pattern}"
    treated = r"(?:were|are)\s(?:treated|given|alive|dead)\b|taking\b|on\s|receiving\b"
    return Patterns(
        counted=re.compile(rf"(?<![\w.,/-])(?P<n>{numbers})\s{between}(?:{words['head']})\b(?!-)", re.I),
        study=re.compile(rf"\b(?:{noun})\b", re.I),
        enrols=re.compile(rf"\b(?:{words['enrols']})\s{loose}\Z", re.I),
        studies=re.compile(rf"\b(?:{words['studies']})\s{loose}\Z", re.I),
        gathering=re.compile(rf"\b(?:{words['gathering']})\sof\s{loose}\Z", re.I),
        target=re.compile(
            rf"\b(?:{words['target']})\s(?:\w+\s){{0,3}}?of\s{loose}\Z|\b(?:will|to|plans?|planned|aims?)\s(?:to\s)?"
            rf"(?:{words['enrols']})\s{loose}\Z",
            re.I,
        ),
        study_of=re.compile(
            rf"\b(?:{noun})(?:\s(?!of\b|in\b)[\w/-]+){{0,6}}\s(?:of|in|among|involving|with|on)\s{loose}\Z"
            rf"|\b(?:performed|conducted|undertaken|carried\sout)\s(?:in|among|on|with)\s{loose}\Z",
            re.I,
        ),
        entered=re.compile(rf"{passive}(?:{words['entered']})\b", re.I),
        allotted=re.compile(rf"{passive}(?:{words['allotted']})\b", re.I),
        fared=re.compile(rf"\s(?:who\s)?(?:(?:{words['fared']})\b|{treated})", re.I),
        arm=re.compile(rf"\s(?:in|from|of)\s(?:the|this|that|each)\s{few}(?:{words['armnoun']})\b", re.I),
    )


_TAGS = ("head", "enrols", "studies", "entered", "allotted", "fared", "gathering", "target", "armnoun")


def _either(words: set[str]) -> str:
    longest = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(w).replace(r"\ ", r"\s") for w in longest) or r"(?!)"
