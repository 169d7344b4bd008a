"""Alignment: where in an article the results of its gold records are printed.

The same number may be printed for many things. It is a record's result where the sentence tells its endpoint, or
where it speaks of the record (see ``spoken_of``) and the number is no mere small count, or stands with others of that
record: "the rates were 75.3% and 73.3%" two sentences behind the endpoint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from extract.mentions.mention import Kind, Mention
from extract.mentions.sametrial import same_trial
from extract.records.schema import Result, TrialRecord
from extract.relations.names import endpoint_name
from extract.relations.passage import Passage

# A sentence tells an endpoint where one of its phrases is so like the name (rapidfuzz's token-set ratio).
TOLD = 50.0
# What it adds to that ratio that the sentence speaks of the record, and prints so many of its other results.
_SPOKEN, _SIBLING, _MOST = 30.0, 15.0, 3
# A sentence still speaks of a record whose sign stands so many sentences before it in the same paragraph.
_REACH = 4


@dataclass(frozen=True)
class Alignment:
    """The records of an article, its short forms, and of which records each sentence speaks, by its start."""

    trials: Sequence[TrialRecord]
    abbreviations: Mapping[str, str]
    spoken: Mapping[int, frozenset[int]]

    def answer(self, passage: Passage, value: Mention) -> Result | None:
        """The result that a printed value is, or None."""
        best, worth = None, 0.0
        for k, trial in enumerate(self.trials):
            for result in (r for r in trial.results if r.source == "text" and same_number(r, value)):
                found = self._worth(passage, value, k, result)
                if found > worth:
                    best, worth = result, found
        return best

    def _worth(self, passage: Passage, value: Mention, record: int, result: Result) -> float:
        """How clearly a sentence prints a result; 0 where it does not."""
        names = [endpoint_name(passage.view[p.start : p.end], self.abbreviations) for p in passage.phrases]
        told = max((fuzz.token_set_ratio(n, result.endpoint) for n in names), default=0.0)
        spoken = record in self.spoken.get(passage.start, ())
        results = self.trials[record].results
        own = [v for v in passage.values if any(same_number(r, v) for r in results)]
        precise = _precise(value) or sum(map(_precise, own)) > 1
        if not (precise and (spoken or told >= TOLD)) and not (spoken and told >= TOLD):
            return 0.0
        return told + _SPOKEN * spoken + _SIBLING * min(len(own), _MOST) + 1.0


def _precise(value: Mention) -> bool:
    """Whether a number is more than a count that may stand anywhere."""
    quantity = value.value
    return quantity.unit == "%" or quantity.value is None or not float(quantity.value).is_integer()


def same_number(result: Result, value: Mention) -> bool:
    """Whether a result has the number of a printed value, and both are percentages or neither is."""
    quantity = value.value
    if result.value is None or quantity.value is None:
        return result.value is None and quantity.value is None and bool(result.low == quantity.low)
    if (result.unit or "").startswith("%") != (quantity.unit == "%"):
        return False
    return bool(abs(abs(result.value) - abs(quantity.value)) < 1e-6)


def spoken_of(products: Mapping[str, Any], trials: Sequence[TrialRecord]) -> dict[int, frozenset[int]]:
    """Of which records each sentence speaks, by its start: those whose name, citation, size or evidence it prints.

    So does a sentence a little behind such a one in the paragraph, and the sentence right before it.
    """
    sentences = products["sentences"]
    texts = [_flat(products["view"][s.start : s.end]) for s in sentences]
    signs = [_signs(text, m, trials) for text, m in zip(texts, products["mentions"], strict=True)]
    spoken = {}
    for i, sentence in enumerate(sentences):
        near = [j for j in range(max(0, i - _REACH), i) if sentences[j].block_index == sentence.block_index]
        spoken[sentence.start] = frozenset().union(*(signs[j] for j in (*near, i, *range(i + 1, len(signs))[:1])))
    return spoken


def _signs(text: str, mentions: Sequence[Mention], trials: Sequence[TrialRecord]) -> frozenset[int]:
    labels = {label for m in mentions if m.kind is Kind.CITATION for label in m.value}
    names = [m.value for m in mentions if m.kind is Kind.TRIAL]
    sizes = {m.value for m in mentions if m.kind is Kind.ENROLMENT}
    return frozenset(
        k
        for k, t in enumerate(trials)
        if labels & set(t.citations)
        or any(same_trial(a, b, {}) for a in names for b in t.names)
        or t.enrolled in sizes
        or any((words := _flat(e)) and words in text for e in t.evidence)
    )


def _flat(text: str) -> str:
    return " ".join(text.lower().split())
