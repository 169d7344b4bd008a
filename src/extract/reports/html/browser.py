"""The data of the error browser: every error with its sentence, in columns, each text once.

With a baseline it holds what was gained too, which is no error: ``page.js`` shows it when it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from extract.evaluation.comparison import Comparison, Verdict
from extract.evaluation.report import ArticleScore
from extract.evaluation.runs import Shift, Turn
from extract.reports.html.changes import before
from extract.reports.html.passages import ArticleText, Passage
from extract.reports.html.search import Span

NO_TEXT = "The article's text is not beside the predictions."
NOT_FOUND = "The article does not print it in these words."
LOOKED_UP = "the likeliest place in the article"
_NUMBERS = ("confidence", "start", "end")


@dataclass(frozen=True, slots=True)
class Entry:
    """A value as the browser lists it: ``passage`` where it stands in the article, ``note`` how sure that is."""

    value: Comparison
    passage: Passage | None
    note: str
    shift: Shift | None = None


def entries(article: ArticleScore, shifts: Mapping[Comparison, Shift]) -> list[Entry]:
    """An article's errors and gains in the order in which the article prints them; those of no place come last."""
    text = _text(article.text_file)
    gains = [v for v, s in shifts.items() if s.turn in (Turn.GAINED, Turn.GONE) and v.doc_id == article.doc_id]
    found = [(_place(text, value, shifts.get(value)), value) for value in (*article.differences, *gains)]
    found.sort(key=lambda one: (one[0] is None, one[0] or (0, 0)))
    return [Entry(value, *_passage(text, value, place), shifts.get(value)) for place, value in found]


def _text(path: Path | None) -> ArticleText | None:
    try:
        return ArticleText(path.read_text(encoding="utf-8")) if path else None
    except (OSError, UnicodeDecodeError):
        return None


def _place(text: ArticleText | None, value: Comparison, shift: Shift | None) -> Span | None:
    """The span that the value was read from; of a missed one, and of one that only the baseline had, the likeliest."""
    if text is None:
        return None
    if value.place is not None and (shift is None or shift.after is not None):
        return value.place if 0 <= value.place[0] < value.place[1] <= len(text.text) else None
    return text.printed.value(value.field, value.gold or value.predicted, value.trial)


def _passage(text: ArticleText | None, value: Comparison, place: Span | None) -> tuple[Passage | None, str]:
    if text is None:
        return None, NO_TEXT
    if place is None:
        return None, NOT_FOUND
    return text.around(*place), "" if value.place == place else LOOKED_UP


def columns(listed: Iterable[Entry]) -> dict[str, Any]:
    """The entries as columns; a text is a number, its place in ``strings``."""
    strings: dict[str, int] = {}
    rows = [_row(entry) for entry in listed]
    names = list(_row(_NOTHING))
    made = {
        name: [row[name] if name in _NUMBERS else strings.setdefault(row[name], len(strings)) for row in rows]
        for name in names
    }
    return {"strings": list(strings), "columns": made}


def _row(entry: Entry) -> dict[str, Any]:
    value, passage, shift = entry.value, entry.passage, entry.shift
    settled = shift is not None and shift.turn in (Turn.GAINED, Turn.GONE)
    confidence = None if value.confidence is None else round(value.confidence, 3)
    return {
        "kind": str(Verdict.RIGHT if settled else value.kind), "article": value.doc_id, "field": value.field,
        "trial": value.trial, "gold": value.gold, "predicted": value.predicted if not shift or shift.after else "",
        "rule": value.origin, "confidence": confidence, "sentence": passage.text if passage else "",
        "start": passage.start if passage else 0, "end": passage.end if passage else 0, "note": entry.note,
        "change": str(shift.turn) if shift else "", "before": before(shift) if shift else "",
    }  # fmt: skip


_NOTHING = Entry(Comparison(Verdict.RIGHT, "", "", "", "", ""), None, "")


def as_script(data: dict[str, Any]) -> Markup:
    """``data`` as JSON that may stand in a script element: no text of an article can end it or begin another."""
    return Markup(json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"))


def facets(listed: Iterable[Entry]) -> Iterator[tuple[str, str, list[str]]]:
    """The filters: name, what stands above it, and its values."""
    listed = list(listed)
    kinds, fields = {e.value.kind for e in listed}, {e.value.field for e in listed}
    turns = {e.shift.turn for e in listed if e.shift}
    yield "kind", "Kind of error", [str(kind) for kind in Verdict if kind in kinds and kind is not Verdict.RIGHT]
    yield "field", "Field", sorted(fields)
    if turns:
        yield "change", "Against the baseline", [str(turn) for turn in Turn if turn in turns]
