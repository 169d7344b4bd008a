"""Readers: a file of any supported format into one immutable Document.

The content decides the format; a name only helps where the content leaves it open.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from extract.document import Document, Source
from extract.errors import ReadError
from extract.readers.encodings import decode
from extract.readers.files import Limits, check, load
from extract.readers.sniff import Head, head_of, is_html, is_pdf, is_web_archive, is_xml, is_zip_of
from extract.readers.text import read_text

__all__ = ["SUFFIXES", "Limits", "document_from_text", "read", "read_bytes"]


@dataclass(frozen=True, slots=True)
class Raw:
    """A file that has been told but not read: its bytes, the name to give, where it is from, and the limits."""

    data: bytes
    doc_id: str
    source: Source
    limits: Limits


@dataclass(frozen=True, slots=True)
class Format:
    """A supported format: its name, the suffixes that folders are searched for, how it is told and read."""

    name: str
    suffixes: tuple[str, ...]
    fits: Callable[[Head], bool]
    read: Callable[[Raw], Document]


@dataclass(frozen=True, slots=True)
class Refused:
    """A format that is not read, and what the user is told."""

    fits: Callable[[Head], bool]
    cause: str


def _jats(raw: Raw) -> Document:
    from extract.readers.jats import read_jats  # lxml is not needed for text

    return read_jats(raw.data, raw.doc_id, raw.source)


def _html(raw: Raw) -> Document:
    from extract.readers.html import read_html  # neither lxml nor trafilatura is needed for text

    return read_html(raw.data, raw.doc_id, raw.source)


def _pdf(raw: Raw) -> Document:
    from extract.readers.pdf_apart import read_pdf_safely  # pdfium is not needed for text

    return read_pdf_safely(raw.data, raw.doc_id, raw.source, raw.limits)


def _word(raw: Raw) -> Document:
    from extract.readers.zipped import page_of_word

    return _html(replace(raw, data=page_of_word(raw.data, raw.source.path, raw.limits.max_bytes)))


def _book(raw: Raw) -> Document:
    from extract.readers.zipped import page_of_book

    return _html(replace(raw, data=page_of_book(raw.data, raw.source.path, raw.limits.max_bytes)))


def _text(raw: Raw) -> Document:
    decoded = decode(raw.data, raw.source.path)
    source = replace(raw.source, encoding=decoded.encoding)
    return read_text(decoded.text, raw.doc_id, source, warning=decoded.warning)


def _is_page(head: Head) -> bool:
    """A web page, as HTML or in a web archive."""
    return is_html(head) or is_web_archive(head)


def _begins(*magic: bytes) -> Callable[[Head], bool]:
    return lambda head: head.starts(*magic)


# In the order they are tried, which is also that of how much they tell: where a folder holds one article in
# several formats, the first of these keeps its plain name. The last takes what is left.
FORMATS = (
    Format("jats", (".nxml", ".xml"), is_xml, _jats),
    Format("html", (".html", ".htm", ".xhtml", ".xht", ".mhtml", ".mht"), _is_page, _html),
    Format("word", (".docx",), is_zip_of(b"word/document.xml"), _word),
    Format("epub", (".epub",), is_zip_of(b"application/epub+zip"), _book),
    Format("pdf", (".pdf",), is_pdf, _pdf),
    Format("text", (".txt", ".text", ".md", ".markdown"), lambda head: True, _text),
)
SUFFIXES = tuple(suffix for form in FORMATS for suffix in form.suffixes)
"""The suffixes, lower case, that a folder is searched for; the richest format first."""
# Told among what no format fits.
_REFUSED = (
    Refused(is_zip_of(b"xl/workbook.xml"), "a spreadsheet is not an article"),
    Refused(is_zip_of(b"ppt/presentation.xml"), "slides are not an article"),
    Refused(_begins(b"PK\x03\x04", b"PK\x05\x06"), "a ZIP archive is not supported; unpack it first"),
    Refused(_begins(b"\x1f\x8b"), "a gzip archive is not supported; unpack it first"),
    Refused(
        _begins(b"BZh", b"\xfd7zXZ\0", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x28\xb5\x2f\xfd"), "an archive; unpack it"
    ),
    Refused(_begins(b"\xd0\xcf\x11\xe0"), "an old office document is not supported; save it as a web page or PDF"),
    Refused(_begins(b"{\\rtf"), "RTF is not supported; save it as a web page or PDF"),
    Refused(_begins(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"), "an image is not supported"),
    Refused(_begins(b"%!PS"), "PostScript is not supported; convert it to PDF"),
)


def read(path: Path | str, *, limits: Limits | None = None) -> Document:
    """Read a file ("-" for standard input) into a Document; ``doc_id`` is the file's stem.

    Raises ReadError, naming the file and the cause, for anything that cannot be read as an article.
    """
    where, limits = Path(path), limits or Limits()
    return read_bytes(load(where, limits), where, limits)


def read_bytes(data: bytes, path: Path, limits: Limits) -> Document:
    """Read the content of a file; ``path`` says where it is from, and need not be readable here.

    Raises ReadError as ``read`` does.
    """
    check(data, path, limits)
    head = head_of(data, path.suffix.lower())
    form = next(f for f in FORMATS if f.fits(head))
    refused = next((r for r in _REFUSED if r.fits(head)), None) if form is FORMATS[-1] else None
    if refused:
        raise ReadError(f"{path}: {refused.cause}")
    doc_id = "stdin" if str(path) == "-" else path.stem
    source = Source(str(path), hashlib.sha256(data).hexdigest(), form.name)
    return form.read(Raw(data, doc_id, source, limits))


def document_from_text(text: str, doc_id: str = "text") -> Document:
    """The Document of a string of article text."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return read_text(text, doc_id, Source("-", digest, "text"))
