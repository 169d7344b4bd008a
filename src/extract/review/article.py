"""An article as it is shown: its text in blocks, its mentions, its records and the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from extract.review.decisions import to_redo, to_undo
from extract.review.state import State, undone
from extract.review.values import NO_RECORD, RESULTS, Base, Record, Value
from extract.review.views import (
    ArticleView,
    Block,
    Change,
    Entry,
    MentionView,
    NoteView,
    Page,
    Place,
    TrialView,
    ValueView,
)

_HEADING = 120
_CELLS = " | "
# How much of the log an article is shown with.
_LOG = 200
# Of how many keys a line of it says what was set.
_TOLD = 40


def view(
    doc_id: str, text: str, base: Base, entries: Sequence[Entry], *,
    who: str = "", title: str = "", changes: Sequence[Change] = (), pages: list[Page] | None = None,
) -> ArticleView:  # fmt: skip
    """An article as a person sees it; ``who`` is asked whether there is anything to undo."""
    state = State.of(base, entries)
    held, same = state.by_record(), state.same()
    told = marked(entries)
    return ArticleView(
        doc_id=doc_id, title=title, version=len(entries), text=text, pages=pages,
        blocks=list(blocks(text)),
        mentions=_mentions(base, state, len(text)),
        trials=[_trial(state, record, held.get(record.key, []), same, text) for record in state.shown_records()],
        unattached=[_value(value, same, text) for value in held.get(NO_RECORD, ())],
        notes=_notes(told),
        decisions=[brief(entry) for entry in told[::-1][:_LOG]],
        can_undo=to_undo(entries, who) is not None,
        can_redo=to_redo(entries, who) is not None,
        changes=list(changes),
    )  # fmt: skip


def marked(entries: Sequence[Entry]) -> list[Entry]:
    """The log with what is undone marked, and by whom."""
    dead = undone(entries)
    return [e.model_copy(update={"undone": e.n in dead, "undone_by": dead.get(e.n, "")}) for e in entries]


def brief(entry: Entry) -> Entry:
    """The line of the log with what was set of the first keys only: a page of thousands of values is told in short."""
    if len(entry.after) <= _TOLD:
        return entry
    keys = list(entry.after)[:_TOLD]
    cut = {side: {key: getattr(entry, side)[key] for key in keys} for side in ("before", "after")}
    return entry.model_copy(update=cut)


def _notes(entries: Sequence[Entry]) -> list[NoteView]:
    noted = [entry for entry in entries if entry.kind == "note" and not entry.undone]
    return [NoteView(n=e.n, key=(e.keys or [""])[0], who=e.who, when=e.when, text=e.note) for e in noted]


def blocks(text: str) -> Iterator[Block]:
    """The lines of the text by what they look like: the first is the title, short ones by themselves are headings."""
    start, seen = 0, False
    lines = text.split("\n")
    for n, line in enumerate(lines):
        if line.strip():
            alone = (n == 0 or not lines[n - 1].strip()) and (n + 1 == len(lines) or not lines[n + 1].strip())
            short = alone and len(line) <= _HEADING and line.rstrip()[-1] not in ".:;,?!"
            kind = "row" if _CELLS in line else "paragraph" if not short and seen else "heading" if seen else "title"
            yield Block.model_validate({"kind": kind, "start": start, "end": start + len(line)})
            seen = True
        start += len(line) + 1


def _mentions(base: Base, state: State, length: int) -> list[MentionView]:
    """What values were read from, and where people have put them; a stretch that several were read from is one."""
    keys: dict[tuple[int, int, str], list[str]] = defaultdict(list)
    for start, end, kind, key in base.mentions:
        keys[start, end, kind].append(key)
    for value in state.values.values():
        for place in value.places:
            of = keys[place["start"], place["end"], value.field]
            if value.key not in of:
                of.append(value.key)
    found = sorted((spot for spot in keys if spot[1] <= length), key=lambda spot: (spot[0], -spot[1]))
    return [MentionView(start=s, end=e, kind=k, keys=list(dict.fromkeys(keys[s, e, k]))) for s, e, k in found]


def _trial(
    state: State, record: Record, values: Sequence[Value], same: Mapping[str, list[str]], text: str
) -> TrialView:
    shown = [_value(value, same, text) for value in values]
    return TrialView(
        id=record.key,
        label=state.label(record, values),
        fields=[value for value in shown if value.field != RESULTS],
        results=[value for value in shown if value.field == RESULTS],
        confidence=record.confidence,
        status=_status(record, values),
        evidence=record.evidence,
    )  # fmt: skip


def _status(record: Record, values: Sequence[Value]) -> Any:
    """Of a record: rejected as a whole, still open, or decided in all its values."""
    if record.status == "rejected" or (values and all(value.status == "rejected" for value in values)):
        return "rejected"
    if any(value.status == "open" for value in values):
        return "open"
    return "added" if record.status == "added" else "accepted" if values else "open"


def _value(value: Value, same: Mapping[str, list[str]], text: str) -> ValueView:
    return ValueView.model_validate(
        {
            "key": value.key, "field": value.field, "value": value.value, "shown": value.shown,
            "confidence": value.confidence, "places": places(value, text), "status": value.status,
            "same": same.get(value.key, []), "predicted": value.predicted, "who": value.who,
        }
    )  # fmt: skip


def places(value: Value, text: str) -> list[Place]:
    """Where a value stands in the text; a place whose words have moved is looked for near where it was."""
    found = []
    for place in value.places:
        start, end, quote = place["start"], place["end"], place.get("quote")
        told = {"start": start, "end": end, "page": place.get("page"), "box": place.get("box")}
        if quote and text[start:end] != quote:
            start = nearest(text, quote, start)
            told = {"start": start, "end": start + len(quote)}
        if 0 <= start < len(text):
            found.append(Place.model_validate(told))
    return found


def nearest(text: str, quote: str, start: int) -> int:
    """The start of the printing of ``quote`` that is nearest to an offset; -1 where there is none."""
    after, before = text.find(quote, max(start, 0)), text.rfind(quote, 0, max(start, 0) + len(quote))
    near = [at for at in (after, before) if at >= 0]
    return min(near, key=lambda at: abs(at - start), default=-1)
