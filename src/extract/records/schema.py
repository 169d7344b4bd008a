"""The shape of a gold file and of an output file: one pydantic model for both.

The fields follow the annotation guide; what the extractor adds (provenance, ids, confidence,
events and totals) is optional, so a hand-written gold file is valid as it is.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from extract.references.work import Work

Measure = Literal[
    "rate", "count", "median", "mean", "mean-change", "difference", "hazard-ratio", "relative-risk",
    "odds-ratio", "relative-reduction", "absolute-reduction", "other",
]  # fmt: skip
Phase = Literal["0", "1", "1/2", "2", "2/3", "3", "3/4", "4"]
Status = Literal["planned", "ongoing", "completed", "stopped-early", "results-pending"]
Design = Literal[
    "randomized", "non-randomized", "single-arm", "double-blind", "single-blind", "open-label",
    "placebo-controlled", "active-controlled", "crossover", "parallel-group", "multicenter", "pilot",
    "dose-escalation", "dose-ranging", "non-inferiority", "extension", "post-hoc", "pooled-analysis",
    "prospective", "retrospective", "observational", "registry", "real-world", "expanded-access",
]  # fmt: skip


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PrintedAt(_Model):
    """Where one line of a span is printed: the page, from 1, and its box on it.

    ``box`` is left, top, right and bottom in points (1/72 inch) from the top left corner of the page.
    """

    page: int
    box: tuple[float, float, float, float]


class Span(_Model):
    """A half-open span of the article's text and the rule that made the value from it.

    ``printed`` is where it stands on the page, a place for each line; only files with pages have it.
    """

    start: int
    end: int
    rule: str
    printed: tuple[PrintedAt, ...] = Field(default=(), exclude_if=lambda printed: not printed)


class ResultProvenance(Span):
    """The span of a result's number; ``parts`` holds those of its endpoint, arm, timepoint, ...

    ``probability`` is the model's own, before it is made a confidence; ``signs`` are the features that the
    confidence rests on, there only until it is known.
    """

    probability: float = 1.0
    signs: tuple[str, ...] = Field(default=(), exclude=True, repr=False)
    parts: dict[str, Span] = Field(default_factory=dict)


class Result(_Model):
    """One reported value with its meaning.

    ``low`` and ``high`` are a confidence interval or range, ``error`` the number after the
    plus-minus sign; ``events`` and ``total`` are n and N where "n/N" or "n of N" is printed.
    """

    endpoint: str
    measure: Measure
    value: float | None = None
    low: float | None = None
    high: float | None = None
    error: float | None = None
    unit: str | None = None
    timepoint: str | None = None
    arm: str | None = None
    subgroup: str | None = None
    p_value: str | None = None
    source: Literal["text", "table"] = "text"
    events: int | None = None
    total: int | None = None
    confidence: float | None = None
    provenance: ResultProvenance | None = None


class FieldSpan(Span):
    """Where one value of a record's field came from."""

    value: str


class TrialRecord(_Model):
    """One study that the article reports on, by the annotation guide."""

    id: str = ""
    names: list[str] = Field(default_factory=list)
    registry_ids: list[str] = Field(default_factory=list)
    citations: list[str] = Field(default_factory=list)
    phase: Phase | None = None
    design: list[Design] = Field(default_factory=list)
    status: Status | None = None
    sponsors: list[str] = Field(default_factory=list)
    enrolled: int | None = None
    population: str | None = None
    conditions: list[str] = Field(default_factory=list)
    interventions: list[str] = Field(default_factory=list)
    comparators: list[str] = Field(default_factory=list)
    results: list[Result] = Field(default_factory=list)
    evidence: list[str] = Field(default_factory=list)
    confidence: float | None = None
    provenance: dict[str, list[FieldSpan]] = Field(default_factory=dict)


class SourceInfo(_Model):
    """The file an article was read from."""

    path: str
    sha256: str
    format: str


class ArticleRecord(_Model):
    """A gold file or an output file: ``<doc_id>.json``."""

    doc_id: str
    trials: list[TrialRecord] = Field(default_factory=list)
    unattached: list[Result] = Field(default_factory=list)
    references: list[Work] = Field(default_factory=list)
    warnings: list[str] = Field(default_factory=list)
    source: SourceInfo | None = None
    version: str | None = None
    lexicon_digest: str | None = None
    text_file: str | None = None
