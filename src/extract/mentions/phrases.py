"""Phrases: the noun phrases of a sentence, each tagged with what the lexicons know of its words.

There is no part-of-speech model: a phrase is a run of words that are not function words or verbs
(``words.csv``), so it is found in microseconds and in every specialty. What a phrase *is* (an
endpoint, an arm, neither) is decided later from its tags and its place beside a value.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.lexicon import Hit, Words, lexicon, pool
from extract.mentions.tokens import Token

# Which lexicons tag phrases; the tag of a hit is "<name>:<tag>" for each of its row's tags.
LEXICONS = ("endpoints", "treatments", "stems", "arms", "participants", "conditions", "measures", "studies")
# Lexicons whose hits hold a phrase together even across function words ("time to progression").
_GLUE = ("endpoints", "treatments", "conditions")
_JOINERS = "-/'+"


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """A noun phrase: its half-open span, its token range [first, last) and its tags.

    A phrase is equal to itself alone, which makes it a fast key.
    """

    start: int
    end: int
    first: int
    last: int
    tags: frozenset[str]
    head: str

    def has(self, *tags: str) -> bool:
        """Whether the phrase carries any of the tags."""
        return not self.tags.isdisjoint(tags)


def lexicon_hits(view: str, tokens: Sequence[Token]) -> list[tuple[str, Hit]]:
    """All hits of the phrase lexicons over the words and numbers of a sentence."""
    words = Words(part for t in tokens if t.kind != "p" for part in _parts(t))
    found = pool(LEXICONS).find(view, words)
    return [(name, hit) for name, hits in zip(LEXICONS, found, strict=True) for hit in hits]


def _parts(token: Token) -> Iterable[tuple[str, int, int]]:
    if "'" not in token.text and "_" not in token.text and "." not in token.text and "," not in token.text:
        return [(token.text, token.start, token.end)]
    out, at = [], token.start
    for piece in token.text.replace("_", "'").replace(".", "'").replace(",", "'").split("'"):
        if piece:
            out.append((piece, at, at + len(piece)))
        at += len(piece) + 1
    return out


def find_phrases(
    view: str,
    tokens: Sequence[Token],
    hits: Sequence[tuple[str, Hit]],
    barriers: Sequence[tuple[int, int]],
    abbreviations: Mapping[str, frozenset[str]],
    *,
    doses: Sequence[tuple[int, int]] = (),
    criteria: Sequence[tuple[int, int]] = (),
    verbs: bool = False,
) -> list[Phrase]:
    """Return the noun phrases of a sentence and those that ``of``, ``in``, ``to`` carry on.

    ``barriers`` are spans that no phrase may cross (values, intervals, citations);
    ``abbreviations`` gives the tags of the article's own short forms; ``doses`` and ``criteria`` are
    spans that hold together ("25 mg once daily", "reduction of at least 50%"); ``verbs`` asks for what is told by
    a verb as well ("died", "converted to glaucoma").
    """
    places = _Places(tokens)
    dosed = {i for a, b in doses for i in places.within(a, b)}
    defined = {i for a, b in criteria for i in places.within(a, b)}
    glued = dosed.union(
        defined, *(places.within(h.start, h.end) for name, h in hits if name in _GLUE and "lead" not in h.row.tags)
    )
    crossed = {i for a, b in barriers for i in places.touching(a, b)}
    words = lexicon("words").word_tags
    content = [i not in crossed and (i in glued or _is_content(t, words)) for i, t in enumerate(tokens)]
    runs = _runs(view, tokens, content, abbreviations)
    tagged = _token_tags(tokens, places, hits, abbreviations)
    for i in dosed:
        tagged[i].add("dose")
    for i in defined:
        tagged[i] |= {"endpoints", "endpoints:criterion"}
    make: Callable[[int, int], Phrase] = lambda a, b: _phrase(tokens, tagged, a, b)  # noqa: E731
    base = [make(a, b) for a, b in runs if any(tokens[i].kind == "w" or i in dosed for i in range(a, b))]
    carried = _carried(tokens, base, make, barriers)
    listed = _listed(tokens, base, make, barriers)
    told = _told(tokens, base, make, crossed) if verbs else []
    return sorted([*base, *carried, *listed, *told], key=lambda p: (p.first, p.last))


def _told(
    tokens: Sequence[Token], base: Sequence[Phrase], make: Callable[[int, int], Phrase], crossed: Container[int]
) -> Iterator[Phrase]:
    """Verbs with what they go on to: "died", "converted to glaucoma", "discontinued due to adverse events"."""
    words, starts = lexicon("words").word_tags, {p.first: p for p in base}
    for i, token in enumerate(tokens):
        lower = token.text.lower()
        tags = words.get(lower, ())
        participle = lower.endswith("ed") and len(lower) > 4 and not tags
        if i in crossed or not (participle or ("verb" in tags and not {"aux", "noun"} & {*tags})):
            continue
        yield replace(make(i, i + 1), tags=frozenset(["verb"]))
        at = i + 1
        while at < len(tokens) and at <= i + 3 and at not in starts and tokens[at].kind == "w" and at not in crossed:
            at += 1
        if at in starts and not starts[at].has("treatments", "stems", "arms", "dose"):
            object_ = starts[at]
            yield replace(make(i, object_.last), tags=object_.tags | {"verb"})


def _is_content(token: Token, words: Mapping[str, frozenset[str]]) -> bool:
    if token.kind != "w":
        return False
    lower = token.text.lower()
    tags = words.get(lower)
    if tags is None:
        return not (lower.endswith("ly") and len(lower) > 5)  # adverbs
    return "noun" in tags


class _Places:
    """Where tokens stand: those within a span, and those that a span touches."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._starts = [t.start for t in tokens]
        self._ends = [t.end for t in tokens]

    def within(self, start: int, end: int) -> range:
        """The indices of the tokens inside the half-open span."""
        return range(bisect_left(self._starts, start), bisect_right(self._ends, end))

    def touching(self, start: int, end: int) -> range:
        """The indices of the tokens that share a character with the span."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))


def _runs(
    view: str, tokens: Sequence[Token], content: Sequence[bool], abbreviations: Mapping[str, frozenset[str]]
) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    labels = lexicon("labels").word_tags
    i = 0
    while i < len(tokens):
        if not (content[i] or _prefixed(tokens, content, i)):
            i += 1
            continue
        j = i + 1
        while j < len(tokens):
            if content[j] or _joins(tokens, content, j) or _labels(view, tokens, labels, j):
                j += 1
            elif _defines(tokens, j, abbreviations):
                j += 3
            else:
                break
        runs.append((i, j))
        i = j
    return runs


def _defines(tokens: Sequence[Token], j: int, abbreviations: Mapping[str, frozenset[str]]) -> bool:
    """A short form in brackets behind its long form: the phrase goes through it."""
    return (
        j + 2 < len(tokens)
        and tokens[j].text in "(["
        and tokens[j + 1].text in abbreviations
        and tokens[j + 2].text in ")]"
    )


def _prefixed(tokens: Sequence[Token], content: Sequence[bool], i: int) -> bool:
    """A number that a hyphen ties to a content word: "5-FU", "350-mm2 group"."""
    return tokens[i].kind == "n" and i + 2 < len(tokens) and tokens[i + 1].text == "-" and content[i + 2]


def _joins(tokens: Sequence[Token], content: Sequence[bool], j: int) -> bool:
    """A hyphen or slash between two content words, written tight or with blanks on both sides."""
    if tokens[j].text not in _JOINERS or j + 1 >= len(tokens) or not content[j + 1]:
        return False
    left = tokens[j].start - tokens[j - 1].end
    return left == tokens[j + 1].start - tokens[j].end and (left == 0 or tokens[j].text == "-")


def _labels(view: str, tokens: Sequence[Token], labels: Mapping[str, frozenset[str]], j: int) -> bool:
    """A number that names ("group 1", "grade 3", "PASI 75") rather than counts, or the letter that no article is."""
    if tokens[j].text == "A":
        return tokens[j - 1].text.lower() in labels
    if tokens[j].kind != "n" or "." in tokens[j].text or len(tokens[j].text) > 3:
        return False
    return tokens[j - 1].text.lower() in labels and not view[tokens[j].end : tokens[j].end + 2].strip().startswith("%")


@lru_cache(maxsize=1_024)
def _spelled(name: str, tags: frozenset[str]) -> frozenset[str]:
    """The tags of a row with the name of its lexicon before them."""
    return frozenset([name, *(f"{name}:{t}" for t in tags)])


@lru_cache(maxsize=1_024)
def _of_last(tag: str) -> str:
    return f"last:{tag}"


def _token_tags(
    tokens: Sequence[Token],
    places: _Places,
    hits: Sequence[tuple[str, Hit]],
    abbreviations: Mapping[str, frozenset[str]],
) -> list[set[str]]:
    tagged: list[set[str]] = [set() for _ in tokens]
    for name, hit in hits:
        if "ratio" in hit.row.tags and name == "endpoints":
            continue  # a hazard ratio measures; it is no endpoint
        tags = _spelled(name, hit.row.tags)
        for i in places.within(hit.start, hit.end):
            tagged[i] |= tags
    for i, token in enumerate(tokens):
        if token.text in abbreviations:
            tagged[i] |= abbreviations[token.text]
    return tagged


def _phrase(tokens: Sequence[Token], tagged: Sequence[set[str]], first: int, last: int) -> Phrase:
    final = last - 1
    while final > first and tokens[final].kind == "p":
        final -= 1
    if final == first:
        final = last - 1
    tags: frozenset[str] = frozenset().union(*tagged[first:last], map(_of_last, tagged[final]))
    return Phrase(tokens[first].start, tokens[last - 1].end, first, last, tags, tokens[final].text.lower())


def _carried(
    tokens: Sequence[Token],
    base: Sequence[Phrase],
    make: Callable[[int, int], Phrase],
    barriers: Sequence[tuple[int, int]],
) -> list[Phrase]:
    """Phrases that go on: "rate" + "of" + "major bleeding", "change" + "in" + "hba1c"."""
    out: list[Phrase] = []
    starts = {p.first: p for p in base}
    connectors, words = lexicon("connectors").word_tags, lexicon("words").word_tags
    carry = {i + 1 for i, t in enumerate(tokens) if "carry" in connectors.get(t.text.lower(), ())}
    det = {i for i in carry if i < len(tokens) and "det" in words.get(tokens[i].text.lower(), ())}
    for phrase in base:
        last = phrase.last
        for _ in range(3):
            at = last + 1
            follower = starts.get(at + 1 if at in det else at) if at in carry else None
            if not follower or any(a < follower.start and a >= phrase.end for a, _b in barriers):
                break
            last = follower.last
            out.append(make(phrase.first, last))
    return out


def _listed(
    tokens: Sequence[Token],
    base: Sequence[Phrase],
    make: Callable[[int, int], Phrase],
    barriers: Sequence[tuple[int, int]],
) -> list[Phrase]:
    """Endpoints in one list: "death, myocardial infarction, or stroke" as a whole (tag "list")."""
    out: list[Phrase] = []
    ends = [p for p in base if p.has("endpoints")]
    i = 0
    while i < len(ends):
        j = i
        while j + 1 < len(ends) and _joined(tokens, ends[j], ends[j + 1]):
            j += 1
        if j > i:
            whole = make(ends[i].first, ends[j].last)
            words = {t.text.lower() for t in tokens[whole.first : whole.last]}
            kind = "list:or" if "or" in words else "list:slash" if "/" in words else "list:and"
            out.append(Phrase(whole.start, whole.end, whole.first, whole.last, whole.tags | {"list", kind}, whole.head))
        i = j + 1
    return [p for p in out if not any(p.start <= a < p.end for a, _ in barriers)]


def _joined(tokens: Sequence[Token], left: Phrase, right: Phrase) -> bool:
    between = [t.text.lower() for t in tokens[left.last : right.first]]
    return bool(between) and len(between) <= 3 and all(_goes_on(t) for t in between)


def _goes_on(word: str) -> bool:
    return word in (",", "/") or "endpoint-list" in lexicon("connectors").word_tags.get(word, ())
