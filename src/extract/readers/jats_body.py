"""The walk through a JATS article that writes its text, block by block."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from lxml import etree

from extract.document import BlockKind, Reference
from extract.readers.builder import Builder, Inline
from extract.readers.headings import heading_kind
from extract.readers.jats_floats import bare_table, figure, group, table
from extract.readers.jats_inline import InlineRules, choice, plain, write, write_child
from extract.readers.jats_names import BOLD, CONTAINERS, PARTING, SKIPPED
from extract.readers.jats_references import ReferenceList, printed_entry
from extract.readers.jats_tree import Element, elements, first, name

_LONGEST_BOLD_HEADING = 120


@dataclass(frozen=True, slots=True)
class Place:
    """Where the walk is: the level of the next heading, the section kind, the kind of paragraphs.

    ``fixed`` is set inside an abstract or the back matter, where headings do not change the kind.
    """

    level: int = 1
    hint: str = ""
    kind: BlockKind = BlockKind.PARAGRAPH
    fixed: bool = False

    def under(self, title: str, section_type: str = "") -> Place:
        """The place below a heading: one level down, of the kind that the markup or the words say."""
        hint = self.hint if self.fixed else heading_kind(section_type) or heading_kind(title) or self.hint
        return replace(self, hint=hint)

    def down(self) -> Place:
        """One level down."""
        return replace(self, level=self.level + 1)


class Walk:
    """Writes the parts of one article into a builder."""

    def __init__(self, builder: Builder, references: ReferenceList) -> None:
        self.builder = builder
        self.reference_list = references
        self.references: list[Reference] = []
        self._boxes: list[Element] = []

    def children(self, parent: Element, place: Place) -> None:
        """Write the children of a container; boxes come last, so that they part nothing."""
        outer, self._boxes = self._boxes, []
        for child in elements(parent):
            if name(child) == "sec":
                self.flush_boxes(place)
            self.write(child, place)
        self.flush_boxes(place)
        self._boxes = outer

    def flush_boxes(self, place: Place) -> None:
        """Write the boxed texts that wait."""
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.box(box, place)

    def write(self, element: Element, place: Place) -> None:
        """Write one element by the rule of its name."""
        _RULES.get(name(element), Walk.paragraph)(self, element, place)

    def skip(self, element: Element, place: Place) -> None:
        """Leave an element out."""

    def section(self, element: Element, place: Place) -> None:
        """A headed part at any depth: its heading, then its content one level down."""
        title = first(element, "title")
        if title is None:
            title = first(element, "caption", "title")
        if title is None:
            title = first(element, "book-part-meta", "title-group", "title")
        heading = self._inline(first(element, "label"), title)
        inside = place.under(heading.text, element.get("sec-type") or element.get("notes-type") or "")
        self._heading(heading, inside)
        self.children(element, inside.down() if heading.text else inside)

    def _inline(self, *parts: Element | None) -> Inline:
        """The text of elements on one line, with their citations."""
        inline = Inline()
        for part in parts:
            if part is not None:
                write(part, inline, InlineRules(self.reference_list.ids))
                inline.gap(" ")
        return inline

    def _heading(self, inline: Inline, place: Place) -> None:
        self.builder.block(BlockKind.HEADING, inline, level=place.level, hint=place.hint)

    def paragraph(self, element: Element, place: Place) -> None:
        """Running text: lists and quotes in it part it, tables and figures follow it."""
        if _is_bold_heading(element):
            heading = self._inline(element)
            self._heading(heading, place if place.fixed else place.under(heading.text))
            return
        self._flow(element, place, "")

    def _flow(self, element: Element, place: Place, label: str) -> None:
        floats: list[Element] = []
        rules = InlineRules(self.reference_list.ids, floats)
        inline = Inline()
        inline.write(f"{label} " if label else "")
        inline.write(element.text)
        for child in element:
            if name(child) in PARTING:
                self._paragraph_block(inline, place)
                self.write(child, place)
                inline = Inline()
            else:
                # the raised mark of a footnote is no part of its first word
                opens_note = name(child) == "sup" and not inline.length and place.kind is BlockKind.FOOTNOTE
                write_child(child, inline, rules)
                if opens_note:
                    inline.gap(" ")
            inline.write(child.tail)
        self._paragraph_block(inline, place)
        for child in floats:
            self.write(child, place)

    def _paragraph_block(self, inline: Inline, place: Place) -> None:
        self.builder.block(place.kind, inline, hint=place.hint)

    def container(self, element: Element, place: Place) -> None:
        """An element that only holds others, such as a quotation."""
        if any(name(e) in _RULES for e in elements(element)):
            self.children(element, place)
        else:
            self.paragraph(element, place)

    def alternatives(self, element: Element, place: Place) -> None:
        """Several renderings of one thing: the one that is read."""
        chosen = choice(element)
        if chosen is not None:
            self.write(chosen, place)

    def statement(self, element: Element, place: Place) -> None:
        """A statement, such as a recommendation: its label and title run into its first paragraph."""
        label = ". ".join(filter(None, (plain(first(element, tag)).rstrip(".: ") for tag in ("label", "title"))))
        for child in elements(element):
            if name(child) == "p":
                self._flow(child, place, f"{label}." if label else "")
                label = ""
            else:
                self.write(child, place)

    def list_(self, element: Element, place: Place) -> None:
        """A list: every paragraph of an item is a list item."""
        inside = replace(place, kind=BlockKind.LIST_ITEM) if place.kind is BlockKind.PARAGRAPH else place
        self._heading_paragraph(first(element, "title"), place)
        for item in elements(element, "list-item"):
            label = plain(first(item, "label"))
            if not any(True for _ in elements(item)):
                self._flow(item, inside, label)
            for child in elements(item):
                if name(child) == "p":
                    self._flow(child, inside, label)
                    label = ""
                else:
                    self.write(child, inside)

    def _heading_paragraph(self, element: Element | None, place: Place) -> None:
        if element is not None:
            self._flow(element, place, "")

    def definitions(self, element: Element, place: Place) -> None:
        """A list of definitions: "OS: overall survival" for each."""
        inside = replace(place, kind=BlockKind.LIST_ITEM)
        self._heading_paragraph(first(element, "title"), place)
        for item in elements(element, "def-item"):
            term, meaning = plain(first(item, "term")), first(item, "def")
            inline, floats = Inline(), list[Element]()
            inline.write(f"{term.rstrip(':')}: " if meaning is not None else term)
            if meaning is not None:
                write(meaning, inline, InlineRules(self.reference_list.ids, floats))
            self._paragraph_block(inline, inside)
            for child in floats:
                self.write(child, inside)

    def box(self, element: Element, place: Place) -> None:
        """A boxed text, written after the section's own paragraphs."""
        self.section(element, place)

    def defer_box(self, element: Element, place: Place) -> None:
        """Keep a boxed text for later."""
        self._boxes.append(element)

    def notes(self, element: Element) -> tuple[tuple[int, int], ...]:
        """The footnotes of a table or of a group of them; their spans."""
        before = len(self.builder.blocks)
        for foot in elements(element, "table-wrap-foot"):
            for child in elements(foot):
                self.footnote(child, Place(hint="table"))
        return tuple((b.start, b.end) for b in self.builder.blocks[before:])

    def footnote(self, element: Element, place: Place) -> None:
        """A footnote, or a group of them: each paragraph a block."""
        inside = replace(place, kind=BlockKind.FOOTNOTE)
        if name(element) == "fn-group":
            self._heading(self._inline(first(element, "title")), place)
            for child in elements(element, "fn"):
                self.footnote(child, place)
            return
        label = plain(first(element, "label"))
        paragraphs = [e for e in elements(element) if name(e) not in ("label", "title")]
        for child in paragraphs if name(element) == "fn" else [element]:
            self._flow(child, inside, label)
            label = ""

    def note_group(self, element: Element, place: Place) -> None:
        """The footnotes of the back matter: each of the kind that its type or its first words say."""
        for child in elements(element):
            kind = heading_kind(child.get("fn-type") or "") or _leading_kind(child) or "other"
            inside = replace(place, hint=kind, fixed=True, kind=BlockKind.FOOTNOTE)
            if name(child) == "fn":
                for part in elements(child):
                    self.write(part, inside)
            elif name(child) == "title":
                self._heading(self._inline(child), replace(place, hint=heading_kind(plain(child)) or "other"))

    def reference_entries(self, element: Element, place: Place) -> None:
        """A reference list, lists in it included."""
        self._heading(self._inline(first(element, "title")), replace(place, hint="references"))
        for child in elements(element):
            if name(child) == "ref":
                self.reference(child, place)
            elif name(child) == "ref-list":
                self.reference_entries(child, place.down())

    def reference(self, element: Element, place: Place) -> None:
        """An entry of a reference list."""
        entry = self.reference_list.entry(element)
        numbered = "" if self.reference_list.author_year else f"{entry.label}. "
        inline = Inline()
        inline.write(numbered + printed_entry(element))
        span = self.builder.block(BlockKind.REFERENCE, inline, hint="references")
        if span:
            told = Reference(entry.label, *span, entry.title, entry.year, entry.authors, entry.marked)
            self.references.append(told)


def _is_bold_heading(element: Element) -> bool:
    """A paragraph that is one short bold phrase: a heading that the publisher set by hand."""
    if name(element) != "p" or (element.text or "").strip() or len(element) == 0:
        return False
    if any(name(child) not in BOLD or (child.tail or "").strip() for child in element):
        return False
    text = plain(element)
    return 0 < len(text) <= _LONGEST_BOLD_HEADING and text[-1] not in ".;,?" and any(c.isalpha() for c in text)


def _leading_kind(note: Element) -> str:
    """The kind that a note's first words say: "Disclosure: none", or a bold first paragraph."""
    return heading_kind(plain(note).partition(":")[0]) or next(
        (heading_kind(plain(e).rstrip(":.")) for e in note.iter(etree.Element) if name(e) in (*BOLD, "title")), ""
    )


_RULES: dict[str, Callable[[Walk, Element, Place], None]] = {
    "sec": Walk.section,
    "app": Walk.section,
    "notes": Walk.section,
    "ack": Walk.section,
    "glossary": Walk.section,
    "p": Walk.paragraph,
    "list": Walk.list_,
    "def-list": Walk.definitions,
    "book-part": Walk.section,
    "statement": Walk.statement,
    "alternatives": Walk.alternatives,
    "table-wrap": table,
    "fig": figure,
    "table-wrap-group": group,
    "fig-group": group,
    **dict.fromkeys(("table", "array", "tgroup"), bare_table),
    "boxed-text": Walk.defer_box,
    "fn-group": Walk.note_group,
    "fn": Walk.footnote,
    "ref-list": Walk.reference_entries,
    "ref": Walk.reference,
    **dict.fromkeys(CONTAINERS, Walk.container),
    **dict.fromkeys(SKIPPED, Walk.skip),
}
