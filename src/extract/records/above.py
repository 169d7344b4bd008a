"""What stands above a sentence: the headings of its section and of those around it, the caption of its table."""

from __future__ import annotations

from collections.abc import Sequence

from extract.document import BlockKind, Document
from extract.mentions.mention import Kind, Mention
from extract.relations.lines import Line

Mentions = dict[Kind, list[Mention]]
Named = dict[int, Mentions]


def headings_of(document: Document, lines: Sequence[Line]) -> Named:
    """The mentions of each section's heading by kind; what it does not name it has from the heading above it.

    Above stands the last heading of a lower level. Articles without levels put the drugs of a disease under
    headings of the disease's own level: there a heading of drugs alone goes on with the disease before it.
    """
    levels = {b.start: b.level for b in document.blocks if b.kind is BlockKind.HEADING}
    named: Named = {}
    open_headings: list[tuple[int, int]] = []  # level and section, the outermost first
    level = 0
    for line in lines:
        if line.role != "heading":
            continue
        level = levels.get(line.start, level)
        own = named.setdefault(line.section, {})
        for mention in line.mentions:
            own.setdefault(mention.kind, []).append(mention)
        beside = [s for lv, s in open_headings if lv == level and s != line.section]
        open_headings = [(lv, s) for lv, s in open_headings if lv < level and s != line.section]
        above = [s for _, s in open_headings] + (beside if Kind.TREATMENT in own else [])
        for section in reversed(above):
            for kind, mentions in named[section].items():
                own.setdefault(kind, mentions)
        open_headings.append((level, line.section))
    return named


def captions_of(document: Document, lines: Sequence[Line]) -> Named:
    """The mentions of each table's caption by kind, by the number of the table."""
    named: Named = {}
    for number, table in enumerate(document.tables):
        if table.caption:
            start, end = table.caption
            for mention in (m for line in lines if line.role == "caption" for m in line.mentions):
                if start <= mention.start < end:
                    named.setdefault(number, {}).setdefault(mention.kind, []).append(mention)
    return named
