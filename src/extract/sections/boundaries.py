"""Where sentences end: stops that are no points of abbreviations, decimals or initials.

A citation glued behind a stop ("years.17 Imatinib", "remission.[12]") belongs to the sentence
before it. The words are those of ``lexicon/sentences.csv``: "never" ends no sentence, "number" ends
none before a number, "name" ends one only before an "opener" such as "The"; an initial may follow
"people" words such as "and".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from extract.lexicon import Lexicon, lexicon
from extract.normal import normalise

_STOP = re.compile(r"[.!?]+[\"')\]]{0,3}")
_TOKEN = re.compile(r"[^\s(\[\"'/,;]+\Z")
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]\Z")
_NUMBERS = r"\d{1,3}(?:\s?[,-]\s?\d{1,3}){0,20}"
# Behind a stop: ".17,18 Imatinib", ".[12, 13]", ". [12]", ".(12)"
_CITATION = re.compile(rf"{_NUMBERS}(?=\s+\S|\s*\Z)|\s?\[{_NUMBERS}\]|\({_NUMBERS}\)")
_YEAR_BEFORE = re.compile(r"(?:19|20)\d\d\Z|\d\.\d+\Z")
# Between marked citations, and between the stop and the first: "", ",", "-", " ["
_JOINT = re.compile(r"\s?[\[(]|[,;-]\s?|\s?")
_CLOSING = re.compile(r"[\])]?\.?")
_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"[^\W\d_]+")
# "Table 1." or "2." at the start of a block is a label
_LABEL = re.compile(r"(?:[^\W\d_]{2,14}\.?\s)?S?\d{1,3}[A-Za-z]?\Z|[A-H]\Z")
_LONGEST_LABEL = 24


@dataclass(frozen=True, slots=True)
class _Words:
    never: frozenset[str]
    number: frozenset[str]
    name: frozenset[str]
    openers: frozenset[str]
    people: frozenset[str]


@lru_cache(maxsize=8)
def _words(rows: Lexicon) -> _Words:
    def tagged(tag: str) -> frozenset[str]:
        return frozenset(r.value for r in rows.rows if tag in r.tags)

    return _Words(tagged("never"), tagged("number"), tagged("name"), tagged("opener"), tagged("people"))


def sentences_of(text: str) -> list[tuple[int, int]]:
    """The half-open spans of the sentences of a bare passage."""
    view = normalise(text)
    return list(sentences_in(view, 0, len(view), {}))


def sentences_in(view: str, start: int, end: int, cites: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the sentences of ``view[start:end]``, a normalised text, without white space around them.

    ``cites`` maps the starts of citations that the markup tells to their ends.
    """
    words = _words(lexicon("sentences"))
    begin = _SPACE.match(view, start, end).end()  # type: ignore[union-attr]
    for stop in _STOP.finditer(view, start, end):
        if stop.start() < begin:
            continue
        after = _sentence_end(view, begin, stop, end, cites, words)
        if after:
            yield begin, after
            begin = _SPACE.match(view, after, end).end()  # type: ignore[union-attr]
    last = begin + len(view[begin:end].rstrip())
    if begin < last:
        yield begin, last


def _sentence_end(view: str, begin: int, stop: re.Match[str], end: int, cites: Mapping[int, int], words: _Words) -> int:
    """Where the sentence ends that ``stop`` may close, its citations included; 0 where it does not."""
    if view[stop.start()] == "." and _is_label(view, begin, stop):
        return 0
    token = _TOKEN.search(view, max(begin, stop.start() - 24), stop.start())
    before = token.group() if token else ""
    glued = _after_citations(view, before, stop.end(), end, cites)
    for after in (glued, stop.end()) if glued > stop.end() else (stop.end(),):
        if _may_begin(view, (begin, after, end), before, stop):
            plain = after == stop.end() == stop.start() + 1 and view[stop.start()] == "."
            return 0 if plain and _is_abbreviation(view, before, begin, after, words) else after
    return 0


def _is_label(view: str, begin: int, stop: re.Match[str]) -> bool:
    return stop.start() - begin < _LONGEST_LABEL and bool(_LABEL.match(view[begin : stop.start()]))


def _after_citations(view: str, before: str, position: int, end: int, cites: Mapping[int, int]) -> int:
    """Where the citations end that are glued to a stop at ``position``; ``position`` where none are."""
    marked = _after_marked(view, position, cites)
    if marked > position:
        return marked
    found = _CITATION.match(view, position, end)
    if not found or (len(before) < 2 and before.isalpha()):
        return position
    if found.group()[0].isdigit() and before[-1:].isdigit() and not _YEAR_BEFORE.search(before):
        return position
    return _CLOSING.match(view, found.end(), end).end()  # type: ignore[union-attr]


def _after_marked(view: str, position: int, cites: Mapping[int, int]) -> int:
    """The same for citations of the markup; names ("Turpie et al 2001") begin the next sentence."""
    after = position
    while after < len(view):
        start = _JOINT.match(view, after).end()  # type: ignore[union-attr]
        stop = cites.get(start)
        if stop is None or not view[start].isdigit():
            break
        after = stop
    return _CLOSING.match(view, after).end() if after > position else position  # type: ignore[union-attr]


def _may_begin(view: str, where: tuple[int, int, int], before: str, stop: re.Match[str]) -> bool:
    """Whether a sentence may begin behind ``after``: at the end, or with anything but a small letter.

    ``where`` is where the sentence before it began, where it ends, and where the block ends.
    """
    begin, after, end = where
    following = _SPACE.match(view, after, end).end()  # type: ignore[union-attr]
    if following == end:
        return True
    first = view[following]
    if following > after:
        # "(StataCorp. 2009, College Station)"
        inside = first.isdigit() and view.count("(", begin, after) > view.count(")", begin, after)
        return not inside and not first.islower() and first not in ",;:)]}%"
    # a lost space: "(P = 0.03).In", "toxicity.The"
    last = before[-1:] if stop.end() == stop.start() + 1 else view[stop.end() - 1]
    fits = not last.isalpha() or (len(before) > 2 and before.isalpha() and before[1:].islower())
    return bool(last) and fits and first.isupper() and view[following + 1 : following + 2].islower()


def _is_abbreviation(view: str, before: str, begin: int, after: int, words: _Words) -> bool:
    """Whether the point behind ``before`` is that of an abbreviation or an initial."""
    key = before.replace(".", "").replace("-", "").lower()
    following = _WORD.match(view, _SPACE.match(view, after).end())  # type: ignore[union-attr]
    if key in words.never:
        return True
    if key in words.number:
        return following is None and before not in ("no", "ref", "art")
    opens = following is not None and following.group() in words.openers
    if key in words.name or _DOTTED.match(before):
        return not opens
    if len(before) == 1 and before.isupper():
        another = following is not None and len(following.group()) == 1 and following.group().isupper()
        return not opens and (another or _follows_name(view, begin, after - 2, words))
    return False


def _follows_name(view: str, begin: int, position: int, words: _Words) -> bool:
    """Whether the initial at ``position`` stands at the start or behind a name or what comes before one."""
    before = view[max(begin, position - 30) : position].split()
    return not before or before[-1][0].isupper() or before[-1] in words.people
