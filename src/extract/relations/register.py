"""The register of studies met so far: by name, by registry number, by citation label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from extract.mentions.mention import Mention
from extract.relations.identity import Anchors, SameName
from extract.relations.lines import Line
from extract.relations.studies import Study


class Register:
    """The studies of an article and the ways to find them again."""

    def __init__(self, lines: Sequence[Line], view: str, same: SameName, long_forms: Mapping[str, str]) -> None:
        self.view = view
        self.anchors = Anchors(lines, view, same, long_forms)
        self.studies: list[Study] = []
        self.by_key: dict[str, Study] = {}
        self.by_label: dict[str, dict[int, Study]] = {}
        self.strength: dict[tuple[int, str], float] = {}  # how much a label is one study's own
        self._noted: set[tuple[int, int]] = set()  # which studies have the mention that starts where

    def open(self, why: str) -> Study:
        """Enter a new study."""
        study = Study(len(self.studies), opened_by=why)
        self.studies.append(study)
        return study

    def named(self, line: Line) -> list[tuple[Study, Mention]]:
        """The studies that a line names or numbers, each with its mention, in order."""
        return [(self._of(m), m) for m in line.anchors]

    def _of(self, mention: Mention) -> Study:
        group = self.anchors.group(mention)
        if group not in self.by_key:
            self.by_key[group] = self.open("named")
        study = self.by_key[group]
        self._note(study, mention, study.anchors)
        return study

    def _note(self, study: Study, mention: Mention, among: list[Mention]) -> None:
        """Add a mention to those of a study, once."""
        place = (study.number, mention.start)
        if place not in self._noted:
            self._noted.add(place)
            among.append(mention)

    def adopt(self, study: Study, mention: Mention) -> None:
        """Let an unnamed study take a registry number for its own ("an expansion of this study [NCT...]")."""
        self.by_key[self.anchors.group(mention)] = study
        self._note(study, mention, study.anchors)

    def cite(self, study: Study, citation: Mention) -> None:
        """Note that a citation is cited for a study."""
        study.add_labels(citation.value)
        self._note(study, citation, study.citations)
        for label in citation.value:
            key = (study.number, label)
            self.strength[key] = max(self.strength.get(key, 0.0), 1.0 / len(citation.value))
            self.by_label.setdefault(label, {})[study.number] = study

    def known(self, labels: Iterable[str]) -> list[Study]:
        """The studies that any of the labels is cited for; of several owners those with the best claim."""
        return distinct(s for label in labels for s in self.owners(label))

    def owners(self, label: str) -> list[Study]:
        """The studies with the best claim to a label: cited alone for one, it is not that of a long list."""
        citing = self.by_label.get(label, {})
        claims = [self.strength[(number, label)] for number in citing]
        best = max(claims, default=0.0)
        return [s for s, claim in zip(citing.values(), claims, strict=True) if claim > 0.5 * best]

    def settle(self) -> None:
        """Take from each study the labels to which another has the better claim."""
        owners = {label: {s.number for s in self.owners(label)} for label in self.by_label}
        for study in self.studies:
            study.labels = [label for label in study.labels if study.number in owners[label]]

    def right_behind(self, named: Sequence[tuple[Study, Mention]], citation: Mention) -> Study | None:
        """The study whose name a citation stands right behind ("X [7] and Y [8]")."""
        ahead = [(s, m) for s, m in named if m.end <= citation.start]
        if not ahead:
            return None
        between = self.view[ahead[-1][1].end : citation.start]
        return ahead[-1][0] if len(between.split()) <= 3 and not set(between) & set(",.:") else None


def distinct(studies: Iterable[Study]) -> list[Study]:
    """The studies in order, each once."""
    return list({s.number: s for s in studies}.values())
