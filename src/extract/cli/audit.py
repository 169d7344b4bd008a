"""``trial-extract audit``: where articles contradict themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from extract.batch.work import STDIN, Input
from extract.cli.inputs import find_inputs
from extract.cli.limits import given_limits, limits_options
from extract.cli.progress import count
from extract.errors import ReadError

if TYPE_CHECKING:
    from extract.audit import Finding

_EPILOG = """\b
Examples:
  trial-extract audit review.nxml
  trial-extract audit articles/ --json > findings.json
  trial-extract audit review.txt --rule registry-form --rule percentage
  trial-extract audit --list
"""


@click.command(epilog=_EPILOG)
@click.argument("paths", metavar="FILE_OR_FOLDER...", nargs=-1)
@click.option("--rule", "rules", metavar="NAME", multiple=True, help="Only this rule; may be given several times.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--list", "listed", is_flag=True, help="Print the rules with their severity and meaning, and exit.")
@limits_options
def audit(paths: tuple[str, ...], rules: tuple[str, ...], as_json: bool, listed: bool) -> int:
    """Find where review articles contradict themselves.

    Registry numbers, citations and reference list, intervals, P values, percentages and sums are checked, and one
    trial in text, table and abstract. A finding is a line `FILE:LINE: error|warning: SENTENCE [RULE]` and the place it
    is printed at; LINE counts in the text that `run` writes beside the records (of a text file mostly its own lines).
    Errors leave hardly a doubt; warnings should be looked at, for the article may have its reasons.

    Folders are searched in depth; - is standard input. Exits with 1 when there is an error or an article
    cannot be read, else with 0, warnings or not.
    """
    wanted = _wanted(rules)
    if listed:
        _list_rules(wanted)
        return 0
    if not paths:
        raise click.UsageError("Missing argument 'FILE_OR_FOLDER...'.")
    inputs = find_inputs(paths)
    unread: list[str] = []
    found = list(_findings(inputs, unread, wanted))
    if as_json:
        data = [{"file": item.path, "doc_id": item.doc_id, **f.as_dict()} for item, f in found]
        click.echo(json.dumps(data, indent=1, ensure_ascii=False))
    else:
        for item, finding in found:
            _tell(item, finding)
    errors = sum(f.severity == "error" for _, f in found)
    told = f"{count(errors, 'error')}, {count(len(found) - errors, 'warning')}"
    click.echo(f"{count(len(inputs) - len(unread), 'article')}: {told}", err=True)
    return 1 if errors or unread else 0


def _wanted(rules: tuple[str, ...]) -> frozenset[str]:
    """The names of the rules to apply; raises UsageError for one that does not exist."""
    from extract.audit import RULES

    known = [rule.name for rule in RULES]
    for name in rules:
        if name not in known:
            raise click.UsageError(f"no rule {name!r}; there are {', '.join(known)}")
    return frozenset(rules or known)


def _list_rules(wanted: frozenset[str]) -> None:
    from extract.audit import RULES

    for rule in RULES:
        if rule.name in wanted:
            click.echo(f"{rule.name:18} {rule.severity:8} {rule.meaning}")


def _findings(inputs: list[Input], unread: list[str], wanted: frozenset[str]) -> Iterator[tuple[Input, Finding]]:
    """The findings of each article; what cannot be read is told on standard error and added to ``unread``."""
    import sys
    from pathlib import Path

    import extract
    from extract.audit import audit as audited
    from extract.readers import read_bytes

    for item in inputs:
        try:
            if item.path == STDIN:
                document = read_bytes(sys.stdin.buffer.read(), Path(item.path), given_limits())
            else:
                document = extract.read(Path(item.path), limits=given_limits())
        except ReadError as error:
            unread.append(item.path)
            click.echo(str(error), err=True)
            continue
        yield from ((item, f) for f in audited(extract.extract(document)) if f.rule in wanted)


def _tell(item: Input, finding: Finding) -> None:
    from extract.cli.view import plain

    place = finding.place
    click.echo(f"{item.path}:{place.line}: {finding.severity}: {plain(finding.message)} [{finding.rule}]")
    where = f"{place.section or 'text'}, characters {place.start}-{place.end}"
    click.echo(f"    “{plain(_short(place.printed))}” ({where})")
    other = finding.other_place
    if other:
        where = f"line {other.line}, {other.section or 'text'}, characters {other.start}-{other.end}"
        click.echo(f"    “{plain(_short(other.printed))}” ({where})")


def _short(printed: str, most: int = 100) -> str:
    return printed if len(printed) <= most else printed[: most - 1].rstrip() + "…"
