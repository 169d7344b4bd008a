"""What a page is made of: the parts of a JATS article by the names that the manners use."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from lxml import etree

Element = etree._Element
_FIELDS = ("article-title", "source", "year", "volume", "fpage")


@dataclass(frozen=True, slots=True)
class Article:
    """A JATS article taken apart: ``entries`` have the values of an entry's placeholders, ``positions`` its number."""

    title: str
    abstract: Element | None
    body: Element
    floats: list[Element]
    back: list[Element]
    entries: list[dict[str, str | int]]
    positions: dict[str, int]


def load(path: Path) -> Article:
    """Take the article of a JATS file apart; names lose their namespaces."""
    root = etree.parse(str(path)).getroot()
    for element in root.iter(etree.Element):
        element.tag = element.tag.rpartition("}")[2]
    refs = list(root.iter("ref"))
    parts = [e for back in root.findall("back") for e in back if e.tag in ("ack", "fn-group", "sec", "notes")]
    return Article(
        text_of(root.find(".//article-title")),
        root.find(".//article-meta/abstract"),
        root.find("body"),
        [f for group in root.findall("floats-group") for f in group],
        parts,
        [_entry(n, ref) for n, ref in enumerate(refs, start=1)],
        {i: n for n, ref in enumerate(refs, start=1) for e in (ref, *ref) if (i := e.get("id"))},
    )


def text_of(element: Element | None) -> str:
    """The text of an element on one line, escaped."""
    return "" if element is None else escape(" ".join("".join(element.itertext()).split()), quote=False)


def _entry(number: int, ref: Element) -> dict[str, str | int]:
    names = [f"{text_of(e.find('surname'))} {text_of(e.find('given-names'))}".strip() for e in ref.iter("name")]
    names += [text_of(e) for e in ref.iter("collab")]
    names += ["et al"] if any(True for _ in ref.iter("etal")) else []
    title, journal, year, volume, page = (text_of(next(ref.iter(tag), None)) for tag in _FIELDS)
    parts = [part.rstrip(".") for part in (", ".join(names), title, journal) if part]
    place = f"{volume}:{page}" if volume else ""
    citation = next((e for e in ref if e.tag != "label"), ref)
    label = text_of(ref.find("label")).rstrip(".")
    return {
        "n": number,
        "label": label,
        "dotted": f"{label}." if label else "",
        "bracketed": f"[{label}]" if label else "",
        "authors": ", ".join(names),
        "entry_title": title,
        "journal": journal,
        "year": year,
        "place": place,
        "whole": f"{'. '.join(parts)}. {year};{place}." if names else text_of(citation),
    }
