"""Slips planted into the project's own articles are found, and the articles as they are have next to none."""

from __future__ import annotations

from pathlib import Path

import pytest

import extract
import planted
from extract.audit import RULES, audit
from extract.document import BlockKind
from extract.pipeline import Article

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
# One of each manner of citing; the whole corpus takes minutes, see benchmarks/audit.py.
ARTICLES = ("numbered-migraine.txt", "author-year-thrombosis.txt", "jats-melanoma.nxml", "superscript-rheumatoid.txt")
# Of all slips so many, and of each kind so many: a kind has few places in four articles.
FLOOR, FLOOR_OF_KIND = 0.95, 0.5


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return [extract.extract(CORPUS / name) for name in ARTICLES]


def test_every_rule_has_a_kind() -> None:
    assert set(planted.KINDS) == {rule.name for rule in RULES}


def test_planted_slips_are_found(articles: list[Article]) -> None:
    found: dict[str, list[bool]] = {kind: [] for kind in planted.KINDS}
    for article in articles:
        before = audit(article)
        for kind, told in found.items():
            told += [planted.is_found(slip, before) for slip in planted.plant(article, kind, seed=1, most=1)]
    every = [one for told in found.values() for one in told]
    assert len(every) >= 3 * len(planted.KINDS)
    assert sum(every) >= FLOOR * len(every)
    assert {kind: told for kind, told in found.items() if sum(told) < FLOOR_OF_KIND * len(told) or not told} == {}


def test_articles_as_they_are_have_at_most_one_finding(articles: list[Article]) -> None:
    assert [len(audit(article)) for article in articles if len(audit(article)) > 1] == []


def test_an_edit_moves_what_stands_behind_it(articles: list[Article]) -> None:
    document = articles[0].document
    at = document.text.index("STRIVE")
    changed = planted.edited(document, [planted.Edit(at, at + 6, "STRIVING")])
    assert changed.text[at : at + 8] == "STRIVING"
    before, after = ([d.text[b.start : b.end] for b in d.blocks] for d in (document, changed))
    assert [one for one, other in zip(before, after, strict=True) if one != other] == [
        one for one, b in zip(before, document.blocks, strict=True) if b.start <= at < b.end
    ]
    assert [changed.text[r.start : r.end] for r in changed.references] == [
        document.text[r.start : r.end] for r in document.references
    ]


def test_a_lost_entry_is_lost_from_list_and_blocks(articles: list[Article]) -> None:
    (slip,) = planted.plant(articles[0], "citation-missing", seed=3, most=1)
    assert len(slip.document.references) == len(articles[0].document.references) - 1
    entries = [b for b in slip.document.blocks if b.kind is BlockKind.REFERENCE]
    assert [(b.start, b.end) for b in entries] == [(r.start, r.end) for r in slip.document.references]
