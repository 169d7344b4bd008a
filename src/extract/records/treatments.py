"""Interventions and comparators of a study: what was given, what it was compared with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.lexicon import lexicon
from extract.mentions.mention import Kind, Mention
from extract.relations.lines import Line
from extract.relations.studies import Study

# Words right before a treatment that make it the comparator, or background that nobody tested.
_VERSUS = re.compile(
    r"\b(?:versus|vs\.?|compared (?:with|to)|comparison (?:with|to)|relative to|over|than|against|instead of|replac\w+|or(?: matching)?"
    r"|alternative to|non-?inferior(?:ity)? to|superior(?:ity)? to)\s(?:\w+(?:-\w+)*\s){0,3}\Z", re.I
)  # fmt: skip
_BACKGROUND = re.compile(
    r"\b(?:background|add-on to|added to|addition to|on top of|stable|prior|previous|previously treated with|pretreated with|following|after"
    r"|refractory to|resistant to|intolerant of|failed|failure of|ongoing|concomitant|unlike|such as|including)\s(?:\w+(?:-\w+)*\s){0,2}\Z", re.I
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """The treatments of a study by role, in the order of the text."""

    interventions: list[Mention]
    comparators: list[Mention]

    @property
    def in_order(self) -> list[str]:
        """All of them as the text first prints them."""
        both = sorted([*self.interventions, *self.comparators], key=lambda m: m.start)
        return list(dict.fromkeys(m.value for m in both))


def given(view: str, lines: Sequence[Line], study: Study, topic: Sequence[Mention]) -> Given:
    """Sort the treatments of a study's sentences by role; ``topic`` are the article's own treatments."""
    roles: dict[str, Counter[str]] = {}
    first: dict[str, Mention] = {}
    for mention, role, weight in _votes(view, lines, study):
        roles.setdefault(mention.value, Counter())[role] += weight
        first.setdefault(mention.value, mention)
    tested = [first[v] for v, votes in roles.items() if _wins(votes, "tested")]
    compared = [first[v] for v, votes in roles.items() if _wins(votes, "compared")]
    if not tested and topic:
        tested = [t for t in topic if t.value not in {c.value for c in compared}][:1]
    return Given(tested, compared)


def _wins(votes: Counter[str], role: str) -> bool:
    top = max(votes.values())
    return votes[role] == top and top > 0 and (role == "tested" or votes["tested"] < top)


def _votes(view: str, lines: Sequence[Line], study: Study) -> Iterable[tuple[Mention, str, int]]:
    spans = sorted(study.spans)
    for rank, (number, start, end) in enumerate(spans):
        line = lines[number]
        telling = bool(line.of(Kind.STUDY)) or rank == 0 or bool(line.findings)
        for mention in line.of(Kind.TREATMENT):
            if start <= mention.start < end and telling:
                yield mention, role_of(view, line, mention), 1


def role_of(view: str, line: Line, mention: Mention) -> str:
    """What one printed treatment is in its sentence: "tested", "compared" or "background"."""
    ahead = view[max(line.start, mention.start - 60) : mention.start]
    if is_control(mention.value):
        return "compared"
    if _BACKGROUND.search(ahead):
        return "background"
    earlier = any(m.end <= mention.start for m in line.of(Kind.TREATMENT))
    if earlier and _VERSUS.search(ahead):
        return "compared"
    return "tested"


def is_control(name: str) -> bool:
    """Whether a treatment's name is that of a control by itself ("placebo", "usual care")."""
    return any("control" in hit.row.tags for lex in ("treatments", "arms") for hit in lexicon(lex).find(name))
