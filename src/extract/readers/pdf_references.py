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
from extract.readers.reference_lines import NAMED

_MARK = re.compile(r"[\[(]?(\d{1,4})(?:[\].)]{0,2}(?=\s)|\])")
_RANGE = re.compile(r"(\d{1,4})(?:[\u2010-\u2015\u2212-](\d{1,4}))?")
# A longer range is a slip of typesetting.
_LONGEST_RANGE = 100
_FEWEST_NUMBERED = 2
# In a list that hangs one line in so many is set in, by this share of its print's size.
_SHARE_SET_IN, _SET_IN = 6, 0.5


def entries(paragraphs: Sequence[Paragraph]) -> list[list[Line]]:
    """The lines of each entry of a list."""
    lines = [line for p in paragraphs for line in p.lines]
    starts = _numbered_starts(lines)
    if len(starts) < _FEWEST_NUMBERED:
        starts = _hanging_starts(lines)
    if len(starts) >= _FEWEST_NUMBERED:
        edges = [0, *(s for s in starts if s), len(lines)]
        return [lines[a:b] for a, b in pairwise(edges) if a < b]
    return _unnumbered([part for p in paragraphs for part in _named_parts(p.lines)])


def _hanging_starts(lines: Sequence[Line]) -> list[int]:
    """The lines that begin an entry of a list whose other lines are set in; none in a list without such."""
    left: dict[int, float] = {}
    for line in lines:
        left[line.column] = min(left.get(line.column, line.x0), line.x0)
    flush = [i for i, line in enumerate(lines) if line.x0 - left[line.column] < _SET_IN * line.size]
    hangs = flush[:1] == [0] and (len(lines) - len(flush)) * _SHARE_SET_IN > len(lines)
    return flush if hangs else []


def _named_parts(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Part lines where names begin behind an entry that has its year."""
    begin = 0
    for i in range(1, len(lines)):
        above = _text(lines[begin:i])
        if above[-1] in ".])0123456789" and NAMED.match(lines[i].text) and YEAR.search(above):
            yield list(lines[begin:i])
            begin = i
    yield list(lines[begin:])


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


def _unnumbered(parts: Sequence[list[Line]]) -> list[list[Line]]:
    """The entries of a list told by gaps; one that goes on at the top of a column is joined with the one before."""
    found: list[list[Line]] = []
    for part in parts:
        if found and found[-1][-1].column != part[0].column and _goes_on(found[-1], part[0]):
            found[-1].extend(part)
        else:
            found.append(list(part))
    return found


def _goes_on(entry: list[Line], line: Line) -> bool:
    """Whether an entry goes on at the top of the next column: it has no year yet, or no name begins there."""
    return not line.text[:1].isupper() or not YEAR.search(_text(entry))


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
