"""Intervals against their own estimate, and against the P value beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.audit.finding import Region, Slip
from extract.audit.paper import Paper
from extract.lexicon import lexicon
from extract.mentions.doses import find_doses
from extract.mentions.intervals import bare_interval, find_intervals, find_p_values
from extract.mentions.mention import Interval, Mention
from extract.mentions.tokens import to_float

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d{1,6})?|\.\d{1,6})"
# The estimate right before an interval: "0.80 (", "1.9 points (", "-0.5%; ", "HR 0.75; ", "-2.5 [".
_ESTIMATE = re.compile(
    rf"(?<![\w.,])(?P<sign>-\s?)?(?P<number>{_NUMBER})\s?(?:%|[a-z][a-z/%-]{{0,15}}(?:\s[a-z][a-z/%-]{{0,15}})?)?"
    r"\s?(?:[(\[;,:]\s?|\s(?:with\s(?:a|an)\s))\Z"
)
_LOOK = 60
# Where an estimate of a ratio with a bare interval ends: "HR 0.80 (0.73-0.87)".
_RATIO_VALUE = re.compile(rf"\s?(?:of|was|is|=|:|,)?\s?(?P<number>{_NUMBER})")
# Between an interval and the P value that belongs to it: "0.73 to 0.87; P".
_GAP = re.compile(r"\s?[)\]]?\s?(?:[;,:]|and|with)?\s?[(\[]?\s?")
_GAP_LENGTH = 12
# "p < 0.001 for non-inferiority", "P for trend": not the P value of the estimate.
_OTHER_TEST = re.compile(r"[\s)]{0,2}(?:for|in|after)\b")
_LEVEL = 95
# The two may come from different tests, so what is near the border is let pass.
_SURELY, _HARDLY = 0.04, 0.06


def estimates_outside(paper: Paper) -> Iterator[Slip]:
    """Estimates that do not lie in the interval printed behind them, in text and cells."""
    for at, value, printed, interval in _pairs(paper):
        low, high = interval.value.low, interval.value.high
        inside = low <= value <= high or (value >= 0 and low <= -value <= high)
        if not inside and not _is_turned(value, low, high):
            bounds = f"{low:g} to {high:g}"
            message = f"the estimate {printed} lies outside its own interval, {bounds}"
            yield Slip(at, message, printed, bounds, (interval.start, interval.end))


def _is_turned(value: float, low: float, high: float) -> bool:
    """Whether only the sign sets them apart: a fall printed with a minus before bounds without one."""
    return value < 0 <= low and low <= -value <= high


def _pairs(paper: Paper) -> Iterator[tuple[Region, float, str, Mention]]:
    """Each estimate with its interval: where it stands, its value, how it is printed."""
    for start, end in paper.passages:
        announced = [m for m in find_intervals(paper.view, start, end) if m.rule == "interval:ci"]
        for interval in announced:
            found = _ESTIMATE.search(paper.view, max(start, interval.start - _LOOK), interval.start)
            if found and not _belongs_elsewhere(paper.view, found):
                first = found.start("sign") if found["sign"] else found.start("number")
                value = to_float(found["number"]) * (-1 if found["sign"] else 1)
                at = (first, found.end("number"))
                yield at, value, paper.article.document.text[at[0] : at[1]], interval
        yield from _bare_pairs(paper, start, end)


def _belongs_elsewhere(view: str, found: re.Match[str]) -> bool:
    """Whether the number is a dose, counts units ("per 100"), or ends a range, a fraction, an error."""
    at = found.start("number")
    if any(start <= at < end for start, end in find_doses(view, at, found.end())):
        return True
    return view[max(0, found.start() - 4) : found.start()].strip().endswith(("/", "\u00b1", "=", "-", "per"))


def _bare_pairs(paper: Paper, start: int, end: int) -> Iterator[tuple[Region, float, str, Mention]]:
    """Ratios with the bounds in brackets behind them: "HR 0.80 (0.73-0.87)"."""
    for hit in lexicon("measures").find(paper.view, start, end):
        if "ratio" not in hit.row.tags:
            continue
        found = _RATIO_VALUE.match(paper.view, hit.end, end)
        interval = bare_interval(paper.view, found.end()) if found else None
        if found and interval and interval.end <= end:
            at = found.span("number")
            yield at, to_float(found["number"]), paper.article.document.text[at[0] : at[1]], interval


def p_values_at_odds(paper: Paper) -> Iterator[Slip]:
    """P values that call a ratio's interval significant though it holds 1, or the other way round."""
    for start, end in paper.passages:
        intervals = [m for m in find_intervals(paper.view, start, end) if m.rule == "interval:ci"]
        p_values = {p.start: p for p in find_p_values(paper.view, start, end)} if intervals else {}
        for interval in intervals:
            p = _beside(paper.view, interval, p_values)
            neutral = _neutral(paper.view, start, interval)
            verdict = _verdict(interval.value, p.value, neutral) if p and neutral is not None else ""
            if p and verdict:
                bounds = f"{interval.value.low:g} to {interval.value.high:g}"
                message = f"P {p.value} is at odds with the interval {bounds}, which {verdict} {neutral:g}"
                yield Slip((p.start, p.end), message, p.value, bounds, (interval.start, interval.end))


def _beside(view: str, interval: Mention, p_values: dict[int, Mention]) -> Mention | None:
    for start in range(interval.end, interval.end + _GAP_LENGTH):
        p = p_values.get(start)
        if p:
            fits = _GAP.fullmatch(view, interval.end, start) and p.rule == "p-value:plain"
            return p if fits and not _OTHER_TEST.match(view, p.end) else None
    return None


def _neutral(view: str, start: int, interval: Mention) -> float | None:
    """The value of no effect: 1 for a ratio, 0 for a difference, None where the words do not tell."""
    if interval.value.level not in (None, _LEVEL):
        return None
    low = max(start, interval.start - _LOOK)
    hits = list(lexicon("measures").find(view, low, interval.start))
    if not hits:
        return None
    nearest = max(hits, key=lambda h: h.end)
    if "ratio" in nearest.row.tags:
        return 1.0
    return 0.0 if nearest.row.value == "difference" else None


def _verdict(interval: Interval, p: str, neutral: float) -> str:
    """How an interval and a P value contradict each other, "" where they do not or might not."""
    sign, number = (p[0], p[1:]) if p[0] in "<>\u2264\u2265" else ("", p)
    value = float(number.replace(",", ""))
    if sign in ("", "<", "\u2264") and value <= _SURELY and interval.low < neutral < interval.high:
        return "holds"
    if sign in ("", ">", "\u2265") and value >= _HARDLY and not interval.low <= neutral <= interval.high:
        return "does not hold"
    return ""
