"""What stands above a sentence: the headings of its section and of those around it, the caption of its table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from extract.document import BlockKind, Document
from extract.lexicon import Lexicon, lexicon
from extract.mentions.mention import Kind, Mention
from extract.readers.headings import heading_kind
from extract.relations.lines import Line

Mentions = dict[Kind, list[Mention]]
Named = dict[int, Mentions]


def headings_of(document: Document, lines: Sequence[Line]) -> Named:
    """The mentions of each section's heading by kind; what it does not name it has from the heading above it.

    Above stands the last heading of a lower level. Articles without levels put what belongs to a disease under
    headings of the disease's own level: a heading without a disease goes on with the one before it, unless it
    is a canonical one ("Discussion").
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
        canonical = heading_kind(document.text[line.start : line.end])
        if beside and not canonical:
            _inherit(own, {Kind.CONDITION: named[beside[-1]].get(Kind.CONDITION, [])})
        for _, section in reversed(open_headings):
            _inherit(own, named[section])
        open_headings.append((level, line.section))
    return named


def _inherit(own: Mentions, above: Mentions) -> None:
    """Take what a heading does not name from another; "early disease" under "Epilepsy" is epilepsy."""
    for kind, mentions in above.items():
        if mentions and not any(map(_tells, own.get(kind, ()))):
            own[kind] = mentions


def _tells(mention: Mention) -> bool:
    return mention.kind is not Kind.CONDITION or is_disease(mention)


def is_disease(mention: Mention) -> bool:
    """Whether a condition is a disease by name and not "disease" with a describing word ("early disease")."""
    return mention.rule not in _bare_heads(lexicon("conditions"))


@lru_cache(maxsize=4)
def _bare_heads(rows: Lexicon) -> frozenset[str]:
    return frozenset(r.rule for r in rows.rows if "head" in r.tags and "disease" not in r.tags)


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
