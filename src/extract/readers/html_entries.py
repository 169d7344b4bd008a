"""An entry of a page's reference list written as JATS, without the page's links to other places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from extract.readers.chrome import chrome
from extract.readers.html_inline import Pen, rid
from extract.readers.html_names import BLOCKS, HEADINGS, SILENT, has_part, is_hidden, local, words_of
from extract.readers.html_references import References, printed_number
from extract.readers.jats_tree import Element

_STOP = "\N{PARAGRAPH SEPARATOR}"
_LABEL = re.compile(r"\s{0,9}[\[(]?\d{1,4}(?:[\].)]{1,2}\s{0,9}|\s{1,9}(?=\S))")
# What the address of a link says of the work: no print, so for sure.
_INDEXES = (
    ("doi", re.compile(r"\bdoi\.org/(10\.\d{4,9}/[^\s?#\"<>]{1,200})")),
    ("pmid", re.compile(r"\bpubmed(?:\.ncbi\.nlm\.nih\.gov)?/(\d{4,9})\b")),
    ("pmcid", re.compile(r"\b(?:pmc|pmc\.ncbi\.nlm\.nih\.gov)/articles/(PMC\d{4,9})\b")),
)
# What is left between the brackets of links: "[ ] [ ]"
_EMPTY = re.compile(r"[\[(][\s,;|]{0,9}[\])]|\s[|;·](?=\s|$)")


def write_entry(entry: Element, position: int, references: References) -> Element:
    """The ``<ref>`` of an entry: its label where the list has one, and its text."""
    made = etree.Element("ref", id=rid(position))
    number = _number(entry, position, references)
    if number:
        etree.SubElement(made, "label").text = number
    text = " ".join(_EMPTY.sub(" ", _printed(entry)).split())
    found = _LABEL.match(text) if printed_number(entry) == number else None
    citation = etree.SubElement(made, "mixed-citation")
    citation.text = text[found.end() :] if found and number else text
    for kind, number in _indexed(entry):
        etree.SubElement(citation, "object-id", {"pub-id-type": kind}).text = number
    return made


def _indexed(entry: Element) -> Iterator[tuple[str, str]]:
    """The numbers that an entry's links to indexes lead to, the first of each kind."""
    seen: set[str] = set()
    for link in entry.iter("a"):
        address = unquote(link.get("href") or "")
        for kind, pattern in _INDEXES:
            found = pattern.search(address) if kind not in seen else None
            if found:
                seen.add(kind)
                yield kind, found.group(1)


def _number(entry: Element, position: int, references: References) -> str:
    numbers = references.numbers
    return next((n for n, p in numbers.items() if p == position), "") if numbers else ""


def _printed(entry: Element) -> str:
    """The text of an entry: blocks apart, links to indexes and hidden parts left out."""
    target = etree.Element("x")
    pen = Pen(target)
    stack: list[str | Element | None] = [entry]
    while stack:
        piece = stack.pop()
        if piece is None or isinstance(piece, str):
            _part(pen, piece or "")
        elif piece is entry or not _is_left_out(piece):
            apart = _STOP if local(piece) in BLOCKS else " " if local(piece) == "br" else ""
            _part(pen, apart)
            stack.append(apart)
            for child in reversed(piece):
                stack.extend((child.tail, child))
            stack.append(piece.text)
        else:
            pen.text(" ")
    pen.close()
    return target.text or ""


def _part(pen: Pen, piece: str) -> None:
    """Write text; what parts two blocks ends the first like a sentence."""
    if piece is not _STOP:
        pen.text(piece)
    elif pen.last.strip():
        pen.text(" " if pen.last.rstrip()[-1] in ".,;:?!])" else ". ")


def _is_left_out(element: Element) -> bool:
    tag = local(element)
    if tag in SILENT or tag in HEADINGS or is_hidden(element) or has_part(words_of(element), "around"):
        return True
    if tag in ("a", "button", "li", "span"):
        text = " ".join("".join(element.itertext()).split()).strip("[]()|,;: ")
        if tag == "a" and not any(c.isalnum() for c in text):
            return True
        return bool(text) and len(text) < 60 and chrome().row(text) is not None
    return False
