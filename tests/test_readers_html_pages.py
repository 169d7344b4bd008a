"""Publishers' pages: the project's own articles in many manners give what their JATS files give."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from extract.document import BlockKind, Document, Source
from extract.evaluation.scoring import score_records
from extract.pipeline import extract
from extract.readers import read
from extract.readers.html import read_html
from extract.records.schema import ArticleRecord
from pages import MANNERS, render

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
ARTICLES = sorted(path.stem for path in CORPUS.glob("*.nxml"))
# Every manner is tried on three articles, every article in six manners; the rest is the same text again.
PAIRS = [(m, ARTICLES[(i + step) % len(ARTICLES)]) for i, m in enumerate(MANNERS) for step in (0, 3, 5)]
# Citations are no links there, so nothing is resolved by the reader alone.
WITHOUT_LINKS = "raised"


@lru_cache(maxsize=64)
def source(article: str) -> Document:
    return read(CORPUS / f"{article}.nxml")


@lru_cache(maxsize=256)
def page(manner: str, article: str) -> Document:
    data = render(CORPUS / f"{article}.nxml", manner).encode()
    return read_html(data, article, Source("page.html", "", "html"))


@pytest.fixture(params=PAIRS, ids=lambda pair: "-".join(pair))
def pair(request: pytest.FixtureRequest) -> tuple[str, Document, Document]:
    """The manner, and the same article read from its page and from its JATS file."""
    manner, article = request.param
    return manner, page(manner, article), source(article)


def printed(document: Document, *kinds: BlockKind) -> Counter[str]:
    return Counter(" ".join(document.text[b.start : b.end].split()) for b in document.blocks if b.kind in kinds)


def test_a_page_gives_the_text_of_its_article_and_nothing_else(pair: tuple[str, Document, Document]) -> None:
    _, read_page, jats = pair
    text = (BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CAPTION, BlockKind.FOOTNOTE)
    assert printed(read_page, *text) == printed(jats, *text)
    # the page heads the abstract, which the XML marks; some lists have no heading of their own
    headings = printed(read_page, BlockKind.HEADING) - printed(jats, BlockKind.HEADING)
    assert {h.lower() for h in headings} <= {"abstract", "references"}
    missed = printed(jats, BlockKind.HEADING) - printed(read_page, BlockKind.HEADING)
    assert {h.lower() for h in missed} <= {"references"}


def test_citations_tables_and_references_are_the_same(pair: tuple[str, Document, Document]) -> None:
    manner, read_page, jats = pair
    if manner != WITHOUT_LINKS:
        assert cited(read_page) == cited(jats)
    assert grids(read_page) == grids(jats)
    assert [r.label for r in read_page.references] == [r.label for r in jats.references]
    same = sum(p.title == j.title for p, j in zip(read_page.references, jats.references, strict=True))
    assert same >= 0.9 * len(jats.references)


def cited(document: Document) -> Counter[tuple[str, tuple[str, ...]]]:
    return Counter((document.text[c.start : c.end], c.labels) for c in document.crossrefs)


def grids(document: Document) -> list[object]:
    return [
        (
            table.label,
            [(document.text[c.start : c.end], c.row, c.column, c.rowspan, c.colspan, c.header) for c in table.cells],
            [document.text[start:end] for start, end in table.notes],
        )
        for table in document.tables
    ]


@lru_cache(maxsize=16)
def records_of_jats(article: str) -> ArticleRecord:
    return extract(source(article)).record


@pytest.mark.parametrize("manner", MANNERS)
def test_records_of_a_page_are_those_of_the_jats_file(manner: str) -> None:
    article = ARTICLES[MANNERS.index(manner) % len(ARTICLES)]
    found = extract(page(manner, article)).record
    assert score_records(records_of_jats(article).trials, found.trials).headline >= 0.97


def test_the_pages_that_are_kept_for_mutation_are_up_to_date() -> None:
    kept = sorted((Path(__file__).parent / "files" / "html").glob("*.html"))
    assert kept
    for path in kept:
        article, _, manner = path.stem.partition("--")
        assert path.read_text(encoding="utf-8") == render(CORPUS / f"{article}.nxml", manner)
