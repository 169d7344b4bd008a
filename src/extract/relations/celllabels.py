"""Labels: the endpoint that a fragment of a cell names before its values, or right behind the first one.

"Dry mouth: 7.7%", "Stroke sunitinib 1.3%", "Reduction in mortality of 40%", "63% protection".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.lexicon import lexicon
from extract.mentions.phrases import Phrase
from extract.relations.names import endpoint_name
from extract.relations.passage import Passage, ShortForms
from extract.relations.results import Chosen

Span = tuple[int, int]

# The surety of what a fragment's form says, measured on annotated tables.
SURE = 0.7
EDGES = " \t\n,;:.=()[]\u2022-"
_COLON = re.compile(r":\s(?=[^\s(=:])")
_BEHIND = re.compile(r"\s(?P<label>[a-z][a-z -]{2,40}?)(?=\s(?:with|in|for|among|vs|versus|\w+ed)\b|\s?[;,.(]|\s?\Z)")
_RATIOS = frozenset({"ratio", "other"})
_SMALL = frozenset(
    ["vs", "vs.", "versus", "and", "in", "of", "with", "by", "to", "was", "were", "at", "for", "occurred", "from"]
)
_OPENING = frozenset(["with", "and", "in", "for", "of", "had", "but", "the", "same", "fewer", "more", "less"])
_LONGEST = 5


def label_before(passage: Passage, stop: int, arms: Sequence[Span], forms: ShortForms, default: bool) -> Chosen | None:
    """The endpoint that the words up to ``stop`` name, without arms and measures.

    Where ``default`` says that the column or row has an endpoint, words that nobody knows are no label.
    """
    for start, end in _parts(passage.view, passage.start, stop):
        a, b = _without_arms(passage.view, (start, end), arms)
        printed = _trimmed(passage.view[a:b], [(x - a, y - a) for x, y in arms if a < x and y <= b])
        bare = printed if printed in forms.tags else without_measure(printed)
        if not any(c.isalpha() for c in bare):
            continue
        named = any(sign in passage.view[a + len(printed) : stop] for sign in ":=") or end < stop
        if named or _is_known(bare, forms) or (not default and _is_nominal(passage, a, b)):
            return _chosen(passage, (a, b), bare, forms)
        return None
    return None


def label_behind(passage: Passage, start: int, forms: ShortForms) -> Chosen | None:
    """The endpoint that stands right behind a value: "63% protection"."""
    found = _BEHIND.match(passage.view, start, passage.end)
    return _chosen(passage, found.span("label"), found["label"], forms) if found else None


def _parts(view: str, start: int, stop: int) -> Iterator[Span]:
    """What stands between the colons of a label, the last first: "adverse events: nausea"."""
    cuts = [start, *(m.end() for m in _COLON.finditer(view, start, stop)), stop]
    yield from reversed(list(pairwise(cuts)))


def _without_arms(view: str, region: Span, arms: Sequence[Span]) -> Span:
    """The region without the arms at its front ("A versus B, ...") and at its end."""
    start, stop = region
    for a, b in arms:
        if start <= a and b <= stop and re.fullmatch(r"[\W_]*(?:versus|vs)?[\W_]*", view[start:a]):
            start = b
    for a, b in reversed(arms):
        if start <= a and b <= stop and not view[b:stop].strip(EDGES):
            stop = a
    while (word := re.match(r"[\s,.:]*(\w+)\s", view[start:stop])) and word[1].lower() in _OPENING:
        start += word.end()
    return start + len(view[start:stop]) - len(view[start:stop].lstrip(EDGES)), stop


def _trimmed(printed: str, arms: Sequence[Span]) -> str:
    """A label without signs, function words, arms and measures at its end: "Death with A vs B, HR" is death."""
    text, before = printed.rstrip(EDGES), ""
    while text != before:
        before = text
        cut = text.rfind(" ")
        if cut >= 0 and text[cut + 1 :].lower() in _SMALL:
            text = text[:cut].rstrip(EDGES)
        for start, end in arms:
            text = text[:start].rstrip(EDGES) if end == len(text) and start else text
        last = next((h for h in lexicon("measures").find(text) if h.start and h.end == len(text)), None)
        text = text[: last.start].rstrip(EDGES) if last and last.row.tags & _RATIOS else text
    return text


def without_measure(printed: str) -> str:
    """A label without the measure at its front: "Decrease in pain" is pain, "Mean FVC" FVC."""
    text = printed.strip(EDGES)
    while hit := next((h for h in lexicon("measures").find(text) if h.start == 0), None):
        text = re.sub(r"\A\s?(?:from baseline\b\s?)?(?:in|of|for|from)\b", "", text[hit.end :]).strip(EDGES)
    return text


def _is_known(text: str, forms: ShortForms) -> bool:
    """Whether a label has a word that the lexicons know, or a short form of the article."""
    known = any(True for name in ("endpoints", "conditions") for _ in lexicon(name).find(text))
    return known or any(word in forms.tags for word in text.split())


def _is_nominal(passage: Passage, start: int, stop: int) -> bool:
    """Whether a label is a few words none of which is an adverb or the like."""
    tokens = zip(passage.tokens, passage.word_classes, strict=True)
    kinds = [kind for t, kind in tokens if start <= t.start < stop and t.kind == "w"]
    return 0 < kinds.count("_") <= _LONGEST and not {"adv", "pron", "aux"} & set(kinds)


def _chosen(passage: Passage, region: Span, bare: str, forms: ShortForms) -> Chosen | None:
    at = passage.view.find(bare, *region)
    start = at if at >= 0 else region[0]
    phrase = next((p for p in passage.phrases if start <= p.start < region[1] and p.has("endpoints")), None)
    name = endpoint_name(bare, forms.long)
    tags = phrase.tags if phrase else frozenset()
    return Chosen(Phrase(start, start + len(bare), 0, 0, tags, ""), name, SURE) if name else None
