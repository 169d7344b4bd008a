"""What an article prints, asked by number, phrase, registry number and citation label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from rapidfuzz import fuzz

from extract.document import Document
from extract.evaluation import normalise as forms
from extract.mentions.numberwords import NUMBER_WORDS, parse_words
from extract.mentions.registry import find_registry
from extract.normal import normalise
from extract.sections import split_sections

_BLANKS = re.compile(r"\s+")
# 18,144 and 102 263 are one number.
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:[, ]\d{3}){1,4}(?!\d)")
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,12})?|\.\d{1,12}")
_LETTERS = re.compile(r"[^\W\d]+")
_LOOSE = re.compile(r"[\s\-\[\]()|\\*]+")
# A name's letters and digits, and what stands between them: "STAR\\*D" is STAR*D, "OASIS 6" is OASIS-6.
_PART = re.compile(r"[^\W\d_]+|\d+")
_BETWEEN = r"[\W_]{0,3}"
# "PHOENIX 1 and 2" holds PHOENIX 2.
_ENUMERATED = r"\b.{0,40}?\b"
_LIKE = 80
# Words up to this length are passed over; longer ones are told by their beginning: "responders" is "response".
_SMALL, _STEM = 2, 5
# What joins the parts of a phrase, whatever the article puts there ("/", "+").
_JOINING = ("and", "plus", "with", "without", "versus")
# Spellings on the two sides of the Atlantic: "anaemia" is "anemia".
_SPELLINGS = re.compile(r"(?<=[^\W\d_])[ao](?=e)|(?<=o)u(?=r)")


def flat(text: str) -> str:
    """A phrase with one kind of space, hyphen, quote and decimal point; the case stays."""
    return _BLANKS.sub(" ", normalise(text)).strip()


def _squeezed(text: str) -> str:
    """What is left of a phrase when blanks, hyphens, brackets and the signs of tables and Markdown are gone.

    Readers print them each in their own way: "[17]" or "17", "10 mg | placebo" or "10 mgplacebo".
    """
    return _LOOSE.sub("", flat(text)).casefold()


class Printed:
    """An article as far as an annotator may take values from it: without the reference list and the page around it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.body = flat(_body(document))

    @cached_property
    def _squeezed(self) -> str:
        return _squeezed(self.body)

    @cached_property
    def _numbers(self) -> frozenset[float]:
        joined = [float(re.sub(r"\D", "", found)) for found in _THOUSANDS.findall(self.body)]
        return frozenset([*joined, *map(float, _NUMBER.findall(self.body))])

    @cached_property
    def _words(self) -> frozenset[int | None]:
        return frozenset(parse_words(found) for found in NUMBER_WORDS.findall(self.body))

    @cached_property
    def _registry_ids(self) -> frozenset[str]:
        view = normalise(self.document.text)
        return frozenset(mention.value for mention in find_registry(view, 0, len(view)))

    @cached_property
    def labels(self) -> frozenset[str]:
        """The labels of the reference list in the form that they are compared in; empty where it is not known."""
        return frozenset(forms.citation(reference.label) for reference in self.document.references)

    def has_number(self, value: float, words: bool = False) -> bool:
        """Whether a number is printed, whatever its sign; with ``words``, as a word too."""
        return abs(value) in self._numbers or (words and value in self._words)

    def has_phrase(self, phrase: str) -> bool:
        """Whether a phrase is printed word for word, whatever its case, blanks, hyphens and brackets."""
        return _squeezed(phrase) in self._squeezed

    def has_without_count(self, phrase: str) -> bool:
        """Whether a phrase is printed word for word but for numbers that stand between its words."""
        return _uncounted(phrase) in self._uncounted

    @cached_property
    def _uncounted(self) -> str:
        return _uncounted(self.body)

    def has_name(self, name: str) -> bool:
        """Whether a study's name is printed, with any signs between its parts; "X 2" is in "X 1 and 2"."""
        *stem, last = _PART.findall(flat(name)) or [""]
        return self._has_parts(stem, last, _BETWEEN) or (last.isdecimal() and self._has_parts(stem, last, _ENUMERATED))

    def _has_parts(self, stem: Sequence[str], last: str, before_last: str) -> bool:
        """Whether the parts of a name stand one after the other; a citation may be glued to the last one."""
        parts = before_last.join(filter(None, [_BETWEEN.join(map(re.escape, stem)), re.escape(last)]))
        return bool(last) and re.search(rf"(?<![^\W_]){parts}(?![^\W\d_])", self.body) is not None

    def unprinted(self, phrase: str) -> list[str]:
        """The words of a phrase that the article prints in no form that begins alike."""
        words = _LETTERS.findall(flat(phrase).casefold())
        return [w for w in words if len(w) > _SMALL and w not in _JOINING and _stem(w) not in self._stems]

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(map(_stem, self._uncounted.split()))

    def has_registry_id(self, number: str) -> bool:
        """Whether a registry number is printed, in its canonical form or another one that is read as it."""
        return number in self._registry_ids or self.has_phrase(number)

    def has_citation(self, label: str) -> bool:
        """Whether the reference list has a label; where there is no list, whether the text prints it."""
        form = forms.citation(label)
        if self.labels:
            return form in self.labels or self._is_author_year(label)
        return label.isdecimal() or form in forms.citation(self.body)

    def _is_author_year(self, label: str) -> bool:
        """Whether a reference begins with the first surname of a label and has its year."""
        if not any(c.isalpha() for c in label):
            return False
        surname, year = label.split()[0].casefold(), label.split()[-1]
        entries = (self.document.text[r.start : r.end] for r in self.document.references)
        return any(surname in entry.casefold() and year[:4] in entry for entry in entries)

    def nearest(self, phrase: str) -> str:
        """The stretch of the article that is most like a phrase; "" when none is much like it."""
        found = fuzz.partial_ratio_alignment(flat(phrase), self.body, score_cutoff=_LIKE)
        return self.body[found.dest_start : found.dest_end].strip() if found else ""


def _body(document: Document) -> str:
    """The text without what nothing may be taken from; what stands between two blocks stays."""
    silent = [b for s in split_sections(document) if not s.extractable for b in s.blocks]
    out, at = [], 0
    for block in sorted(silent, key=lambda b: b.start):
        out.append(document.text[at : block.start])
        at = block.end
    return "\n".join([*out, document.text[at:]])


def _uncounted(text: str) -> str:
    return f" {' '.join(_LETTERS.findall(text.casefold()))} "


def _stem(word: str) -> str:
    return _SPELLINGS.sub("", word)[:_STEM]
