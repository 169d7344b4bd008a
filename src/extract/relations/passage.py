"""A passage: one sentence with its tokens, values, qualifiers and phrases, ready to be related."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.lexicon import Hit
from extract.mentions.doses import find_doses
from extract.mentions.intervals import bare_interval, find_intervals, find_p_values
from extract.mentions.mention import Mention
from extract.mentions.phrases import Phrase, find_phrases, lexicon_hits
from extract.mentions.quantities import find_quantities
from extract.mentions.timepoints import find_timepoints
from extract.mentions.tokens import Token, tokenize

Tags = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of the view and everything recognised in it, each list sorted by start."""

    view: str
    start: int
    end: int
    tokens: tuple[Token, ...]
    hits: tuple[tuple[str, Hit], ...]
    values: tuple[Mention, ...]
    intervals: tuple[Mention, ...]
    p_values: tuple[Mention, ...]
    timepoints: tuple[Mention, ...]
    phrases: tuple[Phrase, ...]

    @property
    def text(self) -> str:
        """The sentence as the view shows it."""
        return self.view[self.start : self.end]

    def token_at(self, position: int) -> int:
        """The index of the first token that ends behind a position of the text."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.tokens[middle].end > position:
                high = middle
            else:
                low = middle + 1
        return low


def read_passage(
    view: str, start: int, end: int, known: Sequence[tuple[int, int]] = (), abbreviations: Tags | None = None
) -> Passage:
    """Recognise everything in ``view[start:end]``.

    ``known`` are spans whose numbers mean something else (citations, registry numbers, trial
    names); ``abbreviations`` gives the phrase tags of the article's own short forms.
    """
    tokens = tokenize(view, start, end)
    hits = lexicon_hits(view, tokens)
    intervals = list(find_intervals(view, start, end))
    p_values = list(find_p_values(view, start, end))
    timepoints = list(find_timepoints(view, start, end))
    doses = list(find_doses(view, start, end))
    named = [(h.start, h.end) for _, h in hits if any(c.isdigit() for c in view[h.start : h.end])]
    taken = [*known, *named, *doses, *((m.start, m.end) for m in (*intervals, *p_values, *timepoints))]
    values = sorted(find_quantities(view, start, end, taken), key=lambda m: m.start)
    intervals += [i for v in values if (i := bare_interval(view, v.end)) and i.end <= end]
    inside = [(i.start, i.end) for i in intervals]
    values = [v for v in values if not any(a <= v.start < b for a, b in inside)]
    barriers = [*known, *((m.start, m.end) for m in (*values, *intervals, *p_values, *timepoints))]
    phrases = find_phrases(view, tokens, hits, barriers, abbreviations or {}, doses)
    return Passage(
        view, start, end, tuple(tokens), tuple(hits), tuple(values),
        tuple(sorted(intervals, key=lambda m: m.start)), tuple(p_values),
        tuple(sorted(timepoints, key=lambda m: m.start)), tuple(phrases),
    )  # fmt: skip
