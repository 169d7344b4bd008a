"""Training cases of the results' times: the studies of an annotated article beside its gold records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extract.evaluation.pairing import assign
from extract.evaluation.same import same_arm, same_endpoint, same_number, same_timepoint
from extract.learning.articles import GoldArticle
from extract.learning.fit import Choice
from extract.learning.roles import paired, read_studies
from extract.records.schema import Result, TrialRecord
from extract.records.trials import article_of, build_each
from extract.relations.model import BY_RULE, Tables, using
from extract.relations.results import Finding
from extract.relations.time_features import Moment
from extract.relations.times import Times, by_weights, told_in

Answers = Mapping[int, Result]


@dataclass
class Teacher:
    """Answers the choices of one study by the gold result of each value and collects them as cases."""

    answers: Answers
    cases: list[Choice] = field(default_factory=list)

    def choose(self, finding: Finding, moments: Sequence[Moment | None], rows: Sequence[Sequence[str]]) -> int:
        """The candidate of the gold's time; the rules' where the gold does not know the value or no candidate fits."""
        gold = self.answers.get(finding.value.start)
        right = [k for k, m in enumerate(moments) if gold and same_timepoint(gold.timepoint, m.value if m else None)]
        if not right:
            return by_weights(finding, moments, rows)
        if len(moments) > 1:
            self.cases.append(Choice(tuple(map(tuple, rows)), frozenset(right)))
        return right[0]


def time_cases(article: GoldArticle, tables: Tables) -> list[Choice]:
    """What an article teaches about the times of its results, as these tables read it (the times by the rules)."""
    cases: list[Choice] = []
    with using({**tables, "time": BY_RULE["time"]}):
        products = read_studies(article.products)
        whole = article_of(*(products[name] for name in ("document", "view", "lines", "abbreviations")))
        built = build_each(whole, products["studies"])
        records = {id(study): record for study, record in built}
        for gold, study in paired(article.trials, built):
            teacher = Teacher(_answers(gold, records[id(study)]))
            told = told_in(whole.lines, study)
            Times(whole.view, whole.lines, study, teacher.choose).choose(told)
            cases += teacher.cases
    return cases


def _answers(gold: TrialRecord, record: TrialRecord) -> Answers:
    """The gold result of each value of a record, by where the value starts."""
    pairs = assign([[_likeness(g, r) for r in record.results] for g in gold.results])
    found = [(record.results[j].provenance, gold.results[i]) for i, j in pairs]
    return {told.start: result for told, result in found if told}


def _likeness(gold: Result, found: Result) -> float:
    if not same_number(gold, found) or not same_endpoint(gold.endpoint, found.endpoint):
        return 0.0
    sides = (
        same_arm(gold.arm, found.arm),
        same_timepoint(gold.timepoint, found.timepoint),
        gold.measure == found.measure,
    )
    return 1.0 + sum(weight * same for weight, same in zip((2.0, 0.5, 0.25), sides, strict=True))
