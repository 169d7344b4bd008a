"""Times: when each result of a study was measured, chosen by trained weights.

The candidates are the timepoints of the result's own sentence, row or caption, what the rules propose (see
``extract.relations.qualifiers``), and the timepoints of the study's last sentences before: "12 weeks" holds for all
that follows "treated 112 patients for 12 weeks". "None" is a candidate, too. The results of a study are gone
through in their order, so that a choice may rest on the one before it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from extract.mentions.mention import Mention
from extract.mentions.timepoints import find_durations
from extract.relations import model
from extract.relations.lines import Line
from extract.relations.results import Finding
from extract.relations.studies import Study
from extract.relations.time_features import Moment, Turn, time_features

# How many of a study's sentences before a result its time may stand in.
_BACK = 6
# What may be reported of the time before a treatment.
_MEASURED_AT_BASELINE = frozenset(["mean", "median", "rate", "count"])
Told = tuple[Line, Finding]
Choose = Callable[[Finding, Sequence[Moment | None], Sequence[Sequence[str]]], int]


def choose_times(view: str, lines: Sequence[Line], study: Study, told: Sequence[Told]) -> list[Mention | None]:
    """The timepoint of each finding of a study; they come in the order of their text, each with its line."""
    return Times(view, lines, study, by_weights).choose(told)


def by_weights(_finding: Finding, moments: Sequence[Moment | None], rows: Sequence[Sequence[str]]) -> int:
    """The index of the likeliest candidate; those that say the same speak for each other."""
    chances = model.probabilities(model.load()["time"], rows)
    shared: dict[str | None, float] = {}
    for moment, chance in zip(moments, chances, strict=True):
        said = moment.value if moment else None
        shared[said] = shared.get(said, 0.0) + chance
    best = max(shared, key=lambda said: shared[said])
    return next(k for k, moment in enumerate(moments) if (moment.value if moment else None) == best)


def told_in(lines: Sequence[Line], study: Study) -> list[Told]:
    """The findings of a study, each with its line, those of the body before the abstract's."""
    own = [(lines[n], f) for n, start, end in study.spans for f in lines[n].findings if start <= f.value.start < end]
    return sorted(own, key=lambda told: (told[0].abstract, told[1].value.start))


class Times:
    """The times of one study's findings; ``choose`` picks among the candidates of each."""

    def __init__(self, view: str, lines: Sequence[Line], study: Study, choose: Choose) -> None:
        self.view, self._choose = view, choose
        spans = ((lines[n], start, end) for n, start, end in study.spans)
        self._sentences = sorted((s for s in spans if s[0].role != "row"), key=lambda s: s[1])
        self._known: dict[int, tuple[Mention, ...]] = {}

    def choose(self, told: Sequence[Told]) -> list[Mention | None]:
        """The timepoint of each finding."""
        picks: list[Mention | None] = []
        before: list[tuple[Told, Moment | None]] = []
        for line, finding in told:
            if finding.measure == "hazard-ratio":  # it is of the whole time, whatever stands beside it
                picks.append(None)
                continue
            found = (*self._own(line, finding), *self._back(line))
            moments = [*(m for m in found if not _is_start(finding, m.mention)), None]
            pick = self._pick(Turn(self.view, line, finding, moments, before)) if len(moments) > 1 else None
            before.append(((line, finding), pick))
            picks.append(pick.mention if pick else None)
        return picks

    def _pick(self, turn: Turn) -> Moment | None:
        return turn.moments[self._choose(turn.finding, turn.moments, time_features(turn))]

    def _own(self, line: Line, finding: Finding) -> Iterator[Moment]:
        """The times of a finding's own line, and what the rules propose if that stands elsewhere."""
        own = [t for t in self._times(line) if not _names(finding, t)]
        placed = ((t, _where(line, finding, t)) for t in own)
        yield from (Moment(t, where, line) for t, where in placed if where)
        rule = finding.timepoint
        if rule and not any(t.start == rule.start and t.value == rule.value for t in own):
            yield Moment(rule, "head", line)

    def _back(self, line: Line) -> Iterator[Moment]:
        """The times of the study's last sentences before a line, the last first; a section begins anew."""
        at = bisect_left(self._sentences, line.start, key=lambda s: s[0].start)
        for back, (sentence, start, end) in enumerate(reversed(self._sentences[max(0, at - _BACK) : at]), start=1):
            if sentence.section != line.section and line.role != "row":
                return
            yield from (
                Moment(t, "back", sentence, back) for t in reversed(self._times(sentence)) if start <= t.start < end
            )

    def _times(self, line: Line) -> tuple[Mention, ...]:
        if line.number not in self._known:
            self._known[line.number] = _times(self.view, line)
        return self._known[line.number]


def _times(view: str, line: Line) -> tuple[Mention, ...]:
    """The times of a line with the lengths of time that no cue makes one, its values left out."""
    taken = [(m.start, m.end) for m in (*line.times, *(f.value for f in line.findings))]
    bare = () if line.role == "row" else find_durations(view, line.start, line.end, taken)
    return tuple(sorted((*line.times, *bare), key=lambda m: m.start))


def _is_start(finding: Finding, time: Mention) -> bool:
    """Whether a time is the one that a change is counted from, or that groups are compared in."""
    return time.value == "baseline" and finding.measure not in _MEASURED_AT_BASELINE


def _names(finding: Finding, time: Mention) -> bool:
    """Whether a length of time is part of the endpoint's name: "urgency episodes in 24 hours"."""
    phrase = finding.endpoint.phrase if finding.endpoint else None
    return phrase is not None and time.rule == "timepoint:bare" and phrase.start <= time.start < phrase.end


def _where(line: Line, finding: Finding, time: Mention) -> str:
    """Where a time of a result's own line stands: "here", in the caption, in a column of times or of endpoints.

    "" for another cell, which says nothing of this one.
    """
    if line.role != "row":
        return "here"
    if not any(a <= time.start < b for a, b in line.cells):
        return "caption"
    if any(a <= time.start < b and a <= finding.value.start < b for a, b in line.cells):
        return "here"
    return "column" if time.rule == "timepoint:column" else "row" if time.rule == "timepoint:endpoint" else ""
