"""Focus: which study each sentence speaks of.

The article is read line by line with the studies spoken of last in mind. Named studies come first;
then the citation, if it belongs to a study already met; then "this trial" and the flow of the
paragraph; then a study noun or a result that opens an unnamed study.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extract.document import Document
from extract.mentions.enrolment import strength
from extract.mentions.mention import Kind, Mention
from extract.mentions.sametrial import same_trial
from extract.relations.enumerations import listed_conditions
from extract.relations.gather import gather
from extract.relations.lines import Line
from extract.relations.register import Register, distinct
from extract.relations.studies import Study, unique, without_slips
from extract.relations.worth import is_review, worth

Target = tuple[Study, int, int]

# Words that bring another study in only to compare with it: "in line with X, this study ...".
_ASIDE = re.compile(
    r"\b(?:in (?:line|contrast|agreement|addition|comparison) (?:with|to)|consistent with|similar to|unlike"
    r"|compared (?:with|to)|as in|than in|like)\s(?:[\w'-]+\s){0,5}\Z",
    re.IGNORECASE,
)
# A name that stands for the treatment its protocol gave: "Interfant-06 consolidation therapy".
_PROTOCOL = re.compile(
    r"\s(?:[\w-]+\s){0,2}?(?:therapy|chemotherapy|regimen|backbone|protocol|treatment|outcomes?)\b", re.IGNORECASE
)
_TABLE = re.compile(r"\bTable\s?(\w{1,4})\b")
# A size told with words as strong as "enrolled" or "randomized" (see ``extract.mentions.enrolment``).
_STRONG = 7
# A size that tells one study from another; many studies have 20 or 30 patients.
_TELLING = 40
# More labels than this in one place are a list of further reading, not one study's papers.
_MANY = 6


class Reader:
    """Reads lines in order; ``focus`` holds the studies spoken of last."""

    def __init__(self, lines: Sequence[Line], register: Register, document: Document) -> None:
        self.lines = lines
        self.register = register
        self.tables = {t.label.rsplit(" ", 1)[-1].strip(" .:").lower(): i for i, t in enumerate(document.tables)}
        self.captions = {t.caption: i for i, t in enumerate(document.tables) if t.caption}
        self.focus: list[Study] = []
        self.home: list[Study] = []  # the studies that the section's heading names
        self.homes: dict[int, list[Study]] = {}
        self.told: dict[int, list[Study]] = {}  # the studies spoken of so far in each section
        self.sizes: dict[int, list[Study]] = {}
        self.of_table: dict[int, list[Study]] = {}
        self.reviews: set[str] = set()
        self.section = self.paragraph = -1
        self.fresh = True

    def read(self) -> None:
        """Assign every line to the studies that it speaks of."""
        for line in self.lines:
            self._learn(line)
        for line in self.lines:
            if line.role == "row":
                self._read_row(line)
            else:
                self._read(line)

    def _learn(self, line: Line) -> None:
        """Before the reading: what a named study's own sentence cites belongs to it."""
        named = self.register.named(line)
        if is_review(line) and not named:
            self.reviews.update(line.labels)
        if line.role == "heading" or is_review(line) or not named:
            return
        studies = distinct(s for s, _ in named)
        for citation in line.of(Kind.CITATION):
            owner = self.register.right_behind(named, citation)
            if owner:
                self.register.cite(owner, citation)
            elif len(studies) == 1 and len(citation.value) <= _MANY and self._own(line, named, citation):
                self.register.cite(studies[0], citation)

    def _own(self, line: Line, named: Sequence[tuple[Study, Mention]], citation: Mention) -> bool:
        """Whether a citation further off is the single named study's: behind it, or it has no other."""
        closer = [c for c in line.of(Kind.CITATION) if self.register.right_behind(named, c)]
        return citation.start > named[0][1].start or not closer

    # -- lines of text -------------------------------------------------------------------------

    def _read(self, line: Line) -> None:
        if (line.section, line.paragraph) != (self.section, self.paragraph):
            if line.section != self.section:
                self.focus = self.home = self.homes.get(line.section, [])
            self.section, self.paragraph, self.fresh = line.section, line.paragraph, True
        if line.role == "heading":
            self.focus = self.home = self.homes[line.section] = distinct(s for s, _ in self.register.named(line))
            return
        if self.fresh:
            self.focus = self._default(line) or self.focus
        targets = list(self._targets(line))
        if self.fresh and not targets:
            self.focus = []
        for study, start, end in targets:
            study.spans.append((line.number, start, end))
        for size in [m.value for m in line.of(Kind.ENROLMENT)]:
            if len(targets) == 1 and targets[0][0] not in self.sizes.setdefault(size, []):
                self.sizes[size].append(targets[0][0])
        if targets:
            self.focus = distinct(s for s, _, _ in targets)
            self.told[line.section] = distinct([*self.told.get(line.section, []), *self.focus])
        self._note_tables(line)
        self.fresh = False

    def _default(self, line: Line) -> list[Study]:
        """The study that a paragraph is about unless it says otherwise: the section's own, or its only one."""
        told = self.told.get(line.section, [])
        if not self.home and len(told) == 1 and told[0].names:
            return told
        return self.home

    def _targets(self, line: Line) -> Sequence[Target]:
        nouns = line.of(Kind.STUDY)
        every = self.register.named(line)
        named = self._not_aside(line, nouns, every)
        if every and not named:
            return [*self._whole(line, self.focus), *self._compared(line, every)]
        if named:
            return self._named_targets(line, named, nouns)
        if is_review(line):
            self.focus = []
            return []
        again = self._by_size(line)
        if again and not any(n.value.opens for n in nouns):
            for citation in line.of(Kind.CITATION):
                if not self.register.known(citation.value):
                    self.register.cite(again, citation)
            return self._whole(line, [again])
        if line.of(Kind.CITATION):
            return self._cited_targets(line, nouns)
        return self._plain_targets(line, nouns)

    def _other_size(self, sizes: set[int]) -> bool:
        """Whether the unnamed study in focus has been told of with another size."""
        if len(self.focus) != 1 or self.focus[0].anchors:
            return False
        own = {size for size, studies in self.sizes.items() if self.focus[0] in studies}
        return bool(own) and not own & sizes

    def _by_size(self, line: Line) -> Study | None:
        """The one study met before with the size that a line tells: "the trial in 790 women"."""
        sizes = {m.value for m in line.of(Kind.ENROLMENT) if m.value >= _TELLING}
        found = distinct(s for size in sizes for s in self.sizes.get(size, []))
        return found[0] if len(found) == 1 else None

    def _not_aside(
        self, line: Line, nouns: Sequence[Mention], named: list[tuple[Study, Mention]]
    ) -> list[tuple[Study, Mention]]:
        """Drop studies only compared with, where another study is there to be spoken of."""
        view = self.register.view
        names = [m for _, m in named if m.kind is Kind.TRIAL]
        aside = [m for m in names if _ASIDE.search(view, line.start, m.start) or _PROTOCOL.match(view, m.end, line.end)]
        rest = [(s, m) for s, m in named if m not in aside]
        spoken = bool(rest) or (
            bool(self.focus) and (not self.fresh or any(n.value.determiner == "this" for n in nouns))
        )
        return rest if aside and spoken else named

    def _compared(self, line: Line, named: Sequence[tuple[Study, Mention]]) -> list[Target]:
        """A study compared with owns what is reported behind its name: "compared to historic X outcomes of 49%"."""
        study, mention = named[-1]
        told = study not in self.focus and any(f.value.start > mention.end for f in line.findings)
        for citation in line.of(Kind.CITATION) if told else ():
            if citation.start > mention.end:
                self.register.cite(study, citation)
        return [(study, mention.start, line.end)] if told else []

    def _named_targets(
        self, line: Line, named: Sequence[tuple[Study, Mention]], nouns: Sequence[Mention]
    ) -> Sequence[Target]:
        studies = distinct(s for s, _ in named)
        adopter = self._adopter(named, nouns)
        if adopter:
            self.register.adopt(adopter, named[0][1])
            return self._whole(line, [adopter])
        if len(studies) == 1:
            if len(self.register.named(line)) > len(named):
                for citation in line.of(Kind.CITATION):
                    self.register.cite(studies[0], citation)
            return self._whole(line, studies)
        if self._listed(line, named):
            self._cite_jointly(line, named)
            return self._whole(line, studies)
        return self._split(line, named)

    def _adopter(self, named: Sequence[tuple[Study, Mention]], nouns: Sequence[Mention]) -> Study | None:
        """The unnamed study in focus, when "this study" gets a registry number of its own."""
        only = len(named) == 1 and named[0][1].kind is Kind.REGISTRY and not named[0][0].spans
        this = any(n.value.determiner == "this" and n.start < named[0][1].start for n in nouns)
        if only and this and len(self.focus) == 1 and not self.focus[0].anchors:
            return self.focus[0]
        return None

    def _listed(self, line: Line, named: Sequence[tuple[Study, Mention]]) -> bool:
        """Whether the names are only listed: nothing is reported between them."""
        first, last = named[0][1], named[-1][1]
        return not any(first.end < f.value.start < last.start for f in line.findings)

    def _cite_jointly(self, line: Line, named: Sequence[tuple[Study, Mention]]) -> None:
        """A citation behind a list of names is cited for each of them, unless one has it for itself."""
        for citation in line.of(Kind.CITATION):
            if citation.start <= named[-1][1].end or self.register.right_behind(named[:-1], citation):
                continue
            if len(citation.value) > 1 or not self.register.right_behind(named, citation):
                for study, _ in named:
                    self.register.cite(study, citation)

    def _split(self, line: Line, named: Sequence[tuple[Study, Mention]]) -> list[Target]:
        """Several studies in one sentence: each owns the text from its name to the next one's."""
        starts = [line.start, *[m.start for _, m in named[1:]]]
        ends = [*starts[1:], line.end]
        out = [(s, a, b) for (s, _), a, b in zip(named, starts, ends, strict=True)]
        for study, a, b in out:
            for citation in line.of(Kind.CITATION):
                if a <= citation.start < b and len(citation.value) <= _MANY:
                    self.register.cite(study, citation)
        return out

    def _whole(self, line: Line, studies: Sequence[Study]) -> list[Target]:
        return [(s, line.start, line.end) for s in studies]

    # -- sentences without a name ----------------------------------------------------------------

    def _cited_targets(self, line: Line, nouns: Sequence[Mention]) -> Sequence[Target]:
        citations = line.of(Kind.CITATION)
        parts = list(self._parts(line, citations))
        if len(parts) > 1 and any(not self.register.known(c.value) for c in citations):
            return [t for start, end, citation in parts for t in self._part_targets(line, start, end, citation)]
        known = self.register.known(line.labels)
        if known:
            return self._known_targets(line, known, nouns)
        if self._goes_on(line, nouns):
            for citation in citations:
                self.register.cite(self.focus[0], citation)
            return self._whole(line, self.focus)
        if worth(line, line.mentions) and not set(line.labels) <= self.reviews:
            return self._open_cited(line, nouns)
        return []

    def _parts(self, line: Line, citations: Sequence[Mention]) -> Iterator[tuple[int, int, Mention]]:
        """The parts of a sentence that each name their own treatment and cite their own paper."""
        at = line.start
        for citation in citations:
            own = [m for m in line.mentions if at <= m.start < citation.start]
            if any(m.kind in (Kind.TREATMENT, Kind.POPULATION) for m in own):
                yield at, citation.end, citation
                at = citation.end

    def _part_targets(self, line: Line, start: int, end: int, citation: Mention) -> list[Target]:
        known = self.register.known(citation.value)
        if not known and set(citation.value) <= self.reviews:
            return []
        if not known:
            mentions = [m for m in line.mentions if start <= m.start < end or m.kind is Kind.STUDY]
            if not worth(line, mentions) or len(citation.value) > _MANY:
                return []
            known = [self._one(citation)]
        return [(s, start, end) for s in known] if len(known) <= 4 else []

    def _known_targets(self, line: Line, known: Sequence[Study], nouns: Sequence[Mention]) -> Sequence[Target]:
        inside = [s for s in known if s in self.focus]
        if len(known) == 1 and not any(n.value.opens for n in nouns):
            for citation in line.of(Kind.CITATION):
                if not set(citation.value) & (self.reviews | self.register.by_label.keys()):
                    self.register.cite(known[0], citation)
        return self._whole(line, inside or known) if len(known) <= 4 or inside else []

    def _goes_on(self, line: Line, nouns: Sequence[Mention]) -> bool:
        """Whether a citation that belongs to no study yet is cited for the one in focus."""
        if len(self.focus) != 1 or len(line.labels) > _MANY or set(line.labels) & self.reviews:
            return False
        if any(n.value.opens for n in nouns):
            return False
        study = self.focus[0]
        if study.labels and line.of(Kind.ENROLMENT) and not self._points_back(nouns):
            return False  # a size of its own: another study
        if any(n.value.determiner == "this" and not n.value.plural for n in nouns) or (
            not self.fresh and not study.labels
        ):
            return True
        if self.fresh and not self._default(line):
            return False
        told = bool(line.findings) or any(n.value.determiner == "known" and not n.value.plural for n in nouns)
        return told and (bool(study.anchors) or self._points_back(nouns))

    def _points_back(self, nouns: Sequence[Mention]) -> bool:
        return any(n.value.determiner in ("this", "known") and not n.value.plural for n in nouns)

    def _open_cited(self, line: Line, nouns: Sequence[Mention]) -> Sequence[Target]:
        citations = line.of(Kind.CITATION)
        labels = unique(label for c in citations for label in c.value)
        single = any(n.value.opens and not n.value.plural for n in nouns) or len(labels) > _MANY
        if single or len(labels) == 1:
            study = self.register.open("cited")
            for citation in citations:
                self.register.cite(study, citation)
            return self._whole(line, [study])
        diseases = listed_conditions(self.register.view, line)
        if 3 <= len(diseases) == len(labels):
            return self._whole(line, [self._of_disease(disease, citations) for disease in diseases])
        made = []
        for label in labels:
            study = self.register.open("shared")
            for citation in citations:
                if label in citation.value:
                    self.register.cite(
                        study, Mention(citation.kind, citation.start, citation.end, (label,), citation.rule)
                    )
            made.append(study)
        return self._whole(line, made)

    def _of_disease(self, disease: Mention, citations: Sequence[Mention]) -> Study:
        """One of several studies that only their diseases tell apart: all labels are cited for each."""
        study = self.register.open("disease")
        study.disease = disease
        for citation in citations:
            self.register.cite(study, citation)
        return study

    def _one(self, citation: Mention) -> Study:
        study = self.register.open("cited")
        self.register.cite(study, citation)
        return study

    def _plain_targets(self, line: Line, nouns: Sequence[Mention]) -> Sequence[Target]:
        opening = [n for n in nouns if n.value.opens and not n.value.plural]
        sized = {m.value for m in line.of(Kind.ENROLMENT) if strength(m.rule) >= _STRONG}
        if nouns and sized and not self.focus and not opening:
            opening = list(nouns[:1])
        if sized and self._other_size(sized) and not any(n.value.determiner == "this" for n in nouns):
            return self._whole(line, [self.register.open("size")])
        described = bool(line.of(Kind.PHASE) or line.of(Kind.ENROLMENT) or line.findings)
        if opening and described:
            return self._whole(line, [self.register.open("noun")])
        if self.fresh and not self._default(line) and not any(n.value.determiner in ("this", "known") for n in nouns):
            return []
        return self._whole(line, self.focus)

    # -- tables ----------------------------------------------------------------------------------

    def _read_row(self, line: Line) -> None:
        """A row tells of the study it names or cites, else of the study of its table."""
        named = distinct(s for s, _ in self.register.named(line))
        if not named and line.labels:
            named = self.register.known(line.labels)
            if not named and len(line.labels) == 1 and (line.of(Kind.ENROLMENT) or line.findings):
                named = [self.register.open("row")]
            if len(named) != 1:
                return
        if not named and line.table not in self.of_table and _tells_of_study(line):
            named = [self.register.open("row")]
        if len(named) == 1:
            for citation in line.of(Kind.CITATION):
                self.register.cite(named[0], citation)
        for study in named or self.of_table.get(line.table, []):
            study.spans.append((line.number, line.start, line.end))

    def _note_tables(self, line: Line) -> None:
        """Remember which study a sentence speaks of that refers to a table, or a table's caption."""
        if len(self.focus) != 1:
            return
        for caption, index in self.captions.items():
            if line.role == "caption" and caption[0] <= line.start < caption[1] and self.register.named(line):
                self.of_table[index] = list(self.focus)
        for found in _TABLE.finditer(self.register.view, line.start, line.end):
            referred = self.tables.get(found[1].lower())
            if referred is not None:
                self.of_table.setdefault(referred, list(self.focus))


def _tells_of_study(line: Line) -> bool:
    """Whether a row without name or citation describes a study by its columns (phase, size, population)."""
    told = {m.kind for m in line.mentions if m.rule.endswith(":column")} & {Kind.PHASE, Kind.ENROLMENT, Kind.POPULATION}
    return len(told) >= 2 or (bool(told) and bool(line.of(Kind.DESIGN)))


def find_studies(lines: Sequence[Line], view: str, abbreviations: Mapping[str, str], document: Document) -> list[Study]:
    """Read the lines and gather each study's mentions; the studies in the order of the text."""
    register = Register(lines, view, lambda a, b: same_trial(a, b, abbreviations), abbreviations)
    Reader(lines, register, document).read()
    studies = without_slips([s for s in register.studies if s.spans])
    register.settle()
    for study in studies:
        gather(study, lines)
    return sorted(studies, key=lambda s: min(start for _, start, _ in s.spans))
