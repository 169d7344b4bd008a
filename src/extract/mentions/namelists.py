"""Names before a point of the text: one, a list of them, one in a bracket or before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.mentions.occurrences import Occurrences
from extract.mentions.trialnames import Chunk, Found, Names

# What joins two names of a list; in "EsPhALL2022/COG AALL2131" the group belongs to neither.
_SEPARATOR = re.compile(
    r"(?:,\s(?:and\s|or\s)?|\s(?:and|or|&|versus|vs\.?)\s|/(?:[A-Z][\w-]*\s)?)(?:the\s|in\s|from\s)?\Z"
)
_CLOSED = re.compile(r"\s?[\[(]([^()\[\]]{1,100})[\])]\Z")
# A name with a number of its own: "SOLO-1", "PIONEER II".
NUMBERED = re.compile(r"(?P<stem>.{0,120}[A-Za-z][\s-]?)(?:(?P<number>\d{1,3})|(?P<roman>(?<=[\s-])[IVX]{1,4}))")
_PLAIN_NAME = re.compile(r"\b[Tt]he\s([A-Z][a-z]{3,})\s\Z")
_AUTHOR = re.compile(r"\s(?:et\sal|and\s(?:colleagues|co-?workers)|[A-Z]{1,3}[,.;])|'s\b")


class NamesBefore:
    """Reads names backwards from a study noun, a verb or a number; ``names`` judges what is a name."""

    def __init__(self, seen: Occurrences, names: Names) -> None:
        self.seen = seen
        self.view = seen.view
        self.names = names

    def found(self, chunks: list[Chunk], rule: str, strength: int) -> Found:
        """A name that runs over ``chunks``, with its evidence and how far that carries."""
        start, end = chunks[0].start, chunks[-1].end
        return Found(" ".join(self.view[start:end].split()), start, end, f"trial:{rule}", strength)

    @staticmethod
    def letters(chunks: list[Chunk]) -> int:
        """How many letters a name has."""
        return sum(c.isalpha() for chunk in chunks for c in chunk.text)

    def before_modifiers(self, low: int, end: int) -> int:
        """Where a name can end: before "phase II", "pilot", "randomized, double-blind"."""
        pos = end
        for _ in range(8):
            left = self.view[max(low, pos - 40) : pos].rstrip(" ,\n")
            words = left.rsplit(None, 2)
            if not words or not self._is_modifier(words[-1], words[-2] if len(words) > 1 else ""):
                break
            pos = max(low, pos - 40) + len(left) - len(words[-1])
        return pos - 1 if pos > low and self.view[pos - 1] in " \n" else pos

    def _is_modifier(self, word: str, previous: str) -> bool:
        known = self.names.words["modifier"]
        if previous.lower() == "phase" and re.fullmatch(r"[IVX\d/-]{1,6}[ab]?", word):
            return True
        plain = word.islower() or word == "Phase"
        return plain and (word.lower() in known or all(p in known for p in word.lower().split("-")))

    def list_before(self, low: int, end: int, rule: str, strength: int, many: bool) -> Iterator[Found]:
        """The names of a list that ends at ``end``, from the last to the first."""
        tails: list[Chunk] = []
        for i in range(8):
            yield from self._in_bracket(low, end, rule)
            end = self._before_bracket(low, end)
            run = self.names.run_before(self.view, low, end)
            if not run:
                if i == 0 and strength == 2:
                    yield from self._plain_name(low, end)
                return
            chunks = self.names.settle(run)
            if chunks:
                yield self.found(chunks, rule, strength if many or i == 0 else 1)
                yield from self._before_slash(chunks, rule)
                yield from self._completed(chunks, tails)
            elif run[-1].shape == "T" and len(run) == 1:
                tails.append(run[0])
            start = chunks[0].start if chunks else run[0].start
            link = _SEPARATOR.search(self.view, max(low, start - 16), start)
            if not link:
                return
            end = link.start()

    def _before_slash(self, chunks: list[Chunk], rule: str) -> Iterator[Found]:
        """ "Interfant-06/blinatumomab": what was added to a trial's regimen, and that trial."""
        text = chunks[-1].text
        stem, slash, added = text.partition("/")
        if slash and added.islower():
            end = chunks[-1].start + len(stem)
            yield self.found([*chunks[:-1], Chunk(stem, chunks[-1].start, end, "S")], rule, 2)

    def _completed(self, chunks: list[Chunk], tails: list[Chunk]) -> Iterator[Found]:
        """ "PIONEER I and II": the second name is the first with another end."""
        whole = " ".join(self.view[chunks[0].start : chunks[-1].end].split())
        stem = NUMBERED.fullmatch(whole)
        for tail in tails if stem else ():
            yield Found(f"{stem['stem'] if stem else ''}{tail.text.lstrip('-')}", tail.start, tail.end, "trial:list", 3)
        tails.clear()

    def _in_bracket(self, low: int, end: int, rule: str) -> Iterator[Found]:
        """ "International Subarachnoid Aneurysm Trial (ISAT) study": the name is in the bracket."""
        closed = self._closed(low, end)
        if closed:
            chunks = self.names.after(self.view, closed.start(1), closed.end(1))
            if chunks and chunks[-1].end == closed.end(1):
                yield self.found(chunks, rule, 2)

    def _before_bracket(self, low: int, end: int) -> int:
        for _ in range(2):
            closed = self._closed(low, end)
            if not closed:
                break
            end = closed.start()
        return end

    def _closed(self, low: int, end: int) -> re.Match[str] | None:
        """The bracket that closes at ``end``."""
        if self.view[end - 1 : end] not in (")", "]"):
            return None
        return _CLOSED.search(self.view, max(low, end - 104), end)

    def _plain_name(self, low: int, end: int) -> Iterator[Found]:
        """ "the Einstein trial": a capitalised word that is no place, author, drug or common word."""
        match = _PLAIN_NAME.search(self.view, max(low, end - 30), min(end + 1, len(self.view)))
        if not match:
            return
        word, words = match.group(1), self.names.words
        if word in words["generic"] | words["place"] or self.names.blocked(word):
            return
        if word.lower() in self.seen.lower_words or self.seen.any_before(word, _AUTHOR):
            return
        # Once may be a town or a hospital ("the Boston study").
        if not self.seen.any_before(word, words.naming_words, least=2):
            return
        yield Found(word, match.start(1), match.end(1), "trial:noun", 2)
