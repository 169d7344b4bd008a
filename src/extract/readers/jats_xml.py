"""From bytes to the tree of an XML file: its encoding, its entities, and what can be saved of a damaged one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import html5

from lxml import etree

from extract.errors import ReadError
from extract.readers.encodings import MARKS, decode, wide_encoding

_DECLARATION = re.compile(r"\A[\s\ufeff\0]{0,10000}(?:<\?xml\b([^>]{0,1000})\?>\s{0,10000})?")
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?\sencoding\s?=\s?["']([A-Za-z][\w.:-]{0,40})["']""")
# Of Python's codecs some are no encodings, and some take long.
_CHARSET = re.compile(r"(?:iso-?8859|latin|windows|cp|mac|koi8|gb|big5|euc|shift|iso-2022|tis|viscii)[\w.:-]{0,20}\Z")
# In the prolog of a file; what the parser finds beyond that is refused too.
_PROLOG = 100_000
_SUBSET = re.compile(r"<!DOCTYPE[^>\[]{0,2000}\[")
# Characters that XML does not have, as such and as numbers.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NUMBERED = re.compile(r"&#(?:x([0-9A-Fa-f]{1,8})|(\d{1,8}));")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{0,31});")
_LESS = re.compile(r"<(?=[\s\d=.,;)<])")
_BARE = re.compile(r"&(?!#?[A-Za-z0-9]{1,32};)")
_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_TAG = re.compile(r"<[^<>]{0,100000}>")
# So much of a damaged file's text must be left for it to be read, ...
_LEAST_SHARE = 0.8
# ... and so many characters; less is a scrap of an article.
_LEAST_LEFT = 1000
_LONGEST_CAUSE = 160


@dataclass(frozen=True, slots=True)
class Tree:
    """The root of an XML file, the encoding it came in, and what had to be mended."""

    root: etree._Element
    encoding: str
    warnings: tuple[str, ...] = ()


def parse_xml(data: bytes, path: str) -> Tree:
    """Parse with entities, network and DTDs off; libxml2's own limits on size and depth stay on.

    A damaged file is read as far as it goes, with a warning, where most of its text is left. Raises
    ReadError where it is not, and for a file that declares entities of its own.
    """
    text, encoding, warnings = _decoded(data, path)
    refusal = ReadError(f"{path}: the XML declares entities of its own, which are not read for safety")
    subset = _SUBSET.search(text, 0, _PROLOG)
    if subset and text.find("<!ENTITY", subset.end(), subset.end() + _PROLOG) >= 0:
        raise refusal
    try:
        root = _parsed(text)
    except etree.XMLSyntaxError as error:
        cause = f"broken XML: {_on_a_line(str(error.msg))}"
        root = _saved(text, f"{path}: {cause}")
        warnings = (*warnings, f"{cause}; read as far as it goes, and something may be missing")
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise refusal
    return Tree(root, encoding, warnings)


def _on_a_line(message: str) -> str:
    """A message of the parser on one line; names of tags in it can be very long."""
    line = " ".join(message.split())
    return line if len(line) <= _LONGEST_CAUSE else f"{line[: _LONGEST_CAUSE // 2]} ... {line[-_LONGEST_CAUSE // 2 :]}"


def _parsed(text: str, recover: bool = False) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover, encoding="utf-8"
    )
    return etree.fromstring(text.encode("utf-8"), parser)


def _saved(text: str, cause: str) -> etree._Element:
    """The tree of a damaged file, or a ReadError that says ``cause`` where too little of it is left."""
    try:
        root = _parsed(_mended(text), recover=True)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise ReadError(cause)
    left = _length("".join(map(str, root.itertext())))
    had = _length(_TAG.sub(" ", text))
    if left < _LEAST_LEFT or left < had * _LEAST_SHARE:
        raise ReadError(f"{cause}; too little of it is left")
    return root


def _length(text: str) -> int:
    return sum(map(len, text.split()))


def _mended(text: str) -> str:
    """A text without the slips that the parser would drop words for."""
    text = _NUMBERED.sub(_numbered, _ILLEGAL.sub(" ", text))
    text = _NAMED.sub(lambda m: m[0] if m[1] in _OWN else html5.get(f"{m[1]};", " "), text)
    return _LESS.sub("&lt;", _BARE.sub("&amp;", text))


def _numbered(found: re.Match[str]) -> str:
    number = int(found[1], 16) if found[1] else int(found[2])
    return " " if number > 0x10FFFF or _ILLEGAL.match(chr(number)) else found[0]


def _decoded(data: bytes, path: str) -> tuple[str, str, tuple[str, ...]]:
    """The text behind the XML declaration, its encoding, and a warning where that is not the declared one."""
    found = _DECLARED.search(data[:1000])
    declared = found.group(1).decode("ascii").lower() if found else ""
    marked = any(data.startswith(mark) for mark, _ in MARKS) or bool(wide_encoding(data))
    if not marked and data.isascii():
        # whatever else is declared, such as UTF-16, is not true
        text, encoding, warning = data.decode("ascii"), "utf-8", ""
    elif marked or not declared:
        decoded = decode(data, path)
        text, encoding, warning = decoded.text, decoded.encoding, decoded.warning
    else:
        text, encoding, warning = _as_declared(data, declared, path)
    return text[_DECLARATION.match(text).end() :], encoding, (warning,) if warning else ()  # type: ignore[union-attr]


def _as_declared(data: bytes, declared: str, path: str) -> tuple[str, str, str]:
    """Bytes that are UTF-8 beyond ASCII are taken for it: by chance they are that hardly ever."""
    utf8 = declared in ("utf-8", "utf8", "us-ascii")
    try:
        text = data.decode("utf-8")
        return text, "utf-8", "" if utf8 else f"the file declares {declared} but is UTF-8, and was read as such"
    except UnicodeDecodeError:
        pass
    if not utf8 and _CHARSET.match(declared):
        try:
            return data.decode(declared), declared, ""
        except (UnicodeError, LookupError):
            pass
    decoded = decode(data, path)
    return decoded.text, decoded.encoding, f"the file declares {declared} but is not; {decoded.warning}"
