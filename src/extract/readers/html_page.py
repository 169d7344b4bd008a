"""A saved web page into a tree: which bytes are the page, their encoding, and what no reader sees."""

from __future__ import annotations

import codecs
import email
import re
from dataclasses import dataclass
from email.message import Message

from lxml import etree, html

from extract.errors import ReadError
from extract.readers.encodings import decode, wide_encoding
from extract.readers.sniff import head_of, is_web_archive

Element = etree._Element

_HEAD = 4096
_CHARSET = re.compile(rb"(?i)<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,30})")
_XML_LINE = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]|&#(?:(?P<decimal>\d{1,7})|[xX](?P<hexadecimal>[0-9a-fA-F]{1,6}));?"
)
# What browsers read under these names.
_AS_READ = {"iso8859-1": "cp1252", "ascii": "cp1252", "latin-1": "cp1252", "utf-16": "utf-8", "utf-16-le": "utf-8"}


@dataclass(frozen=True, slots=True)
class Page:
    """The root element of a page, the encoding that it was read in, and warnings."""

    root: Element
    encoding: str
    warnings: tuple[str, ...]


def parse_page(data: bytes, path: str) -> Page:
    """Parse the bytes of a page or of a web archive.

    Raises ReadError for an archive without a page and for a page without elements.
    """
    declared = ""
    if is_web_archive(head_of(data, "")):
        data, declared = _archived(data, path)
    text, encoding, warning = _decode(data, declared, path)
    warnings = [warning] if warning else []
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    plain = _CONTROL.sub(_printable, _XML_LINE.sub("", text))
    try:
        root = html.document_fromstring(plain.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ReadError(f"{path}: HTML without any content") from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        warnings.append("the elements of the page are nested too deeply; what stands deeper was left out")
    return Page(root, encoding, tuple(warnings))


def _printable(found: re.Match[str]) -> str:
    """What browsers print for a control character: those of Windows as there, a blank for the others."""
    if found.lastgroup is None:
        return " "
    code = int(found["decimal"]) if found["decimal"] else int(found["hexadecimal"], 16)
    if 0x80 <= code < 0xA0:
        return bytes([code]).decode("cp1252", "ignore")
    is_text = code in b"\t\n\r" or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF
    return found[0] if is_text else " "


def _archived(data: bytes, path: str) -> tuple[bytes, str]:
    """The page in a web archive: its first part of HTML, and the encoding that its header names."""
    for part in email.message_from_bytes(data).walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                return content, _named_charset(part)
    raise ReadError(f"{path}: a web archive (MHTML) without a page in it")


def _named_charset(part: Message) -> str:
    return part.get_content_charset() or ""


def _decode(data: bytes, declared: str, path: str) -> tuple[str, str, str]:
    """Text, encoding and warning: UTF-8 where the bytes are that, else what the page declares, else a guess."""
    try:
        if not wide_encoding(data):
            return data.decode("utf-8-sig"), "utf-8", ""
    except UnicodeDecodeError:
        pass
    found = _CHARSET.search(data, 0, _HEAD)
    for label in filter(None, (declared, found.group(1).decode("ascii") if found else "")):
        try:
            encoding = codecs.lookup(label).name
            encoding = _AS_READ.get(encoding, encoding)
            return data.decode(encoding), encoding, ""
        except (LookupError, UnicodeDecodeError):
            continue
    decoded = decode(data, path)
    return decoded.text, decoded.encoding, decoded.warning
