"""Study columns: the cells of a table that each name or cite one study, and what they cite.

A copied page prints a raised citation as digits right behind a name ("ALPHA4", "Smith et al.13",
"BETA-1,48 2018", "GAMMA13)") or between words ("Smith 72 UK"); others put it in round brackets
("Smith et al (79)"). One cell alone does not tell such a number from a part of the name; the column does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from extract.document import Cell, Table
from extract.mentions.trialwords import Words, trial_words

Region = tuple[int, int]

_HEADER = (
    r"(?:clinical\s|pivotal\s|key\s|first\s)?(?:{nouns}|acronym|authors?)(?:s|/s|\(s\))?"
    r"(?:\s(?:name|acronym|id|identifier)s?)?(?:\s?[(,/\[].*|\sor\s.*|\sand\s.*)?[\s.]*"
)
_LABELS = r"(?P<labels>\d{1,3}(?:\s?[,-]\s?\d{1,3}){0,8})"
_END = r"(?=\)?(?:\Z|[\s;,(\[]))"
# Each manner with what may stand before the number; "et al" before it is proof enough for one cell.
_MANNERS = (
    re.compile(rf"(?<=[A-Za-z.)*]){_LABELS}{_END}"),
    re.compile(rf"(?<=[\w.)]),{_LABELS}{_END}"),
    re.compile(rf"\({_LABELS}\)"),
    re.compile(rf"(?:(?<=\bet\sal)|(?<=\bet\sal\.)|(?<=\A)\b[A-Z][a-z]{{2,20}})\s{_LABELS}(?=\Z|\s[A-Z])"),
)
_BRACKET = re.compile(r"\[\s?\d{1,3}(?:\s?[,-]\s?\d{1,3}){0,20}\s?\]")
_AUTHORS = re.compile(r"\bet\.?\sal\b\.?,?\s?\(?\Z")
_LONGEST = 160


def study_cells(view: str, tables: Iterable[Table]) -> list[Region]:
    """The cells of every study column, each without its citation: what stands before it and what behind."""
    found = []
    for table in tables:
        cells = columns_of_studies(view, table)
        cited = cell_labels(view, cells)
        for cell in cells:
            first, last, _ = cited.get(cell.start, (cell.end, cell.end, ""))
            found += [(a, b) for a, b in ((cell.start, first), (last, cell.end)) if a < b]
    return found


def columns_of_studies(view: str, table: Table) -> list[Cell]:
    """The body cells of the columns whose header says that they name studies, or whose cells cite one each."""
    top = min((c.row for c in table.cells), default=0)
    heads = [c for c in table.cells if c.header or c.row == top]
    header = _header(trial_words())
    columns = {c.column for c in heads if header.fullmatch(view[c.start : c.end].strip())}
    body = [c for c in table.cells if c not in heads]
    first = [c for c in body if c.column == 0]
    if not columns and not any(view[c.start : c.end].strip() for c in heads if c.column == 0) and _cite(view, first):
        columns = {0}
    return [c for c in body if c.column in columns]


def _cite(view: str, cells: Sequence[Cell]) -> bool:
    citing = sum(1 for c in cells if _BRACKET.search(view[c.start : min(c.end, c.start + _LONGEST)]))
    return citing > 1 and 2 * citing >= len(cells)


@lru_cache(maxsize=4)
def _header(words: Words) -> re.Pattern[str]:
    nouns = "|".join(sorted(re.escape(w) for w in words["noun"])).replace("study", "stud(?:y|ie)")
    return re.compile(_HEADER.format(nouns=nouns + "|reference|publication"), re.IGNORECASE)


def cell_labels(view: str, cells: Sequence[Cell]) -> dict[int, tuple[int, int, str]]:
    """What the cells of study columns cite by plain digits: by the start of a cell, the printed labels' span and text.

    The manner of a column is that of at least two cells and of half of those that could have it; it
    takes no number from a cell whose name is another cell's but for the number ("ALPHA1", "ALPHA2").
    """
    texts = {c.start: view[c.start : min(c.end, c.start + _LONGEST)] for c in cells if c.end > c.start}
    cited: dict[int, tuple[int, int, str]] = {}
    for manner in _MANNERS:
        hits = {at: m for at, text in texts.items() if (m := manner.search(text))}
        stems = [texts[at][: m.start("labels")] for at, m in hits.items()]
        sure = {at for at, m in hits.items() if _AUTHORS.search(texts[at], 0, m.start("labels"))}
        together = len(hits) > 1 and 2 * len(hits) >= len(texts) and len(set(stems)) == len(stems)
        for at, match in hits.items():
            if (together or at in sure) and at not in cited and not _BRACKET.search(texts[at]):
                cited[at] = (at + match.start("labels"), at + match.end("labels"), match["labels"])
    return cited
