"""What speaks for a phrase being the endpoint or the arm of a value: named yes/no features.

The features are the same for the rules' first weights and for the trained ones, so the model stays
readable: a weight's name says what it rewards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.mentions.mention import Mention
from extract.mentions.phrases import Phrase
from extract.relations.layout import ARM_TAGS, ENDPOINT_TAGS, Layout, once
from extract.relations.passage import OwnFeatures, Passage

ROLES = ("endpoint", "arm")
# Tags that say what a phrase may be; their presence is a feature of both roles.
_TAGS = (
    "endpoints", "endpoints:full", "endpoints:abbr", "endpoints:head", "endpoints:lead", "endpoints:tte",
    "endpoints:continuous", "endpoints:binary", "endpoints:safety", "last:endpoints", "last:endpoints:head",
    "treatments", "stems", "treatments:control", "arms", "arms:group", "arms:control", "arms:intervention",
    "last:arms:group", "last:treatments", "participants", "last:participants", "conditions", "last:conditions",
    "measures", "last:measures", "studies", "last:studies", "dose", "last:dose",
    "endpoints:criterion",
    "verb", "list", "list:or", "list:slash", "list:and",
)  # fmt: skip
_TAG_NAMES = tuple((tag, f"tag={tag}") for tag in _TAGS)
# Kinds of endpoints that go with some units.
_MEASURED = ("endpoints:tte", "endpoints:continuous", "endpoints:binary", "endpoints:safety")
_SPECIFIC = ("endpoints", "treatments", "stems", "arms", "participants", "conditions", "dose")


def pair_features(layout: Layout, value: int, phrase: Phrase, role: str) -> list[str]:
    """The features of taking ``phrase`` as the ``role`` of the value with this index."""
    beside, unit = _of_either_role(layout, value, phrase)
    return [*beside, *_lists(layout, value, phrase, role), *unit, *_clause(layout, value, phrase, role)]


@once
def _of_either_role(layout: Layout, value: int, phrase: Phrase) -> tuple[list[str], list[str]]:
    """The features that are the same for all roles: of the phrase and its place, and of the value's unit."""
    side = "after" if phrase.first >= layout.value_tokens[value][1] else "before"
    beside = [
        *_odds(layout, phrase),
        *_place(layout, value, phrase, side),
        *_own(layout.passage, phrase).names,
        *_sided(layout, phrase, side),
    ]
    return beside, list(_unit(layout, value, phrase))


@once
def _odds(layout: Layout, phrase: Phrase) -> list[str]:
    """How likely the tagger takes a phrase for either role."""
    arm, endpoint = (max(-4, min(3, round(odds))) for odds in layout.odds(phrase))
    better = "arm" if arm > endpoint else "endpoint" if endpoint > arm else "none"
    return [f"arm-odds={arm}", f"endpoint-odds={endpoint}", f"better={better}"]


@once
def _sided(layout: Layout, phrase: Phrase, side: str) -> list[str]:
    own = _own(layout.passage, phrase)
    return [f"{side}:{n}" for n in (own.kind, *own.neighbours)]


def _own(passage: Passage, phrase: Phrase) -> OwnFeatures:
    """The words of a phrase and its company, worked out once a passage."""
    known = passage.phrase_features.get(phrase)
    if known is None:
        names = (*_words(passage, phrase), *_company(passage, phrase))
        neighbours = tuple(n for n in names if n.startswith(("previous=", "next=")))
        kind = phrase_kind(phrase)
        # The first name is that of the length.
        alone = (
            "bias",
            *names,
            *[f"{kind}:{n}" for n in (names[0], *neighbours)],
            *(_spelling(passage, phrase) if passage.alone else ()),
        )
        broad = "arm" if phrase.has(*ARM_TAGS) else "endpoint" if phrase.has(*ENDPOINT_TAGS) else "other"
        measured = tuple(tag for tag in _MEASURED if tag in phrase.tags)
        known = passage.phrase_features[phrase] = OwnFeatures(kind, names, neighbours, alone, broad, measured)
    return known


def phrase_features(passage: Passage, phrase: Phrase) -> Sequence[str]:
    """The features of a phrase by itself: what it is likely to be, whatever value it stands by."""
    return _own(passage, phrase).alone


def phrase_kind(phrase: Phrase) -> str:
    """The first lexicon that knows a word of the phrase, or "unknown"."""
    return next((t for t in _SPECIFIC if t in phrase.tags), "unknown")


def none_features(layout: Layout, value: int, role: str) -> list[str]:
    """The features of leaving the role of a value empty."""
    liked = layout.liked(role)
    mention = layout.passage.values[value]
    return [
        "none",
        f"none:liked={min(len(liked), 3)}",
        f"none:unit={unit_class(mention)}",
        f"none:cue={cue(layout, value)}",
    ]


def unit_class(mention: Mention) -> str:
    """The broad class of a value's unit: percent, none, or the first tag of its unit's row."""
    unit = mention.value.unit
    if unit is None:
        return "count" if mention.value.measure == "count" else "none"
    return (
        "percent"
        if unit == "%"
        else "time"
        if unit in _TIME
        else "count"
        if mention.value.measure == "count"
        else "other"
    )


_TIME = {"years", "months", "weeks", "days", "hours", "minutes", "seconds", "year", "month", "week", "day"}


@once
def cue(layout: Layout, value: int) -> str:
    """The measure word nearest before a value within eight tokens ("hazard-ratio"), or ""."""
    first = layout.value_tokens[value][0]
    passage = layout.passage
    floor = passage.tokens[max(0, first - 8)].start
    position = passage.values[value].start
    near = [h.row.value for n, h in passage.hits if n == "measures" and floor <= h.start and h.end <= position]
    return near[-1] if near else ""


def _place(layout: Layout, value: int, phrase: Phrase, side: str) -> Iterator[str]:
    first, last = layout.value_tokens[value]
    low, high = (last, phrase.first) if side == "after" else (phrase.last, first)
    distance = max(0, high - low)
    yield f"{side}:distance={_bucket(distance)}"
    yield f"{side}:crossed={min(layout.values_within(low, high), 4)}"
    if distance <= 3:
        yield f"{side}:joint={' '.join(layout.passage.function_words[low:high])}"
        yield f"{side}:classes={' '.join(layout.passage.word_classes[low:high])}"
    if distance <= 5 and (tie := _tie(layout.passage, low, high)):
        yield f"{side}:tie={tie}"
    if ";" in layout.passage.lower[low:high]:
        yield f"{side}:semicolon"
    inside, outside = layout.depths[first], layout.depths[phrase.first]
    yield f"{side}:depth={'same' if inside == outside else 'value-in' if inside > outside else 'phrase-in'}"


def _clause(layout: Layout, value: int, phrase: Phrase, role: str) -> Iterator[str]:
    """Whether value and phrase share a clause, and how near the phrase is among its like there."""
    first, last = layout.value_tokens[value]
    own = layout.clauses[first]
    here = layout.clauses[phrase.first]
    shared = "same" if own == here else "outer" if layout.depths[first] > layout.depths[phrase.first] else "other"
    me = _holder(layout, phrase, role)
    yield f"clause={shared}:{'like' if me else 'unlike'}"
    if me is None:
        return
    after = me.first >= last
    rank = _ranked(layout, value, here, after, role).index(me)
    yield f"clause={shared}:{'after' if after else 'before'}:rank={min(rank, 3)}"
    if shared == "same" and len([p for p in layout.tagged[role] if layout.clauses[p.first] == own]) == 1:
        yield "clause:only"


@once
def _holder(layout: Layout, phrase: Phrase, role: str) -> Phrase | None:
    """The outermost phrase of a role's words that holds a phrase."""
    return next((p for p in layout.tagged[role] if p.first <= phrase.first and phrase.last <= p.last), None)


@once
def _ranked(layout: Layout, value: int, clause: int, after: bool, role: str) -> list[Phrase]:
    """The phrases of a role's words on one side of a value in one clause, the nearest first."""
    first, last = layout.value_tokens[value]
    here = [p for p in layout.tagged[role] if layout.clauses[p.first] == clause and (p.first >= last) == after]
    return sorted(here, key=lambda p: abs(p.first - first))


def _bucket(distance: int) -> str:
    for bound in (0, 1, 2, 3, 5, 8, 12, 18, 27):
        if distance <= bound:
            return str(bound)
    return "far"


def _tie(passage: Passage, low: int, high: int) -> str:
    """How the words between a value and a phrase tie them: "achieved X" (verb), "X was" (copula), "X of" (of), ..."""
    classes = {*passage.word_classes[low:high]}
    if classes & {"_", "conj", ";"} or not classes:
        return ""
    words = {*passage.lower[low:high]}
    inside = ":in" if words & {"in", "among", "for", "with"} else ":of" if "of" in words else ""
    if "verb" in classes:
        return "verb" + inside
    if "aux" in classes:
        return "copula" + inside
    return "plain" + inside if classes <= {"prep", "det", "adv"} else "sign"


@once
def has_object(layout: Layout, value: int) -> bool:
    """Whether a value has an endpoint as the object of its own verb: "52% achieved remission"."""
    return _object(layout, value) is not None


def own_object(layout: Layout, value: int) -> Phrase | None:
    """The object of a value that opens a bracket: "(52% achieved remission with MRD response)"."""
    first = layout.value_tokens[value][0]
    if not first or layout.passage.tokens[first - 1].text not in "([":
        return None
    return _object(layout, value) or _named_before(layout, first - 1)


def _named_before(layout: Layout, bracket: int) -> Phrase | None:
    """The outcome that a bracket with a value stands right behind: "nausea (21%)", "responders (39%)"."""
    for phrase in layout.passage.phrases:
        outcome = phrase.has("last:endpoints", "last:participants:response")
        if phrase.last == bracket and outcome and not phrase.has(*ARM_TAGS, "list"):
            return phrase
    return None


def _object(layout: Layout, value: int) -> Phrase | None:
    _, last = layout.value_tokens[value]
    for phrase in layout.tagged["endpoint"]:
        if last < phrase.first <= last + 4 and layout.clauses[phrase.first] == layout.clauses[last - 1]:
            return phrase if _tie(layout.passage, last, phrase.first).startswith("verb") else None
    return None


def _words(passage: Passage, phrase: Phrase) -> Iterator[str]:
    tokens = passage.tokens
    length = phrase.last - phrase.first
    yield f"length={length if length < 4 else '4-6' if length < 7 else '7+'}"
    if phrase.first <= 2:
        yield "opens"
    words = passage.function_words
    if phrase.first > 1 and passage.lower[phrase.first - 1] in ("the", "a", "an"):
        yield f"previous={words[phrase.first - 2]} the"
    else:
        yield f"previous={words[phrase.first - 1] if phrase.first else '^'}"
    if _is_object_of_versus(passage, phrase.first):
        numbered = any(t.kind == "n" for t in tokens[phrase.last : phrase.last + 4])
        yield f"versus-object:{'value' if numbered else 'alone'}"
    yield f"next={words[phrase.last] if phrase.last < len(tokens) else '$'}"
    text = passage.view[phrase.start : phrase.end]
    if length == 1 and text.isupper():
        yield "shape=capitals"
    if any(map(str.isdigit, text)):
        yield "shape=digits"


def _spelling(passage: Passage, phrase: Phrase) -> Iterator[str]:
    """The words of a phrase and around it as they are written, and its shape."""
    words = passage.lower
    first, last = phrase.first, phrase.last
    inner = words[first:last]
    for word in {*inner}:
        yield f"word={word}"
    yield f"first={inner[0]}"
    yield f"last={inner[-1]}"
    yield f"suffix={inner[-1][-3:]}"
    before = ("^", "^", *words[max(0, first - 2) : first])[-2:]
    behind = (*words[last : last + 2], "$", "$")[:2]
    yield f"before1={before[1]}"
    yield f"before2={before[0]} {before[1]}"
    yield f"behind1={behind[0]}"
    yield f"behind2={behind[0]} {behind[1]}"
    yield f"around={before[1]}|{behind[0]}"
    text = passage.view[phrase.start : phrase.end]
    shape = (
        "capitals" if text.isupper() else "title" if text[0].isupper() else "mixed" if not text.islower() else "lower"
    )
    if shape != "lower":
        yield f"shape={shape}:{'one' if last - first == 1 else 'more'}"
    size = last - first
    again = sum(words[i : i + size] == inner for i in range(len(words) - size + 1)) if size <= 4 else 1
    yield f"again={min(again, 3)}"


def _is_object_of_versus(passage: Passage, first: int) -> bool:
    """Whether a phrase is what something is compared with: "compared with the", "versus", "relative to"."""
    return True in passage.compares[max(0, first - 3) : first]


def _company(passage: Passage, phrase: Phrase) -> Iterator[str]:
    yield from [name for tag, name in _TAG_NAMES if tag in phrase.tags]
    if not phrase.has(*_SPECIFIC):
        yield "tag=unknown"
    inside, around = passage.nested[phrase]
    if inside:
        yield "nested=inner"
    if around:
        yield "nested=outer"
        yield f"nested=outer:{'last-group' if phrase.has('last:arms:group') else 'other'}"
    yield (
        f"head={phrase.head}"
        if phrase.has("last:arms:group", "last:participants", "last:endpoints:head")
        else "head=other"
    )


def _lists(layout: Layout, value: int, phrase: Phrase, role: str) -> Iterator[str]:
    """Whether the phrase stands in its list where the value stands in its own."""
    yield _liked(layout, phrase, role)
    if layout.seat(role, phrase) is None:
        return
    place = layout.places[value]
    for name, run in zip(("ahead", "behind"), _runs(layout, value, role), strict=True):
        rank = next((k for k, p in enumerate(run) if p.first <= phrase.first and phrase.last <= p.last), None)
        if rank is None:
            continue
        kind = "single" if place.size == 1 else "versus" if place.versus else "list"
        if len(run) == place.size:
            fits = "same" if rank == place.index else "other"
            yield f"list:{name}:{kind}:{fits}" + (":respectively" if layout.respectively and kind != "single" else "")
        nearest = len(run) - 1 - rank if name == "ahead" else rank
        yield f"list:{name}:{kind}:near={min(nearest, 3)}"


@once
def _liked(layout: Layout, phrase: Phrase, role: str) -> str:
    return f"liked={layout.seat(role, phrase) is not None}:{phrase in layout.liked(role)}"


@once
def _runs(layout: Layout, value: int, role: str) -> tuple[list[Phrase], list[Phrase]]:
    """The liked phrases right before and right behind a value's list, as many as it has values."""
    liked, place = layout.liked(role), layout.places[value]
    members = [i for i, p in enumerate(layout.places) if p.group == place.group]
    opening, closing = layout.value_tokens[members[0]][0], layout.value_tokens[members[-1]][1]
    ahead = [p for p in liked if p.last <= opening]
    behind = [p for p in liked if p.first >= closing]
    return ahead[-place.size :], behind[: place.size]


def _unit(layout: Layout, value: int, phrase: Phrase) -> Iterator[str]:
    own, unit = _own(layout.passage, phrase), unit_class(layout.passage.values[value])
    yield from (f"unit={unit}:{tag}" for tag in own.measured)
    yield f"cue={cue(layout, value) or 'none'}:{own.broad}"
