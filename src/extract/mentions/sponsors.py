"""Sponsors: cooperative groups, networks, agencies and companies that run a study.

A group's name or short form is a mention wherever it stands ("EORTC 62024", "the COG also
performed ..."). An agency or a company is one only where the text says that it ran something
("sponsored by Novartis", "Pfizer initiated a study"): reviews name makers and regulators for much else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.lexicon import Hit, lexicon
from extract.mentions.mention import Kind, Mention

# Between "sponsored by" and the last company of its list; between a company and its verb.
_LONGEST_LIST, _LONGEST_GAP = 60, 24
_LISTED = re.compile(r"[^.;()]*")
_VERB_GAP = re.compile(r"(?:'s)?[ -](?:(?:has|have|had|also|recently|then|itself) ){0,2}")
_BRACKETED = re.compile(r"\s*\([^()]*\)\s*")
_BLANKS = re.compile(r"\s+")
# Where an article of usual length would have printed the long name of a group.
_ARTICLE = 400_000
_LOOKS, _SOON = 5, 40


def find_sponsors(view: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the sponsors of ``view[start:end]``.

    The value is the long name where the article itself gives it ("Children's Oncology Group
    (COG)"), else the name as printed: nothing comes from outside the article.
    """
    hits = sorted(lexicon("sponsors").find(view, start, end), key=lambda h: (h.start, -h.end))
    named = list(_longest(hits))
    for index, hit in enumerate(named):
        if "group" in hit.row.tags:
            accepted = not _inside_name(view, named, index)
        else:
            accepted = "company" in hit.row.tags and _ran_it(view, hit, hits)
        if accepted:
            yield Mention(Kind.SPONSOR, hit.start, hit.end, _value(view, hit), f"sponsors:{hit.row.value}")


def _longest(hits: list[Hit]) -> Iterator[Hit]:
    """The longest hits, without the verbs and without what a longer phrase rules out."""
    reached = -1
    for hit in hits:
        if hit.start >= reached and not hit.row.tags & {"before", "after"}:
            reached = hit.end
            if "none" not in hit.row.tags:
                yield hit


def _inside_name(view: str, named: list[Hit], index: int) -> bool:
    """Whether a hyphen ties the short form to a longer name ("AIEOP-BFM ALL 2017") that is no second group."""
    hit = named[index]
    before, after = view[max(0, hit.start - 2) : hit.start], view[hit.end : hit.end + 2]
    left = before[-1:] == "-" and before[:1].isalpha()
    right = after[:1] == "-" and after[1:].isupper()
    left = left and not (index > 0 and named[index - 1].end == hit.start - 1)
    right = right and not (index + 1 < len(named) and named[index + 1].start == hit.end + 1)
    return left or right


def _ran_it(view: str, company: Hit, hits: list[Hit]) -> bool:
    """Whether words beside an agency or company say that it ran a study."""
    for hit in hits:
        said_before = "before" in hit.row.tags and 0 <= company.start - hit.end <= _LONGEST_LIST
        said_after = "after" in hit.row.tags and 0 < hit.start - company.end <= _LONGEST_GAP
        if said_before and _LISTED.fullmatch(view, hit.end, company.start):
            return True
        if said_after and _VERB_GAP.fullmatch(view, company.end, hit.start):
            return True
    return False


def _value(view: str, hit: Hit) -> str:
    printed = _BLANKS.sub(" ", _BRACKETED.sub(" ", view[hit.start : hit.end])).strip()
    if "printed" in hit.row.tags:
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
