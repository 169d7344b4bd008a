"""The project's own articles and their annotation hold together.

Read without the package's readers, so that a slip of theirs cannot hide a slip here.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from extract.records.schema import ArticleRecord

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
GOLD = ROOT / "gold"
ARTICLES = sorted(p for p in CORPUS.iterdir() if p.name not in ("README.md", "SOURCES.csv"))
GOLD_FILES = sorted(GOLD.glob("*.json"))
FETCHED = {"blinatumomab-2025"}  # users fetch this article themselves
OWN = [p.stem for p in GOLD_FILES if p.stem not in FETCHED]

TRIAL_FIELDS = {
    *("names", "registry_ids", "citations", "phase", "design", "status", "sponsors", "enrolled", "population"),
    *("conditions", "interventions", "comparators", "results", "evidence"),
}  # fmt: skip
RESULT_FIELDS = {
    *("endpoint", "measure", "value", "low", "high", "error", "unit", "timepoint", "arm", "subgroup", "p_value"),
    "source",
}  # fmt: skip

FRONT = ("summary", "abstract")
BACK = ("acknowledg", "conflict", "declaration", "competing interest", "funding", "disclosure")
REFERENCES = ("references", "bibliographie", "literature", "literatur", "bibliography")
WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
# 18,144 and 102 263 are one number; 12·5 is 12.5.
THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:[,\u00a0\u2009\u202f ]\d{3})+(?![\d])")
NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+")
# The parts of a JATS file in the order of a printed article, and the heading a printed one would have.
PARTS = {
    "abstract": "Abstract",
    "body": "",
    "floats-group": "",
    "ack": "Acknowledgments",
    "fn-group": "Conflict of interest",
    "ref-list": "References",
}


def _flat(text: str) -> str:
    """One kind of space, hyphen and decimal point, so that what is the same in print compares equal."""
    text = re.sub(r"[\u2010-\u2014\u2212]", "-", text)
    text = re.sub(r"(?<=\d)\u00b7(?=\d)", ".", text).replace("\\", "").replace("**", "")
    return re.sub(r"\s+", " ", text)


@lru_cache
def _paragraphs(doc_id: str) -> tuple[str, ...]:
    """The lines of a text, or the texts of the blocks of an XML file, table rows with bars between the cells."""
    [path] = [p for p in ARTICLES if p.stem == doc_id]
    if path.suffix != ".nxml":
        return tuple(line.strip().lstrip("#").strip() for line in path.read_text(encoding="utf-8").split("\n"))
    return tuple(_blocks(etree.parse(path).getroot()))


def _blocks(root: etree._Element) -> list[str]:
    found = []
    for name, heading in PARTS.items():
        for part in root.iter(name):
            found.append(heading)
            found += [_text(e) for e in part.iter("title", "p", "ref", "tr")]
    return found


def _text(element: etree._Element) -> str:
    if element.tag == "tr":
        return " | ".join(" ".join("".join(map(str, cell.itertext())).split()) for cell in element)
    if element.tag == "ref":
        return " ".join(map(str, element.itertext()))
    return "".join(map(str, element.itertext()))


def _cut(doc_id: str) -> tuple[str, list[str]]:
    """The article proper, from its abstract to its acknowledgements, and the lines of its reference list."""
    lines = list(_paragraphs(doc_id))
    low = [re.sub(r"^[\d.\s]+", "", line.lower()).strip(": ") for line in lines]
    start = next(i for i, line in enumerate(low) if line in FRONT)
    references = max(i for i, line in enumerate(low) if line in REFERENCES)
    backs = [i for i in range(start, references) if low[i].startswith(BACK) and len(low[i].split()) < 6]
    return "\n".join(lines[start : min([*backs, references])]), lines[references + 1 :]


def _body(doc_id: str) -> str:
    return _flat(_cut(doc_id)[0])


@lru_cache
def _numbers(doc_id: str) -> frozenset[float]:
    text = _body(doc_id)
    joined = [float(re.sub(r"\D", "", m)) for m in THOUSANDS.findall(text)]
    return frozenset([*joined, *(float(m) for m in NUMBER.findall(text))])


def _gold(doc_id: str) -> list[dict[str, Any]]:
    trials: list[dict[str, Any]] = json.loads((GOLD / f"{doc_id}.json").read_text(encoding="utf-8"))["trials"]
    return trials


def _printed(doc_id: str, value: float | None, words: bool = False) -> bool:
    if value is None or abs(value) in _numbers(doc_id):
        return True
    if not words or value not in range(1, len(WORDS) + 1):
        return False
    return re.search(rf"\b{WORDS[int(value) - 1]}\b", _body(doc_id), re.IGNORECASE) is not None


@pytest.mark.parametrize("path", GOLD_FILES, ids=lambda p: p.stem)
def test_gold_has_the_shape_of_the_guide(path: Path) -> None:
    article = json.loads(path.read_text(encoding="utf-8"))
    assert ArticleRecord.model_validate(article).doc_id == path.stem
    assert set(article) == {"doc_id", "trials"}
    for trial in article["trials"]:
        assert set(trial) == TRIAL_FIELDS
        assert trial["evidence"]
        for result in trial["results"]:
            assert set(result) == RESULT_FIELDS
            assert result["endpoint"] == result["endpoint"].lower()
            assert result["value"] is not None or result["low"] is not None


def test_every_article_has_gold_and_every_gold_an_article() -> None:
    assert {p.stem for p in ARTICLES} == set(OWN)
    assert len(ARTICLES) >= 6


def test_the_list_of_sources_is_the_folder() -> None:
    with (CORPUS / "SOURCES.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert Counter(row["file"] for row in rows) == Counter(p.name for p in ARTICLES)
    assert len({row["disease area"] for row in rows}) >= 4
    assert all(all(row.values()) for row in rows)


@pytest.mark.parametrize("doc_id", OWN)
def test_articles_are_mini_reviews(doc_id: str) -> None:
    prose = [line for line in _cut(doc_id)[0].split("\n") if "|" not in line and "\t" not in line]  # tables aside
    assert 600 <= len(" ".join(prose).split()) <= 2000


@pytest.mark.parametrize("doc_id", OWN)
def test_every_number_of_the_gold_is_printed(doc_id: str) -> None:
    missing = [
        (trial["names"], result["endpoint"], key, result[key])
        for trial in _gold(doc_id)
        for result in trial["results"]
        for key in ("value", "low", "high", "error")
        if not _printed(doc_id, result[key], words=result["measure"] == "count")
    ]
    assert missing == []
    assert [t["names"] for t in _gold(doc_id) if not _printed(doc_id, t["enrolled"], words=True)] == []


@pytest.mark.parametrize("doc_id", OWN)
def test_every_phrase_of_the_gold_is_verbatim(doc_id: str) -> None:
    body = _body(doc_id)
    phrases = [
        phrase
        for trial in _gold(doc_id)
        for phrase in (*trial["names"], *trial["registry_ids"], *trial["evidence"], trial["population"] or "")
    ]
    assert [phrase for phrase in phrases if _flat(phrase) not in body] == []


@pytest.mark.parametrize("doc_id", [*OWN, *sorted(FETCHED)])
def test_evidence_is_short(doc_id: str) -> None:
    snippets = [(trial["names"], trial["evidence"]) for trial in _gold(doc_id)]
    assert [s for s in snippets if not 1 <= len(s[1]) <= 3 or any(len(e.split()) > 25 for e in s[1])] == []


@pytest.mark.parametrize("doc_id", OWN)
def test_every_citation_is_in_the_reference_list(doc_id: str) -> None:
    references = [" ".join(line.split()) for line in _cut(doc_id)[1] if line.strip()]
    cited = {label for trial in _gold(doc_id) for label in trial["citations"]}
    assert [label for label in sorted(cited) if not any(_is_reference(label, line) for line in references)] == []


def _is_reference(label: str, line: str) -> bool:
    if label.isdigit():
        return re.match(rf"(?:\[?){label}(?:[.\])\s]|$)", line) is not None
    surname, year = label.split()[0], label.split()[-1]
    return line.startswith(surname) and re.search(rf"\b{year}\b", line) is not None


@pytest.mark.parametrize("doc_id", OWN)
def test_no_result_is_there_twice(doc_id: str) -> None:
    for trial in _gold(doc_id):
        keys = Counter(json.dumps({**result, "source": ""}, sort_keys=True) for result in trial["results"])
        assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("doc_id", OWN)
def test_p_values_and_intervals_are_well_formed(doc_id: str) -> None:
    for result in (result for trial in _gold(doc_id) for result in trial["results"]):
        assert re.fullmatch(r"[<>≤≥]?[01]\.\d+", result["p_value"] or "0.0"), result
        if result["low"] is not None and result["high"] is not None:
            assert result["low"] <= result["high"], result
            assert result["value"] is None or result["low"] <= result["value"] <= result["high"], result
