"""The workbench over many articles: 200 of them with 50,000 values."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewed import Curator, decision, many

pytest.importorskip("sqlalchemy")

from extract.review.service import Service

ARTICLES, VALUES = 200, 50_000


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    many(folder, ARTICLES, VALUES // ARTICLES)
    Service(folder).close()
    return folder


@pytest.fixture
def service(corpus: Path) -> Iterator[Service]:
    opened = Service(corpus)
    yield opened
    opened.close()


def _seconds(begun: float) -> float:
    return time.perf_counter() - begun


def test_the_program_starts_and_shows_the_queue_at_once(corpus: Path) -> None:
    begun = time.perf_counter()
    service = Service(corpus)
    rows = service.queue()
    assert _seconds(begun) < 1.5
    assert (len(rows), sum(row.values for row in rows)) == (ARTICLES, VALUES)
    service.close()


def test_the_queue_is_answered_well_under_a_second(service: Service) -> None:
    for asked in ({}, {"search": "TRIAL-7"}, {"field": "results"}, {"endpoint": "endpoint 3", "order": "open"}):
        begun = time.perf_counter()
        assert service.queue(**asked)
        assert _seconds(begun) < 0.7, asked


def test_the_queue_reads_no_article(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(self: object, *_: object, **__: object) -> None:
        raise AssertionError("an article was read")

    monkeypatch.setattr(Path, "read_bytes", read)
    assert len(service.queue()) == ARTICLES


def test_a_decision_on_an_article_is_answered_at_once(service: Service) -> None:
    ann = Curator(service, doc_id="article-007")
    begun = time.perf_counter()
    ann.decide("accept", ann.view.trials[0].results[0].key)
    assert _seconds(begun) < 0.5


def test_a_large_article_is_decided_on_at_once(tmp_path: Path) -> None:
    """Five thousand values, as a book of 300 pages may have."""
    many(tmp_path, 1, 5_000)
    ann = Curator(Service(tmp_path), doc_id="article-000")
    begun = time.perf_counter()
    ann.service.decide("article-000", 0, "ann", [decision("accept_above", value=0.9)])
    assert _seconds(begun) < 3
