"""The database brought up to what the outputs folder holds: articles that are new, changed by a run, or gone."""

from __future__ import annotations

from threading import Lock

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from extract.errors import ReadError, UsageError
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


class Sync:
    """What this program knows of the folder: it is asked often, and looks only at what has changed since."""

    def __init__(self, store: Store, outputs: Outputs) -> None:
        self._store = store
        self._outputs = outputs
        self._lock = Lock()
        with store.reading() as session:
            rows = session.execute(select(ArticleRow.doc_id, ArticleRow.signature).where(ArticleRow.present))
            self._known = {row.doc_id: row.signature for row in rows}
        self.faults: dict[str, str] = {}
        self.all()

    def one(self, doc_id: str) -> None:
        """Take up what has changed of one article. Raises UsageError where there is none of this name."""
        if self._outputs.signature(doc_id) != self._known.get(doc_id, ""):
            self.all()
        if doc_id not in self._known:
            raise UsageError(f"{doc_id!r}: no such article")

    def all(self) -> None:
        """Take up all that has changed; ``faults`` are the articles that cannot be read, each in a line.

        An article that cannot be read stays as it was known last.
        """
        with self._lock:
            there = self._outputs.signatures()
            gone = [doc_id for doc_id in self._known if doc_id not in there]
            changed = [doc_id for doc_id, signature in there.items() if self._known.get(doc_id) != signature]
            if gone or changed:
                self._take_up(gone, {doc_id: there[doc_id] for doc_id in changed})

    def _take_up(self, gone: list[str], changed: dict[str, str]) -> None:
        with self._store.writing() as session:
            self._store.alone(session)
            session.execute(update(ArticleRow).where(ArticleRow.doc_id.in_(gone)).values(present=False))
            for doc_id, signature in changed.items():
                self.faults.pop(doc_id, None)
                try:
                    _take(session, doc_id, signature, self._outputs.read(doc_id))
                except ReadError as error:
                    self.faults[doc_id] = str(error)
        self._known |= changed
        for doc_id in gone:
            del self._known[doc_id]
            self.faults.pop(doc_id, None)


def _take(session: Session, doc_id: str, signature: str, written: Written) -> None:
    row = lock(session, doc_id)
    if row is None:
        base = keyed(written.record, written.text)
        row = ArticleRow(doc_id=doc_id, run=0, base={}, title="", signature="", digest="", present=True)
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
