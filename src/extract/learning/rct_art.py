"""Training cases from annotated sentences (see ``extract.evaluation.annotated`` for their format)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from extract.evaluation.annotated import Annotated, Span
from extract.evaluation.sentences import named
from extract.learning.cases import Cases, PhraseCases, choice, doubled
from extract.learning.fit import Choice, YesNo
from extract.mentions.phrases import Phrase
from extract.normal import normalise
from extract.relations.chain import Link, Pick
from extract.relations.changes import end_of_change
from extract.relations.features import phrase_features
from extract.relations.gate import gate_features
from extract.relations.layout import Layout
from extract.relations.names import arm_name, endpoint_name
from extract.relations.passage import Passage, read_passage
from extract.relations.results import Spell
from extract.relations.whole import Table, best_tables, whole_features


def passage_of(sentence: Annotated) -> Passage:
    """The sentence with everything recognised in it."""
    view = normalise(sentence.text)
    return read_passage(view, 0, len(view))


def phrase_cases(sentence: Annotated, passage: Passage) -> PhraseCases:
    """What the sentence teaches about its phrases: those are right that share their words with an annotated one."""
    out = PhraseCases()
    for into, tied in ((out.arms, sentence.arms), (out.endpoints, sentence.endpoints)):
        spans = {s for group in tied for s in group}
        for phrase in passage.phrases:
            right = any(_alike(sentence.text, (phrase.start, phrase.end), s) for s in spans)
            into.append(YesNo(doubled(phrase_features(passage, phrase)), right))
    return out


def _alike(text: str, a: Span, b: Span) -> bool:
    """Whether a phrase is an annotated one, or a part of it that says much of it."""
    return _same(a, b) or (b[0] <= a[0] and a[1] <= b[1] and named(text[slice(*a)], [text[slice(*b)]]))


def cases(sentence: Annotated, layout: Layout) -> Cases:
    """What the sentence teaches about its numbers."""
    out = Cases()
    told = _told(sentence, layout.passage)
    found = {i for k, i in told.items() if not _is_age(sentence, k)}
    found |= {i for i in range(len(layout.passage.values)) if i - 1 in found and end_of_change(layout, i) == "to"}
    for i in range(len(layout.passage.values)):
        out.results.append(YesNo(doubled(gate_features(layout, i)), i in found))
    inner = layout.reporting(list(told.values()))
    before: dict[str, list[tuple[int, Pick]]] = {"endpoint": [], "arm": []}
    for i, k in enumerate(told):
        sides = (("endpoint", sentence.endpoints[k], out.endpoints), ("arm", sentence.arms[k], out.arms))
        for role, tied, into in sides:
            kept = _untimed(inner.passage, tied)
            if tied and not kept:
                continue  # a value that only its timepoint tells apart teaches nothing of endpoints
            made = _choice(inner, i, role, kept, before[role][-6:])
            if made:
                into.append(made[0])
                before[role].append((i, made[1]))
    return out


def _is_age(sentence: Annotated, measure: int) -> bool:
    """Whether a measure is of an age, which is no result by the guide."""
    return any("age" in sentence.text[a:b].lower().split() for a, b in sentence.endpoints[measure])


def _told(sentence: Annotated, passage: Passage) -> dict[int, int]:
    """The value of each measure: the first of the numbers that it prints."""
    told: dict[int, int] = {}
    for i, value in enumerate(passage.values):
        k = next((k for k, s in enumerate(sentence.measures) if _overlap((value.start, value.end), s)), None)
        if k is not None:
            told.setdefault(k, i)
    return told


def whole_case(sentence: Annotated, layout: Layout) -> Choice | None:
    """Which of the likeliest tables of the sentence has the most right cells; None where all have as many."""
    told = _told(sentence, layout.passage)
    if not told:
        return None
    inner = layout.reporting(list(told.values()))
    tables = best_tables(inner, range(len(told)))
    right = [_right(sentence, inner, list(told), t) for t in tables]
    if min(right) == max(right):
        return None
    rows = tuple(tuple(whole_features(inner, range(len(told)), t)) for t in tables)
    best = frozenset(i for i, n in enumerate(right) if n == max(right))
    return Choice(rows, best, start=tuple(t.score for t in tables))


def _right(sentence: Annotated, layout: Layout, measures: Sequence[int], table: Table) -> int:
    def is_one(link: Link, spans: Sequence[Span], spell: Spell) -> bool:
        name = spell(layout.passage.view[link.phrase.start : link.phrase.end], None) if link.phrase else None
        return named(name, [sentence.text[a:b] for a, b in spans])

    pairs = zip(measures, table.endpoints.links, table.arms.links, strict=True)
    return sum(
        is_one(e, sentence.endpoints[k], endpoint_name) and is_one(a, sentence.arms[k], arm_name) for k, e, a in pairs
    )


def _untimed(passage: Passage, spans: Sequence[Span]) -> list[Span]:
    """Annotated outcomes that are more than a timepoint."""
    return [s for s in spans if not any(t.start - 12 <= s[0] and s[1] <= t.end + 12 for t in passage.timepoints)]


def _choice(
    layout: Layout, value: int, role: str, tied: Sequence[Span], before: Sequence[tuple[int, Pick]]
) -> tuple[Choice, Pick] | None:
    if not tied:
        return choice(layout, value, role, None, before)
    made = (choice(layout, value, role, partial(_fits_one, fits, tied), before) for fits in (_same, _inside))
    return next(filter(None, made), None)


def _fits_one(fits: Callable[[Span, Span], bool], tied: Sequence[Span], phrase: Phrase) -> bool:
    return any(fits((phrase.start, phrase.end), s) for s in tied)


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _same(a: Span, b: Span) -> bool:
    common = min(a[1], b[1]) - max(a[0], b[0])
    return common > 0 and 2 * common >= max(a[1], b[1]) - min(a[0], b[0])


def _inside(a: Span, b: Span) -> bool:
    return _overlap(a, b) and ((b[0] <= a[0] and a[1] <= b[1]) or (a[0] <= b[0] and b[1] <= a[1]))
