"""Beside: arms and endpoints that a sign ties to a value, so that nothing is left to choose.

"7.7% (5 mg)", "2.3% placebo" and "placebo: 10" name the arm of their own value; what stands before a
colon is the endpoint of the values behind it ("Dry mouth: 7.7% (5 mg), 2.3% placebo").
"""

from __future__ import annotations

from extract.lexicon import lexicon
from extract.mentions.phrases import Phrase
from extract.relations.layout import ARM_TAGS, Layout, once
from extract.relations.passage import Passage

_ENDS = (")", "]", ",", ";", ".", "(")
_LAST = tuple(f"last:{tag}" for tag in ARM_TAGS)
_ELSE = ("last:endpoints", "participants", "measures", "studies")


@once
def arm_beside(layout: Layout, value: int) -> Phrase | None:
    """The arm in brackets right behind a value, right behind it without brackets, or before its colon."""
    first, last = layout.value_tokens[value]
    words = layout.passage.lower
    for phrase in _arms(layout):
        closed = words[phrase.last] if phrase.last < len(words) else "."
        if phrase.first == last + 1 and words[last] in ("(", "[") and closed in (")", "]"):
            return phrase
        if phrase.first == last and closed in (*_ENDS, "vs", "versus", "and") and measured(layout, value):
            return phrase
        if phrase.last == first - 1 and words[first - 1] == ":":
            return phrase
    return None


@once
def is_group_size(layout: Layout, value: int) -> bool:
    """Whether a whole number in brackets right behind an arm is how many were given it: "placebo (n = 126)".

    Without the "n" it is one where the sentence tells who was assigned to what ("to rasagiline (231)").
    """
    first, _ = layout.value_tokens[value]
    if measured(layout, value) or layout.passage.values[value].value.unit == "%":
        return False
    words = layout.passage.lower
    told = words[max(0, first - 2) : first] == ("n", "=")
    opening = first - 3 if told else first - 1
    if opening < 1 or words[opening] not in ("(", "["):
        return False
    known = lexicon("words").word_tags
    assigned = any("assigns" in known.get(w, ()) for w in words)
    return (told or assigned) and any(p.last == opening for p in _arms(layout))


def measured(layout: Layout, value: int) -> bool:
    """Whether a number is more than a count of something: it has a unit, decimals or a sign."""
    quantity = layout.passage.values[value].value
    return quantity.measure != "count" and (quantity.unit is not None or not float(quantity.value or 0).is_integer())


@once
def _arms(layout: Layout) -> list[Phrase]:
    """The phrases that are nothing but an arm, the longest of those that begin together first."""
    if not _may_name_arms(layout.passage):
        return []  # most sentences: their phrases need not be looked for
    words, lower = lexicon("words").word_tags, layout.passage.lower
    plain = (p for p in layout.passage.phrases if p.has(*_LAST) and not p.has(*_ELSE))
    return [p for p in plain if not any("prep" in words.get(w, ()) for w in lower[p.first : p.last])][::-1]


def _may_name_arms(passage: Passage) -> bool:
    """Whether a passage has words, doses or short forms of arms at all."""
    forms = (passage.short_forms.get(token.text, ()) for token in passage.tokens)
    named = any(name in ARM_TAGS for name, _ in passage.hits)
    return bool(passage.doses) or named or any(tag in ARM_TAGS for tags in forms for tag in tags)


_TIES = {"of", "in", "for", "with", "on", "among"}


@once
def shared_group(layout: Layout, value: int) -> Phrase | None:
    """The arm that shares the head of the next value's arm: "33% of the restricted and 51% of the standard group"."""
    if value + 1 >= len(layout.value_tokens):
        return None
    words, (_, last), (_, after) = layout.passage.lower, layout.value_tokens[value], layout.value_tokens[value + 1]
    tie = words[last : last + 2]
    if len(tie) < 2 or tie[0] not in _TIES or tie[1] != "the" or words[after : after + 2] != tie:
        return None
    if not any(p.first == after + 2 and p.has("last:arms:group") for p in layout.passage.phrases):
        return None
    own = [p for p in layout.passage.phrases if p.first == last + 2 and p.last <= layout.value_tokens[value + 1][0]]
    return next((p for p in own if words[p.last] in ("and", "versus", "vs", "against", "but", ",")), None)


@once
def endpoint_ahead(layout: Layout, value: int) -> Phrase | None:
    """The outcome before the nearest colon ahead of a value: "Constipation: 3.7% (5 mg), 9.1% (10 mg)"."""
    first, _ = layout.value_tokens[value]
    words = layout.passage.lower
    colon = next((i for i in range(first - 1, 0, -1) if words[i] in (":", ";")), 0)
    if not colon or words[colon] != ":":
        return None
    ahead = [p for p in layout.passage.phrases if p.last == colon and not p.has(*_LAST)]
    outcomes = [p for p in ahead if p.has("endpoints", "conditions")]
    whole = [p for p in outcomes if p.first == 0 or words[p.first - 1] in (";", ".", ",", "(", ")")]
    return max(whole, key=lambda p: p.last - p.first, default=None)
