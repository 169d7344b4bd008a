"""Bad input: one clear line that names the file and the cause, and never a hang or a traceback."""

from __future__ import annotations

import io
import os
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from extract.errors import ReadError
from extract.readers import Limits, document_from_text, read
from extract.readers.sniff import head_of, is_html, is_pdf

ARTICLE = "<article><front><article-meta/></front><body><p>{}</p></body></article>"
NESTED = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
BOMB = f'<!DOCTYPE article [<!ENTITY a "lol">{NESTED}]>'
EXTERNAL = '<!DOCTYPE article [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE article [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'
OWN = "declares entities of its own"

BAD = [
    ("a.txt", b"", "the file is empty", "no bytes"),
    ("a.txt", b" \r\n\t ", "the file is empty", "only white space"),
    ("a.txt", bytes(range(256)) * 40, "a binary file", "every byte there is"),
    ("a.txt", b"abc\0def" * 50, "a binary file", "zero bytes in a text"),
    ("a.bin", b"\x00\x01\x02\x03" * 500, "a binary file", "an unknown suffix over bytes"),
    ("a.txt", b"\x01\x02\x03\x04 words" * 50, "a binary file", "control characters"),
    ("a.pdf", b"%PDF-1.7\n...", "the PDF ", "a PDF"),
    ("a.txt", b"%PDF-1.7\n...", "the PDF ", "a PDF by another name"),
    ("a.zip", b"PK\x03\x04...", "unpack it first", "an archive"),
    ("a.txt", b"PK\x03\x04...word/document.xml", "a damaged Word document", "a Word document by another name"),
    ("a.docx", b"PK\x03\x04...mimetypeapplication/epub+zip", "EPUB", "a book by another name"),
    ("a.html", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", "web archive", "a web archive"),
    ("a.html", b"<!DOCTYPE html><html><body/></html>", "HTML without the text of an article", "an empty page"),
    ("a.xml", b'<?xml version="1.0"?>\n<html xmlns="x"/>', "HTML without the text", "an empty page in XML"),
    ("a.txt.gz", b"\x1f\x8b\x08...", "unpack it first", "a packed file"),
    ("a.xml", b"<article><front>", "broken XML", "an end that is missing"),
    ("a.nxml", b"<article><p>a & b</p></article>", "broken XML", "a bare ampersand"),
    ("a.xml", b"<article><body><p>\x01</p></body></article>", "broken XML", "a character that XML does not have"),
    ("a.xml", b"<article>" + b"<sec>" * 3000, "broken XML", "too deep"),
    ("a.xml", b"<tei><text>x</text></tei>", "no JATS article (the root element is <tei>)", "other XML"),
    ("a.xml", b"<article><title>DocBook</title></article>", "no JATS article", "another article"),
    ("a.xml", b"<article><body/></article>", "the article has no text", "an article without words"),
    ("a.xml", (BOMB + ARTICLE.format("&i;")).encode(), OWN, "a billion laughs"),
    ("a.xml", (BOMB + ARTICLE.format("<x y='&i;'/>")).encode(), OWN, "a billion laughs in an attribute"),
    ("a.xml", (EXTERNAL + ARTICLE.format("&x;")).encode(), OWN, "an external entity"),
    ("a.xml", (PARAMETER + ARTICLE.format("x")).encode(), OWN, "an external parameter entity"),
    ("a.xml", (EXTERNAL + ARTICLE.format("&x;")).encode("utf-16"), OWN, "an external entity in UTF-16"),
]


@pytest.mark.parametrize(("name", "data", "cause", "why"), BAD, ids=[why for *_, why in BAD])
def test_refused_with_one_line(name: str, data: bytes, cause: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    began = time.perf_counter()
    with pytest.raises(ReadError) as caught:
        read(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: "), why
    assert cause in message, why
    assert "\n" not in message
    assert "root:" not in message
    assert time.perf_counter() - began < 10


def test_no_file_a_folder_and_no_permission(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        read(tmp_path / "missing.txt")
    with pytest.raises(ReadError, match="this is a folder"):
        read(tmp_path)
    with pytest.raises(ReadError, match="cannot be read"):
        read("a\0b")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_that_nobody_writes_to_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ReadError, match="not a regular file"):
        read(tmp_path / "pipe")


def test_a_large_file_is_refused_by_the_limit_and_names_it(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"word " * 10_000_000)
    with pytest.raises(ReadError, match=r"larger than the limit of 20,000,000 bytes \(max_bytes\)"):
        read(path)
    path.write_bytes(b"word " * 100)
    assert len(read(path, limits=Limits(max_bytes=500)).text) == 500
    with pytest.raises(ReadError, match="limit of 499 bytes"):
        read(path, limits=Limits(max_bytes=499))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO("Größe 5 ± 2.".encode())))
    document = read("-")
    assert (document.text, document.doc_id, document.source.path) == ("Größe 5 ± 2.", "stdin", "-")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"")))
    with pytest.raises(ReadError, match="-: the file is empty"):
        read("-")


CONTENT = [
    ("a.xml", b"No markup here at all.", "text", "a text that is called XML"),
    ("a.txt", ARTICLE.format("x").encode(), "jats", "XML that is called text"),
    ("a", ARTICLE.format("x").encode(), "jats", "no suffix"),
    ("a.weird", b"\xef\xbb\xbf" + ARTICLE.format("x").encode(), "jats", "a byte-order mark before XML"),
    ("a.weird", ('<?xml version="1.0" encoding="utf-16"?>' + ARTICLE.format("x")).encode("utf-16"), "jats", "UTF-16"),
    ("a.weird", b"A text.", "text", "an unknown suffix over text"),
    ("a.html", ARTICLE.format("x").encode(), "jats", "JATS that is called a page"),
    ("a.pdf", b"A text.", "text", "a text that is called PDF"),
    ("a.weird", b" \n<!-- c --><?pi x?>" + ARTICLE.format("x").encode(), "jats", "a comment and an instruction first"),
    ("a.txt", b"<5% of the patients died.", "text", "a text that begins like a tag"),
]


@pytest.mark.parametrize(("name", "data", "form", "why"), CONTENT, ids=[why for *_, why in CONTENT])
def test_content_decides_the_format(name: str, data: bytes, form: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert read(path).source.format == form, why


HTML_AND_NOT = [
    ("a.html", "<!DOCTYPE html><html><body><p>x</p></body></html>", True, "a page"),
    ("a.txt", "\r\n\ufeff <!-- saved --><HTML><p>x</p>", True, "a page that is called text"),
    ("a.xml", '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C"><html xmlns="x"/>', True, "XHTML"),
    ("a.nxml", '<?xml version="1.0"?><x:html xmlns:x="y"/>', True, "XHTML with a prefix"),
    ("a.txt", f"<!-- {'x' * 20_000} -->\n<!doctype HTML>", True, "a long comment before it"),
    ("a.txt", "<head><title>x</title>", True, "the first line cut off"),
    ("a.html", "<div class='article'><p>x</p></div>", True, "a part of a page"),
    ("a.html", "<article class='x'><p>x</p></article>", True, "a part of a page with a name of JATS"),
    ("a.html", "HTTP/1.1 200 OK\r\n\r\n<html>", True, "something before it"),
    ("a.html", f"<?xml version='1.0'?>{ARTICLE.format('x')}", False, "JATS that is called a page"),
    ("a.html", "<article xmlns:xlink='x'><front><article-meta/></front></article>", False, "the same undeclared"),
    ("a.html", "No markup at all, p < 0.05.", False, "a text that is called a page"),
    ("a.md", "<div align='center'>x</div>\n\n# A review", False, "a text that begins with a tag"),
    ("a.txt", "<!-- never closed", False, "a comment without an end"),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize(("name", "text", "html", "why"), HTML_AND_NOT, ids=[why for *_, why in HTML_AND_NOT])
def test_web_pages_are_told_by_their_content(name: str, text: str, html: bool, why: str, encoding: str) -> None:
    assert is_html(head_of(text.encode(encoding), Path(name).suffix)) is html, why


PDF_AND_NOT = [
    (b"%PDF-1.7\n1 0 obj", True, "a PDF"),
    (b"\xef\xbb\xbf\n%PDF-1.4", True, "a mark and a line before it"),
    (b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\r1 0 obj", True, "lines of a server before it"),
    (b"A PDF begins with\n%PDF-1.4\nsays the manual.", False, "a text that speaks of PDF"),
]


@pytest.mark.parametrize(("data", "pdf", "why"), PDF_AND_NOT, ids=[why for *_, why in PDF_AND_NOT])
def test_pdfs_are_told_by_their_content(data: bytes, pdf: bool, why: str) -> None:
    assert is_pdf(head_of(data, ".txt")) is pdf, why


GERMAN = "Überleben 97,5 ± 1,3 % – „Studie“ nach 3 Jahren, größer als bei Müller."
POLISH = "Całkowite przeżycie wyniosło 81,6% u dzieci z białaczką; różnica była istotna (p=0,03)."
RUSSIAN = "Общая выживаемость составила 81,6% у детей с лейкозом."
ENCODINGS = [
    (GERMAN, "utf-8", "utf-8", False),
    (GERMAN, "utf-8-sig", "utf-8", False),
    (GERMAN, "utf-16", "utf-16", False),
    (GERMAN, "utf-32", "utf-32", False),
    ("Survival was 81.6% after 2 years. " * 20, "utf-16-le", "utf-16-le", False),
    (GERMAN, "cp1252", "cp1252", True),
    (POLISH, "cp1250", "cp1250", True),
    (RUSSIAN, "cp1251", "cp1251", True),
]


@pytest.mark.parametrize(("text", "encoding", "named", "guessed"), ENCODINGS, ids=[e[1] for e in ENCODINGS])
def test_encodings(text: str, encoding: str, named: str, guessed: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    document = read(path)
    assert document.text == text
    assert document.source.encoding == named
    assert any(named in warning for warning in document.warnings) is guessed


def test_a_few_broken_bytes_do_not_cost_the_rest_of_utf8(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes((GERMAN * 4).encode() + b"\xff end")
    document = read(path)
    assert document.text == GERMAN * 4 + "\ufffd end"
    assert "1 byte sequences" in document.warnings[0]


def test_the_declared_encoding_of_xml_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(('<?xml version="1.0" encoding="iso-8859-1"?>' + ARTICLE.format("Größe ± 5")).encode("latin-1"))
    document = read(path)
    assert (document.text, document.source.encoding) == ("Größe ± 5", "iso-8859-1")


def test_a_string_is_a_document() -> None:
    document = document_from_text("OS was 5%.\r\nIt fell.", "mine")
    assert (document.doc_id, document.text, document.source.path) == ("mine", "OS was 5%.\r\nIt fell.", "-")
    assert document_from_text("").blocks == ()


HARD = [
    ("one line", "word and more. " * 20_000),
    ("short lines", "a\n" * 50_000),
    ("brackets", "(" * 300_000),
    ("stops", ". " * 100_000),
    ("digits", "1" * 300_000),
    ("spaces", "a" + " " * 300_000 + "b"),
    ("empty lines", "a" + "\n" * 300_000 + "b"),
    ("bars", "| a | b |\n" * 20_000),
    ("headings", "Results\n" * 20_000),
    ("lists of references", "References\n1. Smith J. Title of it. Lancet 2001;3:4.\n" * 5_000),
    ("names", "References\n" + "Smith J, " * 50_000),
]


@pytest.mark.parametrize(("name", "text"), HARD, ids=[name for name, _ in HARD])
def test_time_grows_with_the_text_only(name: str, text: str) -> None:
    """A quadratic scan of these would take minutes."""
    from extract.sections import split_sections, split_sentences

    began = time.process_time()
    document = document_from_text(text)
    split_sentences(document, split_sections(document))
    assert time.process_time() - began < 10, name
