"""Pages that are no article, told by their words, and pages that hold only the abstract of one."""

from __future__ import annotations

from itertools import islice

from extract.errors import ReadError
from extract.lexicon import lexicon
from extract.normal import normalise
from extract.readers.html_names import SILENT, local
from extract.readers.jats_tree import Element

# An article, or a passage of one, is longer; a notice hardly ever is.
_LONGEST_NOTICE = 1500
_PIECES = 2000
_PAYWALL = "paywall"


def page_text(root: Element) -> str:
    """What a page prints first, the words of its title and notices among them."""
    unseen = SILENT - {"title", "noscript", "button", "head"}
    pieces = (
        piece
        for element in root.iter()
        for piece in (element.text if local(element) not in unseen else None, element.tail)
        if piece and piece.strip()
    )
    return normalise(" ".join(islice(pieces, _PIECES)))


def refuse(article: Element, page: str, path: str) -> None:
    """Raise ReadError for a page that prints little and says why; ``page`` is the text of all of it."""
    if _printed(article.find("body")) + _printed(article.find("front")) > _LONGEST_NOTICE or cites(article):
        return
    cause = next((h.row.value for h in lexicon("refusals").find(page) if h.row.value != _PAYWALL), "")
    if cause:
        raise ReadError(f"{path}: {cause}, not an article")
    if not article.findtext(".//p") and not any(True for _ in article.iter("p", "td", "th", "ref")):
        raise ReadError(f"{path}: HTML without the text of an article")


def warnings_of(article: Element, page: str) -> list[str]:
    """What a reader of the records should know: that the page holds an abstract and nothing else."""
    if article.find(".//abstract") is None or _printed(article.find("body")) > _LONGEST_NOTICE or cites(article):
        return []
    asked = any(h.row.value == _PAYWALL for h in lexicon("refusals").find(page))
    return ["the page holds only the abstract" + ("; the rest is behind a request for access" if asked else "")]


def cites(article: Element) -> bool:
    """Whether the text cites an entry of its reference list."""
    return any(True for _ in article.iter("xref"))


def _printed(part: Element | None) -> int:
    return sum(len(piece) for piece in part.itertext()) if part is not None else 0
