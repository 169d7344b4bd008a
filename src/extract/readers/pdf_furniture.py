"""What is printed on every page of a PDF around the text: running heads, footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from extract.readers.pdf_glyphs import Page, Word

# The share of a page's height at its top and bottom where these stand.
_MARGIN = 0.13
# Points within which lines of two pages stand at the same place.
_SAME_PLACE = 3.0
# Raised words stand less than this share of their size above their line.
_ONE_ROW = 0.6
# Words of a running head at most, digits of a page's number, lines of a page that numbers its lines.
_MOST_WORDS, _LONGEST_NUMBER, _FEWEST_LINE_NUMBERS = 20, 6, 8
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W{0,3}(?:[Pp](?:age|\.)?\s?)?\d{1,5}(?:\s?(?:of|/)\s?\d{1,5})?\W{0,3}\Z")


@dataclass(slots=True)
class _Row:
    """Words of one page on one height, across all columns."""

    page: int
    y: float
    words: list[Word]

    is_upper: bool = True

    @property
    def numbers(self) -> list[int]:
        """The numbers at its two ends."""
        ends = {self.words[0].text, self.words[-1].text}
        return [int(text) for text in ends if text.isdecimal() and len(text) < _LONGEST_NUMBER]

    @property
    def key(self) -> str:
        """The words without their numbers, which differ from page to page."""
        return _DIGITS.sub("#", " ".join(w.text for w in self.words)).lower()


def drop_furniture(pages: Sequence[Page]) -> None:
    """Take running heads, footers and page numbers out of the words of pages.

    A line near the top or bottom is one of them where another page has the same words at the same
    height, numbers aside, where it has the number of its page, or where such a line stands at its height
    on other pages. The lines of the text end them: no line below a line of the text is a running head.
    The numbers of lines beside a manuscript are taken out, too.
    """
    rows = [row for page in pages for row in _rows(page)]
    by_key: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        by_key[row.key].append(row)
    heights = [row.y for same in by_key.values() for row in _repeated(same)]
    heights += [row.y for row in _numbered(rows)]
    for page in pages:
        _drop_line_numbers(page)
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
            found.append(_Row(page.number, word.baseline, [word], word.baseline < margin))
    for row in found:
        row.words.sort(key=lambda w: w.x0)
    return found


def _repeated(same: list[_Row]) -> Iterable[_Row]:
    return (r for r in same if any(o.page != r.page and abs(o.y - r.y) < _SAME_PLACE for o in same))


def _numbered(rows: Sequence[_Row]) -> Iterator[_Row]:
    """Yield the outermost rows that hold a number which grows by one from page to page."""
    outermost: dict[tuple[int, bool], _Row] = {}
    for row in rows:
        upper = row.is_upper
        if len(row.words) <= _MOST_WORDS and ((row.page, upper) not in outermost or not upper):
            outermost[row.page, upper] = row
    pages: defaultdict[int, set[int]] = defaultdict(set)
    for row in outermost.values():
        for number in row.numbers:
            pages[number - row.page].add(row.page)
    common = {offset for offset, found in pages.items() if len(found) > 1 and any(p + 1 in found for p in found)}
    yield from (row for row in outermost.values() if any(n - row.page in common for n in row.numbers))


def _drop_line_numbers(page: Page) -> None:
    """Take the numbers of lines out of a page: they stand to the left of all words and count up."""
    left = min((w.x0 for w in page.words if not w.text.isdigit()), default=0.0)
    beside = sorted((w for w in page.words if w.text.isdecimal() and w.x1 < left), key=lambda w: w.baseline)
    steps = Counter(int(b.text) - int(a.text) for a, b in pairwise(beside))
    step, often = steps.most_common(1)[0] if len(beside) >= _FEWEST_LINE_NUMBERS else (0, 0)
    if step > 0 and often > 0.8 * len(beside):
        dropped = {id(w) for w in beside}
        page.words = [w for w in page.words if id(w) not in dropped]


def _is_at(y: float, heights: Iterable[float]) -> bool:
    return any(abs(y - h) < _SAME_PLACE for h in heights)


def _is_page_number(row: _Row) -> bool:
    return len(row.words) < 5 and bool(_PAGE_NUMBER.match(" ".join(w.text for w in row.words)))
