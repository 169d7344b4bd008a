"""Names and populations of real articles against their hand annotation, where ../shared is at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.mentions.abbreviations import find_abbreviations
from extract.mentions.populations import find_populations
from extract.mentions.studycolumns import study_cells
from extract.mentions.trials import FAMILY, find_trials
from extract.normal import normalise
from extract.readers import read
from extract.sections import split_sections, split_sentences

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the articles of ../shared are not on this machine")

Span = tuple[int, int]


def _prepared(path: Path) -> tuple[str, list[Span], list[Span]]:
    """The view, the sentences and cells that are read, and the cells of study columns."""
    document = read(path)
    view = normalise(document.text)
    sentences = split_sentences(document, split_sections(document))
    cells = [(c.start, c.end) for t in document.tables for c in t.cells if c.end > c.start]
    return view, [*((s.start, s.end) for s in sentences), *cells], study_cells(view, document.tables)


def _gold_spans(label: str) -> set[Span]:
    lines = (SHARED / "gold" / "entities" / "blinatumomab-2025.jsonl").read_text(encoding="utf-8").splitlines()
    return {(x["start"], x["end"]) for x in map(json.loads, lines) if x["label"] == label}


def _overlap_f1(gold: set[Span], found: set[Span]) -> float:
    touched = [
        sum(any(a < d and c < b for c, d in other) for a, b in one) for one, other in ((gold, found), (found, gold))
    ]
    return sum(touched) / (len(gold) + len(found))


def test_trial_names_of_the_seed_article() -> None:
    view, regions, cells = _prepared(SHARED / "corpus" / "blinatumomab-2025.txt")
    found = find_trials(view, regions, find_abbreviations(view, regions), cells)
    assert {(m.start, m.end) for m in found} == _gold_spans("TRIAL")


def test_populations_of_the_seed_article() -> None:
    view, regions, _ = _prepared(SHARED / "corpus" / "blinatumomab-2025.txt")
    found = {(m.start, m.end) for a, b in regions for m in find_populations(view, a, b)}
    gold = _gold_spans("POPULATION")
    assert _overlap_f1(gold, found) >= 0.95
    assert 2 * len(gold & found) / (len(gold) + len(found)) >= 0.9


@pytest.mark.parametrize("doc_id", ["PMC1994017", "PMC3108651", "PMC3214806", "PMC3626705", "PMC5306110"])
def test_record_names_of_the_readable_articles(doc_id: str) -> None:
    view, regions, cells = _prepared(SHARED / "corpus" / f"{doc_id}.nxml")
    found = find_trials(view, regions, find_abbreviations(view, regions), cells)
    gold_file = json.loads((SHARED / "gold" / f"{doc_id}.json").read_text(encoding="utf-8"))
    gold = {normalise(n).casefold() for t in gold_file["trials"] for n in t["names"]}
    names = {m.value.casefold() for m in found if m.rule != FAMILY}
    assert len(gold - names) <= 1, gold - names
    assert len(names - gold) <= 1, names - gold
