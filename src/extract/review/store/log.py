"""The log of an article in the database: read as entries, written a line at a time."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from extract.review.store.models import ArticleRow, ChangeRow, EntryRow, ExportRow
from extract.review.views import Change, Entry


def lock(session: Session, doc_id: str) -> ArticleRow | None:
    """The article, held for this session until its end; None where there is none."""
    return session.execute(select(ArticleRow).where(ArticleRow.doc_id == doc_id).with_for_update()).scalar_one_or_none()


def entries_of(session: Session, doc_id: str) -> list[Entry]:
    """The log of an article, oldest first, without what is undone marked."""
    rows = session.scalars(select(EntryRow).where(EntryRow.doc_id == doc_id).order_by(EntryRow.n))
    return [_entry(row) for row in rows]


def _entry(row: EntryRow) -> Entry:
    # SQLite keeps no time zone; what is written is UTC.
    when = row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC)
    told: dict[str, Any] = {
        name: getattr(row, name) for name in ("n", "who", "kind", "keys", "before", "after", "note")
    }
    return Entry(**told, of=row.of, when=when.astimezone(UTC))


def write(session: Session, doc_id: str, entry: Entry) -> None:
    """Add a line to the log; what a run had changed under its keys is seen with it."""
    told = entry.model_dump(exclude={"when", "undone", "undone_by"})
    session.add(EntryRow(doc_id=doc_id, at=entry.when, **told))
    changed = (ChangeRow.doc_id == doc_id, ChangeRow.key.in_(entry.keys))
    session.execute(update(ChangeRow).where(*changed).values(seen=True))


def changes_of(session: Session, doc_id: str) -> list[Change]:
    """What runs have changed under decisions that nobody has decided on since."""
    rows = session.scalars(
        select(ChangeRow).where(ChangeRow.doc_id == doc_id, ChangeRow.seen.is_(False)).order_by(ChangeRow.id)
    )
    return [Change(**{name: getattr(row, name) for name in Change.model_fields}) for row in rows]


def exported(session: Session, doc_id: str) -> set[str]:
    """The digests of the gold files that exports have written of an article."""
    return set(session.scalars(select(ExportRow.digest).where(ExportRow.doc_id == doc_id)))


def note_export(session: Session, doc_id: str, digest: str) -> None:
    """Remember the digest of a gold file."""
    session.merge(ExportRow(doc_id=doc_id, digest=digest))
