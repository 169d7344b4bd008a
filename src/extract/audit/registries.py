"""Registry numbers: of a wrong form, twice in one list, or printed for two trials."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.audit.finding import Slip
from extract.audit.paper import Paper
from extract.lexicon import lexicon
from extract.mentions.mention import Mention
from extract.mentions.registry import find_registry

# What stands between two numbers of one list: "NCT01234567, NCT01234568", "... and ...".
_BETWEEN = re.compile(r"\s?[,;/&]\s?(?:and\s)?|\s(?:and|or)\s|\s?[,;]\s?(?:or|as well as)\s")
# What stands between a trial's name and its number: "RIALTO (NCT02187354", "RIALTO, NCT02187354".
_BESIDE = re.compile(r"\s?[(\[]\s?|,\s|\s(?:trial|study)\s?[(\[]\s?|\s?[(\[](?:[^()\[\]]{0,60})[;,:]\s?")


def wrong_forms(paper: Paper) -> Iterator[Slip]:
    """Numbers that their registry cannot have given: too short, too long, without the leading nought."""
    forms = lexicon("registryforms")
    known = {row.value: row.example for row in forms.rows}
    for number in paper.registry_numbers:
        registry = _registry(number)
        if registry not in known:
            continue
        right = any(h.start == 0 and h.end == len(number.value) and h.row.value == registry
                    for h in forms.find(number.value))  # fmt: skip
        if not right:
            expected = known[registry].rstrip(".")
            message = f"{number.value} is no number of {registry}, whose numbers look like {expected}"
            yield Slip((number.start, number.end), message, number.value, expected)


def repeated_numbers(paper: Paper) -> Iterator[Slip]:
    """Numbers printed twice in one list; another number was probably meant."""
    chain: dict[str, Mention] = {}
    last: Mention | None = None
    for number in paper.registry_numbers:
        if last is None or not _BETWEEN.fullmatch(paper.view, last.end, number.start):
            chain = {}
        first = chain.setdefault(number.value, number)
        if first is not number:
            message = f"{number.value} is printed twice in one list of registry numbers"
            yield Slip((number.start, number.end), message, number.value, first.value, (first.start, first.end))
        last = number


def numbers_of_two_trials(paper: Paper) -> Iterator[Slip]:
    """Numbers that stand beside the names of two trials."""
    owners: dict[str, list[tuple[str, Mention]]] = {}
    for name, number in _named_numbers(paper):
        owners.setdefault(number.value, []).append((name, number))
    for value, bound in owners.items():
        first, at = bound[0]
        for name, number in bound[1:]:
            if not _same(paper, first, name):
                message = f"{value} is printed for {first} and for {name}"
                yield Slip((number.start, number.end), message, f"{name}: {value}", f"{first}: {value}",
                           (at.start, at.end))  # fmt: skip
                break


def _named_numbers(paper: Paper) -> Iterator[tuple[str, Mention]]:
    """The registry numbers that stand beside a trial's name, in text and in the rows of tables."""
    ends = {m.end: m for m in paper.names}
    for number in paper.registry_numbers:
        low = max(0, number.start - 80)
        near = [ends[e] for e in range(number.start, low, -1) if e in ends]
        if near and _BESIDE.fullmatch(paper.view, near[0].end, number.start):
            yield near[0].value, number
    yield from _in_rows(paper)


def _in_rows(paper: Paper) -> Iterator[tuple[str, Mention]]:
    for table in paper.article.document.tables:
        rows: dict[int, list[tuple[int, int]]] = {}
        for cell in table.cells:
            rows.setdefault(cell.row, []).append((cell.start, cell.end))
        for cells in rows.values():
            first, low, high = cells[0], cells[0][0], cells[-1][1]
            numbers = list(find_registry(paper.view, low, high))
            name = paper.named_in(first)
            if name and len(numbers) == 1:
                yield name, numbers[0]


def _same(paper: Paper, one: str, other: str) -> bool:
    """Whether two names may be one trial's: alike, one a part of the other, or another kind of name."""
    a, b = (re.sub(r"\W", "", n).casefold() for n in (one, other))
    if a in b or b in a:
        return True
    records = paper.record_of.get(one.casefold()), paper.record_of.get(other.casefold())
    together = re.compile(
        rf"{re.escape(one)}\s?[(,/]\s?{re.escape(other)}|{re.escape(other)}\s?[(,/]\s?{re.escape(one)}"
    )
    return records[0] is not None and records[0] is records[1] and bool(together.search(paper.view))


def _registry(number: Mention) -> str:
    return number.rule.partition(":")[2]
