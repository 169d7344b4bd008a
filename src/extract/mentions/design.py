"""Design and status of a study, in the guide's closed vocabulary.

The words are rows of ``designs.csv`` and ``statuses.csv``. A row's value is one word of the
vocabulary, or several ("open randomized trial"); a row tagged ``none`` keeps a longer phrase from
being read by its part ("clinical trials registry", "no randomized trial"). A row tagged ``cell`` is a
code that counts only in a list of designs that opens a cell ("R, DB, PC, 12 weeks"), ``alone`` also
when it is the only one ("Crossover").

Most words of a status are said of much else ("ongoing therapy", "the drug was stopped"), so their
rows name what must stand beside them, by tags of which one must hold:

- ``adj:N``    a noun N follows with nothing but modifiers between: "ongoing phase III trial";
- ``said:N``   N stands before it in the clause, a form of "be" right before it: "trials ... are ongoing";
- ``near:N``   N stands shortly before it, no comma between: "recruitment of patients was stopped";
- ``after:N``  N stands before it in the clause; ``until:N`` N follows in the clause;
- ``now``      "currently", "still" or the like stands right before it;
- ``name``     a name of a trial stands right before it: "RIALTO was terminated early".

Rows tagged ``noun:N`` are the nouns: ``study`` (trial, recruitment, ...) and ``results``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from extract.lexicon import Hit
from extract.mentions.hits import hits_in
from extract.mentions.mention import Kind, Mention

# A cell of a design column, what parts its codes, and what may stand behind them.
_LONGEST_CELL = 60
_LISTED = re.compile(r"[\s,;/&+-]{0,3}(?:and\s)?")
_LIST_END = re.compile(r"\s?(?:[,;(/\n]|\Z)|\s\d")
# How far, in characters, a noun may stand from what is said of it.
_CLAUSE, _NEAR, _FORWARD = 150, 45, 90
_SAME_CLAUSE = re.compile(r"(?:[^.;:?!]|\.(?=\d))*")
_NO_COMMA = re.compile(r"[^.,;:?!]*")
# "ongoing (randomized phase III) trial": words of four letters and more, names, numerals.
_MODIFIERS = re.compile(r",?[\s-](?:(?:[A-Za-z][\w/'-]{3,40}|[A-Z0-9][\w/-]{0,40}|I{1,3}|IV),?\s){0,6}")
_BE = re.compile(r"\b(?:is|are|was|were|been|remains?|be)(?: (?:[a-z]+ly|still|now|yet|also|not|then)){0,2} $")
_NOW = re.compile(r"\b(?:currently|now|still|already|actively|presently)(?: (?:also|being))? $")
_NAME = re.compile(r"(?:[A-Z][\w/-]{0,15}[A-Z0-9][\w/-]{0,15})\)? (?:was|were|had been|has been) (?:also )?$")


def find_designs(view: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the design words of ``view[start:end]``; the value is one of ``schema.Design``."""
    for hit in _longest(_without_loose_codes(view, (start, end), hits_in("designs", view, start, end))):
        # A pattern is no name to read: its row's line in the file is.
        rule = f"designs:line {hit.row.line}" if hit.row.match == "regex" else hit.row.rule
        for value in hit.row.value.split():
            yield Mention(Kind.DESIGN, hit.start, hit.end, value, rule)


def _without_loose_codes(view: str, region: tuple[int, int], hits: list[Hit]) -> list[Hit]:
    """Drop the codes ("R", "DB") that stand in no list of designs at the start of a cell."""
    if not any("cell" in hit.row.tags for hit in hits):
        return hits
    listed: list[Hit] = []
    position = region[0]
    for hit in hits if region[1] - region[0] <= _LONGEST_CELL else ():
        if _LISTED.fullmatch(view, position, hit.start):
            listed.append(hit)
            position = hit.end
    closed = _LIST_END.match(view, position, region[1])
    enough = bool(closed) and (len(listed) > 1 or any("alone" in hit.row.tags for hit in listed))
    return [hit for hit in hits if "cell" not in hit.row.tags or (enough and hit in listed)]


def find_statuses(view: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the words that tell whether a study is planned, ongoing, ...; one of ``schema.Status``."""
    hits = list(_longest(hits_in("statuses", view, start, end)))
    nouns = _Nouns(hits)
    for hit in hits:
        tags = hit.row.tags
        if not any(tag.startswith("noun:") for tag in tags) and (
            not tags or any(_holds(view, start, hit, tag, nouns) for tag in tags)
        ):
            yield Mention(Kind.STATUS, hit.start, hit.end, hit.row.value, hit.row.rule)


class _Nouns:
    """The nouns among the hits of a region: those of a kind near a place."""

    def __init__(self, hits: list[Hit]) -> None:
        self._all = [(hit, tag) for hit in hits for tag in hit.row.tags if tag.startswith("noun:")]
        self._starts = [hit.start for hit, _ in self._all]

    def near(self, hit: Hit, kind: str) -> Iterator[Hit]:
        first = bisect_left(self._starts, hit.start - 2 * _CLAUSE)
        last = bisect_left(self._starts, hit.end + _CLAUSE)
        return (noun for noun, tag in self._all[first:last] if tag == f"noun:{kind}")


def _longest(hits: list[Hit]) -> Iterator[Hit]:
    """Drop a hit that overlaps one of the same value before it, or a phrase that rules it out."""
    last: Hit | None = None
    for hit in hits:
        if last and hit.start < last.end and ("none" in last.row.tags or hit.row.value == last.row.value):
            continue
        last = hit
        if "none" not in hit.row.tags:
            yield hit


def _holds(view: str, start: int, hit: Hit, tag: str, nouns: _Nouns) -> bool:
    """Whether the condition that a tag names holds around a hit."""
    before = view[max(start, hit.start - 40) : hit.start]
    if tag == "now":
        return bool(_NOW.search(before))
    if tag == "name":
        return bool(_NAME.search(before))
    how, _, kind = tag.partition(":")
    if how == "said" and not (_BE.search(before) or _NOW.search(before)):
        return False
    return any(_stands(view, hit, noun, how) for noun in nouns.near(hit, kind))


def _stands(view: str, hit: Hit, noun: Hit, how: str) -> bool:
    """Whether the noun stands where ``how`` wants it."""
    if how in ("said", "after", "near"):
        close, pattern = (_NEAR, _NO_COMMA) if how == "near" else (_CLAUSE, _SAME_CLAUSE)
        return 0 < hit.start - noun.end <= close and bool(pattern.fullmatch(view, noun.end, hit.start))
    pattern = _MODIFIERS if how == "adj" else _SAME_CLAUSE
    return 0 < noun.start - hit.end <= _FORWARD and bool(pattern.fullmatch(view, hit.end, noun.start))
