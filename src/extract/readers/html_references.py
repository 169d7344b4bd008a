"""The reference list of a page: its entries, found by their shape, and what the page's links cite."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from extract.readers.html_names import AROUND, HEADINGS, has_part, heading_level, local, said_by, words_of
from extract.readers.jats_tree import Element
from extract.readers.labels import YEAR

_ENTRY_TAGS = frozenset(("li", "p", "div", "tr", "section", "dd", "article"))
_SHORTEST, _LONGEST = 25, 4000
_LONGEST_NUMBER = 20
_FEWEST = 3
# So many entries of a list have a year.
_DATED = 0.7
_NUMBER = re.compile(r"\s{0,9}[\[(]?(\d{1,4})(?:[\].)]{1,2}\s{0,9}|\s{1,9}(?=\S))")
_TOKEN = re.compile(r"[^\s#]{1,120}")
# Attributes that hold other things than the place a link leads to.
_NO_TARGET = frozenset(("id", "name", "class", "title", "style", "aria-label", "role", "target", "rel", "tabindex"))
_NAMED = ("id", "name", "content-id", "data-content-id", "data-id", "data-bib-id")


class _Key(NamedTuple):
    """What entries of one list share: parent, tag, class, and the heading or part that calls them references."""

    parent: Element
    tag: str
    shape: str
    region: Element | None


class References:
    """The entries of a page in printed order, and the places in the page that stand for them."""

    def __init__(self, root: Element, lengths: dict[Element, int]) -> None:
        self._targets = set(_link_targets(root))
        self.headings: set[Element] = set()
        self.entries: list[Element] = []
        self.positions: dict[Element, int] = {}
        self._number(self._find(root, lengths))
        self._holders = {*self.positions, *(a for e in self.positions for a in e.iterancestors())}
        self._by_name: dict[str, int] = {}
        self._by_back_link: dict[str, int] = {}
        for entry, n in self.positions.items():
            self._remember(n, entry)
        self.numbers = _numbers(self.entries)
        self._linked = self.entries and any(self.cited_by(a) is not None for a in root.iter("a", "button"))

    def _number(self, found: list[Element]) -> None:
        """Number the entries; one that another list of the page prints again is the same."""
        seen: dict[str, tuple[int, Element | None]] = {}
        for entry in found:
            words = "".join("".join(entry.itertext()).split())
            n, parent = seen.setdefault(words, (len(self.entries), entry.getparent()))
            if parent is entry.getparent():
                n = len(self.entries)
                self.entries.append(entry)
            self.positions[entry] = n

    @property
    def plain(self) -> dict[str, int]:
        """The entries by number, for a page whose citations are no links; empty for others."""
        return {} if self._linked else self.numbers

    def cited_by(self, link: Element) -> int | None:
        """The entry that an element leads to, or None."""
        if self.inside(link):
            return None
        for attribute, value in link.attrib.items():
            if attribute in _NO_TARGET:
                continue
            name = str(value).rpartition("#")[2].strip()
            if attribute == "href" and "#" not in value:
                continue
            if (n := self._by_name.get(name)) is not None and name and (attribute == "href" or not name.isdigit()):
                return n
        own = (link.get("id"), link.get("name"))
        return next((self._by_back_link[i] for i in own if i in self._by_back_link), None)

    def is_entry(self, element: Element) -> bool:
        """Whether an element is an entry."""
        return element in self.positions

    def holds(self, element: Element) -> bool:
        """Whether an entry lies in an element, or is it."""
        return element in self._holders

    def inside(self, element: Element) -> bool:
        """Whether an element is an entry or lies in one."""
        return element in self.positions or any(a in self.positions for a in element.iterancestors())

    def _remember(self, n: int, entry: Element) -> None:
        for element in (*_marks_before(entry), *entry.iter()):
            for attribute in _NAMED:
                self._by_name.setdefault(element.get(attribute, ""), n)
            href = element.get("href") or ""
            if "#" in href and len(name := href.rpartition("#")[2]) > 1:
                self._by_back_link.setdefault(name, n)

    def _find(self, root: Element, lengths: dict[Element, int]) -> list[Element]:
        """The entries: in the part that a heading or a name calls references, else what the links lead to."""
        groups: dict[_Key, list[Element]] = defaultdict(list)
        for element, region in _under_references(root):
            parent = element.getparent()
            if (
                parent is not None
                and local(element) in _ENTRY_TAGS
                and _SHORTEST <= lengths[element] <= _LONGEST
                and self._is_entry(element)
            ):
                shape = "" if local(element) in ("li", "tr") else element.get("class", "")
                groups[_Key(parent, local(element), shape, region)].append(element)
        named = [k for k in groups if k.region is not None]
        # paragraphs are led to as well, by the links back from the list
        dated = [k for k, group in groups.items() if sum(map(_has_year, group)) >= len(group) * _DATED]
        best = max(named or dated, key=lambda k: (self._cited(groups[k]), len(groups[k])), default=None)
        if best is None or (best.region is None and self._cited(groups[best]) < _FEWEST):
            return []
        if best.region is not None and heading_level(best.region):
            self.headings.add(best.region)
        around = {a for e in groups[best] for a in e.iterancestors()}
        keys = [k for k in named if (k.tag, k.shape) == (best.tag, best.shape) and not around & set(groups[k])]
        found = {e: None for k in (keys if named else [best]) for e in _whole(k, groups[k])}
        return [e for e in found if not any(a in found for a in e.iterancestors())]

    def _is_entry(self, element: Element) -> bool:
        return any(n in self._targets for n in _names(element)) or _has_year(element)

    def _cited(self, group: list[Element]) -> int:
        return sum(1 for e in group if any(n in self._targets for n in _names(e)))


def _whole(key: _Key, group: list[Element]) -> list[Element]:
    """A group with those like it that lack a year: all items of a list, else those between first and last."""
    alike = [e for e in key.parent if local(e) == key.tag and (not key.shape or e.get("class", "") == key.shape)]
    if key.tag in ("li", "tr"):
        return alike
    return alike[alike.index(group[0]) : alike.index(group[-1]) + 1]


def _has_year(element: Element) -> bool:
    return bool(YEAR.search("".join(element.itertext())))


def _names(entry: Element) -> Iterator[str]:
    for element in (*_marks_before(entry), *entry.iter()):
        for attribute in _NAMED:
            if name := element.get(attribute):
                yield name


def _marks_before(entry: Element) -> list[Element]:
    """An empty anchor right before an entry: the place that links lead to."""
    before = entry.getprevious()
    if before is None or len(before) or (before.text or "").strip() or (before.tail or "").strip():
        return []
    return [before]


def _link_targets(root: Element) -> Iterator[str]:
    """The names of places that the page's links lead to."""
    for link in root.iter("a", "button", "span"):
        for attribute, value in link.attrib.items():
            if attribute == "href":
                if "#" in value:
                    yield value.rpartition("#")[2]
            elif attribute not in _NO_TARGET:
                yield str(value).rpartition("#")[2]


def _under_references(root: Element) -> Iterator[tuple[Element, Element | None]]:
    """Every element with the heading or container that calls it a reference, None without one."""
    heading: Element | None = None
    below = 0
    inside: list[Element] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            if inside and inside[-1] is element:
                inside.pop()
            continue
        level = heading_level(element)
        if level and said_by(element) == "references":
            heading, below = element, level
        elif local(element) in AROUND or 0 < level <= below:
            heading = None
        if has_part(words_of(element), "references"):
            inside.append(element)
        yield element, heading if heading is not None else (inside[-1] if inside else None)


def _numbers(entries: list[Element]) -> dict[str, int]:
    """The entries by their number: as printed, else by position in an ordered list."""
    printed = [printed_number(e) for e in entries]
    if entries and all(printed[:3]):
        return {number: n for n, number in reversed(list(enumerate(printed))) if number}
    if entries and entries[0].getparent() is not None and local(entries[0].getparent()) == "ol":  # type: ignore[arg-type]
        return {str(n + 1): n for n in range(len(entries))}
    return {}


def printed_number(entry: Element) -> str:
    """The number that an entry prints or counts by, "" without one."""
    for attribute in ("data-counter", "data-content", "value", "data-label"):
        if found := _NUMBER.match(f"{entry.get(attribute, '')} "):
            return found.group(1)
    found = _NUMBER.match(_opening(entry))
    number = found.group(1) if found else ""
    return "" if YEAR.fullmatch(number) else number


def _opening(entry: Element) -> str:
    """The first characters of an entry, a heading in it left out."""
    pieces: list[str] = []
    stack: list[str | Element | None] = [entry]
    while stack and sum(map(len, pieces)) < _LONGEST_NUMBER:
        piece = stack.pop()
        if isinstance(piece, str):
            pieces.append(piece.lstrip() if not pieces else piece)
        elif piece is not None and local(piece) not in HEADINGS:
            for child in reversed(piece):
                stack.extend((child.tail, child))
            stack.append(piece.text)
    return "".join(pieces)
