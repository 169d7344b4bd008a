"""Pieces of print within a table: words that stand together, printed lines, and what a table is laid out from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.readers.pdf_glyphs import Word
from extract.readers.pdf_rules import Box
from extract.readers.pdf_ruling import Line

# How far a glyph reaches above and below its baseline, in shares of its size.
_UP, _DOWN = 0.68, 0.16
_SAME_BASELINE = 0.25
# A raised figure is smaller than this share of its word, and no more points behind it.
_SMALLER, _NEAR = 0.85, 4


@dataclass(slots=True)
class Piece:
    """Words without a blank or a gap between them; ``size`` and ``baseline`` are those of most of its glyphs."""

    words: list[Word]
    x0: float = 0
    x1: float = 0
    size: float = 0
    baseline: float = 0

    def __post_init__(self) -> None:
        main = max(self.words, key=lambda w: (w.size, len(w.text)))
        self.x0, self.x1 = self.words[0].x0, max(w.x1 for w in self.words)
        self.size, self.baseline = main.size, main.baseline

    @property
    def top(self) -> float:
        """Where its glyphs start."""
        return self.baseline - _UP * self.size

    @property
    def bottom(self) -> float:
        """Where its glyphs end."""
        return self.baseline + _DOWN * self.size

    @property
    def middle(self) -> float:
        """Half its height."""
        return self.baseline - 0.25 * self.size

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(w.text for w in self.words)

    @property
    def bold(self) -> bool:
        """Whether it is bold."""
        return all(w.font.bold for w in self.words)


def pieces(words: Iterable[Word]) -> list[Piece]:
    """Words as pieces, raised and glued ones with the word that they belong to."""
    found: list[list[Word]] = []
    for word in words:
        last = found[-1][-1] if found else None
        gap = word.x0 - last.x1 if last else 0.0
        if last and (
            (word.glued and -1 < gap < 0.3 * word.size) or (_is_raised(found[-1][0], word) and -1 < gap < _NEAR)
        ):
            found[-1].append(word)
        else:
            found.append([word])
    return [Piece(group) for group in found]


def _is_raised(word: Word, raised: Word) -> bool:
    """Whether a word is a raised figure of the one before it, as citations are."""
    up = word.baseline - raised.baseline
    return raised.size < _SMALLER * word.size and 0.1 * word.size < up < 0.7 * word.size


def printed_lines(found: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces by baseline, from the top; each line from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(found, key=lambda p: p.baseline):
        near = lines[-1] if lines else []
        if near and piece.baseline - near[0].baseline < _SAME_BASELINE * max(piece.size, near[0].size):
            near.append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda p: p.x0) for line in lines]


def chunks(line: Sequence[Piece], gap: float) -> list[list[Piece]]:
    """A printed line cut where a gap is wider than ``gap`` (in shares of the size)."""
    found: list[list[Piece]] = []
    for piece in line:
        if found and piece.x0 - found[-1][-1].x1 <= gap * piece.size:
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def blank_of(lines: Iterable[Sequence[Piece]]) -> float:
    """How wide a blank is at most, in shares of the size: somewhat more than most are."""
    gaps = [(b.x0 - a.x1) / b.size for line in lines for a, b in pairwise(line)]
    blanks = [g for g in gaps if 0.1 < g < 0.5]
    return min(max(1.15 * median(blanks), 0.3), 0.5) if len(blanks) > 3 else 0.36


def blanks_of(lines: Iterable[Sequence[Piece]]) -> dict[bool, float]:
    """How wide the blank of plain and of bold print is, in shares of the size."""
    gaps: dict[bool, list[float]] = {}
    for a, b in (pair for line in lines for pair in pairwise(line)):
        if a.bold == b.bold and 0.1 < (b.x0 - a.x1) / b.size < 0.5:
            gaps.setdefault(a.bold, []).append((b.x0 - a.x1) / b.size)
    return {bold: median(found) for bold, found in gaps.items()}


@dataclass(slots=True)
class Sheet:
    """A table to be laid out: its area, its words, lines over all of it and shorter ones, and those at its ends.

    ``grown`` says that rows lie beyond its first or last line.
    """

    area: Box
    words: Sequence[Word]
    full: Sequence[Line] = ()
    partial: Sequence[Line] = ()
    down: Sequence[Box] = ()
    ends: tuple[Line, Line] | None = None
    grown: bool = False

    @property
    def lines(self) -> list[Line]:
        """All its lines."""
        return [*self.full, *self.partial, *(self.ends or ())]
