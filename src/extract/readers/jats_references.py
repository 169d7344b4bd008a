"""The reference list of a JATS article: entries, the labels they are cited by, and what xrefs cite."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from functools import partial

from lxml import etree

from extract.document import CrossReference
from extract.readers.builder import Cite, Inline
from extract.readers.entries import parse_entry
from extract.readers.jats_inline import InlineRules, plain, write_child
from extract.readers.jats_names import CITATIONS, PEOPLE, PLACE, SILENT
from extract.readers.jats_tree import Element, elements, first, name
from extract.readers.jats_works import marked, people
from extract.readers.labels import YEAR, as_cited, author_year, is_author_year
from extract.readers.reference_lines import Style, citation_style

_NUMBER = re.compile(r"\[?(\d{1,4}[a-z]?)[\].)]?\Z")
_DASH = r"\s?[-\u2010-\u2015\u2212]\s?"
_RANGE = re.compile(r"[\])\s]{0,2}[-\u2010-\u2015\u2212][\[(\s]{0,2}\Z")
# Numbers and ranges as one cross reference prints them: "2-5, 8".
_PRINTED = re.compile(
    rf"\D{{0,3}}\d{{1,4}}(?:{_DASH}\d{{1,4}})?(?:[,;\s]{{1,3}}\d{{1,4}}(?:{_DASH}\d{{1,4}})?){{0,60}}\D{{0,3}}\Z"
)
_PIECE = re.compile(rf"(\d{{1,4}})(?:{_DASH}(\d{{1,4}}))?")
# The other end of a range that is no cross reference: "[<xref>2</xref>-5]", "[2-<xref>5</xref>]".
_PLAIN_END = re.compile(r"[-\u2010-\u2015\u2212](\d{1,4})(?![\w%]|\.\d)")
_PLAIN_START = re.compile(r"(?<![\w.,])(\d{1,4})[-\u2010-\u2015\u2212]\Z")
_MARKS = " .[](){}*\u2022\u25cf\u2020"
# A longer range is a slip of typesetting, such as "[1-2005]".
_LONGEST_RANGE = 100
_JOINTS = frozenset(("", ",", ";", "and", "&", ", and"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A ``<ref>``: its element, label, and what its first citation tells."""

    element: Element
    label: str
    title: str | None
    year: str | None
    authors: tuple[str, ...]
    marked: dict[str, str] = field(default_factory=dict)


class ReferenceList:
    """The entries of an article by the id that its cross references use, in printed order."""

    def __init__(self, article: Element) -> None:
        refs = [e for e in article.iter(etree.Element) if name(e) == "ref"]
        self._by_element = {e: i for i, e in enumerate(refs)}
        self.ids = {i: n for n, e in enumerate(refs) for i in _ids(e)}
        printed = _printed_citations(article, self.ids)
        style = None if printed else citation_style(_body_text(article) if refs else "")
        self.author_year = style.by_year(any(map(_is_numbered, refs))) if style else _is_author_year(printed)
        label = partial(_year_label, style=style) if self.author_year else _number_label
        labels = _apart([label(e, n, printed[n]) for n, e in enumerate(refs)])
        self.entries = tuple(_entry(e, label) for e, label in zip(refs, labels, strict=True))
        self._positions = {e.label: n for n, e in enumerate(self.entries)}

    def entry(self, ref: Element) -> Entry:
        """The entry of a ``<ref>`` element."""
        return self.entries[self._by_element[ref]]

    def resolve(self, text: str, cites: list[Cite], written: Container[str]) -> Iterator[CrossReference]:
        """Yield the citations with their labels; "4" and "6" with a dash between are one, 4 to 6.

        ``written`` has the labels of the entries that stand in the text; nothing else can be cited.
        """
        i = end = 0
        while i < len(cites):
            last = i
            if not self.author_year and i + 1 < len(cites) and self._is_range(text, cites[i], cites[i + 1]):
                last = i + 1
            start, end, numbers = self._cited(text, cites[i], cites[last], end)
            labels = tuple(x for n in numbers if (x := self.entries[n].label) in written)
            if labels:
                yield CrossReference(start, end, labels)
            i = last + 1

    def _is_range(self, text: str, one: Cite, two: Cite) -> bool:
        """Whether a dash joins two citations: it stands between them, or at the end of one of them."""
        start = one.start + len(text[one.start : one.end].rstrip("])-\u2010\u2011\u2012\u2013\u2014\u2015\u2212 "))
        end = two.end - len(text[two.start : two.end].lstrip("[(-\u2010\u2011\u2012\u2013\u2014\u2015\u2212 "))
        span = self.ids[two.ids[0]] - self.ids[one.ids[-1]]
        return end - start < 6 and bool(_RANGE.match(text[start:end])) and 0 < span <= _LONGEST_RANGE

    def _cited(self, text: str, one: Cite, two: Cite, after: int) -> tuple[int, int, list[int]]:
        """The span of one citation behind ``after``, or of a range from one to another, and the entries it cites."""
        cited = list(dict.fromkeys(self.ids[i] for i in one.ids))
        if two is not one:
            return one.start, two.end, [*cited, *range(cited[-1] + 1, self.ids[two.ids[-1]] + 1)]
        if self.author_year:
            return one.start, one.end, cited
        printed = self._printed(text[one.start : one.end])
        if set(cited) < set(printed):
            return one.start, one.end, printed
        return self._half_marked(text, one, cited, after)

    def _printed(self, words: str) -> list[int]:
        """The entries that "2-5, 8" names by their labels, none where it is no such list."""
        found: list[int] = []
        for low, high in _PIECE.findall(words) if _PRINTED.match(words) else ():
            ends = self._positions.get(low), self._positions.get(high or low)
            if ends[0] is None or ends[1] is None or not ends[0] <= ends[1] <= ends[0] + _LONGEST_RANGE:
                return []
            found += range(ends[0], ends[1] + 1)
        return found

    def _half_marked(self, text: str, cite: Cite, cited: list[int], least: int) -> tuple[int, int, list[int]]:
        """A citation that is one end of a range whose other end is not marked up."""
        after = _PLAIN_END.match(text, cite.end)
        if after and (numbers := self._between(self.entries[cited[-1]].label, after.group(1))):
            return cite.start, after.end(), [*cited[:-1], *numbers]
        before = _PLAIN_START.search(text, max(least, cite.start - 6), cite.start)
        if before and (numbers := self._between(before.group(1), self.entries[cited[0]].label)):
            return before.start(), cite.end, [*numbers, *cited[1:]]
        return cite.start, cite.end, cited

    def _between(self, low: str, high: str) -> list[int]:
        rises = low.isdecimal() and high.isdecimal() and int(low) < int(high)
        return self._printed(f"{low}-{high}") if rises else []


def _ids(ref: Element) -> Iterator[str]:
    """The ids of a ref and of the citations in it: either may be what an xref points to."""
    for element in ref.iter(etree.Element):
        if found := element.get("id"):
            yield found


def _apart(labels: list[str]) -> list[str]:
    """Labels that differ: a second list that begins with 1 again has "1 (2)"."""
    seen: Counter[str] = Counter()
    found = []
    for label in labels:
        seen[label] += 1
        found.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return found


def _printed_citations(article: Element, ids: dict[str, int]) -> dict[int, list[str]]:
    """What the text prints for each reference, a lone year completed by the names before it."""
    printed: dict[int, list[str]] = defaultdict(list)
    names = ""
    for xref in (e for e in article.iter(etree.Element) if name(e) == "xref"):
        rids = [ids[i] for i in (xref.get("rid") or "").split() if i in ids]
        text = as_cited(plain(xref))
        if YEAR.match(text) and names and _follows_xref(xref):
            text = f"{names} {text}"
        year = YEAR.search(text)
        names = text[: year.start()].strip() if year else ""
        if len(rids) == 1:
            printed[rids[0]].append(text)
    return printed


def _follows_xref(xref: Element) -> bool:
    before = xref.getprevious()
    return before is not None and name(before) == "xref" and (before.tail or "").strip() in _JOINTS


def _is_author_year(printed: dict[int, list[str]]) -> bool:
    texts = [t for found in printed.values() for t in found]
    years = sum(1 for t in texts if is_author_year(t) or YEAR.match(t))
    return years * 2 > len(texts)


def _number_label(ref: Element, position: int, printed: list[str]) -> str:
    """The number: what the text prints, else the list's label, else the position."""
    label = plain(first(ref, "label")).strip(_MARKS)
    numbers = Counter(t for t in printed if _NUMBER.match(t) and not YEAR.match(t))
    if not numbers:
        return label or str(position + 1)
    usual = numbers.most_common(1)[0][0]
    # "12a" and "12b" are parts of the entry 12
    return label if label and label in (*numbers, usual.rstrip("abcdefghijklmnopqrstuvwxyz")) else usual


def _is_numbered(ref: Element) -> bool:
    return bool(_NUMBER.match(plain(first(ref, "label"))))


def _body_text(article: Element) -> str:
    """The text that may cite, of an article whose citations are no cross references."""
    parts = (e for part in ("body", "floats-group") for e in elements(article, part))
    return " ".join(" ".join(part.itertext()) for part in parts)


def _year_label(ref: Element, position: int, printed: list[str], style: Style | None = None) -> str:
    """The label as the text prints it with a name, else built from the entry."""
    cited = Counter(t for t in printed if is_author_year(t))
    if cited:
        return cited.most_common(1)[0][0]
    citation = _citation(ref)
    lone = next((t for t in printed if YEAR.match(t)), None)
    surnames = [] if citation is None else [surname for surname, _ in people(citation)]
    others = citation is not None and any(name(e) == "etal" for e in citation.iter(etree.Element))
    year = _year(citation)
    if not surnames:
        parsed = parse_entry(plain(citation))
        surnames, others, year = list(parsed.surnames), parsed.others, parsed.year or year
    built = author_year(surnames, lone or year, others)
    built = style.label(built, surnames[0].split()[0]) if style and built else built
    return built or plain(first(ref, "label")) or str(position + 1)


def _citation(ref: Element) -> Element | None:
    for element in ref.iter(etree.Element):
        if name(element) in CITATIONS:
            return element
    return None


def _entry(ref: Element, label: str) -> Entry:
    citation = _citation(ref)
    if citation is None:
        return Entry(ref, label, None, None, ())
    title = next((plain(e) for e in citation.iter(etree.Element) if name(e) == "article-title"), None)
    authors = tuple(printed for _, printed in people(citation))
    year = _year(citation)
    if not title and not authors:
        parsed = parse_entry(plain(citation))
        title, authors, year = parsed.title, parsed.authors, parsed.year or year
    return Entry(ref, label, title or None, year, authors, marked(citation))


def _year(citation: Element | None) -> str | None:
    if citation is None:
        return None
    printed = next((plain(e) for e in citation.iter(etree.Element) if name(e) == "year"), "") or plain(citation)
    found = YEAR.search(printed)
    return found.group() if found else None


def printed_entry(ref: Element) -> str:
    """The text of an entry; one that is all elements gets the punctuation of a Vancouver list."""
    citations = [e for e in elements(ref) if name(e) in (*CITATIONS, "citation-alternatives", "note")]
    return " ".join(filter(None, (_printed_citation(e) for e in citations))) or plain(ref)


def _printed_citation(element: Element) -> str:
    if name(element) == "citation-alternatives":
        return next((_printed_citation(e) for e in elements(element)), "")
    loose = [element.text, *(child.tail for child in element)]
    if any(piece and piece.strip() for piece in loose) or name(element) == "note":
        inline = Inline()
        _write_spaced(element, inline)
        return inline.text
    authors = ", ".join(printed for _, printed in people(element))
    if any(name(e) == "etal" for e in element.iter(etree.Element)):
        authors += ", et al"
    rest = [plain(e) for e in elements(element) if name(e) not in (*PEOPLE, "person-group", "pub-id", *PLACE)]
    return " ".join(part if part[-1] in ".?!" else f"{part}." for part in (authors, *rest, _place(element)) if part)


def _write_spaced(element: Element, inline: Inline) -> None:
    """Write an entry as it is, with blanks where two elements touch: a publisher's style prints commas there."""
    inline.write(element.text)
    for child in element:
        if len(child) and name(child) not in SILENT:
            _write_spaced(child, inline)
        else:
            write_child(child, inline, InlineRules())
        if not child.tail:
            inline.gap(" ")
        inline.write(child.tail)


def _place(element: Element) -> str:
    """Year, volume, issue and pages: "2005;92(3):1212-20"."""
    get = {tag: plain(first(element, tag)) for tag in PLACE}
    pages = "-".join(filter(None, (get["fpage"], get["lpage"]))) or get["elocation-id"]
    issue = f"({get['issue']})" if get["issue"] else ""
    volume = f"{get['volume']}{issue}"
    return get["year"] + (f";{volume}" if volume else "") + (f":{pages}" if pages else "")
