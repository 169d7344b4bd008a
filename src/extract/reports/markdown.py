"""The report as Markdown for a comment on a pull request: short, stable, what was lost before everything else.

What comes from articles is escaped, so that no value breaks a table, formats the text, or calls a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from extract.evaluation.comparison import Comparison, Verdict
from extract.evaluation.counts import HEADLINE, HEADLINE_NAME
from extract.evaluation.fields import ORDER
from extract.evaluation.runs import RunComparison, Shift, Turn
from extract.reports.data import ReportData
from extract.reports.wording import (
    marked,
    notices,
    number,
    ratios,
    signed,
    signed_span,
    span,
    spread,
    turn_counts,
    turned_fields,
    unreadable,
)

# GitHub takes comments of up to 65,536 characters.
_LOST, _OTHERS, _WORST, _ARTICLES = 30, 15, 20, 100
_CELL = 140
_FAULT, _LINES = 600, 25
# GitHub makes links of names after @, of numbers after # and GH-, and of addresses, and calls people; an empty comment
# between prevents it.
_SPECIAL = re.compile(r"[\\`*_\[\]|~&<>$]|[@#](?=\w)|:(?=//)|\b(?:GH-(?=\d)|www\.)", re.IGNORECASE)
_ENTITY = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "<span>$</span>"}
# The worst errors of one confidence: a number on the wrong thing misleads more than one that is not there.
_HARM = {kind: rank for rank, kind in enumerate(Verdict)}


def render(data: ReportData) -> str:
    """The whole comment."""
    parts = [
        _title(data),
        *_gates(data),
        *(_turns(data.baseline) if data.baseline else ()),
        *_notices(data),
        _fields(data),
        _folded("By article", _articles(data)),
        *_worst(data),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(text: str, longest: int = _CELL) -> str:
    """A text from an article as one cell of a table: on one line, cut when long, nothing in it special."""
    flat = " ".join(text.split())
    return _SPECIAL.sub(_plain, flat if len(flat) <= longest else f"{flat[: longest - 1]}…")


def _plain(found: re.Match[str]) -> str:
    sign = found.group()
    return _ENTITY.get(sign) or (f"{sign}<!-- -->" if sign in "@#:" or len(sign) > 1 else f"\\{sign}")


def _title(data: ReportData) -> str:
    report = data.report
    interval = data.intervals.get(HEADLINE_NAME)
    sure = f" (95 % interval {span(interval)})" if interval else ""
    over = f"Mean F1 of the {len(HEADLINE)} fields marked \\* over {number(len(report.articles), 'article')}"
    if report.missing and len(report.missing) < len(report.articles):
        over += f"; {report.predicted.headline:.3f} over those with a prediction"
    return f"## Evaluation: headline {report.headline:.3f}{sure}\n\n{over}."


def _gates(data: ReportData) -> Iterator[str]:
    if faults := _faults(data):
        yield f"**Failed:**\n\n{_list(faults)}"
    elif data.gates:
        yield f"Passed: {'; '.join(escape(gate.name) for gate in data.gates)}."


def _faults(data: ReportData) -> list[str]:
    return [fault for gate in data.gates for fault in gate.faults]


def _notices(data: ReportData) -> Iterator[str]:
    """What could not take part; a file that failed a gate is told there."""
    told = {unreadable(fault) for fault in _faults(data)}
    if lines := [line for line in notices(data) if line not in told]:
        yield _list(lines)


def _list(lines: Sequence[str]) -> str:
    shown = [*(escape(line, _FAULT) for line in lines[:_LINES]), *filter(None, [_more(_LINES, len(lines))])]
    return "\n".join(f"- {line}" for line in shown)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]], left: int = 1) -> str:
    """A table whose first ``left`` columns hold text, the others figures."""
    rule = [":--" if i < left else "--:" for i in range(len(columns))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (columns, rule, *rows))


def _folded(title: str, *content: str) -> str:
    """A part that a click unfolds; the empty lines around the content let Markdown be read within."""
    return "\n\n".join([f"<details><summary>{title}</summary>", *content, "</details>"])


def _more(shown: int, every: int) -> str:
    return f"and {every - shown} more" if every > shown else ""


def _fields(data: ReportData) -> str:
    rows = []
    for field in ORDER:
        tally = data.report.counts[field]
        if tally:
            numbers = map(str, (tally.gold, tally.missed, tally.spurious))
            rows.append((escape(marked(field)), *ratios(tally), span(data.intervals.get(field)), *numbers))
    return _table(("field", "P", "R", "F1", "95 % of F1", "gold", "missed", "spurious"), rows)


def _articles(data: ReportData) -> str:
    lowest = sorted(data.report.articles, key=lambda a: (a.counts.headline, a.doc_id))
    rows = []
    for article in lowest[:_ARTICLES]:
        shown = ("trials", "results:value+endpoint", "results:value+endpoint+arm")
        figures = [ratios(article.counts[field])[2] for field in shown]
        state = "" if article.prediction == "read" else f" ({article.prediction})"
        rows.append((escape(article.doc_id) + state, f"{article.counts.headline:.3f}", *figures))
    table = _table(("article, lowest first", HEADLINE_NAME, "trials", "value+endpoint", "value+endpoint+arm"), rows)
    return "\n\n".join(filter(None, [table, _more(len(rows), len(lowest))]))


def _turns(compared: RunComparison) -> Iterator[str]:
    """What differs from the baseline: the figures, the values that were lost, and folded the others."""
    yield f"### Against the baseline\n\n{turn_counts(compared)}, over {number(compared.articles, 'article')}."
    yield _deltas(compared)
    if compared.lost:
        yield _lost(compared.lost)
    for turn in (Turn.NEW, Turn.GAINED, Turn.GONE):
        if found := compared.turned(turn):
            rows = [(*_where(s.value), escape(s.value.gold or s.value.predicted)) for s in spread(found, _OTHERS)]
            table = _table(("article", "trial", "field", "value"), rows, left=4)
            yield _folded(f"{len(found)} {turn}", table, *filter(None, [_more(len(rows), len(found))]))


def _deltas(compared: RunComparison) -> str:
    rows = []
    for name, delta in turned_fields(compared):
        figures = (f"{delta.before:.3f}", f"{delta.after:.3f}", signed(delta.difference))
        rows.append((escape(marked(name)), *figures, signed_span(delta.interval), compared.judge(name)))
    return _table(("figure (F1)", "before", "now", "difference", "95 % interval", ""), rows)


def _lost(lost: Sequence[Shift]) -> str:
    rows = [(*_where(s.value), escape(s.value.gold), escape(s.became)) for s in spread(lost, _LOST)]
    table = _table(("article", "trial", "field", "lost value", "now"), rows, left=5)
    return "\n\n".join(filter(None, [f"#### {number(len(lost), 'value')} lost", table, _more(len(rows), len(lost))]))


def _where(value: Comparison) -> tuple[str, str, str]:
    return escape(value.doc_id), escape(value.trial), escape(value.field)


def _worst(data: ReportData) -> Iterator[str]:
    """The errors that mislead most, those that the extractor was surest of first."""
    errors = sorted(data.report.differences, key=lambda e: (-(e.confidence or 0.0), _HARM[e.kind], e.doc_id))
    if not errors:
        return
    rows = []
    for error in errors[:_WORST]:
        sure = "" if error.confidence is None else f"{error.confidence:.2f}"
        rows.append((escape(error.kind), *_where(error), escape(error.gold), escape(error.predicted), sure))
    table = _table(("error", "article", "trial", "field", "gold", "predicted", "confidence"), rows, left=6)
    counted = "; ".join(f"{kind} {count}" for kind, count in data.report.result_errors.items() if count)
    title = f"{number(len(errors), 'error')}, the worst first"
    yield _folded(title, f"In results: {counted}." if counted else "", table, _more(len(rows), len(errors)))
