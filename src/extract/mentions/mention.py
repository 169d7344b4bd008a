"""A mention: a kind, a half-open span, a typed value and the rule that made it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a mention is of. The names are also those of the span groups in ``doc.spans``."""

    TRIAL = "trial"  # value: the name as printed
    REGISTRY = "registry"  # value: the canonical number
    CITATION = "citation"  # value: tuple of labels
    PHASE = "phase"  # value: "1/2"
    DESIGN = "design"  # value: the guide's word
    STATUS = "status"  # value: the guide's word
    SPONSOR = "sponsor"  # value: the name
    STUDY = "study"  # value: the study noun ("trial", "cohort"); an unnamed study
    POPULATION = "population"  # value: the phrase
    ENROLMENT = "enrolment"  # value: int
    TREATMENT = "treatment"  # value: lower-case name
    ARM = "arm"  # value: lower-case name of the group
    CONDITION = "condition"  # value: lower-case name
    ENDPOINT = "endpoint"  # value: lower-case full name
    VALUE = "value"  # value: Quantity
    INTERVAL = "interval"  # value: Interval
    P_VALUE = "p-value"  # value: "<0.001"
    TIMEPOINT = "timepoint"  # value: "3 years"
    SUBGROUP = "subgroup"  # value: the phrase


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its printed company.

    ``measure`` is the guide's word where the number's own words say it ("median", "HR"), else
    "". ``events`` and ``total`` are set where n/N is printed beside it.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    error: float | None = None
    unit: str | None = None
    measure: str = ""
    events: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval: its bounds and its level in percent (None when not printed)."""

    low: float
    high: float
    level: float | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A recognised thing. ``rule`` names the recogniser and the row or pattern that fired."""

    kind: Kind
    start: int
    end: int
    value: Any
    rule: str


def by_kind(mentions: Iterable[Mention]) -> dict[Kind, tuple[Mention, ...]]:
    """The mentions of each kind, in their order."""
    found: dict[Kind, list[Mention]] = {}
    for mention in mentions:
        found.setdefault(mention.kind, []).append(mention)
    return {kind: tuple(alike) for kind, alike in found.items()}
