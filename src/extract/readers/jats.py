"""The JATS XML reader: one text built from the article's markup, with what the markup says kept."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from extract.document import BlockKind, Document, Source
from extract.errors import ReadError
from extract.readers.builder import Builder, Inline
from extract.readers.jats_body import Place, Walk
from extract.readers.jats_inline import Element, InlineRules, elements, first, name, write
from extract.readers.jats_references import ReferenceList

_ARTICLE = "article"
# In the prolog of a file; what the parser finds beyond that is refused too.
_PROLOG = 100_000
_SUBSET = re.compile(rb"<!DOCTYPE[^>\[]{0,2000}\[")
_ABSTRACTS = {"key-points": "keypoints", "executive-summary": "keypoints", "plain-language-summary": "keypoints"}
_LEFT_OUT = ("graphical", "toc", "teaser", "video")
_BACK = {
    "ack": "acknowledgements",
    "glossary": "abbreviations",
    "app-group": "appendix",
    "app": "appendix",
    "notes": "other",
}


def read_jats(data: bytes, doc_id: str, source: Source) -> Document:
    """Read the bytes of a JATS file.

    Raises ReadError for XML that is broken, declares entities of its own, or is no JATS article.
    """
    root = _parse(data, source.path)
    encoding = (root.getroottree().docinfo.encoding or "utf-8").lower()
    article, warnings = _article(root, source.path)
    try:
        return _document(article, doc_id, replace(source, encoding=encoding), warnings)
    except RecursionError:
        raise ReadError(f"{source.path}: the elements are nested too deeply") from None


def _document(article: Element, doc_id: str, source: Source, warnings: list[str]) -> Document:
    builder = Builder()
    references = ReferenceList(article)
    walk = Walk(builder, references)
    _front(article, walk)
    for part in ("body", "floats-group", "floats-wrap"):
        for element in elements(article, part):
            walk.children(element, Place())
    _back(first(article, "back"), walk)
    text = builder.text
    if not text:
        raise ReadError(f"{source.path}: the article has no text")
    return Document(
        doc_id,
        text,
        tuple(builder.blocks),
        tuple(builder.tables),
        tuple(walk.references),
        tuple(references.resolve(text, builder.cites)),
        source,
        tuple(warnings),
    )


def _parse(data: bytes, path: str) -> Element:
    """Parse with entities, network and DTDs off; libxml2's own limits on size stay on."""
    refusal = ReadError(f"{path}: the XML declares entities of its own, which are not read for safety")
    subset = _SUBSET.search(data, 0, _PROLOG)
    if subset and data.find(b"<!ENTITY", subset.end(), subset.end() + _PROLOG) >= 0:
        raise refusal
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"{path}: broken XML: {getattr(error, 'msg', error)}") from error
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise refusal
    return root


def _article(root: Element, path: str) -> tuple[Element, list[str]]:
    """The article: the root, or the first one in a wrapper such as a web service's answer."""
    if name(root) == _ARTICLE:
        found = [root]
    else:
        found = [e for e in root.iter(etree.Element) if name(e) == _ARTICLE and first(e, "front") is not None]
    if not found or (first(found[0], "front") is None and first(found[0], "body") is None):
        raise ReadError(f"{path}: XML, but no JATS article (the root element is <{name(root)}>)")
    warnings = [f"the file holds {len(found)} articles; only the first was read"] if len(found) > 1 else []
    return found[0], warnings


def _front(article: Element, walk: Walk) -> None:
    meta = first(article, "front", "article-meta")
    if meta is None:
        return
    group = first(meta, "title-group")
    inline = Inline()
    for part in ("article-title", "subtitle"):
        title = first(group, part)
        if title is not None:
            inline.write(": " if inline.length else "")
            write(title, inline, InlineRules())
    walk.builder.block(BlockKind.TITLE, inline, hint="title")
    abstracts = list(elements(meta, "abstract")) or list(elements(meta, "trans-abstract"))
    for abstract in abstracts:
        kind = abstract.get("abstract-type") or ""
        if kind not in _LEFT_OUT:
            walk.section(abstract, Place(hint=_ABSTRACTS.get(kind, "abstract"), fixed=True))


def _back(back: Element | None, walk: Walk) -> None:
    """The back matter: each part of a known kind, an unknown one "other"."""
    for part in elements(back) if back is not None else ():
        default = "" if name(part) == "sec" else "other"
        walk.write(part, Place(hint=_BACK.get(name(part), default)))
        walk.flush_boxes(Place(hint=default))
