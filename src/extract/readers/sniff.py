"""What kind of file some bytes are, by their content; the name counts only where that leaves it open."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from extract.readers.encodings import MARKS, wide_encoding

# Saved pages put long comments and scripts of their own before the first element.
_HEAD = 64_000
_PDF = re.compile(rb"(?:\A|[\r\n])%PDF-\d")
# Some servers write a few lines before the header of a PDF; its readers look as far for it.
_PDF_WITHIN = 1024
_DOCTYPE = re.compile(r"(?i)<!DOCTYPE\s{1,100}([\w:.-]{1,100})")
_ELEMENT = re.compile(r"<([A-Za-z_][\w.:-]{0,100})(?=[\s/>])")
_SKIPPED = (("<?", "?>"), ("<!--", "-->"))
_HTML_ROOTS = frozenset(("html", "head", "body"))
# Elements that both HTML and JATS have, or that a page may begin with when its first lines were cut off.
_HTML_PARTS = frozenset(
    (
        *(
            "article",
            "aside",
            "blockquote",
            "div",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "header",
            "link",
        ),
        *("main", "meta", "nav", "ol", "p", "script", "section", "span", "style", "table", "title", "ul"),
    )
)
_XML_PARTS = re.compile(r"<(?:\w{1,20}:)?(?:front|article-meta|body|sec)[\s>]")
_PAGE = re.compile(r"(?i)<(?:html|body|div|p|table)[\s>]")
_MESSAGE = re.compile(r"(?:[A-Za-z][\w-]{1,40}:[^\n]{0,900}\n(?:[ \t][^\n]{0,900}\n){0,9}){1,20}")
_SEVERAL_PARTS = re.compile(r"(?im)^content-type:\s{0,9}multipart/related")
_HTML_NAMES = (".html", ".htm", ".xhtml", ".xht")
_TEXT_NAMES = (".txt", ".md", ".markdown", ".text")


@dataclass(frozen=True, slots=True)
class Head:
    """What a format is told by: all bytes, the first characters, and what markup they open with.

    ``root`` is the lower-case local name of the first element, "" where the text opens with none;
    ``declared`` says that an XML declaration or a document type stands before it.
    """

    data: bytes
    text: str
    root: str
    declared: bool
    suffix: str

    def starts(self, *magic: bytes) -> bool:
        """Whether the file begins with one of these, a byte-order mark and white space aside."""
        return self.data[:_PDF_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(magic)


def head_of(data: bytes, suffix: str) -> Head:
    """Look at the beginning of a file; ``suffix`` is that of its name, in lower case."""
    text = _characters(data[:_HEAD]).lstrip("\ufeff\0 \t\r\n\f\v")
    root, declared = _opening(text)
    return Head(data, text, root, declared, suffix)


def _characters(head: bytes) -> str:
    """The first characters, good enough to tell markup; of an unknown encoding only the ASCII counts."""
    encoding = next((e for mark, e in MARKS if head.startswith(mark)), "") or wide_encoding(head) or "utf-8"
    return head.decode(encoding, errors="replace")


def _opening(text: str) -> tuple[str, bool]:
    """The first element's local name, and whether a declaration stands before it."""
    position, declared = 0, False
    while True:
        position += len(text[position:]) - len(text[position:].lstrip())
        if doctype := _DOCTYPE.match(text, position):
            return _local(doctype.group(1)), True
        skipped = next((end for begin, end in _SKIPPED if text.startswith(begin, position)), None)
        if skipped is None:
            break
        declared = declared or text.startswith("<?xml", position)
        end = text.find(skipped, position)
        if end < 0:
            return "", declared
        position = end + len(skipped)
    found = _ELEMENT.match(text, position)
    return _local(found.group(1)) if found else "", declared


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def is_pdf(head: Head) -> bool:
    """A PDF, also with a few lines before its header."""
    return head.starts(b"%PDF-") or (bool(_PDF.search(head.data[:_PDF_WITHIN])) and b" obj" in head.data)


def is_html(head: Head) -> bool:
    """A web page; by its name also a part of one, or one with something before it."""
    if head.root in _HTML_ROOTS:
        return True
    if head.suffix not in _HTML_NAMES or is_pdf(head):
        return False
    return head.root in _HTML_PARTS and not _XML_PARTS.search(head.text) if head.root else bool(_PAGE.search(head.text))


def is_web_archive(head: Head) -> bool:
    """A page with all it shows in one file (MHTML): the headers of a message that has several parts."""
    found = _MESSAGE.match(head.text)
    return bool(found) and bool(_SEVERAL_PARTS.search(found.group()))  # type: ignore[union-attr]


def is_xml(head: Head) -> bool:
    """XML other than a web page; a text may begin like a tag, so a name that says text wants a declaration."""
    if is_html(head):
        return False
    return head.declared or head.root == "article" or (bool(head.root) and head.suffix not in _TEXT_NAMES)


def is_zip_of(member: bytes) -> Callable[[Head], bool]:
    """A ZIP archive with an entry of this name, as office documents and electronic books are."""
    return lambda head: head.data.startswith(b"PK\x03\x04") and member in head.data
