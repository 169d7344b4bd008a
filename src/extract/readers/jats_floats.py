"""Figures, tables and their groups in JATS: caption, rows, what else they hold, footnotes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from extract.document import BlockKind, Table
from extract.readers.builder import Inline
from extract.readers.captions import caption_label
from extract.readers.jats_inline import InlineRules, plain, write
from extract.readers.jats_tables import grids, write_rows
from extract.readers.jats_tree import Element, elements, first, name

if TYPE_CHECKING:
    from extract.readers.jats_body import Place, Walk

_TABLES = ("table", "array", "tgroup", "alternatives")


class Caption(NamedTuple):
    """A caption: its span, None for none, and the label that is marked up or that its words begin with."""

    span: tuple[int, int] | None
    label: str


def figure(walk: Walk, element: Element, place: Place) -> None:
    """A figure: its label and caption, and a table or text that stands in it."""
    caption = _caption(walk, element, "figure")
    _tables(walk, element, caption)
    _rest(walk, element, place)


def table(walk: Walk, element: Element, place: Place) -> None:
    """A table: caption, rows, footnotes; a picture of one has no rows."""
    _whole_table(walk, element, place, _caption(walk, element, "table"))


def bare_table(walk: Walk, element: Element, place: Place) -> None:
    """A table with nothing around it."""
    _tables(walk, element, Caption(None, ""))


def group(walk: Walk, element: Element, place: Place) -> None:
    """Tables or figures under one caption, which is that of those that have none of their own."""
    kind = "table" if name(element) == "table-wrap-group" else "figure"
    shared = _caption(walk, element, kind)
    for child in elements(element):
        if name(child) == "table-wrap":
            own = _caption(walk, child, "table")
            _whole_table(walk, child, place, Caption(own.span or shared.span, own.label or shared.label))
        elif name(child) not in ("caption", "label"):
            walk.write(child, place)
    walk.notes(element)


def _whole_table(walk: Walk, element: Element, place: Place, caption: Caption) -> None:
    if not _tables(walk, element, caption):
        walk.builder.tables.append(Table(caption.label, caption.span, ()))
    at = len(walk.builder.tables) - 1
    _rest(walk, element, place)
    walk.builder.tables[at] = replace(walk.builder.tables[at], notes=walk.notes(element))


def _tables(walk: Walk, element: Element, caption: Caption) -> int:
    """Write the rows of the tables that an element holds; how many there are."""
    rules = InlineRules(walk.reference_list.ids)
    found = [write_rows(grid, walk.builder, rules) for grid in grids(element)]
    walk.builder.tables += [Table(caption.label, caption.span, cells) for cells in found]
    return len(found)


def _rest(walk: Walk, element: Element, place: Place) -> None:
    """Write what else stands in a float: its own paragraphs, lists and the like."""
    for child in elements(element):
        if name(child) not in _TABLES:
            walk.write(child, place)


def _caption(walk: Walk, element: Element, hint: str) -> Caption:
    inline = Inline()
    rules = InlineRules(walk.reference_list.ids)
    label = plain(first(element, "label"))
    inline.write(label if not label or label.endswith((".", ":")) else f"{label}.")
    inline.gap(" ")
    for caption in elements(element, "caption"):
        write(caption, inline, rules)
    printed = None if label else caption_label(inline.text)
    return Caption(
        walk.builder.block(BlockKind.CAPTION, inline, hint=hint),
        printed.text if printed else label.rstrip(".: "),
    )
