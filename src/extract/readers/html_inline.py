"""Running text of a page written as JATS: citations become cross references, all else keeps its marks."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable

from lxml import etree

from extract.normal import normalise
from extract.readers.html_names import BLOCKS, SILENT, is_hidden, local
from extract.readers.html_references import References
from extract.readers.jats_tree import Element

# Pieces of running text: strings and the elements between them.
Run = list["str | Element | None"]

_KEPT = {"sup": "sup", "sub": "sub", "b": "bold", "strong": "bold", "i": "italic", "em": "italic"}
# Marks for line breaking and for machines: soft hyphen, zero-width space and joiners, word joiner, byte-order mark.
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF))
_DEEPEST = 100
_LIST = re.compile(r"(\D{0,3})(\d{1,3}(?:\s?[,;\u2010-\u2015-]\s?\d{1,3}){0,40})(\D{0,3})\Z")
_NUMBER = re.compile(r"\d{1,3}")
# Before a raised number that is an exponent: a digit, a unit of length, a lone letter (I², χ²).
_BASE = re.compile(r"(?:(?<!\d)10|\b(?:[cdkmn\u03bcµ]?m|ft|in|[^\W\d_])|[/·×^])\s?\Z")
_BRACKETS = "[]() "


class Pen:
    """Writes text and elements into one JATS element; text is joined once."""

    def __init__(self, target: Element) -> None:
        self.target = target
        self._pieces: list[str] = []
        self.last = ""

    def text(self, piece: str | None) -> None:
        """Append text, without the characters that nobody sees."""
        if piece and (seen := piece.translate(_UNSEEN)):
            self._pieces.append(seen)
            self.last = (self.last + seen)[-12:]

    def child(self, tag: str) -> Element:
        """Append an empty element and return it."""
        self.close()
        return etree.SubElement(self.target, tag)

    def close(self) -> None:
        """Store the text that waits."""
        text = "".join(self._pieces)
        self._pieces = []
        if not text:
            return
        last = last_child(self.target)
        if last is not None:
            last.tail = (last.tail or "") + text
        else:
            self.target.text = (self.target.text or "") + text


class Scribe:
    """Writes runs of a page; ``references`` says what its links cite."""

    def __init__(self, references: References) -> None:
        self.references = references

    def paragraph(self, tag: str, run: Iterable[str | Element | None]) -> Element:
        """A new JATS element with a run of text; the tails of the run's elements are pieces of their own."""
        target = etree.Element(tag)
        pen = Pen(target)
        for piece in run:
            if piece is None or isinstance(piece, str):
                pen.text(piece)
            else:
                self._element(piece, pen, 0)
        pen.close()
        return target

    def cell(self, tag: str, cell: Element) -> Element:
        """A new JATS element with the content of a cell."""
        return self.paragraph(tag, content(cell))

    def _content(self, element: Element, pen: Pen, depth: int) -> None:
        if depth > _DEEPEST:
            pen.text("".join(element.itertext()))
            return
        pen.text(element.text)
        for child in element:
            self._element(child, pen, depth + 1)
            pen.text(child.tail)

    def _element(self, element: Element, pen: Pen, depth: int) -> None:
        tag = local(element)
        cited = self.references.cited_by(element) if tag in ("a", "button", "span") else None
        if cited is not None:
            self._cite(element, pen, cited)
        elif tag == "math":
            pen.child("math").extend(_math(element))
        elif tag == "br":
            pen.child("break")
        elif (tag in SILENT and tag != "button") or is_hidden(element):
            return
        elif tag == "sup" and (marks := self._plain_marks(element, pen.last)):
            self._numbers(marks, pen.child("sup"))
        elif tag in _KEPT:
            self._kept(element, pen, depth)
        elif tag in BLOCKS:
            pen.child("break")
            self._content(element, pen, depth)
            pen.child("break")
        else:
            self._content(element, pen, depth)

    def _kept(self, element: Element, pen: Pen, depth: int) -> None:
        inner = Pen(pen.child(_KEPT[local(element)]))
        inner.last = pen.last
        self._content(element, inner, depth)
        inner.close()
        pen.last = inner.last

    def _cite(self, element: Element, pen: Pen, cited: int) -> None:
        """A link to an entry; brackets stand outside of it, and a list of numbers is one link each."""
        inner = etree.Element("x")
        inside = Pen(inner)
        _Plain().content(element, inside)
        inside.close()
        text = " ".join("".join(inner.itertext()).split())
        found = _LIST.match(text)
        numbers = _NUMBER.findall(found[2]) if found else []
        known = self.references.numbers
        if found and len(numbers) > 1 and all(n in known for n in numbers):
            self._numbers(text, pen.child("sup") if _holds_sup(element) else pen.child("named-content"))
        elif found and len(numbers) == 1:
            pen.text(found[1])
            _xref(pen.child("xref"), cited, found[2])
            pen.text(found[3])
        else:
            _xref(pen.child("xref"), cited, text)

    def _numbers(self, text: str, target: Element) -> None:
        """Numbers of entries, each a cross reference, with what stands between them."""
        pen = Pen(target)
        end = 0
        for found in _NUMBER.finditer(text):
            pen.text(text[end : found.start()])
            number = self.references.numbers.get(found.group())
            if number is None:
                pen.text(found.group())
            else:
                _xref(pen.child("xref"), number, found.group())
            end = found.end()
        pen.text(text[end:])
        pen.close()

    def _plain_marks(self, element: Element, before: str) -> str:
        """The numbers of a raised mark that cites without a link, "" for other raised text."""
        known = self.references.plain
        text = " ".join("".join(element.itertext()).split()) if known else ""
        found = _LIST.match(text)
        if not found or any(c not in _BRACKETS for c in found[1] + found[3]):
            return ""
        numbers = _NUMBER.findall(found[2])
        if any(n not in known for n in numbers) or _is_isotope(element):
            return ""
        view = normalise(before)
        return "" if len(numbers) == 1 and _BASE.search(view) else text


class _Plain:
    """Writes the printed text of a link alone."""

    def content(self, element: Element, pen: Pen) -> None:
        if is_hidden(element):
            return
        stack: list[str | Element | None] = [element]
        while stack:
            piece = stack.pop()
            if piece is None or isinstance(piece, str):
                pen.text(piece)
            elif piece is element or not (local(piece) in SILENT or is_hidden(piece)):
                for child in reversed(piece):
                    stack.extend((child.tail, child))
                stack.append(piece.text)


def content(element: Element) -> Run:
    """The content of an element as a run."""
    run: Run = [element.text]
    for child in element:
        run.extend((child, child.tail))
    return run


def is_all_links(run: Run) -> bool:
    """Whether a run is nothing but links, as buttons are."""
    stack = run[::-1]
    links = 0
    while stack:
        piece = stack.pop()
        if isinstance(piece, str):
            if piece.strip(" \t\r\n|·•[](),;\u00a0"):
                return False
        elif piece is not None and local(piece) == "a":
            links += any(text.strip() for text in piece.itertext())
        elif piece is not None:
            stack.extend(reversed(content(piece)))
    return links > 0


def last_child(element: Element) -> Element | None:
    """The last child; counting the children to see whether there is one would take time for each."""
    return next(element.iterchildren(reversed=True), None)


def _xref(target: Element, cited: int, text: str) -> None:
    target.set("ref-type", "bibr")
    target.set("rid", rid(cited))
    target.text = text


def rid(position: int) -> str:
    """The id of an entry in the JATS that is made."""
    return f"r{position}"


def _holds_sup(element: Element) -> bool:
    return any(local(e) == "sup" for e in element)


def _is_isotope(element: Element) -> bool:
    """Whether a raised number stands before a letter, as in "<sup>131</sup>I", and not behind a word."""
    tail = element.tail or ""
    before = element.getprevious()
    printed = (before.tail if before is not None else element.getparent().text) or ""  # type: ignore[union-attr]
    return tail[:1].isalpha() and (not printed or not printed[-1].isalpha())


def _math(element: Element) -> list[Element]:
    """The parts of a formula under their local names."""
    copied = copy.deepcopy(element)
    for part in copied.iter(etree.Element):
        if ":" in str(part.tag) and local(part).isalpha():
            part.tag = local(part)
    return list(copied)
