"""The pages of the PDF that an article was read from, shown only where it is still that very file."""

from __future__ import annotations

import contextlib
import io
from hashlib import sha256
from pathlib import Path
from threading import Lock

from extract.errors import UsageError
from extract.records.schema import SourceInfo
from extract.review.views import Page

# A page is never drawn with more dots than this on a side.
_MOST = 4000
_SCALES = (0.2, 6.0)
# How many PDFs are kept at hand.
_HELD = 4


class Pages:
    """The PDFs that were asked for, each looked at once; relative paths are looked up beside ``folder``, too."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # pdfium draws one page at a time.
        self._lock = Lock()
        self._known: dict[str, tuple[bytes, list[Page]]] = {}

    def of(self, source: SourceInfo | None) -> list[Page] | None:
        """The pages of the article's PDF; None where it was no PDF, or is not there as it was read."""
        held = self._held(source)
        return held[1] if held else None

    def image(self, source: SourceInfo | None, number: int, scale: float) -> bytes:
        """A page as PNG. Raises UsageError where there is none."""
        held = self._held(source)
        if held is None or not 1 <= number <= len(held[1]):
            raise UsageError(f"there is no page {number} to show")
        content, pages = held
        page = pages[number - 1]
        scale = min(max(scale, _SCALES[0]), _SCALES[1], _MOST / max(page.width, page.height, 1))
        with self._lock:
            return _drawn(content, number - 1, scale)

    def _held(self, source: SourceInfo | None) -> tuple[bytes, list[Page]] | None:
        if source is None or source.format != "pdf":
            return None
        if source.sha256 not in self._known:
            content = self._content(source)
            if content is None:
                return None
            with self._lock:
                self._known[source.sha256] = content, _pages(content)
                while len(self._known) > _HELD:
                    del self._known[next(iter(self._known))]
        return self._known.get(source.sha256)

    def _content(self, source: SourceInfo) -> bytes | None:
        """The bytes of the file that the article was read from; None where it is no more what it was."""
        for path in (Path(source.path), self._folder.resolve().parent / source.path):
            with contextlib.suppress(OSError, ValueError):
                content = path.read_bytes()
                if sha256(content).hexdigest() == source.sha256:
                    return content
        return None


def _drawn(content: bytes, index: int, scale: float) -> bytes:
    import pypdfium2

    document, picture = pypdfium2.PdfDocument(content), io.BytesIO()
    try:
        document[index].render(scale=scale).to_pil().save(picture, "PNG")
    finally:
        document.close()
    return picture.getvalue()


def _pages(content: bytes) -> list[Page]:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        sizes = [document.get_page_size(number) for number in range(len(document))]
    finally:
        document.close()
    return [Page(number=n, width=width, height=height) for n, (width, height) in enumerate(sizes, start=1)]
