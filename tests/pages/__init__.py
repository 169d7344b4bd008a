"""Publishers' pages made of the project's own articles: one text in the markup of many publishers.

A manner is a file of ``manners/``: after a line ``== part`` stands the markup of that part, with
placeholders such as ``{inner}``. A line break in it is a blank, and nothing before a tag.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from pathlib import Path

from pages.article import Article, Element, load, text_of

FOLDER = Path(__file__).parent / "manners"
MANNERS = tuple(sorted(path.stem for path in FOLDER.glob("*.html")))
_PART = re.compile(r"^== (\w+)\n", re.M)
_PLACE = re.compile(r"\{(\w+)(?::(\d\dd))?\}")
_BREAK = re.compile(r"\n(?=<)")
_MARKS = {"italic": "em", "bold": "strong", "sup": "sup", "sub": "sub"}


def render(path: Path, manner: str) -> str:
    """The page of a JATS file in a manner."""
    return Page(load(path), parts_of(manner)).page()


@lru_cache(maxsize=64)
def parts_of(manner: str) -> dict[str, str]:
    """The markup of a manner, part by part."""
    _, *pieces = _PART.split((FOLDER / f"{manner}.html").read_text(encoding="utf-8"))
    texts = (_BREAK.sub("", text.strip()).replace("\n", " ") for text in pieces[1::2])
    return dict(zip(pieces[::2], texts, strict=True))


class Page:
    """One article in one manner."""

    def __init__(self, article: Article, parts: dict[str, str]) -> None:
        self.article = article
        self.parts = parts
        self.cited = 0
        self.tables = 0

    def page(self) -> str:
        article = self.article
        abstract = "" if article.abstract is None else self._part("abstract", inner=self._blocks(article.abstract, 3))
        rest = "".join(self._block(e, 2) for e in (*article.floats, *article.back))
        entries = "".join(self._part("entry", **values) for values in article.entries)
        kind = "ol" if article.entries[0]["label"] else "ul"
        return self._part(
            "page",
            title=article.title,
            abstract=abstract,
            body=self._blocks(article.body, 2) + rest,
            references=self._part("references", entries=entries, list=kind),
        )

    def _part(self, part: str, **values: str | int) -> str:
        """The markup of a part with its placeholders filled; other braces stay."""

        def fill(found: re.Match[str]) -> str:
            value = values.get(found[1], found[0])
            return format(value, found[2]) if found[2] else str(value)

        return _PLACE.sub(fill, self.parts[part])

    # -- blocks

    def _blocks(self, element: Element, level: int) -> str:
        return "".join(self._block(child, level) for child in element)

    def _block(self, element: Element, level: int) -> str:
        """One block by its JATS name; what is no block of its own prints nothing here."""
        match element.tag:
            case "sec" | "ack" | "notes":
                return self._section(element, level)
            case "p":
                floats = "".join(self._block(e, level) for e in element.iter("table-wrap", "fig", "list"))
                return self._part("paragraph", inner=self._inline(element)) + floats
            case "list":
                items = ("".join(map(self._inline, item.iter("p"))) for item in element.findall("list-item"))
                return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
            case "table-wrap":
                return self._table(element)
            case "fig":
                label = text_of(element.find("label"))
                return self._part("figure", label=label, caption=self._caption(element))
            case "boxed-text" | "disp-quote" | "fn-group" | "fn":
                return self._blocks(element, level)
        return ""

    def _section(self, element: Element, level: int) -> str:
        words = self._inline(element.find("title"))
        heading = self._part("heading", level=level, words=words) if words else ""
        return self._part("section", level=level, heading=heading, inner=self._blocks(element, level + 1))

    def _table(self, element: Element) -> str:
        self.tables += 1
        return self._part(
            "table",
            n=self.tables,
            label=text_of(element.find("label")),
            caption=self._caption(element),
            grid="".join(self._grid(table) for table in element.iter("table")),
            notes="".join(self._note(note) for foot in element.findall("table-wrap-foot") for note in foot),
        )

    def _caption(self, element: Element) -> str:
        return " ".join(self._inline(p) for p in element.findall("caption/*"))

    def _note(self, note: Element) -> str:
        mark = text_of(note.find("label"))
        text = self._inline(note) if note.tag == "p" else " ".join(self._inline(p) for p in note.iter("p"))
        return self._part("note", mark=mark, raised=f"<sup>{mark}</sup> " if mark else "", text=text)

    def _grid(self, element: Element) -> str:
        """Rows and cells as they are, with their spans."""
        if element.tag in ("td", "th"):
            spans = "".join(f" {k}='{v}'" for k, v in element.attrib.items() if k in ("rowspan", "colspan"))
            return f"<{element.tag}{spans}>{self._inline(element)}</{element.tag}>"
        if element.tag not in ("table", "thead", "tbody", "tr"):
            return ""
        return f"<{element.tag}>{''.join(map(self._grid, element))}</{element.tag}>"

    # -- running text

    def _inline(self, element: Element | None) -> str:
        """The running text of an element; blocks in it are left to ``_block``."""
        if element is None:
            return ""
        pieces = [escape(element.text or "", quote=False)]
        for child in element:
            pieces += [self._marked(child), escape(child.tail or "", quote=False)]
        return "".join(pieces)

    def _marked(self, child: Element) -> str:
        if child.tag in ("table-wrap", "fig", "list", "label"):
            return ""
        if child.tag == "break":
            return "<br>"
        inner = self._inline(child)
        if child.tag == "xref" and child.get("ref-type") == "bibr":
            self.cited += 1
            number = self.article.positions[child.get("rid", "").split()[0]]
            return self._part("cite", n=number, text=inner, nth=self.cited)
        tag = _MARKS.get(child.tag)
        return f"<{tag}>{inner}</{tag}>" if tag else inner
