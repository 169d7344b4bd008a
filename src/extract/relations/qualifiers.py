"""What qualifies a value: its interval, its p-value and its timepoint, by where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.mentions.mention import Mention
from extract.relations.layout import Layout

# Cues of a duration that is no timepoint of a value ("for 6 weeks", "every 3 months").
_DURATIONS = {"for", "every", "until", "before", "past", "last", "first", "from", "within", "during"}
_STUDY_NOUNS = ("study", "trial", "period", "treatment", "extension", "course", "phase", "protocol", "old", "history")
_AGES = frozenset(["age", "aged", "ages"])
_AGE_AHEAD = 4


def interval_of(layout: Layout, value: int) -> Mention | None:
    """The interval that follows a value before the next value does."""
    mention = layout.passage.values[value]
    following = _next_start(layout, value)
    for interval in layout.passage.intervals:
        if mention.end <= interval.start < following and interval.start - mention.end <= 60:
            return interval
    return None


def _next_start(layout: Layout, value: int) -> int:
    values = layout.passage.values
    return values[value + 1].start if value + 1 < len(values) else layout.passage.end


def p_value_of(layout: Layout, value: int) -> Mention | None:
    """The p-value that closes the comparison a value belongs to: the next one behind it.

    A value reaches over the other values up to that p-value unless a semicolon or another
    p-value's bracket parts them; a p-value ahead counts where none follows ("significantly
    (p=0.008) reduced ... by 14%").
    """
    mention = layout.passage.values[value]
    view = layout.passage.view
    for p in layout.passage.p_values:
        if p.start >= mention.end:
            between = view[mention.end : p.start]
            if ";" in between.replace("; ", " ", 1) or between.count(". "):
                break
            return _superiority(layout.passage.p_values, p)
    ahead = [p for p in layout.passage.p_values if p.end <= mention.start]
    return ahead[-1] if ahead and ";" not in view[ahead[-1].end : mention.start] else None


def _superiority(p_values: Sequence[Mention], found: Mention) -> Mention:
    """Of "P < 0.001 for non-inferiority, P = 0.04 for superiority" the second."""
    later = [p for p in p_values if found.start < p.start <= found.end + 40]
    return later[0] if later else found


def timepoint_of(layout: Layout, value: int, *, changed: bool = False) -> Mention | None:
    """The timepoint of a value: the one its list pairs with it, else the nearest that reaches it.

    A value that is ``changed`` since then has not "baseline" for its own.
    """
    points = [t for t in layout.passage.timepoints if not _is_duration(layout, t)]
    points = [t for t in points if not (changed and t.value == "baseline")]
    if not points:
        return None
    place = layout.places[value]
    if place.size > 1 and len(points) == place.size and layout.respectively and _run(points):
        return points[place.index]
    return _nearest(layout, value, points)


def is_baseline(layout: Layout, value: int) -> bool:
    """Whether a value is a baseline characteristic: an age, or measured at baseline with no change told of."""
    if _is_age(layout, value):
        return True
    if not any(point.value == "baseline" for point in layout.passage.timepoints):
        return False
    point = timepoint_of(layout, value)
    if point is None or point.value != "baseline":
        return False
    return not any("change" in h.row.tags for n, h in layout.passage.hits if n == "measures")


def _is_age(layout: Layout, value: int) -> bool:
    """Whether a number of years has the word age right ahead: "the median age was 62 years", "aged 18 to 65 years"."""
    first = layout.value_tokens[value][0]
    return layout.passage.values[value].value.unit == "years" and bool(
        _AGES & {*layout.passage.lower[max(0, first - _AGE_AHEAD) : first]}
    )


def _is_duration(layout: Layout, point: Mention) -> bool:
    if point.rule.rpartition(":")[2] in _DURATIONS:
        return True
    behind = layout.passage.view[point.end : point.end + 30].lstrip(" -").lower()
    return point.rule == "timepoint:hyphen" and behind.startswith(_STUDY_NOUNS)


def _run(points: Sequence[Mention]) -> bool:
    return all(b.start - a.end <= 12 for a, b in pairwise(points))


def _nearest(layout: Layout, value: int, points: Sequence[Mention]) -> Mention | None:
    mention = layout.passage.values[value]
    behind = [t for t in points if mention.end <= t.start < _next_start(layout, value) and t.start - mention.end <= 50]
    if behind and ";" not in layout.passage.view[mention.end : behind[0].start]:
        return behind[0]
    ahead = [t for t in points if t.end <= mention.start]
    if ahead:
        return ahead[-1]
    later = [t for t in points if t.start >= mention.end]
    return later[0] if len(points) == 1 and later else None
