"""Printed lines of a PDF joined to paragraphs: by gaps, indents, print and full lines, over columns and pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.readers.pdf_lines import Line, most_common

_BULLET = re.compile(r"[\u2022\u2023\u25aa\u25ab\u25cf\u25e6\u25a0\u2043\uf0b7\u00b7*]\s?(?=\S)|[\u2013-]\s(?=\S)")
_NUMBER = re.compile(r"[\[(]?\d{1,3}[\].)]{1,2}\s")
_STOPS = ".?!:"
_CLOSERS = "\"'\u201d\u2019)]"
# Shares of the print's size: what counts as more than the usual distance of lines, as an indent, as other print.
_GAP = 0.35
_INDENT = 0.6
_DEEPEST_INDENT = 5
# The least that the lines of an item are set in behind its bullet.
_SET_IN = 0.3
_OTHER_SIZE = 0.06
# No step wider than that is one within a paragraph.
_WIDEST_STEP = 1.5
# A ragged line may leave so much room beside the word that did not fit.
_ROOM = 1.5


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: list[Line]

    @property
    def first(self) -> Line:
        """The first line."""
        return self.lines[0]

    @property
    def last(self) -> Line:
        """The last line."""
        return self.lines[-1]

    @property
    def text(self) -> str:
        """The words, with a blank between lines: good for looking, not for keeping."""
        return " ".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        """The size of most of its print."""
        return most_common((line.size, len(line.text)) for line in self.lines)

    @property
    def bold(self) -> bool:
        """Whether every line is bold."""
        return all(line.bold for line in self.lines)

    @property
    def italic(self) -> bool:
        """Whether every line is in italics."""
        return all(line.italic for line in self.lines)


def paragraphs_of(lines: Sequence[Line]) -> list[Paragraph]:
    """Part the lines of an article, in reading order, into paragraphs, those over two columns still in two."""
    pitch = _pitches(lines)
    return [Paragraph(part) for group in _groups(lines, pitch) for part in _parted(group)]


def join_columns(paragraphs: Sequence[Paragraph], body: float) -> list[Paragraph]:
    """Join paragraphs of the body's size that go on in the next column, past notes and captions between."""
    joined: list[Paragraph] = []
    open_one: Paragraph | None = None
    for paragraph in paragraphs:
        running = is_same_size(paragraph.size, body) and not paragraph.bold and not paragraph.italic
        ahead = open_one is not None and open_one.last.column != paragraph.first.column
        if running and ahead and open_one and _goes_on(open_one, paragraph):
            open_one.lines.extend(paragraph.lines)
            continue
        joined.append(paragraph)
        if running or paragraph.bold or paragraph.size > body:
            open_one = paragraph if running else None
    return joined


def is_same_size(one: float, other: float) -> bool:
    """Whether two sizes of print are the same to the eye."""
    return abs(one - other) <= _OTHER_SIZE * max(one, other)


def begins_item(text: str) -> bool:
    """Whether a line begins with a bullet."""
    return bool(_BULLET.match(text))


def _pitches(lines: Sequence[Line]) -> dict[float, float]:
    """The usual distance of baselines for each size of print."""
    distances: defaultdict[float, list[tuple[float, int]]] = defaultdict(list)
    for upper, line in pairwise(lines):
        step = line.baseline - upper.baseline
        if upper.column == line.column and upper.size == line.size and 0 < step < 3 * line.size:
            distances[line.size].append((round(step * 2) / 2, 1))
    return {size: most_common(steps) for size, steps in distances.items()}


def _groups(lines: Sequence[Line], pitch: dict[float, float]) -> Iterable[list[Line]]:
    """Yield lines of one print with no gap between them; an item of a list is a group of its own."""
    steps = [b.baseline - a.baseline for a, b in pairwise(lines)]
    begin = 0
    for i, step in enumerate(steps, start=1):
        upper, line = lines[i - 1], lines[i]
        # print that is set wider than usual has like steps around
        local = min(steps[max(i - 2, 0) : i + 1])
        usual = pitch.get(line.size, 1.2 * line.size)
        usual = max(usual, local) if local < _WIDEST_STEP * line.size else usual
        if _parts(upper, line, step, usual) or begins_item(line.text) or _ends_item(lines[begin], line):
            yield list(lines[begin:i])
            begin = i
    yield list(lines[begin:])


def _parts(upper: Line, line: Line, step: float, usual: float) -> bool:
    # the last line of a paragraph over the whole width may have fallen to the column below it
    other_column = upper.column != line.column and (upper.page != line.page or abs(upper.x0 - line.x0) > line.size)
    return (
        other_column
        or upper.bold != line.bold
        or not is_same_size(upper.size, line.size)
        or step > usual + _GAP * line.size + line.raised_by + upper.lowered_by
        or step < 0
    )


def _ends_item(first: Line, line: Line) -> bool:
    """Whether a line is no part of the item that ``first`` begins: it is not set in behind the bullet."""
    return begins_item(first.text) and line.x0 < first.x0 + _SET_IN * line.size


def _parted(group: list[Line]) -> Iterable[list[Line]]:
    """Part the lines of one group where a paragraph, an item or an entry begins."""
    if begins_item(group[0].text):
        yield group
        return
    left = min(line.x0 for line in group)
    indented = [_INDENT * line.size < line.x0 - left < _DEEPEST_INDENT * line.size for line in group]
    hanging = 2 * sum(indented) > len(group) and not indented[0]
    ragged = not any(indented)
    begin = 0
    for i in range(1, len(group)):
        upper, line = group[i - 1], group[i]
        if hanging:
            begins = not indented[i]
        else:
            begins = (indented[i] and not indented[i - 1]) or (ragged and _ends(upper) and _would_fit(upper, line))
        if begins or _begins_note(line) or _heads(upper, line) or (_NUMBER.match(line.text) and _ends(upper)):
            yield group[begin:i]
            begin = i
    yield group[begin:]


def _heads(upper: Line, line: Line) -> bool:
    """Whether a line is a heading in italics above running text."""
    return upper.italic and not line.italic and upper.text[-1:] not in (*_STOPS, ",") and _would_fit(upper, line)


def _begins_note(line: Line) -> bool:
    """Whether a line begins with a raised letter or sign, the mark of a note."""
    mark = line.words[0]
    return line.is_raised(mark) and not mark.text[:1].isdigit() and len(line.words) > 1 and line.words[1].glued


def _ends(line: Line) -> bool:
    """Whether a line ends as a sentence does."""
    return line.text.rstrip(_CLOSERS + "0123456789,\u2013-")[-1:] in tuple(_STOPS)


def _would_fit(upper: Line, line: Line) -> bool:
    """Whether a line's first word would have had room on the line above: so it was meant to stand below."""
    room = upper.right - upper.x1 - _ROOM * line.size
    return line.words[0].x1 - line.words[0].x0 < room


def _goes_on(paragraph: Paragraph, next_one: Paragraph) -> bool:
    """Whether a paragraph at the end of a column goes on at the top of the next."""
    last, line = paragraph.last, next_one.first
    if begins_item(line.text) or not line.text[:1].strip():
        return False
    if not _ends(last) or line.text[0].islower():
        return True
    indented = line.x0 - line.left > _INDENT * line.size
    return not indented and not _would_fit(last, line)
