"""What gives a trial's name away: a study noun, a registry number, a verb, a long form, a table cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from extract.mentions.clues import first_words, has_sign, has_word
from extract.mentions.longnames import LongNames
from extract.mentions.namelists import NamesBefore
from extract.mentions.numberwords import NUMBER_WORDS, parse_words
from extract.mentions.occurrences import Occurrences
from extract.mentions.trialnames import Chunk, Found, Names, chunks_of
from extract.mentions.trialwords import Words

Region = tuple[int, int]


class Patterns(NamedTuple):
    """The patterns that are built from the words of ``trialwords.csv``."""

    noun: re.Pattern[str]
    weak: re.Pattern[str]
    naming: re.Pattern[str]
    subject: re.Pattern[str]
    verb: re.Pattern[str]
    introducing: re.Pattern[str]
    caption: re.Pattern[str]
    size: re.Pattern[str]
    relative: re.Pattern[str]
    noun_clues: frozenset[str]
    naming_clues: frozenset[str]
    verb_clues: frozenset[str]


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
        caption=re.compile(rf":\s[^.;]{{0,80}}?\b(?:{words.either('who')})\b"),
        size=re.compile(rf"\s\((?:[Nn]\s?=\s?)?\d[\d, ]{{0,8}}\s(?:{words.either('who')})\b"),
        relative=re.compile(
            rf",\s(?:in\s(?:which|whom)|whose)\s\d[\d, ]{{0,8}}\s(?:[\w-]{{1,30}}\s){{0,3}}?(?:{words.either('who')})\b"
        ),
        noun_clues=first_words(words["noun"]),
        naming_clues=first_words(words["naming"]),
        verb_clues=first_words(words["verb"]),
    )


def _nouns(words: set[str]) -> str:
    single = [w for w in words if w.removesuffix("s") == w or w[:-1] not in words]
    return "|".join(sorted((_plural(w) for w in single), key=len, reverse=True)) or r"(?!)"


def _plural(word: str) -> str:
    forms = f"{word[:-1]}(?:y|ies)" if word.endswith("y") else f"{word}s?"
    return f"[{forms[0].upper()}{forms[0]}]{forms[1:]}".replace(" ", r"\s")


_REGISTRY_WORDS = re.compile(
    r"[\s,;:]{0,6}(?:ClinicalTrials\.gov|identifier|number|no\.?|registration|[\s,;:#]){0,12}\Z", re.I
)
_STOPS_HERE = re.compile(r"\s?(?:[,;.:)\]\[(]|\Z)|\s(?:trial|study|NCT)")
_SAYS = re.compile(r"\s[a-z]")  # "the study NEUTRINO gave it to 327 patients"
_LABEL = re.compile(r"Study\s\d{2,4}[A-Z]?(?=\s?[,;.()\[\]]|\s(?:was|is|and|showed|enrolled|included)\b)")
_CAPITALS = re.compile(r"(?<![A-Za-z/-])[A-Z]{2}")  # how every pattern with the tag "protocol" begins
_OPENED = re.compile(r"\s?[(\[]")
_LINK = re.compile(r",?\s")
_LISTED = re.compile(r"(?:,\s(?:and\s)?|\s(?:and|&)\s)(?=[A-Z0-9])")
_COLON = re.compile(r"[^.;:()\n]{0,80}:\s(?=[A-Z0-9])")
_DIGIT = re.compile(r"\d")
_NEXT = re.compile(r"\d{0,8}[;,]\s")  # what is left of a registry number, and the way to the next item
_ALONE = re.compile(r"\(([A-Z][^()]{3,80})\)")
_CELL_END = re.compile(r"\s?(?:[\[(,;^\n]|NCT|trial\b|study\b|et al)|\Z")
_PART = re.compile(r"(?<=[(\[,])\s?[^()\[\],;=]{3,40}(?=[()\[\],;]|\Z)|(?<=\)\s)[^()\[\],;=]{3,40}\Z")
_LONGEST_CELL = 160
_DOUBLED = re.compile(r"(?:[A-Z][a-z]+-){1,3}[A-Z][a-z]+")
_CITED = re.compile(r"\s?(?:\[[\d,\s-]{1,30}\]|\(\d[\d,\s-]{0,30}\))\Z")
_SENTENCE = re.compile(r"(?:\A|[.:;,]\s|\A[^\w]{1,3})(?:The\s)?\Z")
_CLAUSE_GOES_ON = re.compile(r"[,:]|\s[(\[]|\s(?:and|or)\s[A-Z0-9][\w-]*[A-Z0-9]")
_CLAUSE = re.compile(r"(?:\A|[,;:.(]\s?|\b(?:whereas|while|and|but|as)\s)\Z")


class Evidence(NamesBefore):
    """Reads one article's view for the evidence of names; ``names`` judges what is a name."""

    def __init__(self, seen: Occurrences, names: Names) -> None:
        super().__init__(seen, names)
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
            self.by_size,
            self.by_relative,
            LongNames(self.view, self.names).find,
        )
        for low, high in regions:
            for reader in readers:
                yield from reader(low, high)
        for low, high in name_cells:
            yield from self.by_cell(low, high)

    # -- "the RIALTO trial", "CANVAS and DECLARE trials", "trial (RIALTO)", "Study 19" --

    def by_noun(self, low: int, high: int) -> Iterator[Found]:
        """Names beside a study noun."""
        if not has_word(self.view, low, high, self.patterns.noun_clues):
            return
        for noun in self.patterns.noun.finditer(self.view, low, high):
            many = noun.group().endswith("s")
            strength = 1 if self.patterns.weak.match(noun.group().lower()) else 2
            end = self.before_modifiers(low, noun.start())
            listed = list(self.list_before(low, end, "noun", strength, many))
            yield from (f._replace(strength=1) for f in listed) if self._is_class(low, listed, many) else listed
            yield from self._bracket_after(noun.end(), high)
            yield from self._name_after(noun.end(), high)
            if many:
                yield from self._counted_after(low, noun, high)
            if label := _LABEL.match(self.view, noun.start(), high):
                yield Found(label.group(), label.start(), label.end(), "trial:label", 2)

    def _is_class(self, low: int, listed: list[Found], many: bool) -> bool:
        """Whether one name stands for a kind of study: "NOAC trials", "a TAVR trial"."""
        if len(listed) != 1:
            return False
        before = self.view[max(low, listed[0].start - 4) : listed[0].start].lower()
        return many or before.endswith((" a ", " an ")) or before in ("a ", "an ")

    def _bracket_after(self, start: int, high: int) -> Iterator[Found]:
        """ "trial (RIALTO, NCT02187354)", "trials (called MATISSE)"."""
        opened = _OPENED.match(self.view, start, high)
        if not opened:
            return
        chunks = self.names.after(self.view, opened.end(), high)
        if chunks and _STOPS_HERE.match(self.view, chunks[-1].end, high) and self.letters(chunks) > 2:
            yield self.found(chunks, "bracket", 3 if chunks[0].text not in self.names.abbreviations else 2)

    def _name_after(self, start: int, high: int) -> Iterator[Found]:
        """ "study AALL1331", "the multicentre trial ADAURA,", "two trials, SOLO 1 and SOLO 2,".

        Between two commas a name stands for the study: "a large trial, MS01, in which".
        """
        link = _LINK.match(self.view, start, high)
        comma = link is not None and len(link.group()) > 1
        names = self._listed_after(link, high)
        told = len(names) == 1 and not comma and _SAYS.match(self.view, names[0][-1].end, high)
        if names and (told or _STOPS_HERE.match(self.view, names[-1][-1].end, high)):
            strength = 2 if comma and self.view.startswith(", ", names[-1][-1].end) else 1
            yield from (self.found(chunks, "after-noun", strength) for chunks in names)

    def _listed_after(self, link: re.Match[str] | None, high: int) -> list[list[Chunk]]:
        """The names of a list that begins behind ``link``."""
        names = []
        while link and (chunks := self.names.after(self.view, link.end(), high)):
            names.append(chunks)
            link = _LISTED.match(self.view, chunks[-1].end, high)
        return names

    def _counted_after(self, low: int, noun: re.Match[str], high: int) -> Iterator[Found]:
        """ "three recent trials in renal anaemia: CHOIR, CREATE and TREAT": as many names as are announced."""
        colon = _COLON.match(self.view, noun.end(), high)
        counts = list(NUMBER_WORDS.finditer(self.view, max(low, noun.start() - 60), noun.start())) if colon else []
        names = self._listed_after(colon, high) if counts else []
        if counts and len(names) == parse_words(counts[-1].group()):
            yield from (self.found(chunks, "list", 3) for chunks in names)

    # -- "(RIALTO, NCT02187354)", "Interfant-21 (NCT05327894)" --

    def by_registry(self, low: int, high: int) -> Iterator[Found]:
        """Names in or right before the brackets of a registry number."""
        for number in self.names.words.registry.finditer(self.view, low, high):
            yield from self._after_number(number.end(), high)
            reach = max(low, number.start() - 80)
            opened, closed = (max(self.view.rfind(b, reach, number.start()) for b in pair) for pair in ("([", ")]"))
            if opened > closed:
                yield from self._in_same_bracket(low, opened, number.start())
            else:
                end = reach + len(self.view[reach : number.start()].rstrip(" ,;:\n"))
                yield from self.list_before(low, end, "registry-number", 1, False)

    def _in_same_bracket(self, low: int, opened: int, number: int) -> Iterator[Found]:
        """ "(RIALTO, NCT02187354)"; where the number comes first, the name is before the bracket."""
        chunks = self.names.after(self.view, opened + 1, number)
        if chunks:
            yield self.found(chunks, "registry-number", 3)
        elif _REGISTRY_WORDS.match(self.view, opened + 1, number):
            yield from self.list_before(low, opened - (self.view[opened - 1] == " "), "registry-number", 2, False)

    def _after_number(self, start: int, high: int) -> Iterator[Found]:
        """ "(NCT01234567; ELEVATE-TN)"."""
        link = _NEXT.match(self.view, start, high)
        chunks = self.names.after(self.view, link.end(), high) if link else []
        if chunks and self.view[chunks[-1].end : chunks[-1].end + 1] in ")]":
            yield self.found(chunks, "registry-number", 2)

    # -- "a trial called MATISSE" --

    def by_naming(self, low: int, high: int) -> Iterator[Found]:
        """Names that the text introduces as names."""
        if not has_word(self.view, low, high, self.patterns.naming_clues):
            return
        for naming in self.patterns.naming.finditer(self.view, low, high):
            if self.patterns.noun.search(self.view, max(low, naming.start() - 80), naming.start()):
                chunks = self.names.after(self.view, naming.end(), high)
                if chunks:
                    yield self.found(chunks, "named", 3)
                    continue
                first = list(chunks_of(self.view, naming.end(), min(high, naming.end() + 40)))[:1]
                if first and first[0].shape == "P" and first[0].start == naming.end():
                    yield self.found(first, "named", 3)

    # -- "ISAT was a randomized trial", "RIALTO, a phase II trial,", "RIALTO enrolled" --

    def by_subject(self, low: int, high: int) -> Iterator[Found]:
        """Names that open a sentence about a trial."""
        for pattern, clues, strength in (
            (self.patterns.subject, self.patterns.noun_clues, 2),
            (self.patterns.verb, self.patterns.verb_clues, 1),
        ):
            if not has_word(self.view, low, high, clues):
                continue
            for match in pattern.finditer(self.view, low, high):
                for found in self.list_before(low, match.start(), "subject", strength, False):
                    if _SENTENCE.search(self.view[max(low, found.start - 8) : found.start]) or match.group()[0] == ",":
                        yield found if match.group()[0] != "," else found._replace(strength=1)

    # -- "asked by DOMINO-AD, in which 295 patients took part" --

    def by_relative(self, low: int, high: int) -> Iterator[Found]:
        """Names of which a clause tells how many people took part."""
        for match in self.patterns.relative.finditer(self.view, low, high):
            if chunks := self.names.before(self.view, low, match.start()):
                yield self.found(chunks, "relative", 2)

    # -- "In LEADER, ...", "data from ISAT" --

    def by_introduction(self, low: int, high: int) -> Iterator[Found]:
        """Names after words such as "in" and "results of"; the passage must speak of numbers or people."""
        if not (_DIGIT.search(self.view, low, high) or has_sign(self.view, low, high, "patients", "participants")):
            return
        for match in self.patterns.introducing.finditer(self.view, low, high):
            chunks = self.names.after(self.view, match.end(), high)
            if not chunks:
                continue
            bare = match.group().lower() in ("in ", "in the ")
            weak = bare or match.group().lower().rstrip().endswith((" in", " in the"))
            opens = self._opens_clause(low, match.start(), chunks[-1].end)
            if not weak or opens or self._is_distinct(chunks, bare):
                known = chunks[0].text in self.names.abbreviations or self.letters(chunks) < 4
                sure = match.group().startswith("In ") and opens and not known
                yield self.found(chunks, "introduced", 2 if sure else 1)

    def _is_distinct(self, chunks: list[Chunk], bare: bool) -> bool:
        """Whether a name can hardly be a disease's: "tested in ENGAGE AF-TIMI 48", "studied in C-SURFER,"."""
        if not _STOPS_HERE.match(self.view, chunks[-1].end):
            return False
        numbered = len(chunks) > 1 and chunks[-1].shape == "T"
        return numbered or (not bare and bool(re.search(r"[a-z]|\w-\w|.{6}", chunks[0].text)))

    def _opens_clause(self, low: int, start: int, end: int) -> bool:
        """Whether "in NAME" is a clause's own opening: "In LEADER, ...", "whereas in ROCKET AF, ..."."""
        opens = _CLAUSE.search(self.view[max(low, start - 9) : start])
        return bool(opens) and bool(_CLAUSE_GOES_ON.match(self.view, end))

    # -- "AALL1331", "EORTC 62024" --

    def by_protocol(self, low: int, high: int) -> Iterator[Found]:
        """Protocol numbers of cooperative groups, and groups with a number alone in brackets."""
        for capitals in _CAPITALS.finditer(self.view, low, high):
            match = self.names.words.protocol.match(self.view, capitals.start(), high)
            if match:
                yield Found(" ".join(match.group().split()), *match.span(), "trial:protocol", 3)
        for match in _ALONE.finditer(self.view, low, high):
            chunks = self.names.after(self.view, match.start(1), match.end(1))
            chunks = chunks or self.names.before(self.view, match.start(1), match.end(1))
            if chunks and (chunks[0].start, chunks[-1].end) == match.span(1):
                if len(chunks) > 1 and any(self.names.is_group(c.text) for c in chunks):
                    yield self.found(chunks, "protocol", 3)
                elif re.fullmatch(r"[A-Z]{4,}[ -]\d{1,2}", match.group(1)):
                    yield self.found(chunks, "bracket", 1)

    # -- "4S: about 5% of patients had diabetes", "EMPA-REG MONO [28]" --

    def by_caption(self, low: int, high: int) -> Iterator[Found]:
        """Names before a colon and a statement about patients."""
        for match in self.patterns.caption.finditer(self.view, low, high):
            chunks = self.names.before(self.view, low, match.start())
            if chunks and _SENTENCE.search(self.view[max(low, chunks[0].start - 8) : chunks[0].start]):
                yield self.found(chunks, "caption", 2)

    def by_size(self, low: int, high: int) -> Iterator[Found]:
        """ "OPT-80-003 (629 patients)"."""
        for match in self.patterns.size.finditer(self.view, low, high):
            chunks = self.names.before(self.view, low, match.start())
            if chunks:
                yield self.found(chunks, "size", 2 if self.letters(chunks) > 2 else 1)

    def by_whole_region(self, low: int, high: int) -> Iterator[Found]:
        """A cell or heading that is a name and its citation."""
        if high - low > 60:
            return
        cited = _CITED.search(self.view, low, high)
        if cited:
            chunks = self.names.before(self.view, low, cited.start())
            if chunks and chunks[0].start == low:
                yield self.found(chunks, "cell", 2)

    def by_cell(self, low: int, high: int) -> Iterator[Found]:
        """A cell of a study column: the name is what stands before citation, number and noun."""
        end = _CELL_END.search(self.view, low, high)
        chunks = list(chunks_of(self.view, low, end.start() if end else high))
        named = self.names.settle(chunks)
        authors = "et al" in self.view[low:high]
        plain = named and named[0].start == low and not authors and len(chunks) <= 6
        # "Empa-Lina SPC second-line": two drugs and what else the table calls the study.
        if plain or (len(chunks) > 1 and _DOUBLED.fullmatch(chunks[0].text)):
            yield self.found(chunks, "cell", 3)
        elif high - low <= _LONGEST_CELL:
            yield from self._beside_authors(low, high)

    def _beside_authors(self, low: int, high: int) -> Iterator[Found]:
        """ "Smith et al. (ALPHA 2) (N = 200)", "Smith 73 USA, ALPHA": a part of a cell that is a name."""
        for part in _PART.finditer(self.view, low, high):
            chunks = list(chunks_of(self.view, *part.span()))
            named = self.names.settle(chunks)
            if (
                named
                and part.start() > low
                and named == chunks
                and chunks[0].shape in "SN"
                and self.letters(chunks) > 2
            ):
                yield self.found(chunks, "cell", 3)
