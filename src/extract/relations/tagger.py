"""The tagger: is this phrase an arm, an endpoint? By the trained weights, from the phrase alone."""

from __future__ import annotations

from collections.abc import Mapping

from extract.relations import model
from extract.relations.features import phrase_features
from extract.relations.layout import Layout, Likely
from extract.relations.passage import Passage

TASKS = {"arm": "arm-phrase", "endpoint": "endpoint-phrase"}


def likely(tables: Mapping[str, Mapping[str, float]]) -> dict[str, Likely]:
    """The yes/no question of each role for the layout, with the given weight tables."""

    def ask(task: str) -> Likely:
        table = tables[task]
        alone = tables.get(task + model.ALONE, table)
        return lambda p, phrase: model.score(alone if p.alone else table, phrase_features(p, phrase))

    return {role: ask(task) for role, task in TASKS.items()}


def lay_out(passage: Passage) -> Layout:
    """The layout of a passage with the packaged weights."""
    return Layout(passage, likely(model.load()))
