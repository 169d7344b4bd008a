"""What the service takes and gives: plain data, ready to be JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["open", "accepted", "corrected", "rejected", "added"]
Kind = Literal["accept", "correct", "reject", "add", "split", "merge", "move", "note", "accept_above"]


class _View(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Place(_View):
    """A half-open span of the article's text and, of a PDF, where on which page its first line is printed."""

    start: int
    end: int
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


class ValueView(_View):
    """One value as it is now.

    ``value`` is a string or number, of a result the fields of the guide; ``shown`` is it in a line. ``same`` has
    the keys of the same value printed elsewhere: whoever decides on one has decided on all. ``predicted`` is what
    the extractor said, None for what a person added.
    """

    key: str
    field: str
    value: Any
    shown: str
    confidence: float | None = None
    places: list[Place] = []
    status: Status = "open"
    same: list[str] = []
    predicted: Any = None
    who: str = ""


class TrialView(_View):
    """A record: ``fields`` are the values of all fields but results; ``status`` open means values to check."""

    id: str
    label: str
    fields: list[ValueView]
    results: list[ValueView]
    confidence: float | None = None
    status: Status = "open"
    evidence: list[str] = []


class Block(_View):
    """A stretch of the text as it is to be set: a title, heading, paragraph or table row."""

    kind: Literal["title", "heading", "paragraph", "row"]
    start: int
    end: int


class MentionView(_View):
    """A stretch of the text that a value was read from; ``keys`` are the values."""

    start: int
    end: int
    kind: str
    keys: list[str] = []


class Page(_View):
    """A page of a PDF, from 1, in points."""

    number: int
    width: float
    height: float


class Entry(_View):
    """A line of the log. ``before`` and ``after`` have, by key, what was changed.

    ``of`` is the number of the decision that an "undo" or "redo" speaks of; ``undone`` says that the decision
    does not count now, ``undone_by`` who undid it.
    """

    n: int
    who: str
    when: datetime
    kind: str
    keys: list[str] = []
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    note: str = ""
    of: int | None = None
    undone: bool = False
    undone_by: str = ""


class Change(_View):
    """A prediction that a later run made differently, under a decision: ``now`` is "" where it is gone."""

    key: str
    field: str
    trial: str
    was: str
    now: str
    decided: str


class NoteView(_View):
    """A note on a value, a record or (key "") the article."""

    n: int
    key: str
    who: str
    when: datetime
    text: str


class ArticleView(_View):
    """An article as it is now; ``version`` is the number of lines of its log."""

    doc_id: str
    title: str
    version: int
    text: str
    blocks: list[Block]
    mentions: list[MentionView]
    pages: list[Page] | None = None
    trials: list[TrialView]
    unattached: list[ValueView] = []
    notes: list[NoteView] = []
    decisions: list[Entry] = []
    can_undo: bool = False
    can_redo: bool = False
    changes: list[Change] = []


class QueueRow(_View):
    """An article of the queue.

    ``values`` counts what is to check, ``checked`` of it what is decided, ``uncertain`` the open ones under 0.6;
    ``least`` is the lowest confidence of an open value; ``changed`` counts what a run changed under decisions.
    """

    doc_id: str
    title: str
    records: int
    values: int
    checked: int
    uncertain: int
    least: float | None
    changed: int


class Decision(_View):
    """What a person decided.

    | kind | keys | value | other |
    |---|---|---|---|
    | accept, reject | values, or records: of "accept" their open values, of "reject" all of it | | |
    | correct | one value | the new value; of a result the fields that change | ``place`` |
    | add | a record, none for a new one | the value | ``field``, ``place`` |
    | split | values of one record, for a new one | | |
    | move | values | | ``to``, a record |
    | merge | records; the others go into the first | | |
    | note | one key or none | the text | |
    | accept_above | records, none for all | the confidence | |
    """

    kind: Kind
    keys: list[str] = []
    value: Any = None
    field: str = ""
    to: str = ""
    place: Place | None = None


class Conflict(_View):
    """A decision that was not applied, for somebody else decided on the same since: both are told."""

    decision: Decision
    keys: list[str]
    theirs: Entry


class Outcome(_View):
    """What became of decisions: the new view, what others decided since ``seen``, and what was not applied."""

    version: int
    article: ArticleView
    others: list[Entry] = Field(default_factory=list)
    conflicts: list[Conflict] = Field(default_factory=list)
