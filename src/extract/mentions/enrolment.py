"""Enrolment: how many people took part in a study, where a total is printed.

Counts of people stand everywhere in a review; most are arms, subsets and events. The words around a
count say which it is; what is left has a rule with its strength, so that a record can rank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.mentions.clues import has_sign, has_word
from extract.mentions.enrolment_patterns import Patterns, enrolment_patterns
from extract.mentions.mention import Kind, Mention
from extract.mentions.numberwords import parse_words
from extract.mentions.peoplewords import people_words

# From the strongest to the weakest; ``strength`` is the place from the end.
RULES = (
    "enrolment:enrolled",  # "enrolled 206 patients", "2143 patients were enrolled", "randomized 879 to A or B"
    "enrolment:total",  # "a total of 7020 patients"
    "enrolment:cohort-of",  # "a cohort of 105 children"
    "enrolment:study-of",  # "a phase I study of 57 patients", "compared with placebo in 296 patients"
    "enrolment:target",  # "target accrual of 900 patients", "will enroll 2,002 patients"
    "enrolment:in",  # "reduced mortality in 713 patients", in a passage that speaks of a study
    "enrolment:bracket",  # "(3300 patients)", "(n = 7020)"
    "enrolment:planned",  # "a sample size of 10 000 patients was planned"
    "enrolment:bare",  # any other count of people
)
_LEFT, _RIGHT = 170, 220
_OF = re.compile(r"(?:\A|[\s(])[Oo]f(?:\s(?:the|these|all|those))?\s\Z")
# "Of the 75 patients, ..." at the start of a sentence counts all of them.
_OF_ALL = re.compile(r"\A\W{0,3}Of(?:\s(?:the|these|all|those))?\s\Z")
# "Of 29 patients who received it, ...": told of for the first time, they are all.
_OF_NEW = re.compile(r"(?:\A\W{0,3}|[:;]\s)[Oo]f\s\Z")
# "two responses among 43 patients (5%)": the percentage is of the responses.
_AMONG = re.compile(r"\bamong\s\Z")
# "250 of 1,063", "one in 329", "per 1000": a part or a rate.
_RATIO = re.compile(
    r"(?<![A-Za-z\d-])(?:\d[\d,]{0,12}|one|two|three|four|five|six|seven|eight|nine|ten)(?:\s\([\d.]+%\))?"
    r"(?:\spatients)?\s(?:of|out\sof|in|/)\s(?:the\s)?\Z|\b(?:per|every|each)\s\Z|/\s?\Z",
    re.IGNORECASE,
)
# "a 40-patient study"
_COMPOUND = frozenset(["patient", "subject", "person", "participant"])
_OF_NUMBER = re.compile(r"\bof(?:\sthe)?\s\d")
_PERCENT = re.compile(r"\s?[(\[]\s?(?:n\s?=\s?\d+[;,]\s)?\d{1,3}(?:\.\d+)?\s?%")
_BRACKET = re.compile(r"[(\[]\s?(?:total\s)?\Z")
_SAMPLE = re.compile(r"sample\ssize\s(?:of|to|was)\s(?:\w+\s){0,2}\Z")
_EQUALS = re.compile(r"[(\[]\s?[Nn]\s?=\s?(\d{1,3}(?:[, ]\d{3})+|\d+)\s?[)\],;]")
# What may be a study's name before its size: "in TREAT (N = 4038)"; the small n is that of a group.
_NAME = re.compile(r"(?:\A\W{0,3}|\b[Ii]n\s(?:the\s)?)[A-Z][\w/-]{1,30}[A-Z0-9](?:\s[\dIVX]{1,4})?\s?\Z")
_TOTAL = re.compile(r"\btotal\sof\s\Z|\b(?:altogether|in\sall|overall),?\s\Z", re.IGNORECASE)
_EITHER = re.compile(r"\b(?:or|either|versus|vs|between|ratio|groups|arms|and)\b")
_AT_FIRST = re.compile(r"\A\W{0,3}\Z")
# A word before a number: "Table 12 patients" is no count, "The 208 participants" is one.
_WORD = re.compile(r"[\w-]\Z")
_THE = re.compile(r"\A\W{0,3}(?:The|These|All)\s\Z")  # before digits: "The two trials" is another matter


def find_enrolments(view: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the counts of people in the half-open region that may be a study's total.

    The value is the number; the span is the number as printed. The rule is one of ``RULES``.
    Counts printed as a part ("250 of 1,063"), with their percentage, of an arm or of those who had an
    event are left out; of two totals printed together ("766 and 1230 patients") both are yielded.
    """
    patterns, people = enrolment_patterns(), people_words()
    counted = people.may_stand("head", view, start, end) or people.may_stand("case", view, start, end)
    for match in patterns.counted.finditer(view, start, end) if counted else ():
        # "a review of 1,204 cases" counts people, "12 cases of rash" does not.
        if not match["case"] or patterns.gathering.search(view, max(start, match.start() - _LEFT), match.start()):
            yield from _counted(view, (start, end), match, patterns)
    allotted = people.may_stand("allotted", view, start, end) or people.may_stand("joins", view, start, end)
    for match in patterns.uncounted.finditer(view, start, end) if allotted else ():
        group = "before" if match["before"] else "behind"
        yield Mention(Kind.ENROLMENT, *match.span(group), _number(match[group]), "enrolment:enrolled")
    compound, equals = has_word(view, start, end, _COMPOUND), has_sign(view, start, end, "=")
    if not (compound or equals):
        return
    studied = patterns.study.search(view, start, end)
    for match in patterns.compound.finditer(view, start, end) if studied and compound else ():
        yield Mention(Kind.ENROLMENT, *match.span("n"), _number(match["n"]), "enrolment:study-of")
    for match in _EQUALS.finditer(view, start, end) if equals else ():
        before = view[max(start, match.start() - _LEFT) : match.start()]
        named = match.group()[1:].lstrip().startswith("N") and _NAME.search(before)
        if studied or named or patterns.pointed.search(before) or patterns.people_only.fullmatch(before):
            yield Mention(Kind.ENROLMENT, *match.span(1), _number(match.group(1)), "enrolment:bracket")


def strength(rule: str) -> int:
    """How far a rule speaks for a total: 9 for "enrolled", 1 for a bare count, 0 for any other rule."""
    return len(RULES) - RULES.index(rule) if rule in RULES else 0


@dataclass(frozen=True, slots=True)
class _Count:
    """A count of people: what stands before and behind it in its region, the region, and its own manner."""

    left: str
    right: str
    region: str
    digits: bool


def _counted(view: str, region: tuple[int, int], match: re.Match[str], patterns: Patterns) -> Iterator[Mention]:
    """The totals that one noun for people counts: usually one, several in a list of studies."""
    start, end = region
    left = view[max(start, match.start() - _LEFT) : match.start()]
    right = view[match.end() : min(end, match.end() + _RIGHT)]
    several = patterns.several.search(left)
    if several and _is_total(match["n"]):
        count = _Count(left[: several.start()], right, view[start:end], True)
        rule = _rule(count, patterns)
        if rule == "enrolment:enrolled" or (rule and "respectively" in right[:60]):
            at = match.start() - len(several.group())
            for number in patterns.number.finditer(view, at, match.start()):
                yield Mention(Kind.ENROLMENT, *number.span(), _number(number.group()), rule)
            yield Mention(Kind.ENROLMENT, *match.span("n"), _number(match["n"]), rule)
        return
    count = _Count(left, right, view[start:end], match["n"][0].isdigit())
    rule = ""
    if _RATIO.search(left):
        rule = _of_all(count, match["n"], match.group(), patterns)
    elif _is_total(match["n"]):
        rule = _rule(count, patterns)
    if rule:
        yield Mention(Kind.ENROLMENT, *match.span("n"), _number(match["n"]), rule)


def _of_all(count: _Count, number: str, counted: str, patterns: Patterns) -> str:
    """The rule of N in "X of N patients": of all who were randomized, or of the only ones spoken of."""
    if not _OF.search(count.left):
        return ""
    if patterns.of_all.match(counted[len(number) :] + count.right):
        return "enrolment:enrolled"
    only = len(_OF_NUMBER.findall(count.region)) == 1 and (count.left + counted).count("%") <= 1
    return "enrolment:bare" if only and not patterns.a_part.match(count.right) else ""


def _is_total(printed: str) -> bool:
    value = _number(printed)
    # "seven and four women" are two counts
    joined = re.search(r"\sand\s", printed) and not re.search(r"hundred|thousand", printed, re.IGNORECASE)
    return bool(value and value > 1 and not joined)


def _rule(count: _Count, patterns: Patterns) -> str:
    left, right = count.left, count.right
    of_all = _AMONG.search(left) or patterns.rate_in.search(left)
    if (_PERCENT.match(right) and not of_all) or patterns.arm.match(right) or _is_arm(right, patterns):
        return ""
    if _SAMPLE.search(left):
        return "enrolment:planned"
    if patterns.target.search(left):
        return "enrolment:target"
    return _by_verb(left, right, patterns) or _by_noun(count, patterns)


def _by_verb(left: str, right: str, patterns: Patterns) -> str:
    if patterns.enrols.search(left) or (patterns.assigns.search(left) and patterns.to_either.match(right)):
        return "enrolment:enrolled"
    part = _OF.search(left) and not (_OF_ALL.match(left) and patterns.who.match(right))
    told = patterns.entered.match(right) or patterns.allotted.match(right) or patterns.joined.match(right)
    return "enrolment:enrolled" if told and not part else ""


def _is_arm(right: str, patterns: Patterns) -> bool:
    """ "120 patients were assigned to placebo" counts an arm, "... to A or B" a trial."""
    allotted = patterns.allotted.match(right)
    rest = right[allotted.end() :] if allotted else ""
    return rest.startswith(" to ") and not _EITHER.search(rest)


def _by_noun(count: _Count, patterns: Patterns) -> str:
    left, right = count.left, count.right
    all_given = patterns.given_either.match(right)
    fared = patterns.fared.match(right) and not all_given
    if _TOTAL.search(left):
        return "enrolment:bare" if fared else "enrolment:total"
    if patterns.gathering.search(left):
        return "enrolment:cohort-of"
    if patterns.study_of.search(left) or patterns.tested_in.search(left):
        return "enrolment:study-of"
    if patterns.analysis_of.search(left):
        return "enrolment:in"
    if _OF_NEW.search(left) and patterns.given.match(right):
        return "enrolment:in"
    if patterns.share_of.search(left) or (_OF_NEW.search(left) and patterns.new_of.match(right)):
        return "enrolment:bare"
    if _bare_in(count, patterns):
        return "enrolment:bare"
    if fared or _OF.search(left):
        return ""
    if all_given or patterns.studies.search(left):
        return "enrolment:study-of"
    if _BRACKET.search(left) and right.startswith((")", "]", ",", ";")):
        return "enrolment:bracket"
    if _in(count, patterns):
        return "enrolment:in"
    bare = not _WORD.search(left.rstrip()) or (count.digits and _THE.match(left))
    return "enrolment:bare" if bare else ""


def _in(count: _Count, patterns: Patterns) -> bool:
    """Whether a count stands behind "in" or "with", and the passage or the clause speaks of a study."""
    if not patterns.within.search(count.left):
        return False
    return bool(patterns.study.search(count.region) or patterns.opens.search(count.left))


def _bare_in(count: _Count, patterns: Patterns) -> bool:
    """Whether the rate before a count is that of all who are spoken of: "a response rate of 30% in 40 patients"."""
    told = patterns.rate_in.search(count.left) or (_AT_FIRST.match(count.left) and patterns.treated.match(count.right))
    return bool(told) and not patterns.a_part.match(count.right)


def _number(printed: str) -> int | None:
    plain = re.sub(r"[ ,]", "", printed)
    return int(plain) if plain.isdigit() else parse_words(printed)
