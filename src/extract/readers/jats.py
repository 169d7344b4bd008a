"""The JATS XML reader: one text built from the article's markup, with what the markup says kept."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from extract.document import BlockKind, Document, Source
from extract.errors import ReadError
from extract.readers.builder import Builder, Inline
from extract.readers.headings import heading_kind
from extract.readers.jats_body import Place, Walk
from extract.readers.jats_inline import InlineRules, write
from extract.readers.jats_names import FOREIGN
from extract.readers.jats_references import ReferenceList
from extract.readers.jats_tree import Element, elements, first, name
from extract.readers.jats_xml import parse_xml

_LEFT_OUT = ("graphical", "visual", "toc", "teaser", "video", "web-summary", "precis")
_BACK = {
    "ack": "acknowledgements",
    "glossary": "abbreviations",
    "app-group": "appendix",
    "app": "appendix",
    "notes": "other",
}
# Where the metadata of an article, of a part of one, and of a chapter of a book stand.
_METADATA = (("front", "article-meta"), ("front-stub",), ("book-part-meta",))
# Other makers' XML that has an <article> too, by their namespaces, or that users take for JATS, by its root.
_FOREIGN_NAMESPACES = ("elsevier.com", "docbook", "tei-c.org", "w3.org/1999/xhtml")
_FOREIGN = {
    "full-text-retrieval-response": "Elsevier's own XML; Europe PMC has JATS of open articles",
    "publisher": "Springer's own XML; Europe PMC has JATS of open articles",
    "component": "Wiley's own XML; Europe PMC has JATS of open articles",
    "art": "BioMed Central's old XML; Europe PMC has JATS of the same articles",
    "collection": "BioC; PMC has JATS of the same articles",
    "pubmedarticleset": "records of PubMed, not articles",
}


def read_jats(data: bytes, doc_id: str, source: Source) -> Document:
    """Read the bytes of a JATS file.

    Raises ReadError for XML that is broken, declares entities of its own, or is no JATS article.
    """
    tree = parse_xml(data, source.path)
    try:
        article, warnings = _article(tree.root, source.path)
        etree.strip_tags(article, etree.Comment, etree.ProcessingInstruction)
        etree.strip_elements(article, *(f"{{*}}{tag}" for tag in FOREIGN), with_tail=False)
        return document_of(article, doc_id, replace(source, encoding=tree.encoding), [*tree.warnings, *warnings])
    except RecursionError:
        raise ReadError(f"{source.path}: the elements are nested too deeply") from None
    except ReadError as error:
        raise ReadError("; ".join((str(error), *tree.warnings))) from error


def document_of(article: Element, doc_id: str, source: Source, warnings: list[str]) -> Document:
    """The Document of a JATS article. Raises ReadError for an article without text."""
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
        tuple(references.resolve(text, builder.cites, {r.label for r in walk.references})),
        source,
        tuple(warnings),
    )


def _article(root: Element, path: str) -> tuple[Element, list[str]]:
    """The article: the root, or the first one in a wrapper such as a web service's answer or a book."""
    found = _outermost(root, "article") or _outermost(root, "book-part")
    if not found:
        other = any(n in (etree.QName(root).namespace or "") for n in _FOREIGN_NAMESPACES)
        foreign = _FOREIGN.get(name(root).lower(), "another maker's XML" if other else "")
        told = f"the root element is <{name(root)[:60]}>" + (f": {foreign}" if foreign else "")
        raise ReadError(f"{path}: XML, but no JATS article ({told})")
    warnings = [f"the file holds {len(found)} articles; only the first was read"] if len(found) > 1 else []
    return found[0], warnings


def _outermost(root: Element, tag: str) -> list[Element]:
    """The articles or chapters of a file that have front or body, those inside others left out."""
    found = [e for e in root.iter(f"{{*}}{tag}") if _is_article(e)]
    inside = set(found)
    return [e for e in found if not any(a in inside for a in e.iterancestors())]


def _is_article(element: Element) -> bool:
    namespace = etree.QName(element).namespace or ""
    if any(foreign in namespace for foreign in _FOREIGN_NAMESPACES):
        return False
    return any(first(element, part) is not None for part in ("front", "front-stub", "body"))


def _front(article: Element, walk: Walk) -> None:
    meta = next((m for path in _METADATA if (m := first(article, *path)) is not None), None)
    if meta is None:
        return
    group = first(meta, "title-group")
    inline = Inline()
    for part in ("article-title", "title", "subtitle"):
        title = first(group, part)
        if title is not None:
            inline.write(": " if inline.length else "")
            write(title, inline, InlineRules())
    walk.builder.block(BlockKind.TITLE, inline, hint="title")
    for abstract in _abstracts(meta):
        kind = heading_kind((abstract.get("abstract-type") or "").replace("-", " "))
        walk.section(abstract, Place(hint=kind if kind == "keypoints" else "abstract", fixed=True))


def _abstracts(meta: Element) -> list[Element]:
    """The abstracts in words, of one language: English if there is one, else that of the article."""
    found = [e for e in elements(meta) if name(e) in ("abstract", "trans-abstract")]
    found = [e for e in found if (e.get("abstract-type") or "").lower() not in _LEFT_OUT]
    own = [e for e in found if name(e) == "abstract" and _language(e) in ("", "en")]
    return own or [e for e in found if _language(e) == "en"] or [e for e in found if name(e) == "abstract"] or found


def _language(element: Element) -> str:
    return (element.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:2].lower()


def _back(back: Element | None, walk: Walk) -> None:
    """The back matter: each part of a known kind, an unknown one "other"."""
    for part in elements(back) if back is not None else ():
        default = "" if name(part) == "sec" else "other"
        walk.write(part, Place(hint=_BACK.get(name(part), default)))
        walk.flush_boxes(Place(hint=default))
