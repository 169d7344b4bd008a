"""Tables of a page written as JATS: the caption, the grid and the footnotes in one wrapper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extract.readers.captions import Label, caption_label
from extract.readers.headings import heading_kind
from extract.readers.html_inline import Scribe, last_child
from extract.readers.html_names import HEADINGS, has_part, local, words_of
from extract.readers.html_references import References
from extract.readers.jats_inline import plain
from extract.readers.jats_tree import Element
from extract.readers.lines import is_table_note

_HIGHEST = 7
_OPENING_WORDS = 8
_LONGEST_MARK = 3


@dataclass(slots=True)
class Float:
    """A table or figure of the page under construction: the JATS blocks before and behind its grid."""

    above: list[Element] = field(default_factory=list)
    grids: list[Element] = field(default_factory=list)
    below: list[Element] = field(default_factory=list)


def floats_of(root: Element, references: References) -> set[Element]:
    """The elements that are a table or a figure with all that belongs to it."""
    found = {e for e in root.iter("figure") if not references.holds(e)}
    tables = [t for t in root.iter("table") if is_grid(t) and not references.holds(t)]
    grids = Counter(a for t in tables for a in (t, *t.iterancestors()))
    for table in tables:
        around = _wrapper_of(table, grids)
        found.add(table if references.holds(around) else around)
    return found


def is_grid(table: Element) -> bool:
    """Whether a table holds data and no part of a page: more than one cell, no table and no heading in it."""
    if table.get("role") == "presentation" or any(True for _ in table.iterdescendants("table", *HEADINGS)):
        return False
    cells = (c for row in table.iter("tr") for c in row if local(c) in ("td", "th"))
    next(cells, None)
    return next(cells, None) is not None


def _wrapper_of(element: Element, grids: Counter[Element]) -> Element:
    """The largest element around a table that a caption opens or that is named so, else the table itself.

    ``grids`` counts the tables in each element: one that holds more than the wrapper found so far holds others' too.
    """
    around = element
    for ancestor, _ in zip(element.iterancestors(), range(_HIGHEST), strict=False):
        if local(ancestor) in ("body", "main", "html"):
            break
        if around is not element and grids[ancestor] > grids[around]:
            break
        named = local(ancestor) == "figure" or has_part(words_of(ancestor), "table")
        if named or caption_label(opening_text(ancestor)):
            around = ancestor
        elif around is not element:
            break
    return around


def opening_text(element: Element) -> str:
    """The first characters that an element prints, on one line."""
    found: list[str] = []
    for piece in element.itertext():
        found += piece.split()
        if len(found) > _OPENING_WORDS:
            break
    return " ".join(found)


def write_grid(table: Element, scribe: Scribe) -> Element:
    """The rows of a table with their spans; a cell that heads its row is none of the table's heads."""
    made = etree.Element("table")
    for part in _parts(table):
        tag = "thead" if local(part) == "thead" else "tbody"
        target = etree.SubElement(made, tag)
        for row in part if local(part) != "table" else [r for r in part if local(r) == "tr"]:
            if local(row) == "tr":
                _write_row(row, etree.SubElement(target, "tr"), scribe)
    return made


def _parts(table: Element) -> Iterator[Element]:
    """The groups of rows; rows outside of any group are one."""
    if any(local(child) == "tr" for child in table):
        yield table
    yield from (child for child in table if local(child) in ("thead", "tbody", "tfoot"))


def _write_row(row: Element, target: Element, scribe: Scribe) -> None:
    cells = [c for c in row if local(c) in ("td", "th")]
    heads_row = any(local(c) == "td" for c in cells)
    for cell in cells:
        tag = "td" if local(cell) == "td" or (heads_row and cell.get("scope") in ("row", "rowgroup")) else "th"
        made = scribe.cell(tag, cell)
        for attribute in ("rowspan", "colspan"):
            if value := cell.get(attribute):
                made.set(attribute, value)
        target.append(made)


def join_split(grids: list[Element]) -> list[Element]:
    """Tables whose head is a table of its own, as pages with a fixed head have them, made one."""
    joined: list[Element] = []
    for grid in grids:
        if joined and _is_head(joined[-1]) and _width(joined[-1]) == _width(grid):
            heads = [plain(r) for r in joined[-1].iter("tr")]
            repeated = list(grid.iter("tr"))[: len(heads)]
            if [plain(r) for r in repeated] == heads:
                joined[-1] = grid
            else:
                joined[-1].extend(list(grid))
        else:
            joined.append(grid)
    return joined


def _is_head(grid: Element) -> bool:
    return all(c.tag == "th" or c.getparent().getparent().tag == "thead" for r in grid.iter("tr") for c in r)  # type: ignore[union-attr]


def _width(grid: Element) -> int:
    first = next(grid.iter("tr"), ())
    return sum(max(1, int(c.get("colspan", "1"))) if c.get("colspan", "1").isdecimal() else 1 for c in first)


def lift_caption(found: Float) -> None:
    """Move a caption that stands below its table to where captions are; a label alone has its words behind it."""
    if any(caption_label(plain(b)) for b in found.above):
        return
    for i, block in enumerate(found.below):
        if label := caption_label(plain(block)):
            alone = len(plain(block)) - len(label.text) <= _LONGEST_MARK
            found.above += found.below[i : i + 1 + alone]
            del found.below[i : i + 1 + alone]
            return


def with_marks(notes: list[Element]) -> list[Element]:
    """Footnotes with the mark that stands alone before each."""
    joined: list[Element] = []
    mark: Element | None = None
    for note in notes:
        if mark is not None:
            raised = etree.Element("sup")
            raised.text, raised.tail = plain(mark), note.text
            note.text = None
            note.insert(0, raised)
            mark = None
        if len(plain(note)) <= _LONGEST_MARK:
            mark = note
        else:
            joined.append(note)
    return joined


def is_note(made: Element, text: str) -> bool:
    """Whether a paragraph below a table is a note of it: it explains short forms, or begins with a raised mark."""
    raised = made[0] if not (made.text or "").strip() and last_child(made) is not None else None
    marked = raised is not None and raised.tag == "sup" and len(plain(raised)) <= _LONGEST_MARK
    return marked or is_table_note(text) or heading_kind(text.partition(":")[0]) == "abbreviations"


def write_float(found: Float) -> Element:
    """The JATS of a table or figure: label and caption, grids, footnotes."""
    label = next((lab for block in found.above if (lab := caption_label(plain(block)))), None)
    is_table = bool(found.grids) or (label is not None and label.kind == "table")
    made = etree.Element("table-wrap" if is_table else "fig")
    if label:
        etree.SubElement(made, "label").text = label.text
        _cut_label(found.above, label)
    caption = etree.SubElement(made, "caption")
    caption.extend(b for b in found.above if plain(b))
    made.extend(found.grids)
    if found.below:
        foot = etree.SubElement(made, "table-wrap-foot")
        for block in found.below:
            etree.SubElement(foot, "fn").append(block)
    return made


def _cut_label(blocks: list[Element], label: Label) -> None:
    """Take the label and the point behind it out of the block that begins with it."""
    block = next(b for b in blocks if caption_label(plain(b)))
    rest = "".join(label.text.split())
    for element, attribute in _texts(block):
        text = getattr(element, attribute) or ""
        kept = 0
        while kept < len(text) and (rest or text[kept] in " .:|\u2013\u2014\u00a0\n\t"):
            if not text[kept].isspace():
                rest = rest[1:] if rest and text[kept] == rest[0] else rest
            kept += 1
        setattr(element, attribute, text[kept:])
        if not rest and text[kept:]:
            return


def _texts(block: Element) -> Iterator[tuple[Element, str]]:
    """The places of text in a block, in printed order."""
    for event, element in etree.iterwalk(block, events=("start", "end")):
        if event == "start":
            yield element, "text"
        elif element is not block:
            yield element, "tail"
