"""The project's figures against those of the reference scorer, where that lies beside the project."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from evaluation_mutations import faulty
from extract.evaluation import score
from extract.evaluation.fields import ORDER

SHARED = Path(__file__).resolve().parents[2] / "shared"
pytestmark = pytest.mark.skipif(
    not (SHARED / "score.py").is_file(), reason="the reference scorer ../shared/score.py is not here"
)


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_scorer", SHARED / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_faulty(seed: int, folder: Path) -> None:
    for path in sorted((SHARED / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        made = {"doc_id": gold["doc_id"], "trials": faulty(gold["trials"], seed)}
        (folder / path.name).write_text(json.dumps(made), encoding="utf-8")


@pytest.mark.parametrize("seed", range(12))
def test_every_count_of_every_article_is_the_reference_scorers(
    reference: ModuleType, seed: int, tmp_path: Path
) -> None:
    write_faulty(seed, tmp_path)
    if seed == 0:
        next(tmp_path.glob("*.json")).unlink()
    totals, per_article = reference.score(SHARED / "gold", tmp_path)
    report = score(SHARED / "gold", tmp_path)
    for article in report.articles:
        expected = per_article[article.doc_id]
        for field in ORDER:
            tally = article.counts[field]
            counted = (tally.matched, tally.spurious, tally.missed)
            assert counted == tuple(expected[field, k] for k in ("tp", "fp", "fn")), (article.doc_id, field)
    assert report.headline == pytest.approx(reference.headline(totals), abs=1e-9)
    assert len(report.articles) == len(per_article)


def test_the_faults_reach_every_field(reference: ModuleType, tmp_path: Path) -> None:
    write_faulty(3, tmp_path)
    counts = score(SHARED / "gold", tmp_path).counts
    for field in ORDER:
        assert counts[field].matched, field
        assert counts[field].missed, field


def test_the_fields_and_the_headline_are_the_reference_scorers(reference: ModuleType) -> None:
    from extract.evaluation import HEADLINE

    assert list(ORDER) == reference.ORDER
    assert list(HEADLINE) == reference.HEAD


def test_the_synonyms_are_the_reference_scorers(reference: ModuleType) -> None:
    from extract.evaluation import normalise

    for term, value in reference.SYN.items():
        assert normalise.endpoint(term) == value
