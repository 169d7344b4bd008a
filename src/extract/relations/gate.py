"""Is this number a reported value? Features of the number and of the words around it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from extract.lexicon import Lexicon, lexicon, once_held
from extract.mentions.quantities import unit_at
from extract.relations import model
from extract.relations.features import cue, unit_class
from extract.relations.layout import Layout
from extract.relations.model import Table

_COMPARATORS = set("<>\u2264\u2265=~\u2248")


def gate_features(layout: Layout, value: int) -> list[str]:
    """The features of a number's being a reported value (not a dose, age, threshold, year, ...)."""
    return [*_of_words(layout, value), *_of_phrases(layout, value)]


def gate_chance(gate: Table, layout: Layout, value: int) -> float:
    """The probability that a number is a reported value; 0.0 where no phrase could make it one.

    The words around a number rule every second one out, before the phrases of its sentence are looked for.
    """
    score = model.score(gate, _of_words(layout, value))
    unit = unit_class(layout.passage.values[value])
    if score + sum(max(gate.get(f"{name}={n}:{unit}", 0.0) for n in range(_MOST + 1)) for name in _COUNTED) < 0.0:
        return 0.0
    return model.logistic(score + model.score(gate, _of_phrases(layout, value)))


def _of_words(layout: Layout, value: int) -> list[str]:
    return ["bias", *_number(layout, value), *_around(layout, value), *_sentence(layout, value)]


# How many arms and endpoints a sentence has counts up to so many.
_COUNTED, _MOST = ("arms", "endpoints"), 2


def _of_phrases(layout: Layout, value: int) -> list[str]:
    unit = unit_class(layout.passage.values[value])
    counts = zip(_COUNTED, (layout.arms, layout.endpoints), strict=True)
    return [f"{name}={min(len(found), _MOST)}:{unit}" for name, found in counts]


def _number(layout: Layout, value: int) -> Iterator[str]:
    mention = layout.passage.values[value]
    quantity = mention.value
    unit = unit_class(mention)
    yield f"unit={unit}"
    yield f"form={mention.rule}"
    printed = layout.passage.view[mention.start : mention.end]
    yield f"unit={unit}:shape={_shape(layout, value)}"
    if mention.start < len(layout.passage.view) and printed.startswith("-"):
        yield "negative"
    tags = unit_at(layout.passage.view, mention.end) if quantity.unit is None else None
    if tags:
        yield "unit-behind"
    if quantity.unit:
        yield f"unit-name={quantity.unit}"
    if quantity.error is not None or quantity.events is not None:
        yield "rich"


def _shape(layout: Layout, value: int) -> str:
    mention = layout.passage.values[value]
    printed = layout.passage.view[mention.start : mention.end]
    return "decimal" if "." in printed else "year" if len(printed) == 4 and printed[:2] in ("19", "20") else "whole"


def _around(layout: Layout, value: int) -> Iterator[str]:
    tokens = layout.passage.tokens
    first, last = layout.value_tokens[value]
    known = _known_words()
    left = [_word(w, known) for w in layout.passage.lower[max(0, first - 3) : first]]
    right = [_word(w, known) for w in layout.passage.lower[last : last + 3]]
    unit = unit_class(layout.passage.values[value])
    yield f"left1={left[-1] if left else '^'}"
    yield f"left2={' '.join(left[-2:])}"
    yield f"right1={right[0] if right else '$'}"
    yield f"right2={' '.join(right[:2])}"
    yield f"unit={unit}:left1={left[-1] if left else '^'}"
    yield f"unit={unit}:right1={right[0] if right else '$'}"
    for word in left:
        yield f"leftish={word}"
    for word in right:
        yield f"rightish={word}"
    if _shape(layout, value) == "year":
        yield "year"
        yield f"year:left1={left[-1] if left else '^'}"
    if left and tokens[first - 1].text in _COMPARATORS:
        yield f"comparator:{unit}"
    yield f"depth={min(layout.depths[first], 1)}:{unit}" if first < len(tokens) else "depth=0"


_LEXICONS = ("words", "measures", "labels", "participants", "units", "arms", "studies")


@lru_cache(maxsize=2)
def _known(*lexicons: Lexicon) -> frozenset[str]:
    return frozenset().union(*(words.word_tags for words in lexicons))


@once_held
def _known_words() -> frozenset[str]:
    return _known(*(lexicon(name) for name in _LEXICONS))


def _word(lower: str, known: frozenset[str]) -> str:
    """A word as a feature sees it: itself if the lexicons know it, else its kind."""
    if not lower[0].isalnum():
        return lower
    if lower[0].isdigit():
        return "9"
    return lower if lower in known else "_"


def _sentence(layout: Layout, value: int) -> Iterator[str]:
    mention = layout.passage.values[value]
    unit = unit_class(mention)
    yield f"cue={cue(layout, value) or 'none'}:{unit}"
    place = layout.places[value]
    yield f"list={min(place.size, 3)}:{unit}" + (":versus" if place.versus else "")
    end = mention.end
    if any(end <= i.start <= end + 3 for i in layout.passage.intervals):
        yield "interval-behind"
    if layout.passage.p_values:
        yield f"p-value:{unit}"
