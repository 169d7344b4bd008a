"""What speaks for a time being that of a result: named yes/no features.

A weight's name says what it rewards, as in ``extract.relations.features``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from extract.lexicon import WORD, lexicon
from extract.mentions.mention import Mention
from extract.relations.lines import Line
from extract.relations.results import Finding
from extract.relations.signs import CELL, FRAGMENT, PROSE_CELL

_KINDS = ("tte", "safety", "continuous", "binary")
_FORMS = (CELL, FRAGMENT, PROSE_CELL)
_BUCKETS = (0, 1, 2, 3, 5, 8, 12, 18, 27, 40)
_TIMES = frozenset(["hours", "days", "weeks", "months", "years"])
# How far apart (in characters) the times of a list stand.
_NEAR = 12
# Words ahead of a time that make it how long a study lasted.
_LENGTHS = ("median", "mean", "follow")
_MARKS = (";", ":", ". ")
# What the cues say: a moment, a stretch of time that may be that of the study, or one that is neither.
_SENSE = {
    **dict.fromkeys(("at", "after", "by", "unit-first", "unit-first-list", "postfix", "range", "end"), "moment"),
    **dict.fromkeys(("for", "during", "over", "within", "through", "until", "bare", "up to"), "stretch"),
    **dict.fromkeys(("every", "from", "before", "past", "last", "first"), "other"),
}
_JOINED = re.compile(r"\b(?:and|but|while|whereas|or)\b")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that a result may be of: its mention, where it stands, in which line, how many sentences back."""

    mention: Mention
    where: str
    line: Line
    back: int = 0

    @property
    def value(self) -> str:
        """The time in the guide's spelling."""
        return str(self.mention.value)

    @property
    def rule(self) -> str:
        """What made it a time: a cue ("at", "for"), a form ("hyphen", "unit-first")."""
        return self.mention.rule.rpartition(":")[2]

    @property
    def sense(self) -> str:
        """What its rule says it is: a moment, a stretch of time, ..."""
        return _SENSE.get(self.rule, "follow-up" if "follow" in self.rule else self.rule)


Earlier = Sequence[tuple[tuple[Line, Finding], Moment | None]]


@dataclass(frozen=True)
class Turn:
    """One finding with its candidates (None for no time), and the picks for the findings of its study before it."""

    view: str
    line: Line
    finding: Finding
    moments: Sequence[Moment | None]
    before: Earlier

    @cached_property
    def here(self) -> list[Moment]:
        """The times of its own line, in order."""
        return [m for m in self.moments if m and m.where == "here"]

    @cached_property
    def back(self) -> list[Moment]:
        """The times of the sentences before, the last first."""
        return [m for m in self.moments if m and m.where == "back"]

    @cached_property
    def pairs(self) -> list[tuple[set[int], set[int]]]:
        """Where values and times take turns, which belong together: "5% at week 4 and 9% at week 8"."""
        values = [(f.value.start, True) for f in self.line.findings if f.line == self.finding.line]
        turns = sorted({*values, *((m.mention.start, False) for m in self.here)})
        blocks = [(kind, {at for at, _ in own}) for kind, own in groupby(turns, key=lambda t: t[1])]
        found = [own for kind, own in blocks if kind], [own for kind, own in blocks if not kind]
        return list(zip(*found, strict=True)) if len(blocks) > 2 and len(found[0]) == len(found[1]) else []

    def run_of(self, moment: Moment) -> list[Moment]:
        """The times of the list that a time of the same line stands in: "at 1, 2 and 3 years"."""
        runs: list[list[Moment]] = []
        for m in self.here:
            joined = runs and m.mention.start - runs[-1][-1].mention.end <= _NEAR
            runs = [*runs[:-1], [*runs[-1], m]] if joined else [*runs, [m]]
        return next(run for run in runs if moment in run)

    @cached_property
    def group(self) -> list[Mention]:
        """The values of its list, itself among them."""
        alike = [f.value for f in self.line.findings if _list(f) == _list(self.finding)]
        return alike if self.finding.place.size > 1 and self.finding.value in alike else [self.finding.value]

    @cached_property
    def kind(self) -> str:
        """What kind of endpoint it is of: a survival, a harm, a quantity, an event."""
        name = self.finding.endpoint.name if self.finding.endpoint else ""
        tags = frozenset().union(*(hit.row.tags for hit in lexicon("endpoints").find(name)))
        return next((kind for kind in _KINDS if kind in tags), "other")

    @cached_property
    def form(self) -> str:
        """Where the value stands: in the text, or in which kind of cell."""
        return next((form for form in _FORMS if form in self.finding.signs), "text")

    @property
    def timed(self) -> bool:
        """Whether the value is a length of time itself."""
        return self.finding.value.value.unit in _TIMES

    @cached_property
    def last(self) -> tuple[str, Moment | None]:
        """How the finding before stands to this one ("start" for none), and what it was of."""
        if not self.before:
            return "start", None
        (line, finding), pick = self.before[-1]
        if line.number != self.line.number:
            near = self.line.number - line.number == 1 and line.paragraph == self.line.paragraph
            return "next-line" if near else "far", pick
        if finding.place.size > 1 and _list(finding) == _list(self.finding):
            return "list", pick
        between = self.view[finding.value.end : self.finding.value.start]
        return ("semicolon" if ";" in between else "row" if line.role == "row" else "line"), pick

    @cached_property
    def same_endpoint(self) -> bool:
        """Whether the finding before is of the same endpoint."""
        last = self.before[-1][0][1].endpoint if self.before else None
        own = self.finding.endpoint
        return bool(last and own and (last.name == own.name))


def _list(finding: Finding) -> tuple[int, int]:
    """Which list of which sentence a value stands in."""
    return finding.line, finding.place.group


def time_features(turn: Turn) -> list[list[str]]:
    """The features of each candidate."""
    return [[*_pick(turn, m)] if m else [*_none(turn)] for m in turn.moments]


def _none(turn: Turn) -> Iterator[str]:
    how, last = turn.last
    yield "none"
    yield f"none:measure={turn.finding.measure}"
    yield f"none:kind={turn.kind}"
    yield f"none:kind={turn.kind}:last={how}:{'some' if last else 'none'}"
    yield f"none:here={min(len(turn.here), 2)}:back={min(len(turn.back), 2)}"
    yield f"none:last={how}:{'some' if last else 'none'}"
    yield f"none:last={how}:{'some' if last else 'none'}:{'same' if turn.same_endpoint else 'other'}-endpoint"
    if turn.timed:
        yield "none:timed"
    yield f"none:form={turn.form}"
    if turn.finding.timepoint is None:
        yield "rule"
        yield f"none:rule:measure={turn.finding.measure}"


def _pick(turn: Turn, moment: Moment) -> Iterator[str]:
    where, rule = moment.where, moment.rule
    yield f"where={where}:form={turn.form}"
    yield f"{where}:{rule}"
    proposed = turn.finding.timepoint
    if proposed and proposed.value == moment.value:
        yield "rule"
    unit = next((u for u in ("hour", "day", "week", "month", "year") if u in moment.value), moment.value)
    yield f"unit={unit}:{where}"
    yield f"unit={unit}:{rule}"
    sense = moment.sense
    yield f"{where}:{sense}"
    yield f"measure={turn.finding.measure}:{where}:{sense}"
    yield f"kind={turn.kind}:{where}:{sense}"
    yield f"measure={turn.finding.measure}:{where}"
    yield f"measure={turn.finding.measure}:{rule}"
    yield f"kind={turn.kind}:{where}"
    yield from (f"{where}:{name}" for name in _words(turn.view, moment))
    yield from _going_on(turn, moment)
    if where == "here":
        yield from _placed(turn, moment)
    elif where == "back":
        yield from _looked_back(turn, moment)


def _words(view: str, moment: Moment) -> Iterator[str]:
    """The words around a time, as themselves where they are function words or study nouns."""
    start, end = moment.mention.start, moment.mention.end
    asked = view[max(moment.line.start, start - 40) : start].lower()
    yield from (f"ahead={word}" for word in _LENGTHS if word in asked)
    behind = WORD.findall(view[end : end + 30].split(";")[0])
    ahead = WORD.findall(view[max(moment.line.start, start - 30) : start])
    yield f"next={_known(behind[0]) if behind else '$'}"
    yield f"previous={_known(ahead[-1]) if ahead else '^'}"


def _known(word: str) -> str:
    lower = word.lower()
    tags = lexicon("words").word_tags.get(lower)
    if tags is not None or lower in lexicon("studies").word_tags:
        return lower
    return "9" if lower[0].isdigit() else "_"


def _going_on(turn: Turn, moment: Moment) -> Iterator[str]:
    """How a time stands to that of the finding before."""
    how, last = turn.last
    endpoint = "same" if turn.same_endpoint else "other"
    relation = "none" if last is None else "same" if last.value == moment.value else "other"
    yield f"last={how}:{relation}"
    yield f"last={how}:{relation}:{endpoint}-endpoint"
    yield f"last={how}:{relation}:{moment.where}"
    yield f"last={how}:{relation}:kind={turn.kind}"


def _placed(turn: Turn, moment: Moment) -> Iterator[str]:
    """Where a time of the sentence itself stands to the value and its endpoint."""
    time, value = moment.mention, turn.finding.value
    side, low, high = ("after", value.end, time.start) if time.start >= value.end else ("before", time.end, value.start)
    group = turn.group
    low, high = (max(v.end for v in group), high) if side == "after" else (low, min(v.start for v in group))
    if low > high:
        low, high = (value.end, time.start) if side == "after" else (time.end, value.start)
    between = turn.view[low:high]
    words = WORD.findall(between)
    yield f"{side}:{moment.rule}"
    yield f"{side}:distance={_bucket(len(words))}"
    crossed = sum(low <= f.value.start and f.value.end <= high for f in turn.line.findings)
    others = sum(low <= m.mention.start and m.mention.end <= high for m in turn.here)
    yield f"{side}:crossed={min(crossed, 3)}:others={min(others, 2)}"
    yield from (f"{side}:mark={mark}" for mark in _MARKS if mark in between)
    if _JOINED.search(between):
        yield f"{side}:joined:others={min(others, 1)}"
    if len(words) <= 3:
        yield f"{side}:joint={' '.join(map(_known, words))}"
    yield from _in_turn(turn, moment, side)
    yield from _beside_endpoint(turn, moment)


def _bucket(number: int) -> str:
    return next((str(bound) for bound in _BUCKETS if number <= bound), "far")


def _in_turn(turn: Turn, moment: Moment, side: str) -> Iterator[str]:
    """Whether a time has the place among the times that the value has among its list, or its list among the lists."""
    place = turn.finding.place
    run = turn.run_of(moment)
    if place.size > 1 and len(run) == place.size:
        yield f"in-turn:{'same' if run.index(moment) == place.index else 'other'}"
    if turn.pairs:
        own = any(turn.finding.value.start in values and moment.mention.start in times for values, times in turn.pairs)
        yield f"by-turns:{'same' if own else 'other'}"
    beside = [m for m in turn.here if (m.mention.start >= turn.finding.value.end) == (side == "after")]
    nearest = beside.index(moment) if side == "after" else len(beside) - 1 - beside.index(moment)
    yield f"{side}:nearest={min(nearest, 2)}"


def _beside_endpoint(turn: Turn, moment: Moment) -> Iterator[str]:
    endpoint = turn.finding.endpoint
    if endpoint is None or not turn.line.start <= endpoint.phrase.start < turn.line.end:
        return
    phrase, time = endpoint.phrase, moment.mention
    if time.start < phrase.end and phrase.start < time.end:
        yield "endpoint:holds"
    elif 0 <= phrase.start - time.end <= 2:
        yield "endpoint:right-behind"
    elif 0 <= time.start - phrase.end <= 4:
        yield "endpoint:right-before"
    else:
        value = turn.finding.value.start
        inside = min(phrase.start, value) < time.start < max(phrase.start, value)
        yield f"endpoint:{'between' if inside else 'outside'}"
        near = [f for f in turn.line.findings if f.endpoint and f.endpoint.phrase is not phrase]
        other = any(-2 <= f.endpoint.phrase.start - time.end <= 2 for f in near if f.endpoint)
        if other:
            yield "endpoint:other-behind"


def _looked_back(turn: Turn, moment: Moment) -> Iterator[str]:
    """What a time of a sentence before has been used for, and how far back it is."""
    back = min(moment.back, 4)
    yield f"back={back}"
    yield f"back={back}:{moment.rule}"
    yield f"back:paragraph={'same' if moment.line.paragraph == turn.line.paragraph else 'other'}"
    used = [pick for _, pick in turn.before if pick and pick.value == moment.value]
    yield f"back:used={bool(used)}:findings={bool(moment.line.findings)}"
    yield f"back:rank={min(turn.back.index(moment), 3)}"
    yield f"back:table={turn.line.role == 'row'}"
