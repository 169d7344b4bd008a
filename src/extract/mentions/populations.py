"""Populations: phrases that name people in a study and say who they are.

A phrase runs from its first word, without article and count, to the end of the description,
relative clauses included. What only tells of an arm, of study treatment or of an outcome is cut off;
a phrase with nothing else is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from extract.mentions.description import Description
from extract.mentions.mention import Kind, Mention
from extract.mentions.peoplewords import cut, people_words

# What belongs to the phrase for a reader, and not to the span: a bracket of words, "including ...".
_MORE = re.compile(
    r"(?:\s\((?!see\b|e\.g|[A-Z][\w-]{0,9}\)|Fig|Table)[^()\d][^()]{8,100}\))?(?:,\sincluding\s[^,.;()]{3,70})?"
)


def find_populations(view: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the populations of the half-open region, in order and apart.

    The value is the phrase as printed, one space between words; a bracket that explains it and an
    "including ..." stand in the value although the span ends before them.
    """
    lexicon = people_words()
    if not lexicon.named_in(view, start, end):
        return
    words = cut(view, start, end)
    phrase = Description(words, lexicon)
    free = 0
    for i in [i for i, word in enumerate(words) if word.low in lexicon.nouns]:
        found = _phrase_at(phrase, i) if i >= free else None
        if found:
            first, free = found
            yield _mention(view, words[first].start, words[free - 1].end, end)


def _mention(view: str, start: int, end: int, limit: int) -> Mention:
    more = _MORE.match(view, end, limit)
    value = " ".join(view[start : more.end() if more else end].split())
    return Mention(Kind.POPULATION, start, end, value, "population:people")


def _phrase_at(phrase: Description, i: int) -> tuple[int, int] | None:
    """The half-open range of words of the population whose noun is word ``i``, or None."""
    low, lexicon = phrase.low(i), phrase.lexicon
    if low in lexicon["group"]:
        return _group_at(phrase, i)
    if low in lexicon["pronoun"]:
        after = _after(phrase, i + 1)
        return (i, after) if after > i + 1 and phrase.low(i + 1) not in ("on", "in", "at", "having") else None
    if low not in lexicon["head"] or phrase.low(i + 1) == "'":
        return None
    last = _last_head(phrase, i)
    first, described = phrase.left(i)
    after = _after(phrase, last + 1)
    by_itself = any(phrase.low(k) in lexicon["age"] for k in range(i, last + 1))
    return (first, after) if described or by_itself or after > last + 1 else None


def _after(phrase: Description, start: int) -> int:
    """The index after the description from ``start`` on; "treated in an adjuvant setting" is one too."""
    after = phrase.right(start)
    if after == start and [phrase.low(start), phrase.low(start + 1)] == ["treated", "in"]:
        setting = next((k for k in range(start + 2, start + 7) if phrase.low(k) == "setting"), 0)
        return setting + 1 if setting else after
    return after


def _last_head(phrase: Description, i: int) -> int:
    """The last noun of "children, adolescents, and young adults": the nouns share what follows."""
    last = k = i
    while k + 1 < len(phrase.words) and k - last < 4:
        k += 1
        low = phrase.low(k)
        if low in phrase.lexicon["head"] or low in phrase.lexicon["headlike"]:
            last = k
        elif low not in ("and", "or", "to", ",", "/") and (
            k == last + 1 or not phrase.lexicon.describes(phrase.words[k])
        ):
            break
    return last


def _group_at(phrase: Description, i: int) -> tuple[int, int] | None:
    """ "high-risk B-ALL population", "real-world pediatric cohort of r/r B-ALL"."""
    first, described = phrase.left(i)
    if not described:
        return None
    if phrase.low(i + 1) == "of":
        k = phrase.end_of(i + 2)
        named = any(phrase.lexicon.is_disease(w) or "-" in w.text for w in phrase.words[i + 2 : k])
        people = k < len(phrase.words) and phrase.low(k) in phrase.lexicon["head"]
        return (first, k) if named and not people else None
    return (first, i + 1) if phrase.low(i).startswith("population") else None


def find_disease_populations(
    view: str, start: int, end: int, abbreviations: Mapping[str, str] | None = None
) -> Iterator[Mention]:
    """Yield diseases that stand for a population: "for r/r pediatric B-ALL", "in metastatic melanoma".

    These are candidates (rule "population:disease") for a study whose people the region does not
    name; a region may hold diseases that are nobody's population. ``abbreviations`` tells which short
    forms are diseases; without it a short form counts behind a describing word ("advanced NSCLC").
    """
    words = cut(view, start, end)
    phrase = Description(words, people_words())
    leads = phrase.lexicon["lead"]
    free = 0
    for i in [i for i, word in enumerate(words) if word.low in leads]:
        after = _disease_after(phrase, i, abbreviations or {}) if i >= free else i
        if after > i + 1:
            span = (words[i + 1].start, words[after - 1].end)
            yield Mention(Kind.POPULATION, *span, " ".join(view[slice(*span)].split()), "population:disease")
            free = after


def _disease_after(phrase: Description, i: int, abbreviations: Mapping[str, str]) -> int:
    """The index after the disease that follows the leading word ``i`` ("for", "in"); ``i`` when there is none."""
    lexicon, words = phrase.lexicon, phrase.words
    first = words[i + 1] if i + 1 < len(words) else None
    if phrase.low(i - 1) in lexicon["aside"] or not first:
        return i
    if first.low in ("the", "a", "an", "more", "less", "both", "grade") or first.low[:1].isdigit():
        return i
    after = phrase.end_of(i + 1)
    if after < len(words) and words[after].low in lexicon["head"]:
        return i
    short = (w for k, w in enumerate(words[i + 1 : after]) if _is_short_disease(phrase, i + 1 + k, abbreviations))
    return after if any(lexicon.is_disease(w) for w in words[i + 1 : after]) or any(short) else i


def _is_short_disease(phrase: Description, i: int, abbreviations: Mapping[str, str]) -> bool:
    """Whether word ``i`` is the short form of a disease."""
    text = phrase.words[i].text
    if sum(c.isupper() for c in text) < 2 or not phrase.lexicon.describes(phrase.words[i]):
        return False
    if long := abbreviations.get(text, ""):
        return any(phrase.lexicon.is_disease(w) for w in cut(long, 0, len(long)))
    previous = phrase.words[i - 1]
    return previous.text.islower() and phrase.lexicon.describes(previous)
