"""The measure of a value: what kind of number it is, by the guide's words."""

from __future__ import annotations

from collections.abc import Sequence

from extract.lexicon import Hit
from extract.mentions.phrases import Phrase
from extract.relations.changes import end_of_change
from extract.relations.layout import Layout, once

# How far (in tokens) a measure word may stand before or behind its number.
_BEFORE, _BEHIND = 12, 4
# "reduced the rate of X in Y by 14%": the verb may be far from a number with "by".
_BY = 30
_RATES = frozenset(["rate", "rates"])
BETWEEN_ARMS = {"hazard-ratio", "relative-risk", "odds-ratio", "relative-reduction", "absolute-reduction", "difference"}


def measure_of(layout: Layout, value: int, endpoint: Phrase | None) -> str:
    """The guide's measure of the value with this index, from its unit, its words and its endpoint."""
    mention = layout.passage.values[value]
    quantity = mention.value
    hits = _near(layout, value)
    tags = {t for h in hits for t in h.row.tags}
    if quantity.unit is None and (ratio := _first(hits, "ratio")):
        return ratio
    if other := _first(hits, "other"):
        return other
    if quantity.measure == "count":
        return "count"
    positive = quantity.value is None or quantity.value >= 0
    if quantity.unit == "%" and positive and (quantity.events is not None or _of_people(endpoint, tags)):
        return "rate"
    if quantity.unit == "%" and not (endpoint and _continuous(endpoint)):
        return _percent_measure(hits, layout, value, endpoint)
    if found := _first(hits, "difference"):
        return found
    if _is_set_against(layout, value):
        return "difference"
    if "change" in tags and not end_of_change(layout, value) and not {h.row.value for h in hits} & {"median"}:
        return "mean-change"
    if found := _first(hits, "statistic"):
        return found
    if quantity.unit is None and quantity.value is not None and quantity.value.is_integer():
        right_behind = endpoint is not None and endpoint.first == layout.value_tokens[value][1]
        if right_behind or _counted(endpoint):
            return "count"
    if endpoint is not None and endpoint.head in _RATES and not _continuous(endpoint):
        return "rate"  # "an annualised relapse rate of 0.26"; a flow rate is a quantity
    timed = endpoint is not None and endpoint.has("endpoints:tte")
    return "median" if timed else "mean"


def _of_people(endpoint: Phrase | None, tags: set[str]) -> bool:
    """Whether a percentage is of people who reach a criterion or a level, not of a quantity ("HbA1c was 7.2%")."""
    if endpoint is None or not _continuous(endpoint):
        return endpoint is not None and endpoint.has("endpoints:criterion")
    told = tags & {"change", "difference", "statistic", "reduction"}
    return endpoint.has("endpoints:criterion") or not (told or endpoint.has("endpoints:percentage"))


def falls(layout: Layout, value: int) -> bool:
    """Whether the words of a value say that it fell ("a reduction of 1.2")."""
    if end_of_change(layout, value):
        return False
    hits = [h for h in _near(layout, value) if "change" in h.row.tags]
    return bool(hits) and "fall" in hits[0].row.tags


def is_ratio(layout: Layout, value: int) -> bool:
    """Whether a bare number is that of the ratio named ahead of it ("HR 0.45", "relative risk of death was 0.70")."""
    mention = layout.passage.values[value]
    if mention.value.unit is not None or mention.value.value is None:
        return False
    hits = _near(layout, value)
    return bool(hits) and hits[0].end <= mention.start and bool(hits[0].row.tags & {"ratio", "other"})


def _is_set_against(layout: Layout, value: int) -> bool:
    """Whether a value is how much more or less than another arm's: "8.7 points lower than with placebo"."""
    first, last = layout.value_tokens[value]
    words = layout.passage.lower
    behind = _comparative(words[last : last + 2], words[last + 1 : last + 3])
    by = first and words[first - 1] == "by" and not layout.places[value].versus
    ahead = words[max(0, first - 10) : first - 1] if by else ()
    return behind or _comparative(ahead, ahead[1:])


def _comparative(words: Sequence[str], following: Sequence[str]) -> bool:
    """Whether "lower than", "longer than", "more than" stands among the words."""
    pairs = zip(words, following, strict=False)
    return any(than == "than" and (word.endswith("er") or word in ("more", "less")) for word, than in pairs)


RATIOS = {"hazard-ratio", "relative-risk", "odds-ratio"}
# What goes on through a list of values whose measure is named once.
_LASTING = {"mean-change", "median"}


def goes_on(layout: Layout, left: int, right: int) -> bool:
    """Whether no measure is named between two values, so that the second is of the first one's kind."""
    values = layout.passage.values
    between = (values[left].end, values[right].start)
    named = any(n == "measures" and between[0] <= h.start and h.end <= between[1] for n, h in layout.passage.hits)
    same_unit = values[right].value.unit in (values[left].value.unit, None)
    return not named and same_unit


def lasting(measure: str, following: str, both: bool) -> bool:
    """Whether a measure holds for the value behind it, which by itself would have the following one.

    ``both`` says that both values have intervals, as the differences of several comparisons do.
    """
    if following not in ("mean", "rate"):
        return False
    return measure in _LASTING or (both and (measure == "difference" or measure in RATIOS))


def _continuous(endpoint: Phrase) -> bool:
    return endpoint.has("endpoints:continuous") and not endpoint.has("endpoints:binary")


def _counted(endpoint: Phrase | None) -> bool:
    return endpoint is not None and endpoint.has("endpoints:binary", "endpoints:safety")


def _percent_measure(hits: Sequence[Hit], layout: Layout, value: int, endpoint: Phrase | None) -> str:
    """A percentage told of as a fall: one of a list is each arm's own change, unless risks are told of."""
    if found := _first(hits, "difference") or _first(hits, "reduction"):
        return found
    falls = [h for h in hits if "fall" in h.row.tags and _direct(layout, value, h)]
    if end_of_change(layout, value):
        return "rate"
    behind = layout.value_tokens[value][1]
    if layout.passage.lower[behind : behind + 1] in (("lower",), ("higher",), ("fewer",)):
        return "relative-reduction"
    if falls and layout.places[value].size > 1 and not _counted(endpoint):
        return "mean-change"
    return "relative-reduction" if falls else "rate"


def _direct(layout: Layout, value: int, hit: Hit) -> bool:
    """ "reduced ... by 14%", "a reduction of 14%", "14% reduction": the fall itself is the number."""
    mention = layout.passage.values[value]
    if hit.start >= mention.end:
        return True
    words = layout.passage.view[hit.end : mention.start].split()
    return "by" in words[-3:] or (words[-1:] == ["of"] and len(words) <= 2)


@once
def _near(layout: Layout, value: int) -> list[Hit]:
    """The measure words around a value, nearest first; none from beyond another value."""
    passage = layout.passage
    last = layout.value_tokens[value][1]
    group = [i for i, p in enumerate(layout.places) if p.group == layout.places[value].group]
    opening = layout.value_tokens[group[0]][0]
    reach = _BY if opening and passage.tokens[opening - 1].text.lower() == "by" else _BEFORE
    fence = [] if reach == _BY else [b for _, b in layout.value_tokens if b <= opening]
    floor = max(0, opening - reach, *fence or [0])
    ceiling = min(len(passage.tokens), last + _BEHIND, *[a for a, b in layout.value_tokens if a >= last] or [10**9])
    low = passage.tokens[floor].start if floor < len(passage.tokens) else passage.end
    high = passage.tokens[ceiling - 1].end
    hits = [h for n, h in passage.hits if n == "measures" and low <= h.start and h.end <= high]
    if opening and passage.lower[opening - 1] == "to":  # "had fallen to 7.6" tells where it ended
        hits = [h for h in hits if "verb" not in h.row.tags]
    at = passage.values[value].start
    ahead = [h for h in hits if h.end <= passage.tokens[opening].start]
    behind = [h for h in hits if h.start >= at and "reduction" in h.row.tags | _fallen(h)]
    return sorted(ahead, key=lambda h: -h.start) + behind


def _fallen(hit: Hit) -> set[str]:
    return {"reduction"} if "fall" in hit.row.tags and "verb" not in hit.row.tags else set()


def _first(hits: Sequence[Hit], tag: str) -> str | None:
    return next((h.row.value for h in hits if tag in h.row.tags), None)
