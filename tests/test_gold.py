"""The project's own articles and their annotation hold together, by `gold check` and as a collection."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest
from lxml import etree

from extract.annotation import Level, check_file
from extract.annotation.printed import Printed
from extract.readers import read

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
# The parts of a JATS file in the order of a printed article, and the heading a printed one would have.
PARTS = {
    "abstract": "Abstract",
    "body": "",
    "floats-group": "",
    "ack": "Acknowledgments",
    "fn-group": "Conflict of interest",
    "ref-list": "References",
}


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


@pytest.mark.parametrize("path", GOLD_FILES, ids=lambda p: p.stem)
def test_gold_has_the_shape_of_the_guide(path: Path) -> None:
    article = json.loads(path.read_text(encoding="utf-8"))
    assert set(article) == {"doc_id", "trials"}
    for trial in article["trials"]:
        assert set(trial) == TRIAL_FIELDS
        for result in trial["results"]:
            assert set(result) == RESULT_FIELDS


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


@lru_cache
def _printed(doc_id: str) -> Printed:
    [path] = [p for p in ARTICLES if p.stem == doc_id]
    return Printed(read(path))


@pytest.mark.parametrize("path", GOLD_FILES, ids=lambda p: p.stem)
def test_gold_check_finds_no_error(path: Path) -> None:
    found = check_file(path, lambda doc_id: None if doc_id in FETCHED else _printed(doc_id))
    assert [str(finding) for finding in found if finding.level is Level.ERROR] == []
    # A word that the guide lets an annotator write for the article's own is only worth a look.
    unseen = [f for f in found if "words that are not printed" not in f.message and "is in the corpus" not in f.message]
    assert [str(finding) for finding in unseen] == []
