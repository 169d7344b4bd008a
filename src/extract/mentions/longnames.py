"""Long names of trials: "International Subarachnoid Aneurysm Trial", "Trial on Endovascular Aneurysm Management"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from extract.mentions.clues import first_words, has_word
from extract.mentions.trialnames import Found, Names, letters_fit, spelled

_WORD = re.compile(r"[^\W_](?:[\w'.&/-]*\w)?")
_ACRONYM = re.compile(r"\s?\(([A-Z0-9][\w*-]{1,15})\)")
_NUMBER = re.compile(r"[IVX]{1,4}")  # "Cardiac Insufficiency Bisoprolol Study II"
_REACH = 140


class _Word(NamedTuple):
    text: str
    start: int
    end: int


class LongNames:
    """Finds proper long names around a capitalised study noun."""

    def __init__(self, view: str, names: Names) -> None:
        self.view = view
        self.words = names.words
        self.names = names
        self._clues = first_words(self.words["long"])
        self._noun = re.compile(rf"(?<![\w-])(?:{names.words.either('long')})s?(?![\w-])")

    def find(self, low: int, high: int) -> Iterator[Found]:
        """Long names in the half-open region [low, high), and the short forms defined beside them."""
        if not has_word(self.view, low, high, self._clues):
            return
        for noun in self._noun.finditer(self.view, low, high):
            words = self._around(low, noun.start(), noun.end(), high)
            yield from self._judged(words, low, high, plural=noun.group().endswith("s"))

    def _around(self, low: int, start: int, end: int, high: int) -> list[_Word]:
        words = [_Word(self.view[start:end], start, end)]
        for word in reversed(self._cut(max(low, start - _REACH), start)):
            if self._parted(word, words[0]) or not self._fits(word.text):
                break
            words.insert(0, word)
        right = self._cut(end, min(high, end + _REACH))
        if right and (right[0].text in self.words["joint"] or _NUMBER.fullmatch(right[0].text)):
            for word in right:
                if self._parted(words[-1], word) or not self._fits(word.text):
                    break
                words.append(word)
        while words[-1].text in self.words["joint"]:
            words.pop()
        return words

    def _parted(self, word: _Word, following: _Word) -> bool:
        """Whether two words do not stand together, or a second name begins: "the X Study and the Y Trial"."""
        return self.view[word.end : following.start] != " " or (word.text, following.text) == ("and", "the")

    def _cut(self, start: int, end: int) -> list[_Word]:
        return [_Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(self.view, start, end)]

    def _fits(self, word: str) -> bool:
        return word[0].isupper() or word[0].isdigit() or word in self.words["joint"]

    def _judged(self, words: list[_Word], low: int, high: int, plural: bool) -> Iterator[Found]:
        acronym = self._acronym(words[-1].end, words[0].start, high)
        words = _matching(words, acronym) if acronym else self._trimmed(words)
        if not words or self._is_other(words, high):
            return
        content = [w for w in words if w.text[0].isupper() and not self._is_common(w.text)]
        confirmed = bool(acronym and content)
        enough = len(content) > 1 or (content and len(words) > 3 and "Registry" in [w.text for w in words])
        if not confirmed and (plural or not enough or self._is_title_case(low, high)):
            return
        start, end = words[0].start, words[-1].end - (plural and words[-1].text.endswith("s"))
        yield Found(" ".join(self.view[start:end].split()), start, end, "trial:long-form", 3)
        if confirmed:
            at = self.view.find(acronym, max(low, start - 40), high)
            yield Found(acronym, at, at + len(acronym), "trial:long-form", 3)

    def _acronym(self, end: int, start: int, high: int) -> str:
        """The short form in brackets after a long name, or before it: "TEAM trial (Trial on ...)"."""
        if after := _ACRONYM.match(self.view, end, high):
            return after.group(1)
        if self.view[start - 1 : start] == "(":
            words = self.view[max(0, start - 40) : start - 1].split()
            short = [w for w in words[-2:] if w.lower() not in self.words["noun"] and sum(c.isupper() for c in w) > 1]
            return short[-1] if short else ""
        return ""

    def _trimmed(self, words: list[_Word]) -> list[_Word]:
        """Without what only opens the sentence: nothing left of the last "the", no joint, no common word first."""
        noun = next(i for i, w in enumerate(words) if w.text in self.words["long"] or w.text[:-1] in self.words["long"])
        cut = max((i + 1 for i, w in enumerate(words[:noun]) if w.text in ("the", "The")), default=0)
        while cut < noun and (words[cut].text in self.words["joint"] or words[cut].text in self.words["generic"]):
            cut += 1
        return words[cut:]

    def _is_other(self, words: list[_Word], high: int) -> bool:
        """A group, a register of trials, or people: "Heart Study Group", "Clinical Trials Registry"."""
        following = _WORD.match(self.view, words[-1].end + 1, high)
        if following and following.group() in self.words["people"] | self.words["long"]:
            return True
        texts = [w.text for w in words]
        registers = any(a.startswith("Trial") and b == "Registry" for a, b in pairwise(texts))
        return registers or self.names.is_body(texts)

    def _is_common(self, word: str) -> bool:
        return word in self.words["generic"] or word in self.words["long"] or word.rstrip("s") in self.words["long"]

    def _is_title_case(self, low: int, high: int) -> bool:
        """A heading in title case says nothing about names."""
        if high - low > 200:
            return False
        words = [w for w in _WORD.findall(self.view[low:high]) if len(w) > 3]
        return bool(sum(w[0].isupper() for w in words) > 0.7 * len(words))


def _matching(words: list[_Word], acronym: str) -> list[_Word]:
    """The shortest end of ``words`` whose initials give the acronym, else whose letters do, else []."""
    starts = [i for i in range(len(words) - 1, -1, -1) if words[i].text[0].isupper()]
    for fits in (_initials_fit, letters_fit) if len(spelled(acronym)) > 2 else ():
        for i in starts:
            if fits([w.text for w in words[i:]], acronym):
                return words[i:]
    return []


def _initials_fit(words: list[str], acronym: str) -> bool:
    capitals = "".join(c for w in words for c in (w if w.isupper() else w[0]) if w[0].isupper()).lower()
    every = "".join(w[0] for w in words).lower()
    return spelled(acronym) in (capitals, every)
