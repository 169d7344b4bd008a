"""Where sentences end: stops that are no points of abbreviations, decimals or initials.

A citation glued behind a stop ("years.17 Imatinib", "remission.[12]") belongs to the sentence
before it. The words are those of ``lexicon/sentences.csv``: "never" ends no sentence, "number" ends
none before a number, "name" ends one only before an "opener" such as "The"; an initial may follow
"people" words such as "and". Behind "counted" words such as "week" a number is whole. "plain" ones
are words as well when written small ("The answer is no.").
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
# The small word before a number and its stop: "at week 12."
_COUNTED = re.compile(r"\b([a-z]+)\s\d+\.\Z")
_LONGEST_LABEL = 24
# The longest sentence of the reviews at hand has 521 characters. What is read sentence by sentence compares the
# values of one with each other, so the length of a sentence is what bounds its time.
_LONGEST = 2000
_WIDEST_BRACKET = 300


@dataclass(frozen=True, slots=True)
class _Words:
    never: frozenset[str]
    number: frozenset[str]
    name: frozenset[str]
    openers: frozenset[str]
    people: frozenset[str]
    plain: frozenset[str]
    counted: frozenset[str]


@lru_cache(maxsize=8)
def _words(rows: Lexicon) -> _Words:
    def tagged(tag: str) -> frozenset[str]:
        return frozenset(r.value for r in rows.rows if tag in r.tags)

    tags = ("never", "number", "name", "opener", "people", "plain", "counted")
    return _Words(*(tagged(tag) for tag in tags))


def sentences_of(text: str) -> list[tuple[int, int]]:
    """The half-open spans of the sentences of a bare passage."""
    view = normalise(text)
    return list(sentences_in(view, 0, len(view), {}))


def sentences_in(view: str, start: int, end: int, cites: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the sentences of ``view[start:end]``, a normalised text, without white space around them.

    ``cites`` maps the starts of citations that the markup tells to their ends. A stretch that is too
    long to be a sentence, such as a table on one line, comes in pieces.
    """
    for begin, after in _sentences(view, start, end, cites):
        yield from pieces(view, begin, after)


def pieces(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut ``view[start:end]`` between words into what is no longer than a sentence may be."""
    while end - start > _LONGEST:
        blank = view.rfind(" ", start + 1, start + _LONGEST)
        cut = blank if blank > 0 else start + _LONGEST
        yield start, start + len(view[start:cut].rstrip())
        start = _SPACE.match(view, cut, end).end()  # type: ignore[union-attr]
    if start < end:
        yield start, end


def _sentences(view: str, start: int, end: int, cites: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    cutter = _Cutter(view, end, cites, _words(lexicon("sentences")))
    begin = cutter.after_space(start)
    for stop in _STOP.finditer(view, start, end):
        if stop.start() < begin:
            continue
        after = cutter.sentence_end(begin, stop)
        if after:
            yield begin, after
            begin = cutter.after_space(after)
    last = begin + len(view[begin:end].rstrip())
    if begin < last:
        yield begin, last


@dataclass(frozen=True, slots=True)
class _Cutter:
    """Decides for each stop of one block; ``end`` is where the block ends."""

    view: str
    end: int
    cites: Mapping[int, int]
    words: _Words

    def after_space(self, position: int) -> int:
        """Where the next word begins."""
        return _SPACE.match(self.view, position, self.end).end()  # type: ignore[union-attr]

    def sentence_end(self, begin: int, stop: re.Match[str]) -> int:
        """Where the sentence ends that ``stop`` may close, its citations included; 0 where it does not."""
        if stop.group()[0] == "." and self._is_label(begin, stop.start()):
            return 0
        token = _TOKEN.search(self.view, max(begin, stop.start() - _LONGEST_LABEL), stop.start())
        before = token.group() if token else ""
        glued = self._after_citations(before, stop.end())
        for after in (glued, stop.end()) if glued > stop.end() else (stop.end(),):
            if self._may_begin(begin, after, before, stop):
                plain = after == stop.end() and stop.group() == "."
                return 0 if plain and self._is_abbreviation(before, begin, after) else after
        return 0

    def _is_label(self, begin: int, position: int) -> bool:
        return position - begin < _LONGEST_LABEL and bool(_LABEL.match(self.view[begin:position]))

    def _after_citations(self, before: str, position: int) -> int:
        """Where the citations end that are glued to a stop at ``position``; ``position`` where none are."""
        marked = self._after_marked(position)
        if marked > position:
            return marked
        found = _CITATION.match(self.view, position, self.end)
        if not found or (len(before) < 2 and before.isalpha()):
            return position
        decimal = found.group()[0].isdigit() and before[-1:].isdigit() and not _YEAR_BEFORE.search(before)
        if decimal and not self._is_no_decimal(before, position, found.end()):
            return position
        return _CLOSING.match(self.view, found.end(), self.end).end()  # type: ignore[union-attr]

    def _is_no_decimal(self, before: str, position: int, after: int) -> bool:
        """Whether "12.6" is a number and a citation: "at week 12.6 Depression", "the age of 65.5 Although"."""
        if not before.isdigit() or before[0] == "0":
            return False
        counted = _COUNTED.search(self.view, max(0, position - 30), position)
        following = _WORD.match(self.view, self.after_space(after))
        word = following.group() if following else ""
        if not counted or len(word) < 2 or not word[0].isupper() or not word[1:].islower():
            return False
        return counted[1] in self.words.counted or word in self.words.openers

    def _after_marked(self, position: int) -> int:
        """The same for citations of the markup; names ("Turpie et al 2001") begin the next sentence."""
        view, after = self.view, position
        while after < len(view):
            start = _JOINT.match(view, after).end()  # type: ignore[union-attr]
            stop = self.cites.get(start)
            if stop is None or not view[start].isdigit():
                break
            after = stop
        return _CLOSING.match(view, after).end() if after > position else position  # type: ignore[union-attr]

    def _may_begin(self, begin: int, after: int, before: str, stop: re.Match[str]) -> bool:
        """Whether a sentence may begin behind ``after``: at the end, or with anything but a small letter."""
        view, following = self.view, self.after_space(after)
        if following == self.end:
            return True
        first = view[following]
        if following > after:
            return (
                not first.islower() and first not in ",;:)]}%" and not (first.isdigit() and self._inside(begin, after))
            )
        # a lost space: "(P = 0.03).In", "toxicity.The"
        last = before[-1:] if stop.end() == stop.start() + 1 else view[stop.end() - 1]
        fits = not last.isalpha() or (len(before) > 2 and before.isalpha() and before[1:].islower())
        return bool(last) and fits and first.isupper() and view[following + 1 : following + 2].islower()

    def _inside(self, begin: int, after: int) -> bool:
        """Whether a bracket is open: "(StataCorp. 2009, College Station)"."""
        start = max(begin, after - _WIDEST_BRACKET)
        return self.view.count("(", start, after) > self.view.count(")", start, after)

    def _is_abbreviation(self, before: str, begin: int, after: int) -> bool:
        """Whether the point behind ``before`` is that of an abbreviation or an initial."""
        words = self.words
        key = before.replace(".", "").replace("-", "").lower()
        following = _WORD.match(self.view, self.after_space(after))
        next_word = following.group() if following else ""
        if key in words.never:
            return True
        if key in words.number:
            return not next_word and before not in words.plain
        opens = next_word in words.openers
        if key in words.name or _DOTTED.match(before):
            return not opens
        if len(before) == 1 and before.isupper():
            another = len(next_word) == 1 and next_word.isupper()
            return not opens and (another or self._follows_name(begin, after - 2))
        return False

    def _follows_name(self, begin: int, position: int) -> bool:
        """Whether the initial at ``position`` stands at the start or behind a name or what comes before one."""
        before = self.view[max(begin, position - 30) : position].split()
        return not before or before[-1][0].isupper() or before[-1] in self.words.people
