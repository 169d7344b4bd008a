"""The reader for publishers' web pages: a page's main text is written as JATS, which the JATS reader reads."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from extract.document import Document, Source
from extract.errors import ReadError
from extract.readers.html_entries import write_entry
from extract.readers.html_inline import Scribe
from extract.readers.html_main import MainText, text_lengths
from extract.readers.html_names import local
from extract.readers.html_page import Page, parse_page
from extract.readers.html_references import References
from extract.readers.html_refusals import page_text, refuse, warnings_of
from extract.readers.html_walk import Walk
from extract.readers.jats import document_of
from extract.readers.jats_inline import plain
from extract.readers.jats_tree import Element

# In the page's own title stand that of the article and the name of the journal.
_SHORTEST_TITLE = 30
_TITLE_NAMES = ("citation_title", "dc.title", "og:title", "twitter:title")


def read_html(data: bytes, doc_id: str, source: Source) -> Document:
    """Read the bytes of a page, or of a web archive (MHTML).

    Raises ReadError for a page that is no article: a login, a question to a human, an error message.
    """
    page = parse_page(data, source.path)
    words = page_text(page.root)
    try:
        article = _article(page)
        refuse(article, words, source.path)
        warnings = [*page.warnings, *warnings_of(article, words)]
        return document_of(article, doc_id, replace(source, encoding=page.encoding), warnings)
    except RecursionError:
        raise ReadError(f"{source.path}: the elements of the page are nested too deeply") from None


def _article(page: Page) -> Element:
    """The page as a JATS article."""
    root = page.root
    lengths = text_lengths(root)
    references = References(root, lengths)
    main = MainText(root, lengths, references)
    title = _title(root)
    main.prune()
    walk = Walk(main.root, references)
    walk.run(main.root, title)
    article = etree.Element("article")
    meta = etree.SubElement(etree.SubElement(article, "front"), "article-meta")
    group = etree.SubElement(meta, "title-group")
    group.append(_written_title(root, title))
    meta.extend(walk.abstracts)
    article.append(walk.body)
    if references.entries:
        back = etree.SubElement(article, "back")
        listed = etree.SubElement(back, "ref-list")
        heading = next(iter(references.headings), None)
        if heading is not None:
            listed.append(Scribe(references).paragraph("title", [heading]))
        listed.extend(write_entry(e, n, references) for n, e in enumerate(references.entries))
    return article


def _title(root: Element) -> Element | None:
    """The heading that is the article's title: what the page's metadata name, else the first of level 1."""
    named = {_squash(m.get("content", "")) for m in root.iter("meta") if _is_title_name(m)} - {""}
    headings = [e for e in root.iter("h1", "h2") if _squash("".join(e.itertext()))]
    whole = _squash(next(iter(root.iter("title")), etree.Element("title")).text or "")
    for heading in headings:
        words = _squash("".join(heading.itertext()))
        if words in named or (words in whole and len(words) >= _SHORTEST_TITLE):
            return heading
    return next((e for e in headings if local(e) == "h1"), None)


def _is_title_name(meta: Element) -> bool:
    return (meta.get("name") or meta.get("property") or "").lower() in _TITLE_NAMES


def _squash(text: str) -> str:
    return " ".join(text.split()).lower()


def _written_title(root: Element, title: Element | None) -> Element:
    made = etree.Element("article-title")
    named = next(iter(root.iter("title")), None)
    run = [title] if title is not None else [] if named is None else [named.text]
    made.text = plain(Scribe(References(etree.Element("p"), {})).paragraph("p", run))
    return made
