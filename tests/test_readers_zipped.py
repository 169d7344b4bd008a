"""Word documents and books: what of them comes out, and what is refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from archives import CHAPTER, CONTAINER, PACKAGE, packed, paragraph, run, stored, word
from extract.document import Document
from extract.errors import ReadError
from extract.readers import Limits, read
from extract.readers.zipped import page_of_book

PROSE = "Of the patients who were given drug A in ALPHA-1, 97% were alive after two years of treatment. "
CELLS = [["Outcome", "Drug A", "Placebo"], ["Survival at 2 years", "97%", "88%"]]
ROWS = "".join(f"<w:tr>{''.join(f'<w:tc>{paragraph(c)}</w:tc>' for c in row)}</w:tr>" for row in CELLS)
ARTICLE = (
    paragraph("Drug A in disease B", "T")
    + paragraph("Results", "H1")
    + f"<w:p>{run(PROSE * 3 + 'Cells fell below 10')}{run('9', raised=True)}{run(' per litre.')}</w:p>"
    + paragraph("Table 1. Outcomes of ALPHA-1")
    + f"<w:tbl>{ROWS}</w:tbl>"
    + paragraph(PROSE * 4)
)


def _read(folder: Path, data: bytes, name: str, limits: Limits | None = None) -> Document:
    (folder / name).write_bytes(data)
    return read(folder / name, limits=limits)


def test_a_word_document(tmp_path: Path) -> None:
    pytest.importorskip("mammoth")
    document = _read(tmp_path, word(ARTICLE), "a.docx")
    assert document.source.format == "word"
    assert document.title == "Drug A in disease B"
    assert [document.text[b.start : b.end] for b in document.blocks if b.kind.value == "heading"] == ["Results"]
    assert "below 10^9 per litre" in document.text
    assert [[document.text[c.start : c.end] for c in t.cells] for t in document.tables] == [[*CELLS[0], *CELLS[1]]]


def test_without_mammoth_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mammoth", None)
    with pytest.raises(
        ReadError, match=r"a\.docx: Word documents need one more package: pip install 'trial-extract\[docx\]'"
    ):
        _read(tmp_path, word(ARTICLE), "a.docx")


TABLE = "<table>" + "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in CELLS) + "</table>"
BOOK: dict[str, str | bytes] = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "O/p.opf": PACKAGE,
    "O/nav.xhtml": CHAPTER.format("<p>Contents of the book</p>"),
    "O/one.xhtml": CHAPTER.format(
        f"<h1>Drug A</h1><p>{PROSE * 4}</p><p>Größer war der Gewinn <a href='two%20b.xhtml#r1'>1</a>.</p>"
    ),
    "O/two b.xhtml": CHAPTER.format(f"<h2>Trials of drug A</h2><p>{PROSE * 4}</p>{TABLE}"),
}


def test_a_book_in_the_order_of_its_spine(tmp_path: Path) -> None:
    document = _read(tmp_path, stored(BOOK), "a.epub")
    assert document.source.format == "epub"
    assert "Contents of the book" not in document.text
    assert -1 < document.text.index("Drug A") < document.text.index("Trials of drug A")
    assert len(document.tables) == 1


def test_links_between_chapters_become_links_within_the_page() -> None:
    page = page_of_book(stored(BOOK), "a.epub", 1_000_000).decode("utf-8")
    assert 'Größer war der Gewinn <a href="#r1">1</a>' in page


BAD = [
    ("a.docx", word(ARTICLE)[:-300], "damaged Word document", "cut off"),
    ("a.docx", word("<w:p>"), "damaged Word document", "broken XML inside"),
    ("a.docx", packed({"word/document.xml": "x" * 30_000_000}), "unpack to more than the limit", "a bomb"),
    ("a.epub", stored(BOOK)[:-300], "damaged EPUB", "cut off"),
    ("a.epub", stored({"mimetype": "application/epub+zip"}), "damaged EPUB", "no package"),
    (
        "a.epub",
        packed({**BOOK, "O/one.xhtml": "x" * 30_000_000, "application/epub+zip": ""}),
        "unpack to more than the limit",
        "a bomb",
    ),
    ("a.epub", stored({**BOOK, "O/p.opf": "<package/>", "O/x": ""}), "a.epub: ", "no chapters"),
]


@pytest.mark.parametrize(("name", "data", "cause", "why"), BAD, ids=[f"{n[2:]}: {why}" for n, *_, why in BAD])
def test_bad_archives(name: str, data: bytes, cause: str, why: str, tmp_path: Path) -> None:
    if name.endswith("docx"):
        pytest.importorskip("mammoth")
    with pytest.raises(ReadError, match=cause):
        _read(tmp_path, data, name)
