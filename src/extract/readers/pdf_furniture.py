"""What is printed on every page of a PDF around the text: running heads, footers, page numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from extract.readers.pdf_glyphs import Page, Word

# The share of a page's height at its top and bottom where these stand.
_MARGIN = 0.13
# Points within which lines of two pages stand at the same place.
_SAME_PLACE = 3.0
# Raised words stand less than this share of their size above their line.
_ONE_ROW = 0.6
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W{0,3}(?:[Pp](?:age|\.)?\s?)?\d{1,5}(?:\s?(?:of|/)\s?\d{1,5})?\W{0,3}\Z")


@dataclass(slots=True)
class _Row:
    """Words of one page on one height, across all columns."""

    page: int
    y: float
    words: list[Word]

    @property
    def key(self) -> str:
        """The words without their numbers, which differ from page to page."""
        return _DIGITS.sub("#", " ".join(w.text for w in self.words)).lower()


def drop_furniture(pages: Sequence[Page]) -> None:
    """Take running heads, footers and page numbers out of the words of pages.

    A line near the top or bottom is one of them where another page has the same words at the same
    height, numbers aside, or where such a line stands at its height on other pages. The lines of the text
    end them: no line below a line of the text is a running head.
    """
    rows = [row for page in pages for row in _rows(page)]
    by_key: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        by_key[row.key].append(row)
    heights = [row.y for same in by_key.values() for row in _repeated(same)]
    for page in pages:
        own = [row for row in rows if row.page == page.number]
        middle = page.height / 2
        dropped = {
            id(word)
            for edge in ([r for r in own if r.y < middle], [r for r in reversed(own) if r.y > middle])
            for row in takewhile(lambda r: _is_page_number(r) or _is_at(r.y, heights), edge)
            for word in row.words
        }
        page.words = [w for w in page.words if id(w) not in dropped]


def _rows(page: Page) -> list[_Row]:
    """The rows in the margins of a page, from its top."""
    margin = page.height * _MARGIN
    found: list[_Row] = []
    outside = (w for w in page.words if w.baseline < margin or w.baseline > page.height - margin)
    for word in sorted(outside, key=lambda w: (w.baseline, w.x0)):
        if found and word.baseline - found[-1].y < _ONE_ROW * word.size:
            found[-1].words.append(word)
        else:
            found.append(_Row(page.number, word.baseline, [word]))
    for row in found:
        row.words.sort(key=lambda w: w.x0)
    return found


def _repeated(same: list[_Row]) -> Iterable[_Row]:
    return (r for r in same if any(o.page != r.page and abs(o.y - r.y) < _SAME_PLACE for o in same))


def _is_at(y: float, heights: Iterable[float]) -> bool:
    return any(abs(y - h) < _SAME_PLACE for h in heights)


def _is_page_number(row: _Row) -> bool:
    return len(row.words) < 5 and bool(_PAGE_NUMBER.match(" ".join(w.text for w in row.words)))
