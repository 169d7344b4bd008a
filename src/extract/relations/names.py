"""The names that results carry: endpoints and arms in the guide's spelling, from printed phrases."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from extract.lexicon import WORD, Lexicon, lexicon

_SPACES = re.compile(r"\s+")
# A short form in brackets behind its long form: "minimal residual disease (MRD) negativity".
_DEFINITION = re.compile(r"\s?[(\[][A-Z][A-Za-z0-9/-]{0,9}[)\]]")
_EDGE = " \t\n,;:.()[]\"'-/"
# The size of a group behind its name: "Nivolumab (316)", "placebo (n = 120)".
_SIZE = re.compile(r"\s?[(\[]\s?(?:[nN]\s?=\s?)?\d[\d,]*\s?[)\]]\s*\Z")

# "three-year survival rates": when and as what it was counted is no part of the endpoint.
_TIMED = re.compile(
    r"\A(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve)[- ](?:day|week|month|year)s?[- ](?=[a-z])"
)
_SURVIVAL = re.compile(r"\bsurvival rates?\Z")
# What may be a short form, and what names no arm at the end of one.
_FORM = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-+/][A-Z0-9][A-Za-z0-9]*)*")
_TAIL = re.compile(r"[- ]{1,3}(?:treated|assigned|allocated)$")


def plain(text: str) -> str:
    """The text in lower case, with single spaces and no punctuation at its ends."""
    return _SPACES.sub(" ", text).strip(_EDGE).lower()


def expand(text: str, abbreviations: Mapping[str, str] | None) -> str:
    """The text with the article's short forms, and those of common usage, written out.

    None for the short forms (a passage without an article) leaves the text as printed.
    """
    if abbreviations is None:
        return text
    usual = _usual(lexicon("endpoints"))

    def long_form(found: re.Match[str]) -> str:
        word = found.group()
        if any(c.isdigit() for c in word):
            return usual.get(word) or word  # "ACR20" is a name of its own
        return abbreviations.get(word) or usual.get(word) or word

    return _FORM.sub(long_form, text)


@lru_cache(maxsize=4)
def _usual(words: Lexicon) -> dict[str, str]:
    return {r.term: r.value for r in words.rows if "abbr" in r.tags and "risky" not in r.tags}


def endpoint_name(printed: str, abbreviations: Mapping[str, str] | None) -> str:
    """The endpoint of a phrase: short forms written out, "the incidence of" and the like dropped."""
    bare = _DEFINITION.sub("", printed)
    if abbreviations is not None and (whole := _whole(bare, abbreviations)):
        return whole
    text = plain(expand(bare, abbreviations)).replace("-to-", " to ")
    text = _by_verb(_without_lead(text))
    text = _TIMED.sub("", plain(_drop_words(text, lexicon("fillers").word_tags, "front")) or text)
    changed = any(h.start == 0 and "change" in h.row.tags for h in lexicon("measures").find(text))
    return _SURVIVAL.sub("survival", _without_lead(text) if changed else text)


def _by_verb(text: str) -> str:
    """The outcome of a phrase that ends in its verb: "placebo group relapsed" is relapse."""
    hits = [h for h in lexicon("endpoints").find(text) if "lead" not in h.row.tags]
    last = hits[-1] if hits else None
    if not last or last.end < len(text) or "verb" not in last.row.tags or len(hits) > 1 or " " not in text:
        return text
    ahead = text[: last.start].strip()
    ill = any(h.end == len(ahead) for h in lexicon("conditions").find(ahead))
    return f"{last.row.value} of {ahead}" if ill else last.row.value


def _whole(printed: str, abbreviations: Mapping[str, str]) -> str | None:
    """The full name of a phrase that is one row of the lexicon, short forms with two senses too."""
    text = printed.strip(_EDGE)
    if text in abbreviations:
        return plain(abbreviations[text])
    hit = next(iter(lexicon("endpoints").find(text)), None)
    alone = hit is not None and hit.start == 0 and hit.end == len(text) and "lead" not in hit.row.tags
    return (
        hit.row.value
        if hit and alone and hit.row.match in ("term", "exact") and hit.row.tags & {"verb", "abbr"}
        else None
    )


def _without_lead(text: str) -> str:
    for hit in lexicon("endpoints").find(text):
        if hit.start == 0 and "lead" in hit.row.tags and len(text) > hit.end + 3:
            return text[hit.end :].strip()
        break
    return text


def _drop_words(text: str, words: Mapping[str, frozenset[str]], tag: str) -> str:
    while True:
        first = WORD.search(text)
        if not first or tag not in words.get(first.group(), ()) or first.end() >= len(text):
            return text
        text = text[first.end() :].strip(_EDGE)


def arm_name(printed: str, abbreviations: Mapping[str, str] | None) -> str:
    """The arm of a phrase: lower case, written out, without "the ... group" around it."""
    text = plain(expand(_DEFINITION.sub("", _SIZE.sub("", printed)), abbreviations))
    words = lexicon("fillers").word_tags
    bare = plain(_drop_words(text, words, "front"))
    if "arm-tail" in words.get(bare, ()):
        # "the combined group" is more than a group.
        own = text.split(" ")[-2:]
        bare = bare if "det" in lexicon("words").word_tags.get(own[0], ()) else " ".join(own)
    text = bare
    kept = text.split(" ")
    while len(kept) > 1 and "arm-tail" in words.get(kept[-1].strip(_EDGE), ()):
        kept.pop()
    name = plain(" ".join(kept))
    return plain(_TAIL.sub("", name)) or text
