"""Running text of JATS elements: what is printed, what is left out, where the citations are."""

from __future__ import annotations

from collections.abc import Container, Iterator

from lxml import etree

from extract.readers.builder import Cite, Inline
from extract.readers.jats_names import BLOCKS, SILENT

Element = etree._Element

# Function application, invisible times and the like.
_INVISIBLE = dict.fromkeys(range(0x2061, 0x2065))


def name(element: Element) -> str:
    """The local name of an element: no namespace; "" for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def elements(element: Element, tag: str = "") -> Iterator[Element]:
    """The child elements, all or those of one local name."""
    for child in element:
        found = name(child)
        if found and (not tag or found == tag):
            yield child


def first(element: Element | None, *path: str) -> Element | None:
    """The first element down a path of local names, or None."""
    for step in path:
        element = next(elements(element, step), None) if element is not None else None
    return element


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
    elif tag in BLOCKS:
        inline.gap(" ")
        if rules.floats is not None:
            rules.floats.append(child)
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
    """A digit raised after a digit gets "^", so that 10 to the 9th is not 109."""
    if inline.last.isdigit() and "".join(child.itertext()).lstrip()[:1].isdigit():
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
    usable = [c for c in elements(child) if name(c) not in SILENT]
    if usable:
        write_child(usable[0], inline, rules)
    else:
        inline.gap(" ")


def _write_apart(child: Element, inline: Inline, rules: InlineRules) -> None:
    inline.gap(" ")
    write(child, inline, rules)
    inline.gap(" ")


def _write_paragraph(child: Element, inline: Inline, rules: InlineRules) -> None:
    inline.gap(inline.line_break)
    write(child, inline, rules)
    inline.gap(inline.line_break)


def _write_math(child: Element, inline: Inline, rules: InlineRules) -> None:
    inline.write(_math(child))


def _math(element: Element) -> str:
    """A formula on one line: fractions with a slash, digits raised after digits with "^"."""
    tag = name(element)
    parts = [_math(child) for child in elements(element) if name(child) not in SILENT]
    if tag == "mfrac":
        return "/".join(parts)
    if tag == "msup" and len(parts) == 2 and parts[0][-1:].isdigit() and parts[1][:1].isdigit():
        return "^".join(parts)
    if tag in ("mtable", "mtr"):
        return " ".join(parts)
    return "".join([(element.text or "").strip(), *parts]).translate(_INVISIBLE)


_SPECIAL = {
    "break": _write_break,
    "sup": _write_raised,
    "xref": _write_xref,
    "alternatives": _write_alternatives,
    "disp-formula": _write_apart,
    "p": _write_paragraph,
    "title": _write_paragraph,
    "math": _write_math,
}
