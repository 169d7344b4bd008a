"""Reference lists in plain text: numbered on one line or two, or named by author and year."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from extract.document import Block, BlockKind, Reference
from extract.lexicon import WORD
from extract.readers.chrome import chrome
from extract.readers.entries import Parsed, parse_entry
from extract.readers.labels import YEAR, as_cited, author_year
from extract.readers.units import Unit

_NUMBER_ONLY = re.compile(r"[\[(]?(\d{1,4})[\].)]{0,2}\Z")
_NUMBERED = re.compile(r"[\[(]?(\d{1,4})(?:[\].)]{1,2}\s*|\s+)(?=\S)")
_BULLET = re.compile(r"[-*\u2022\u25aa]\s+")
_SURNAME = r"[A-Z\u00c0-\u00de][\w'\u2019-]{1,40}"
_CITES_YEAR = re.compile(rf"\b{_SURNAME}(?: et al\.?,?| (?:and|&) {_SURNAME},?|,)? \(?(?:19|20)\d\d[a-z]?\b")
_CITES_NUMBER = re.compile(r"\[\d{1,3}[\],\s\u2010-\u2015-]|[a-z)%][.,]\d{1,3}(?=[\s,\u2010-\u2015-])")
# Names open an entry: "Turpie AG, ", "van de Werf F."
NAMED = re.compile(rf"(?:[a-z]{{2,4}}\s){{0,3}}{_SURNAME},?\s(?:[A-Z]\.?-?\s?){{1,4}}[,.&(:]")
_FEWEST_NAMED = 3
# Authors, title and journal on lines of their own need no points.
_LINE_END = re.compile(r"\.?[^\S\n]{0,9}\n\s*")
_LONGEST_ENTRY = 1200


@dataclass(slots=True)
class Found:
    """The blocks and references of a list."""

    blocks: list[Block] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry: its number ("" without one), its span, where its words begin, whether it has several lines."""

    number: str
    start: int
    end: int
    words: int
    several: bool = False


def begins_references(lines: list[str]) -> bool:
    """Whether lines are the start of a reference list: numbered 1, 2, 3, or all names and years."""
    numbers: list[int] = []
    waiting = False
    for line in lines:
        alone, numbered = _NUMBER_ONLY.match(line), _NUMBERED.match(line)
        if waiting and YEAR.search(line):
            waiting = False
        elif alone:
            numbers.append(int(alone.group(1)))
            waiting = True
        elif numbered and YEAR.search(line) and len(line) < _LONGEST_ENTRY:
            numbers.append(int(numbered.group(1)))
        else:
            break
    return numbers[:3] == [1, 2, 3] or (len(lines) > _FEWEST_NAMED and all(_is_named(line) for line in lines))


def _is_named(line: str) -> bool:
    return bool(NAMED.match(line)) and len(line) < _LONGEST_ENTRY and bool(YEAR.search(line))


@dataclass(frozen=True, slots=True)
class Style:
    """How an article cites: how often by author and year and by number, and the names it prints.

    ``forms`` maps a surname and a year to the citation; ``plain`` is the text without points and brackets.
    """

    years: int
    numbers: int
    forms: dict[tuple[str, str], str]
    plain: str

    def by_year(self, numbered: bool) -> bool:
        """Whether labels are authors and years; a numbered list takes more to convince."""
        return self.years >= (5 if numbered else 1) and self.years > self.numbers

    def label(self, built: str, surname: str) -> str:
        """The label as the text prints it, where it does so in another way than ``built``."""
        if not built or built in self.plain:
            return built
        return self.forms.get((surname.lower(), built.rpartition(" ")[2]), built)


def citation_style(body: str) -> Style:
    """Count the citations of a text and keep those by name."""
    forms: dict[tuple[str, str], str] = {}
    years = 0
    for found in _CITES_YEAR.finditer(body):
        years += 1
        words = as_cited(found.group()).split()
        forms.setdefault((words[0].lower(), words[-1]), " ".join(words))
    numbers = sum(1 for _ in _CITES_NUMBER.finditer(body))
    return Style(years, numbers, forms, as_cited(body) if years > numbers else "")


def read_references(text: str, units: list[Unit], style: Style) -> Found:
    """Read the units below a reference heading.

    A list without numbers is labelled by author and year where the text cites so, else by position.
    """
    found = Found()
    items = _items(text, units, found)
    by_year = style.by_year(any(i.number for i in items))
    taken: set[str] = set()
    for position, item in enumerate(items, start=1):
        words = text[item.words : item.end][:_LONGEST_ENTRY]
        parsed = parse_entry(_LINE_END.sub(". ", words) if item.several else words)
        label = (_named(parsed, style) if by_year else "") or item.number or str(position)
        if label not in taken:
            taken.add(label)
            found.references.append(Reference(label, item.start, item.end, parsed.title, parsed.year, parsed.authors))
    return found


def _named(parsed: Parsed, style: Style) -> str:
    """The label by author and year, as the text prints it."""
    first = WORD.findall(parsed.surnames[0])[:1] if parsed.surnames else []
    return style.label(author_year(parsed.surnames, parsed.year, parsed.others), first[0] if first else "")


def _items(text: str, units: list[Unit], found: Found) -> list[_Item]:
    """Join labels with their entries and make a block of each; what is no entry is chrome."""
    lines = [text[u.start : u.end] for u in units]
    numbered = _is_numbered(lines)
    items: list[_Item] = []
    label: tuple[str, int] | None = None
    rules = chrome()
    for unit, line in zip(units, lines, strict=True):
        alone = _NUMBER_ONLY.match(line) if numbered else None
        mark = (_NUMBERED if numbered else _BULLET).match(line)
        if alone:
            label = (alone.group(1), unit.start)
        elif rules.row(line) is not None:
            found.blocks.append(Block(BlockKind.CHROME, unit.start, unit.end))
        elif numbered and not label and not mark:
            _go_on(text, unit, items, found)
        else:
            number, start = label or (mark.group(1) if mark and numbered else "", unit.start)
            skip = mark.end() if mark and not label else 0
            if found.blocks and found.blocks[-1].end >= start:
                start = unit.start
            found.blocks.append(Block(BlockKind.REFERENCE, start, unit.end, hint="references"))
            items.append(_Item(number, start, unit.end, unit.start + skip + rules.entry_start(line[skip:])))
            label = None
    return items


def _go_on(text: str, unit: Unit, items: list[_Item], found: Found) -> None:
    """An unnumbered line of a numbered list: it goes on with an entry that has no year yet.

    Below a complete entry stands what the page prints after the article.
    """
    block = found.blocks[-1] if found.blocks else None
    if block and block.kind is BlockKind.REFERENCE and items and not YEAR.search(text, items[-1].start, block.end):
        found.blocks[-1] = replace(block, end=unit.end)
        items[-1] = replace(items[-1], end=unit.end, several=True)
    else:
        found.blocks.append(Block(BlockKind.CHROME, unit.start, unit.end))


def _is_numbered(lines: list[str]) -> bool:
    """Whether two of the first lines carry numbers that rise."""
    marks = [m for line in lines[:6] if (m := _NUMBER_ONLY.match(line) or _NUMBERED.match(line))]
    numbers = [int(m.group(1)) for m in marks]
    return bool(numbers) and numbers == sorted(numbers) and (len(numbers) > 1 or len(lines) < 4) and numbers[0] < 1800
