"""Studies: the drafts that mentions gather in, and which study each sentence speaks of.

A study enters by a name, a registry number, or a study noun that opens a new one ("a phase II
trial", "one cohort"); it goes on through "this trial", its citation, or the flow of its paragraph.
Where two studies are left and nothing decides, the sentence belongs to none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extract.mentions.mention import Kind, Mention


@dataclass
class Study:
    """A draft: the mentions that identify one study and the sentences that speak of it.

    ``labels`` are citation labels in order; ``sentences`` are indices, ``share`` says how much of
    a sentence is about this study (its own span of it, half-open).
    """

    number: int
    anchors: list[Mention] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    citations: list[Mention] = field(default_factory=list)
    spans: list[tuple[int, int, int]] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    opened_by: str = ""
    chances: dict[int, float] = field(default_factory=dict)  # how sure a line without a name speaks of it
    disease: Mention | None = None  # what tells it apart from studies told of with it

    @property
    def names(self) -> list[str]:
        """Its names as printed, in order, each once."""
        return unique(m.value for m in self.anchors if m.kind is Kind.TRIAL)

    @property
    def registry_ids(self) -> list[str]:
        """Its registry numbers, in order, each once."""
        return unique(m.value for m in self.anchors if m.kind is Kind.REGISTRY)

    def of(self, kind: Kind) -> list[Mention]:
        """Its mentions of one kind in the order of the text."""
        return sorted((m for m in self.mentions if m.kind is kind), key=lambda m: m.start)

    def add_labels(self, labels: Iterable[str]) -> None:
        """Add citation labels that it does not have yet."""
        self.labels += [label for label in labels if label not in self.labels]


class Starts:
    """Where mentions start, sorted once: a study of many sentences is asked for each of them."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._sorted = sorted({m.start for m in mentions})

    def any_in(self, start: int, end: int) -> bool:
        """Whether one starts in the half-open part of the text."""
        return bisect_left(self._sorted, start) < bisect_left(self._sorted, end)

    def __contains__(self, mention: Mention) -> bool:
        return self.any_in(mention.start, mention.start + 1)


def unique(values: Iterable[str]) -> list[str]:
    """The values in order, each once."""
    return list(dict.fromkeys(values))


def without_slips(studies: Sequence[Study]) -> list[Study]:
    """Merge a study whose only name is another's with one wrong sign, cited for the same paper.

    "AALL1731 [17]" is a slip of the pen where [17] is cited for AALL1331.
    """
    citing: dict[str, list[Study]] = {}
    for study in studies:
        for label in dict.fromkeys(study.labels):
            citing.setdefault(label, []).append(study)
    kept: list[Study] = []
    for study in studies:
        beside = citing[study.labels[0]] if _may_slip(study) else ()
        home = next((o for o in beside if o is not study and _is_slip(study, o)), None)
        if home is None:
            kept.append(study)
        else:
            home.spans += study.spans
    return kept


def _may_slip(study: Study) -> bool:
    """Whether a cited study has been named once only, by a protocol number."""
    return len(study.anchors) == len(study.names) == 1 and bool(study.labels) and _is_protocol(study.names[0])


def _is_slip(study: Study, other: Study) -> bool:
    if not set(study.labels) <= set(other.labels):
        return False
    if {n for n, _, _ in study.spans} & {n for n, _, _ in other.spans}:
        return False  # names that one sentence tells apart are two
    return any(one_sign_off(study.names[0], name) for name in other.names)


def _is_protocol(name: str) -> bool:
    return len(name) >= 7 and sum(c.isdigit() for c in name) >= 4


def one_sign_off(a: str, b: str) -> bool:
    """Whether two protocol numbers (four digits or more) differ in one character only."""
    return len(a) == len(b) and _is_protocol(a) and sum(x != y for x, y in zip(a, b, strict=True)) == 1
