"""Training cases of the arms of lists: the studies of an annotated article beside its gold records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extract.evaluation.same import same_arm, same_endpoint
from extract.learning.alignment import same_number
from extract.learning.articles import GoldArticle
from extract.learning.fit import Choice
from extract.learning.roles import paired_studies
from extract.records.build import build_record
from extract.records.schema import Result
from extract.records.share_features import features
from extract.records.shares import answers
from extract.records.turns import Arms, Turn
from extract.relations.model import using
from extract.relations.results import Finding


@dataclass
class Teacher:
    """Answers the choices of one study by its gold results and collects them as cases."""

    results: Sequence[Result]
    cases: list[Choice] = field(default_factory=list)

    def choose(self, turn: Turn) -> Arms:
        """The arms that are right for the most values; those of the rules where they are, or where none are."""
        told = [self._told(finding) for finding in turn.findings]
        known, found = sum(map(bool, told)), answers(turn)
        right = [
            sum(any(same_arm(g, arm) for g in gold) for gold, arm in zip(told, arms, strict=True)) for arms in found
        ]
        best = max(right)
        if not best:
            return turn.ruled
        fits = [k for k, n in enumerate(right) if n == best]
        every = list(found)
        if len(fits) < len(every):
            rows = tuple(tuple(features(turn, arms, found[arms])) for arms in every)
            self.cases.append(Choice(rows, frozenset(fits), weight=float(known)))
        ruled = every.index(tuple(turn.ruled))
        return every[ruled if ruled in fits else fits[0]]

    def _told(self, finding: Finding) -> list[str | None]:
        """The arms of the gold results that a value may be."""
        same = [r for r in self.results if same_number(r, finding.value)]
        named = [r for r in same if finding.endpoint and same_endpoint(r.endpoint, finding.endpoint.name)]
        return [r.arm for r in named or same]


def share_cases(article: GoldArticle, tables: Mapping[str, Mapping[str, float]]) -> list[Choice]:
    """What an article teaches about the arms of lists, as it is read with these tables."""
    cases: list[Choice] = []
    with using(tables):
        whole, pairs = paired_studies(article)
        for gold, study in pairs:
            teacher = Teacher(gold.results)
            build_record(whole, study, teacher.choose)
            cases += teacher.cases
    return cases
