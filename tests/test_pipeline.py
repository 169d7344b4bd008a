"""The pipeline: its stages, what it takes and gives, and what holds of every article's records."""

from __future__ import annotations

import gc
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import extract
from articles import document, read_article
from extract.mentions.numberwords import NUMBER_WORDS, parse_words
from extract.mentions.tokens import NUMBER, to_float
from extract.normal import normalise
from extract.pipeline import STAGES, Stage, run_stages
from extract.records.schema import ArticleRecord, Result

if TYPE_CHECKING:
    from extract.pipeline import Article

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "corpus"
SUFFIXES = (".txt", ".md", ".nxml")

PARAGRAPH = (
    "The randomized phase III ALPHA-1 trial (NCT01234567) enrolled 120 adults with relapsed leukemia [3]. Overall "
    "survival at 3 years was 61.5% with blinatumomab and 48.2% with chemotherapy (p = .02)."
)


# -- stages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_rests_while_an_article_is_read_and_is_left_as_it_was(
    enabled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    def run(_document: object) -> None:
        seen.append(gc.isenabled())
        raise ValueError

    monkeypatch.setattr(extract.pipeline, "STAGES", (Stage("view", ("document",), run),))
    (gc.enable if enabled else gc.disable)()
    try:
        with pytest.raises(ValueError, match=r"\A\Z"):
            run_stages(document(PARAGRAPH))
        assert (seen, gc.isenabled()) == ([False], enabled)
    finally:
        gc.enable()


def test_a_stage_needs_only_what_stands_before_it() -> None:
    known = {"document"}
    for stage in STAGES:
        assert set(stage.needs) <= known, stage.name
        assert stage.name not in known
        known.add(stage.name)


def test_the_runner_stores_each_product_and_stops_where_told() -> None:
    products = run_stages(document(PARAGRAPH), until="mentions")
    assert "mentions" in products
    assert "trials" not in products
    assert list(products) == ["document", *[s.name for s in STAGES][: len(products) - 1]]
    assert products["view"] == normalise(products["document"].text)


# -- what it takes and gives -------------------------------------------------------------------------


def _records(article: Article) -> list[dict[str, Any]]:
    return [t.model_dump() for t in article.trials]


def test_a_path_its_document_and_its_text_give_the_same_records(tmp_path: Path) -> None:
    path = tmp_path / "review.txt"
    path.write_text(PARAGRAPH + "\n", encoding="utf-8")
    by_path = extract.extract(path)
    by_document = extract.extract(extract.read(path))
    by_text = extract.extract(PARAGRAPH + "\n")
    assert len(by_path.trials) == 1
    assert _records(by_path) == _records(by_document)
    told = [t.model_dump(exclude={"id"}) for t in by_path.trials]
    assert [t.model_dump(exclude={"id"}) for t in by_text.trials] == told


NO_TRIALS = [
    ("", "an empty text"),
    ("\n \n", "blank lines"),
    ("The kidney is an organ. It has two poles.", "a text without numbers"),
    ("Cancer was diagnosed in 20% of men in 2010 [1], and 30% of them smoked [2].", "epidemiology"),
    ("Sunitinib is given at 50 mg once daily [1]. It inhibits several kinases.", "pharmacology"),
]


@pytest.mark.parametrize(("text", "why"), NO_TRIALS, ids=[why for *_, why in NO_TRIALS])
def test_an_article_without_trials_has_an_empty_record_list(text: str, why: str) -> None:
    article = extract.extract(text)
    assert article.trials == [], why
    assert article.record.trials == []


def test_the_record_of_an_article() -> None:
    article = read_article(PARAGRAPH)
    record = article.record
    assert (record.doc_id, record.text_file, record.version) == ("article", "article.txt", extract.__version__)
    assert record.lexicon_digest
    assert record.source is not None
    assert record.trials == article.trials
    assert ArticleRecord.model_validate_json(record.model_dump_json()) == record


def test_a_record_knows_where_each_field_came_from() -> None:
    article = read_article(PARAGRAPH)
    (trial,) = article.trials
    printed = {name: [article.text[s.start : s.end] for s in spans] for name, spans in trial.provenance.items()}
    assert printed["names"] == ["ALPHA-1"]
    assert printed["registry_ids"] == ["NCT01234567"]
    assert printed["citations"] == ["[3]"]
    assert printed["phase"] == ["phase III"]
    assert printed["design"] == ["randomized"]
    assert printed["enrolled"][0].startswith("120")
    assert printed["population"] == ["adults with relapsed leukemia"]
    assert printed["interventions"] == ["blinatumomab"]
    assert all(s.rule and s.value for spans in trial.provenance.values() for s in spans)


def test_references_chrome_and_acknowledgements_give_nothing() -> None:
    article = read_article(
        PARAGRAPH,
        "# Acknowledgements",
        "We thank the BETA-2 trial (NCT07654321), in which the response rate was 45% with sunitinib [4].",
        "# Conflict of interest",
        "The GAMMA-3 trial (NCT00000003) paid for lunch; 12% of patients on placebo had nausea.",
    )
    assert [t.names for t in article.trials] == [["ALPHA-1"]]
    assert article.unattached == []
    assert {label for _, _, label in article.entities()} == {"TRIAL", "REGISTRY_ID", "PERCENT", "POPULATION"}
    assert all(end <= article.text.index("Acknowledgements") for _, end, _ in article.entities())


def test_a_citation_is_no_interval() -> None:
    article = read_article("Overall survival was 45% [13\u201315] in the ALPHA-1 trial.")
    found = [r for t in article.trials for r in t.results] + article.unattached
    assert [(r.value, r.low, r.high) for r in found] == [(45.0, None, None)]


# -- what holds of every article ----------------------------------------------------------------------


def _articles() -> Iterator[Any]:
    """Every article of corpus/ and of the folder beside the project, where it is there."""
    for folder in (ROOT / "corpus", SHARED):
        files = sorted(p for p in folder.glob("*") if p.suffix in SUFFIXES and p.stem != "README")
        yield from (pytest.param(p, id=f"{folder.parent.name}/{p.name}") for p in files)
    if not SHARED.is_dir():
        yield pytest.param(None, marks=pytest.mark.skip(reason="no ../shared beside the project"), id="shared")


@lru_cache(maxsize=64)
def _extracted(path: Path) -> Article:
    return extract.extract(path)


every_article = pytest.mark.parametrize("path", list(_articles()))


def _results(article: Article) -> list[Result]:
    return [r for t in article.trials for r in t.results] + article.unattached


def _numbers(printed: str) -> set[float]:
    words = [parse_words(m.group()) for m in NUMBER_WORDS.finditer(printed)]
    digits = [to_float(m.group()) for m in re.finditer(NUMBER, printed + " x")]
    whole = [to_float(m.group()) for m in re.finditer(r"\d+(?:\.\d+)?", printed)]
    return {*digits, *whole, *(float(w) for w in words if w is not None)}


# What is asserted of real articles are places, never their text: some are kept unread for measuring.


@every_article
def test_every_value_s_span_shows_the_value(path: Path) -> None:
    article = _extracted(path)
    wrong = []
    for result in _results(article):
        origin = result.provenance
        assert origin is not None
        printed = normalise(article.text[origin.start : origin.end])
        if result.value is None:
            told = [result.low, result.high]
        else:
            told = [result.value, result.error, result.events, result.total]
        if not {abs(float(v)) for v in told if v is not None} <= _numbers(printed):
            wrong.append((origin.start, origin.end, origin.rule))
    assert wrong == []


@every_article
def test_every_interval_s_span_shows_its_bounds(path: Path) -> None:
    article = _extracted(path)
    wrong = []
    for result in _results(article):
        assert result.provenance is not None
        span = result.provenance.parts.get("interval")
        shown = _numbers(normalise(article.text[span.start : span.end])) if span else set()
        if span and not {abs(v) for v in (result.low, result.high) if v is not None} <= shown:
            wrong.append((span.start, span.end, span.rule))
    assert wrong == []


@every_article
def test_every_span_lies_inside_the_text_and_holds_something(path: Path) -> None:
    article = _extracted(path)
    spans = [s for t in article.trials for found in t.provenance.values() for s in found]
    for result in _results(article):
        assert result.provenance is not None
        spans += [result.provenance, *result.provenance.parts.values()]  # type: ignore[list-item]
    wrong = [(s.start, s.end, s.rule) for s in spans if not 0 <= s.start < s.end <= len(article.text)]
    wrong += [(s.start, s.end, s.rule) for s in spans if not article.text[s.start : s.end].strip()]
    assert wrong == []


@every_article
def test_names_and_numbers_are_printed_where_they_say(path: Path) -> None:
    article = _extracted(path)
    wrong = []
    for number, trial in enumerate(article.trials):
        spans = trial.provenance.get("names", [])
        # A name is given with plain hyphens, and without the backslashes of Markdown.
        printed = {normalise(article.text[s.start : s.end]).replace("\\", "") for s in spans}
        if set(trial.names) != printed:
            wrong.append((number, "names"))
        if {s.value for s in trial.provenance.get("registry_ids", [])} != set(trial.registry_ids):
            wrong.append((number, "registry_ids"))
    assert wrong == []


@every_article
def test_evidence_is_verbatim_and_short(path: Path) -> None:
    article = _extracted(path)
    wrong = [
        number
        for number, trial in enumerate(article.trials)
        if not 1 <= len(trial.evidence) <= 3
        or any(snippet not in article.text or len(snippet.split()) > 25 for snippet in trial.evidence)
    ]
    assert wrong == []


@every_article
def test_citations_are_labels_of_the_reference_list(path: Path) -> None:
    article = _extracted(path)
    labels = {r.label for r in article.document.references}
    numbered = sum(label.isdecimal() for label in labels) > len(labels) / 2
    highest = max((int(label) for label in labels if label.isdecimal()), default=0)
    cited = {label for t in article.trials for label in t.citations}
    if numbered:  # a list may have lost an entry, but it ends somewhere
        assert [c for c in cited if c not in labels and not (c.isdecimal() and int(c) <= highest)] == []
    else:
        assert all(re.search(r"\d{4}", c) for c in cited)


@every_article
def test_p_values_have_a_leading_zero(path: Path) -> None:
    found = {r.p_value for r in _results(_extracted(path)) if r.p_value}
    assert [p for p in found if not re.fullmatch(r"[<>\u2264\u2265]?[01](?:\.\d+)?(?:e-\d+)?", p)] == []


@every_article
def test_records_are_numbered_and_say_enough(path: Path) -> None:
    article = _extracted(path)
    assert len({t.id for t in article.trials}) == len(article.trials)
    assert all(t.id.startswith(article.document.doc_id) for t in article.trials)
    assert all(t.names or t.registry_ids or t.citations or t.results or t.enrolled for t in article.trials)


@every_article
def test_nothing_comes_from_what_is_no_article_text(path: Path) -> None:
    article = _extracted(path)
    silent = [(b.start, b.end) for s in article.sections if not s.extractable for b in s.blocks]
    wrong = [
        (r.provenance.start, r.provenance.rule)
        for r in _results(article)
        if r.provenance and any(a <= r.provenance.start < b for a, b in silent)
    ]
    assert wrong == []


# -- determinism --------------------------------------------------------------------------------------


@every_article
def test_two_runs_are_equal(path: Path) -> None:
    first, second = _extracted(path), extract.extract(path)
    assert _digest(first) == _digest(second)
    assert first.entities() == second.entities()


def _digest(article: Article) -> str:
    return hashlib.sha256(article.record.model_dump_json().encode()).hexdigest()


def test_the_order_of_hashes_changes_nothing() -> None:
    """Sets and dictionaries of strings are ordered anew in each Python."""
    path = ROOT / "corpus" / "numbered-migraine.txt"
    code = (
        "import sys, hashlib, pathlib; from extract import extract; "
        "print(hashlib.sha256(extract(pathlib.Path(sys.argv[1])).record.model_dump_json().encode()).hexdigest())"
    )
    digests = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", code, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        digests.add(done.stdout)
    assert len(digests) == 1
