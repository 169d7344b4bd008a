"""The rules of a PDF page: ruling lines and filled areas, from pdfium's path objects.

A line of a table may be a stroked line, a thin filled rectangle, a side of a stroked rectangle or a
part of a long path; all of them become horizontal and vertical segments here. Coordinates are PDF
points, x from the left, y downwards from the top of the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


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
