"""The tables: articles with their keyed predictions, the log of decisions, and what is read fast for the queue."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Float, Index, Integer, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Table(DeclarativeBase):
    """The base of all tables."""


class ArticleRow(Table):
    """An article of the outputs folder.

    ``signature`` changes with its files, ``digest`` with what they hold; ``base`` are the keyed predictions. An
    article whose files are gone is not ``present``; its decisions stay.
    """

    __tablename__ = "articles"

    doc_id: Mapped[str] = mapped_column(String(400), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    signature: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64))
    run: Mapped[int] = mapped_column(Integer)
    present: Mapped[bool]
    base: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)


class EntryRow(Table):
    """A line of the log, the ``n``-th of its article; written once, never changed."""

    __tablename__ = "decisions"

    doc_id: Mapped[str] = mapped_column(String(400), primary_key=True)
    n: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    who: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    kind: Mapped[str] = mapped_column(String(20))
    keys: Mapped[list[str]] = mapped_column(JSON)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text)
    of: Mapped[int | None] = mapped_column(Integer)


class ChangeRow(Table):
    """What run number ``run`` changed under a decision, when the log had ``version`` lines."""

    __tablename__ = "changes"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    doc_id: Mapped[str] = mapped_column(String(400), index=True)
    run: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    key: Mapped[str] = mapped_column(Text)
    field: Mapped[str] = mapped_column(String(20))
    trial: Mapped[str] = mapped_column(Text)
    was: Mapped[str] = mapped_column(Text)
    now: Mapped[str] = mapped_column(Text)
    decided: Mapped[str] = mapped_column(String(20))
    seen: Mapped[bool]


class ExportRow(Table):
    """The digest of a gold file that an export wrote; a file that has none of them is of other hands."""

    __tablename__ = "exports"

    doc_id: Mapped[str] = mapped_column(String(400), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)


class ValueRow(Table):
    """A value as it is now: made from predictions and log, so that the queue reads no article."""

    __tablename__ = "shown_values"

    doc_id: Mapped[str] = mapped_column(String(400), primary_key=True)
    key: Mapped[str] = mapped_column(String(2000), primary_key=True)
    record: Mapped[str] = mapped_column(Text)
    field: Mapped[str] = mapped_column(String(20))
    endpoint: Mapped[str] = mapped_column(Text)
    shown: Mapped[str] = mapped_column(Text)
    confidence: Mapped[float | None] = mapped_column(Float)
    status: Mapped[str] = mapped_column(String(20))


Index("shown_values_by_field", ValueRow.field, ValueRow.doc_id)
