"""Gold results found again in the text: which printed number is which, and what a sentence leaves to others."""

from __future__ import annotations

import pytest

from articles import document, table
from extract.learning.alignment import spoken_of
from extract.learning.articles import GoldArticle, answer, cases
from extract.mentions.mention import Mention
from extract.pipeline import run_stages
from extract.records.schema import Result, TrialRecord
from extract.relations.passage import Passage
from extract.relations.read import passage_of
from extract.relations.tagger import lay_out

TEXT = (
    "The ALPHA-1 trial [3] compared sunitinib with interferon in 400 patients, and remission was its end point. "
    "After 12 weeks the figures were 31.5% and 46.2% with the two drugs."
)


def _gold(*values: float, text: str = TEXT, arm: str | None = "sunitinib") -> GoldArticle:
    products = run_stages(document(text, "Elsewhere 46.2% of all houses had 3 rooms in 1998."), until="mentions")
    pairs = zip(products["sentences"], products["mentions"], strict=True)
    passages = [p for s, m in pairs if (p := passage_of(products["view"], s, m, {}))]
    results = [Result(endpoint="remission", measure="rate", value=v, unit="%", arm=arm) for v in values]
    return GoldArticle("article", passages, {}, [TrialRecord(names=["ALPHA-1"], results=results)], products)


def _values(article: GoldArticle) -> list[tuple[Passage, Mention]]:
    return [(p, v) for p in article.passages for v in p.values]


def test_a_value_is_a_result_though_its_endpoint_stands_in_another_sentence() -> None:
    article = _gold(31.5, 46.2)
    found = [(v.value.value, answer(article, p, v)) for p, v in _values(article)]
    assert [(value, r and r.value) for value, r in found if value in (31.5, 46.2)] == [
        (31.5, 31.5), (46.2, 46.2), (46.2, None),
    ]  # fmt: skip


# (gold value, text, whether it is found, why)
COUNTS: list[object] = [
    (3.0, "The ALPHA-1 trial [3] had 3 centres.", False, "a count may stand for anything"),
    (3.0, "In ALPHA-1 [3], 3 patients had a remission.", True, "its endpoint is told"),
]


@table("value, text, found, why", COUNTS)
def test_a_count_is_a_result_only_where_its_endpoint_is_told(value: float, text: str, found: bool, why: str) -> None:
    article = _gold(text=text)
    article.trials[0].results.append(Result(endpoint="remission", measure="count", value=value, unit="patients"))
    assert any(answer(article, p, v) for p, v in _values(article)) is found, why


def test_a_sentence_speaks_of_the_record_whose_sign_stands_before_it_in_the_paragraph() -> None:
    article = _gold(31.5)
    spoken = spoken_of(article.products, article.trials)
    starts = [s.start for s in article.products["sentences"]][:3]
    assert [spoken[at] for at in starts] == [{0}, {0}, frozenset()]


@pytest.mark.parametrize(("arm", "answers"), [("placebo", ["none"]), (None, ["none"])])
def test_what_a_sentence_does_not_name_is_learned_as_left_to_others(arm: str | None, answers: list[str]) -> None:
    text = TEXT.replace(" with the two drugs", "")
    article = _gold(31.5, text=text, arm=arm)
    taught = [c for c in cases(article, [lay_out(p) for p in article.passages]) if c.endpoints]
    (endpoint,), (chosen,) = taught[0].endpoints, taught[0].arms
    assert [endpoint.candidates[k][0] for k in endpoint.right] == answers
    assert [chosen.candidates[k][0] for k in chosen.right] == answers
