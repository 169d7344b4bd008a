"""The rules of a PDF page: ruling lines and filled areas, from pdfium's path objects.

A line of a table may be a stroked line, a thin filled rectangle, a side of a stroked rectangle or a
part of a long path; all of them become horizontal and vertical segments here. Coordinates are PDF
points, x from the left, y downwards from the top of the page.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

# What is thinner is a line, what is both wider and higher an area.
_THINNEST_AREA = 3.0
# A figure may hold a million paths, a page of text and tables some thousands of objects.
_MOST_OBJECTS, _MOST_PATHS, _MOST_POINTS, _MOST_LEVELS = 200_000, 20_000, 20_000, 4
_NO_COLOUR = (255, 255, 255)


def _fast(function: Any, result: Any, *arguments: Any) -> Callable[..., int]:
    """A C function by its address, with plain integers for pointers: much faster where it is called per glyph."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]


_POINTER = ctypes.c_void_p
_page_object = _fast(pdfium.FPDFPage_GetObject, _POINTER, _POINTER, ctypes.c_int)
_form_object = _fast(pdfium.FPDFFormObj_GetObject, _POINTER, _POINTER, ctypes.c_ulong)
_type = _fast(pdfium.FPDFPageObj_GetType, ctypes.c_int, _POINTER)

Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1, 0, 0, 1, 0, 0)


class Box(NamedTuple):
    """An area of a page."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Rules:
    """What is drawn on a page: horizontal and vertical segments (as thin boxes) and filled areas."""

    across: tuple[Box, ...] = ()
    down: tuple[Box, ...] = ()
    areas: tuple[Box, ...] = ()


def page_rules(page: pypdfium2.PdfPage) -> Rules:
    """The rules of an open page; those of a page with a mass of drawings beyond all tables are not looked at."""
    drawn: list[Box] = []
    found = _paths(page.raw, pdfium.FPDFPage_CountObjects(page), _page_object)
    for path, matrix in islice(found, _MOST_PATHS):
        drawn.extend(_pieces(path, matrix))
    frame, turn = page.get_bbox(), page.get_rotation()
    width, _ = page.get_size()
    shown = [b for b in (_shown(box, frame, turn) for box in drawn) if b.x1 > 0 and b.x0 < width]
    flat = [b for b in shown if b.bottom - b.top < _THINNEST_AREA < b.x1 - b.x0]
    steep = [b for b in shown if b.x1 - b.x0 < _THINNEST_AREA < b.bottom - b.top]
    areas = [b for b in shown if min(b.x1 - b.x0, b.bottom - b.top) >= _THINNEST_AREA]
    return Rules(tuple(flat), tuple(steep), tuple(areas))


def _shown(box: Box, frame: Sequence[float], turn: int) -> Box:
    """A box of the file's own space, y upwards, as it is shown on a page that is turned."""
    x0, y0, x1, y1 = frame
    if turn == 90:
        return Box(box.top - y0, box.x0 - x0, box.bottom - y0, box.x1 - x0)
    if turn == 180:
        return Box(x1 - box.x1, box.top - y0, x1 - box.x0, box.bottom - y0)
    if turn == 270:
        return Box(y1 - box.bottom, x1 - box.x1, y1 - box.top, x1 - box.x0)
    return Box(box.x0 - x0, y1 - box.bottom, box.x1 - x0, y1 - box.top)


def _paths(
    holder: Any, count: int, get: Callable[..., int], matrix: Matrix = _SAME, level: int = 0
) -> Iterator[tuple[Any, Matrix]]:
    """The paths of a page or of a form on it, each with the matrix of the forms that it stands in."""
    address = ctypes.cast(holder, _POINTER).value
    for i in range(min(count, _MOST_OBJECTS)):
        at = get(address, i)
        kind = _type(at)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield ctypes.cast(at, pdfium.FPDF_PAGEOBJECT), matrix
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and level < _MOST_LEVELS:
            form = ctypes.cast(at, pdfium.FPDF_PAGEOBJECT)
            inner = _times(_matrix(form), matrix)
            yield from _paths(form, pdfium.FPDFFormObj_CountObjects(form), _form_object, inner, level + 1)


def _pieces(path: Any, outer: Matrix) -> Iterator[Box]:
    """The segments and areas of a path, as boxes with y upwards."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    points = list(_points(path, _times(_matrix(path), outer)))
    if stroke.value:
        for kind, (x, y), (u, v) in points:
            if kind != pdfium.FPDF_SEGMENT_MOVETO and (abs(x - u) < 1 or abs(y - v) < 1):
                yield Box(min(x, u), min(y, v), max(x, u), max(y, v))
    elif fill.value and points and _is_seen(path):
        yield from (_around(part) for part in _parts(points))


def _points(path: Any, matrix: Matrix) -> Iterator[tuple[int, tuple[float, float], tuple[float, float]]]:
    """The segments of a path: kind, where it starts and where it ends."""
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for i in range(min(pdfium.FPDFPath_CountSegments(path), _MOST_POINTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, i)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = _moved(x.value, y.value, matrix)
        start = point if kind == pdfium.FPDF_SEGMENT_MOVETO else start
        yield kind, last, point
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield pdfium.FPDF_SEGMENT_LINETO, last, start


def _parts(points: list[tuple[int, tuple[float, float], tuple[float, float]]]) -> Iterator[list[tuple[float, float]]]:
    """The closed figures of a filled path, as their corners; one with curves is no rule."""
    part: list[tuple[float, float]] = []
    for kind, _, point in points:
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(part) > 1:
                yield part
            part = []
        part.append(point)
    if len(part) > 1:
        yield part


def _around(points: list[tuple[float, float]]) -> Box:
    across, up = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), min(up), max(across), max(up))


def _is_seen(path: Any) -> bool:
    """Whether an area has a colour that shows on white paper."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(path, red, green, blue, alpha):
        return True
    return alpha.value > 0 and (red.value, green.value, blue.value) != _NO_COLOUR


def _matrix(found: Any) -> Matrix:
    m = pdfium.FS_MATRIX()
    return (m.a, m.b, m.c, m.d, m.e, m.f) if pdfium.FPDFPageObj_GetMatrix(found, m) else _SAME


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    u, v = _moved(e, f, outer)
    return (
        a * outer[0] + b * outer[2],
        a * outer[1] + b * outer[3],
        c * outer[0] + d * outer[2],
        c * outer[1] + d * outer[3],
        u,
        v,
    )


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    return x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5]
