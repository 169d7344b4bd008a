"""Focus: which study each sentence speaks of.

The article is read line by line with the studies spoken of last in mind. Named studies come first;
then the citation, if it belongs to a study already met; then "this trial" and the flow of the
paragraph; then a study noun or a result that opens an unnamed study.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extract.document import Document
from extract.mentions.mention import Kind, Mention
from extract.mentions.sametrial import same_trial
from extract.mentions.studynouns import StudyNoun
from extract.relations.identity import Anchors, SameName
from extract.relations.lines import Line
from extract.relations.studies import Study, unique

# Words that bring another study in only to compare with it: "in line with X, this study ...".
_ASIDE = re.compile(r"\b(?:line|consistent|contrast|similar|unlike|compared|comparable|agreement|like|as)\s(?:with|to|in)?\s?[^.]{0,60}\Z", re.I)
_TABLE = re.compile(r"\bTable\s?(\w{1,4})\b")


class Reader:
    """Reads lines in order and keeps the studies met so far."""

    def __init__(
        self, lines: Sequence[Line], view: str, same: SameName, long_forms: Mapping[str, str], tables: Mapping[str, int]
    ) -> None:
        self.lines = lines
        self.view = view
        self.anchors = Anchors(lines, view, same, long_forms)
        self.studies: list[Study] = []
        self.by_key: dict[str, Study] = {}
        self.by_label: dict[str, list[Study]] = {}
        self.focus: list[Study] = []
        self.place = (-1, -1)
        self.tables = tables
        self.of_table: dict[int, list[Study]] = {}

    def read(self) -> list[Study]:
        """Assign every line; return the studies in the order in which they entered."""
        for line in self.lines:
            self._learn_labels(line)
        for line in self.lines:
            self._read_row(line) if line.role == "row" else self._read(line)
        return self.studies

    # -- tables ------------------------------------------------------------------------------

    def _read_row(self, line: Line) -> None:
        """A row tells of the study it names or cites, else of the study of its table."""
        named = unique_studies(self._named(line))
        if not named and line.labels:
            named = self._known(line) or ([self._open("row")] if self._row_worth(line) else [])
        if len(named) == 1:
            for citation in line.of(Kind.CITATION):
                self._cite(named[0], citation)
        for study in named or self.of_table.get(line.table, []):
            study.spans.append((line.number, line.start, line.end))

    def _row_worth(self, line: Line) -> bool:
        return bool(line.of(Kind.ENROLMENT) or line.findings)

    def _note_tables(self, line: Line, studies: Sequence[Study]) -> None:
        """Remember which study the sentence that refers to a table, or its caption, speaks of."""
        if len(studies) != 1:
            return
        for found in _TABLE.finditer(self.view, line.start, line.end):
            index = self.tables.get(found[1].lower())
            if index is not None:
                self.of_table.setdefault(index, list(studies))

    # -- named studies and their citations --------------------------------------------------

    def _named(self, line: Line) -> list[tuple[Study, Mention]]:
        out: list[tuple[Study, Mention]] = []
        for mention in line.mentions:
            if mention.kind in (Kind.TRIAL, Kind.REGISTRY):
                study = self._study_of(mention)
                out.append((study, mention))
        return out

    def _study_of(self, mention: Mention) -> Study:
        group = self.anchors.group(mention)
        if group not in self.by_key:
            self.by_key[group] = self._open("named")
        study = self.by_key[group]
        if not any(a.start == mention.start for a in study.anchors):
            study.anchors.append(mention)
        return study

    def _open(self, why: str) -> Study:
        study = Study(len(self.studies), opened_by=why)
        self.studies.append(study)
        return study

    def _learn_labels(self, line: Line) -> None:
        """Before the reading: a label that a named study's own sentence cites belongs to it."""
        named = self._named(line)
        studies = list({s.number: s for s, _ in named}.values())
        if line.role == "heading" or not studies:
            return
        for citation in line.of(Kind.CITATION):
            ahead = [s for s, m in named if m.end <= citation.start]
            owners = studies if len(studies) == 1 else ahead[-1:] if self._own(line, named, citation) else []
            for study in owners:
                self._cite(study, citation)

    def _own(self, line: Line, named: Sequence[tuple[Study, Mention]], citation: Mention) -> bool:
        """Whether a citation stands right behind one of several names: "X [7] and Y [8]"."""
        ahead = [m for _, m in named if m.end <= citation.start]
        return bool(ahead) and len(self.view[ahead[-1].end : citation.start].split()) <= 3

    def _cite(self, study: Study, citation: Mention) -> None:
        study.add_labels(citation.value)
        if not any(c.start == citation.start for c in study.citations):
            study.citations.append(citation)
        for label in citation.value:
            owners = self.by_label.setdefault(label, [])
            if study not in owners:
                owners.append(study)

    # -- the reading -------------------------------------------------------------------------

    def _read(self, line: Line) -> None:
        if (line.section, line.paragraph) != self.place:
            if line.section != self.place[0]:
                self.focus = []
            self.place = (line.section, line.paragraph)
            self._fresh = True
        if line.role == "heading":
            self.focus = [s for s, _ in self._named(line)] or []
            return
        targets = self._targets(line)
        for study, start, end in targets:
            study.spans.append((line.number, start, end))
        if targets:
            self.focus = list({s.number: s for s, _, _ in targets}.values())
        self._note_tables(line, list({s.number: s for s, _, _ in targets}.values()))
        self._fresh = False

    def _targets(self, line: Line) -> list[tuple[Study, int, int]]:
        named = self._named(line)
        nouns = line.of(Kind.STUDY)
        if named:
            if self.focus and self._aside(line, named, nouns):
                return self._whole(line, self.focus)
            return self._named_targets(line, named)
        if any(n.value.kind == "review" for n in nouns) and not any(n.value.opens for n in nouns):
            self.focus = []
            return []
        if line.of(Kind.CITATION):
            return self._cited_targets(line, nouns)
        return self._plain_targets(line, nouns)

    def _aside(self, line: Line, named: Sequence[tuple[Study, Mention]], nouns: Sequence[Mention]) -> bool:
        """ "In line with the results of X, this study suggested": X is not what is spoken of."""
        first = named[0][1]
        later = [n for n in nouns if n.start > named[-1][1].end and n.value.determiner == "this"]
        return bool(later) and bool(_ASIDE.search(self.view[line.start : first.start]))

    def _named_targets(self, line: Line, named: Sequence[tuple[Study, Mention]]) -> list[tuple[Study, int, int]]:
        studies = list({s.number: s for s, _ in named}.values())
        if len(studies) > 1:
            return self._split(line, named)
        for citation in line.of(Kind.CITATION):
            self._cite(studies[0], citation)
        return self._whole(line, studies)

    def _split(self, line: Line, named: Sequence[tuple[Study, Mention]]) -> list[tuple[Study, int, int]]:
        """Several studies in one sentence: each owns the text from before its name to the next one's."""
        joint = self._joint(line, named)
        last = named[-1][1].end
        for citation in line.of(Kind.CITATION):
            if joint and citation.start > last and not self._own(line, named, citation):
                for study, _ in named:
                    self._cite(study, citation)
        if joint:
            return self._whole(line, unique_studies(named))
        starts = [line.start, *[m.start for _, m in named[1:]]]
        ends = [*starts[1:], line.end]
        out = [(s, a, b) for (s, _), a, b in zip(named, starts, ends, strict=True)]
        for study, a, b in out:
            for citation in line.of(Kind.CITATION):
                if a <= citation.start < b:
                    self._cite(study, citation)
        return out

    def _joint(self, line: Line, named: Sequence[tuple[Study, Mention]]) -> bool:
        """Whether the names are only listed: nothing is reported between them."""
        first, last = named[0][1], named[-1][1]
        return not any(first.end < f.value.start < last.start for f in line.findings)

    def _whole(self, line: Line, studies: Sequence[Study]) -> list[tuple[Study, int, int]]:
        return [(s, line.start, line.end) for s in studies]

    # -- sentences without a name -------------------------------------------------------------

    def _cited_targets(self, line: Line, nouns: Sequence[Mention]) -> list[tuple[Study, int, int]]:
        known = self._known(line)
        if known:
            if len(known) == 1 or all(s in self.focus for s in known):
                if not self._opens(line, nouns):
                    self._cite_all(known, line)
                return self._whole(line, known)
            inside = [s for s in known if s in self.focus]
            if inside or len(known) <= 4:
                return self._whole(line, inside or known)
            return []
        if self.focus and self._goes_on(line, nouns):
            self._cite_all(self.focus, line)
            return self._whole(line, self.focus)
        if self._worth(line, nouns):
            return self._open_cited(line, nouns)
        return []

    def _cite_all(self, studies: Sequence[Study], line: Line) -> None:
        if len(studies) == 1:
            for citation in line.of(Kind.CITATION):
                if not any(self.by_label.get(label) for label in citation.value):
                    self._cite(studies[0], citation)

    def _known(self, line: Line) -> list[Study]:
        found = [s for label in line.labels for s in self.by_label.get(label, [])]
        return list({s.number: s for s in found}.values())

    def _opens(self, line: Line, nouns: Sequence[Mention]) -> bool:
        return any(n.value.opens for n in nouns)

    def _goes_on(self, line: Line, nouns: Sequence[Mention]) -> bool:
        """Whether an unknown citation still belongs to the study in focus."""
        if len(self.focus) != 1 or self._opens(line, nouns):
            return False
        if any(n.value.determiner == "this" for n in nouns):
            return True
        return not self._fresh and not self.focus[0].labels

    def _worth(self, line: Line, nouns: Sequence[Mention]) -> bool:
        """Whether a cited sentence tells enough of a study to open a record (the guide's bar)."""
        studied = any(n.value.kind != "review" for n in nouns)
        described = bool(line.of(Kind.PHASE) or line.of(Kind.DESIGN) or line.of(Kind.ENROLMENT))
        told = bool(line.findings) or bool(line.of(Kind.POPULATION))
        treated = bool(line.of(Kind.TREATMENT))
        if studied:
            return described or told or treated
        return bool(line.findings) and treated and (described or any(f.arm for f in line.findings))

    def _open_cited(self, line: Line, nouns: Sequence[Mention]) -> list[tuple[Study, int, int]]:
        citations = line.of(Kind.CITATION)
        labels = unique(label for c in citations for label in c.value)
        single = any(n.value.opens and not n.value.plural for n in nouns) or len(labels) > 6
        if single or len(labels) == 1:
            study = self._open("cited")
            for citation in citations:
                self._cite(study, citation)
            return self._whole(line, [study])
        return self._whole(line, [self._one_label(label, citations) for label in labels])

    def _one_label(self, label: str, citations: Sequence[Mention]) -> Study:
        """A study of its own for one label of a shared citation ("extension studies [42-45]")."""
        study = self._open("shared")
        study.labels = [label]
        study.citations = [c for c in citations if label in c.value]
        self.by_label.setdefault(label, []).append(study)
        return study

    def _plain_targets(self, line: Line, nouns: Sequence[Mention]) -> list[tuple[Study, int, int]]:
        opening = [n for n in nouns if n.value.opens and not n.value.plural]
        described = bool(line.of(Kind.PHASE) or line.of(Kind.ENROLMENT) or line.findings)
        if opening and described and not self._continues(opening):
            return self._whole(line, [self._open("noun")])
        if not self.focus:
            return []
        if self._fresh and not any(n.value.determiner in ("this", "known") for n in nouns):
            return []
        return self._whole(line, self.focus)

    def _continues(self, nouns: Sequence[Mention]) -> bool:
        """ "A multicenter study" said of the study in focus, whose sentence just began, opens none."""
        return bool(self.focus) and all(isinstance(n.value, StudyNoun) and n.value.kind == "analysis" for n in nouns)

    _fresh = True


def unique_studies(named: Sequence[tuple[Study, Mention]]) -> list[Study]:
    """The studies of a sentence's anchors, each once, in order."""
    return list({s.number: s for s, _ in named}.values())


def find_studies(
    lines: Sequence[Line], view: str, abbreviations: Mapping[str, str], document: Document
) -> list[Study]:
    """Read the lines and gather each study's mentions; the studies in the order of the text."""
    tables = {t.label.rsplit(" ", 1)[-1].strip(" .:").lower(): i for i, t in enumerate(document.tables)}
    reader = Reader(lines, view, lambda a, b: same_trial(a, b, abbreviations), abbreviations, tables)
    studies = [s for s in reader.read() if s.spans]
    for study in studies:
        _gather(study, lines, view)
    return sorted(studies, key=lambda s: min(start for _, start, _ in s.spans))


# Kinds that belong to the study they stand beside, not to all studies of a sentence.
_OWN = {Kind.PHASE, Kind.STATUS, Kind.ENROLMENT}
_REACH = 70


def _gather(study: Study, lines: Sequence[Line], view: str) -> None:
    own = {a.start for a in study.anchors}
    for number, start, end in study.spans:
        line = lines[number]
        others = [m for m in line.mentions if m.kind in (Kind.TRIAL, Kind.REGISTRY) and m.start not in own]
        for mention in line.mentions:
            if start <= mention.start < end and not _taken(mention, line, own, others):
                study.mentions.append(mention)


def _taken(mention: Mention, line: Line, own: set[int], others: Sequence[Mention]) -> bool:
    """Whether a phase or size stands beside another study of the same sentence."""
    if mention.kind not in _OWN or not others or not own:
        return False
    mine = [m for m in line.mentions if m.start in own]
    next_other = min((o.start - mention.end for o in others if o.start >= mention.end), default=10**6)
    next_mine = min((o.start - mention.end for o in mine if o.start >= mention.end), default=10**6)
    return next_other < min(next_mine, _REACH)
