"""Out of the workbench: gold files, accepted records and tables, and that evaluate and gold check agree with them."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extract.records.schema import ArticleRecord
from reviewed import TEXT, Curator, at, record, result, two_trials, write

pytest.importorskip("sqlalchemy")

from extract.review.service import Service

Call = Callable[..., Any]


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    write(tmp_path / "out", two_trials())
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "out"


@pytest.fixture
def ann(outputs: Path) -> Curator:
    return Curator(Service(outputs))


def _decide_all(ann: Curator) -> None:
    """Correct one value, add two, reject one, accept the rest."""
    start, end = at("adults with gout")
    first = ann.trial("ONE-TWO").id
    ann.decide("correct", ann.value("ONE-TWO", "results", "25").key, value={"endpoint": "relief of pain"})
    ann.decide("reject", ann.value("ONE-TWO", "results", "0.62").key)
    ann.decide("add", first, field="population", value="adults with gout", place={"start": start, "end": end})
    ann.decide("add", field="names", value="THREE", place=dict(zip(("start", "end"), at("THREE"), strict=True)))
    for trial in ann.view.trials:
        ann.decide("accept", trial.id)


def _gold(folder: Path, name: str = "a") -> ArticleRecord:
    return ArticleRecord.model_validate_json((folder / f"{name}.json").read_bytes())


def test_a_gold_file_has_what_people_said(outputs: Path, ann: Curator, call: Call, tmp_path: Path) -> None:
    _decide_all(ann)
    done = call("export", outputs, "--gold", tmp_path / "gold")
    assert (done.code, done.out) == (0, f"{tmp_path / 'gold' / 'a.json'}\n")
    one, two, three = _gold(tmp_path / "gold").trials
    assert [(r.value, r.endpoint) for r in one.results] == [(40.0, "pain relief"), (25.0, "relief of pain")]
    assert (one.population, one.enrolled, two.phase, three.names) == ("adults with gout", 120, "3", ["THREE"])
    assert all(snippet in TEXT and len(snippet.split()) <= 25 for t in (one, three) for snippet in t.evidence)
    data = json.loads((tmp_path / "gold" / "a.json").read_bytes())
    assert set(data) == {"doc_id", "trials"}
    assert not {"id", "confidence", "provenance"} & set(data["trials"][0])


def test_gold_check_and_evaluate_agree_with_an_export(outputs: Path, ann: Curator, call: Call, tmp_path: Path) -> None:
    _decide_all(ann)
    gold, accepted = tmp_path / "gold", tmp_path / "accepted"
    assert call("export", outputs, "--gold", gold, "--out", accepted).code == 0
    checked = call("gold", "check", gold, "--corpus", tmp_path / "articles")
    assert (checked.code, "error" in checked.out) == (0, False), checked.out
    told = json.loads(call("evaluate", "--gold", gold, "--predictions", accepted, "--json").out)
    assert told["headline"] == 1.0
    assert call("evaluate", "--gold", gold, "--predictions", accepted, "--fail-under", "results:full=1").code == 0
    assert call("evaluate", "--gold", gold, "--predictions", outputs, "--fail-under", "results:full=1").code == 1


def test_accepted_records_keep_their_places(outputs: Path, ann: Curator, call: Call, tmp_path: Path) -> None:
    _decide_all(ann)
    call("export", outputs, "--out", tmp_path / "accepted", "--tables", "csv,xlsx,parquet")
    one = _gold(tmp_path / "accepted").trials[0]
    spans = [*one.provenance["population"], *(r.provenance for r in one.results if r.provenance)]
    assert [(TEXT[s.start : s.end], s.rule) for s in spans] == [
        ("adults with gout", "review:added"), ("40%", "review:accepted"), ("25%", "review:corrected"),
    ]  # fmt: skip
    assert (tmp_path / "accepted" / "a.txt").read_text(encoding="utf-8") == TEXT
    pandas, where = pytest.importorskip("pandas"), tmp_path / "accepted"
    with (where / "results.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [(row["trial"], row["value"]) for row in rows] == [
        ("ONE-TWO", "40.0"), ("ONE-TWO", "25.0"), ("THREE-FOUR", "12.5"),
    ]  # fmt: skip
    assert list(pandas.read_excel(where / "results.xlsx")["value"]) == [40.0, 25.0, 12.5]
    assert list(pandas.read_parquet(where / "results")["value"]) == [40.0, 25.0, 12.5]


def test_an_article_is_exported_when_all_is_decided(outputs: Path, ann: Curator, call: Call, tmp_path: Path) -> None:
    write(outputs, two_trials(), name="b")
    ann.decide("accept", ann.trial("ONE-TWO").id)
    done = call("export", outputs, "--gold", tmp_path / "gold")
    assert (done.code, done.out) == (1, "")
    assert "a: not exported, 4 of 13 values are open" in done.err
    assert "0 articles exported, 1 not finished, 1 not begun" in done.err
    assert call("export", outputs, "--gold", tmp_path / "gold", "--unfinished").code == 0
    assert [trial.names for trial in _gold(tmp_path / "gold").trials] == [["ONE-TWO"]]


def test_a_value_printed_again_is_exported_once(outputs: Path, call: Call, tmp_path: Path) -> None:
    one, two = two_trials()
    again = result("pain relief", 40.0, "40%", arm="alpha")
    write(outputs, [one.model_copy(update={"results": [again, *one.results]}), two], unattached=[again])
    ann = Curator(Service(outputs))
    ann.decide("accept", *(trial.id for trial in ann.view.trials))
    assert call("export", outputs, "--gold", tmp_path / "gold").code == 0
    assert [r.value for r in _gold(tmp_path / "gold").trials[0].results] == [40.0, 25.0, 0.62]


def test_what_the_guide_has_no_place_for_is_told(outputs: Path, ann: Curator, call: Call, tmp_path: Path) -> None:
    ann.decide("correct", ann.value("ONE-TWO", "enrolled").key, value=777)
    ann.decide("accept", *(trial.id for trial in ann.view.trials))
    done = call("export", outputs, "--gold", tmp_path / "gold", "--out", tmp_path / "accepted")
    assert done.code == 1
    assert "a: left out: ONE-TWO: the size 777 is not printed in the article" in done.err
    assert _gold(tmp_path / "gold").trials[0].enrolled is _gold(tmp_path / "accepted").trials[0].enrolled is None


def test_an_annotation_of_other_hands_is_not_written_over(
    outputs: Path, ann: Curator, call: Call, tmp_path: Path
) -> None:
    gold = tmp_path / "gold"
    ann.decide("accept", *(trial.id for trial in ann.view.trials))
    assert call("export", outputs, "--gold", gold).code == 0
    ann.decide("correct", ann.value("ONE-TWO", "results", "25").key, value={"endpoint": "relief of pain"})
    assert call("export", outputs, "--gold", gold).code == 0, "what an export wrote is brought up to date"
    mine = '{"doc_id": "a", "trials": []}'
    (gold / "a.json").write_text(mine, encoding="utf-8")
    refused = call("export", outputs, "--gold", gold)
    assert (refused.code, (gold / "a.json").read_text(encoding="utf-8")) == (2, mine)
    assert "other hands" in refused.err
    assert call("export", outputs, "--gold", gold, "--force").code == 0
    assert len(_gold(gold).trials) == 2


def test_an_article_without_predictions_is_exported_only_when_somebody_looked(
    outputs: Path, ann: Curator, call: Call, tmp_path: Path
) -> None:
    write(outputs, [], name="b")
    ann.decide("accept", *(trial.id for trial in ann.view.trials))
    call("export", outputs, "--gold", tmp_path / "gold")
    assert not (tmp_path / "gold" / "b.json").exists()
    Curator(Service(outputs), doc_id="b").decide("note", value="no trials here")
    call("export", outputs, "--gold", tmp_path / "gold")
    assert _gold(tmp_path / "gold", "b").trials == []


def test_two_values_of_a_single_field_are_told(outputs: Path, ann: Curator, call: Call, tmp_path: Path) -> None:
    ann.decide("add", ann.trial("ONE-TWO").id, field="phase", value="2")
    ann.decide("merge", ann.trial("ONE-TWO").id, ann.trial("THREE-FOUR").id)
    ann.decide("accept", ann.trial("ONE-TWO").id)
    done = call("export", outputs, "--gold", tmp_path / "gold")
    assert (done.code, "ONE-TWO: phase is 2, so not 3" in done.err or "ONE-TWO: phase is 2, so not 3" in done.err) == (
        1,
        True,
    )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "say what to export"),
        (["--out", "OUT"], "another folder"),
        (["--gold", "G", "--tables", "doc"], "no table format"),
        (["--gold", "G", "--database", "mysql://x/y"], "postgresql or sqlite"),
    ],
)
def test_misuse_is_told_in_a_line(outputs: Path, ann: Curator, call: Call, options: list[str], told: str) -> None:
    done = call("export", outputs, *(str(outputs) if option == "OUT" else option for option in options))
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert "Traceback" not in done.err


def test_a_folder_that_nobody_reviewed_is_told(tmp_path: Path, call: Call) -> None:
    write(tmp_path / "fresh", two_trials())
    done = call("export", tmp_path / "fresh", "--gold", tmp_path / "gold")
    assert (done.code, "nothing was reviewed" in done.err) == (2, True)
    assert not (tmp_path / "fresh" / "review.sqlite").exists()


def test_a_record_without_a_place_has_no_evidence(outputs: Path, call: Call, tmp_path: Path) -> None:
    write(outputs, [record([], names=["NOWHERE"])])
    ann = Curator(Service(outputs))
    ann.decide("accept", ann.view.trials[0].id)
    assert call("export", outputs, "--out", tmp_path / "accepted").code == 1, "the name is not printed"
    assert _gold(tmp_path / "accepted").trials[0].evidence == []


def test_a_package_that_is_missing_is_named_with_its_extra(
    outputs: Path, ann: Curator, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "alembic", None)
    done = call("export", outputs, "--gold", outputs / "gold")
    assert (done.code, "pip install 'trial-extract[review]'" in done.err) == (2, True)


def test_a_server_without_its_driver_is_told_with_the_extra(
    outputs: Path, ann: Curator, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    done = call("export", outputs, "--gold", outputs / "gold", "--database", "postgresql://me@host/name")
    assert (done.code, "pip install 'trial-extract[postgresql]'" in done.err) == (2, True)
