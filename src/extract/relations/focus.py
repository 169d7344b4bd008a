"""Focus: which study each sentence speaks of.

The article is read line by line with the studies spoken of last in mind. Named studies come first;
then the citation, if it belongs to a study already met; then "this trial" and the flow of the
paragraph; then a study noun or a result that opens an unnamed study.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from extract.document import Document
from extract.lexicon import held
from extract.mentions.clues import has_sign
from extract.mentions.mention import Kind, Mention
from extract.mentions.sametrial import same_trial
from extract.relations import model
from extract.relations.gather import gather
from extract.relations.lines import Line
from extract.relations.memory import Memory, Target
from extract.relations.options import MANY, NONE, Option, habit, options, take
from extract.relations.register import Register, distinct
from extract.relations.studies import Study, without_slips
from extract.relations.study_features import study_features
from extract.relations.units import Unit, units
from extract.relations.worth import describes, is_review, tells_of_study

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
Choose = Callable[[Unit, Sequence[Option], Memory, Register], Option]


def by_habit(unit: Unit, found: Sequence[Option], memory: Memory, register: Register) -> Option:
    """The option that habit speaks for."""
    kind = habit(unit, memory, register)
    return next((o for o in found if kind in o.kinds), NONE)


def by_weights(unit: Unit, found: Sequence[Option], memory: Memory, register: Register) -> Option:
    """The option that the trained weights prefer; habit's where a unit tells nothing that a record could hold."""
    memory.chance = 1.0
    if len(found) == 1 or not unit.telling:
        return by_habit(unit, found, memory, register)
    chances = model.probabilities(model.load()["study"], study_features(unit, found, memory, register))
    memory.chance = max(chances)
    return found[chances.index(memory.chance)]


class Reader:
    """Reads lines in order; ``choose`` picks among the options of a sentence that names no study."""

    def __init__(self, lines: Sequence[Line], register: Register, document: Document, choose: Choose) -> None:
        self.lines = lines
        self.register = register
        self.choose = choose
        self.tables = {t.label.rsplit(" ", 1)[-1].strip(" .:").lower(): i for i, t in enumerate(document.tables)}
        self.captions = {t.caption: i for i, t in enumerate(document.tables) if t.caption}
        self.memory = Memory(lines=lines)
        self.of_table: dict[int, list[Study]] = {}
        self.in_rows: dict[int, set[int]] = {}  # the studies that the rows of each table name

    def read(self) -> None:
        """Assign every line to the studies that it speaks of."""
        for line in self.lines:
            self._learn(line)
            if line.role == "row":
                self.in_rows.setdefault(line.table, set()).update(s.number for s, _ in self.register.named(line))
        for line in self.lines:
            if line.role == "row":
                self._read_row(line)
            else:
                self._read(line)

    def _learn(self, line: Line) -> None:
        """Before the reading: what a named study's own sentence cites belongs to it."""
        named = self.register.named(line)
        if is_review(line) and not named:
            self.memory.reviews.update(line.labels)
        if line.role == "heading" or is_review(line) or not named:
            return
        studies = distinct(s for s, _ in named)
        for citation in line.of(Kind.CITATION):
            owner = self.register.right_behind(named, citation)
            if owner:
                self.register.cite(owner, citation)
            elif len(studies) == 1 and len(citation.value) <= MANY and self._own(line, named, citation):
                self.register.cite(studies[0], citation)

    def _own(self, line: Line, named: Sequence[tuple[Study, Mention]], citation: Mention) -> bool:
        """Whether a citation further off is the single named study's: behind it, or it has no other."""
        closer = [c for c in line.of(Kind.CITATION) if self.register.right_behind(named, c)]
        return citation.start > named[0][1].start or not closer

    # -- lines of text -------------------------------------------------------------------------

    def _read(self, line: Line) -> None:
        memory = self.memory
        memory.turn_to(line)
        if line.role == "heading":
            memory.head(line, distinct(s for s, _ in self.register.named(line)))
            return
        if memory.fresh:
            memory.focus = memory.default(line.section) or memory.focus
        memory.note(line, self._targets(line))
        self._note_tables(line)

    def _targets(self, line: Line) -> Sequence[Target]:
        nouns = line.of(Kind.STUDY)
        every = self.register.named(line)
        named = self._not_aside(line, nouns, every)
        if every and not named:
            return [*self._whole(line, self.memory.focus), *self._compared(line, every)]
        if named:
            return self._named_targets(line, named, nouns)
        return [
            target
            for unit in units(line, self.register.view, self.register.known)
            for target in self._unit_targets(unit)
        ]

    def _unit_targets(self, unit: Unit) -> list[Target]:
        """The studies of a part of a line without a name."""
        found = options(unit, self.memory, self.register)
        option = self.choose(unit, found, self.memory, self.register)
        taken = take(option, unit, self.memory, self.register)
        for study in taken:
            study.chances[unit.start] = self.memory.chance
        return [(s, unit.start, unit.end) for s in taken]

    def _not_aside(
        self, line: Line, nouns: Sequence[Mention], named: list[tuple[Study, Mention]]
    ) -> list[tuple[Study, Mention]]:
        """Drop studies only compared with, where another study is there to be spoken of."""
        view = self.register.view
        names = [m for _, m in named if m.kind is Kind.TRIAL]
        aside = [m for m in names if _ASIDE.search(view, line.start, m.start) or _PROTOCOL.match(view, m.end, line.end)]
        rest = [(s, m) for s, m in named if m not in aside]
        spoken = bool(rest) or (
            bool(self.memory.focus) and (not self.memory.fresh or any(n.value.determiner == "this" for n in nouns))
        )
        return rest if aside and spoken else named

    def _compared(self, line: Line, named: Sequence[tuple[Study, Mention]]) -> list[Target]:
        """A study compared with owns what is reported behind its name: "compared to historic X outcomes of 49%"."""
        study, mention = named[-1]
        told = study not in self.memory.focus and any(f.value.start > mention.end for f in line.findings)
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
        if only and this and len(self.memory.focus) == 1 and not self.memory.focus[0].anchors:
            return self.memory.focus[0]
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
                if a <= citation.start < b and len(citation.value) <= MANY:
                    self.register.cite(study, citation)
        return out

    def _whole(self, line: Line, studies: Sequence[Study]) -> list[Target]:
        return [(s, line.start, line.end) for s in studies]

    # -- tables ----------------------------------------------------------------------------------

    def _read_row(self, line: Line) -> None:
        """A row tells of the study it names or cites, else of the study of its table."""
        named = distinct(s for s, _ in self.register.named(line))
        if not named and line.labels:
            # A table tells its studies apart: what another row names is another study, the paper being the same.
            named = [s for s in self.register.known(line.labels) if s.number not in self.in_rows.get(line.table, ())]
            if len(named) != 1 and len(line.labels) == 1 and describes(line):
                named = [self.register.open("row")]
            if len(named) != 1:
                return
        if not named and line.table not in self.of_table and tells_of_study(line):
            named = [self.register.open("row")]
        if len(named) == 1:
            for citation in line.of(Kind.CITATION):
                self.register.cite(named[0], citation)
        for study in named or self.of_table.get(line.table, []):
            study.spans.append((line.number, line.start, line.end))

    def _of_caption(self, line: Line, table: int) -> list[Study]:
        """The study that a caption says its table is of: the one it names, or that of its one citation."""
        if self.register.named(line):
            return list(self.memory.focus) if len(self.memory.focus) == 1 else []
        rows = [row for row in self.lines if row.table == table]
        if len(line.labels) != 1 or any(row.anchors or row.labels for row in rows):
            return []
        studies = self.register.known(line.labels)
        if not studies and any(row.findings for row in rows) and not is_review(line):
            studies = [self.register.open("caption")]
            self.register.cite(studies[0], line.of(Kind.CITATION)[0])
        return studies if len(studies) == 1 else []

    def _note_tables(self, line: Line) -> None:
        """Remember which study a sentence speaks of that refers to a table, or a table's caption."""
        for caption, index in self.captions.items() if line.role == "caption" else ():
            if caption[0] <= line.start < caption[1] and (own := self._of_caption(line, index)):
                self.of_table[index] = own
        if len(self.memory.focus) != 1:
            return
        view = self.register.view
        for found in (
            _TABLE.finditer(view, line.start, line.end) if has_sign(view, line.start, line.end, "Table") else ()
        ):
            referred = self.tables.get(found[1].lower())
            if referred is not None:
                self.of_table.setdefault(referred, list(self.memory.focus))


def find_studies(lines: Sequence[Line], view: str, abbreviations: Mapping[str, str], document: Document) -> list[Study]:
    """Read the lines and gather each study's mentions; the studies in the order of the text."""
    register = Register(lines, view, lambda a, b: same_trial(a, b, abbreviations), abbreviations)
    with held():
        Reader(lines, register, document, by_weights).read()
    studies = without_slips([s for s in register.studies if s.spans])
    register.settle()
    for study in studies:
        gather(study, lines)
    return sorted(studies, key=lambda s: min(start for _, start, _ in s.spans))
