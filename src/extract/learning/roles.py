"""Training cases of the treatments' roles: the studies of an annotated article beside its gold records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from extract.evaluation.pairing import LEAST_SIMILARITY, pair_by, similarity, without_twins
from extract.evaluation.same import alike
from extract.learning.articles import LAST_UNWEIGHTED, GoldArticle
from extract.learning.fit import YesNo
from extract.pipeline import STAGES
from extract.records.build import Article, topic_of
from extract.records.roles import candidates
from extract.records.schema import TrialRecord
from extract.records.trials import article_of, build_each
from extract.relations.model import BY_RULE, Tables, using
from extract.relations.studies import Study

ROLES = ("tested", "compared")
# The scorer's bound for the names of treatments.
LIKENESS = 80
_FIELDS = {"tested": "interventions", "compared": "comparators"}


def role_cases(article: GoldArticle, tables: Tables) -> dict[str, list[YesNo]]:
    """What an article teaches about each role, as it is read with these tables (the roles by the rules)."""
    cases: dict[str, list[YesNo]] = {role: [] for role in ROLES}
    with using({**tables, **BY_RULE}):
        whole, pairs = paired_studies(article)
        for gold, study in pairs:
            rows = candidates(whole.view, whole.lines, study, topic_of(whole, study), whole.other_names)
            for role in ROLES:
                names = getattr(gold, _FIELDS[role])
                cases[role] += [YesNo(tuple(own), _is_one_of(c.name, names)) for c, own in rows]
    return cases


def paired_studies(article: GoldArticle) -> tuple[Article, list[tuple[TrialRecord, Study]]]:
    """An article as the weights in use read it, and its gold records, each with the study that it is."""
    products = read_studies(article.products)
    whole = article_of(*(products[name] for name in ("document", "view", "lines", "abbreviations")))
    return whole, paired(article.trials, build_each(whole, products["studies"]))


def read_studies(products: Mapping[str, Any]) -> dict[str, Any]:
    """The products of an article with its studies."""
    made = dict(products)
    names = [stage.name for stage in STAGES]
    for stage in STAGES[names.index(LAST_UNWEIGHTED) + 1 : names.index("studies") + 1]:
        made[stage.name] = stage.run(*(made[name] for name in stage.needs))
    return made


def paired(gold: Sequence[TrialRecord], built: Sequence[tuple[Study, TrialRecord]]) -> list[tuple[TrialRecord, Study]]:
    """The gold records with the studies that are the same trial."""
    wanted, got = [without_twins(t) for t in gold], [without_twins(r) for _, r in built]
    return [(wanted[i], built[j][0]) for i, j in pair_by(wanted, got, similarity, LEAST_SIMILARITY).pairs]


def _is_one_of(name: str, names: Sequence[str]) -> bool:
    return any(alike(name, other, LIKENESS) for other in names)
