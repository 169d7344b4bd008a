"""Word documents and books: what of them comes out, and what is refused."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest

from extract.document import Document
from extract.errors import ReadError
from extract.readers import Limits, read
from extract.readers.zipped import page_of_book

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
STYLES = (
    f'<w:styles {W}><w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style></w:styles>'
)
PROSE = "Of the patients who were given drug A in ALPHA-1, 97% were alive after two years of treatment. "


def _zip(files: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _p(text: str, style: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}{_r(text)}</w:p>"


def _r(text: str, raised: bool = False) -> str:
    look = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>' if raised else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _word(body: str) -> bytes:
    return _zip(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": RELATIONS,
            "word/styles.xml": STYLES,
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        }
    )


CELLS = [["Outcome", "Drug A", "Placebo"], ["Survival at 2 years", "97%", "88%"]]
ROWS = "".join(f"<w:tr>{''.join(f'<w:tc>{_p(c)}</w:tc>' for c in row)}</w:tr>" for row in CELLS)
ARTICLE = (
    _p("Drug A in disease B", "T")
    + _p("Results", "H1")
    + f"<w:p>{_r(PROSE * 3 + 'Cells fell below 10')}{_r('9', raised=True)}{_r(' per litre.')}</w:p>"
    + _p("Table 1. Outcomes of ALPHA-1")
    + f"<w:tbl>{ROWS}</w:tbl>"
    + _p(PROSE * 4)
)


def _read(folder: Path, data: bytes, name: str, limits: Limits | None = None) -> Document:
    (folder / name).write_bytes(data)
    return read(folder / name, limits=limits)


def test_a_word_document(tmp_path: Path) -> None:
    pytest.importorskip("mammoth")
    document = _read(tmp_path, _word(ARTICLE), "a.docx")
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
        _read(tmp_path, _word(ARTICLE), "a.docx")


CONTAINER = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="O/p.opf"/></rootfiles></container>'  # noqa: E501
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf"><manifest>
<item id="b" href="two%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="one.xhtml" media-type="application/xhtml+xml"/>
<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="c" href="c.css" media-type="text/css"/>
</manifest><spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/><itemref idref="gone"/></spine>
</package>"""
CHAPTER = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{}</body></html>'
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


def _book(files: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_book_in_the_order_of_its_spine(tmp_path: Path) -> None:
    document = _read(tmp_path, _book(BOOK), "a.epub")
    assert document.source.format == "epub"
    assert "Contents of the book" not in document.text
    assert -1 < document.text.index("Drug A") < document.text.index("Trials of drug A")
    assert len(document.tables) == 1


def test_links_between_chapters_become_links_within_the_page() -> None:
    page = page_of_book(_book(BOOK), "a.epub", 1_000_000).decode("utf-8")
    assert 'Größer war der Gewinn <a href="#r1">1</a>' in page


BAD = [
    ("a.docx", _word(ARTICLE)[:-300], "damaged Word document", "cut off"),
    ("a.docx", _word("<w:p>"), "damaged Word document", "broken XML inside"),
    ("a.docx", _zip({"word/document.xml": "x" * 30_000_000}), "unpack to more than the limit", "a bomb"),
    ("a.epub", _book(BOOK)[:-300], "damaged EPUB", "cut off"),
    ("a.epub", _book({"mimetype": "application/epub+zip"}), "damaged EPUB", "no package"),
    (
        "a.epub",
        _zip({**BOOK, "O/one.xhtml": "x" * 30_000_000, "application/epub+zip": ""}),
        "unpack to more than the limit",
        "a bomb",
    ),
    ("a.epub", _book({**BOOK, "O/p.opf": "<package/>", "O/x": ""}), "a.epub: ", "no chapters"),
]


@pytest.mark.parametrize(("name", "data", "cause", "why"), BAD, ids=[f"{n[2:]}: {why}" for n, *_, why in BAD])
def test_bad_archives(name: str, data: bytes, cause: str, why: str, tmp_path: Path) -> None:
    if name.endswith("docx"):
        pytest.importorskip("mammoth")
    with pytest.raises(ReadError, match=cause):
        _read(tmp_path, data, name)
