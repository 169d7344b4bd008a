"""The element names of HTML by how the reader treats them, and what class names and roles say."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.lexicon import Lexicon, lexicon
from extract.readers.headings import heading_kind
from extract.readers.jats_tree import Element, name

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# fmt: off
BLOCKS = HEADINGS | frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "legend", "li", "main",
    "menu", "nav", "ol", "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
))
# Never printed, or no text of an article.
SILENT = frozenset((
    "applet", "area", "audio", "base", "button", "canvas", "col", "colgroup", "datalist", "embed", "frame", "frameset",
    "head", "iframe", "img", "input", "link", "map", "meta", "noframes", "noscript", "object", "option", "param",
    "picture", "script", "select", "source", "style", "svg", "template", "textarea", "title", "track", "video", "wbr",
))
# Parts of the page around the article, by HTML's own names and by ARIA's.
AROUND = frozenset(("aside", "dialog", "footer", "form", "menu", "nav", "search"))
ROLES = frozenset((
    "alert", "alertdialog", "banner", "complementary", "contentinfo", "dialog", "menu", "menubar", "navigation",
    "search", "tablist", "toolbar", "tooltip",
))
# fmt: on
_CUT = re.compile(r"[^A-Za-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN_STYLE = re.compile(r"(?i)(?:display\s*:\s*none|visibility\s*:\s*hidden)")


def local(element: Element) -> str:
    """The name of an element, without the prefix that XHTML may have."""
    return name(element).rpartition(":")[2]


def heading_level(element: Element) -> int:
    """The level of a heading, 0 for other elements."""
    tag = local(element)
    if tag in HEADINGS:
        return int(tag[1])
    if element.get("role") != "heading":
        return 0
    level = element.get("aria-level", "2")
    return int(level) if level.isdigit() and 0 < int(level) < 10 else 2


def said_by(heading: Element) -> str:
    """What kind of section a heading says it heads, "" for other words."""
    return heading_kind(" ".join("".join(heading.itertext()).split()))


def words_of(element: Element) -> str:
    """The words in the class, id and role of an element: "refList c-box" is "ref list c box"."""
    said = " ".join(filter(None, (element.get("class"), element.get("id"), element.get("role"))))
    return _words(said) if said else ""


@lru_cache(maxsize=4096)
def _words(said: str) -> str:
    return " ".join(_CUT.sub(" ", _CAMEL.sub(" ", said[:400])).split()).lower()


def has_part(words: str, part: str) -> bool:
    """Whether names say that an element is a kind of part, by ``lexicon/pageparts.csv``."""
    return bool(words) and part in _parts(words, lexicon("pageparts"))


@lru_cache(maxsize=4096)
def _parts(words: str, rows: Lexicon) -> frozenset[str]:
    return frozenset(hit.row.value for hit in rows.find(words))


def is_hidden(element: Element) -> bool:
    """Whether the markup itself hides an element from the reader's eye."""
    if element.get("hidden") is not None or _HIDDEN_STYLE.search(element.get("style", "")):
        return True
    return element.get("aria-hidden") == "true" or has_part(words_of(element), "hidden")
