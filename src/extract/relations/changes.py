"""Changes told of by their two ends: "fell from 25.6 to 6.1 with oxybutynin"."""

from __future__ import annotations

import re

from extract.mentions.mention import Kind, Mention
from extract.relations.layout import Layout, once

_FROM = re.compile(r"\bfrom\s(?:(?!to\b)[\w-]+\s){0,4}\Z", re.IGNORECASE)
_TO = re.compile(
    r"[\s,]{0,3}(?:\([^()]{0,60}\)\s)?(?:at baseline\s|before treatment\s)?(?:down\s|up\s)?to\s(?:[\w-]+\s){0,3}\Z"
)


@once
def end_of_change(layout: Layout, value: int) -> str:
    """Which end of a change a value is: "from", "to", or "" for neither."""
    if _opens(layout, value):
        return "from"
    return "to" if value and _opens(layout, value - 1) else ""


@once
def _opens(layout: Layout, value: int) -> bool:
    values, view = layout.passage.values, layout.passage.view
    if value + 1 >= len(values):
        return False
    one, other = values[value], values[value + 1]
    between = view[one.end : other.start]
    ahead = view[max(layout.passage.start, one.start - 50) : one.start]
    return len(between) < 100 and bool(_TO.match(between)) and bool(_FROM.search(ahead))


def starting_point(layout: Layout, value: int) -> Mention:
    """The timepoint of the value that a change starts from."""
    mention = layout.passage.values[value]
    return Mention(Kind.TIMEPOINT, mention.start, mention.end, "baseline", "timepoint:from")
