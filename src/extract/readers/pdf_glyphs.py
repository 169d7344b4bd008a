"""The glyphs of a PDF's pages as words with their boxes, sizes and fonts, read through pdfium.

All boxes are in points; the origin is the top left corner of the page as it is shown, y grows downwards.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.readers.pdf_rules import Rules, page_rules

_BLANKS = np.array([0, 9, 10, 11, 12, 13, 32, 0xA0, 0x2028, 0x2029, 0x202F, 0x3000, *range(0x2000, 0x200C)])
# pdfium's marks for a hyphen at the end of a line
_HYPHENS = {0xFFFE: "-", 0x02: "-"}
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_PLAIN = {**_HYPHENS, **_LIGATURES}
# A box whose edges lie farther from those of the glyph before (in shares of its height) is of another size or line.
_MOVED = 0.08
# A gap narrower than this share of the print's height is no blank.
_NO_BLANK = 0.13
# Where the file has no blank either, a gap wider than this share is one.
_WIDEST_GLUE = 0.5
# Points within which two glyphs have the same top and bottom.
_SAME_EDGE = 0.02
# Points. What stands farther outside the page is not shown; a damaged file may say millions.
_LARGEST_PAGE, _OFF_PAGE = 5000, 100
_BOLD_WEIGHT = 600
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_ITALIC_NAMES = ("italic", "oblique")
_FORCE_BOLD, _ITALIC_FLAG = 1 << 18, 1 << 6

# "size,17": digits right behind a word
_DIGITS_BEHIND = re.compile(r"(?<=[^\W\d])\d{1,3}(?!\d)|(?<=[.,;:)\]%\u201d'\u2019])\d{1,3}(?!\d)")
# So near (points) a link's edge and middle are to those of its first glyph.
_NEAR_LINK = (1.5, 3.0)
# The share of its size that a line takes above and below its baseline.
_ASCENT, _DESCENT = 0.75, 0.25

Floats = npt.NDArray[np.float32]
Indexes = npt.NDArray[np.int64]
Box = tuple[Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Font:
    """A font of the file; one object stands for all its glyphs."""

    name: str
    bold: bool
    italic: bool


@dataclass(slots=True)
class Word:
    """A run of glyphs of one font, size and baseline without a blank in it.

    ``x0`` to ``x1`` is what the glyphs advance, ``top`` to ``bottom`` what a line of their size takes.
    ``glued`` says that no blank parts it from the word before, ``tinted`` that its digits are set off from the
    word before by their colour or a link, as citations are.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    font: Font
    glued: bool
    tinted: bool = False

    @property
    def bold(self) -> bool:
        """Whether the word is printed bold."""
        return self.font.bold


@dataclass(slots=True)
class Page:
    """A page: its number from 0, its size, its words and raw characters in the order of the file, and its rules."""

    number: int
    width: float
    height: float
    words: list[Word]
    text: str
    rules: Rules


def _fast(function: Any, *arguments: Any) -> Callable[..., int]:
    """A C function by its address, with plain integers for pointers: twice as fast where it is called per glyph."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(ctypes.c_int, *arguments)(address)  # type: ignore[arg-type]


_POINTER = ctypes.c_void_p
_loose_box = _fast(raw.FPDFText_GetLooseCharBox, _POINTER, ctypes.c_int, _POINTER)


class Reader:
    """Reads the pages of one open file; it knows its fonts by pdfium's handle."""

    def __init__(self, file: pdfium.PdfDocument) -> None:
        self._file = file
        self._fonts: dict[int, Font] = {}

    def page(self, number: int, page: pdfium.PdfPage) -> Page:
        """A page with its words; ``number`` counts from 0."""
        width, height = page.get_size()
        text_page = page.get_textpage()
        try:
            glyphs = _Glyphs(page, text_page)
            words = list(self._words(glyphs, self._links(page, glyphs))) if glyphs.count else []
        finally:
            text_page.close()
        return Page(number, width, height, words, glyphs.text, page_rules(page))

    def _words(self, glyphs: _Glyphs, links: list[Box]) -> Iterator[Word]:
        """Yield the words of a page; text that runs up or down the page (margin notes, watermarks) is left out."""
        tinted = set(glyphs.tinted(links))
        starts, ends = glyphs.cut(tinted)
        lefts, rights = glyphs.left[starts].tolist(), glyphs.right[ends - 1].tolist()
        glued = glyphs.glued(starts, ends)
        for first, last in glyphs.runs(starts):
            look = glyphs.look(int(starts[first]))
            if look is None:
                continue
            size, base = look
            fonts = self._fonts_of(glyphs, starts[first:last].tolist())
            for n, font in zip(range(first, last), fonts, strict=True):
                start = int(starts[n])
                box = (lefts[n], base - _ASCENT * size, rights[n], base + _DESCENT * size)
                text = glyphs.text[start : ends[n]].translate(_PLAIN)
                if glyphs.shows(lefts[n], rights[n], base):
                    yield Word(text, *box, base, size, font, glued[n], start in tinted)

    def _fonts_of(self, glyphs: _Glyphs, starts: list[int]) -> list[Font]:
        """The fonts of words of one size on one line: asked for one by one only where the ends differ."""
        first, last = self._font(glyphs.font(starts[0])), self._font(glyphs.font(starts[-1]))
        if first is last:
            return [first] * len(starts)
        return [self._font(glyphs.font(start)) for start in starts]

    def _font(self, handle: Any) -> Font:
        key = ctypes.cast(handle, ctypes.c_void_p).value or 0
        if key not in self._fonts:
            self._fonts[key] = _font(handle) if key else Font("", False, False)
        return self._fonts[key]

    def _links(self, page: pdfium.PdfPage, glyphs: _Glyphs) -> list[Box]:
        """The boxes of the links that lead to a place in the file."""
        found: list[Box] = []
        position, link, box = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
        while raw.FPDFLink_Enumerate(page, position, link):
            action = raw.FPDFLink_GetAction(link)
            leads = raw.FPDFLink_GetDest(self._file, link) or (action and raw.FPDFAction_GetDest(self._file, action))
            if leads and raw.FPDFLink_GetAnnotRect(link, box):
                found.append(glyphs.shown(box.left, box.top, box.right, box.bottom))
        return found


class _Glyphs:
    """The glyphs of one page in arrays, boxes already as they are shown."""

    def __init__(self, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> None:
        self._text_page = text_page
        self._rotation = page.get_rotation()
        self._right, self._lower = (min(length, _LARGEST_PAGE) + _OFF_PAGE for length in page.get_size())
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, box)
        self._frame = (box.left, box.top, box.right, box.bottom)
        self.count = text_page.count_chars()
        self.text = _text(text_page, self.count)
        boxes = _boxes(text_page, self.count)
        self.left, self.top, self.right, self.bottom = self.shown(*boxes.T)
        self._matrix, self._x, self._y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
        self._channels = [ctypes.c_uint() for _ in range(4)]

    def shown(self, left: Any, top: Any, right: Any, bottom: Any) -> Box:
        """A box of the file's own space as it is shown: left, top, right, bottom from the top left corner."""
        x0, y1, x1, y0 = self._frame
        if self._rotation == 90:
            return bottom - y0, left - x0, top - y0, right - x0
        if self._rotation == 180:
            return x1 - right, bottom - y0, x1 - left, top - y0
        if self._rotation == 270:
            return y1 - top, x1 - right, y1 - bottom, x1 - left
        return left - x0, y1 - top, right - x0, y1 - bottom

    def shows(self, x0: float, x1: float, baseline: float) -> bool:
        """Whether a word stands on the page, and the page is not larger than any that is printed."""
        return x0 > -_OFF_PAGE and x1 < self._right and -_OFF_PAGE < baseline < self._lower

    def cut(self, tinted: Iterable[int]) -> tuple[Indexes, Indexes]:
        """Where words start and end; ``tinted`` are starts within what has no blank."""
        codes = np.array([ord(c) for c in self.text], dtype=np.int64)
        height = self.bottom - self.top
        inked = ~np.isin(codes, _BLANKS)
        moved = np.abs(np.diff(self.top)) + np.abs(np.diff(self.bottom)) > 2 * _MOVED * np.maximum(height[1:], 1)
        jumped = np.abs(self.left[1:] - self.right[:-1]) > height[1:]
        parted = np.concatenate(([True], moved | jumped | ~inked[:-1]))
        parted[list(tinted)] = True
        starts = np.flatnonzero(inked & parted)
        # a word ends where the next one starts or the next blank stands
        blanks = np.append(np.flatnonzero(~inked), self.count)
        behind = np.append(starts[1:], self.count)
        return starts, np.minimum(behind, blanks[np.searchsorted(blanks, starts)])

    def glued(self, starts: Indexes, ends: Indexes) -> list[bool]:
        """Whether each word stands right behind the one before.

        Where the print changes its size or height pdfium puts a blank of no width, which is believed
        only where there is room for one.
        """
        height = self.bottom - self.top
        behind, ahead = starts[1:], ends[:-1] - 1
        moved = np.abs(self.top[behind] - self.top[ahead]) + np.abs(self.bottom[behind] - self.bottom[ahead])
        changed = moved > 2 * _MOVED * height[ahead]
        gap = self.left[behind] - self.right[ahead]
        lower = np.minimum(height[behind], height[ahead])
        empty = np.append(np.cumsum(self.right - self.left > 0), 0)
        unprinted = empty[behind - 1] == empty[ahead]
        overlap = np.minimum(self.bottom[behind], self.bottom[ahead]) - np.maximum(self.top[behind], self.top[ahead])
        narrow = changed & unprinted & (np.abs(gap) < _NO_BLANK * lower) & (overlap > 0.3 * lower)
        next_to = (behind == ahead + 1) & (gap < _WIDEST_GLUE * height[ahead])
        return [False, *(next_to | narrow).tolist()]

    def tinted(self, links: list[Box]) -> Iterator[int]:
        """Yield where digits stand right behind a word in another colour, or at the start of a link."""
        edges = np.array([(left, (top + bottom) / 2) for left, top, _, bottom in links]).reshape(-1, 2)
        for found in _DIGITS_BEHIND.finditer(self.text):
            i = found.start()
            near = np.abs(edges - (self.left[i], (self.top[i] + self.bottom[i]) / 2)) < _NEAR_LINK
            if bool(near.all(axis=1).any()) or self._colour(i) != self._colour(i - 1):
                yield i

    def _colour(self, index: int) -> tuple[int, ...]:
        raw.FPDFText_GetFillColor(self._text_page, index, *self._channels)
        return tuple(c.value for c in self._channels)

    def runs(self, starts: Indexes) -> Iterator[tuple[int, int]]:
        """Yield the numbers of words that follow each other with one size on one line: first, and last plus one."""
        top, bottom = self.top[starts], self.bottom[starts]
        edges = np.flatnonzero((np.abs(np.diff(top)) > _SAME_EDGE) | (np.abs(np.diff(bottom)) > _SAME_EDGE)) + 1
        yield from pairwise([0, *edges.tolist(), len(starts)])

    def look(self, index: int) -> tuple[float, float] | None:
        """Size and baseline of a glyph; None for text that does not run from left to right."""
        page, matrix = self._text_page, self._matrix
        raw.FPDFText_GetMatrix(page, index, matrix)
        angle = math.degrees(math.atan2(matrix.b, matrix.a)) - self._rotation
        if abs((angle + 180) % 360 - 180) > 5:
            return None
        size = raw.FPDFText_GetFontSize(page, index) * math.hypot(matrix.c, matrix.d)
        raw.FPDFText_GetCharOrigin(page, index, self._x, self._y)
        x, y = self._x.value, self._y.value
        return size, self.shown(x, y, x, y)[1]

    def font(self, index: int) -> Any:
        """pdfium's handle of the font of a glyph, None without one."""
        text_object = raw.FPDFText_GetTextObject(self._text_page, index)
        return raw.FPDFTextObj_GetFont(text_object) if text_object else None


def _text(text_page: pdfium.PdfTextPage, count: int) -> str:
    """The characters of a page, one for each glyph of pdfium's count."""
    buffer = (ctypes.c_ushort * (count + 1))()
    raw.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
    if len(text) == count and "\0" not in text:
        return text
    # characters outside the basic plane, or glyphs without any: one by one
    codes = (raw.FPDFText_GetUnicode(text_page, i) for i in range(count))
    return "".join(chr(c) if c < 0x110000 and not 0xD800 <= c < 0xE000 else "\ufffd" for c in codes)


def _boxes(text_page: pdfium.PdfTextPage, count: int) -> Floats:
    """The boxes of all glyphs, an array of left, top, right, bottom in the file's own space."""
    boxes = np.zeros((count, 4), dtype=np.float32)
    handle = ctypes.cast(text_page.raw, ctypes.c_void_p).value
    first = boxes.ctypes.data
    deque(map(_loose_box, repeat(handle), range(count), range(first, first + 16 * count, 16)), maxlen=0)
    return boxes


def _font(handle: Any) -> Font:
    buffer = ctypes.create_string_buffer(200)
    raw.FPDFFont_GetBaseFontName(handle, buffer, len(buffer))
    name = buffer.value.decode("utf-8", "replace")
    flags, weight = raw.FPDFFont_GetFlags(handle), raw.FPDFFont_GetWeight(handle)
    lower = name.lower()
    bold = weight >= _BOLD_WEIGHT or bool(flags > 0 and flags & _FORCE_BOLD) or any(b in lower for b in _BOLD_NAMES)
    italic = bool(flags > 0 and flags & _ITALIC_FLAG) or any(i in lower for i in _ITALIC_NAMES)
    return Font(name, bold, italic)
