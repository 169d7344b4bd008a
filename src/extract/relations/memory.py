"""Memory: what the reader of an article has in mind when it comes to the next sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extract.mentions.mention import Kind
from extract.relations.lines import Line
from extract.relations.members import ahead, pointers
from extract.relations.register import distinct
from extract.relations.studies import Study
from extract.relations.units import Unit

# A size that tells one study from another; many studies have 20 or 30 patients.
TELLING = 40
# What is remembered of a study to tell whether a sentence goes on about it.
PROFILED = (Kind.TREATMENT, Kind.CONDITION, Kind.PHASE, Kind.ENROLMENT)
# So many sentences ahead the next citation is looked for.
_AHEAD = 8
Target = tuple[Study, int, int]


@dataclass
class Memory:
    """``focus`` holds the studies spoken of last, ``older`` those before them, ``home`` those that the heading names.

    ``fresh`` says that a paragraph begins; ``reviews`` are labels of meta-analyses and guidelines.
    """

    lines: Sequence[Line] = ()
    focus: list[Study] = field(default_factory=list)
    older: list[Study] = field(default_factory=list)
    home: list[Study] = field(default_factory=list)
    homes: dict[int, list[Study]] = field(default_factory=dict)
    told: dict[int, list[Study]] = field(default_factory=dict)  # the studies spoken of so far in each section
    group: list[Study] = field(default_factory=list)  # the studies of the section that were told of together last
    called: list[Study] = field(default_factory=list)  # those of the group spoken of alone since
    sizes: dict[int, list[Study]] = field(default_factory=dict)
    profiles: dict[tuple[int, Kind], set[object]] = field(default_factory=dict)
    last: dict[int, int] = field(default_factory=dict)  # the line that spoke of a study last
    reviews: set[str] = field(default_factory=set)
    section: int = -1
    paragraph: int = -1
    fresh: bool = True
    chance: float = 1.0  # how sure the last choice of a study was
    place: int = 0  # how many sentences of the paragraph have been read

    def turn_to(self, line: Line) -> None:
        """Begin a line: a new section has its own home, a new paragraph begins fresh."""
        if (line.section, line.paragraph) == (self.section, self.paragraph):
            return
        if line.section != self.section:
            self.group = self.called = []
            self.focus = self.home = self.homes.get(line.section, [])
        self.section, self.paragraph, self.fresh, self.place = line.section, line.paragraph, True, 0

    def head(self, line: Line, studies: list[Study]) -> None:
        """Take the studies that a heading names as those of its section."""
        self.focus = self.home = self.homes[line.section] = studies

    def default(self, section: int) -> list[Study]:
        """The study that a paragraph is about unless it says otherwise: the section's own, or its only one."""
        told = self.told.get(section, [])
        if not self.home and len(told) == 1 and told[0].names:
            return told
        return self.home

    def note(self, line: Line, targets: Iterable[Target]) -> None:
        """Remember which studies a line speaks of."""
        targets = list(targets)
        studies = distinct(s for s, _, _ in targets)
        for study, start, end in targets:
            study.spans.append((line.number, start, end))
            self.last[study.number] = line.number
            for m in line.mentions:
                if m.kind in PROFILED and start <= m.start < end:
                    self.profiles.setdefault((study.number, m.kind), set()).add(m.value)
        for size in [m.value for m in line.of(Kind.ENROLMENT)]:
            if len(targets) == 1 and studies[0] not in self.sizes.setdefault(size, []):
                self.sizes[size].append(studies[0])
        if studies:
            if studies != self.focus:
                self.older = self.focus
            self.focus = studies
            if len(studies) > 1 and set(map(id, studies)) != set(map(id, self.group)):
                self.group, self.called = studies, []
            elif len(studies) == 1 and studies[0] in self.group:
                self.called = distinct([*self.called, studies[0]])
            self.told[line.section] = distinct([*self.told.get(line.section, []), *studies])
        self.fresh = False
        self.place += 1

    def neighbours(self, unit: Unit) -> tuple[Line | None, list[Line]]:
        """The sentence before a unit's in its paragraph, None at the beginning, and those behind it."""
        at = unit.line.number

        def beside(k: int) -> bool:
            return (
                0 <= k < len(self.lines)
                and self.lines[k].role == "text"
                and self.lines[k].paragraph == unit.line.paragraph
            )

        after = []
        for k in range(at + 1, at + 1 + _AHEAD):
            if not beside(k):
                break
            after.append(self.lines[k])
        return (self.lines[at - 1] if beside(at - 1) else None), after

    def member(self, unit: Unit, view: str) -> Study | None:
        """The one of the studies told of together that a unit points to: "the second", "the other"."""
        found = pointers(view, unit.start, unit.end) if len(self.group) > 1 else []
        if not found or not (ahead(view, unit.start, found[0]) or len(found) == 1):
            return None
        place, left = found[0].place, [s for s in self.group if s not in self.called]
        if isinstance(place, int):
            return self.group[place] if -len(self.group) <= place < len(self.group) else None
        if place == "next":
            return left[0] if left else None
        if place == "cited":
            return self._cited_next(unit)
        return left[0] if len(left) == 1 else None

    def _cited_next(self, unit: Unit) -> Study | None:
        """The one of the studies told of together whose label stands in the unit, or first behind it."""
        coming = [unit.labels, *(line.labels for line in self.neighbours(unit)[1])]
        cited = next(filter(None, coming), [])
        found = [s for s in self.group if set(s.labels) & set(cited)]
        return found[0] if len(found) == 1 else None

    def by_size(self, sizes: Iterable[int]) -> Study | None:
        """The one study met before with such a size: "the trial in 790 women"."""
        found = distinct(s for size in sizes if size >= TELLING for s in self.sizes.get(size, []))
        return found[0] if len(found) == 1 else None

    def other_size(self, sizes: set[int]) -> bool:
        """Whether the unnamed study in focus has been told of with another size."""
        if len(self.focus) != 1 or self.focus[0].anchors:
            return False
        own = {size for size, studies in self.sizes.items() if self.focus[0] in studies}
        return bool(own) and not own & sizes
