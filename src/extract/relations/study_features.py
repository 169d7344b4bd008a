"""Features of the choice which study a sentence without a name speaks of.

Each option has the features of the unit, with the option's kind before them, and its own: how what
the unit tells agrees with what was told of the option's studies.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from extract.lexicon import Remembered, lexicon
from extract.mentions.enrolment import strength
from extract.mentions.mention import Kind
from extract.relations.lines import Line
from extract.relations.memory import PROFILED, Memory
from extract.relations.options import MANY, STRONG, Option, habit
from extract.relations.register import Register
from extract.relations.studies import Study
from extract.relations.units import Unit
from extract.relations.worth import is_review, worth

_WORD = re.compile(r"[A-Za-z]+")
# "Smith et al", "Smith and Jones".
_AUTHORS = re.compile(r"[A-Z][\w'-]{1,30}(?:\set\sal|\sand\s(?:co|[A-Z]))")
# So many words of a sentence say how it goes on from the last ("In another", "These results").
_OPENING, _EARLY = 3, 8
# What the features of these names say together, they do not say alone.
_PAIRS = (
    ("size", "next"),
    ("size", "before"),
    ("size", "labels"),
    ("size", "focus:treatment"),
    ("size", "focus:enrolment"),
    ("labels", "next"),
    ("labels", "findings"),
    ("labels", "focus:treatment"),
    ("place", "labels"),
    ("cited", "worth"),
    ("cited", "follow"),
    ("cited", "turn"),
    ("cited", "author"),
    ("size", "author"),
)

# The names of features with the kind of an option before them: the same few hundred in every sentence.
_UNDER: Remembered[str, Remembered[str, str]] = Remembered(
    lambda kind: Remembered(lambda name: f"{kind}|{name}", 4_096), 64
)


def study_features(unit: Unit, found: Sequence[Option], memory: Memory, register: Register) -> list[list[str]]:
    """The features of each option of a unit, in the order of the options."""
    alone = [*_told(unit, memory, register), *(f"focus:{name}" for name in _kinship(unit, memory.focus, memory))]
    shared = [*alone, *_together(alone)]
    said = habit(unit, memory, register)
    rows = []
    for option in found:
        kind = "+".join(option.kinds)
        habitual = ["habit", f"habit:{kind}"] if said in option.kinds else ["against", f"against:{said}:{kind}"]
        own = (f"own:{name}" for name in _kinship(unit, option.studies, memory))
        rows.append([*habitual, *map(_UNDER[kind].__getitem__, (*shared, *own))])
    return rows


def _told(unit: Unit, memory: Memory, register: Register) -> Iterator[str]:
    """What the unit itself says: where it stands, its study nouns, citations, descriptions, results and words."""
    yield "any"
    yield f"place={'first' if memory.fresh else min(memory.place, 3)}"
    yield f"whole={unit.whole}"
    yield f"home={bool(memory.home)}"
    nouns = unit.of(Kind.STUDY)
    for noun in nouns:
        yield f"noun={noun.value.determiner}:{'many' if noun.value.plural else 'one'}"
        yield f"noun={noun.value.determiner}:{noun.value.kind}"
    if not nouns:
        yield "noun=no"
    yield from _cited(unit, memory, register)
    yield from _around(unit, memory, register)
    sizes = unit.of(Kind.ENROLMENT)
    yield "size=" + ("strong" if any(strength(m.rule) >= STRONG for m in sizes) else "weak" if sizes else "no")
    here = {m.kind for m in unit.mentions if m.start >= unit.start}
    for kind in (Kind.PHASE, Kind.DESIGN, Kind.STATUS, Kind.TREATMENT, Kind.POPULATION, Kind.CONDITION):
        yield f"{kind.value}={kind in here}"
    yield f"findings={min(len(unit.findings), 3)}"
    yield f"armed={any(f.arm for f in unit.findings)}"
    yield f"worth={worth(unit.line, unit.mentions)}"
    yield f"review={is_review(unit.line)}"
    yield from _words(unit, memory, register)
    if unit.line.abstract:
        yield "abstract"


def _words(unit: Unit, memory: Memory, register: Register) -> Iterator[str]:
    """How it begins, the words in it that turn to another study or go on about one, and whether it names authors."""
    view = register.view
    words = _WORD.findall(view[unit.start : unit.end].lower())
    yield from (f"opens:{word}" for word in words[:_OPENING])
    yield "begins:" + "_".join(words[:2])
    turns = lexicon("turns").word_tags
    for place, word in enumerate(words):
        for tag in turns.get(word, ()):
            yield f"turn:{tag}"
            if place < _EARLY:
                yield f"turn-early:{tag}"
                yield f"turn-early:{word}"
    authors = _AUTHORS.search(view, unit.start, unit.end)
    if authors and len(unit.labels) == 1 and not unit.findings and not unit.of(Kind.ENROLMENT):
        yield f"announced={_told_next(memory.neighbours(unit)[1], register)}"
    yield f"author={'no' if not authors else 'first' if authors.start() == unit.start else 'inside'}"


def _cited(unit: Unit, memory: Memory, register: Register) -> Iterator[str]:
    """How many labels it cites, whose they are, and where in the unit the last stands."""
    labels = unit.labels
    yield f"labels={'no' if not labels else 'one' if len(labels) == 1 else 'few' if len(labels) <= MANY else 'many'}"
    if not labels:
        return
    yield f"cited={_whose(labels, memory, register)}"
    if set(labels) & memory.reviews:
        yield "cited=review"
    last = unit.of(Kind.CITATION)[-1]
    yield f"cited-at={'end' if unit.end - last.end <= 2 else 'middle'}"
    yield f"cited-before={'value' if any(f.value.start > last.end for f in unit.findings) else 'none'}"


def _around(unit: Unit, memory: Memory, register: Register) -> Iterator[str]:
    """Whether the sentence before closed with a citation, and whose the next citation of the paragraph is."""
    before, after = memory.neighbours(unit)
    if before is not None:
        cited = before.of(Kind.CITATION)
        yield f"before={'closed' if cited and before.end - cited[-1].end <= 3 else 'cited' if cited else 'open'}"
    yield f"follow={_told_next(after, register)}"
    for gap, line in enumerate(after, 1):
        if line.labels:
            whose = _whose(line.labels, memory, register)
            yield f"next={whose}"
            yield f"next={whose}:{min(gap, 3)}"
            yield f"next={whose}:{'cites' if unit.labels else 'plain'}:{bool(before and before.labels)}"
            return
        if line.anchors:
            yield "next=name"
            return
    yield "next=none"


def _told_next(after: Sequence[Line], register: Register) -> str:
    """What the next sentence of the paragraph tells, where it names and cites nothing of its own."""
    if not after:
        return "end"
    if after[0].labels or register.named(after[0]):
        return "own"
    if after[0].of(Kind.ENROLMENT):
        return "size"
    return "findings" if after[0].findings else "plain"


def _whose(labels: Collection[str], memory: Memory, register: Register) -> str:
    known = register.known(labels)
    return "focus" if any(s in memory.focus for s in known) else "other" if known else "new"


def _kinship(unit: Unit, studies: Collection[Study], memory: Memory) -> Iterator[str]:
    """How what a unit tells agrees with what was told of studies."""
    yield f"many={min(len(studies), 3)}"
    if not studies:
        return
    yield f"named={any(s.anchors for s in studies)}"
    yield f"cited={any(s.labels for s in studies)}"
    yield f"gap={min(unit.line.number - max(memory.last.get(s.number, -9) for s in studies), 4)}"
    for kind in PROFILED:
        own = {m.value for m in unit.of(kind) if m.start >= unit.start}
        if own:
            told = {x for s in studies for x in memory.profiles.get((s.number, kind), ())}
            yield f"{kind.value}:{'first' if not told else 'same' if own & told else 'other'}"


def _together(names: Sequence[str]) -> Iterator[str]:
    """The pairs of features that say more together; of "next=new" and the finer "next=new:2" the former."""
    having: dict[str, list[str]] = {}
    for name in names:
        head, equals, value = name.partition("=")
        if ":" not in value:
            having.setdefault(head if equals else name.rpartition(":")[0], []).append(name)
    for left, right in _PAIRS:
        yield from (f"{a}&{b}" for a in having.get(left, ()) for b in having.get(right, ()))
