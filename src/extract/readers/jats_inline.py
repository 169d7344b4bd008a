"""Running text of JATS elements: what is printed, what is left out, where the citations are."""

from __future__ import annotations

import re
from collections.abc import Container

from lxml import etree

from extract.readers.builder import Cite, Inline
from extract.readers.jats_math import from_mathml, from_tex
from extract.readers.jats_names import BLOCKS, FLOATING, LINES, SILENT
from extract.readers.jats_tree import Element, elements, first, name

_NEGATIVE = re.compile(r"[-\u2212]\d")


def plain(element: Element | None) -> str:
    """The printed text of an element on one line, "" for None."""
    if element is None:
        return ""
    inline = Inline()
    write(element, inline, InlineRules())
    return inline.text


class InlineRules:
    """How to write running text: the ids of references, and where met block elements go."""

    def __init__(self, references: Container[str] = frozenset(), floats: list[Element] | None = None) -> None:
        self.references = references
        self.floats = floats

    def ids(self, xref: Element) -> tuple[str, ...]:
        """The ids of the references that a cross reference points to."""
        return tuple(i for i in (xref.get("rid") or "").split() if i in self.references)


def write(element: Element, inline: Inline, rules: InlineRules) -> None:
    """Write the content of an element, without its tail."""
    inline.write(element.text)
    for child in element:
        write_child(child, inline, rules)
        inline.write(child.tail)


def write_child(child: Element, inline: Inline, rules: InlineRules) -> None:
    """Write one child by the rule of its name."""
    tag = name(child)
    if not tag:
        _write_entity(child, inline)
    elif tag in SILENT:
        inline.gap(" ")
    elif tag in BLOCKS and rules.floats is not None:
        inline.gap(" ")
        rules.floats.append(child)
    elif tag in FLOATING:
        inline.gap(" ")
    else:
        _SPECIAL.get(tag, write)(child, inline, rules)


def _write_entity(child: Element, inline: Inline) -> None:
    """A named character (&nbsp;) that the parser left alone because no DTD is loaded."""
    if isinstance(child, etree._Entity):
        from html.entities import html5

        inline.write(html5.get(f"{child.name};", " "))


def _write_break(child: Element, inline: Inline, rules: InlineRules) -> None:
    inline.gap(inline.line_break)


def _write_raised(child: Element, inline: Inline, rules: InlineRules) -> None:
    _part_digits(child, inline)
    write(child, inline, rules)


def _part_digits(child: Element, inline: Inline) -> None:
    """A digit raised after a digit gets "^", so that 10 to the 9th is not 109, nor 10 to the -6th a range."""
    if not inline.last.isdigit():
        return
    raised = "".join(child.itertext()).lstrip()
    before = child.getprevious()
    goes_on = before is not None and name(before) == "sup" and not before.tail
    if raised[:1].isdigit() or (_NEGATIVE.match(raised) and not goes_on):
        inline.write("^")


def _write_xref(child: Element, inline: Inline, rules: InlineRules) -> None:
    ids = rules.ids(child)
    if ids:
        _part_digits(child, inline)
    start = inline.position
    write(child, inline, rules)
    if ids:
        inline.cites.append(Cite(start, inline.length, ids))


def _write_alternatives(child: Element, inline: Inline, rules: InlineRules) -> None:
    chosen = choice(child)
    if chosen is None:
        inline.gap(" ")
    else:
        write_child(chosen, inline, rules)


def choice(alternatives: Element) -> Element | None:
    """The one of several renderings that is read: LaTeX only where there is no other."""
    usable = [c for c in elements(alternatives) if name(c) not in SILENT]
    return next((c for c in usable if name(c) != "tex-math"), usable[0] if usable else None)


def _write_formula(child: Element, inline: Inline, rules: InlineRules) -> None:
    """A formula in one rendering, without the number in the margin of one that stands on its own line."""
    left_out = {"label", "tex-math"} if first(child, "math") is not None else {"label"}
    if name(child) == "disp-formula":
        inline.gap(" ")
    _write_without(child, inline, rules, left_out)
    if name(child) == "disp-formula":
        inline.gap(" ")


def _write_without(child: Element, inline: Inline, rules: InlineRules, left_out: set[str]) -> None:
    inline.write(child.text)
    for part in child:
        if name(part) not in left_out:
            write_child(part, inline, rules)
        inline.write(part.tail)


def _write_tex(child: Element, inline: Inline, rules: InlineRules) -> None:
    inline.gap(" ")
    inline.write(from_tex("".join(child.itertext())))
    inline.gap(" ")


def _write_apart(child: Element, inline: Inline, rules: InlineRules) -> None:
    inline.gap(" ")
    write(child, inline, rules)
    inline.gap(" ")


def _write_line(child: Element, inline: Inline, rules: InlineRules) -> None:
    inline.gap(inline.line_break)
    write(child, inline, rules)
    inline.gap(inline.line_break)


def _write_abbreviation(child: Element, inline: Inline, rules: InlineRules) -> None:
    """An abbreviation; the meaning that the markup gives it is not printed."""
    _write_without(child, inline, rules, {"def"})


def _write_math(child: Element, inline: Inline, rules: InlineRules) -> None:
    inline.write(from_mathml(child))


_SPECIAL = {
    "break": _write_break,
    "sup": _write_raised,
    "xref": _write_xref,
    "abbrev": _write_abbreviation,
    "alternatives": _write_alternatives,
    "disp-formula": _write_formula,
    "inline-formula": _write_formula,
    "math": _write_math,
    "tex-math": _write_tex,
    **dict.fromkeys(("td", "th", "entry", "term", "def", "label"), _write_apart),
    **dict.fromkeys(LINES | BLOCKS, _write_line),
}
