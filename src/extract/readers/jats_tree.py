"""Walking a tree of XML by local names, whatever its namespaces are."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

Element = etree._Element


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
