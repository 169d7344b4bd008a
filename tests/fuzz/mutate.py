"""Seeded mutations of files: the same seed, file and number give the same bytes.

``mutant(data, markup, donors, rng)`` damages a file in one to four ways. A mutation is a function of the
bytes and a source of chance; a new one is one row of BYTES or TREE.
"""

from __future__ import annotations

import contextlib
import copy
import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence

from lxml import etree, html

Rng = random.Random
Mutation = Callable[[bytes, Rng], bytes]
TreeMutation = Callable[[list[etree._Element], Rng], None]

_CONTROLS = [bytes([n]) for n in (*range(0x20), 0x7F)] + [
    b"\xc2\x85",
    b"\xe2\x80\xa8",
    b"\xef\xbf\xbf",
    b"\xed\xa0\x80",
]
_ODD_CHARACTERS = "\u00ad\u200b\u202e\u0301\ufeff\ufffd\u2028\U0001d7d8\u0661\u2462\u00bd\u212a\u0130\ufb01"
_ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "latin-1", "cp1252", "mac_roman", "cp037")
_DECLARED = ("utf-16", "iso-8859-1", "us-ascii", "ebcdic-cp-us", "no-such-encoding", "windows-1252", "utf-7", "")
_NAMES = (
    "p", "sec", "table", "tr", "td", "table-wrap", "xref", "ref", "ref-list", "article", "body", "front", "list",
    "title", "div", "span", "sup", "math", "tgroup", "row", "entry", "a", "li", "section", "fn",
    "alternatives", "sub-article",
)  # fmt: skip
_VALUES = ("", "0", "-1", "1", "2", "99999999999", "1e9", "r1", "r1 r2 r3", "\u0661", "\ud7ff" * 40, "x" * 70_000)
_ATTRIBUTES = ("id", "rid", "rowspan", "colspan", "morerows", "namest", "nameend", "ref-type", "class", "href", "cols")
_TAG = re.compile(rb"<[^<>]{1,300}>")


def mutant(data: bytes, markup: str, donors: Sequence[bytes], rng: Rng) -> bytes:
    """Damage ``data``: ``markup`` ("xml", "html" or "") allows damage by tags, ``donors`` are spliced in.

    Of an archive ("zip") the files in it are damaged as often as itself.
    """
    if markup == "zip" and rng.random() < 0.5:
        return archive_mutant(data, rng)
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        data = _one(data, markup, donors, rng)
    return data


def _one(data: bytes, markup: str, donors: Sequence[bytes], rng: Rng) -> bytes:
    kinds: list[Mutation] = [*BYTES, lambda d, r: _splice(d, r.choice(donors), r)]
    if markup in ("xml", "html"):
        # half of the mutants are well-formed, or nothing behind the parser would ever be tried
        kinds += [drop_tag, double_tag, swap_tags, rename_tag]
        kinds += [lambda d, r: tree_mutant(d, markup, r)] * len(kinds)
    return rng.choice(kinds)(data, rng)


def _span(data: bytes, rng: Rng, most: int = 2000) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.randrange(1, rng.choice((4, 50, most)) + 1))


def archive_mutant(data: bytes, rng: Rng) -> bytes:
    """Damage one of the files in an archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(buffer, "w") as made:
        chosen = rng.choice(archive.namelist())
        for name in archive.namelist():
            content = archive.read(name)
            made.writestr(name, mutant(content, "xml", [content], rng) if name == chosen else content)
    return buffer.getvalue()


# -- mutations of bytes


def flip_bits(data: bytes, rng: Rng) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 3, 30, 300)) if data else 0):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def overwrite(data: bytes, rng: Rng) -> bytes:
    start, end = _span(data, rng)
    return data[:start] + rng.randbytes(end - start) + data[end:]


def truncate(data: bytes, rng: Rng) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def behead(data: bytes, rng: Rng) -> bytes:
    return data[rng.randrange(len(data) + 1) :]


def delete(data: bytes, rng: Rng) -> bytes:
    start, end = _span(data, rng)
    return data[:start] + data[end:]


def duplicate(data: bytes, rng: Rng) -> bytes:
    start, end = _span(data, rng)
    return data[:end] + data[start:end] * rng.choice((1, 1, 3, 40)) + data[end:]


def move(data: bytes, rng: Rng) -> bytes:
    start, end = _span(data, rng)
    rest = data[:start] + data[end:]
    at = rng.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def insert_controls(data: bytes, rng: Rng) -> bytes:
    for _ in range(rng.choice((1, 5, 50))):
        at = rng.randrange(len(data) + 1)
        data = data[:at] + rng.choice(_CONTROLS) + data[at:]
    return data


def insert_odd_characters(data: bytes, rng: Rng) -> bytes:
    for _ in range(rng.choice((1, 5, 50))):
        at = rng.randrange(len(data) + 1)
        data = data[:at] + rng.choice(_ODD_CHARACTERS).encode() + data[at:]
    return data


def double_characters(data: bytes, rng: Rng) -> bytes:
    """One kind of character is printed twice, or very often at one place."""
    if not data:
        return data
    at = rng.randrange(len(data))
    one = data[at : at + 1]
    return data.replace(one, one * 2) if rng.random() < 0.5 else data[:at] + one * 5000 + data[at:]


def change_line_ends(data: bytes, rng: Rng) -> bytes:
    return re.sub(rb"\r\n|\r|\n", rng.choice((b"\r", b"\r\n", b"\n\n", b" ", b"\t", b"\f", b"\v")), data)


def change_encoding(data: bytes, rng: Rng) -> bytes:
    return data.decode("utf-8", "replace").encode(rng.choice(_ENCODINGS), "replace")


def declare_encoding(data: bytes, rng: Rng) -> bytes:
    return re.sub(
        rb"""(encoding|charset)=["']?[\w-]+["']?""", rb'\1="%s"' % rng.choice(_DECLARED).encode(), data, count=1
    )


def mix_encodings(data: bytes, rng: Rng) -> bytes:
    start, end = _span(data, rng)
    piece = data[start:end].decode("utf-8", "replace").encode(rng.choice(_ENCODINGS), "replace")
    return data[:start] + piece + data[end:]


def _splice(data: bytes, donor: bytes, rng: Rng) -> bytes:
    """The beginning of one file and the end of another, or a piece of the other within."""
    if rng.random() < 0.5:
        return truncate(data, rng) + behead(donor, rng)
    at, (start, end) = rng.randrange(len(data) + 1), _span(donor, rng, 20_000)
    return data[:at] + donor[start:end] + data[at:]


BYTES: tuple[Mutation, ...] = (
    flip_bits, overwrite, truncate, behead, delete, duplicate, move, insert_controls, insert_odd_characters,
    double_characters, change_line_ends, change_encoding, declare_encoding, mix_encodings,
)  # fmt: skip


# -- mutations of tags as they stand in the file


def _tags(data: bytes, rng: Rng, count: int) -> list[tuple[int, int]]:
    found = [m.span() for m in _TAG.finditer(data)]
    return sorted(rng.sample(found, count)) if len(found) >= count else []


def drop_tag(data: bytes, rng: Rng) -> bytes:
    for start, end in reversed(_tags(data, rng, rng.choice((1, 1, 5)))):
        data = data[:start] + data[end:]
    return data


def double_tag(data: bytes, rng: Rng) -> bytes:
    times = rng.choice((1, 1, 400, 20_000))
    for start, end in _tags(data, rng, 1):
        data = data[:end] + data[start:end] * times + data[end:]
    return data


def swap_tags(data: bytes, rng: Rng) -> bytes:
    for (a, b), (c, d) in [pair] if len(pair := tuple(_tags(data, rng, 2))) == 2 else []:
        data = data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]
    return data


def rename_tag(data: bytes, rng: Rng) -> bytes:
    for start, end in _tags(data, rng, 1):
        data = data[:start] + re.sub(rb"[\w:.-]+", rng.choice(_NAMES).encode(), data[start:end], count=1) + data[end:]
    return data


# -- mutations of the tree: the result is well-formed


def tree_mutant(data: bytes, markup: str, rng: Rng) -> bytes:
    """Damage the tree of a page or an XML file; what has none is only truncated."""
    parser = html.HTMLParser() if markup == "html" else etree.XMLParser(recover=True, resolve_entities=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError):
        root = None
    found = [] if root is None else [e for e in root.iter(etree.Element) if e is not root]
    if not found:
        return truncate(data, rng)
    with contextlib.suppress(ValueError):  # texts of damaged pages that lxml reads but does not write
        rng.choice(TREE)(found, rng)
    return etree.tostring(root.getroottree(), method=markup, encoding="utf-8")


def drop_elements(found: list[etree._Element], rng: Rng) -> None:
    for element in rng.sample(found, min(len(found), rng.choice((1, 5, 50)))):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def unwrap_elements(found: list[etree._Element], rng: Rng) -> None:
    etree.strip_tags(found[0].getroottree(), rng.choice(found).tag)


def double_elements(found: list[etree._Element], rng: Rng) -> None:
    element = rng.choice(found)
    for _ in range(rng.choice((1, 3, 30))):
        element.addnext(_copy(element))


def _copy(element: etree._Element) -> etree._Element:
    copied = copy.deepcopy(element)
    copied.tail = None
    return copied


def move_element(found: list[etree._Element], rng: Rng) -> None:
    """Put an element into another one, but into none of its own."""
    element, target = rng.choice(found), rng.choice(found)
    if element is not target and element not in target.iterancestors():
        target.insert(rng.randrange(len(target) + 1), element)


def nest_elements(found: list[etree._Element], rng: Rng) -> None:
    element = rng.choice(found)
    for _ in range(rng.choice((1, 30, 200))):
        element.insert(0, element.makeelement(element.tag, dict(element.attrib)))
        element = element[0]
    element.text = "10 of 20 patients (50%)"


def rename_elements(found: list[etree._Element], rng: Rng) -> None:
    one, new = rng.choice(found), rng.choice([*_NAMES, rng.choice(found).tag])
    for element in found if rng.random() < 0.3 else [one]:
        if element.tag == one.tag:
            element.tag = new


def change_attributes(found: list[etree._Element], rng: Rng) -> None:
    for element in rng.sample(found, min(len(found), rng.choice((1, 10, 100)))):
        known = [*element.attrib, rng.choice(_ATTRIBUTES)]
        if len(known) > 1 and rng.random() < 0.4:
            del element.attrib[rng.choice(known[:-1])]
        else:
            donor = rng.choice(found).attrib.values() or _VALUES
            element.set(rng.choice(known), rng.choice([*_VALUES, *donor]))


def change_texts(found: list[etree._Element], rng: Rng) -> None:
    for element in rng.sample(found, min(len(found), rng.choice((1, 10, 100)))):
        other = rng.choice(found)
        element.text, other.text = other.text, element.text
        element.tail, other.tail = rng.choice((other.tail, None, "", "1" * 3000, "(" * 3000)), element.tail


def sink_comments(found: list[etree._Element], rng: Rng) -> None:
    for element in rng.sample(found, min(len(found), 20)):
        element.insert(
            0, rng.choice((etree.Comment("c"), etree.ProcessingInstruction("pi", "x"), etree.Entity("nbsp")))
        )


TREE: tuple[TreeMutation, ...] = (
    drop_elements, unwrap_elements, double_elements, move_element, nest_elements, rename_elements,
    change_attributes, change_texts, sink_comments,
)  # fmt: skip
