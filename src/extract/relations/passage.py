"""A passage: one sentence with its tokens, values, qualifiers and phrases, ready to be related."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from extract.lexicon import Hit, lexicon
from extract.mentions.criteria import find_criteria
from extract.mentions.doses import find_doses
from extract.mentions.intervals import bare_interval, find_intervals, find_p_values, listed_interval
from extract.mentions.mention import Mention
from extract.mentions.phrases import LEXICONS, Phrase, find_phrases, lexicon_hits
from extract.mentions.quantities import find_quantities
from extract.mentions.timepoints import find_timepoints
from extract.mentions.tokens import Token, tokenize

Tags = Mapping[str, frozenset[str]]
Span = tuple[int, int]
Hits = tuple[tuple[str, Hit], ...]


@dataclass(frozen=True, slots=True)
class ShortForms:
    """The article's short forms: their long forms, and the phrase tags of these."""

    long: Mapping[str, str]
    tags: Tags


class OwnFeatures(NamedTuple):
    """The features of a phrase that come from itself: see ``features``."""

    kind: str
    names: tuple[str, ...]
    neighbours: tuple[str, ...]  # those of the words before and behind it
    alone: tuple[str, ...]  # all that is asked where no value is in question
    broad: str  # "arm", "endpoint" or "other", by its words
    measured: tuple[str, ...]  # those of its tags that go with some units


@dataclass(frozen=True)
class Passage:
    """A sentence of the view and everything recognised in it, each list sorted by start.

    ``known`` are spans whose numbers mean something else, ``doses`` and ``criteria`` the spans of doses and of
    numbers that define an endpoint;
    ``short_forms`` gives the phrase tags of the article's own short forms; ``known_hits`` are the
    hits where they have been looked for already.
    """

    view: str
    start: int
    end: int
    tokens: tuple[Token, ...]
    values: tuple[Mention, ...]
    intervals: tuple[Mention, ...]
    p_values: tuple[Mention, ...]
    timepoints: tuple[Mention, ...]
    known: tuple[Span, ...]
    doses: tuple[Span, ...]
    criteria: tuple[Span, ...]
    short_forms: Tags
    known_hits: Hits | None = None
    alone: bool = False  # no article stands around it

    # Many sentences have numbers and no value among them: nobody asks for their phrases.

    @cached_property
    def hits(self) -> Hits:
        """The hits of the phrase lexicons, each with the lexicon's name."""
        return tuple(lexicon_hits(self.view, self.tokens)) if self.known_hits is None else self.known_hits

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """The noun phrases, by first token and then by last."""
        qualifiers = (*self.values, *self.intervals, *self.p_values, *self.timepoints)
        barriers = [*self.known, *((m.start, m.end) for m in qualifiers)]
        forms, told = self.short_forms, {"doses": self.doses, "criteria": self.criteria}
        return tuple(find_phrases(self.view, self.tokens, self.hits, barriers, forms, verbs=self.alone, **told))

    @cached_property
    def lower(self) -> tuple[str, ...]:
        """The tokens in lower case."""
        return tuple(t.text.lower() for t in self.tokens)

    @cached_property
    def function_words(self) -> tuple[str, ...]:
        """Each token as itself in lower case where it is a sign or a function word, else "_"."""
        known = lexicon("words").word_tags
        return tuple(w if not w[0].isalnum() or w in known else "_" for w in self.lower)

    @cached_property
    def word_classes(self) -> tuple[str, ...]:
        """The class of each token by ``words.csv``: "verb", "prep", ..., a sign as itself, else "_"."""
        known = lexicon("words").word_tags
        return tuple(w if not w[0].isalnum() else _class(known.get(w, ())) for w in self.lower)

    @cached_property
    def compares(self) -> tuple[bool, ...]:
        """Whether each token has its comparison behind it: "than", "versus", "relative"."""
        connectors = lexicon("connectors").word_tags
        return tuple("object" in connectors.get(w, ()) for w in self.lower)

    @cached_property
    def phrase_features(self) -> dict[Phrase, OwnFeatures]:
        """What has been worked out of the phrases by themselves (see ``features``)."""
        return {}

    @cached_property
    def nested(self) -> dict[Phrase, tuple[bool, bool]]:
        """Whether each phrase lies inside another one, and whether another one lies inside it."""
        phrases = self.phrases
        highest = [0, *accumulate((p.last for p in phrases), max)]
        lowest = [*[*accumulate((p.last for p in reversed(phrases)), min)][::-1], len(self.tokens) + 1]
        firsts = [-1, *(p.first for p in phrases), -1]
        return {
            p: (highest[i] >= p.last or firsts[i + 2] == p.first, lowest[i + 1] <= p.last or firsts[i] == p.first)
            for i, p in enumerate(phrases)
        }

    def reporting(self, values: Sequence[int]) -> Passage:
        """The passage with these values alone, by their indices, and with the phrases that it has."""
        if len(values) == len(self.values):
            return self
        made = replace(self, values=tuple(self.values[i] for i in values), known_hits=self.hits)
        made.__dict__["phrases"] = self.phrases
        for name, known in self.__dict__.items():
            made.__dict__.setdefault(name, known)
        return made

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


_CLASSES = ("verb", "aux", "prep", "conj", "det", "adv", "pron")


def _class(tags: Container[str]) -> str:
    return next((c for c in _CLASSES if c in tags), "_")


def read_passage(
    view: str, start: int, end: int, known: Sequence[tuple[int, int]] = (), abbreviations: Tags | None = None
) -> Passage:
    """Recognise everything in ``view[start:end]``.

    ``known`` are spans whose numbers mean something else (citations, registry numbers, trial
    names); ``abbreviations`` gives the phrase tags of the article's own short forms, None where there is no article.
    """
    tokens = tuple(tokenize(view, start, end))
    intervals = list(find_intervals(view, start, end))
    p_values = list(find_p_values(view, start, end))
    timepoints = list(find_timepoints(view, start, end))
    criteria = list(find_criteria(view, start, end))
    doses = [d for d in find_doses(view, start, end) if not any(a <= d[0] < b for a, b in criteria)]
    taken = [*known, *doses, *criteria, *((m.start, m.end) for m in (*intervals, *p_values, *timepoints))]
    values, hits = _values(view, (start, end), tokens, taken)
    behind = [bare_interval(view, v.end) or listed_interval(view, v) for v in values]
    intervals += [i for i in behind if i and i.end <= end and not _meets(i, known)]
    inside = [(i.start, i.end) for i in intervals]
    values = [v for v in values if not any(a <= v.start < b for a, b in inside)]
    return Passage(
        view, start, end, tokens, tuple(values),
        tuple(sorted(intervals, key=lambda m: m.start)), tuple(p_values),
        tuple(sorted(timepoints, key=lambda m: m.start)), tuple(known), tuple(doses),
        tuple(criteria), abbreviations or {}, hits, abbreviations is None,
    )  # fmt: skip


def _meets(mention: Mention, spans: Sequence[Span]) -> bool:
    return any(a < mention.end and mention.start < b for a, b in spans)


def _values(view: str, span: Span, tokens: Sequence[Token], taken: Sequence[Span]) -> tuple[list[Mention], Hits | None]:
    """The quantities outside the ``taken`` spans and outside names with numbers ("type 2 diabetes"), and the hits.

    The lexicons are asked only where a number is left that could be a value; else the hits are None.
    """
    values = list(find_quantities(view, *span, taken))
    if not values:
        return [], None
    hits = tuple(lexicon_hits(view, tokens))
    named = [(h.start, h.end) for _, h in hits if any(map(str.isdigit, view[h.start : h.end]))]
    values = list(find_quantities(view, *span, [*taken, *named])) if named else values
    return sorted(values, key=lambda m: m.start), hits


def short_form_tags(abbreviations: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """The phrase tags of the article's own short forms: those of their long forms."""
    return {short: frozenset(_tags(long)) for short, long in abbreviations.items()}


def _tags(long_form: str) -> Iterator[str]:
    for name in LEXICONS:
        for hit in lexicon(name).find(long_form):
            yield name
            yield from (f"{name}:{tag}" for tag in hit.row.tags)
