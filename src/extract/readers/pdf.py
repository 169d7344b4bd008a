"""The PDF reader: glyphs to words, lines, columns, paragraphs and blocks, every word with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.document import Document, Source
from extract.errors import ReadError
from extract.readers.builder import Builder
from extract.readers.files import Limits
from extract.readers.headings import heading_kind
from extract.readers.pdf_blocks import PdfWalk
from extract.readers.pdf_columns import in_reading_order
from extract.readers.pdf_floats import mark_tables
from extract.readers.pdf_furniture import drop_furniture
from extract.readers.pdf_glyphs import Page, Reader
from extract.readers.pdf_hyphens import Hyphens
from extract.readers.pdf_lines import Line, lines_of, most_common
from extract.readers.pdf_open import open_pdf
from extract.readers.pdf_paragraphs import join_columns, paragraphs_of
from extract.readers.pdf_references import resolve
from extract.readers.pdf_text import TextWriter

# Words of a heading such as "References and notes".
_LONGEST_HEADING = 4


def read_pdf(data: bytes, doc_id: str, source: Source, limits: Limits | None = None) -> Document:
    """Read the bytes of a PDF.

    Running heads, footers and page numbers are left out of the text; authors and addresses above the
    article are chrome. Raises ReadError for a file that cannot be opened, is over its limits or has no text.
    """
    with open_pdf(data, source.path, limits or Limits()) as opened:
        reader = Reader(opened.pdf)
        pages = []
        for number, page in opened.pages():
            pages.append(reader.page(number, page))
            opened.saw(number, pages[-1].text)
        warnings = opened.check_text()
        title = opened.pdf.get_metadata_dict().get("Title", "")
        return replace(_document(pages, title, doc_id, source), warnings=warnings)


def _document(pages: Sequence[Page], title: str, doc_id: str, source: Source) -> Document:
    drop_furniture(pages)
    mark_tables(pages)
    lines = _lines(pages)
    if not lines:
        raise ReadError(f"{source.path}: the PDF has no text")
    body = _body_size(lines)
    paragraphs = join_columns(paragraphs_of(lines), body)
    writer = TextWriter(Builder(), Hyphens([line.text for line in lines]))
    walk = PdfWalk(paragraphs, body, writer)
    walk.run(title)
    builder = writer.builder
    return Document(
        doc_id,
        builder.text,
        tuple(sorted(builder.blocks, key=lambda b: b.start)),
        tuple(builder.tables),
        tuple(walk.references),
        tuple(resolve(builder.cites, walk.references)),
        source,
        (),
        tuple(writer.places),
    )


def _lines(pages: Sequence[Page]) -> list[Line]:
    order = in_reading_order([page.words for page in pages])
    columns = [(page.number, words) for page, parts in zip(pages, order, strict=True) for words in parts]
    return [line for n, (page, words) in enumerate(columns) for line in lines_of(words, page, n)]


def _body_size(lines: Sequence[Line]) -> float:
    """The size of most print above the reference list, which may be longer than the article."""
    short = (i for i, line in enumerate(lines) if len(line.words) <= _LONGEST_HEADING)
    end = next((i for i in short if i and heading_kind(lines[i].text) == "references"), len(lines))
    return most_common((line.size, len(line.text)) for line in lines[:end])
