"""The main text of a page: the library's vote says where it is, names and roles say what to leave out there."""

from __future__ import annotations

import copy
import re
from collections import defaultdict

from lxml import etree

from extract.readers.html_names import (
    AROUND,
    HEADINGS,
    ROLES,
    SILENT,
    has_part,
    heading_level,
    is_hidden,
    local,
    said_by,
    words_of,
)
from extract.readers.html_references import References
from extract.readers.jats_tree import Element

_WORD = re.compile(r"\w+")
_OPENING_WORDS = 6
_VOTERS = frozenset(("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "div", "section", "blockquote", "dd", "span"))
# The main text stands in the smallest element with so much of what the library calls text ...
_MAIN_SHARE = 0.98
# ... and a part with so much of it is no menu, whatever its name.
_TEXT_SHARE = 0.2
_VOTED_SHARE, _SHORTEST_VOTED = 0.8, 200


def text_lengths(root: Element) -> dict[Element, int]:
    """How many characters each element prints, white space included."""
    lengths: dict[Element, int] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        lengths[element] = len(element.text or "") + sum(lengths.get(c, 0) + len(c.tail or "") for c in element)
    return lengths


class MainText:
    """Where the main text of a page is; ``root`` is the smallest element that holds it."""

    def __init__(self, page: Element, lengths: dict[Element, int], references: References) -> None:
        self.references = references
        self.lengths = lengths
        self.weights = _weights(page, lengths)
        self._citing = {a for e in page.iter("a") if references.cited_by(e) is not None for a in e.iterancestors()}
        self._total = max(self.weights.values(), default=0)
        self.root = self._main(page)

    def prune(self) -> None:
        """Take out of the main text what is hidden or stands around an article."""
        stack = list(self.root)[::-1]
        while stack:
            element = stack.pop()
            if self._is_outside(element):
                element.drop_tree()  # type: ignore[attr-defined]
            elif not self.references.is_entry(element):
                stack.extend(list(element)[::-1])

    def is_text(self, element: Element) -> bool:
        """Whether a part cannot be left out whatever its name.

        It holds the reference list, or much of the text, or what the library calls text and a citation in it.
        """
        weight = self.weights.get(element, 0)
        return (
            self.references.holds(element)
            or weight > self._total * _TEXT_SHARE
            or bool(weight and element in self._citing)
        )

    def _is_printed_button(self, element: Element) -> bool:
        """Whether a button is a citation, or a heading that opens and closes its section."""
        parent = element.getparent()
        return self.references.cited_by(element) is not None or (parent is not None and local(parent) in HEADINGS)

    def _is_voted(self, element: Element) -> bool:
        """Whether the library calls nearly all of a part text: a name alone does not outvote it."""
        length = self.lengths.get(element, 0)
        return length > _SHORTEST_VOTED and self.weights.get(element, 0) > length * _VOTED_SHARE

    def _main(self, page: Element) -> Element:
        main = next(iter(page.iter("body")), page)
        while self._total:
            inner = max(main, key=lambda e: self.weights.get(e, 0), default=None)
            if inner is None or self.weights.get(inner, 0) < self._total * _MAIN_SHARE:
                break
            main = inner
        abstract = next((e for e in page.iter(etree.Element) if _opens_abstract(e)), None)
        around = set(abstract.iterancestors()) if abstract is not None else {main}
        while main not in around and (outer := main.getparent()) is not None:
            main = outer
        return main

    def _is_outside(self, element: Element) -> bool:
        tag = local(element)
        if tag == "button" and self._is_printed_button(element):
            return False
        if tag in SILENT:
            return True
        if tag in ("html", "body", "main") or self.is_text(element):
            return False
        if is_hidden(element):
            return not _is_kept_heading(element)
        if tag in AROUND or element.get("role") in ROLES:
            return not has_part(words_of(element), "box")
        words = words_of(element)
        if not has_part(words, "around") or has_part(words, "table") or self._is_voted(element):
            return False
        if any(said_by(e) not in ("", "references") for e in element.iter(*HEADINGS)):
            return False
        return self.references.cited_by(element) is None


def _opens_abstract(element: Element) -> bool:
    """Whether an element is the abstract or its heading, which the library may take for something else."""
    if heading_level(element):
        return said_by(element) == "abstract"
    return local(element) in ("div", "section") and has_part(words_of(element), "abstract")


def _is_kept_heading(element: Element) -> bool:
    """Headings for screen readers only are headings all the same."""
    shown = element.get("aria-hidden") != "true" and "none" not in element.get("style", "")
    return shown and local(element) in HEADINGS


def _weights(page: Element, lengths: dict[Element, int]) -> dict[Element, int]:
    """How many characters below each element the library calls main text."""
    kept = _kept(page)
    weights: dict[Element, int] = defaultdict(int)
    stack = [page]
    while stack:
        element = stack.pop()
        if local(element) in _VOTERS and _opening(element) in kept and not _holds_voters(element, kept):
            weights[element] += lengths.get(element, 0)
            for ancestor in element.iterancestors():
                weights[ancestor] += lengths.get(element, 0)
        else:
            stack.extend(element)
    return weights


def _holds_voters(element: Element, kept: set[str]) -> bool:
    return any(local(child) in _VOTERS and local(child) != "span" for child in element)


def _kept(page: Element) -> set[str]:
    """The first words of every paragraph that trafilatura keeps."""
    from trafilatura import bare_extraction  # slow to import, and only pages need it

    found = bare_extraction(copy.deepcopy(page), fast=True, favor_recall=True, include_comments=False)  # type: ignore[arg-type]
    body = getattr(found, "body", None)
    return {_opening(e) for e in body.iter("p", "item", "head", "cell", "quote")} - {""} if body is not None else set()


def _opening(element: Element) -> str:
    """The first words of an element, without those between the lines of a long text."""
    words: list[str] = []
    for piece in element.itertext():
        words.extend(_WORD.findall(piece[:400]))
        if len(words) >= _OPENING_WORDS:
            break
    return " ".join(words[:_OPENING_WORDS])
