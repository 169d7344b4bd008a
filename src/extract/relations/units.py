"""Units: the parts of a line that each may speak of another study."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from extract.mentions.authoryear import ET_AL
from extract.mentions.mention import Kind, Mention, by_kind
from extract.relations.lines import Line
from extract.relations.members import cut
from extract.relations.results import Finding

# What makes a part one of its own.
_OWN = (Kind.TREATMENT, Kind.POPULATION)
# The authors right before a label, and how far back they are looked for.
_AUTHORS = re.compile(rf"\w(?:{ET_AL.pattern})\s?[(\[]?\Z")
_NAMED = 40
_JOINT = re.compile(r"(?:;|,\s(?:and|but|whereas|while|although)\b)\s?")


@dataclass(frozen=True)
class Unit:
    """A part of a line, half-open, with the mentions and findings that start in it."""

    line: Line
    start: int
    end: int

    @cached_property
    def mentions(self) -> list[Mention]:
        """The mentions of the part, and the line's study nouns, which hold for all its parts."""
        return [m for m in self.line.mentions if self.start <= m.start < self.end or m.kind is Kind.STUDY]

    @cached_property
    def findings(self) -> list[Finding]:
        """The results whose value stands in the part."""
        return [f for f in self.line.findings if self.start <= f.value.start < self.end]

    @cached_property
    def labels(self) -> list[str]:
        """The citation labels of the part, each once."""
        return list(dict.fromkeys(label for m in self.of(Kind.CITATION) for label in m.value))

    def of(self, kind: Kind) -> tuple[Mention, ...]:
        """The mentions of one kind."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> dict[Kind, tuple[Mention, ...]]:
        return by_kind(self.mentions)

    @property
    def telling(self) -> bool:
        """Whether it holds what a record could (a result, a citation, a size) or words that bring in a study."""
        opens = any(n.value.opens for n in self.of(Kind.STUDY))
        return bool(opens or self.findings or self.labels or self.of(Kind.ENROLMENT))

    @cached_property
    def whole(self) -> bool:
        """Whether it is its whole line."""
        return (self.start, self.end) == (self.line.start, self.line.end)


def units(line: Line, view: str, known: Callable[[Iterable[str]], object]) -> Sequence[Unit]:
    """The parts of a line that each name their own treatment or people and cite their own paper, or the whole.

    A line that points to several of the studies told of together has a part for each. ``known``
    tells whether labels belong to a study met before; a line that cites only such is one.
    """
    pointing = cut(view, line.start, line.end)
    if len(pointing) > 1:
        return [Unit(line, start, end) for start, end in pointing]
    parts = list(_parts(line, view))
    if len(parts) > 1 and not all(known(c.value) for c in line.of(Kind.CITATION)):
        return parts
    return [Unit(line, line.start, line.end)]


def _parts(line: Line, view: str) -> Iterator[Unit]:
    """The parts: up to the citation that closes one, or from the clause whose subject are the authors cited."""
    at, told = line.start, False
    cited: list[Mention] = []
    for citation in line.of(Kind.CITATION):
        if _authors_lead(view, citation, line.start):
            clause = _clause(view, at, citation.start)
            if any(c.end <= clause for c in cited):
                yield Unit(line, at, clause)
                at, cited = clause, []
            told = True
        elif any(m.kind in _OWN and at <= m.start < citation.start for m in line.mentions):
            yield Unit(line, at, citation.end)
            at, told, cited = citation.end, False, []
            continue
        cited.append(citation)
    if told:
        yield Unit(line, at, line.end)


def _authors_lead(view: str, citation: Mention, start: int) -> bool:
    """Whether a citation stands behind its authors in the running text: "Smith et al. [4] found"."""
    named = view[max(start, citation.start - _NAMED) : citation.start]
    return bool(_AUTHORS.search(named)) or "(" in view[citation.start + 1 : citation.end]


def _clause(view: str, start: int, end: int) -> int:
    """Where the clause begins that a span ends in."""
    return max((m.end() for m in _JOINT.finditer(view, start, end)), default=start)
