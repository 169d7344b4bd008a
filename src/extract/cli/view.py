"""One article on a terminal: a header, then each record with its results and their evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from extract.cli.numbers import number, quantity
from extract.cli.progress import count
from extract.records.schema import ArticleRecord, Result, ResultProvenance, TrialRecord
from extract.references import Shelf, Work
from extract.references.line import in_short
from extract.writers.rows import label

# From this width on, a table has room for a column of evidence.
_WIDE = 110
# How many characters of the text stand on either side of a number in that column.
_AROUND = 32
# An article's text must not steer the terminal.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_LABEL = "cyan"
_SIDE = "dim"


def print_article(record: ArticleRecord, title: str, text: str, console: Console | None = None) -> None:
    """Print the article's records, fitted to the width of ``console`` (standard output if None)."""
    console = console or Console(highlight=False)
    console.print(_header(record, title))
    shelf = Shelf(record.references)
    for trial in record.trials:
        console.print(_trial(trial, shelf.cited(trial.citations), text, console.width))
    if record.unattached:
        body = _results(record.unattached, text, console.width)
        console.print(Panel(body, title=_title("no record claims these"), title_align="left", border_style=_SIDE))
    for warning in record.warnings:
        console.print(Text(f"warning: {plain(warning)}", "yellow"))


def plain(text: str) -> str:
    """``text`` on one line, without control characters."""
    return _CONTROL.sub(" ", text).strip()


def _header(record: ArticleRecord, title: str) -> RenderableType:
    results = sum(len(trial.results) for trial in record.trials)
    facts = [record.doc_id, count(len(record.trials), "trial"), count(results, "result")]
    if record.source:
        facts.insert(1, record.source.format)
    return Padding(Group(Text(plain(title) or record.doc_id, "bold"), Text(" · ".join(facts), _SIDE)), (0, 1))


def _title(text: str) -> Text:
    return Text(plain(text), "bold")


def _trial(trial: TrialRecord, works: Sequence[Work], text: str, width: int) -> Panel:
    parts: list[RenderableType] = [_fields(trial, works)]
    if trial.results:
        parts += [Text(), _results(trial.results, text, width)]
    if trial.evidence:
        parts += [Text(), *(Text(f"“{plain(snippet)}”", "italic dim") for snippet in trial.evidence)]
    names = " / ".join(trial.names) or label(trial) or "unnamed study"
    return Panel(Group(*parts), title=_title(names), title_align="left", border_style=_LABEL)


def _fields(trial: TrialRecord, works: Sequence[Work]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style=_LABEL, no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in _facts(trial):
        if value:
            grid.add_row(name, Text(plain(value)))
    for i, work in enumerate(works):
        grid.add_row("" if i else "papers", Text(plain(in_short(work))))
    return grid


def _facts(trial: TrialRecord) -> Iterator[tuple[str, str]]:
    yield "registry", ", ".join(trial.registry_ids)
    yield "phase", trial.phase or ""
    yield "design", ", ".join(trial.design)
    yield "status", trial.status or ""
    yield "n", "" if trial.enrolled is None else f"{trial.enrolled:,}"
    yield "population", trial.population or ""
    yield "conditions", ", ".join(trial.conditions)
    yield "treatment", ", ".join(trial.interventions)
    yield "versus", ", ".join(trial.comparators)
    yield "sponsors", ", ".join(trial.sponsors)
    yield "cited as", ", ".join(trial.citations)


def _results(results: Sequence[Result], text: str, width: int) -> Table:
    """The results as a table; a column without any value is left out."""
    table = Table(box=box.SIMPLE_HEAD, header_style=_LABEL, show_edge=False, padding=(0, 2, 0, 0), expand=True)
    columns = [
        ("endpoint", 5, [_endpoint(result) for result in results]),
        ("arm", 4, [Text(plain(result.arm or "")) for result in results]),
        ("value", None, [_value(result) for result in results]),
        ("at", None, [Text(plain(result.timepoint or "")) for result in results]),
        ("p", None, [Text(plain(result.p_value or "")) for result in results]),
        ("evidence", 9, [_snippet(result.provenance, text) for result in results] if width >= _WIDE else []),
    ]
    kept = [column for column in columns if any(cell.plain for cell in column[2])]
    for name, ratio, _ in kept:
        # A column without a ratio is as wide as its cells, if there is room.
        table.add_column(name, ratio=ratio, overflow="fold")
    for row in zip(*(cells for *_, cells in kept), strict=True):
        table.add_row(*row)
    return table


def _endpoint(result: Result) -> Text:
    cell = Text(plain(result.endpoint))
    if result.subgroup:
        cell.append(f" in {plain(result.subgroup)}", _SIDE)
    return cell


def _value(result: Result) -> Text:
    cell = Text(quantity(result), "bold")
    if result.total is not None and result.events is not None:
        cell.append(f" ({number(result.events)}/{number(result.total)})", _SIDE)
    return cell


def _snippet(origin: ResultProvenance | None, text: str) -> Text:
    """The number in its sentence, itself in bold."""
    if origin is None:
        return Text()
    before = text[max(0, origin.start - _AROUND) : origin.start]
    after = text[origin.end : origin.end + _AROUND]
    # Begin and end at a word, where there is one.
    before = before[before.find(" ") + 1 :] if len(before) == _AROUND else before
    after = after[: after.rfind(" ")] if len(after) == _AROUND and " " in after else after
    cell = Text(_one_line(before), _SIDE)
    cell.append(_one_line(text[origin.start : origin.end]), "bold not dim")
    cell.append(_one_line(after), _SIDE)
    return cell


def _one_line(text: str) -> str:
    return _CONTROL.sub(" ", text)
