"""Enumerations: several studies told of at once by their diseases.

"Phase II studies in lung, pancreatic, colorectal cancers and melanoma [7-10]" are four studies: as
many diseases as labels. The head of a list stands once for all its members ("lung, ... cancers").
"""

from __future__ import annotations

import re

from extract.lexicon import lexicon
from extract.mentions.mention import Kind, Mention
from extract.relations.lines import Line

# Members of a list that wait for its head: "papillary thyroid, lung, liver, ".
_WAITING = re.compile(r"(?:[a-z-]{1,40}(?: [a-z-]{1,40})?, ?){1,8}(?:and )?\Z")
_MEMBER = re.compile(r"[a-z-]{1,40}(?: [a-z-]{1,40})?(?=, ?)")


def listed_conditions(view: str, line: Line) -> list[Mention]:
    """The diseases that a line lists, those that share the head of the list written out."""
    found: list[Mention] = []
    for condition in line.of(Kind.CONDITION):
        head = condition.value.rsplit(" ", 1)[-1]
        if "head" in lexicon("conditions").word_tags.get(head, ()):
            found += _waiting(view, line, condition, head)
        found.append(condition)
    return found


def _waiting(view: str, line: Line, condition: Mention, head: str) -> list[Mention]:
    opening = max(line.start, condition.start - 120)
    ahead = _WAITING.search(view, opening, condition.start)
    if not ahead:
        return []
    members = _MEMBER.finditer(view, ahead.start(), condition.start)
    return [Mention(Kind.CONDITION, m.start(), m.end(), f"{m.group()} {head}", "condition:list") for m in members]
