"""Lines of a plain text joined into units: a heading line, a paragraph, a row of a table."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_LINE = re.compile(r"[^\r\n\f\v\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\f\v\u2028\u2029]")
# A mark that begins a new unit even in the middle of wrapped lines.
_STARTS = re.compile(r"[-*+\u2022\u2023\u25aa\u25e6\u2013]\s|\[?\(?\d{1,4}[\].)]\s|\[?\d{1,4}[\].)]?\Z|#{1,6}\s|\|")
_STOPS = ".!?:;"
# A longer line is a paragraph of its own.
_LONGEST_WRAPPED = 250


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of text without its white space at the ends; ``gap``: an empty line stands before."""

    start: int
    end: int
    gap: bool


def units(text: str, begins: Callable[[str], bool]) -> list[Unit]:
    """Cut a text into units; lines are joined where the text is wrapped at a fixed width.

    ``begins`` says of a line whether its words make it a heading or a caption, whatever stands around it.
    """
    lines = list(_lines(text))
    width = _width(text, lines)
    if not width:
        return lines
    joined: list[Unit] = []
    last = Unit(0, 0, True)
    for line in lines:
        if joined and _continues(text, last, line, width) and not begins(text[line.start : line.end]):
            joined[-1] = Unit(joined[-1].start, line.end, joined[-1].gap)
        else:
            joined.append(line)
        last = line
    return joined


def _lines(text: str) -> list[Unit]:
    found: list[Unit] = []
    end = 0
    for match in _LINE.finditer(text):
        stripped = match.group().strip()
        if not stripped:
            continue
        start = match.start() + match.group().index(stripped[0])
        gap = len(_BREAK.findall(text, end, start)) > 1 or not found
        end = start + len(stripped)
        found.append(Unit(start, end, gap))
    return found


def _width(text: str, lines: list[Unit]) -> int:
    """The width that a text is wrapped at, in characters; 0 for one with a paragraph on a line."""
    prose = [u for u in lines if "|" not in text[u.start : u.start + 3]]
    followed = [a for a, b in pairwise(prose) if not b.gap]
    if len(followed) < 3 or any(u.end - u.start > _LONGEST_WRAPPED for u in prose):
        return 0
    long = [u.end - u.start for u in followed if u.end - u.start > 40]
    if len(long) * 2 < len(followed):
        return 0
    broken = sum(1 for u in followed if text[u.end - 1] not in _STOPS)
    return int(median(long)) if broken * 2 > len(followed) else 0


def _continues(text: str, last: Unit, line: Unit, width: int) -> bool:
    """Whether a line goes on with the paragraph of the line before."""
    if line.gap or _STARTS.match(text[line.start : line.end]) or "|" in text[line.start : line.start + 3]:
        return False
    return (last.end - last.start) * 10 >= width * 6
