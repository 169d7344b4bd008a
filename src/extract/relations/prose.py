"""Prose cells: a cell with sentences or fragments, read with what its row and column say.

A sentence with a verb is read as the sentences of the text are. A fragment has a grammar of its own:
a label, then values, each with its arm beside it ("7.7% (5 mg)", "2.3% placebo") or in the order of
the row's arms ("-20.5 vs -13.0"). What has no label is of the endpoint that the column's header or
the row's column of endpoints names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from extract.document import Cell
from extract.lexicon import lexicon
from extract.mentions.mention import Mention, Quantity
from extract.mentions.phrases import Phrase
from extract.relations.celllabels import SURE, label_before, label_behind
from extract.relations.fragments import fragments, sentences
from extract.relations.layout import Layout
from extract.relations.measures import BETWEEN_ARMS, falls, is_ratio, measure_of
from extract.relations.passage import Passage, ShortForms, read_passage
from extract.relations.qualifiers import interval_of, p_value_of, timepoint_of
from extract.relations.results import Chosen, Finding, find_results
from extract.relations.rowarms import RowArm, alike, arm_spans, complete, fits, meant
from extract.relations.signs import FRAGMENT, PROSE_CELL
from extract.relations.tagger import lay_out

Span = tuple[int, int]

_IN_BRACKETS = re.compile(r"[%*\u2020\u2021]?\s?[(\[]\s?(?P<arm>[^()\[\]<>=]{1,40}?)\s?[)\]]")
_GAP_BEHIND = re.compile(
    r"(?:\s?(?!vs\b|versus\b|and\b|or\b|than\b)[a-z/]{1,12})?\s?(?:(?:of|in|with|for|on|among|receiving)\s)?(?:(?:the|patients)\s(?:(?:on|in|receiving)\s)?)?[(]?"
)
_GAP_AHEAD = re.compile(r"\s?[:=(]?\s?(?:was\s|of\s|group\s|arm\s){0,2}[:=(]?\s?")
_SIGNS = tuple("<>\u2264\u2265")
_COMPARES = re.compile(r"\bvs\b|\bversus\b")
_YEARS = frozenset({"days", "weeks", "months", "years", "hours"})


@dataclass(frozen=True)
class Setting:
    """What its table says of a cell: the row's arms, the endpoint of its column or row, a percent sign."""

    arms: tuple[RowArm, ...]
    endpoint: Chosen | None
    percent: bool
    compares: bool  # the header names two arms: "Results for A vs B"
    strict: bool  # the column is that of endpoints: a bare number is part of a name
    forms: ShortForms
    known: tuple[Span, ...]  # spans whose numbers mean something else

    def passage(self, view: str, start: int, end: int) -> Passage:
        """The passage of a stretch of the cell."""
        return read_passage(view, start, end, [k for k in self.known if start <= k[0] < end], self.forms.tags)


def prose_findings(view: str, cell: Cell, setting: Setting) -> Iterator[Finding]:
    """Yield the values of a prose cell in the order of their numbers."""
    label: Chosen | None = None
    for start, end in sentences(view, cell.start, cell.end):
        passage = setting.passage(view, start, end)
        if _is_clause(passage):
            found = _spoken(passage, setting)
            label = next((f.endpoint for f in reversed(found) if f.endpoint), label)
            yield from found
            continue
        order: list[str] = []
        lead: str | None = None
        for piece in fragments(view, start, end):
            fragment = _Fragment(view, piece, setting, label)
            label, order, lead = fragment.label or label, fragment.order() or order, fragment.lead() or lead
            yield from fragment.findings(order, lead)


# -- sentences


def _is_clause(passage: Passage) -> bool:
    """Whether a sentence says with a verb what its first value is; "reduced by 40%" is no more than a label."""
    first = passage.token_at(passage.values[0].start) if passage.values else 0
    words = enumerate(zip(passage.lower[:first], passage.word_classes[:first], strict=True))
    # "rate" and "decline" are nouns in a label, whatever else they are.
    verbs = [i for i, (word, kind) in words if kind == "aux" or (kind == "verb" and word.endswith("ed"))]
    return bool(verbs) and not (len(verbs) == 1 and first - verbs[0] <= 2)


def _spoken(passage: Passage, setting: Setting) -> list[Finding]:
    found = [replace(f, in_table=True, signs=(PROSE_CELL, *f.signs)) for f in find_results(passage, setting.forms.long)]
    found = [f for f in found if not _is_power(passage.view, f.value)]
    found = [f if f.endpoint else replace(f, endpoint=setting.endpoint) for f in found]
    groups: dict[int, list[int]] = {}
    for i, finding in enumerate(found):
        if finding.measure not in BETWEEN_ARMS:
            groups.setdefault(finding.place.group, []).append(i)
    for group in groups.values():
        names = [f.arm.name if (f := found[i]).arm else None for i in group]
        for i, name in zip(group, complete(setting.arms, names), strict=True):
            if name and not found[i].arm and not found[i].subgroup:
                found[i] = replace(found[i], arm=_arm(setting, name, (passage.start, passage.end)))
    return found


def _is_power(view: str, value: Mention) -> bool:
    """Whether a number is the power of a unit: "mL year-1"."""
    return value.start > 1 and view[value.start - 1] == "-" and view[value.start - 2].isalpha()


def _arm(setting: Setting, name: str, span: Span) -> Chosen:
    """An arm by its name; its span is that in the treatment cell, else ``span``."""
    at = next((a for a in setting.arms if alike(a, name)), None)
    start, end = (at.start, at.end) if at else span
    return Chosen(Phrase(start, end, 0, 0, frozenset(), ""), name, SURE)


# -- fragments


class _Fragment:
    """A label and its values."""

    def __init__(self, view: str, piece: Span, setting: Setting, before: Chosen | None) -> None:
        self.view, self.setting, self.before = view, setting, before
        self.passage = setting.passage(view, *piece)
        self.passage = replace(self.passage, values=tuple(_ranges(view, self.passage.values)))
        self.layout: Layout = lay_out(self.passage)
        self.spans = arm_spans(self.passage)
        self.values = [i for i, v in enumerate(self.passage.values) if self._counts(v)]
        self.arms = self._printed_arms()
        self.label = self._label()

    def _counts(self, value: Mention) -> bool:
        """Whether a number may be reported: no power of a unit, no length of time alone, no threshold of a label."""
        if _is_power(self.view, value) or any(a <= value.start < b for a, b in self.spans):
            return False
        if self.setting.strict and value.value.unit is None and self.setting.endpoint and not self._is_ratio(value):
            return False
        timed = value.value.unit in _YEARS and not (self.setting.endpoint or self._has_endpoint())
        return not timed and not self._is_threshold(value)

    def _is_ratio(self, value: Mention) -> bool:
        return is_ratio(self.layout, self.passage.values.index(value))

    def _is_threshold(self, value: Mention) -> bool:
        """Whether a number is a part of the label that it opens: "\u22655% weight loss: 76% vs 30%"."""
        signed = self.view[value.start - 1 : value.start] in _SIGNS or self.view[value.start] in _SIGNS
        later = [v for v in self.passage.values if v.start > value.end]
        between = self.view[value.end : later[0].start] if later else ""
        return signed and any(c.isalpha() for c in between) and not _COMPARES.search(between)

    def _has_endpoint(self) -> bool:
        return any(name == "endpoints" and "lead" not in hit.row.tags for name, hit in self.passage.hits)

    # -- arms beside the values

    def _printed_arms(self) -> dict[int, tuple[str, Span]]:
        """The arm that stands beside each value: behind it, in brackets or not, else before it."""
        found: dict[int, tuple[str, Span]] = {}
        for n, i in enumerate(self.values):
            last = self.values[n - 1] if n else None
            ahead = self._ahead(i, last) if last is None or last in found or n == 1 else None
            span = self._behind(i, n) or ahead or self._ahead(i, last)
            if last is not None and span and last in found and found[last][1] == span:
                span = self._behind(i, n)
            name = meant(self.setting.arms, self.view[slice(*span)], self.setting.forms.long) if span else None
            if span and name and fits(self.setting.arms, name):
                found[i] = (name, span)
        return found

    def _behind(self, i: int, n: int) -> Span | None:
        value = self.passage.values[i]
        stop = self.passage.values[self.values[n + 1]].start if n + 1 < len(self.values) else self.passage.end
        bracket = _IN_BRACKETS.match(self.view, value.end, stop)
        if bracket and self._is_arm(bracket.span("arm")):
            return bracket.span("arm")
        for start, end in self.spans:
            if value.end <= start and end <= stop and _GAP_BEHIND.fullmatch(self.view, value.end, start):
                return start, end
        return None

    def _is_arm(self, span: Span) -> bool:
        """Whether a bracket names an arm: a drug, a dose, or words of the treatment cell."""
        printed = self.view[slice(*span)].lower().strip()
        pointed = "all" in lexicon("pointers").tags_of(printed)
        dosed = any(a <= span[0] < b or span[0] <= a < span[1] for a, b in self.passage.doses)
        named = any(span[0] <= a and b <= span[1] for a, b in self.spans)
        return (
            pointed
            or dosed
            or named
            or any(re.search(rf"\b{re.escape(printed)}\b", a.words) for a in self.setting.arms)
        )

    def _ahead(self, i: int, last: int | None) -> Span | None:
        value = self.passage.values[i]
        floor = self.passage.values[last].end if last is not None else self.passage.start
        for start, end in reversed(self.spans):
            if floor <= start and end <= value.start and _GAP_AHEAD.fullmatch(self.view, end, value.start):
                return start, end
        return None

    # -- the label

    def _label(self) -> Chosen | None:
        """The endpoint that the words before the first value name, else those right behind it."""
        if not self.values:
            return None
        first = self.values[0]
        stop, printed = self.passage.values[first].start, self.arms.get(first)
        stop = printed[1][0] if printed and printed[1][1] <= stop else stop
        forms, default = self.setting.forms, self.setting.endpoint is not None
        found = label_before(self.passage, stop, self.spans, forms, default)
        bare = not any(c.isalpha() for c in self.view[self.passage.start : stop])
        if found or default or not bare:
            return found
        return label_behind(self.passage, self.passage.values[first].end, forms)

    # -- the findings

    def order(self) -> list[str]:
        """The arm that the fragment begins with: that of the first value of its pairs."""
        first = self.passage.values[self.values[0]].start if self.values and not self.arms else 0
        if not first or not self.spans or self.view[self.passage.start : self.spans[0][0]].strip(" ,;("):
            return []
        if sum(b <= first for _, b in self.spans) != 1 or self.spans[0][1] > first:
            return []
        name = meant(self.setting.arms, self.view[slice(*self.spans[0])], self.setting.forms.long)
        return [name] if name else []

    def lead(self) -> str | None:
        """The arm before a colon that the fragment begins with: "Placebo: nausea (12%), rash (7%)"."""
        if not self.spans or self.view[self.passage.start : self.spans[0][0]].strip(" ,;("):
            return None
        start, end = self.spans[0]
        named = self.view.startswith(":", end)
        return meant(self.setting.arms, self.view[start:end], self.setting.forms.long) if named else None

    def findings(self, order: Sequence[str], lead: str | None) -> Iterator[Finding]:
        """The values with their endpoint, arm and measure.

        ``order`` begins with the arm of the first value of a pair; ``lead`` is that of values without one.
        """
        endpoint = self.label or self._carried() or self.setting.endpoint or self.before
        if not endpoint or not self.values:
            return
        measures = self._measures(endpoint)
        names = self._names(measures, order, lead)
        for i in self.values:
            yield self._finding(i, endpoint, measures[i], names[i])

    def _carried(self) -> Chosen | None:
        """The endpoint of the piece before, where this one goes on with a ratio or with another arm."""
        ratio = any(is_ratio(self.layout, i) for i in self.values)
        return self.before if ratio else None

    def _measures(self, endpoint: Chosen) -> dict[int, str]:
        found: dict[int, str] = {}
        shared = "rate" if self._opens_with_threshold() else ""
        for i in self.values:
            measure = measure_of(self.layout, i, endpoint.phrase if endpoint.phrase.tags else None)
            if measure in BETWEEN_ARMS or measure == "other":
                found[i] = measure
                continue
            shared = shared or measure
            found[i] = shared
        first = self.values[0]
        ahead = self.view[self.passage.start : self.passage.values[first].start].split()
        alone = self.layout.places[first].size == 1 and (first not in self.arms or ahead[-1:] in (["of"], ["by"]))
        if alone and found[first] == "rate" and self._falls_at_front() and not self._opens_with_threshold():
            found[first] = "relative-reduction"
        elif len(self.values) == 1 and self.setting.compares and found[first] in ("mean", "mean-change"):
            found[first] = "difference"
        return found

    def _opens_with_threshold(self) -> bool:
        return any(
            v.end <= self.passage.values[self.values[0]].start and v.value.unit == "%" for v in self.passage.values
        )

    def _falls_at_front(self) -> bool:
        front = self.view[self.passage.start : self.passage.values[self.values[0]].start]
        return any("fall" in h.row.tags for h in lexicon("measures").find(front))

    def _names(self, measures: dict[int, str], order: Sequence[str], lead: str | None) -> dict[int, str | None]:
        """The arms of the values: as printed, else by the place in their comparison."""
        compared = [i for i in self.values if measures[i] not in BETWEEN_ARMS and measures[i] != "other"]
        units = {self.passage.values[i].value.unit for i in compared} - {None}
        names = [self.arms[i][0] if i in self.arms else None for i in compared]
        if len(names) > 1 and not any(names):
            names[: len(order)] = order
        elif names == [None]:
            names = [lead]
        if len(units) <= 1:
            names = complete(self.setting.arms, names)
        return dict.fromkeys(self.values) | dict(zip(compared, names, strict=True))

    def _finding(self, i: int, endpoint: Chosen, measure: str, name: str | None) -> Finding:
        region = (self.passage.start, self.passage.end)
        arm = _arm(self.setting, name, self.arms[i][1] if i in self.arms else region) if name else None
        return Finding(
            value=self._value(i, measure),
            measure=measure,
            endpoint=endpoint,
            arm=arm,
            timepoint=timepoint_of(self.layout, i),
            interval=interval_of(self.layout, i),
            p_value=p_value_of(self.layout, i),
            probability=SURE,
            falls=falls(self.layout, i) or (measure == "mean-change" and self._falls_at_front()),
            place=self.layout.places[i],
            line=self.passage.start,
            in_table=True,
            signs=(FRAGMENT,),
        )

    def _value(self, i: int, measure: str) -> Mention:
        """The value with the unit of its partners or its header: "3.8% versus 0", "58" under "ACR20 (%)"."""
        value = self.passage.values[i]
        quantity: Quantity = value.value
        if quantity.unit is not None or measure in BETWEEN_ARMS or measure == "other":
            return value
        units = [u for k in self.values if (u := self.passage.values[k].value.unit)]
        unit = units[0] if units else "%" if self.setting.percent else None
        return (
            replace(value, value=replace(quantity, unit=unit, measure="" if unit == "%" else quantity.measure))
            if unit
            else value
        )


def _ranges(view: str, values: Sequence[Mention]) -> Iterator[Mention]:
    """The values, two bare numbers with only a dash between them as one range: "0.16-0.20"."""
    skip = False
    for value, later in zip_longest(values, values[1:]):
        if skip or value is None:
            skip = False
            continue
        bare = later is not None and value.value.value is not None and later.value.value is not None
        if bare and view[value.end : later.start].strip() == "-" and value.value.value < later.value.value:
            quantity = replace(later.value, value=None, low=value.value.value, high=later.value.value)
            yield Mention(value.kind, value.start, later.end, quantity, "value:range")
            skip = True
        else:
            yield value
