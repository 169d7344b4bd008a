"""Properties that hold for every article: spans in order, slices that show what they say."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from extract.document import BlockKind, Document
from extract.readers import read
from extract.sections import split_sections, split_sentences

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
SUFFIXES = (".txt", ".md", ".nxml", ".xml")
FOLDERS = (ROOT / "corpus", ROOT / "tests" / "data" / "readers", SHARED / "corpus")
FILES = [path for folder in FOLDERS if folder.is_dir() for path in sorted(folder.iterdir()) if path.suffix in SUFFIXES]
SEED = SHARED / "corpus" / "blinatumomab-2025.txt"


@pytest.fixture(scope="module", params=FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def document(request: pytest.FixtureRequest) -> Document:
    return read(request.param)


def test_blocks_are_sorted_apart_and_inside_the_text(document: Document) -> None:
    last = 0
    for block in document.blocks:
        assert last <= block.start < block.end <= len(document.text)
        last = block.end


def test_blocks_have_no_white_space_at_their_ends(document: Document) -> None:
    for block in document.blocks:
        piece = document.text[block.start : block.end]
        assert piece.strip(" \t\r\n") == piece


def test_all_words_stand_in_a_block(document: Document) -> None:
    left = list(document.text)
    for block in document.blocks:
        left[block.start : block.end] = " " * (block.end - block.start)
    # the marks of lists, tables, headings and emphasis are no words
    assert "".join(left).strip(" \t\r\n|#*_-:=0123456789.()[]\u2022") == "" or not any(c.isalpha() for c in left)


def test_every_block_is_in_one_section(document: Document) -> None:
    sections = split_sections(document)
    assert sorted(b.start for s in sections for b in s.blocks) == [b.start for b in document.blocks]
    for section in sections:
        assert section.start == section.blocks[0].start
        assert section.end == section.blocks[-1].end


def test_sentences_are_sorted_apart_and_cover_their_blocks(document: Document) -> None:
    sections = split_sections(document)
    sentences = split_sentences(document, sections)
    for one, two in pairwise(sentences):
        assert one.end <= two.start
    for section in sections:
        for block in section.blocks:
            found = [s for s in sentences if block.start <= s.start < block.end]
            silent = block.kind in (BlockKind.CELL, BlockKind.REFERENCE, BlockKind.CHROME)
            if silent or not section.extractable:
                assert found == []
            else:
                assert found[0].start == block.start
                assert found[-1].end == block.end


def test_cells_tables_and_citations_are_inside_the_text(document: Document) -> None:
    cells = {(b.start, b.end) for b in document.blocks if b.kind is BlockKind.CELL}
    for table in document.tables:
        places = [(c.row, c.column) for c in table.cells]
        assert len(set(places)) == len(places)
        assert {(c.start, c.end) for c in table.cells if c.start < c.end} <= cells
    labels = {r.label for r in document.references}
    for cross in document.crossrefs:
        assert document.text[cross.start : cross.end].strip()
        assert cross.labels
        assert set(cross.labels) <= labels


def test_labels_of_references_are_unique(document: Document) -> None:
    labels = [r.label for r in document.references]
    assert len(set(labels)) == len(labels)


def test_an_article_has_a_title_and_something_to_extract_from(document: Document) -> None:
    assert document.title
    assert any(s.extractable for s in split_sections(document))


# -- the article that the project was begun with


@pytest.fixture(scope="module")
def seed() -> Document:
    if not SEED.is_file():
        pytest.skip("no ../shared beside the project")
    return read(SEED)


def test_seed_text_is_the_file(seed: Document) -> None:
    with SEED.open(encoding="utf-8", newline="") as handle:
        assert seed.text == handle.read()


def test_seed_structure(seed: Document) -> None:
    assert [(s.kind.value, len(s.blocks)) for s in split_sections(seed) if s.kind.value != "chrome"] == [
        ("title", 1), ("abstract", 2), ("introduction", 3), ("body", 9), ("keypoints", 2), ("acknowledgements", 2),
        ("conflict", 2), ("references", 31),
    ]  # fmt: skip
    assert [r.label for r in seed.references] == [str(n) for n in range(1, 32) if n != 3]
    assert all(r.title and r.year and r.authors for r in seed.references)


def test_seed_entities_all_stand_in_sentences_that_are_read(seed: Document) -> None:
    gold = SHARED / "gold" / "entities" / "blinatumomab-2025.jsonl"
    spans = [(s.start, s.end) for s in split_sentences(seed, split_sections(seed))]
    entities = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    assert entities
    for entity in entities:
        assert seed.text[entity["start"] : entity["end"]] == entity["text"]
        assert any(start <= entity["start"] and entity["end"] <= end for start, end in spans), entity


SHARED_JATS = [
    ("PMC1994017.nxml", 39, "Yusuf et al 2006b"),
    ("PMC3108651.nxml", 50, "47"),
    ("PMC3214806.nxml", 17, "6"),
    ("PMC3626705.nxml", 115, "82"),
    ("PMC5306110.nxml", 73, "33"),
]


@pytest.mark.parametrize(("name", "count", "label"), SHARED_JATS)
def test_shared_articles_cite_what_they_list(name: str, count: int, label: str, shared: Path) -> None:
    document = read(shared / "corpus" / name)
    assert len(document.references) == count
    assert label in {x for c in document.crossrefs for x in c.labels}
