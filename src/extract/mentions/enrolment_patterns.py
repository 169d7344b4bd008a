"""The patterns around counts of people, built from ``populationwords.csv`` and ``trialwords.csv``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from extract.lexicon import once_held
from extract.mentions.numberwords import NUMBER_WORDS
from extract.mentions.peoplewords import PeopleWords, people_words
from extract.mentions.tokens import NUMBER
from extract.mentions.trialwords import Words, trial_words

_LOOSE = (
    r"(?:only|about|around|approximately|over|nearly|almost|some|another|all|more\sthan|the\sfirst|up\sto|a\stotal\sof"
    r"|the|these)"
)
_TAGS = (
    "head",
    "enrols",
    "studies",
    "entered",
    "allotted",
    "fared",
    "gathering",
    "target",
    "armnoun",
    "tests",
    "takes",
    "joins",
    "analysis",
    "pointer",
    "studylike",
    "case",
    "effect",
)
_CLAUSE = r"(?:[^.;]|\.(?=\d))"
_SMALL = r"(?:of|in|with|to|and|for|from|by|at|on|was|were|is|are|had|has|have|that|the|who|per|than|versus|vs)"


class Patterns(NamedTuple):
    """Each is for the text before a count (ends at it), for that behind it (begins at it), or for a region."""

    counted: re.Pattern[str]  # region: a number and the noun that it counts
    uncounted: re.Pattern[str]  # region: "randomized 879 to A or B", "361 were assigned to A or B", "; 35 took part"
    compound: re.Pattern[str]  # region: "a 60-patient trial"
    number: re.Pattern[str]
    study: re.Pattern[str]  # region
    several: re.Pattern[str]  # before: "766 and "
    enrols: re.Pattern[str]  # before
    assigns: re.Pattern[str]  # before
    studies: re.Pattern[str]  # before
    tested_in: re.Pattern[str]  # before: "compared with placebo in "
    gathering: re.Pattern[str]  # before
    analysis_of: re.Pattern[str]  # before
    target: re.Pattern[str]  # before
    study_of: re.Pattern[str]  # before
    within: re.Pattern[str]  # before: "in about "
    rate_in: re.Pattern[str]  # before: "a response rate of 30% in ", "12 responses among "
    share_of: re.Pattern[str]  # before: "half of "
    new_of: re.Pattern[str]  # behind: ", ", " with cancer enrolled in"
    opens: re.Pattern[str]  # before: "In ", "among ", "the larger one, with "
    pointed: re.Pattern[str]  # before: "In the third "
    people_only: re.Pattern[str]  # the whole of what stands before: "Children aged 4 to 17 years "
    entered: re.Pattern[str]  # behind
    allotted: re.Pattern[str]  # behind
    joined: re.Pattern[str]  # behind: " took part"
    of_all: re.Pattern[str]  # behind the number: " randomized patients", " patients who were randomized"
    a_part: re.Pattern[str]  # behind: " in the placebo group", " with a mutation"
    who: re.Pattern[str]  # behind: " who"
    to_either: re.Pattern[str]  # behind: " to A or B"
    given: re.Pattern[str]  # behind: " who received", " treated"
    given_either: re.Pattern[str]  # behind: " received A or B"
    fared: re.Pattern[str]  # behind
    treated: re.Pattern[str]  # behind: " were treated"
    arm: re.Pattern[str]  # behind


@once_held
def enrolment_patterns() -> Patterns:
    """The patterns in use: of the package's rows and the user's own."""
    return _patterns(people_words(), trial_words())


@lru_cache(maxsize=4)
def _patterns(people: PeopleWords, trials: Words) -> Patterns:
    words = {tag: _either(people[tag]) for tag in _TAGS}
    words["noun"] = trials.either("noun", "weak")
    numbers = f"{NUMBER}|{NUMBER_WORDS.pattern}"
    found = _before(words) | _behind(words)
    between = rf"(?:(?:(?!{_SMALL}\b)[A-Za-z][\w/+'-]*,?|\([^()]{{1,60}}\))\s){{0,6}}?"
    allots = rf"(?:randomly\s)?(?:{words['allotted']})"
    either = rf"\sto\s{_CLAUSE}{{1,160}}?\b(?:or|and|versus|vs)\b"
    patterns = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in found.items()}
    return Patterns(
        **patterns,
        counted=re.compile(
            rf"(?<![\w.,/-])(?P<n>{numbers})\s{between}(?:{words['head']}|(?P<case>{words['case']}))\b(?!-|\s(?:Affairs|Administration))",
            re.IGNORECASE,
        ),
        uncounted=re.compile(
            rf"\b{allots}\s(?=\d\d)(?P<before>{NUMBER}){either}"
            rf"|(?:(?<=[,;:]\s)|(?<=whom\s)|(?<=them\s))(?P<behind>\d\d[\d,]*)"
            rf"\s(?:(?:were|had\sbeen)\s{allots}{either}|(?:{words['joins']})\b)",
            re.IGNORECASE,
        ),
        compound=re.compile(rf"(?<![\w.,/-])(?P<n>{NUMBER})-(?:patient|subject|person|participant)\s", re.IGNORECASE),
        number=re.compile(NUMBER),
        study=re.compile(rf"\b(?:{words['noun']}|{words['studylike']})\b", re.IGNORECASE),
        several=re.compile(rf"(?:(?<![\w.,/-])(?:{NUMBER}),\s){{0,4}}(?<![\w.,/-])(?:{NUMBER}),?\sand\s\Z"),
        opens=re.compile(
            rf"(?:\A\W{{0,3}}|[;:]\s)(?:In|Among|With|in|among|with)\s(?:{_LOOSE}\s){{0,2}}\Z"
            rf"|(?i:\b(?:{words['pointer']})(?:\s(?:one|two|trial|study|\w+\scomparison))?,\swith\s(?:{_LOOSE}\s){{0,2}}\Z)"
        ),
    )


def _before(words: dict[str, str]) -> dict[str, str]:
    """The patterns for the text that ends at a count."""
    loose = rf"(?:{_LOOSE}\s){{0,2}}"
    return {
        # "involving 23 hospitals and 640 patients"
        "enrols": rf"\b(?:{words['enrols']})\s(?:\d[\d,]*\s[a-z]{{4,20}}\sand\s)?{loose}\Z",
        "assigns": rf"\b(?:{words['allotted']})\s{loose}\Z",
        "studies": rf"\b(?:{words['studies']})\s{loose}\Z",
        # What was tested may be named between, but nothing reported: a value ends the reach.
        "tested_in": rf"\b(?:{words['tests']})\b[^.;:%]{{0,150}}?\s(?:in|to|among|on)\s{loose}\Z",
        "gathering": rf"(?:\b(?:{words['gathering']})(?:\s(?:from|at|in)\s[A-Z][^.,;:%\d]{{1,40}})?"
        rf"|\b(?:an?\s(?:[\w-]+\s){{0,2}}|the\s(?:entire|whole|total)\s)group)\sof\s{loose}\Z",
        "analysis_of": rf"(?:\b(?:{words['analysis']})\s(?:of|in|on|with|from)|\A\W{{0,3}}Treatment\sof)\s{loose}\Z",
        "target": rf"\b(?:{words['target']})\s(?:\w+\s){{0,3}}?of\s{loose}\Z|\baims?\s(?:at|for)\s{loose}\Z"
        rf"|\b(?:will|to|plans?|planned|aims?)\s(?:to\s)?(?:{words['enrols']})\s{loose}\Z",
        "study_of": rf"\b(?:{words['noun']})(?:\s(?!of\b|in\b)[\w/-]+){{0,6}}"
        rf"\s(?:of|in|among|involving|with|on)\s{loose}\Z"
        # "In a phase I study 18 patients", "in an early trial, 418 patients", "a trial in which 906 patients"
        rf"|\b(?:in|for)\s(?:an?|the|this|their)\s(?:[\w/-]+,?\s){{0,6}}?(?:{words['noun']})"
        r"(?:\s(?:from|at|by|in)\s(?:the\s)?[A-Z][^.,;:%\d]{1,50})?,?\s\Z"
        rf"|\b(?:{words['noun']})\s(?:\([^()]{{1,60}}\)\s)?(?:in|for)\swhich\s{loose}\Z"
        rf"|\b(?:performed|conducted|undertaken|carried\sout)\s(?:in|among|on|with)\s{loose}\Z",
        "within": rf"\b(?:in|among|from|for|with)\s{loose}\Z",
        "rate_in": rf"(?:(?<![≥>≤<\d.])\d[\d.]{{0,5}}\s?%|\brate|\bresponses(?:\swere\s\w+)?"
        rf"|\b(?:{words['effect']})(?:\s[a-z]+)?)\s(?:in|among)\s{loose}\Z"
        r"|(?<![≥>≤<\d.])\d[\d.]{0,5}\s?(?:%|per\s?cent)\sof\s(?:the\s)?\Z|\b(?:in|of|among)\s(?:its|their)\s\Z",
        "share_of": r"\bhalf\sof\s(?:the\s)?\Z",
        "pointed": rf"\b(?:in|for)\s(?:the|its|their)\s(?:{words['pointer']})(?:\s(?:one|two|trial|study))?\s\Z",
        "people_only": rf"\A\W{{0,3}}(?:[\w-]+\s){{0,3}}?(?:{words['head']})\b"
        r"(?:\s(?!(?:on|receiving|treated|given)\b)[\w-]+){0,7}\s\Z",
    }


def _behind(words: dict[str, str]) -> dict[str, str]:
    """The patterns for the text that begins at the end of a counted noun."""
    few = r"(?:[\w-]+\s){0,4}?"
    be = r"(?:were|was|have\sbeen|had\sbeen|will\sbe|are\sbeing)"
    passive = rf"(?:\s(?!were|was|who\sreceived)[^\s.;]+){{0,25}}?\s{be}\s(?:\w+ly\s)?"
    treated = r"(?:were|are)\s(?:treated|given|alive|dead)\b|taking\b|on\s(?!stable|background)|receiving\b"
    return {
        "entered": rf"{passive}(?:{words['entered']})\b|\s(?:{words['entered']})(?=,|\s(?:in|to|at|from)\b)",
        "allotted": rf"{passive}(?:{words['allotted']})\b",
        "joined": rf"(?:\s(?:with|from|of)\s[^.;,]{{1,60}}?)?\s(?:who\s)?(?:{words['joins']})\b",
        "of_all": rf"\s(?:(?:{words['head']})\s(?:who\swere\s)?)?(?:{words['entered']})\b",
        "a_part": r"(?:\s\([^()]*\))?\s(?:on|in\sthe|treated\s(?:with|by)|receiving|given|with|assigned|from)\b",
        "new_of": rf",|(?:\s(?:with|from|of|in)\s[^.;,]{{1,60}}?)?\s(?:{words['entered']})\b",
        "who": r"(?:\s(?:with|from|of|in)\s[^.;,]{1,60}?)?"
        r"\s(?:who|enrolled|included|randomi[sz]ed|studied|accrued|entered)\b",
        "to_either": rf"\A\sto\s{_CLAUSE}{{1,160}}?\b(?:or|either|versus|vs)\b"
        rf"|\A{_CLAUSE}{{0,80}}?\sto\s{_CLAUSE}{{1,120}}?\bor\b",
        "given": rf"\s(?:who\s(?:had\s|were\s)?)?(?:{words['takes']}|given|treated)\b",
        "given_either": rf"(?:\s(?!who)[^\s.;]+){{0,20}}?\s(?:who\shad\s[^.;,]{{1,80}}?\s)?(?:{words['takes']})"
        rf"\s{_CLAUSE}{{1,160}}?\b(?:or|either|both)\b",
        "fared": rf"\s(?:who\s)?(?:(?:{words['fared']})\b|{treated})",
        "treated": r"\s(?:were|have\sbeen)\s(?:treated|given)\b",
        "arm": rf"\s(?:(?:in|from|of)\s(?:the|this|that|each)|per)\s{few}(?:{words['armnoun']})\b",
    }


def _either(words: set[str]) -> str:
    longest = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(w).replace(r"\ ", r"\s") for w in longest) or r"(?!)"
