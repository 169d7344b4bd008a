"""Abbreviations as the article defines them: "overall survival (OS)", "OS (overall survival)", legends.

The common manner, the long form before a short one in parentheses, is judged by scispaCy's
AbbreviationDetector (Schwartz and Hearst, "A simple algorithm for identifying abbreviation
definitions in biomedical text", PSB 2003); where scispaCy is not installed, by the same rule
written out here. It sees only the words before each short form, so an article costs some
milliseconds. The legends of tables and figures ("CI, confidence interval; HR, hazard ratio",
"CI confidence interval, HR hazard ratio") are read by position.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from types import SimpleNamespace

# A short form has a capital after its first letter, a digit or a slash: "OS", "mCRC", "HbA1c", "r/r".
# Most words are plain ones: the first look-ahead is done with them in one step.
_SHORT = r"(?![A-Za-z][a-z]*[\s,;:)\]])(?=[\w+.'-]{0,9}(?:(?<=\w)[A-Z]|\d|/\w|-[A-Z]))[A-Za-z][\w/+-]{1,11}"
_IN_PARENTHESES = re.compile(rf"[(\[](?P<short>{_SHORT})(?=[)\];,])")
_REVERSED = re.compile(rf"(?<![\w/-])(?P<short>{_SHORT})(?: [a-z]{{4,10}})? \((?P<long>[A-Za-z][^()\[\];]{{3,80}})\)")
_ITEM = re.compile(
    rf"(?<![\w/(\[-])(?P<short>{_SHORT})(?P<joint>, | ?: ?| ?= ?| - | )"
    r"(?P<long>[A-Za-z][^,;:=()\n]{2,70}?)(?=[,;.\n]|\Z)"
)
_LEGEND = re.compile(r"[Aa]bbreviations?\b")
_BEFORE = 140
_BOUNDARY = re.compile(r"[()\[\];:]|[.!?]\s")
_WORD = re.compile(r"\S+")
# "Children's Oncology Group AALL1331 (COG, ...": the protocol number is no part of the name.
_CODE = re.compile(r"[A-Z]{2,12}[\w-]{0,30}\d[\w-]{0,30}")
_ARTICLE = re.compile(r"\A(?:the|an?)\s+", re.IGNORECASE)
# Words that a short form may skip: "National Institutes of Health (NIH)".
_SMALL_WORD = re.compile(r"[a-z]{1,4}")
# After a comma more follows in the parentheses; only a plain acronym is a definition there.
_ACRONYM = re.compile(r"[A-Z][A-Z0-9-]+")

# Judges a short form against the words before it: how many of the last words are its long form.
_Judge = Callable[[list[str], str], int]


@dataclass(frozen=True, slots=True)
class Definition:
    """One definition: its half-open span covers the long form and the short one."""

    short: str
    long: str
    start: int
    end: int
    rule: str


class Abbreviations(dict[str, str]):
    """Short forms and their long ones, by the first definition; ``definitions`` holds every one."""

    def __init__(self, definitions: Iterable[Definition] = ()) -> None:
        self.definitions = tuple(definitions)
        super().__init__()
        for found in self.definitions:
            self.setdefault(found.short, found.long)
        for found in self.definitions:
            if len(found.short) > 2 and found.short.endswith("s") and found.short[-2].isupper():
                self.setdefault(found.short[:-1], _singular(found.long))


def find_abbreviations(view: str, regions: Iterable[tuple[int, int]]) -> Abbreviations:
    """Return the abbreviations that the regions of ``view`` (sentences or blocks) define."""
    found: list[Definition] = []
    for start, end in regions:
        found += _before_parentheses(view, start, end)
        found += _reversed(view, start, end)
        found += _legend(view, start, end)
    return Abbreviations(found)


def _before_parentheses(view: str, start: int, end: int) -> Iterator[Definition]:
    for match in _IN_PARENTHESES.finditer(view, start, end):
        words = _words_before(view, start, match.start(), match["short"])
        taken = _count(view, words, match["short"])
        whole = view[match.end()] in ")]" or _ACRONYM.fullmatch(match["short"])
        if taken and whole:
            first, last = words[-taken][0], words[-1][1]
            yield Definition(match["short"], _clean(view[first:last]), first, match.end(), "abbreviations:parentheses")


def _count(view: str, words: list[tuple[int, int]], short: str) -> int:
    """How many of the last words are the long form: by their initials, else as the judge says.

    The judge takes the shortest tail that will do and so stops at "Association of Clinical
    Endocrinologists (AACE)"; initials are the surer sign. It is asked only where the letters are there at all.
    """
    printed = [view[a:b] for a, b in words]
    letters = [c for c in short.lower() if c.isalpha()]
    for taken in range(len(letters), min(2 * len(letters), len(printed)) + 1):
        tail = printed[-taken:]
        initials = [w[0].lower() for i, w in enumerate(tail) if i == 0 or not _SMALL_WORD.fullmatch(w)]
        if initials == letters:
            return taken
    return _judge()(printed, short) if _taken(printed, short) else 0


def _words_before(view: str, start: int, at: int, short: str) -> list[tuple[int, int]]:
    """The spans of the words that could be the long form: of the same sentence, not too many."""
    begin = max(start, at - _BEFORE)
    for boundary in _BOUNDARY.finditer(view, begin, at):
        begin = boundary.end()
    spans = [(m.start(), m.end()) for m in _WORD.finditer(view, begin, at)]
    while spans and _CODE.fullmatch(view, *spans[-1]):
        spans.pop()
    return spans[-min(len(short) + 5, len(short) * 2) :]


def _reversed(view: str, start: int, end: int) -> Iterator[Definition]:
    for match in _REVERSED.finditer(view, start, end):
        if _spells(match["short"], match["long"]):
            yield Definition(
                match["short"], _clean(match["long"]), match.start(), match.end(), "abbreviations:reversed"
            )


def _legend(view: str, start: int, end: int) -> Iterator[Definition]:
    """The items of a legend: those that spell their short form, and one between two such."""
    items = list(_ITEM.finditer(view, start, end))
    if not items:
        return
    spelled = [_spells(item["short"], item["long"]) for item in items]
    announced = bool(_LEGEND.search(view, start, items[0].start()))
    listed = announced or sum(spelled) > 1
    for index, item in enumerate(items):
        plain = spelled[index] and (listed or item["joint"].strip() in (":", "="))
        if plain or announced or (listed and _between(items, spelled, index)):
            yield Definition(item["short"], _clean(item["long"]), item.start(), item.end(), "abbreviations:legend")


def _between(items: list[re.Match[str]], spelled: list[bool], index: int) -> bool:
    """Whether an item stands right between two that spell their short forms."""
    return (
        0 < index < len(items) - 1
        and spelled[index - 1]
        and spelled[index + 1]
        and items[index].start() - items[index - 1].end() <= 2
        and items[index + 1].start() - items[index].end() <= 2
    )


@lru_cache(maxsize=1)
def _judge() -> _Judge:
    return _scispacy_judge() if find_spec("scispacy") else _taken


def _scispacy_judge() -> _Judge:
    """scispaCy's detector, built once; importing it takes most of a second.

    It takes only the vocabulary of a pipeline. An empty one does, for it compares words as they are printed, and
    saves the making of a tokenizer.
    """
    from scispacy.abbreviation import AbbreviationDetector
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    vocab = Vocab()
    detector = AbbreviationDetector(SimpleNamespace(vocab=vocab))
    # spaCy warns of a matcher without patterns, which this one is until the first definition.
    detector.global_matcher.add("", [[{"ORTH": "\0"}]])

    def judge(words: list[str], short: str) -> int:
        doc = detector(Doc(vocab, words=[*words, "(", short, ")"]))
        long_forms = [found._.long_form for found in doc._.abbreviations if found.text == short]
        return len(words) - int(long_forms[0].start) if long_forms else 0

    return judge


def _taken(words: list[str], short: str) -> int:
    """The rule of Schwartz and Hearst without scispaCy: how many of the last words spell ``short``."""
    text = " ".join(words)
    at = _spelling_start(short, text)
    return 0 if at is None else len(text[at:].split())


def _spells(short: str, long: str) -> bool:
    """Whether the whole long form, from its first word, spells the short one."""
    return _spelling_start(short, _ARTICLE.sub("", long, count=1)) == 0


def _spelling_start(short: str, text: str) -> int | None:
    """Where the shortest tail of ``text`` begins that has the letters of ``short`` in order.

    The first letter must begin a word. None when there is no such tail.
    """
    letters = [c for c in short.lower() if c.isalnum()]
    low, at = text.lower(), len(text)
    for index in range(len(letters) - 1, -1, -1):
        at = low.rfind(letters[index], 0, at)
        while index == 0 and at > 0 and low[at - 1].isalnum():
            at = low.rfind(letters[0], 0, at)
        if at < 0:
            return None
    return at


def _clean(long: str) -> str:
    return _ARTICLE.sub("", re.sub(r"\s+", " ", long).strip(" ,.;\"'/-"), count=1)


def _singular(long: str) -> str:
    if long.endswith("ies"):
        return long[:-3] + "y"
    return long[:-1] if long.endswith("s") and not long.endswith("ss") else long
