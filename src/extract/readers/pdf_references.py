"""The reference list of a PDF: its lines joined to entries, and the numbers that the text sets off resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.document import CrossReference, Reference
from extract.readers.builder import Cite
from extract.readers.labels import YEAR
from extract.readers.pdf_lines import Line
from extract.readers.pdf_paragraphs import Paragraph

_MARK = re.compile(r"[\[(]?(\d{1,4})(?:[\].)]{1,2}|(?=\s))")
_RANGE = re.compile(r"(\d{1,4})(?:[\u2010-\u2015\u2212-](\d{1,4}))?")
# A longer range is a slip of typesetting.
_LONGEST_RANGE = 100
_FEWEST_NUMBERED = 2


def entries(paragraphs: Sequence[Paragraph]) -> list[list[Line]]:
    """The lines of each entry of a list."""
    lines = [line for p in paragraphs for line in p.lines]
    starts = _numbered_starts(lines)
    if len(starts) >= _FEWEST_NUMBERED:
        edges = [0, *(s for s in starts if s), len(lines)]
        return [lines[a:b] for a, b in pairwise(edges) if a < b]
    return _unnumbered(paragraphs)


def _numbered_starts(lines: Sequence[Line]) -> list[int]:
    """The lines that begin with the next number of the list."""
    starts: list[int] = []
    last = 0
    for i, line in enumerate(lines):
        mark = _MARK.match(line.text)
        if mark and int(mark.group(1)) == last + 1:
            starts.append(i)
            last += 1
    return starts


def _unnumbered(paragraphs: Sequence[Paragraph]) -> list[list[Line]]:
    """The paragraphs, one that goes on at the top of a column joined with the one before it."""
    found: list[list[Line]] = []
    for paragraph in paragraphs:
        if found and found[-1][-1].column != paragraph.first.column and _goes_on(found[-1], paragraph.first):
            found[-1].extend(paragraph.lines)
        else:
            found.append(list(paragraph.lines))
    return found


def _goes_on(entry: list[Line], line: Line) -> bool:
    """Whether an entry goes on at the top of the next column: it has no year yet, or the line is set in."""
    hangs = len(entry) > 1 and entry[-1].x0 - entry[0].x0 > 0.5 * line.size
    no_name = not line.text[:1].isupper()
    return no_name or (hangs and line.x0 - line.left > 0.5 * line.size) or not YEAR.search(_text(entry))


def _text(lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines)


def resolve(cites: Sequence[Cite], references: Sequence[Reference]) -> Iterator[CrossReference]:
    """Yield the set-off numbers that a numbered list knows, ranges expanded."""
    labels = {r.label for r in references}
    for cite in cites:
        numbers = [n for one in _RANGE.finditer(cite.ids[0]) for n in _expand(one)]
        if numbers and all(n in labels for n in numbers):
            yield CrossReference(cite.start, cite.end, tuple(dict.fromkeys(numbers)))


def _expand(found: re.Match[str]) -> list[str]:
    low, high = int(found.group(1)), int(found.group(2) or found.group(1))
    return [str(n) for n in range(low, high + 1)] if low <= high <= low + _LONGEST_RANGE else [str(low), str(high)]
