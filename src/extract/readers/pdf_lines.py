"""Words of a column joined to printed lines, raised and lowered words with the line they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from extract.readers.pdf_glyphs import Word

# A word smaller than this share of its line's size, and off the baseline by the other, is raised or lowered.
_SMALLER = 0.9
_OFF = 0.12
# Stands for a table among the words of its page.
MARK = "\ufffc"
# An initial is so much larger than its text, and goes over so many lines at most.
_INITIAL, _TALLEST_INITIAL = 1.7, 5


@dataclass(slots=True)
class Line:
    """A printed line: its words from left to right, its page and the number of its column in reading order.

    ``left`` and ``right`` are the edges of the text of its column, the same for all its lines.
    """

    page: int
    column: int
    words: list[Word]
    x0: float = 0.0
    x1: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    baseline: float = 0.0
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    left: float = 0.0
    right: float = 0.0
    text: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        self.words.sort(key=lambda w: w.x0)
        self.x0, self.x1 = self.words[0].x0, max(w.x1 for w in self.words)
        self.size = most_common((w.size, len(w.text)) for w in self.words)
        main = [w for w in self.words if abs(w.size - self.size) < 0.1] or self.words
        self.baseline = most_common((w.baseline, len(w.text)) for w in main)
        self.top, self.bottom = min(w.top for w in main), max(w.bottom for w in main)
        letters = [w for w in main if any(c.isalpha() for c in w.text)]
        self.bold = bool(letters) and all(w.font.bold for w in letters)
        self.italic = bool(letters) and all(w.font.italic for w in letters)
        self.text = "".join(("" if w.glued or not n else " ") + w.text for n, w in enumerate(self.words))

    @property
    def raised_by(self) -> float:
        """How far its highest word stands above the baseline: some programs set such a line lower."""
        return max(self.baseline - min(w.baseline for w in self.words), 0.0)

    @property
    def lowered_by(self) -> float:
        """How far its lowest word stands below the baseline."""
        return max(max(w.baseline for w in self.words) - self.baseline, 0.0)

    def is_raised(self, word: Word) -> bool:
        """Whether a word stands above the baseline in smaller print."""
        return word.size < _SMALLER * self.size and word.baseline < self.baseline - _OFF * self.size


def most_common(weighted: Iterable[tuple[float, int]]) -> float:
    """The number, to a tenth, that has the most weight."""
    weights: defaultdict[float, int] = defaultdict(int)
    for number, weight in weighted:
        weights[number] += weight
    if len(weights) == 1:
        return round(next(iter(weights)), 1)
    rounded: defaultdict[float, int] = defaultdict(int)
    for number, weight in weights.items():
        rounded[round(number, 1)] += weight
    return max(rounded, key=lambda n: rounded[n])


def lines_of(words: Sequence[Word], page: int, column: int) -> list[Line]:
    """The lines of one column, from the top.

    The words come in the order of the file, which keeps a line together; pieces of one line that
    the file has in different places are joined by their height.
    """
    pieces: list[list[Word]] = []
    for word in words:
        if pieces and not _stands_alone(pieces[-1][-1], word) and _goes_on(pieces[-1][-1], word):
            pieces[-1].append(word)
        else:
            pieces.append([word])
    lines: list[Line] = []
    for line in sorted((Line(page, column, p) for p in pieces), key=lambda line: (line.baseline, line.x0)):
        if lines and not _stands_alone(lines[-1], line) and _is_beside(lines[-1], line):
            lines[-1] = Line(page, column, lines[-1].words + line.words)
        else:
            lines.append(line)
    lines = _with_initials(lines)
    if lines:
        left, right = _edges(lines)
        for line in lines:
            line.left, line.right = left, right
    return lines


def _stands_alone(one: Word | Line, other: Word | Line) -> bool:
    """Whether one of two stands on no line with others: a table, or a large letter that opens a text."""
    if MARK in (one.text, other.text):
        return True
    large, small = (one, other) if one.size > other.size else (other, one)
    return _is_initial(large.text) and large.size > _INITIAL * small.size


def _is_initial(text: str) -> bool:
    return len(text) <= 2 and text[:1].isupper()


def _goes_on(last: Word, word: Word) -> bool:
    """Whether a word follows another on its line."""
    overlap = min(last.bottom, word.bottom) - max(last.top, word.top)
    return overlap > 0.3 * min(last.size, word.size) and word.x0 > last.x1 - 0.5 * last.size


def _is_beside(upper: Line, line: Line) -> bool:
    """Whether two pieces are of one line."""
    overlap = min(upper.bottom, line.bottom) - max(upper.top, line.top)
    apart = line.x0 > upper.x1 - 0.3 * line.size or line.x1 < upper.x0 + 0.3 * line.size
    return apart and overlap > 0.5 * min(upper.size, line.size)


def _with_initials(lines: list[Line]) -> list[Line]:
    """Lines with a large letter that opens a text put back to the first word of the lines beside it."""
    found: list[Line] = []
    for n, line in enumerate(lines):
        large = line.words[0]
        beside = [
            other
            for other in lines[max(n - _TALLEST_INITIAL, 0) : n + 2]
            if other is not line
            and line.size > _INITIAL * other.size
            and large.top - 0.5 * other.size < other.baseline <= large.baseline + 0.3 * other.size
            and 0 <= other.x0 - large.x1 + other.size < 2 * other.size
        ]
        if not _is_initial(line.text) or not beside:
            found.append(line)
            continue
        first = beside[0]
        first.words[0].glued = True
        first.text = large.text + first.text
        first.words.insert(0, replace(large, baseline=first.baseline, size=first.size))
        for other in beside:
            other.x0 = large.x0
    return found


def _edges(lines: list[Line]) -> tuple[float, float]:
    """The edges of a column: where most of its lines start, and where the longest lines end."""
    starts = most_common((round(line.x0), 1) for line in lines)
    ends = sorted(line.x1 for line in lines)
    return min(starts, lines[0].x0 if len(lines) == 1 else starts), ends[-1 - len(ends) // 20]
