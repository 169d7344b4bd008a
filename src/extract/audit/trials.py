"""One trial told of in two places: its size, its follow-up, its results."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.audit.finding import Region, Slip
from extract.audit.paper import Paper
from extract.lexicon import lexicon
from extract.mentions.mention import Kind
from extract.records.schema import Result, TrialRecord

_SURE = ("enrolment:enrolled", "enrolment:total", "enrolment:study-of", "enrolment:cohort-of")
_FOLLOW_UP = re.compile(
    r"\b(?:(?P<kind>[Mm]edian|[Mm]ean)\s)?follow-?\s?up\s(?:period\s|time\s|duration\s)?"
    r"(?:(?:of|in|for)\s(?:the\s)?[A-Z][\w-]{0,30}(?:\s[\w-]{1,30}){0,5}\s)?"
    r"(?:of|was|lasted)\s(?:a\s(?:median|mean)\s(?:of\s)?)?"
    r"(?P<number>\d{1,4}(?:\.\d{1,3})?)\s(?P<unit>day|week|month|year)s?\b"
)
_DIGITS = 10
_RATIOS = ("hazard-ratio", "relative-risk", "odds-ratio")


def sizes_at_odds(paper: Paper) -> Iterator[Slip]:
    """Totals of one trial that differ: that of its record, and those of sentences that name this trial and no other."""
    first: dict[int, tuple[int, Region]] = {}
    for record, size, at in [*_sizes_of_columns(paper), *_sizes_of_records(paper)]:
        first.setdefault(id(record), (size, at))
    told = set()
    for record, region in _named_passages(paper):
        sizes = [m for m in paper.of_kind(Kind.ENROLMENT, region) if m.rule in _SURE]
        if len(sizes) != 1:
            continue
        here, where = sizes[0].value, (sizes[0].start, sizes[0].end)
        there, at = first.setdefault(id(record), (here, where))
        if there != here and id(record) not in told:
            told.add(id(record))
            message = f"{record.names[0]} has {here:,} participants here, {there:,} elsewhere"
            yield Slip(where, message, f"{here}", f"{there}", at)


def _sizes_of_columns(paper: Paper) -> Iterator[tuple[TrialRecord, int, Region]]:
    """The sizes that stand in a column of sizes, in rows that begin with a trial's name."""
    headers = lexicon("columns").tagged("enrolled")
    for table in paper.article.document.tables:
        texts = {(c.row, c.column): paper.view[c.start : c.end].strip() for c in table.cells}
        named = {c.row: paper.record_of.get(paper.named_in((c.start, c.end)).casefold())
                 for c in table.cells if c.column == 0}  # fmt: skip
        sized = {column for (row, column), text in texts.items() if row == 0 and any(headers.find(text))}
        for cell in table.cells:
            record, printed = named.get(cell.row), texts[cell.row, cell.column].replace(",", "").replace(" ", "")
            if record and cell.column in sized and printed.isdecimal() and len(printed) < _DIGITS:
                yield record, int(printed), (cell.start, cell.end)


def _sizes_of_records(paper: Paper) -> Iterator[tuple[TrialRecord, int, Region]]:
    for record in paper.article.trials:
        spans = record.provenance.get("enrolled", [])
        if record.enrolled and spans:
            yield record, record.enrolled, (spans[0].start, spans[0].end)


def followups_at_odds(paper: Paper) -> Iterator[Slip]:
    """Lengths of follow-up of one trial that differ, told in sentences that name this trial and no other."""
    first: dict[tuple[int, str, str], tuple[str, Region]] = {}
    for record, (start, end) in _named_passages(paper):
        found = list(_FOLLOW_UP.finditer(paper.view, start, end))
        if len(found) != 1:
            continue
        told, at = found[0]["number"], found[0].span("number")
        value, where = first.setdefault((id(record), found[0]["kind"] or "", found[0]["unit"]), (told, at))
        if float(value) != float(told):
            unit = f"{found[0]['unit']}s"
            message = f"the follow-up of {record.names[0]} is {told} {unit} here, {value} {unit} elsewhere"
            yield Slip(at, message, f"{told} {unit}", f"{value} {unit}", where)


def _named_passages(paper: Paper) -> Iterator[tuple[TrialRecord, Region]]:
    """The sentences that name exactly one trial, with its record."""
    for sentence in paper.sentences:
        own = paper.of_kind(Kind.TRIAL, (sentence.start, sentence.end))
        records = {id(r): r for m in own if (r := paper.record_of.get(m.value.casefold()))}
        if len(records) == 1 and all(m.value.casefold() in paper.record_of for m in own):
            yield next(iter(records.values())), (sentence.start, sentence.end)


def values_at_odds(paper: Paper) -> Iterator[Slip]:
    """Ratios of one trial and endpoint with two values, in two parts of the article that name no other trial."""
    for record in paper.article.trials:
        first: dict[tuple[object, ...], Result] = {}
        for result in record.results:
            if result.measure in _RATIOS and result.provenance and _alone(paper, record, result.provenance.start):
                known = first.setdefault(_question(result), result)
                if known.value != result.value and _apart(paper, known, result):
                    yield _differing(record, known, result)


def _alone(paper: Paper, record: TrialRecord, offset: int) -> bool:
    """Whether the sentence or cell at an offset names no other trial than that of the record."""
    names = paper.of_kind(Kind.TRIAL, paper.passage(offset))
    return all(paper.record_of.get(m.value.casefold()) is record for m in names)


def _question(result: Result) -> tuple[object, ...]:
    return (result.endpoint, result.measure, result.arm, result.subgroup, result.timepoint)


def _apart(paper: Paper, one: Result, other: Result) -> bool:
    """Whether two results stand in different parts of the article, such as text and table."""
    if one.provenance is None or other.provenance is None:
        return False
    return paper.section(one.provenance.start) != paper.section(other.provenance.start)


def _differing(record: TrialRecord, one: Result, other: Result) -> Slip:
    spots = [(r.provenance.start, r.provenance.end) for r in (one, other) if r.provenance]
    who = record.names[0] if record.names else record.id
    message = f"{other.measure} for {other.endpoint} of {who} is {other.value:g} here, {one.value:g} elsewhere"
    return Slip(spots[1], message, f"{other.value:g}", f"{one.value:g}", spots[0])
