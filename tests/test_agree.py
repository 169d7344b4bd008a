"""``agree``: two annotators of the same articles, neither of them the gold."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, Called
from evaluation_mutations import faulty
from extract.evaluation import score_records
from extract.evaluation.agreement import Agreement, agree, agree_records
from extract.evaluation.kappa import Table
from extract.records.schema import ArticleRecord, Result, TrialRecord

Call = Callable[..., Called]
GOLD = ROOT / "gold"


def _result(value: float, arm: str) -> Result:
    return Result(endpoint="overall survival", measure="rate", value=value, unit="%", arm=arm)


def _article(*trials: TrialRecord, doc_id: str = "smith") -> ArticleRecord:
    return ArticleRecord(doc_id=doc_id, trials=list(trials))


def _write(folder: Path, *articles: ArticleRecord) -> Path:
    folder.mkdir(exist_ok=True)
    for article in articles:
        (folder / f"{article.doc_id}.json").write_text(article.model_dump_json(), encoding="utf-8")
    return folder


ANNA = _article(
    TrialRecord(names=["ALPHA"], phase="3", design=["randomized"], results=[_result(60, "drug"), _result(40, "none")]),
    TrialRecord(names=["BETA"], enrolled=120),
)
BEN = _article(
    TrialRecord(names=["ALPHA"], phase="2", design=["randomized"], results=[_result(60, "none"), _result(45, "drug")])
)


def test_what_one_annotator_has_stands_beside_what_the_other_has() -> None:
    compared = agree_records(ANNA, BEN)
    told = {(d.kind, d.trial, d.field, d.first, d.second) for d in compared.disagreements}
    assert ("different value", "ALPHA", "phase", "3", "2") in told
    assert ("only A", "BETA", "enrolled", "120", "") in told
    arm = "60 % rate of overall survival; arm "
    assert ("different arm", "ALPHA", "results", f"{arm}drug", f"{arm}none") in told
    assert not any(d.field == "design" for d in compared.disagreements), "what both say is no disagreement"


def test_the_figures_are_those_of_the_scorer() -> None:
    counts = score_records(ANNA.trials, BEN.trials)
    mine = agree_records(ANNA, BEN).counts
    assert mine.headline == counts.headline
    assert (mine["trials"].gold, mine["trials"].predicted, mine["trials"].matched) == (2, 1, 1)


def _altered(seed: int) -> list[tuple[ArticleRecord, ArticleRecord]]:
    """The project's own annotation and a second one with slips of every kind, its records in another order."""
    pairs = []
    for path in sorted(GOLD.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        trials = faulty(gold["trials"], seed)
        random.Random(seed).shuffle(trials)
        pairs.append(tuple(ArticleRecord(doc_id=path.stem, trials=t) for t in (gold["trials"], trials)))
    return pairs  # type: ignore[return-value]


@pytest.mark.parametrize("seed", range(3))
def test_who_is_named_first_changes_no_figure(seed: int) -> None:
    for anna, ben in _altered(seed):
        one, other = agree_records(anna, ben), agree_records(ben, anna)
        assert one.counts.headline == other.counts.headline
        for field, tally in one.counts.items():
            swapped = other.counts[field]
            assert (tally.matched, tally.missed, tally.spurious) == (swapped.matched, swapped.spurious, swapped.missed)
        assert {f: t.kappa for f, t in one.closed.items()} == {f: t.kappa for f, t in other.closed.items()}
        mirrored = {"only A": "only B", "only B": "only A"}
        assert [(mirrored.get(d.kind, d.kind), d.trial, d.field, d.second, d.first) for d in one.disagreements] == [
            (d.kind, d.trial, d.field, d.first, d.second) for d in other.disagreements
        ]


def test_a_tie_between_records_is_settled_in_one_way() -> None:
    """The scorer pairs records of equal likeness by their order: named the other way round, it finds other pairs."""
    anna = [("1", "2", 10), ("2", "3", None), ("2", "1", 10)]
    ben = [("1", "2", 10), ("2", "3", 10), ("2", "1", 10)]
    one, other = ([TrialRecord(citations=[c], phase=p, enrolled=e) for c, p, e in t] for t in (anna, ben))  # type: ignore[arg-type]
    assert score_records(one, other).headline != score_records(other, one).headline
    first, second = _article(*one), _article(*other)
    assert agree_records(first, second).counts.headline == agree_records(second, first).counts.headline


KAPPAS = [
    ([("1", "1"), ("2", "2")], 1.0, "full agreement"),
    ([("1", "2"), ("2", "1")], -1.0, "always the other answer"),
    ([("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15, 0.4, "Cohen's own kind of table"),
    ([(None, None)] * 3, None, "one answer only"),
    ([], None, "nothing to answer"),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "expected", "why"), KAPPAS, ids=[why for *_, why in KAPPAS])
def test_kappa(answers: list[tuple[str, str]], expected: float | None, why: str) -> None:
    assert Table.of(answers).kappa == (expected if expected is None else pytest.approx(expected)), why


def test_kappa_is_over_the_trials_that_both_have(tmp_path: Path) -> None:
    third = TrialRecord(names=["GAMMA"], phase="2")
    anna, ben = _article(*ANNA.trials, third), _article(*BEN.trials, third)
    agreement = agree(_write(tmp_path / "a", anna), _write(tmp_path / "b", ben))
    assert agreement.kappa["phase"] == pytest.approx(0.0), "one of two phases agrees, and so would chance have it"
    assert agreement.kappa["status"] is None


def _two(tmp_path: Path) -> Agreement:
    only = [_article(TrialRecord(names=["X"]), doc_id=name) for name in ("jones", "li")]
    return agree(_write(tmp_path / "a", ANNA, only[0]), _write(tmp_path / "b", BEN, only[1]))


def test_articles_that_one_annotator_has_are_named_and_not_counted(tmp_path: Path) -> None:
    agreement = _two(tmp_path)
    assert (agreement.only_first, agreement.only_second) == (("jones",), ("li",))
    assert agreement.counts["trials"].gold == 2


def test_two_files_may_have_any_names(tmp_path: Path) -> None:
    _two(tmp_path)
    anna = (tmp_path / "a" / "smith.json").rename(tmp_path / "smith-anna.json")
    assert agree(anna, tmp_path / "b" / "smith.json").counts["trials"].matched == 1
    beside = (tmp_path / "smith-anna.json").rename(tmp_path / "smith.json")
    assert agree(beside, tmp_path / "b").counts["trials"].matched == 1, "a file is found in a folder by its name"


def test_the_command_prints_figures_and_lists(call: Call, tmp_path: Path) -> None:
    _two(tmp_path)
    called = call("agree", tmp_path / "a", tmp_path / "b")
    assert called.code == 0
    assert "headline" in called.out
    assert "  phase\n    ALPHA: different value\n      A: 3\n      B: 2\n" in called.out
    assert called.err == "Only A has: jones.\nOnly B has: li.\n"
    assert "different value" not in call("agree", tmp_path / "a", tmp_path / "b", "--summary").out


def test_json(call: Call, tmp_path: Path) -> None:
    _two(tmp_path)
    data = json.loads(call("agree", tmp_path / "a", tmp_path / "b", "--json").out)
    assert data["fields"]["phase"] == {
        "a": 1, "b": 1, "agreed": 0, "only_a": 1, "only_b": 1, "f1": 0.0, "kappa": 0.0,
    }  # fmt: skip
    assert data["only_a"] == ["jones"]
    assert {
        "kind": "different value",
        "doc_id": "smith",
        "trial": "ALPHA",
        "field": "phase",
        "a": "3",
        "b": "2",
    } in data["disagreements"]


def test_outputs_of_two_runs_can_be_compared(call: Call, tmp_path: Path) -> None:
    _two(tmp_path)
    for side in ("a", "b"):
        (tmp_path / side / "run.json").write_text('{"version": "0"}', encoding="utf-8")
    assert call("agree", tmp_path / "a", tmp_path / "b").code == 0


def test_nothing_in_common_is_misuse_and_a_broken_file_a_problem(call: Call, tmp_path: Path) -> None:
    _write(tmp_path / "a", ANNA), _write(tmp_path / "b", _article(doc_id="li"))
    called = call("agree", tmp_path / "a", tmp_path / "b")
    assert (called.code, "no article in common" in called.err) == (2, True)
    (tmp_path / "b" / "smith.json").write_text('{"doc_id": 3}', encoding="utf-8")
    assert call("agree", tmp_path / "a", tmp_path / "b").code == 1
