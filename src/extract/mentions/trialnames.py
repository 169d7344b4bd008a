"""What a trial's name looks like, and what only looks like one.

A name is a run of chunks (stretches without spaces and brackets): a strong one first ("RIALTO",
"Interfant-21", "4S"), then strong ones and tails ("58", "XVIII", "II", "B-31"). Groups, places,
diseases and measures have the same letters; the rows of ``trialwords.csv`` and the article's own
abbreviations tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from extract.mentions.trialwords import Words, trial_words


class Chunk(NamedTuple):
    """A stretch without spaces at the half-open span [start, end), and its shape."""

    text: str
    start: int
    end: int
    shape: str


class Found(NamedTuple):
    """A name with its evidence. ``strength`` 3 stands alone, 2 can be outweighed, 1 needs a sturdy name.

    The half-open span [start, end) is the name's own, or, where a list prints only the end of it
    ("PIONEER I and II"), that of the end; ``name`` is complete.
    """

    name: str
    start: int
    end: int
    rule: str
    strength: int


_CHUNK = re.compile(r"[^\s()\[\]{},;\"|]+")
# What may stand on either side of a chunk without belonging to it.
_RIGHT = re.compile(r"(?:'s|[.:?!'*†‡§-])+\Z")
_TAIL = re.compile(
    r"-?\d[\d.:-]*[a-z]?|\d{2,}[A-Z]|[IVX]{1,5}(?:[/-][IVX]{1,5})?[abAB]?(?:/[A-Z]+)?|[A-H]|[A-Z]{1,2}[.-]\d{1,2}"
)
_CODE = re.compile(r"[A-Z]\d{4,}[A-Z]?")
_PLAIN = re.compile(r"(?:[A-Z][a-zà-ÿ]+(?:['-][A-Z]?[a-zà-ÿ]+)*|(?:Mc|Mac|O')[A-Z][a-z]+)")
_STRONG = re.compile(
    r"(?=[^A-Z]{0,30}[A-Z][^A-Z]{0,30}[A-Z])[A-Z0-9](?:[\w.*+:/'&-]|\\(?=\*)){0,90}|[A-Z][A-Za-z]{2,60}-?\d[\w./-]{0,60}|\d[A-Z]{1,4}\d?|[a-z][A-Z][a-z]{1,40}[A-Z]\w{0,40}"
)
_NUMBERED = re.compile(r"\d{2}|\d\b|\b[IVX]+\b")
_REACH = 90  # characters to look for a name; longer short names are not known
_LINK = re.compile(r"[ \n]{1,2}\Z")
_PLAIN_ENDS = re.compile(r"\s?[,;()\[\]]|\s\d{1,3}\b")
_SUFFIX = re.compile(r"s\Z")


@lru_cache(maxsize=8192)
def shape(chunk: str) -> str:
    """The shape of a chunk: S strong, N single letter with digits, T tail, P plain capitalised, - other."""
    if _CODE.fullmatch(chunk):
        return "N"
    if _TAIL.fullmatch(chunk):
        return "T"
    if _PLAIN.fullmatch(chunk):
        return "P"
    return "S" if _STRONG.fullmatch(chunk) else "-"


@dataclass
class Names:
    """Judges chunks and runs of one article; ``abbreviations`` maps its short forms to long ones.

    ``as_studies`` are the short forms that the article introduces as a study's: "Mesothelioma and Radical
    Surgery (MARS) trial".
    """

    abbreviations: Mapping[str, str]
    as_studies: frozenset[str] = frozenset()
    words: Words = field(default_factory=trial_words)
    _verdicts: dict[str, bool] = field(default_factory=dict)

    def blocked(self, chunk: str) -> bool:
        """Whether a chunk alone can be no name: a group, a place, a disease, a measure, a number."""
        if chunk not in self._verdicts:
            self._verdicts[chunk] = self._is_blocked(chunk)
        return self._verdicts[chunk]

    def _is_blocked(self, chunk: str) -> bool:
        forms = {chunk, _SUFFIX.sub("", chunk)}
        if any(self.defined(f) for f in forms):
            return False
        words = self.words
        if any(forms & words[tag] for tag in ("stop", "group", "place", "treatment")):
            return True
        if words.stopshape.fullmatch(chunk):
            return True
        if any(self.defined(f) is False for f in forms):
            return True
        parts = [p for p in re.split(r"[-/]", chunk) if len(p) > 1 and not p.islower() and not p.isdigit()]
        whole = len(parts) == 1 and parts[0] == chunk
        return (
            bool(parts) and not whole and not self._own_number(chunk) and all(self._is_blocked_part(p) for p in parts)
        )

    def _is_blocked_part(self, part: str) -> bool:
        """A part of a hyphenated chunk; in "RA-BEAM" the second is a word that some regimen has taken too."""
        return self.blocked(part) and not (len(part) > 3 and part in self.words["treatment"])

    def _own_number(self, chunk: str) -> bool:
        """ "EORTC-62024" is a protocol although "EORTC" alone is a group."""
        head, _, number = chunk.rpartition("-")
        return number.isdigit() and head in self.words["group"]

    def defined(self, short: str) -> bool | None:
        """True for a short form of a study's name, False for one of anything else, None where nobody knows."""
        if short in self.as_studies:
            return True
        words = re.findall(r"[^\W\d_]+", self.abbreviations.get(short, ""))
        if not words or not letters_fit(words, short):
            return None
        lower = {w.lower() for w in words}
        if self.is_body(words):
            return False
        if any(w.lower() in self.words["noun"] or w in self.words["long"] for w in words):
            return not all(w.lower() in self._common() for w in words)
        return None if len(words) >= 4 and lower & self.words["aim"] else False

    def _common(self) -> set[str]:
        """Words that alone name no study: "randomized", "controlled", "trial"."""
        return {w.lower() for w in self.words["generic"]} | self.words["modifier"] | self.words["noun"]

    def is_body(self, words: list[str]) -> bool:
        """Whether these words name an association or a group rather than a study."""
        last = next((w for w in reversed(words) if w[0].isupper()), "")
        return any(w.lower() in self.words["body"] for w in words) and last not in self.words["long"]

    def is_group(self, chunk: str) -> bool:
        """Whether a chunk is a cooperative group or several: "EORTC", "GEIS/EORTC/ISG"."""
        return all(part in self.words["group"] for part in chunk.split("/"))

    def settle(self, chunks: list[Chunk]) -> list[Chunk]:
        """Cut from the left what does not belong to the name; [] where nothing is left."""
        rest = _without_tails(chunks)
        while len(rest) > 1 and self._is_extra(rest[0], rest[1]):
            rest = _without_tails(rest[1:])
        return rest if rest and self._is_name(rest) else []

    def _is_extra(self, first: Chunk, second: Chunk) -> bool:
        if first.shape == "P":
            return first.text not in self.words["lead"]
        if not self.blocked(first.text):
            return False
        if self.is_group(first.text):
            return second.shape == "S" and not self.blocked(second.text)
        return second.shape in "SN" and not self.blocked(second.text)

    def _is_name(self, chunks: list[Chunk]) -> bool:
        first, rest = chunks[0], chunks[1:]
        if first.shape == "P":
            return bool(rest) and self._is_name(rest)
        whole = " ".join(c.text for c in chunks)
        if self.words.stopshape.fullmatch(whole) or self.words.registry.search(whole):
            return False
        if self.is_group(first.text):
            return any(_NUMBERED.search(c.text) for c in rest)
        if first.shape == "N":
            return not self.words.stopshape.fullmatch(first.text)
        if first.shape != "S" or self.blocked(first.text):
            return False
        telling = sum(c.isalpha() for c in first.text) > 2 or first.text[0].isdigit() or _ends_in_number(first.text)
        # "DA VINCI": two letters count with a word of capitals behind them.
        return telling or any(c.shape == "S" and len(c.text) > 3 and not self.blocked(c.text) for c in rest[:1])

    def before(self, view: str, low: int, end: int) -> list[Chunk]:
        """The name that ends at ``end``, looking back to ``low`` at most; [] when there is none."""
        return self.settle(self.run_before(view, low, end))

    def run_before(self, view: str, low: int, end: int) -> list[Chunk]:
        """The chunks right before ``end`` that may belong to one name, not yet judged."""
        run: list[Chunk] = []
        for chunk in reversed(list(chunks_of(view, max(low, end - _REACH), end))):
            gap = view[chunk.end : run[0].start if run else end]
            if (gap and not _LINK.match(gap)) or not self._fits(chunk, run) or self._ends_with_group(chunk, run):
                break
            run.insert(0, chunk)
        return run if self._ends_well(run) else []

    def _ends_well(self, run: list[Chunk]) -> bool:
        """A plain word may end a name only behind an acronym: "ORAL Strategy"."""
        if not run or run[-1].shape != "P":
            return True
        return len(run) > 1 and run[-2].shape == "S" and len(run[-2].text) > 3 and not self.blocked(run[-2].text)

    def _ends_with_group(self, chunk: Chunk, run: list[Chunk]) -> bool:
        """ "EsPhALL2022/COG AALL2131" is two names: the group after the slash goes with the second."""
        _, slash, last = chunk.text.rpartition("/")
        group = bool(slash and run) and last in self.words["group"]
        return group and run[0].shape == "S" and not self.blocked(run[0].text)

    def _fits(self, chunk: Chunk, run: list[Chunk]) -> bool:
        """Whether a chunk can stand left of ``run``; a plain word only at its end, before a number, or as a lead."""
        if chunk.shape != "P":
            return chunk.shape in "SNT"
        if chunk.text in self.words["lead"]:
            return bool(run)
        return (not run or run[0].shape == "T") and chunk.text not in self.words["generic"] | self.words["place"]

    def after(self, view: str, start: int, high: int) -> list[Chunk]:
        """The name that starts at ``start``, up to ``high`` at most; [] when there is none."""
        run: list[Chunk] = []
        for chunk in chunks_of(view, start, min(high, start + _REACH)):
            gap = view[run[-1].end if run else start : chunk.start]
            if (gap and not (run and _LINK.match(gap))) or not self._follows(chunk, run, view):
                break
            run.append(chunk)
        named = self.settle(run)
        return named if named and named[0].start == start else []

    def _follows(self, chunk: Chunk, run: list[Chunk], view: str) -> bool:
        """Whether a chunk goes on with ``run``; a plain word before a number, a comma or a bracket."""
        if chunk.shape != "P":
            return chunk.shape in "SNT" and (not run or run[-1].shape != "P" or chunk.shape == "T")
        closed = _PLAIN_ENDS.match(view, chunk.end)
        common = chunk.text in self.words["generic"] or chunk.text in self.words["people"]
        return bool(closed) and not common and self._ends_well([*run, chunk])


def _ends_in_number(text: str) -> bool:
    """Whether the digits at the end are those of a protocol: three, or two that begin with 0 ("MS01")."""
    return text[-3:].isdigit() or (text[-2:].isdigit() and text[-2] == "0")


def chunks_of(view: str, start: int, end: int) -> Iterator[Chunk]:
    """The chunks of ``view[start:end]`` without the punctuation at their ends."""
    for match in _CHUNK.finditer(view, start, end):
        text = match.group()
        if not text[-1].isalnum() or text.endswith("'s"):
            text = _RIGHT.sub("", text)
        if text:
            yield Chunk(text, match.start(), match.start() + len(text), shape(text))


def _without_tails(chunks: list[Chunk]) -> list[Chunk]:
    first = next((i for i, c in enumerate(chunks) if c.shape != "T"), len(chunks))
    return chunks[first:]


def spelled(acronym: str) -> str:
    """An acronym's letters, lower case: "4S" is "ssss"."""
    counted = re.sub(r"(\d)([A-Za-z])", lambda m: m.group(2) * int(m.group(1)), acronym)
    return re.sub(r"[^a-z]", "", counted.lower())


def letters_fit(words: list[str], acronym: str) -> bool:
    """Whether the acronym begins as the words do and its letters stand among theirs in order."""
    letters = iter("".join(words).lower())
    wanted = spelled(acronym)
    return bool(words) and words[0][0].lower() == wanted[:1] and all(c in letters for c in wanted)
