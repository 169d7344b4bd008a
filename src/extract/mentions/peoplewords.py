"""The words of phrases that name people, and the words they are cut into.

``populationwords.csv`` holds the nouns, what opens and what ends a description, and the pairs of
words that go on where the second alone would end ("eligible for"); what describes people before the
noun comes from ``participants.csv`` too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple

from extract.lexicon import Lexicon, Row, lexicon, once_held
from extract.mentions.clues import first_words, has_word
from extract.mentions.numberwords import NUMBER_WORDS


class Word(NamedTuple):
    """A word or sign at the half-open span [start, end) of the view; ``low`` is its lower case."""

    text: str
    start: int
    end: int
    low: str


# "\(\geq\)" is how a copied page prints a formula.
_WORD = re.compile(
    r"\d{1,3}(?:,\d{3})+(?![\d,])|\\\(.{1,20}?\\\)|[^\W_](?:(?:[\w'/+*-]|(?<=\d)\.(?=\d))*[\w+])?|[^\s\w]"
)
_SHORT_FORM = re.compile(r"(?=[^A-Z]{0,12}[A-Z][^A-Z]{0,12}[A-Z])[A-Z][A-Za-z0-9/-]{1,11}")
_TRIAL_NAME = re.compile(r"[A-Z]{4,20}-\d{1,3}")
_AGE = re.compile(r"\d{1,3}(?:-\d{1,3})?-(?:year|month|week|day)s?-old")


_word: Callable[[tuple[str, int, int, str]], Word] = partial(tuple.__new__, Word)


def cut(view: str, start: int, end: int) -> list[Word]:
    """The words and signs of ``view[start:end]``."""
    return [_word((t := m.group(), *m.span(), t.lower())) for m in _WORD.finditer(view, start, end)]


def _forms(row: Row) -> set[str]:
    word = row.term.lower()
    if row.match != "term" or word.endswith("s"):
        return {word}
    return {word, word[:-1] + "ies" if word.endswith("y") else word + "s"}


class PeopleWords:
    """The rows of ``populationwords.csv`` by their tags, and the describing words of ``participants.csv``."""

    def __init__(self, source: Lexicon, participants: Lexicon) -> None:
        self._by_tag: defaultdict[str, set[str]] = defaultdict(set)
        suffixes: dict[str, list[str]] = {}
        for row in source.rows:
            for tag in row.tags:
                if row.match == "suffix":
                    suffixes.setdefault(tag, []).append(row.term)
                else:
                    self._by_tag[tag].update(_forms(row))
        self.treatment_verbs = tuple(f"{w} " for w in self["treatment"])
        self._adjective = tuple(suffixes.get("adjective", ()))
        self._disease = tuple(suffixes.get("disease", ()))
        terms = _qualifiers(participants)
        self._qualifiers = {t for t in terms if " " not in t}
        self._together = {t for t in terms if " " in t}
        self.nouns = self["head"] | self["group"] | self["pronoun"]
        self.people = re.compile(rf"\b(?:{'|'.join(sorted(self.nouns))})\b", re.I)
        self._clues = {"noun": first_words(self.nouns)}

    def __getitem__(self, tag: str) -> set[str]:
        return self._by_tag[tag]

    def named_in(self, view: str, start: int, end: int) -> bool:
        """Whether the region has a noun for people."""
        return self.may_stand("noun", view, start, end) and bool(self.people.search(view, start, end))

    def may_stand(self, tag: str, view: str, start: int, end: int) -> bool:
        """Whether the region has the first word of a row with this tag; where it has none no such row stands."""
        if tag not in self._clues:
            self._clues[tag] = first_words(self[tag])
        return has_word(view, start, end, self._clues[tag])

    def is_disease(self, word: Word) -> bool:
        """Whether the word is the head noun of a disease's name ("melanoma", "infection")."""
        return word.low in self["disease"] or (len(word.low) > 6 and word.low.endswith(self._disease))

    def describes(self, word: Word) -> bool:
        """Whether the word, standing before a noun for people, says who they are."""
        stem, hyphen, last = word.low.rpartition("-")
        if word.low in self["plainword"] or (hyphen and last in self["armpart"]) or NUMBER_WORDS.fullmatch(word.text):
            return False
        if word.low in self._qualifiers or self.is_disease(word) or _AGE.fullmatch(word.low):
            return True
        if _SHORT_FORM.fullmatch(word.text) or stem:
            return not _TRIAL_NAME.fullmatch(word.text) and not is_treatment(word.text, lexicon("treatments"))
        return len(word.low) > 5 and word.low.endswith(self._adjective)

    def describes_together(self, words: list[Word]) -> int:
        """How many of the last of ``words`` describe only together ("previously treated"); 0 if none do."""
        for count in (3, 2):
            if len(words) >= count and " ".join(w.low for w in words[-count:]) in self._together:
                return count
        return 0

    def may_stand_before(self, word: Word, following: str) -> bool:
        """Whether an undescribing word can belong to the phrase: "newly", "and", "2" of "type 2"."""
        if word.low in ("and", "or", "/", ",", "-") or (word.low.endswith("ly") and len(word.low) > 4):
            return following not in ("", ",")
        return word.low in ("type", "stage", "grade", "class") or bool(re.fullmatch(r"\d|[IVX]{1,4}[AB]?", word.text))


@lru_cache(maxsize=4096)
def is_treatment(word: str, treatments: Lexicon) -> bool:
    """Whether a word is the whole name of a treatment."""
    return any(h.end - h.start == len(word) for h in treatments.find(word))


def _qualifiers(participants: Lexicon) -> set[str]:
    """The describing terms, those of analysis sets ("evaluable") left out."""
    return {r.term.lower() for r in participants.rows if "qualifier" in r.tags and "analysis" not in r.tags}


@lru_cache(maxsize=4)
def _words(source: Lexicon, participants: Lexicon) -> PeopleWords:
    return PeopleWords(source, participants)


@once_held
def people_words() -> PeopleWords:
    """The words in use: the package's rows and the user's own."""
    return _words(lexicon("populationwords"), lexicon("participants"))
