"""Chains: what may be an endpoint at all, whatever the weights like."""

from __future__ import annotations

from articles import table
from extract.relations import model
from extract.relations.chain import best_chains
from extract.relations.layout import Layout
from extract.relations.passage import read_passage

# Weights that take for the endpoint what no outcome is.
_LOVES = {"tag=treatments": 9.0, "tag=stems": 9.0, "tag=last:participants": 9.0, "tag=last:measures": 9.0}

# (sentence, why)
SENTENCES = [
    ("Nausea was told of by 12% on sunitinib.", "a treatment"),
    ("Nausea was told of by 12% of the completers.", "who took part"),
    ("For nausea the hazard ratio was 0.75.", "the ratio of two risks"),
]


@table("sentence, why", SENTENCES)
def test_no_outcome_is_no_endpoint(sentence: str, why: str) -> None:
    layout = Layout(read_passage(sentence, 0, len(sentence), (), {}))
    with model.using({"endpoint": {**_LOVES, "tag=endpoints": 1.0}}):
        (link,) = best_chains(layout, [0], "endpoint")[0].links
    assert link.phrase
    assert "ausea" in sentence[link.phrase.start : link.phrase.end], why
