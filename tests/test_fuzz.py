"""Mutated files of each format end in records or a clear error; ``make fuzz`` runs many more of them."""

from __future__ import annotations

import pytest

from fuzz.run import Outcome, run
from fuzz.seeds import Case, cases, forms, seeds

COUNT = 40
# The short part of the fuzz test keeps to small files.
LARGEST = 5_000


@pytest.mark.parametrize("form", forms())
def test_a_mutant_ends_in_records_or_a_clear_error(form: str) -> None:
    if form == "word":
        pytest.importorskip("mammoth")
    if not seeds(form):
        pytest.skip(f"no {form} file to mutate")
    outcomes = list(run(cases(form, COUNT, largest=LARGEST)))
    assert len(outcomes) == COUNT
    assert [(o.case.label, o.told, o.message) for o in outcomes if not o.good] == []
    assert {o.told for o in outcomes} == {"records", "error"}, "both ends are reached"


def test_the_same_seed_makes_the_same_mutants() -> None:
    for form in forms():
        if not seeds(form):
            continue
        again = [(a.data(), b.data()) for a, b in zip(cases(form, 5), cases(form, 5), strict=True)]
        assert all(a == b for a, b in again)
        assert len({a for a, _ in again}) > 1, "and not all one"


def test_a_crash_and_a_hang_are_noticed_and_the_next_mutant_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from fuzz import run as runner

    text = cases("text", 3, largest=LARGEST)
    monkeypatch.setattr(Case, "data", lambda self: (b"crash", b"hang", b"A plain text.")[self.number])
    monkeypatch.setattr(runner, "WORKER", runner.WORKER.with_name("wild.py"))
    monkeypatch.setattr(runner, "HUNG", 5.0)
    assert [o.told for o in run(text)] == ["crashed", "hung", "records"]
    assert not Outcome(text[0], "slow", "", 99.0).good
