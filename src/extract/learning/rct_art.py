"""Training cases from annotated sentences (see ``extract.evaluation.annotated`` for their format)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from extract.evaluation.annotated import Annotated, Span
from extract.learning.cases import Cases, PhraseCases, choice
from extract.learning.fit import Choice, YesNo
from extract.mentions.phrases import Phrase
from extract.normal import normalise
from extract.relations.chain import Pick
from extract.relations.features import phrase_features
from extract.relations.gate import gate_features
from extract.relations.layout import Layout
from extract.relations.passage import Passage, read_passage


def passage_of(sentence: Annotated) -> Passage:
    """The sentence with everything recognised in it."""
    view = normalise(sentence.text)
    return read_passage(view, 0, len(view))


def phrase_cases(sentence: Annotated, passage: Passage) -> PhraseCases:
    """What the sentence teaches about its phrases: the annotated ones are right."""
    out = PhraseCases()
    for into, tied in ((out.arms, sentence.arms), (out.endpoints, sentence.endpoints)):
        spans = {s for group in tied for s in group}
        for phrase in passage.phrases:
            right = any(_same((phrase.start, phrase.end), s) for s in spans)
            into.append(YesNo(tuple(phrase_features(passage, phrase)), right))
    return out


def cases(sentence: Annotated, layout: Layout) -> Cases:
    """What the sentence teaches about its numbers."""
    passage = layout.passage
    out = Cases()
    before: dict[str, list[tuple[int, Pick]]] = {"endpoint": [], "arm": []}
    for i, value in enumerate(passage.values):
        k = next((k for k, s in enumerate(sentence.measures) if _overlap((value.start, value.end), s)), None)
        out.results.append(YesNo(tuple(gate_features(layout, i)), k is not None))
        if k is None:
            continue
        sides = (("endpoint", sentence.endpoints[k], out.endpoints), ("arm", sentence.arms[k], out.arms))
        for role, tied, into in sides:
            made = _choice(layout, i, role, _untimed(passage, tied), before[role][-6:])
            if made:
                into.append(made[0])
                before[role].append((i, made[1]))
    return out


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
