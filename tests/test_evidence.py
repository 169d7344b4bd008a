"""Evidence: one to three short verbatim snippets that anchor a record."""

from __future__ import annotations

import pytest

from articles import read_article, trial
from extract.pipeline import Article

LONG = (
    "In the randomized double-blind phase III ALPHA-1 trial (NCT01234567), which compared sunitinib with placebo "
    "in 400 patients with renal cell carcinoma who had had no treatment before and were in good health, overall "
    "survival at 2 years was 62% with sunitinib and 45% with placebo [3]."
)


@pytest.fixture(scope="module")
def article() -> Article:
    return read_article(
        LONG,
        "In this trial nausea was common.",
        "The ALPHA-1 trial was well received. The ALPHA-1 trial was praised. The ALPHA-1 trial was discussed.",
        "The ALPHA-1 trial reported a response rate of 31% with sunitinib and 6% with placebo.",
        "The BETA-2 trial [4] enrolled 63 patients with renal cell carcinoma.",
    )


def test_one_to_three_snippets_of_at_most_25_words(article: Article) -> None:
    assert len(article.trials) == 2
    for record in article.trials:
        assert 1 <= len(record.evidence) <= 3
        assert all(0 < len(snippet.split()) <= 25 for snippet in record.evidence)


def test_snippets_are_verbatim_and_in_the_order_of_the_text(article: Article) -> None:
    for record in article.trials:
        places = [article.text.find(snippet) for snippet in record.evidence]
        assert -1 not in places
        assert places == sorted(places)


def test_the_telling_sentences_come_first(article: Article) -> None:
    evidence = " ".join(trial(article, "ALPHA-1").evidence)
    assert "NCT01234567" in evidence
    assert "31%" in evidence


def test_a_snippet_anchors_its_own_record(article: Article) -> None:
    (snippet,) = trial(article, "BETA-2").evidence
    assert snippet.startswith("The BETA-2 trial")


def test_no_snippet_is_given_twice(article: Article) -> None:
    for record in article.trials:
        assert len(set(record.evidence)) == len(record.evidence)
