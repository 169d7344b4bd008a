"""The walk through the main text of a page that writes it as a JATS article."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from extract.readers.captions import caption_label
from extract.readers.chrome import chrome
from extract.readers.front import OPENING, is_lead
from extract.readers.headings import heading_kind
from extract.readers.html_inline import Run, Scribe, is_all_links, last_child
from extract.readers.html_names import BLOCKS, SILENT, has_part, heading_level, local, said_by, words_of
from extract.readers.html_references import References
from extract.readers.html_tables import (
    Float,
    floats_of,
    is_grid,
    is_note,
    join_split,
    lift_caption,
    with_marks,
    write_float,
    write_grid,
)
from extract.readers.jats_inline import plain
from extract.readers.jats_tree import Element
from extract.readers.lines import SHORTEST_PARAGRAPH, is_prose

_DEEPEST = 80
_LONGEST_CAPTION = 2000
_LONGEST_ABSTRACT = 8000
_OPENING = ("abstract", "keypoints")


@dataclass(slots=True)
class _Open:
    """A section that takes what follows: the level of its heading and its JATS element."""

    level: int
    element: Element


class Walk:
    """Writes one page into the abstract and the body of a JATS article."""

    def __init__(self, root: Element, references: References) -> None:
        self.references = references
        self.scribe = Scribe(references)
        self.abstracts: list[Element] = []
        self.body = etree.Element("body")
        self._open = [_Open(0, self.body)]
        self._in_front = self._led = False
        self._doubtful: list[Element] = []
        self._parting = _parting(root)
        self._floats = floats_of(root, references)

    def run(self, root: Element, title: Element | None) -> None:
        """Write the main text; what stands before its first heading is the front of a page, mostly names."""
        self._title = title
        self._titled = {title, *title.iterancestors()} if title is not None else set()
        first = next((e for e in root.iter(etree.Element) if heading_level(e) and e is not title), None)
        self._in_front = first is not None
        self._opening = said_by(first) if first is not None and said_by(first) in OPENING else ""
        self.flow(root, 0)
        for section in self._doubtful:
            if not any(True for _ in section.iter("xref")) and section.getparent() is not None:
                section.getparent().remove(section)  # type: ignore[union-attr]

    def flow(self, parent: Element, depth: int) -> None:
        """Write the content of an element: its blocks, and a paragraph for each run of text between them."""
        run: Run = [parent.text]
        for child in parent:
            if child in self._parting and depth < _DEEPEST:
                self._paragraph(run)
                run = []
                self._block(child, depth + 1)
            else:
                run.append(child)
            run.append(child.tail)
        self._paragraph(run)

    def _block(self, element: Element, depth: int) -> None:
        if element is self._title or self.references.is_entry(element) or local(element) in SILENT:
            return
        if element in self._floats:
            self._float(element, depth)
        elif heading_level(element):
            self._heading(element)
        elif rule := _RULES.get(local(element)):
            rule(self, element, depth)
        else:
            self._container(element, depth)

    def _container(self, element: Element, depth: int) -> None:
        words = words_of(element)
        if element in self._titled:
            self.flow(element, depth)
        elif (
            has_part(words, "abstract")
            and _is_short(element)
            and not self.abstracts
            and not self.body.findall(".//sec")
        ):
            self._inside(self._abstract(), element, depth)
        elif has_part(words, "box"):
            self._inside(etree.SubElement(self._target, "boxed-text"), element, depth)
        else:
            self.flow(element, depth)

    def _inside(self, target: Element, element: Element, depth: int) -> None:
        """Write an element into a part of its own, which its headings do not leave."""
        outer, self._open = self._open, [_Open(0, target)]
        self.flow(element, depth)
        self._open = outer

    def _abstract(self) -> Element:
        self._in_front = False
        self.abstracts.append(etree.Element("abstract"))
        return self.abstracts[-1]

    @property
    def _target(self) -> Element:
        return self._open[-1].element

    # -- headings

    def _heading(self, element: Element) -> None:
        title = self.scribe.paragraph("title", [element])
        text = plain(title)
        if not text:
            return
        if caption_label(text):
            self._paragraph([element])
            return
        level = heading_level(element)
        kind = heading_kind(text)
        while len(self._open) > 1 and self._open[-1].level >= level:
            self._open.pop()
        self._in_front = self._in_front and kind != "abstract" and chrome().row(text) is not None
        if kind == "abstract" and self._target is self.body and not self.body.findall("sec"):
            section = self._abstract()
        elif kind in _OPENING and self._target.tag == "abstract" and last_child(self._target) is None:
            self._target.append(title)
            return
        else:
            section = etree.SubElement(self._target, "sec")
        section.append(title)
        self._open.append(_Open(level, section))
        if element in self.references.headings:
            section.getparent().remove(section)  # type: ignore[union-attr]
        elif chrome().row(text) is not None:
            self._doubtful.append(section)

    # -- paragraphs

    def _paragraph(self, run: Run) -> None:
        made = self._made(run)
        if made is None:
            return
        text = plain(made)
        if self._in_front and not self._is_lead(text):
            return
        if self.references.entries and heading_kind(text) == "references":
            return
        label = caption_label(text) if len(text) <= _LONGEST_CAPTION else None
        last = last_child(self._target)
        if last is not None and last.tag in ("table-wrap", "fig") and self._belongs(last, made, text):
            return
        self._add(write_float(Float([made])) if label else made)

    def _is_lead(self, text: str) -> bool:
        """Whether a paragraph above the first heading is text: a long sentence, and behind one other prose, too."""
        lead = is_lead(text, True, self._opening) or (self._led and is_prose(text) and len(text) >= SHORTEST_PARAGRAPH)
        self._led = self._led or lead
        return lead

    def _belongs(self, last: Element, made: Element, text: str) -> bool:
        """Give a paragraph to the table or figure above it: as the caption that it lacks, or as a note of it."""
        has_grid, label = last.find("table") is not None, caption_label(text)
        if label and has_grid and label.kind == "table" and last.find("label") is None:
            captioned = write_float(Float([made], last.findall("table")))
            self._target.replace(last, captioned)
        elif not label and not has_grid and not plain(last.find("caption")) and len(text) <= _LONGEST_CAPTION:
            last.find("caption").append(made)  # type: ignore[union-attr]
        elif not label and last.tag == "table-wrap" and is_note(made, text):
            self._note(last, made)
        else:
            return False
        return True

    def _made(self, run: Run) -> Element | None:
        """A paragraph of a run; None where the run has no text, or is a line or a button of the page."""
        if not any(piece.strip() if isinstance(piece, str) else piece is not None for piece in run):
            return None
        made = self.scribe.paragraph("p", run)
        text = plain(made)
        if not text or (made.find(".//xref") is None and (chrome().row(text) is not None or is_all_links(run))):
            return None
        return made

    def _add(self, element: Element) -> None:
        self._target.append(element)

    def _note(self, wrap: Element, note: Element) -> None:
        foot = wrap.find("table-wrap-foot")
        foot = etree.SubElement(wrap, "table-wrap-foot") if foot is None else foot
        etree.SubElement(foot, "fn").append(note)

    # -- lists

    def _list(self, element: Element, depth: int) -> None:
        made = etree.SubElement(self._target, "list")
        for item in element:
            if item in self._parting and not self.references.is_entry(item):
                self._inside(etree.SubElement(made, "list-item"), item, depth)
        if not any(len(item) for item in made):
            self._target.remove(made)

    def _definitions(self, element: Element, depth: int) -> None:
        if any(self.references.is_entry(e) for e in element):
            self.flow(element, depth)
            return
        made = etree.SubElement(self._target, "def-list")
        term: Element | None = None
        for part in (e for e in element.iter("dt", "dd")):
            if local(part) == "dt":
                term = self.scribe.paragraph("term", [part])
            else:
                item = etree.SubElement(made, "def-item")
                item.append(term if term is not None else etree.Element("term"))
                item.append(self.scribe.paragraph("def", [part]))
                term = None

    # -- tables and figures

    def _float(self, element: Element, depth: int) -> None:
        """A table or figure with its caption and notes; a caption right above a bare table is its own."""
        found = Float()
        for piece in self._pieces(element, depth):
            if local(piece) == "table":
                found.grids.append(write_grid(piece, self.scribe))
            else:
                (found.below if found.grids else found.above).append(piece)
        lift_caption(found)
        found.grids = join_split(found.grids)
        found.below = with_marks(found.below)
        last = last_child(self._target)
        if last is not None and last.tag == "table-wrap" and last.find("table") is None and found.grids:
            self._target.remove(last)
            if not any(caption_label(plain(b)) for b in found.above):
                label = plain(last.find("label"))
                caption = self.scribe.paragraph("p", [f"{label}. "])
                caption.extend(list(last.iterfind("caption/*")))
                found.above.insert(0, caption)
        if found.above or found.grids:
            self._add(write_float(found))

    def _pieces(self, element: Element, depth: int) -> Iterator[Element]:
        """The paragraphs and the grids of a float in their order."""
        if local(element) == "table" and is_grid(element):
            caption = next((c for c in element if local(c) == "caption"), None)
            if caption is not None:
                yield from self._pieces(caption, depth)
            yield element
            return
        run: Run = [element.text]
        for child in element:
            if child in self._parting and depth < _DEEPEST:
                if (made := self._made(run)) is not None:
                    yield made
                run = []
                yield from self._pieces(child, depth + 1)
            else:
                run.append(child)
            run.append(child.tail)
        if (made := self._made(run)) is not None:
            yield made


def _is_short(element: Element) -> bool:
    """Whether an element prints no more than an abstract does."""
    return sum(map(len, element.itertext())) < _LONGEST_ABSTRACT


def _parting(root: Element) -> set[Element]:
    """The elements that part running text: blocks, and what holds one."""
    found: set[Element] = set()
    for element in root.iter(etree.Element):
        if local(element) in BLOCKS or heading_level(element):
            node: Element | None = element
            while node is not None and node not in found:
                found.add(node)
                node = node.getparent()
    return found


_RULES: dict[str, Callable[[Walk, Element, int], None]] = {
    "ul": Walk._list,
    "ol": Walk._list,
    "dl": Walk._definitions,
}
