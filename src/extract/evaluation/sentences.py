"""The sentence-level benchmark: cells (outcome, arm, value) against annotated result sentences.

A cell is one annotated measure that prints a number, with the outcomes and the interventions it is
tied to. A result answers a cell when its number stands in the measure, its endpoint overlaps one of
the outcomes and its arm one of the interventions (token-set ratio of at least 60, the relaxed match
of the benchmark's authors; Whitton and Hunter, 2023). A measure tied to no outcome or to no
intervention asks for none. Cells and results are paired one to one by an optimal assignment: a
second result for one cell is spurious.

The annotation holds the measures of arms, not comparisons between them (none of the hazard, odds
and risk ratios of its sentences is annotated), so a result between arms whose number no cell prints
is left out of the count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from extract.evaluation.annotated import Annotated, Span, read_annotated
from extract.evaluation.comparison import describe
from extract.evaluation.counts import Tally
from extract.evaluation.normalise import plain
from extract.evaluation.pairing import pair_by
from extract.evaluation.same import TOLERANCE
from extract.mentions.numberwords import NUMBER_WORDS, parse_words
from extract.mentions.tokens import to_float, tokenize
from extract.normal import normalise
from extract.records.schema import Result
from extract.relations.measures import BETWEEN_ARMS

ALIKE = 60
Extractor = Callable[[str], list[Result]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One measure: its half-open span, what it prints, and the names of its outcomes and interventions."""

    span: Span
    printed: str
    numbers: frozenset[float]
    outcomes: tuple[str, ...]
    arms: tuple[str, ...]

    def __str__(self) -> str:
        """The cell in one line: "19.8% (55/278) | nausea | placebo"."""
        return " | ".join([self.printed, " + ".join(self.outcomes) or "-", " + ".join(self.arms) or "-"])


def cells(sentence: Annotated) -> list[Cell]:
    """The cells of an annotated sentence; a measure that prints no number ("no change") is none."""
    out = []
    for span, outcomes, arms in zip(sentence.measures, sentence.endpoints, sentence.arms, strict=True):
        printed = sentence.text[slice(*span)]
        if numbers := frozenset(_numbers(printed)):
            names = [tuple(sentence.text[slice(*s)] for s in group) for group in (outcomes, arms)]
            out.append(Cell(span, printed, numbers, names[0], names[1]))
    return out


def _numbers(printed: str) -> Iterator[float]:
    """The numbers of a measure without their signs, in digits or in words ("twelve patients")."""
    view = normalise(printed)
    for token in tokenize(view, 0, len(view)):
        if token.kind == "n":
            yield to_float(token.text)
    for found in NUMBER_WORDS.finditer(view):
        if (value := parse_words(found.group())) is not None:
            yield float(value)


def holds_number(cell: Cell, result: Result) -> bool:
    """Whether a result's number stands in the cell's measure.

    The number is the value, the lower end of a range without one, or the events of n/N.
    """
    origin = result.provenance
    if origin and not (origin.start < cell.span[1] and cell.span[0] < origin.end):
        return False
    value = result.low if result.value is None else result.value
    asked = [abs(n) for n in (value, result.events) if n is not None]
    return any(abs(n - own) <= TOLERANCE for n in asked for own in cell.numbers)


def named(name: str | None, gold: Sequence[str]) -> bool:
    """Whether a name overlaps one of the annotated names, or all of them together; no gold name asks for none."""
    if not gold:
        return True
    return any(fuzz.token_set_ratio(plain(name), plain(one)) >= ALIKE for one in (*gold, " ".join(gold)))


def matches(cell: Cell, result: Result) -> bool:
    """Whether a result answers a cell: its number, its outcome and its arm."""
    return holds_number(cell, result) and named(result.endpoint, cell.outcomes) and named(result.arm, cell.arms)


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that no result answers, a result that answers no cell, or both where they share the number."""

    kind: str
    cell: Cell | None
    result: Result | None

    def __str__(self) -> str:
        sides = (("gold", str(self.cell) if self.cell else ""), ("got", describe(self.result) if self.result else ""))
        return " | ".join([self.kind, *(f"{side}: {line}" for side, line in sides if line)])

    def as_dict(self) -> dict[str, str | None]:
        """The fault as plain strings; None for a side that is not there."""
        got = describe(self.result) if self.result else None
        return {"kind": self.kind, "gold": str(self.cell) if self.cell else None, "got": got}


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """One sentence: where it stands in the file, its counts and its faults."""

    number: int
    text: str
    tally: Tally
    faults: tuple[Fault, ...]
    unnumbered: int = 0
    comparisons: int = 0

    def as_dict(self) -> dict[str, Any]:
        """The sentence and its faults as JSON-ready data."""
        return {"sentence": self.number, "text": self.text, "faults": [f.as_dict() for f in self.faults]}


def score_sentence(sentence: Annotated, results: Sequence[Result], number: int = 1) -> SentenceScore:
    """Score the results of one sentence, which is the ``number``-th of its file."""
    gold = cells(sentence)
    found = [r for r in results if not _is_comparison(r) or any(holds_number(cell, r) for cell in gold)]
    paired = pair_by(gold, found, matches)
    missed, spurious = [gold[i] for i in paired.missed], [found[j] for j in paired.spurious]
    # What is left is paired by the number alone, to say in which way a result is wrong.
    near = pair_by(missed, spurious, holds_number)
    faults = [Fault(_wrong(missed[i], spurious[j]), missed[i], spurious[j]) for i, j in near.pairs]
    faults += [Fault("missed", missed[i], None) for i in near.missed]
    faults += [Fault(_extra(gold, spurious[j]), None, spurious[j]) for j in near.spurious]
    return SentenceScore(
        number, sentence.text, Tally.of(len(gold), len(found), len(paired.pairs)), tuple(faults),
        unnumbered=len(sentence.measures) - len(gold), comparisons=len(results) - len(found),
    )  # fmt: skip


def _is_comparison(result: Result) -> bool:
    return result.arm is None and result.measure in BETWEEN_ARMS


def _wrong(cell: Cell, result: Result) -> str:
    sides = (("outcome", result.endpoint, cell.outcomes), ("arm", result.arm, cell.arms))
    return "wrong " + " and ".join(word for word, name, gold in sides if not named(name, gold))


def _extra(gold: Sequence[Cell], result: Result) -> str:
    return "another value of a cell" if any(holds_number(cell, result) for cell in gold) else "spurious"


@dataclass(frozen=True)
class Benchmark:
    """The scores of a file's sentences, in its order."""

    sentences: tuple[SentenceScore, ...] = field(default=())

    @property
    def tally(self) -> Tally:
        """The counts over all sentences."""
        return sum((s.tally for s in self.sentences), Tally())

    @property
    def kinds(self) -> dict[str, int]:
        """How many faults there are of each kind, the most frequent first."""
        every = [f.kind for s in self.sentences for f in s.faults]
        return {kind: every.count(kind) for kind in sorted(set(every), key=lambda k: (-every.count(k), k))}

    @property
    def unnumbered(self) -> int:
        """How many annotated measures print no number and so are no cells."""
        return sum(s.unnumbered for s in self.sentences)

    @property
    def comparisons(self) -> int:
        """How many results between arms no cell prints and are left out."""
        return sum(s.comparisons for s in self.sentences)

    def as_dict(self, errors: bool = False) -> dict[str, Any]:
        """Counts and figures as JSON-ready data; ``errors`` adds the faults of each sentence."""
        data: dict[str, Any] = {"sentences": len(self.sentences), **self.tally.as_dict()}
        data |= {"faults": self.kinds, "measures_without_a_number": self.unnumbered, "between_arms": self.comparisons}
        if errors:
            data["errors"] = [s.as_dict() for s in self.sentences if s.faults]
        return data


def benchmark(path: Path, results_in: Extractor) -> Benchmark:
    """Score what ``results_in`` finds in every annotated sentence of a file.

    Raises ReadError when the file is not of the format.
    """
    pairs = enumerate(read_annotated(path), start=1)
    return Benchmark(tuple(score_sentence(s, results_in(s.text), number) for number, s in pairs))
