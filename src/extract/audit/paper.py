"""An extracted article as the rules see it; what several rules need is worked out once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from extract.audit.finding import Place, Region
from extract.document import Reference
from extract.mentions.citations import find_citations
from extract.mentions.mention import Kind, Mention
from extract.mentions.registry import find_registry
from extract.normal import normalise
from extract.pipeline import Article
from extract.records.schema import TrialRecord
from extract.sections import Section, Sentence, split_sentences


@dataclass(frozen=True)
class Paper:
    """An article and views of it; every span counts in ``article.document.text``."""

    article: Article

    @cached_property
    def view(self) -> str:
        """The normalised text, as long as the text itself."""
        return normalise(self.article.document.text)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of what may be extracted from, without tables."""
        return split_sentences(self.article.document, self.article.sections)

    @cached_property
    def cells(self) -> tuple[Region, ...]:
        """The cells of the tables that are not empty."""
        return tuple((c.start, c.end) for t in self.article.document.tables for c in t.cells if c.end > c.start)

    @cached_property
    def passages(self) -> tuple[Region, ...]:
        """Sentences and cells, sorted by start: what is read for one statement."""
        return tuple(sorted({*((s.start, s.end) for s in self.sentences), *self.cells}))

    def passage(self, offset: int) -> Region:
        """The sentence or cell that an offset lies in, or the empty span there."""
        at = bisect_right(self.passages, offset, key=lambda passage: passage[0]) - 1
        return self.passages[at] if at >= 0 and offset < self.passages[at][1] else (offset, offset)

    @cached_property
    def references(self) -> Mapping[str, Reference]:
        """The entries of the reference list by their label."""
        return {r.label: r for r in self.article.document.references}

    @cached_property
    def is_numbered(self) -> bool:
        """Whether most entries of the reference list have numbers for labels, not authors and years."""
        return 2 * sum(label.isdecimal() for label in self.references) > len(self.references)

    @cached_property
    def citations(self) -> tuple[Mention, ...]:
        """The citations of the sentences, captions and cells, sorted by start."""
        found = {m.start: m for m in self.article.mentions if m.kind is Kind.CITATION}
        for start, end in self.cells:
            found |= {m.start: m for m in find_citations(self.article.document, self.view, start, end)}
        return tuple(found[start] for start in sorted(found))

    @cached_property
    def registry_numbers(self) -> tuple[Mention, ...]:
        """The registry numbers of text and tables, sorted by start."""
        return tuple(m for start, end in self.passages for m in find_registry(self.view, start, end))

    def of_kind(self, kind: Kind, at: Region) -> Sequence[Mention]:
        """The mentions of a kind that begin in a span, in their order."""
        found, starts = self._by_kind[kind]
        return found[bisect_left(starts, at[0]) : bisect_left(starts, at[1])]

    @cached_property
    def _by_kind(self) -> Mapping[Kind, tuple[Sequence[Mention], Sequence[int]]]:
        kinds: dict[Kind, list[Mention]] = {kind: [] for kind in Kind}
        for mention in sorted(self.article.mentions, key=lambda m: m.start):
            kinds[mention.kind].append(mention)
        return {kind: (found, [m.start for m in found]) for kind, found in kinds.items()}

    @cached_property
    def names(self) -> tuple[Mention, ...]:
        """The trial names of the text, sorted by start."""
        return tuple(m for m in self.article.mentions if m.kind is Kind.TRIAL)

    @cached_property
    def record_of(self) -> Mapping[str, TrialRecord]:
        """The record of each trial name, lower case; a name of two records is of neither."""
        owners: dict[str, list[TrialRecord]] = {}
        for record in self.article.trials:
            for name in {n.casefold() for n in record.names}:
                owners.setdefault(name, []).append(record)
        return {name: records[0] for name, records in owners.items() if len(records) == 1}

    @cached_property
    def _blocks(self) -> Sequence[tuple[int, int, Section]]:
        return sorted(((b.start, b.end, s) for s in self.article.sections for b in s.blocks), key=lambda b: b[0])

    def place(self, at: Region) -> Place:
        """A span with what a user needs to find it."""
        start, end = at
        text = self.article.document.text
        return Place(start, end, text.count("\n", 0, start) + 1, self.section(start), " ".join(text[start:end].split()))

    def section(self, offset: int) -> str:
        """The kind of the section that an offset lies in, "" between blocks."""
        at = bisect_right(self._blocks, offset, key=lambda b: b[0]) - 1
        if at < 0 or offset >= self._blocks[at][1]:
            return ""
        return str(self._blocks[at][2].kind)

    def named_in(self, at: Region) -> str:
        """The trial name that is the whole of a cell or its beginning, "" where none is."""
        found = [n for n in self._printed_names if self.view.startswith(n, at[0])]
        return max(found, key=len) if found else ""

    @cached_property
    def _printed_names(self) -> tuple[str, ...]:
        return tuple(normalise(n) for record in self.article.trials for n in record.names)
