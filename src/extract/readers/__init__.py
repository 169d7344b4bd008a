"""Readers: a file of any supported format into one immutable Document.

The content decides the format; a name only helps where the content leaves it open.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from extract.document import Document, Source
from extract.errors import ReadError
from extract.readers.encodings import decode
from extract.readers.files import Limits, load
from extract.readers.text import read_text

__all__ = ["Limits", "document_from_text", "read"]

_MAGIC = (
    (b"%PDF-", "PDF is not supported yet"),
    (b"PK\x03\x04", "a ZIP archive or an office document is not supported yet"),
    (b"\xd0\xcf\x11\xe0", "an old office document is not supported"),
    (b"{\\rtf", "RTF is not supported"),
    (b"\x1f\x8b", "a gzip archive is not supported; unpack it first"),
    (b"\x89PNG", "an image is not supported"),
    (b"\xff\xd8\xff", "an image is not supported"),
    (b"GIF8", "an image is not supported"),
    (b"%!PS", "PostScript is not supported"),
)
_MARKS = b"\xef\xbb\xbf"
_HTML = re.compile(rb"(?i)\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)\b", re.S)
_XML = re.compile(r"\A\s*<(?:\?xml|!DOCTYPE|!--|[A-Za-z][\w:.-]{0,60}[\s/>])")
_HEAD = 4096
_XML_NAMES = (".xml", ".nxml")
_TEXT_NAMES = (".txt", ".md", ".markdown", ".text")


def read(path: Path | str, *, limits: Limits | None = None) -> Document:
    """Read a file ("-" for standard input) into a Document; ``doc_id`` is the file's stem.

    Raises ReadError, naming the file and the cause, for anything that cannot be read as an article.
    """
    where = Path(path)
    data = load(where, limits or Limits())
    digest = hashlib.sha256(data).hexdigest()
    doc_id = "stdin" if str(path) == "-" else where.stem
    for magic, cause in _MAGIC:
        if data[:1024].lstrip(_MARKS + b" \t\r\n").startswith(magic):
            raise ReadError(f"{path}: {cause}")
    if _HTML.match(data[:_HEAD].removeprefix(_MARKS)):
        raise ReadError(f"{path}: HTML is not supported yet")
    if _is_xml(_head(data), where.suffix.lower()):
        from extract.readers.jats import read_jats  # lxml is not needed for text

        return read_jats(data, doc_id, Source(str(path), digest, "jats"))
    decoded = decode(data, str(path))
    source = Source(str(path), digest, "text", decoded.encoding)
    return read_text(decoded.text, doc_id, source, warning=decoded.warning)


def _head(data: bytes) -> str:
    """The first characters, good enough to tell markup: UTF-16 has a mark or a zero in each pair."""
    head = data[:_HEAD]
    return head.replace(b"\0", b"").removeprefix(_MARKS).lstrip(b"\xff\xfe").decode("latin-1").lstrip()


def _is_xml(head: str, suffix: str) -> bool:
    """Whether a text is XML: by its first characters, unless its name says text."""
    if suffix in _TEXT_NAMES:
        return head.startswith(("<?xml", "<!DOCTYPE", "<article"))
    return bool(_XML.match(head)) or (suffix in _XML_NAMES and head.startswith("<"))


def document_from_text(text: str, doc_id: str = "text") -> Document:
    """The Document of a string of article text."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return read_text(text, doc_id, Source("-", digest, "text"))
