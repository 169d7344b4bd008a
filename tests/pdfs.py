"""Small PDFs drawn for one test each: words at places, in one of the fonts that every PDF reader has."""

from __future__ import annotations

import ctypes
import io
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.document import BlockKind, Document, Source
from extract.readers.pdf import read_pdf

A4 = (595, 842)


@dataclass(frozen=True)
class Text:
    """Words of one line: the left end of its baseline in points from the top left corner, size, font, colour."""

    x: float
    y: float
    text: str
    size: float = 10
    font: str = "Times-Roman"
    blue: int = 0


def draw(*pages: Sequence[Text], size: tuple[float, float] = A4, title: str = "") -> bytes:
    """The bytes of a PDF with these texts."""
    file = pdfium.PdfDocument.new()
    for texts in pages:
        page = file.new_page(*size)
        for text in texts:
            _insert(file, page, text, size[1])
        raw.FPDFPage_GenerateContent(page)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _insert(file: pdfium.PdfDocument, page: pdfium.PdfPage, text: Text, height: float) -> None:
    thing = raw.FPDFPageObj_NewTextObj(file, text.font.encode(), text.size)
    words = (text.text + "\0").encode("utf-16-le")
    buffer = ctypes.create_string_buffer(words, len(words))
    raw.FPDFText_SetText(thing, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    raw.FPDFPageObj_SetFillColor(thing, 0, 0, text.blue, 255)
    raw.FPDFPageObj_Transform(thing, 1, 0, 0, 1, text.x, height - text.y)
    raw.FPDFPage_InsertObject(page, thing)


def column(text: str, x: float, y: float, *, letters: int = 52, size: float = 10, step: float = 12) -> list[Text]:
    """A paragraph wrapped to so many letters a line, each line ``step`` below the one before."""
    lines = textwrap.wrap(text, letters, break_on_hyphens=False)
    return [Text(x, y + n * step, line, size) for n, line in enumerate(lines)]


def stack(lines: Iterable[str], x: float, y: float, *, step: float = 12, size: float = 10) -> list[Text]:
    """Printed lines one below the other."""
    return [Text(x, y + n * step, line, size) for n, line in enumerate(lines)]


def read_drawn(*pages: Sequence[Text], size: tuple[float, float] = A4) -> Document:
    """The Document of a PDF with these texts."""
    return read_pdf(draw(*pages, size=size), "drawn", Source("drawn.pdf", "", "pdf"))


def texts(document: Document, kind: BlockKind = BlockKind.PARAGRAPH) -> list[str]:
    """The texts of the blocks of a kind."""
    return [document.text[b.start : b.end] for b in document.blocks if b.kind is kind]


def width(text: str, size: float = 10, font: str = "Times-Roman") -> float:
    """What a text takes on its line, in points."""
    file = pdfium.PdfDocument(draw([Text(0, 100, text + "|", size, font)]))
    page = file[0].get_textpage()
    return page.get_charbox(page.count_chars() - 1, loose=True)[0]
