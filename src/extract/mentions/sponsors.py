"""Sponsors: cooperative groups, networks, agencies and companies that run a study.

A group's name or short form is a mention wherever it stands ("EORTC 62024", "the COG also
performed ..."). An agency or a company is one only where the text says that it ran something
("sponsored by Novartis", "Pfizer initiated a study"): reviews name makers and regulators for much else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extract.lexicon import Hit, lexicon
from extract.mentions.hits import hits_in
from extract.mentions.mention import Kind, Mention

# How far back "sponsored by" may stand from the last company of its list.
_LONGEST_LIST = 80
_LONGEST_NAME = 160
# The capitalised words before a head, small words between: "Group for Research on Adult ...".
_NAME = re.compile(
    r"(?<![\w-])(?:[A-Z][\w'/-]*\s(?:(?:of|for|on|and|the|in|de|&)\s){0,2}){1,8}(?:\([^()]{1,80}\)\s)?\Z"
)
_BRACKETED = re.compile(r"\s{0,3}\([^()]*\)\s{0,3}")
_BLANKS = re.compile(r"\s+")
# Where an article of usual length would have printed the long name of a group.
_ARTICLE = 400_000
_LOOKS, _SOON = 5, 40


def find_sponsors(view: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the sponsors of ``view[start:end]``.

    The value is the long name where the article itself gives it ("Children's Oncology Group
    (COG)"), else the name as printed: nothing comes from outside the article.
    """
    named = list(_longest(hits_in("sponsors", view, start, end)))
    reached = start
    for index, hit in enumerate(named):
        begin = _name_start(view, hit, reached) if "head" in hit.row.tags else hit.start
        if begin is not None and begin >= reached and _is_sponsor(view, named, index, (start, end)):
            reached = hit.end
            rule = f"sponsors:line {hit.row.line}" if hit.row.match == "regex" else hit.row.rule
            yield Mention(Kind.SPONSOR, begin, hit.end, _value(view, hit, begin), rule)


def _is_sponsor(view: str, named: list[Hit], index: int, region: tuple[int, int]) -> bool:
    if "group" in named[index].row.tags:
        return not _inside_name(view, named, index)
    return _ran_it(view, named[index], region)


def _longest(hits: list[Hit]) -> Iterator[Hit]:
    """The longest hits, without what a longer phrase rules out ("EORTC QLQ-C30")."""
    reached = -1
    for hit in hits:
        if hit.start >= reached:
            reached = hit.end
            if "none" not in hit.row.tags:
                yield hit


def _name_start(view: str, head: Hit, reached: int) -> int | None:
    """Where the name begins that ends in a head ("Study Group"): at its first capitalised word.

    None when no name stands there. The first word of a sentence ("The", "In") is not of the name.
    """
    begin = max(reached, head.start - _LONGEST_NAME)
    found = _NAME.search(view[begin : head.start])
    if not found:
        return None
    at, words = begin + found.start(), found.group().split()
    while words and (words[0] in _starters() or words[0][0].islower()):
        at += len(words.pop(0))
        at = view.index(words[0], at) if words else at
    capitals = [word for word in words if word[0].isupper()]
    return at if len(capitals) > ("two" in head.row.tags) else None


@lru_cache(maxsize=1)
def _starters() -> frozenset[str]:
    return frozenset(row.term for row in lexicon("sponsorwords").rows if "starter" in row.tags)


@lru_cache(maxsize=1)
def _said_around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns for "sponsored by A, B and [company]" and for "[company] has initiated"."""
    rows = lexicon("sponsorwords").rows
    before = "|".join(re.escape(row.term) for row in rows if "before" in row.tags)
    after = "|".join(re.escape(row.term) for row in rows if "after" in row.tags)
    gap = r"(?:'s)?[ -](?:(?:has|have|had|also|recently|then|itself) ){0,2}"
    return re.compile(rf"\b(?:{before})\b[^.;()]{{0,60}}\Z"), re.compile(rf"{gap}(?:{after})\b")


def _inside_name(view: str, named: list[Hit], index: int) -> bool:
    """Whether a hyphen ties the short form to a longer name ("AIEOP-BFM ALL 2017") that is no second group."""
    hit = named[index]
    before, after = view[max(0, hit.start - 2) : hit.start], view[hit.end : hit.end + 2]
    left = before[-1:] == "-" and before[:1].isalpha()
    right = after[:1] == "-" and after[1:].isupper()
    left = left and not (index > 0 and named[index - 1].end == hit.start - 1)
    right = right and not (index + 1 < len(named) and named[index + 1].start == hit.end + 1)
    return left or right


def _ran_it(view: str, company: Hit, region: tuple[int, int]) -> bool:
    """Whether words beside an agency or company say that it ran a study."""
    before, after = _said_around()
    near = view[max(region[0], company.start - _LONGEST_LIST) : company.start]
    return bool(before.search(near) or after.match(view, company.end, region[1]))


def _value(view: str, hit: Hit, begin: int) -> str:
    printed = _BLANKS.sub(" ", _BRACKETED.sub(" ", view[begin : hit.end])).strip()
    if "head" in hit.row.tags:
        return printed
    known = hit.row.value
    return known if hit.row.match == "term" or _defines(view, known, printed) else printed


def _defines(view: str, name: str, short: str) -> bool:
    """Whether the article prints the long name with the short form soon after it."""
    at = view.find(name, 0, _ARTICLE)
    for _ in range(_LOOKS):
        if at < 0:
            return False
        if short in view[at + len(name) : at + len(name) + _SOON]:
            return True
        at = view.find(name, at + 1, _ARTICLE)
    return False
