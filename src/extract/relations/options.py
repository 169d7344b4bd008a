"""Options: the studies that a sentence without a name may speak of, and what follows of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extract.mentions.enrolment import strength
from extract.mentions.mention import Kind, Mention
from extract.relations.enumerations import listed_conditions
from extract.relations.memory import Memory
from extract.relations.register import Register
from extract.relations.studies import Study, unique
from extract.relations.units import Unit
from extract.relations.worth import is_review, worth

# A size told with words as strong as "enrolled" or "randomized" (see ``extract.mentions.enrolment``).
STRONG = 7
# More labels than this in one place are a list of further reading, not one study's papers.
MANY = 6
# Of more studies than this a label that several are cited by tells nothing.
_SHARED = 4


@dataclass(frozen=True)
class Option:
    """One answer to "which study?".

    ``kinds`` are the ways that lead to it: "none", "stay" (the study in focus), "known" (that of a
    citation), "size" (that of a size told before), "member" (one of several told of together),
    "older" (the one before the focus), "open" (a new one) or "each" (a new one for each label);
    ``studies`` are those known already.
    """

    kinds: tuple[str, ...]
    studies: tuple[Study, ...] = ()


NONE = Option(("none",))


def options(unit: Unit, memory: Memory, register: Register) -> list[Option]:
    """The answers that are possible for a unit, each of other studies; "none" first."""
    ways = {"stay": memory.focus}
    known = register.known(unit.labels)
    inside = [s for s in known if s in memory.focus]
    ways["known"] = inside or (known if len(known) <= _SHARED else [])
    again = memory.by_size(m.value for m in unit.of(Kind.ENROLMENT))
    ways["size"] = [again] if again else []
    member = memory.member(unit, register.view)
    ways["member"] = [member] if member else []
    ways["older"] = memory.older if len(memory.older) == 1 else []
    merged: dict[frozenset[int], Option] = {}
    for kind, studies in ways.items():
        if studies:
            numbers = frozenset(s.number for s in studies)
            before = merged.get(numbers)
            merged[numbers] = Option((*(before.kinds if before else ()), kind), tuple(studies))
    if unit.labels and set(unit.labels) <= memory.reviews:
        return [NONE, *merged.values()]  # what is cited for a review opens no study
    new = [Option(("open",)), *([Option(("each",))] if 1 < len(unit.labels) <= MANY else [])]
    return [NONE, *merged.values(), *new]


# -- what habit says -----------------------------------------------------------------------------------


def habit(unit: Unit, memory: Memory, register: Register) -> str:
    """The kind of option that the words' plain sense speaks for: a citation, "this trial", the flow."""
    nouns = unit.of(Kind.STUDY)
    if is_review(unit.line):
        return "none"
    if memory.member(unit, register.view):
        return "member"
    opening = any(n.value.opens for n in nouns)
    if memory.by_size(m.value for m in unit.of(Kind.ENROLMENT)) and not opening:
        return "size"
    if unit.labels:
        return _cited(unit, memory, register)
    return _plain(unit, memory)


def _cited(unit: Unit, memory: Memory, register: Register) -> str:
    known = register.known(unit.labels)
    if known:
        return "known" if len(known) <= _SHARED or any(s in memory.focus for s in known) else "none"
    if unit.whole and _goes_on(unit, memory):
        return "stay"
    if not worth(unit.line, unit.mentions) or set(unit.labels) <= memory.reviews:
        return "none"
    if not unit.whole:
        return "open" if len(unit.labels) <= MANY else "none"
    single = any(n.value.opens and not n.value.plural for n in unit.of(Kind.STUDY)) or len(unit.labels) > MANY
    return "open" if single or len(unit.labels) == 1 else "each"


def _goes_on(unit: Unit, memory: Memory) -> bool:
    """Whether a citation that belongs to no study yet is cited for the one in focus."""
    nouns = unit.of(Kind.STUDY)
    if len(memory.focus) != 1 or len(unit.labels) > MANY or set(unit.labels) & memory.reviews:
        return False
    if any(n.value.opens for n in nouns):
        return False
    study = memory.focus[0]
    if study.labels and unit.of(Kind.ENROLMENT) and not _points_back(nouns):
        return False  # a size of its own: another study
    if any(n.value.determiner == "this" and not n.value.plural for n in nouns) or (
        not memory.fresh and not study.labels
    ):
        return True
    if memory.fresh and not memory.default(unit.line.section):
        return False
    told = bool(unit.findings) or any(n.value.determiner == "known" and not n.value.plural for n in nouns)
    return told and (bool(study.anchors) or _points_back(nouns))


def _points_back(nouns: Sequence[Mention]) -> bool:
    return any(n.value.determiner in ("this", "known") and not n.value.plural for n in nouns)


def _plain(unit: Unit, memory: Memory) -> str:
    nouns = unit.of(Kind.STUDY)
    opening = [n for n in nouns if n.value.opens and not n.value.plural]
    sized = {m.value for m in unit.of(Kind.ENROLMENT) if strength(m.rule) >= STRONG}
    if nouns and sized and not memory.focus and not opening:
        opening = list(nouns[:1])
    pointed = any(n.value.determiner == "this" for n in nouns)
    if sized and memory.other_size(sized) and not pointed:
        return "open"
    if opening and (unit.of(Kind.PHASE) or unit.of(Kind.ENROLMENT) or unit.findings):
        return "open"
    back = any(n.value.determiner in ("this", "known") for n in nouns)
    if memory.fresh and not memory.default(unit.line.section) and not back:
        return "none"
    return "stay" if memory.focus else "none"


# -- what follows --------------------------------------------------------------------------------------


def take(option: Option, unit: Unit, memory: Memory, register: Register) -> list[Study]:
    """Give a unit to the studies of an option: new ones are opened, citations noted; returns the studies."""
    kind = "known" if "known" in option.kinds else option.kinds[0]
    return _FOLLOWS[kind](option, unit, memory, register)


def _none(_option: Option, unit: Unit, memory: Memory, _register: Register) -> list[Study]:
    if is_review(unit.line) or memory.fresh:
        memory.focus = []
    return []


def _stay(option: Option, unit: Unit, memory: Memory, register: Register) -> list[Study]:
    """What is cited in a sentence that goes on about one study is cited for it."""
    if len(option.studies) == 1 and len(unit.labels) <= MANY:
        for citation in unit.of(Kind.CITATION):
            if not set(citation.value) & memory.reviews:
                register.cite(option.studies[0], citation)
    return list(option.studies)


def _known(option: Option, unit: Unit, memory: Memory, register: Register) -> list[Study]:
    single = len(register.known(unit.labels)) == 1 and not any(n.value.opens for n in unit.of(Kind.STUDY))
    if single and unit.whole:
        for citation in unit.of(Kind.CITATION):
            if not set(citation.value) & (memory.reviews | register.by_label.keys()):
                register.cite(option.studies[0], citation)
    return list(option.studies)


def _again(option: Option, unit: Unit, _memory: Memory, register: Register) -> list[Study]:
    for citation in unit.of(Kind.CITATION):
        if not register.known(citation.value):
            register.cite(option.studies[0], citation)
    return list(option.studies)


def _open(_option: Option, unit: Unit, _memory: Memory, register: Register) -> list[Study]:
    why = "cited" if unit.labels else "noun" if any(n.value.opens for n in unit.of(Kind.STUDY)) else "size"
    study = register.open(why)
    for citation in unit.of(Kind.CITATION):
        register.cite(study, citation)
    return [study]


def _each(_option: Option, unit: Unit, _memory: Memory, register: Register) -> list[Study]:
    """A study for each label, or for each of as many diseases."""
    citations = unit.of(Kind.CITATION)
    labels = unique(label for c in citations for label in c.value)
    diseases = listed_conditions(register.view, unit.line)
    if 3 <= len(diseases) == len(labels):
        return [_of_disease(disease, citations, register) for disease in diseases]
    made = []
    for label in labels:
        study = register.open("shared")
        for c in citations:
            if label in c.value:
                register.cite(study, Mention(c.kind, c.start, c.end, (label,), c.rule))
        made.append(study)
    return made


def _of_disease(disease: Mention, citations: Sequence[Mention], register: Register) -> Study:
    """One of several studies that only their diseases tell apart: all labels are cited for each."""
    study = register.open("disease")
    study.disease = disease
    for citation in citations:
        register.cite(study, citation)
    return study


_FOLLOWS: dict[str, Callable[[Option, Unit, Memory, Register], list[Study]]] = {
    "none": _none,
    "stay": _stay,
    "known": _known,
    "size": _again,
    "member": _stay,
    "older": _stay,
    "open": _open,
    "each": _each,
}
