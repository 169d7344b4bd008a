"""The values as they are now in a table of their own, so that the queue is one question to the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, case, delete, func, insert, select, update
from sqlalchemy.orm import Session

from extract.review.state import State, is_record
from extract.review.store.models import ArticleRow, ChangeRow, ValueRow
from extract.review.values import NO_RECORD, RESULTS
from extract.review.views import QueueRow

UNCERTAIN = 0.6
"""An open value with a confidence below this is uncertain."""
# How many keys a question to the database may name.
_MANY = 500


def write_values(session: Session, doc_id: str, state: State, keys: Collection[str] | None = None) -> None:
    """Make the table say what the state says of an article; only what differs is written.

    ``keys`` are the values that may differ, None for all; a key of a record means all.
    """
    touched = None if keys is None or len(keys) > _MANY or any(is_record(key) for key in keys) else set(keys)
    columns = [column for column in ValueRow.__table__.columns if column.name != "doc_id"]
    asked = select(*columns).where(ValueRow.doc_id == doc_id)
    if touched is not None:
        asked = asked.where(ValueRow.key.in_(touched))
    held = {row.key: row._asdict() for row in session.execute(asked)}
    wanted = _rows(state, state.values if touched is None else touched)
    gone = [key for key in held if key not in wanted]
    for start in range(0, len(gone), _MANY):
        session.execute(
            delete(ValueRow).where(ValueRow.doc_id == doc_id, ValueRow.key.in_(gone[start : start + _MANY]))
        )
    new = [{"doc_id": doc_id, **row} for key, row in wanted.items() if key not in held]
    changed = [{"doc_id": doc_id, **row} for key, row in wanted.items() if key in held and held[key] != row]
    if new:
        session.execute(insert(ValueRow), new)
    if changed:
        session.execute(update(ValueRow), changed)


def _rows(state: State, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
    rows = {}
    for value in (state.values[key] for key in keys if key in state.values):
        record = state.root(value.record)
        if record != NO_RECORD:
            endpoint = value.value["endpoint"] if value.field == RESULTS else ""
            told = {"record": record, "field": value.field, "endpoint": endpoint, "shown": value.shown}
            rows[value.key] = {"key": value.key, **told, "confidence": value.confidence, "status": value.status}
    return rows


def queue(session: Session, search: str, field: str, endpoint: str) -> list[QueueRow]:
    """A row for each present article that has what is asked for; counts are of the field and endpoint asked for."""
    asked = _counts().where(ArticleRow.present)
    if field:
        asked = asked.where(ValueRow.field == field)
    if endpoint:
        asked = asked.where(ValueRow.endpoint.icontains(endpoint, autoescape=True))
    if search:
        asked = asked.where(_found(search))
    changed = {row.doc_id: row.number for row in session.execute(_changed())}
    rows = session.execute(asked)
    return [
        QueueRow(**row._asdict(), changed=changed.get(row.doc_id, 0))
        for row in rows
        if row.values or not field + endpoint
    ]


def _counts() -> Select[str, str, int, int, int, int, Any]:
    is_open = ValueRow.status == "open"
    unsure = is_open & (ValueRow.confidence < UNCERTAIN)
    return (
        select(
            ArticleRow.doc_id,
            ArticleRow.title,
            func.count(case((ValueRow.status != "rejected", ValueRow.record)).distinct()).label("records"),
            func.count(ValueRow.key).label("values"),
            func.count(case((~is_open, 1))).label("checked"),
            func.count(case((unsure, 1))).label("uncertain"),
            func.min(case((is_open, ValueRow.confidence))).label("least"),
        )
        .outerjoin(ValueRow, ValueRow.doc_id == ArticleRow.doc_id)
        .group_by(ArticleRow.doc_id, ArticleRow.title)
        .order_by(ArticleRow.doc_id)
    )


def _found(search: str) -> ColumnElement[bool]:
    """Whether the article's title or name, or one of its values, has the words."""
    in_values = select(ValueRow.doc_id).where(ValueRow.shown.icontains(search, autoescape=True))
    told = (column.icontains(search, autoescape=True) for column in (ArticleRow.title, ArticleRow.doc_id))
    title, name = told
    return title | name | ArticleRow.doc_id.in_(in_values)


def _changed() -> Select[str, int]:
    unseen = select(ChangeRow.doc_id, func.count(ChangeRow.id).label("number")).where(ChangeRow.seen.is_(False))
    return unseen.group_by(ChangeRow.doc_id)
