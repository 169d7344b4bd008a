"""What the tags of a citation say of its work, field by field."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from extract.readers.jats_inline import plain
from extract.readers.jats_names import PEOPLE
from extract.readers.jats_tree import Element, elements, name

# Tag and field; the first tag of a field that has words counts.
_TAGS = (
    ("article-title", "title"),
    ("chapter-title", "title"),
    ("data-title", "title"),
    ("source", "journal"),
    ("publisher-name", "publisher"),
    ("year", "year"),
    ("volume", "volume"),
    ("issue", "issue"),
    ("supplement", "issue"),
    ("elocation-id", "pages"),
)
_NUMBERS = {"doi": "doi", "pmid": "pmid", "pmcid": "pmcid", "pmc": "pmcid"}


def marked(citation: Element) -> dict[str, str]:
    """The fields of ``references.work.Work`` that a citation has tags for; empty for one that is running text."""
    found: dict[str, str] = {}
    first: dict[str, str] = {}
    for element in citation.iter(etree.Element):
        tag = name(element)
        if tag in ("pub-id", "ext-link", "object-id"):
            kind = _NUMBERS.get(element.get("pub-id-type") or element.get("ext-link-type") or "")
            if kind:
                found.setdefault(kind, plain(element) or (element.text or "").strip())
        else:
            first.setdefault(tag, plain(element))
    for tag, field in _TAGS:
        if words := first.get(tag):
            found.setdefault(field, words)
    if "title" not in found and "publisher" in found and "journal" in found:
        found["title"] = found.pop("journal")
    if pages := "-".join(filter(None, (first.get("fpage"), first.get("lpage")))):
        found["pages"] = pages
    if authors := "; ".join(_commas(citation)):
        found["authors"] = authors
    return {field: words for field, words in found.items() if words}


def people(citation: Element) -> Iterator[tuple[str, str]]:
    """Yield the authors as (surname, printed name); editors of books are no authors."""
    return (_person(e) for e in _authors(citation))


def _authors(citation: Element) -> Iterator[Element]:
    for child in elements(citation):
        if name(child) in PEOPLE:
            yield child
        elif name(child) == "person-group" and child.get("person-group-type", "author") == "author":
            yield from (e for e in elements(child) if name(e) in PEOPLE)


def _person(element: Element) -> tuple[str, str]:
    surname, given = _part(element, "surname"), _part(element, "given-names")
    return (surname, f"{surname} {given}".strip()) if surname else (plain(element), plain(element))


def _commas(citation: Element) -> Iterator[str]:
    """The authors as "Family, Given, Suffix", a group by its name."""
    for element in _authors(citation):
        surname = _part(element, "surname")
        told = (surname, _part(element, "given-names"), _part(element, "suffix")) if surname else (plain(element),)
        yield ", ".join(filter(None, told)).replace(";", ",")


def _part(element: Element, tag: str) -> str:
    return next((plain(e) for e in element.iter(etree.Element) if name(e) == tag), "")
