"""``train``: what is learned from, that held-out articles decide, and that weights are used."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from conftest import ROOT, Called
from extract.cli import main
from extract.evaluation import Counts, Tally
from extract.learning.articles import GoldArticle
from extract.learning.fit import Choice, YesNo, fit_choices, fit_yes_no
from extract.learning.train import read_origin
from extract.learning.validate import FIGURES, Held, Validation, deal, figure
from extract.relations.model import TASKS, WEIGHTS, load, using

Call = Callable[..., Called]
NAMES = ("author-year-thrombosis", "superscript-rheumatoid")


def _gold(folder: Path, names: Sequence[str] = NAMES) -> Path:
    folder.mkdir(parents=True)
    for name in names:
        shutil.copy(ROOT / "gold" / f"{name}.json", folder)
    return folder


def _know_nothing(folder: Path) -> Path:
    """Weights that prefer nothing to anything."""
    path = folder / "nothing.json"
    path.write_text(json.dumps({"origin": {}, "tables": {task: {} for task in TASKS}}), encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return _gold(tmp_path / "gold")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights that two articles made of such that knew nothing."""
    folder = tmp_path_factory.mktemp("trained")
    options = ["--gold", _gold(folder / "gold"), "--corpus", ROOT / "corpus", "--out", folder / "weights.json"]
    assert main(["train", *map(str, options), "--weights", str(_know_nothing(folder))]) == 0
    return folder / "weights.json"


def test_better_weights_are_written_with_what_they_learned_from(trained: Path) -> None:
    assert read_origin(trained) == {"articles": list(NAMES), "sentences": []}
    assert set(load(trained)) == set(TASKS)
    assert all(load(trained)[task] for task in TASKS)


def test_the_same_input_gives_the_same_bytes(trained: Path, call: Call, tmp_path: Path) -> None:
    options = ["--corpus", ROOT / "corpus", "--out", tmp_path / "again.json", "--weights", _know_nothing(tmp_path)]
    called = call("train", "--gold", _gold(tmp_path / "gold"), *options)
    assert called.out == f"{tmp_path / 'again.json'}\n"
    assert (tmp_path / "again.json").read_bytes() == trained.read_bytes()
    for expected in ("2 articles, 0 sentences", "fold 2 of 2: superscript-rheumatoid", "results:value+endpoint *"):
        assert expected in called.err


def test_weights_that_are_no_better_are_not_written(trained: Path, call: Call, tmp_path: Path) -> None:
    """Weights from scratch on half the articles against weights that have seen all: the present ones are better."""
    out = tmp_path / "w.json"
    options = ["--gold", _gold(tmp_path / "gold"), "--corpus", ROOT / "corpus", "--from-scratch", "--out", out]
    called = call("train", *options, "--weights", trained, "--json")
    assert called.code == 1
    assert not out.exists()
    data = json.loads(called.out)
    assert (data["better"], data["written"]) == (False, None)
    assert data["articles"][NAMES[0]]["seen"] is True
    assert "The present weights have learned from all of these articles" in called.err
    assert "not written" in called.err


def test_one_article_needs_force(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "w.json"
    options = ["--gold", _gold(tmp_path / "gold", NAMES[:1]), "--corpus", ROOT / "corpus", "--out", out]
    refused = call("train", *options)
    assert (refused.code, out.exists()) == (1, False)
    assert "one article alone cannot be cross-validated" in refused.err
    assert call("train", *options, "--force").code == 0
    assert NAMES[0] in (read_origin(out) or {})["articles"]


def test_weights_are_used_and_left_again(trained: Path, call: Call, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("In ALPHA-1, mortality was 4.2% with alphamab and 6.1% with placebo [1].\n", encoding="utf-8")
    nothing = _know_nothing(tmp_path)
    plain, other, again = (call("show", article, "--json", *o).out for o in ([], ["--weights", nothing], []))
    assert plain == again, "the option lasts as long as the command"
    assert other != plain
    assert call("show", article, "--weights", trained).code == 0


def test_left_out_and_lonely_gold_files_are_told(call: Call, gold: Path, tmp_path: Path) -> None:
    (tmp_path / "out.txt").write_text(f"# why\n{NAMES[0]}  # kept unread\n", encoding="utf-8")
    (gold / "lonely.json").write_text('{"doc_id": "lonely"}', encoding="utf-8")
    options = ["--corpus", ROOT / "corpus", "--leave-out", tmp_path / "out.txt", "--out", tmp_path / "w.json"]
    called = call("train", "--gold", gold, *options)
    assert f"left out: {NAMES[0]}" in called.err
    assert "no article for " in called.err
    assert "lonely" in called.err
    assert "1 article, 0 sentences to learn from" in called.err


# options after --gold GOLD, exit code, message
MISUSES = [
    ([], 2, "no folder corpus beside", "no corpus named, and none there"),
    (["--corpus", "{root}/corpus", "--corpus", "{root}/corpus"], 2, "name one for each", "more corpora than gold"),
    (["--corpus", "{root}/docs"], 2, "nothing to learn from", "no article has gold"),
    (["--corpus", "{root}/gone"], 2, "does not exist", "no such folder"),
    (["--corpus", "{root}/corpus", "--folds", "1"], 2, "not in the range", "one fold holds nothing out"),
    (["--corpus", "{root}/corpus", "--sentences", "{root}/LICENSE"], 1, "LICENSE:2: no JSON", "no sentences"),
]


@pytest.mark.parametrize(("options", "code", "message", "why"), MISUSES, ids=[why for *_, why in MISUSES])
def test_misuse(options: list[str], code: int, message: str, why: str, call: Call, gold: Path) -> None:
    called = call("train", "--gold", gold, *(o.format(root=ROOT) for o in options))
    assert called.code == code, why
    assert message in called.err


def test_the_corpus_beside_the_gold_is_found(call: Call, gold: Path, tmp_path: Path) -> None:
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    (tmp_path / "out.txt").write_text("\n".join(NAMES), encoding="utf-8")
    called = call("train", "--gold", gold, "--leave-out", tmp_path / "out.txt")
    assert "left out" in called.err, "it got past the corpus"


def test_the_weights_of_the_package_have_not_seen_what_is_held_out() -> None:
    lines = (ROOT / "gold" / "held-out.txt").read_text(encoding="utf-8").splitlines()
    held_out = {line.partition("#")[0].strip() for line in lines} - {""}
    assert held_out == {"PMC1936359", "PMC5076543"}
    assert held_out.isdisjoint((read_origin(WEIGHTS) or {}).get("articles", []))
    assert "--leave-out gold/held-out.txt" in (ROOT / "Makefile").read_text(encoding="utf-8")


def _counts(right: int) -> Counts:
    return Counts({name: Tally(right, 0, 10 - right) for name in FIGURES})


def test_articles_new_to_the_present_weights_decide() -> None:
    seen, unseen = Held("a", _counts(9), _counts(5), seen=True), Held("b", _counts(5), _counts(6))
    assert Validation((seen, unseen), 2).better
    assert Validation((seen, unseen), 2).judged == (unseen,)
    assert not Validation((seen,), 2).better, "with nothing new, all are judged"
    assert not Validation((Held("b", _counts(5), _counts(5)),), 2).better, "as good is not better"
    assert figure(_counts(5)) == pytest.approx(2 / 3)


def test_every_article_is_held_out_once() -> None:
    articles = [GoldArticle(name, [], {}, []) for name in "edcba"]
    dealt = [[a.doc_id for a in fold] for fold in deal(articles, 2)]
    assert dealt == [["a", "c", "e"], ["b", "d"]]
    assert [len(fold) for fold in deal(articles, 9)] == [1] * 5


def test_a_base_holds_where_the_cases_say_nothing() -> None:
    cases = [YesNo(("bias", "red"), True), YesNo(("bias", "blue"), False)] * 5
    free, held = fit_yes_no(cases), fit_yes_no(cases, base={"red": -4.0, "green": 2.0})
    assert free["red"] > 0 > free["blue"]
    assert held["green"] == 2.0, "no case has it"
    assert -4.0 < held["red"] < free["red"], "the cases pull at it"
    assert fit_yes_no([], base={"red": 1.0}) == {"red": 1.0}


def test_choices_learn_what_the_right_candidate_has() -> None:
    choices = [Choice((("near",), ("far",), ("none",)), frozenset([1]))] * 4
    fitted = fit_choices(choices)
    assert fitted["far"] > 0 > fitted["near"]
    assert fit_choices(choices, base={"near": 9.0})["near"] > 0


def test_tables_in_use_are_put_back() -> None:
    before = load()
    with using({"result": {}}):
        assert load() == {"result": {}}
    assert load() is before
