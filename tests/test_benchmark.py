"""The sentence benchmark: what a cell is, which result answers it, and the command around it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from conftest import Called
from extract.errors import ReadError
from extract.evaluation.annotated import Annotated, read_annotated
from extract.evaluation.sentences import benchmark, cells, matches, score_sentence
from extract.records.schema import Result, ResultProvenance

Call = Callable[..., Called]
TEXT = "Nausea occurred in 12 of 50 patients (24%) given alphamab and in six patients given placebo."


def annotated(text: str, *tied: tuple[str, Sequence[str], Sequence[str]]) -> Annotated:
    """A sentence whose measures, outcomes and arms are named by what they print."""

    def span(printed: str) -> tuple[int, int]:
        return text.index(printed), text.index(printed) + len(printed)

    measures = [span(measure) for measure, _, _ in tied]
    return Annotated(
        text, measures, [[span(o) for o in outs] for _, outs, _ in tied], [[span(a) for a in arms] for *_, arms in tied]
    )


SENTENCE = annotated(
    TEXT,
    ("12 of 50 patients (24%)", ["Nausea"], ["alphamab"]),
    ("six patients", ["Nausea"], ["placebo"]),
)


def result(**fields: Any) -> Result:
    return Result(**({"endpoint": "nausea", "measure": "rate", "value": 24.0, "arm": "alphamab"} | fields))


def test_cells_are_the_measures_that_print_a_number() -> None:
    text = "No change was seen with placebo; pressure fell by 1,200 units."
    sentence = annotated(text, ("No change", [], ["placebo"]), ("1,200 units", ["pressure"], []))
    assert [str(c) for c in cells(sentence)] == ["1,200 units | pressure | -"]
    assert [sorted(c.numbers) for c in cells(SENTENCE)] == [[12.0, 24.0, 50.0], [6.0]]


ANSWERS = [
    (result(), True, "value, outcome and arm"),
    (result(value=-24.0), True, "a sign is not printed alike everywhere"),
    (result(value=25.0), False, "another number"),
    (result(value=25.0, events=12), True, "the events of n/N"),
    (result(value=None, low=24.0, high=30.0), True, "a range without a value"),
    (result(value=25.0, low=24.0, high=30.0), False, "the end of an interval is no value"),
    (result(endpoint="nausea of any grade"), True, "a longer name"),
    (result(endpoint="vomiting"), False, "another outcome"),
    (result(arm="placebo"), False, "another arm"),
    (result(arm=None), False, "no arm where one is annotated"),
    (result(provenance=ResultProvenance(start=19, end=30, rule="x")), True, "it stands in the measure"),
    (result(provenance=ResultProvenance(start=65, end=68, rule="x")), False, "the same number elsewhere"),
]


@pytest.mark.parametrize(("found", "expected", "why"), ANSWERS, ids=[why for *_, why in ANSWERS])
def test_which_result_answers_a_cell(found: Result, expected: bool, why: str) -> None:
    assert matches(cells(SENTENCE)[0], found) is expected, why


def test_a_measure_without_outcome_or_arm_asks_for_none() -> None:
    (cell,) = cells(annotated(TEXT, ("(24%)", [], [])))
    assert matches(cell, result(endpoint="anything", arm=None))


# results, (matched, spurious, missed), kinds of faults
SCORES = [
    ([], (0, 0, 2), ["missed", "missed"]),
    ([result(), result(value=6.0, arm="placebo")], (2, 0, 0), []),
    ([result(), result()], (1, 1, 1), ["missed", "another value of a cell"]),
    ([result(endpoint="vomiting")], (0, 1, 2), ["wrong outcome", "missed"]),
    ([result(endpoint="vomiting", arm="placebo")], (0, 1, 2), ["wrong outcome and arm", "missed"]),
    ([result(value=99.0)], (0, 1, 2), ["missed", "missed", "spurious"]),
    ([result(measure="hazard-ratio", arm=None, value=0.7)], (0, 0, 2), ["missed", "missed"]),
    ([result(measure="hazard-ratio", arm="alphamab", value=0.7)], (0, 1, 2), ["missed", "missed", "spurious"]),
    ([result(measure="difference", arm=None)], (0, 1, 2), ["wrong arm", "missed"]),
]


@pytest.mark.parametrize(("found", "counts", "kinds"), SCORES)
def test_counts_and_faults(found: list[Result], counts: tuple[int, int, int], kinds: list[str]) -> None:
    score = score_sentence(SENTENCE, found)
    assert (score.tally.matched, score.tally.spurious, score.tally.missed) == counts
    assert [f.kind for f in score.faults] == kinds


def test_the_order_of_results_changes_nothing() -> None:
    """The first result fits both cells, the second only the first: first come, first served would miss one."""
    sentence = annotated("5 of 5 had nausea with a.", ("5 of", ["nausea"], []), ("5 had", ["nausea"], ["a"]))
    found = [result(value=5.0, arm="a"), result(value=5.0, arm="b")]
    assert score_sentence(sentence, found).tally.matched == 2
    assert score_sentence(sentence, found[::-1]).tally.matched == 2


def write(path: Path, *sentences: Annotated) -> Path:
    lines = []
    for s in sentences:
        spans, relations = [], []
        for measure, outcomes, arms in zip(s.measures, s.endpoints, s.arms, strict=True):
            target = len(spans)
            spans.append(("MEAS", measure))
            for label, group in (("OC", outcomes), ("INTV", arms)):
                relations += [[len(spans) + i, target, f"{label}_RES"] for i in range(len(group))]
                spans += [(label, span) for span in group]
        entities = [{"label": label, "start": a, "end": b} for label, (a, b) in spans]
        lines.append(json.dumps({"text": s.text, "entities": entities, "relations": relations}))
    path.write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    return path


def test_the_reader_gives_back_what_was_annotated(tmp_path: Path) -> None:
    assert list(read_annotated(write(tmp_path / "a.jsonl", SENTENCE, SENTENCE))) == [SENTENCE, SENTENCE]


FAULTS = [
    ("{", "a.jsonl:2: no JSON", "broken JSON"),
    ('{"text": "x"}', "a.jsonl:2: no annotated sentence", "no entities"),
    ('{"text": "x", "entities": [{"label": "MEAS", "start": 0, "end": 9}], "relations": []}', ":2: no annot", "a span"),
    ('{"text": "x", "entities": [], "relations": [[0]]}', "a.jsonl:2: no annotated sentence", "half a relation"),
    ("[]", "a.jsonl:2: no annotated sentence", "no object"),
]


@pytest.mark.parametrize(("line", "message", "why"), FAULTS, ids=[why for *_, why in FAULTS])
def test_a_broken_line_is_named(line: str, message: str, why: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", SENTENCE)
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + f"\n{line}\n", encoding="utf-8")
    with pytest.raises(ReadError) as caught:
        list(read_annotated(path))
    assert message in str(caught.value), why


def test_a_file_is_the_sum_of_its_sentences(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", SENTENCE, SENTENCE)
    scored = benchmark(path, lambda text: [result()])
    assert scored.tally.as_dict() == pytest.approx(
        {"matched": 2, "spurious": 0, "missed": 2, "precision": 1.0, "recall": 0.5, "f1": 2 / 3}
    )
    assert [(s.number, len(s.faults)) for s in scored.sentences] == [(1, 1), (2, 1)]
    assert scored.as_dict(errors=True)["errors"][1]["faults"] == [
        {"kind": "missed", "gold": "six patients | Nausea | placebo", "got": None}
    ]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    text = "Nausea occurred in 24% of patients treated with placebo."
    return write(tmp_path / "a.jsonl", annotated(text, ("24%", ["Nausea"], ["placebo"])))


@pytest.mark.parametrize("command", [["benchmark"], ["benchmark", "sentences"]], ids=" ".join)
def test_the_command_with_the_real_extraction(command: list[str], call: Call, file: Path) -> None:
    called = call(*command, file)
    assert called.code == 0
    assert "F1 1.000" in called.out
    assert "found 1, missed 0, spurious 0" in called.out


def test_errors_and_json(call: Call, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import extract

    monkeypatch.setitem(vars(extract), "results_in", lambda text: [])
    called = call("benchmark", "--errors", file)
    assert "1: Nausea occurred" in called.out
    assert "    missed | gold: 24% | Nausea | placebo" in called.out
    data = json.loads(call("benchmark", file, "--json").out)
    assert (data["missed"], data["f1"]) == (1, 0.0)
    assert "errors" not in data
    assert call("benchmark", file, "--fail-under", "0.5").code == 1


def test_misuse_is_told_in_one_line(call: Call, file: Path, tmp_path: Path) -> None:
    assert call("benchmark", tmp_path / "gone.jsonl").code == 2
    (tmp_path / "weights.json").write_text('{"tables": {}}', encoding="utf-8")
    called = call("benchmark", file, "--weights", tmp_path / "weights.json")
    assert called.code == 2
    assert "weights.json: no weights" in called.err
    (tmp_path / "a.jsonl").write_text("{", encoding="utf-8")
    broken = call("benchmark", tmp_path / "a.jsonl")
    assert (broken.code, broken.err.count("\n")) == (1, 1)


def test_the_public_benchmark(shared: Path) -> None:
    """Not a floor of quality, which ``floors.json`` and the README hold: the file is read and counted whole."""
    from extract import results_in

    scored = benchmark(shared / "peer" / "rct-art-dev.jsonl", results_in)
    assert (len(scored.sentences), scored.tally.gold, scored.unnumbered) == (56, 132, 4)
    assert scored.tally.f1 > 0.5
