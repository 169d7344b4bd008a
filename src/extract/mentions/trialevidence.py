"""What gives a trial's name away: a study noun, a registry number, a verb, a long form, a table cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from extract.mentions.longnames import LongNames
from extract.mentions.trialnames import Chunk, Found, Names, Words, chunks_of

Region = tuple[int, int]


class Patterns(NamedTuple):
    """The patterns that are built from the words of ``trialwords.csv``."""

    noun: re.Pattern[str]
    weak: re.Pattern[str]
    naming: re.Pattern[str]
    subject: re.Pattern[str]
    verb: re.Pattern[str]
    introducing: re.Pattern[str]


@lru_cache(maxsize=4)
def patterns(words: Words) -> Patterns:
    """The patterns for these words, compiled once."""
    noun, weak = _nouns(words["noun"]), _nouns(words["weak"])
    few = r"(?:[\w,/%-]+\s){0,10}?"
    return Patterns(
        noun=re.compile(rf"(?<![\w-])(?:{noun})(?![\w-])"),
        weak=re.compile(rf"(?:{weak})\Z"),
        naming=re.compile(rf"\b(?:{words.either('naming')})\s(?:the\s)?[\"']?"),
        subject=re.compile(rf"(?:,\s(?:an?|the)|\s(?:is|was)\s(?:an?|the|one))\s{few}(?:{noun})\b"),
        verb=re.compile(rf"\s(?:has\s)?(?:{words.either('verb')})\b"),
        introducing=re.compile(rf"\b(?:[Ii]n|{words.either('introducing')})\s(?:the\s)?(?=[A-Z0-9])"),
    )


def _nouns(words: set[str]) -> str:
    single = [w for w in words if w.removesuffix("s") == w or w[:-1] not in words]
    return "|".join(sorted((_plural(w) for w in single), key=len, reverse=True)) or r"(?!)"


def _plural(word: str) -> str:
    forms = f"{word[:-1]}(?:y|ies)" if word.endswith("y") else f"{word}s?"
    return f"[{forms[0].upper()}{forms[0]}]{forms[1:]}".replace(" ", r"\s")


_REGISTRY_WORDS = re.compile(r"[\s,;:]*(?:ClinicalTrials\.gov|identifier|number|no\.?|registration|[\s,;:#])*\Z", re.I)
_SEPARATOR = re.compile(r"(?:,\s(?:and\s|or\s)?|\s(?:and|or|&|versus|vs\.?)\s|/(?:[A-Z][\w-]*\s)?)(?:the\s|in\s|from\s)?\Z")
_CLOSED = re.compile(r"\s?[\[(]([^()\[\]]{1,100})[\])]\Z")
_STOPS_HERE = re.compile(r"\s?(?:[,;.:)\]\[(]|\Z)|\s(?:trial|study|NCT)")
_CAPTION = re.compile(r":\s[^.;]{0,80}?\b(?:patients|participants|subjects|adults|children|women|men)\b")
_LABEL = re.compile(r"Study\s\d{2,4}[A-Z]?(?=\s?[,;.()\[\]]|\s(?:was|is|and|showed|enrolled|included)\b)")
_CITED = re.compile(r"\s?(?:\[[\d,\s-]{1,30}\]|\(\d[\d,\s-]{0,30}\))\Z")
_SENTENCE = re.compile(r"(?:\A|[.:;]\s|\A[^\w]{1,3})(?:The\s)?\Z")
_CLAUSE = re.compile(r"(?:\A|[,;:.(]\s?|\b(?:whereas|while|and|but|as)\s)\Z")
_PLAIN_NAME = re.compile(r"\b[Tt]he\s([A-Z][a-z]{3,})\s\Z")
_AUTHOR = r"\b{0}\s(?:et\sal|and\s(?:colleagues|co-?workers)|[A-Z]{{1,3}}[,.;])|\b{0}'s\b"


class Evidence:
    """Reads one article's view for the evidence of names; ``names`` judges what is a name."""

    def __init__(self, view: str, names: Names) -> None:
        self.view = view
        self.names = names
        self.patterns = patterns(names.words)

    def collect(self, regions: Iterable[Region], name_cells: Iterable[Region]) -> Iterator[Found]:
        """Every name with evidence in the half-open regions; one name comes as often as it has evidence."""
        readers: tuple[Callable[[int, int], Iterator[Found]], ...] = (
            self.by_noun,
            self.by_registry,
            self.by_naming,
            self.by_subject,
            self.by_introduction,
            self.by_protocol,
            self.by_caption,
            self.by_whole_region,
            LongNames(self.view, self.names).find,
        )
        for low, high in regions:
            for reader in readers:
                yield from reader(low, high)
        for low, high in name_cells:
            yield from self.by_cell(low, high)

    def _found(self, chunks: list[Chunk], rule: str, strength: int) -> Found:
        start, end = chunks[0].start, chunks[-1].end
        return Found(" ".join(self.view[start:end].split()), start, end, f"trial:{rule}", strength)

    # -- "the RIALTO trial", "CANVAS and DECLARE trials", "trial (RIALTO)", "Study 19" --

    def by_noun(self, low: int, high: int) -> Iterator[Found]:
        """Names beside a study noun."""
        for noun in self.patterns.noun.finditer(self.view, low, high):
            many = noun.group().endswith("s")
            strength = 1 if self.patterns.weak.match(noun.group().lower()) else 2
            end = self._before_modifiers(low, noun.start())
            yield from self._list_before(low, end, "noun", strength, many)
            yield from self._bracket_after(noun.end(), high)
            yield from self._name_after(noun.end(), high)
            if label := _LABEL.match(self.view, noun.start(), high):
                yield Found(label.group(), label.start(), label.end(), "trial:label", 2)

    def _before_modifiers(self, low: int, end: int) -> int:
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
        plain = word.islower() or (word[:1].isupper() and word[1:].islower())
        return plain and (word.lower() in known or all(p in known for p in word.lower().split("-")))

    def _list_before(self, low: int, end: int, rule: str, strength: int, many: bool) -> Iterator[Found]:
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
                yield self._found(chunks, rule, strength if many or i == 0 else 1)
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
            yield self._found([*chunks[:-1], Chunk(stem, chunks[-1].start, end, "S")], rule, 2)

    def _completed(self, chunks: list[Chunk], tails: list[Chunk]) -> Iterator[Found]:
        """ "PIONEER I and II": the second name is the first with another end."""
        joint = self.view[chunks[-1].start - 1 : chunks[-1].start] if len(chunks) > 1 else ""
        head = self.view[chunks[0].start : chunks[-1].start - 1] if len(chunks) > 1 else ""
        if len(chunks) == 1:
            match = re.fullmatch(r"(.*[A-Za-z])(-?)\d{1,3}", chunks[0].text)
            head, joint = (match.group(1), match.group(2)) if match else ("", "")
        elif chunks[-1].shape != "T":
            head = ""
        for tail in tails if head else ():
            yield Found(f"{head}{joint}{tail.text.lstrip('-')}", tail.start, tail.end, "trial:list", 3)
        tails.clear()

    def _in_bracket(self, low: int, end: int, rule: str) -> Iterator[Found]:
        """ "International Subarachnoid Aneurysm Trial (ISAT) study": the name is in the bracket."""
        closed = _CLOSED.search(self.view, max(low, end - 104), end)
        if closed:
            chunks = self.names.after(self.view, closed.start(1), closed.end(1))
            if chunks and chunks[-1].end == closed.end(1):
                yield self._found(chunks, rule, 2)

    def _before_bracket(self, low: int, end: int) -> int:
        for _ in range(2):
            closed = _CLOSED.search(self.view, max(low, end - 104), end)
            if not closed:
                break
            end = closed.start()
        return end

    def _plain_name(self, low: int, end: int) -> Iterator[Found]:
        """ "the Einstein trial": a capitalised word that is no place, author, drug or common word."""
        match = _PLAIN_NAME.search(self.view, max(low, end - 30), min(end + 1, len(self.view)))
        if not match:
            return
        word, words = match.group(1), self.names.words
        if word in words["generic"] | words["place"] or self.names.blocked(word):
            return
        if re.search(rf"\b{word.lower()}|{_AUTHOR.format(word)}", self.view):
            return
        yield Found(word, match.start(1), match.end(1), "trial:noun", 2)

    def _bracket_after(self, start: int, high: int) -> Iterator[Found]:
        """ "trial (RIALTO, NCT02187354)", "trials (called MATISSE)"."""
        opened = re.compile(r"\s?[(\[]").match(self.view, start, high)
        if not opened:
            return
        chunks = self.names.after(self.view, opened.end(), high)
        if chunks and _STOPS_HERE.match(self.view, chunks[-1].end, high) and self._letters(chunks) > 2:
            yield self._found(chunks, "bracket", 3 if chunks[0].text not in self.names.abbreviations else 2)

    def _name_after(self, start: int, high: int) -> Iterator[Found]:
        """ "study AALL1331", "the multicentre trial ADAURA,"."""
        if self.view[start : start + 1] not in " \n":
            return
        chunks = self.names.after(self.view, start + 1, high)
        if chunks and _STOPS_HERE.match(self.view, chunks[-1].end, high):
            yield self._found(chunks, "after-noun", 1)

    @staticmethod
    def _letters(chunks: list[Chunk]) -> int:
        return sum(c.isalpha() for chunk in chunks for c in chunk.text)

    # -- "(RIALTO, NCT02187354)", "Interfant-21 (NCT05327894)" --

    def by_registry(self, low: int, high: int) -> Iterator[Found]:
        """Names in or right before the brackets of a registry number."""
        for number in self.names.words.registry.finditer(self.view, low, high):
            opened = max(self.view.rfind(b, max(low, number.start() - 80), number.start()) for b in "([")
            closed = max(self.view.rfind(b, max(low, number.start() - 80), number.start()) for b in ")]")
            yield from self._after_number(number.end(), high)
            if opened > closed:
                chunks = self.names.after(self.view, opened + 1, number.start())
                if chunks:
                    yield self._found(chunks, "registry-number", 3)
                elif _REGISTRY_WORDS.match(self.view, opened + 1, number.start()):
                    yield from self._list_before(low, opened - (self.view[opened - 1] == " "), "registry-number", 2, False)
            else:
                end = number.start() - (re.compile(r"[,;:]?\s?\Z").search(self.view[low : number.start()]) is not None)
                yield from self._list_before(low, end, "registry-number", 1, False)

    def _after_number(self, start: int, high: int) -> Iterator[Found]:
        """ "(NCT01234567; ELEVATE-TN)"."""
        link = re.compile(r"\d{0,8}[;,]\s").match(self.view, start, high)
        chunks = self.names.after(self.view, link.end(), high) if link else []
        if chunks and self.view[chunks[-1].end : chunks[-1].end + 1] in ")]":
            yield self._found(chunks, "registry-number", 2)

    # -- "a trial called MATISSE" --

    def by_naming(self, low: int, high: int) -> Iterator[Found]:
        """Names that the text introduces as names."""
        for naming in self.patterns.naming.finditer(self.view, low, high):
            if self.patterns.noun.search(self.view, max(low, naming.start() - 80), naming.start()):
                chunks = self.names.after(self.view, naming.end(), high)
                if chunks:
                    yield self._found(chunks, "named", 3)
                elif first := chunks_of(self.view, naming.end(), min(high, naming.end() + 40))[:1]:
                    if first[0].shape == "P" and first[0].start == naming.end():
                        yield self._found(first, "named", 3)

    # -- "ISAT was a randomized trial", "RIALTO, a phase II trial,", "RIALTO enrolled" --

    def by_subject(self, low: int, high: int) -> Iterator[Found]:
        """Names that open a sentence about a trial."""
        for pattern, strength in ((self.patterns.subject, 2), (self.patterns.verb, 1)):
            for match in pattern.finditer(self.view, low, high):
                for found in self._list_before(low, match.start(), "subject", strength, False):
                    if _SENTENCE.search(self.view[max(low, found.start - 8) : found.start]) or match.group()[0] == ",":
                        yield found if match.group()[0] != "," else found._replace(strength=1)

    # -- "In LEADER, ...", "data from ISAT" --

    def by_introduction(self, low: int, high: int) -> Iterator[Found]:
        """Names after words such as "in" and "results of"; the passage must speak of numbers or people."""
        if not re.search(r"\d|patients|participants", self.view[low:high]):
            return
        for match in self.patterns.introducing.finditer(self.view, low, high):
            chunks = self.names.after(self.view, match.end(), high)
            bare = match.group().lower() in ("in ", "in the ")
            if chunks and (not bare or self._opens_clause(low, match.start(), chunks[-1].end)):
                yield self._found(chunks, "introduced", 1)

    def _opens_clause(self, low: int, start: int, end: int) -> bool:
        """Whether "in NAME" is a clause's own opening: "In LEADER, ...", "whereas in ROCKET AF, ..."."""
        opens = _CLAUSE.search(self.view[max(low, start - 9) : start])
        return bool(opens) and (self.view[end : end + 1] in ",:" or self.view[end : end + 2] in (" [", " ("))

    # -- "AALL1331", "EORTC 62024" --

    def by_protocol(self, low: int, high: int) -> Iterator[Found]:
        """Protocol numbers of cooperative groups, and groups with a number alone in brackets."""
        for match in self.names.words.protocol.finditer(self.view, low, high):
            yield Found(" ".join(match.group().split()), match.start(), match.end(), "trial:protocol", 3)
        for match in re.compile(r"\(([A-Z][^()]{3,80})\)").finditer(self.view, low, high):
            chunks = self.names.after(self.view, match.start(1), match.end(1))
            chunks = chunks or self.names.before(self.view, match.start(1), match.end(1))
            if chunks and (chunks[0].start, chunks[-1].end) == match.span(1):
                if len(chunks) > 1 and any(self.names.is_group(c.text) for c in chunks):
                    yield self._found(chunks, "protocol", 3)
                elif re.fullmatch(r"[A-Z]{4,}[ -]\d{1,2}", match.group(1)):
                    yield self._found(chunks, "bracket", 1)

    # -- "4S: about 5% of patients had diabetes", "EMPA-REG MONO [28]" --

    def by_caption(self, low: int, high: int) -> Iterator[Found]:
        """Names before a colon and a statement about patients."""
        for match in _CAPTION.finditer(self.view, low, high):
            chunks = self.names.before(self.view, low, match.start())
            if chunks and _SENTENCE.search(self.view[max(low, chunks[0].start - 8) : chunks[0].start]):
                yield self._found(chunks, "caption", 2)

    def by_whole_region(self, low: int, high: int) -> Iterator[Found]:
        """A cell or heading that is a name and its citation."""
        if high - low > 60:
            return
        cited = _CITED.search(self.view, low, high)
        if cited:
            chunks = self.names.before(self.view, low, cited.start())
            if chunks and chunks[0].start == low:
                yield self._found(chunks, "cell", 2)

    def by_cell(self, low: int, high: int) -> Iterator[Found]:
        """A cell of a study column: the name is what stands before citation, number and noun."""
        end = re.compile(r"\s?(?:[\[(,;\n]|NCT|trial\b|study\b|et al)|\Z").search(self.view, low, high)
        chunks = chunks_of(self.view, low, end.start() if end else high)
        named = self.names.settle(chunks)
        if named and named[0].start == low and "et al" not in self.view[low:high] and len(chunks) <= 6:
            yield self._found(chunks, "cell", 3)
        elif chunks and len(chunks) > 1 and re.fullmatch(r"(?:[A-Z][a-z]+-){1,3}[A-Z][a-z]+", chunks[0].text):
            yield self._found(chunks, "cell", 3)
