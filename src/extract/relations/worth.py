"""Worth: whether a cited sentence or a row tells enough of one study to open a record (the guide's bar)."""

from __future__ import annotations

from collections.abc import Sequence

from extract.mentions.mention import Kind, Mention
from extract.relations.lines import Line


def is_review(line: Line) -> bool:
    """Whether a line speaks of a meta-analysis, guideline or review rather than of a study."""
    nouns = line.of(Kind.STUDY)
    return any(n.value.kind == "review" for n in nouns) and not any(n.value.opens for n in nouns)


def worth(line: Line, mentions: Sequence[Mention]) -> bool:
    """Whether a line, of which ``mentions`` are in question, opens a record.

    With a study noun a design, size, population, treatment or result is enough; without one it
    takes a result with its arms, or a design with what was given to whom.
    """

    def has(*kinds: Kind) -> bool:
        return any(m.kind in kinds for m in mentions)

    findings = [f for f in line.findings if any(m.kind is Kind.CITATION and m.end > f.value.start for m in mentions)]
    nouns = [m for m in mentions if m.kind is Kind.STUDY and m.value.kind not in ("review", "part")]
    single = [f for f in findings if f.value.value.value is not None]
    described = has(Kind.PHASE, Kind.DESIGN, Kind.ENROLMENT)
    if nouns:
        return described or bool(single) or has(Kind.POPULATION, Kind.TREATMENT)
    if single and has(Kind.TREATMENT):
        return described or any(f.arm for f in single)
    if len(single) >= 2 and any(m.kind is Kind.POPULATION and " " in m.value for m in mentions):
        return True  # "men" alone says no more than whom a figure is about
    if has(Kind.ENROLMENT) and (has(Kind.TREATMENT) or single):
        return True
    return described and has(Kind.TREATMENT) and has(Kind.POPULATION, Kind.STATUS)


def describes(line: Line) -> bool:
    """Whether a row with a citation tells anything of the study that it cites."""
    told = any(line.of(kind) for kind in (Kind.ENROLMENT, Kind.DESIGN, Kind.PHASE))
    return told or bool(line.findings) or bool(line.of(Kind.TREATMENT) and line.of(Kind.POPULATION))


def tells_of_study(line: Line) -> bool:
    """Whether a row without name or citation describes a study by its columns (phase, size, population)."""
    told = {m.kind for m in line.mentions if m.rule.endswith(":column")} & {Kind.PHASE, Kind.ENROLMENT, Kind.POPULATION}
    return len(told) >= 2 or (bool(told) and bool(line.of(Kind.DESIGN)))
