"""Lines of a plain text joined into units: a heading line, a paragraph, a row of a table."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

_LINE = re.compile(r"[^\r\n\f\v\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\f\v\u2028\u2029]")
# A bullet or a heading mark begins a unit even in the middle of wrapped lines, ...
_BULLET = re.compile(r"[-*\u2022\u2023\u25aa\u25e6\u2013]\s|#{1,6}\s")
# ... a number only behind a line that ends like a sentence.
_NUMBER = re.compile(r"\[?\(?\d{1,4}[\].)](?:\s|\Z)|\[\d{1,4}\]")
_ADDRESS = re.compile(r"[(\[<]?(?:https?://|www\.)")
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
        if joined and _continues(text, (last, line), width, begins):
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
    prose = [u for u in lines if not _is_row(text, u)]
    followed = [a for a, b in pairwise(prose) if not b.gap]
    beyond = sum(u.end - u.start for u in prose if u.end - u.start > _LONGEST_WRAPPED)
    if len(followed) < 3 or beyond * 2 > sum(u.end - u.start for u in prose):
        return 0
    long = [u.end - u.start for u in followed if u.end - u.start > 40]
    if len(long) * 2 < len(followed):
        return 0
    broken = sum(1 for u in followed if text[u.end - 1] not in _STOPS)
    return sorted(long)[len(long) // 2] if broken * 2 > len(followed) else 0


def _is_row(text: str, unit: Unit) -> bool:
    """Whether a line has the marks of a table's row."""
    return (
        text.find(" | ", unit.start, unit.end) >= 0
        or text.find("\t", unit.start, unit.end) >= 0
        or text[unit.start] == "|"
    )


def _continues(text: str, pair: tuple[Unit, Unit], width: int, begins: Callable[[str], bool]) -> bool:
    """Whether a line goes on with the paragraph of the line before."""
    last, line = pair
    words = text[line.start : line.end]
    # an address that did not fit leaves the line before it short
    short = (last.end - last.start) * 10 < width * 6 and not _ADDRESS.match(words)
    if line.gap or short or _is_row(text, last) or _is_row(text, line) or _BULLET.match(words):
        return False
    return text[last.end - 1] not in _STOPS or not (_NUMBER.match(words) or begins(words))
