"""Features of a treatment's role in a study: of each place that names it, and of all its places together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from extract.lexicon import Lexicon, lexicon, once_held
from extract.mentions.mention import Kind, Mention
from extract.mentions.tokens import tokenize
from extract.records.treatments import JOINED, is_background, is_control, is_specific, says
from extract.relations.lines import Line

# How many characters beside a name its words are looked for in, and in how many tokens.
_REACH, _WORDS, _FAR = 40, 3, 60
_LEXICONS = ("words", "measures", "labels", "participants", "units", "arms", "studies", "connectors")


@dataclass(frozen=True, slots=True)
class Place:
    """A treatment where a study's sentence names it: the line, the treatments of the sentence, and its turn."""

    line: Line
    named: Sequence[Mention]
    turn: int
    telling: bool  # whether the sentence describes the study

    @property
    def mention(self) -> Mention:
        """The treatment itself."""
        return self.named[self.turn]


@dataclass
class Candidate:
    """A treatment that a study may have tested: its name, its first mention, and the features of its places."""

    name: str
    mention: Mention
    control: bool
    specific: bool
    places: list[list[str]] = field(default_factory=list)

    @classmethod
    def of(cls, name: str, mention: Mention) -> Candidate:
        """A candidate without places yet."""
        return cls(name, mention, is_control(mention), is_specific(mention))

    @property
    def arms(self) -> int:
        """In how many places its name is that of a value's arm."""
        return sum("is-arm" in place for place in self.places)

    @property
    def joined(self) -> bool:
        """Whether "plus" or the like ties it to another."""
        return any("joined" in place for place in self.places)


def place_features(view: str, place: Place) -> list[str]:
    """What the sentence says of a treatment in one place."""
    return [*_words_beside(view, place), *_company(view, place), *_said(view, place), *_stands(place)]


def _words_beside(view: str, place: Place) -> Iterator[str]:
    line, mention = place.line, place.mention
    left = _kinds(view, max(line.start, mention.start - _REACH), mention.start)[-_WORDS:]
    right = _kinds(view, mention.end, min(line.end, mention.end + _REACH))[:_WORDS]
    yield f"l1={left[-1] if left else '^'}"
    yield f"l2={' '.join(left[-2:])}"
    yield f"r1={right[0] if right else '$'}"
    yield f"r2={' '.join(right[:2])}"


def _kinds(view: str, start: int, end: int) -> list[str]:
    known = _known_words()
    return [_kind(token.text.lower(), known) for token in tokenize(view, start, end)]


def _kind(word: str, known: frozenset[str]) -> str:
    if not word[0].isalnum():
        return word
    return "9" if word[0].isdigit() else word if word in known else "_"


@once_held
def _known_words() -> frozenset[str]:
    return _known(*(lexicon(name) for name in _LEXICONS))


@lru_cache(maxsize=2)
def _known(*lexicons: Lexicon) -> frozenset[str]:
    return frozenset().union(*(words.word_tags for words in lexicons))


def _company(view: str, place: Place) -> Iterator[str]:
    """How it stands among the treatments of its sentence."""
    named, turn, mention = place.named, place.turn, place.mention
    yield f"turn={'first' if turn == 0 else 'last' if turn == len(named) - 1 else 'middle'}:{min(len(named), 4)}"
    if turn > 0:
        between = view[named[turn - 1].end : mention.start]
        if says("versus", between):
            yield "after-versus"
        if says("versus", view[place.line.start : mention.start]):
            yield "some-versus-before"
        if JOINED.fullmatch(between):
            yield "joined"
    if turn + 1 < len(named):
        between = view[mention.end : named[turn + 1].start]
        if says("versus", between):
            yield "before-versus"
        if JOINED.fullmatch(between):
            yield "joined"
    if any(is_control(other) for other in named):
        yield "control-beside"


def _said(view: str, place: Place) -> Iterator[str]:
    """What the words of the sentence say of its role."""
    line, mention = place.line, place.mention
    ahead = view[max(line.start, mention.start - _FAR) : mention.start]
    behind = view[mention.end : min(line.end, mention.end + _FAR)]
    yield from (tag for tag in ("control-ahead", "added-ahead", "given-ahead") if says(tag, ahead))
    if says("is-control", behind):
        yield "is-control"
    if says("contrast", view[line.start : line.end]):
        yield f"contrast:{'first' if place.turn == 0 else 'later'}"
    for soft in (True, False):
        if is_background(view, line, mention, soft):
            yield f"background:{soft}"


def _stands(place: Place) -> Iterator[str]:
    """Where it stands: in what kind of text, in a population, in the arm of a value."""
    line, mention = place.line, place.mention
    yield f"role={line.role}{':abstract' if line.abstract else ''}"
    yield "telling" if place.telling else "later"
    if any(p.start <= mention.start and mention.end <= p.end for p in line.of(Kind.POPULATION)):
        yield "in-population"
    if any(a.start == mention.start for a in line.of(Kind.ARM)):
        yield "column"
    arms = list(dict.fromkeys((f.arm.phrase.start, f.arm.phrase.end) for f in line.findings if f.arm))
    turn = next((i for i, (a, b) in enumerate(arms) if a <= mention.start < b), None)
    if turn is not None:
        yield "is-arm"
        yield f"arm={'first' if turn == 0 else 'later'}:{min(len(arms), 3)}"


def candidate_features(candidate: Candidate, others: Sequence[Candidate], topic: Sequence[str], rule: str) -> list[str]:
    """All features of a candidate beside the others of its study.

    ``others`` are all candidates, itself among them; ``topic`` are the treatments that the section or the
    article is about; ``rule`` is the role that the rules give it ("tested", "compared", "").
    """
    out = ["bias", f"rule={rule}", f"rule={rule}:{'control' if candidate.control else 'drug'}"]
    out += [f"any:{name}" for name in sorted({name for place in candidate.places for name in place})]
    out += [f"first:{name}" for name in (candidate.places[0] if candidate.places else ["only-topic"])]
    out += ["specific" if candidate.specific else "unspecific", "control" if candidate.control else "drug"]
    return [*out, *_numbers(candidate, others), *_beside_topic(candidate, others, topic)]


def _numbers(candidate: Candidate, others: Sequence[Candidate]) -> Iterator[str]:
    count, most = len(candidate.places), max(len(o.places) for o in others)
    yield f"count={min(count, 4)}"
    yield f"share={int(4 * count / most) if most else 0}"
    yield f"arms={min(candidate.arms, 3)}"
    real = _real(others)
    turn = "first" if real[:1] == [candidate] else "last" if real[-1:] == [candidate] else "other"
    yield f"real={min(len(real), 4)}:{turn}"
    yield "with-control" if any(o.control for o in others) else "no-control"


def _real(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those named in the study's own sentences that are neither controls nor general words."""
    return [c for c in candidates if c.places and c.specific and not c.control]


def _beside_topic(candidate: Candidate, others: Sequence[Candidate], topic: Sequence[str]) -> Iterator[str]:
    real, controlled = _real(others), "with-control" if any(o.control for o in others) else "no-control"
    own = candidate.name in topic
    yield f"{'topic' if own else 'no-topic'}:{controlled}"
    if own:
        yield f"topic:{min(topic.index(candidate.name), 2)}"
        yield f"topic:{'told' if candidate in real else 'absent'}:real={min(len(real), 4)}"
        if candidate.arms and any(o.arms for o in real if o is not candidate):
            yield "topic-arm-beside-other"
    elif not candidate.control:
        told = "told" if any(o.name in topic for o in real) else "absent"
        yield f"no-topic:{controlled}:real={min(len(real), 4)}:topic-{told}"
        yield "no-topic:joined" if candidate.joined else "no-topic:alone"
        if candidate.arms and any(o.arms for o in others if o.name in topic):
            yield "arm-beside-topic"
