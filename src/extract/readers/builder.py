"""The text of a document under construction: append only, every piece with its span."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extract.document import Block, BlockKind, Table

WIDEST_TABLE = 200
"""Columns: no printed table is wider, and what compares the cells of a row would take long."""
_SPACE = re.compile(r"[ \t\r\n\f\v]+")


@dataclass(frozen=True, slots=True)
class Cite:
    """A marked-up citation: its span and the ids of the references that it points to."""

    start: int
    end: int
    ids: tuple[str, ...]


@dataclass(slots=True)
class Inline:
    """Running text under construction: white space collapsed, citations with their spans.

    ``line_break`` is what a line break of the markup becomes; ``length`` counts what was written.
    """

    line_break: str = " "
    cites: list[Cite] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    length: int = 0
    _pending: str = ""

    @property
    def text(self) -> str:
        """What was written so far, without white space at its ends."""
        return "".join(self._parts)

    @property
    def position(self) -> int:
        """Where the next character will stand."""
        return self.length + len(self._pending)

    @property
    def last(self) -> str:
        """The last character written, "" after white space or at the start."""
        return self._parts[-1][-1] if self._parts and not self._pending else ""

    def write(self, raw: str | None) -> None:
        """Append text; runs of white space become one space, none at the start."""
        if not raw:
            return
        plain = _SPACE.sub(" ", raw)
        if plain[0] == " ":
            self.gap(" ")
            plain = plain[1:]
        if not plain:
            return
        if plain[-1] == " ":
            self._append(plain[:-1])
            self.gap(" ")
        else:
            self._append(plain)

    def gap(self, space: str) -> None:
        """Ask for white space before the next character; a line break outlives a blank."""
        if self.length and self._pending != "\n":
            self._pending = space

    def _append(self, plain: str) -> None:
        self._parts.append(self._pending + plain)
        self.length += len(self._pending) + len(plain)
        self._pending = ""


@dataclass(slots=True)
class Builder:
    """Collects the text and the objects that are spans of it."""

    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    cites: list[Cite] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    def block(self, kind: BlockKind, inline: Inline, *, level: int = 0, hint: str = "") -> tuple[int, int] | None:
        """Append a block after an empty line and return its span; None for one without text."""
        if not inline.text:
            return None
        self.separate("\n\n")
        start, end = self.raw(inline)
        self.blocks.append(Block(kind, start, end, level, hint))
        return start, end

    def separate(self, separator: str) -> None:
        """Append what stands between two pieces; nothing at the start of the text."""
        if self._length:
            self._parts.append(separator)
            self._length += len(separator)

    def raw(self, inline: Inline) -> tuple[int, int]:
        """Append running text as it is and return its span, which may be empty."""
        start = self._length
        text = inline.text
        self.cites.extend(Cite(start + c.start, start + c.end, c.ids) for c in inline.cites if c.start < c.end)
        self._parts.append(text)
        self._length += len(text)
        return start, self._length
