"""The database brought up to what the outputs folder holds: articles that are new, changed by a run, or gone."""

from __future__ import annotations

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from extract.errors import ReadError
from extract.review import rerun
from extract.review.outputs import Outputs, Written
from extract.review.predictions import keyed
from extract.review.state import State
from extract.review.store import Store
from extract.review.store.index import write_values
from extract.review.store.log import entries_of, lock
from extract.review.store.models import ArticleRow, ChangeRow
from extract.review.values import Base
from extract.review.views import Entry


def sync(store: Store, outputs: Outputs) -> list[str]:
    """Take up what has changed in the folder; return a line for each article that cannot be read.

    An article that cannot be read stays as it was known last.
    """
    there = outputs.signatures()
    with store.reading() as session:
        known = session.execute(select(ArticleRow.doc_id, ArticleRow.signature, ArticleRow.present)).all()
    held = {doc_id: signature for doc_id, signature, present in known if present}
    gone = [doc_id for doc_id in held if doc_id not in there]
    changed = [doc_id for doc_id, signature in there.items() if held.get(doc_id) != signature]
    if not gone and not changed:
        return []
    faults = []
    with store.writing() as session:
        session.execute(update(ArticleRow).where(ArticleRow.doc_id.in_(gone)).values(present=False))
        for doc_id in changed:
            try:
                _take(session, doc_id, there[doc_id], outputs.read(doc_id))
            except ReadError as error:
                faults.append(str(error))
    return faults


def _take(session: Session, doc_id: str, signature: str, written: Written) -> None:
    row = lock(session, doc_id)
    if row is None:
        base = keyed(written.record, written.text)
        row = ArticleRow(doc_id=doc_id, run=0, base=base.as_data(), title="", signature="", digest="", present=True)
        session.add(row)
        entries: list[Entry] = []
    else:
        entries = entries_of(session, doc_id)
        base = Base.of_data(row.base)
    if row.digest and row.digest != written.digest:
        base = _again(session, row, written, entries)
    if row.digest != written.digest:
        row.run += 1
        row.base = base.as_data()
        session.flush()
        write_values(session, doc_id, State.of(base, entries))
    row.title, row.signature, row.digest, row.present = written.title, signature, written.digest, True


def _again(session: Session, row: ArticleRow, written: Written, entries: list[Entry]) -> Base:
    """The predictions of a later run; what they change under decisions is noted."""
    old = Base.of_data(row.base)
    new = rerun.rekeyed(old, written.record, written.text, [key for entry in entries for key in entry.after])
    found = rerun.changes(old, new, entries)
    if found:
        told = {"doc_id": row.doc_id, "run": row.run + 1, "version": len(entries), "seen": False}
        session.execute(insert(ChangeRow), [{**told, **change.model_dump()} for change in found])
    return new
