"""Lines: the sentences of an article with everything recognised in them, in the order of reading."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from extract.mentions.mention import Kind, Mention, by_kind
from extract.relations.results import Finding

# A name that stands for a programme of several trials ("the OASIS studies") is no single study.
_FAMILY = "trial:family"


@dataclass(frozen=True)
class Line:
    """One sentence: its half-open span, where it stands, its mentions and its results.

    ``paragraph`` numbers the block and ``section`` the section; ``role`` is "text", "heading",
    "caption", "title" or "row" (a row or column of the table with index ``table``); ``abstract``
    says whether it stands in an abstract; ``times`` are the timepoints that it prints, for a row also
    those of its table's caption; ``cells`` are the spans of a row's cells.
    """

    number: int
    start: int
    end: int
    paragraph: int
    section: int
    role: str
    abstract: bool
    mentions: tuple[Mention, ...]
    findings: tuple[Finding, ...]
    table: int = -1
    times: tuple[Mention, ...] = ()
    cells: tuple[tuple[int, int], ...] = ()

    def of(self, kind: Kind) -> tuple[Mention, ...]:
        """The line's mentions of one kind."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> dict[Kind, tuple[Mention, ...]]:
        return by_kind(self.mentions)

    @cached_property
    def anchors(self) -> tuple[Mention, ...]:
        """The names and registry numbers of single studies, in order."""
        return tuple(m for m in self.mentions if m.kind in (Kind.TRIAL, Kind.REGISTRY) and m.rule != _FAMILY)

    @cached_property
    def labels(self) -> list[str]:
        """The citation labels of the line, each once."""
        return list(dict.fromkeys(label for m in self.of(Kind.CITATION) for label in m.value))
