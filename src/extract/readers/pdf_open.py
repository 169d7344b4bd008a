"""Opens a PDF for reading: refused with one clear line where it is no article's text, bounded in pages, text and time.

A PDF may open and still hold nothing to read: pages that are pictures, fonts that do not tell their
characters. So the reader reports the raw text of each page, and is told at the end whether the whole
can be used and what the article's reader should be warned of.
"""

from __future__ import annotations

import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from extract.errors import ReadError
from extract.readers.files import Limits

_TAIL = 2048
_FEWEST_CHARACTERS = 20
_MOST_UNREADABLE = 0.2
_MOST_NAMED = 8
# pdfium writes a hyphen at the end of a line as one of these two.
_HYPHENS = "\x02\ufffe"
_UNREADABLE = frozenset(("Co", "Cn", "Cc"))
_OCR = "run OCR first, such as: ocrmypdf {name} with-text.pdf"
_CAUSES = {
    pdfium.FPDF_ERR_PASSWORD: "the PDF is encrypted and needs a password; remove it first, "
    "such as: qpdf --password=SECRET --decrypt {name} open.pdf",
    pdfium.FPDF_ERR_SECURITY: "the PDF is encrypted in a way that is not supported",
    pdfium.FPDF_ERR_SUCCESS: "the PDF has no pages",
    pdfium.FPDF_ERR_PAGE: "the PDF has no page that can be read",
    pdfium.FPDF_ERR_FORMAT: "the PDF is damaged or cut short: {detail}",
}


@dataclass(slots=True)
class OpenPdf:
    """A PDF that is being read; ``pages`` gives its pages, ``saw`` is told their text, ``check_text`` judges it."""

    name: str
    limits: Limits
    pdf: pypdfium2.PdfDocument
    cut: bool = False
    _until: float = 0
    _characters: int = 0
    _unreadable: Counter[int] = field(default_factory=Counter)
    _readable: Counter[int] = field(default_factory=Counter)
    _pictures: list[int] = field(default_factory=list)
    _damaged: list[int] = field(default_factory=list)

    def pages(self) -> Iterator[tuple[int, pypdfium2.PdfPage]]:
        """The pages that can be loaded, each with its number from 0 on, open until the next is asked for.

        Raises ReadError when the time is up.
        """
        for number in range(len(self.pdf)):
            self._check_time(number)
            try:
                page = self.pdf[number]
            except pypdfium2.PdfiumError:
                self._damaged.append(number)
                continue
            yield number, page
            if self._readable[number] + self._unreadable[number] < _FEWEST_CHARACTERS and _has_picture(page):
                self._pictures.append(number)
            page.close()

    def saw(self, number: int, text: str) -> None:
        """Take note of the raw characters of a page; raises ReadError when the PDF has too many."""
        self._characters += len(text)
        if self._characters > self.limits.max_characters:
            raise ReadError(
                f"{self.name}: more than the limit of {self.limits.max_characters:,} characters (max_characters)"
            )
        printed = Counter(c for c in text if not c.isspace() and c not in _HYPHENS)
        bad = sum(n for c, n in printed.items() if unicodedata.category(c) in _UNREADABLE or c == "\ufffd")
        self._unreadable[number] += bad
        self._readable[number] += printed.total() - bad

    def check_text(self) -> tuple[str, ...]:
        """Warnings about pages whose text is missing; raises ReadError where hardly any text can be read."""
        bad, good = self._unreadable.total(), self._readable.total()
        pages = len(self.pdf)
        if len(self._damaged) == pages:
            raise ReadError(f"{self.name}: the PDF is damaged: none of its {pages} pages can be read")
        if bad + good < _FEWEST_CHARACTERS * max(1, min(len(self._pictures), 5)):
            pictures = f"{len(self._pictures)} of its {pages} pages are pictures (scanned); {self._advice}"
            raise ReadError(
                f"{self.name}: the PDF has no text: {pictures if self._pictures else 'its pages are blank'}"
            )
        if bad > _MOST_UNREADABLE * (bad + good):
            raise ReadError(
                f"{self.name}: the PDF's fonts do not tell which characters they print "
                f"({bad:,} of {bad + good:,} are unreadable); {self._advice}"
            )
        return tuple(self._warnings())

    @property
    def _advice(self) -> str:
        return _OCR.format(name=self.name)

    def _warnings(self) -> Iterator[str]:
        garbled = [n for n, bad in self._unreadable.items() if bad > _MOST_UNREADABLE * (bad + self._readable[n])]
        if self._pictures:
            yield f"{_named(self._pictures)} hold pictures without text, which is missing here; {self._advice}"
        if garbled:
            yield f"{_named(garbled)} use fonts that do not tell their characters; their text is unreliable"
        if self._damaged:
            yield f"{_named(self._damaged)} are damaged and missing here"
        if self.cut:
            yield "the PDF has no proper end; if it was cut short, pages are missing here"

    def _check_time(self, number: int) -> None:
        if time.monotonic() > self._until:
            raise ReadError(
                f"{self.name}: reading takes longer than the limit of {self.limits.max_seconds:g} seconds "
                f"(max_seconds): {number} of {len(self.pdf)} pages were read"
            )


@contextmanager
def open_pdf(data: bytes, name: str, limits: Limits) -> Iterator[OpenPdf]:
    """Open a PDF; ``name`` is what its errors call it.

    Raises ReadError for one that cannot be opened or has too many pages, and in the place of any
    error that pdfium has with it later.
    """
    pdf = _load(data, name)
    try:
        if len(pdf) > limits.max_pages:
            raise ReadError(f"{name}: {len(pdf):,} pages are more than the limit of {limits.max_pages:,} (max_pages)")
        yield OpenPdf(name, limits, pdf, b"%%EOF" not in data[-_TAIL:], time.monotonic() + limits.max_seconds)
    except pypdfium2.PdfiumError as error:
        raise ReadError(f"{name}: the PDF is damaged: {error}") from error
    finally:
        pdf.close()


def _load(data: bytes, name: str) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        cause = _CAUSES.get(error.err_code, "the PDF cannot be opened: {detail}")
        raise ReadError(f"{name}: {cause.format(name=name, detail=error)}") from error


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _named(numbers: Sequence[int]) -> str:
    """Pages by the numbers that a person counts: "page 3", "pages 2, 5 to 9"."""
    runs: list[tuple[int, int]] = []
    for n in sorted(numbers):
        runs.append((runs.pop()[0], n) if runs and runs[-1][1] == n - 1 else (n, n))
    told = [str(a + 1) if a == b else f"{a + 1} to {b + 1}" for a, b in runs]
    more = f" and {len(told) - _MOST_NAMED} more places" if len(told) > _MOST_NAMED else ""
    return ("page " if len(numbers) == 1 else "pages ") + ", ".join(told[:_MOST_NAMED]) + more
