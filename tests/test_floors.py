"""No figure falls below its pinned floor, and none is pinned for files that have changed since."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

import pin_floors
from extract.evaluation import HEADLINE
from extract.evaluation.floors import Floors
from extract.records.schema import TrialRecord
from pin_floors import CORPORA, Corpus, measure, read_all

NO_PIPELINE = importlib.util.find_spec("extract.pipeline") is None
PIN = "run python tests/pin_floors.py"


@pytest.mark.skipif(NO_PIPELINE, reason="there is no pipeline to measure yet")
@pytest.mark.parametrize("corpus", CORPORA, ids=lambda corpus: corpus.name)
def test_every_figure_reaches_its_floor(corpus: Corpus) -> None:
    if not corpus.articles.is_dir():
        pytest.skip(f"the corpus {corpus.name!r} is not here")
    pinned = read_all().get(corpus.name)
    assert pinned, f"no floors for the corpus {corpus.name!r}: {PIN}"
    assert pinned.digest == corpus.digest(), f"corpus or gold of {corpus.name!r} changed: {PIN}"
    measured = measure(corpus)
    assert measured.articles == pinned.articles
    assert pinned.shortfalls(measured) == []


def entry(headline: float, names: float) -> Floors:
    return Floors(digest="d", articles=1, floors={"headline": headline, "names": names})


def test_shortfalls_name_the_figures_below_their_floor() -> None:
    assert entry(0.7, 0.8).shortfalls(entry(0.7, 0.9)) == []
    assert entry(0.7, 0.8).shortfalls(entry(0.71, 0.79)) == ["names: 0.790 is below the floor 0.800"]
    assert entry(0.7, 0.8).shortfalls(Floors(digest="d", articles=0, floors={})) == [
        "headline: 0.000 is below the floor 0.700",
        "names: 0.000 is below the floor 0.800",
    ]


# options, pinned before, measured now, pinned afterwards, exit code
PINNINGS = [
    ([], None, entry(0.7, 0.8), entry(0.7, 0.8), 0),
    ([], entry(0.7, 0.8), entry(0.75, 0.8), entry(0.75, 0.8), 0),
    ([], entry(0.7, 0.8), entry(0.75, 0.7), entry(0.7, 0.8), 1),
    (["--allow-lower"], entry(0.7, 0.8), entry(0.75, 0.7), entry(0.75, 0.7), 0),
]


@pytest.mark.parametrize(("options", "before", "now", "after", "code"), PINNINGS)
def test_floors_are_raised_and_lowered_only_by_flag(
    options: list[str],
    before: Floors | None,
    now: Floors,
    after: Floors,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "floors.json"
    path.write_text(json.dumps({"own": before.model_dump()} if before else {}), encoding="utf-8")
    monkeypatch.setattr(pin_floors, "FLOORS", path)
    monkeypatch.setattr(pin_floors, "CORPORA", (Corpus("own", tmp_path, tmp_path),))
    monkeypatch.setattr(pin_floors, "measure", lambda corpus: now)
    ran = CliRunner().invoke(pin_floors.main, options)
    assert ran.exit_code == code, ran.output
    assert json.loads(path.read_text(encoding="utf-8")) == {"own": after.model_dump()}
    assert ("names: 0.700 is below the floor 0.800" in ran.output) == (code == 1)


def test_the_digest_covers_what_is_measured_and_nothing_else(tmp_path: Path) -> None:
    corpus = Corpus("x", tmp_path / "corpus", tmp_path / "gold")
    files = [
        "corpus/a.txt",
        "corpus/pdf/a.pdf",
        "corpus/other.txt",
        "gold/a.json",
        "gold/b.json",
        "gold/entities/a.jsonl",
    ]
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1", encoding="utf-8")
    assert list(corpus.pairs()) == [(tmp_path / "corpus/a.txt", tmp_path / "gold/a.json")]
    for name in files:
        before = corpus.digest()
        (tmp_path / name).write_text("2", encoding="utf-8")
        assert (corpus.digest() != before) == (name in ("corpus/a.txt", "gold/a.json", "gold/entities/a.jsonl")), name


def test_what_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = Corpus("x", tmp_path, tmp_path / "gold")
    (tmp_path / "gold" / "entities").mkdir(parents=True)
    (tmp_path / "a.txt").write_text("ALPHA and BETA", encoding="utf-8")
    gold = {"doc_id": "a", "trials": [{"names": ["ALPHA"]}, {"names": ["BETA"]}, {"names": ["GAMMA"]}]}
    (tmp_path / "gold" / "a.json").write_text(json.dumps(gold), encoding="utf-8")
    spans = '{"start": 0, "end": 5, "label": "TRIAL"}\n{"start": 10, "end": 14, "label": "TRIAL"}'
    (tmp_path / "gold" / "entities" / "a.jsonl").write_text(spans, encoding="utf-8")
    trials = [TrialRecord(names=["alpha"]), TrialRecord(names=["beta"])]
    article = SimpleNamespace(trials=trials, text="ALPHA and BETA", entities=lambda: [(0, 5, "TRIAL")])
    monkeypatch.setattr("extract.extract", lambda path: article, raising=False)
    measured = measure(corpus)
    # Two of three names: P 1, R 2/3, F1 0.8; one of two spans: F1 2/3, rounded down.
    assert measured.articles == 1
    assert measured.floors == dict.fromkeys(HEADLINE, 0.0) | {
        "headline": 0.8,
        "trials": 0.8,
        "names": 0.8,
        "entities:TRIAL": 0.666,
    }
