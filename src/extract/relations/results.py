"""Results: the values of one passage, each with its endpoint, arm, measure and qualifiers.

The endpoint and the arm are chosen by the trained weights among the passage's phrases; the
qualifiers (interval, p-value, timepoint) follow from where they stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.mentions.mention import Mention
from extract.mentions.phrases import Phrase
from extract.relations import model
from extract.relations.features import none_features, pair_features
from extract.relations.gate import gate_features
from extract.relations.layout import Layout
from extract.relations.measures import falls, measure_of
from extract.relations.names import arm_name, endpoint_name
from extract.relations.passage import Passage
from extract.relations.qualifiers import interval_of, p_value_of, timepoint_of

# A value is reported when the gate gives it at least this probability.
GATE = 0.5


@dataclass(frozen=True, slots=True)
class Chosen:
    """A phrase chosen for a role, its name in the guide's spelling and its probability."""

    phrase: Phrase
    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class Finding:
    """One value of a passage with everything that belongs to it."""

    value: Mention
    measure: str
    endpoint: Chosen | None
    arm: Chosen | None
    timepoint: Mention | None
    interval: Mention | None
    p_value: Mention | None
    probability: float
    falls: bool = False


def find_results(passage: Passage, abbreviations: Mapping[str, str]) -> list[Finding]:
    """Return the reported values of a passage in the order of their numbers."""
    if not passage.values:
        return []
    layout = Layout(passage)
    tables = model.load()
    out = []
    for i, value in enumerate(passage.values):
        probability = model.yes(tables["result"], gate_features(layout, i))
        if probability >= GATE:
            out.append(_finding(layout, i, value, probability, abbreviations))
    return out


def _finding(layout: Layout, i: int, value: Mention, probability: float, abbreviations: Mapping[str, str]) -> Finding:
    endpoint = choose(layout, i, "endpoint", abbreviations)
    arm = choose(layout, i, "arm", abbreviations)
    measure = measure_of(layout, i, endpoint.phrase if endpoint else None)
    return Finding(
        value, measure, endpoint, arm, timepoint_of(layout, i), interval_of(layout, i), p_value_of(layout, i),
        probability, falls(layout, i),
    )  # fmt: skip


def choose(layout: Layout, i: int, role: str, abbreviations: Mapping[str, str]) -> Chosen | None:
    """Choose the phrase that plays a role for the value with index ``i``; None when none does."""
    phrases: Sequence[Phrase] = layout.passage.phrases
    candidates = [pair_features(layout, i, p, role) for p in phrases]
    candidates.append(none_features(layout, i, role))
    chances = model.probabilities(model.load()[role], candidates)
    best = max(range(len(chances)), key=lambda k: chances[k])
    if best == len(phrases):
        return None
    phrase = phrases[best]
    printed = layout.passage.view[phrase.start : phrase.end]
    spell = endpoint_name if role == "endpoint" else arm_name
    return Chosen(phrase, spell(printed, abbreviations), chances[best])
