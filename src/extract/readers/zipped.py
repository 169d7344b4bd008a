"""Word documents and electronic books: a ZIP archive made one page, which the HTML reader reads."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote
from xml.parsers.expat import ExpatError

from lxml import etree, html

from extract.errors import ReadError
from extract.readers.jats_tree import Element, name

# What mammoth and the archive's own reader raise on damaged files.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, ExpatError, etree.LxmlError, NotImplementedError, RuntimeError, EOFError, OSError,
    KeyError, IndexError, ValueError, AttributeError, TypeError,
)  # fmt: skip
_TITLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"
_PAGES = ("application/xhtml+xml", "text/html")


def page_of_word(data: bytes, path: str, most: int) -> bytes:
    """A Word document as a page: headings, tables, lists, notes and raised print; its pictures are left out.

    ``most`` is how many bytes its parts of text may unpack to. Raises ReadError for one that is larger,
    damaged or encrypted, and where mammoth, which reads it, is not installed.
    """
    try:
        import mammoth  # an optional package
    except ImportError:
        raise ReadError(f"{path}: Word documents need one more package: pip install 'trial-extract[docx]'") from None
    try:
        _check_size(zipfile.ZipFile(io.BytesIO(data)), path, most)
        found = mammoth.convert_to_html(io.BytesIO(data), style_map=_TITLES, convert_image=lambda image: [])
    except _DAMAGE as error:
        raise ReadError(f"{path}: a damaged Word document: {_cause(error)}") from error
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{found.value}</body></html>".encode()


def page_of_book(data: bytes, path: str, most: int) -> bytes:
    """The chapters of an EPUB as one page, in the order of its spine.

    ``most`` is as for ``page_of_word``. Raises ReadError for a book that is larger or damaged.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _check_size(archive, path, most)
        page = etree.fromstring("<html><head><meta charset='utf-8'/></head><body/></html>")
        for chapter in _chapters(archive):
            page[1].extend(_body(chapter))
    except _DAMAGE as error:
        raise ReadError(f"{path}: a damaged EPUB: {_cause(error)}") from error
    return b"<!DOCTYPE html>" + etree.tostring(page, method="html", encoding="utf-8")


def _check_size(archive: zipfile.ZipFile, path: str, most: int) -> None:
    texts = [i for i in archive.infolist() if i.filename.endswith(("xml", "html", "htm", "rels", "opf", "ncx"))]
    if sum(i.file_size for i in texts) > most:
        raise ReadError(f"{path}: its texts unpack to more than the limit of {most:,} bytes (max_bytes)")


def _cause(error: BaseException) -> str:
    line = " ".join(str(error).split()) or type(error).__name__
    return line[:160]


def _chapters(archive: zipfile.ZipFile) -> Iterator[bytes]:
    """The pages of a book in the order that its package says."""
    container = _xml(archive.read("META-INF/container.xml"))
    package = next(e.get("full-path", "") for e in container.iter() if name(e) == "rootfile")
    tree = _xml(archive.read(package))
    items = {e.get("id"): e for e in tree.iter() if name(e) == "item" and e.get("media-type") in _PAGES}
    folder = posixpath.dirname(package)
    for itemref in (e for e in tree.iter() if name(e) == "itemref"):
        item = items.get(itemref.get("idref"))
        if item is not None and "nav" not in item.get("properties", "").split():
            yield archive.read(posixpath.normpath(posixpath.join(folder, unquote(item.get("href", "")))))


def _xml(data: bytes) -> Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _body(chapter: bytes) -> list[Element]:
    """What stands in a chapter; its links into other chapters are links within the page."""
    root = html.document_fromstring(chapter, parser=html.HTMLParser(encoding="utf-8", remove_comments=True))
    for link in root.iter("a"):
        href = link.get("href", "")
        if "#" in href and "://" not in href:
            link.set("href", href[href.index("#") :])
    return [e for body in root.iter("body") for e in body]
