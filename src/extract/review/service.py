"""The workbench as plain functions: a queue of articles, an article, decisions on it, undo and redo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.orm import Session

from extract.errors import UsageError
from extract.review.article import brief, marked, view
from extract.review.decisions import Patches, before, built_upon, clash, patches_of, to_redo, to_undo
from extract.review.outputs import Outputs
from extract.review.recent import Recent
from extract.review.source import Pages
from extract.review.state import State
from extract.review.store import Store, url_of
from extract.review.store.index import queue, write_values
from extract.review.store.log import changes_of, entries_of, lock, write
from extract.review.store.models import ArticleRow
from extract.review.sync import Sync
from extract.review.values import Base
from extract.review.views import ArticleView, Conflict, Decision, Entry, Outcome, QueueRow

ORDERS = ("uncertain", "name", "open")
"""Orders of the queue: least sure first, by name, most to check first."""


class Now(NamedTuple):
    """An article as it is now: its state, its text, and how many lines its log has."""

    state: State
    text: str
    version: int


class Service:
    """The decisions on one outputs folder."""

    def __init__(self, outputs: Path, database: str | None = None) -> None:
        """Open a folder with its database, or with the one of a URL. Raises ExtractError in one line."""
        self.outputs = Outputs(outputs)
        self.store = Store(url_of(database, outputs))
        self._sync = Sync(self.store, self.outputs)
        self._pages = Pages(outputs)
        self._bases: Recent[Base] = Recent()

    def close(self) -> None:
        """Close the database."""
        self.store.close()

    @property
    def faults(self) -> list[str]:
        """The articles that could not be read, a line each."""
        return list(self._sync.faults.values())

    def queue(self, search: str = "", field: str = "", endpoint: str = "", order: str = "uncertain") -> list[QueueRow]:
        """The articles that have what is asked for; ``field`` and ``endpoint`` narrow the counts, too.

        Raises UsageError for an order that is none.
        """
        if order not in ORDERS:
            raise UsageError(f"{order!r} is no order; there are {', '.join(ORDERS)}")
        self._sync.all()
        with self.store.reading() as session:
            rows = queue(session, search.strip(), field, endpoint.strip())
        if order == "uncertain":
            rows.sort(key=lambda row: (row.checked == row.values, 1.0 if row.least is None else row.least))
        elif order == "open":
            rows.sort(key=lambda row: row.checked - row.values)
        return rows

    def article(self, doc_id: str, who: str = "") -> ArticleView:
        """An article as it is now. Raises UsageError where there is none of this name."""
        self._sync.one(doc_id)
        with self.store.reading() as session:
            row = session.get(ArticleRow, doc_id)
            return self._view(session, _present(row, doc_id), entries_of(session, doc_id), who)

    def now(self, doc_id: str) -> Now:
        """The records and values of an article as they are now. Raises UsageError where there is none."""
        self._sync.one(doc_id)
        with self.store.reading() as session:
            row = _present(session.get(ArticleRow, doc_id), doc_id)
            entries = entries_of(session, doc_id)
            return Now(State.of(self._base(row), entries), self.outputs.read(doc_id).text, len(entries))

    def decide(self, doc_id: str, seen: int, who: str, decisions: Sequence[Decision]) -> Outcome:
        """Apply decisions that a person made looking at version ``seen``.

        One that clashes with a decision since ``seen`` is not applied but told. Raises UsageError, and applies
        none, where one of them cannot be right.
        """
        self._sync.one(doc_id)
        with self.store.writing() as session:
            desk = self._desk(session, doc_id, seen, who)
            text = self.outputs.read(doc_id).text
            for decision in decisions:
                desk.decide(decision, text)
            return self._outcome(session, desk)

    def undo(self, doc_id: str, seen: int, who: str) -> Outcome:
        """Undo the person's last decision on an article; a decision of others that rests on it keeps it."""
        return self._step(doc_id, seen, who, "undo")

    def redo(self, doc_id: str, seen: int, who: str) -> Outcome:
        """Make the decision again that the person undid last."""
        return self._step(doc_id, seen, who, "redo")

    def page_image(self, doc_id: str, page: int, scale: float) -> bytes:
        """A page of the article's PDF, from 1, as PNG. Raises UsageError where there is no such page to show."""
        return self._pages.image(self.outputs.read(doc_id).record.source, page, scale)

    def _step(self, doc_id: str, seen: int, who: str, kind: str) -> Outcome:
        self._sync.one(doc_id)
        with self.store.writing() as session:
            desk = self._desk(session, doc_id, seen, who)
            desk.step(kind)
            return self._outcome(session, desk)

    def _desk(self, session: Session, doc_id: str, seen: int, who: str) -> _Desk:
        row = _present(lock(session, doc_id), doc_id)
        return _Desk(session, row, self._base(row), _Visit(seen, who))

    def _base(self, row: ArticleRow) -> Base:
        return self._bases.get(row.doc_id, f"{row.run} {row.digest}", lambda: Base.of_data(row.base))

    def _outcome(self, session: Session, desk: _Desk) -> Outcome:
        if desk.touched:
            session.flush()
            write_values(session, desk.row.doc_id, State.of(desk.base, desk.entries), desk.touched)
        shown = self._view(session, desk.row, desk.entries, desk.who)
        return Outcome(version=shown.version, article=shown, others=desk.others, conflicts=desk.conflicts)

    def _view(self, session: Session, row: ArticleRow, entries: list[Entry], who: str) -> ArticleView:
        written = self.outputs.read(row.doc_id)
        pages, changes = self._pages.of(written.record.source), changes_of(session, row.doc_id)
        base = self._base(row)
        return view(row.doc_id, written.text, base, entries, who=who, title=row.title, changes=changes, pages=pages)


class _Visit(NamedTuple):
    """Who decides, and the version that they look at."""

    seen: int
    who: str


class _Desk:
    """An article while somebody decides on it: nobody else does, so what is seen here is what is."""

    def __init__(self, session: Session, row: ArticleRow, base: Base, visit: _Visit) -> None:
        """Raises UsageError where there is no such version."""
        self.row, self.base, self.who, self._session = row, base, visit.who, session
        self.entries, seen = entries_of(session, row.doc_id), visit.seen
        if not 0 <= seen <= len(self.entries):
            raise UsageError(f"{row.doc_id} has no version {seen}, the last one is {len(self.entries)}")
        self._since = self.entries[seen:]
        self.others = [brief(entry) for entry in marked(self.entries)[seen:]]
        self.conflicts: list[Conflict] = []
        self.touched: set[str] = set()
        self._state = State.of(self.base, self.entries)

    def decide(self, decision: Decision, text: str) -> None:
        """Apply a decision, or tell what it clashes with."""
        patches = patches_of(self._state, decision, len(self.entries) + 1, text)
        theirs = clash(patches, self._since)
        if theirs:
            keys = [key for key in patches if key in theirs.keys]
            self.conflicts.append(Conflict(decision=decision, keys=keys, theirs=theirs))
        elif patches or decision.kind == "note":
            note = str(decision.value).strip() if decision.kind == "note" else ""
            self._log(decision.kind, list(patches) or decision.keys, patches=patches, note=note)
            self._state.apply(patches, self.who)

    def step(self, kind: str) -> None:
        """Undo or redo, unless a later decision rests on what would change."""
        entry = (to_undo if kind == "undo" else to_redo)(self.entries, self.who)
        if entry is None:
            raise UsageError(f"there is nothing to {kind}")
        theirs = built_upon(entry, self.entries)
        if theirs:
            decision = Decision.model_validate({"kind": entry.kind, "keys": entry.keys, "value": entry.note or None})
            self.conflicts.append(Conflict(decision=decision, keys=entry.keys, theirs=theirs))
        else:
            self._log(kind, entry.keys, of=entry.n)

    def _log(
        self, kind: str, keys: list[str], *, patches: Patches | None = None, note: str = "", of: int | None = None
    ) -> None:
        was = before(self._state, patches or {})
        told = {"n": len(self.entries) + 1, "who": self.who, "when": datetime.now(UTC), "kind": kind, "keys": keys}
        entry = Entry.model_validate({**told, "before": was, "after": patches or {}, "note": note, "of": of})
        write(self._session, self.row.doc_id, entry)
        self.entries.append(entry)
        self.touched.update(keys)


def _present(row: ArticleRow | None, doc_id: str) -> ArticleRow:
    if row is None or not row.present:
        raise UsageError(f"{doc_id}: no such article")
    return row
