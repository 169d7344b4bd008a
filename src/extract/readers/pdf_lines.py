"""Words of a column joined to printed lines, raised and lowered words with the line they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extract.readers.pdf_glyphs import Word

# A word smaller than this share of its line's size, and off the baseline by the other, is raised or lowered.
_SMALLER = 0.9
_OFF = 0.12


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
        if pieces and _goes_on(pieces[-1][-1], word):
            pieces[-1].append(word)
        else:
            pieces.append([word])
    lines: list[Line] = []
    for line in sorted((Line(page, column, p) for p in pieces), key=lambda line: (line.baseline, line.x0)):
        if lines and _is_beside(lines[-1], line):
            lines[-1] = Line(page, column, lines[-1].words + line.words)
        else:
            lines.append(line)
    if lines:
        left, right = _edges(lines)
        for line in lines:
            line.left, line.right = left, right
    return lines


def _goes_on(last: Word, word: Word) -> bool:
    """Whether a word follows another on its line."""
    overlap = min(last.bottom, word.bottom) - max(last.top, word.top)
    return overlap > 0.3 * min(last.size, word.size) and word.x0 > last.x1 - 0.5 * last.size


def _is_beside(upper: Line, line: Line) -> bool:
    """Whether two pieces are of one line."""
    overlap = min(upper.bottom, line.bottom) - max(upper.top, line.top)
    apart = line.x0 > upper.x1 - 0.3 * line.size or line.x1 < upper.x0 + 0.3 * line.size
    return apart and overlap > 0.5 * min(upper.size, line.size)


def _edges(lines: list[Line]) -> tuple[float, float]:
    """The edges of a column: where most of its lines start, and where the longest lines end."""
    starts = most_common((round(line.x0), 1) for line in lines)
    ends = sorted(line.x1 for line in lines)
    return min(starts, lines[0].x0 if len(lines) == 1 else starts), ends[-1 - len(ends) // 20]
