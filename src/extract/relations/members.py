"""Members: which of several studies told of together a text points to.

"Two trials [7,8] ... The first enrolled ...", "One of them ... In the other", "40% in the former and
30% in the latter". A pointer stands before what is told of its study, or behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.lexicon import lexicon, once_held
from extract.mentions.clues import first_words, has_word
from extract.mentions.peoplewords import people_words
from extract.mentions.trialwords import trial_words

# What a pointer that stands before its study's account begins with: the sentence, or a clause of it.
_OPENING = (
    r"(?:\A\W{0,3}|[;:,]\s(?:and\s|but\s|whereas\s|while\s|that\s)?|\s(?:and|but|whereas|while)\s)(?:[Ii]n\s|[Ff]or\s)?"
)
_BRACKET = re.compile(r"\s?\([^()]{0,80}\)")
_AT_FIRST = re.compile(r"\W{0,3}(?:[Ii]n\s|[Ff]or\s)?\Z")


@dataclass(frozen=True)
class Pointer:
    """Words that point to a member of a group: their span, and which it is.

    ``place`` counts from 0, or from the end below 0; "next" is the next not told of, "rest" the one left over,
    "cited" the one whose label comes next.
    """

    start: int
    end: int
    place: int | str


def pointers(view: str, start: int, end: int) -> list[Pointer]:
    """The pointers of ``view[start:end]`` in order."""
    words, leading, trailing, grouped = _patterns()
    if not has_word(view, start, end, words):
        return []
    text = view[start:end]  # the patterns know its beginning
    # "in 60% of the former and 40% of the latter group" speaks of arms.
    found = [*leading.finditer(text), *(trailing.finditer(text) if not grouped.search(text) else ())]
    spans = {m.span(m.lastgroup or 0) for m in found}
    return [Pointer(start + a, start + b, _place(text[a:b].lower())) for a, b in sorted(spans)]


def ahead(view: str, start: int, pointer: Pointer) -> bool:
    """Whether a pointer stands at the beginning of a text that starts at ``start``."""
    return bool(_AT_FIRST.match(view, start, pointer.start))


def cut(view: str, start: int, end: int) -> Sequence[tuple[int, int]]:
    """The parts of ``view[start:end]`` that each point to another member, or the whole."""
    found = pointers(view, start, end)
    if len({p.place for p in found}) < 2:
        return [(start, end)]
    if ahead(view, start, found[0]):
        edges = [start, *(p.start for p in found[1:]), end]
    else:
        edges = [start, *(_closed(view, p.end, end) for p in found[:-1]), end]
    return [(a, b) for a, b in pairwise(edges) if a < b]


def _closed(view: str, at: int, end: int) -> int:
    """Where the bracket behind a pointer ends: "in the former (P < 0.001)"."""
    bracket = _BRACKET.match(view, at, end)
    return bracket.end() if bracket else at


def _place(words: str) -> int | str:
    words = words.removeprefix("the ")
    value = next(row.value for row in lexicon("members").rows if words.endswith(row.term))
    return int(value) if value.lstrip("-").isdigit() else value


@once_held
def _patterns() -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The words that point; pointers before what they tell ("The second had ...") and behind it ("in the latter")."""
    rows, people = lexicon("members").rows, people_words()
    order = "|".join(r.term for r in rows if "order" in r.tags)
    most = "|".join(r.term.replace(" ", r"\s") for r in rows if "most" in r.tags)
    not_study = "|".join(r.term for r in rows if "nostudy" in r.tags)
    noun = trial_words().either("noun", "weak")
    acts = "|".join(re.escape(w) for tag in ("enrols", "studies", "tests") for w in sorted(people[tag]))
    of_these = r"\sof\s(?:these|them|those|the\s(?:two|three|four|five|six|seven))\b"
    study = rf"\s(?:one|(?!(?:{not_study})\b)(?:[\w-]{{1,30}}\s){{0,2}}?(?:{noun}))\b"
    verb = rf"\s(?:was|were|is|had|has|did|found|showed|gave|which|in\swhich|{acts})\b"
    leading = (
        rf"{_OPENING}(?:(?P<at>[Tt]he\s(?:{order}|other)\b)(?:{study}|{of_these}|{verb}|(?=\s?[,(]|\s(?:the|there|no|it|they|an?)\s))"
        rf"|(?P<one>[Oo]ne\b)(?:{of_these}|\s(?:{acts})\b)|(?P<most>[Tt]he\s(?:{most})){of_these})"
    )
    trailing = (
        r"\b(?:in|for|with|from|of|by)\s(?P<at>the\s(?:former|latter|first|second|third|other))"
        rf"(?:\s(?:one|{noun})\b|(?=\s?[,;.(]|\sand\b|\Z))"
    )
    words = first_words(["one", "other", *(r.term for r in rows if not r.tags.isdisjoint({"order", "most"}))])
    grouped = rf"\b(?:former|latter|second|other)\s(?:{not_study})\b"
    return words, re.compile(leading), re.compile(trailing), re.compile(grouped)
