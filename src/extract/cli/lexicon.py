"""``trial-extract lexicon``: check word lists, try them on a text, see what they do to a corpus."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from extract.cli.environment import LEXICONS, set_for
from extract.cli.progress import count
from extract.errors import UsageError

if TYPE_CHECKING:
    from extract.lexicon.look import Found

F = TypeVar("F", bound=Callable[..., object])
_COLOURS = ("cyan", "green", "magenta", "yellow", "blue", "red")

_EPILOG = """\b
Examples:
  trial-extract lexicon check --lexicons my-words
  trial-extract lexicon try "Time to first shock was 14 months." --lexicons my-words
  trial-extract lexicon impact articles --lexicons my-words --gold gold
"""


def _lexicons_option(required: bool) -> Callable[[F], F]:
    """The folder of the user's own word lists; it may stand before the command and in the environment too."""
    return click.option(
        "--lexicons",
        required=required,
        envvar=LEXICONS,
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIR",
        help="Your own word lists (CSV).",
    )


@click.group(epilog=_EPILOG)
def lexicon() -> None:
    """Check, try and weigh word lists.

    The words that the recognisers know are CSV files; a folder of your own lies over the built-in ones.
    """


@lexicon.command()
@_lexicons_option(required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
def check(lexicons: Path | None, as_json: bool) -> int:
    """Prove every row by its own example.

    Checks the files of DIR as they will be used, over the built-in ones; without DIR the built-in
    ones. One line per problem, with its file and line: a row that its example does not show, that its
    `not` shows, that stands twice, or that another one hides; tags, values and file names that no
    recogniser asks for; a wrong header. Exits with 1 when there is a problem.
    """
    from extract.lexicon import FOLDER
    from extract.lexicon.check import check as problems_of

    problems = problems_of(lexicons or FOLDER)
    if as_json:
        told = [{"file": str(p.path), "line": p.line, "message": p.message} for p in problems]
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        for problem in problems:
            click.echo(str(problem))
    summary = count(len(problems), "problem") if problems else "every row is proved by its example"
    click.echo(f"{lexicons or 'the built-in lexicons'}: {summary}", err=True)
    return 1 if problems else 0


@lexicon.command(name="try")
@click.argument("words", nargs=-1, required=True, metavar="[NAME] TEXT")
@_lexicons_option(required=False)
@click.option("--all", "every", is_flag=True, help="Try the lists of small words and of page layout too.")
@click.option("--json", "as_json", is_flag=True, help="Print the hits as JSON.")
def try_(words: tuple[str, ...], lexicons: Path | None, every: bool, as_json: bool) -> int:
    """Show which rows hit where in TEXT.

    NAME is a lexicon such as endpoints; without it those of endpoints, treatments, designs and the
    like are tried. TEXT is - for standard input. Exits with 1 when nothing hits.
    """
    from extract.lexicon.check import names
    from extract.lexicon.look import SUBJECTS, look

    if len(words) > 2:
        raise UsageError("one text, please: put it in quotes")
    text = sys.stdin.read() if words[-1] == "-" else words[-1]
    if lexicons:
        set_for(click.get_current_context(), LEXICONS, str(lexicons))
    found = look(text, words[:1] if len(words) == 2 else names() if every else SUBJECTS)
    if as_json:
        click.echo(json.dumps([_as_dict(f) for f in found], indent=1, ensure_ascii=False))
    else:
        _print(text, found)
    if not found:
        click.echo("No row hits.", err=True)
    return 0 if found else 1


def _as_dict(found: Found) -> dict[str, object]:
    row = found.row
    return {
        "start": found.start, "end": found.end, "text": found.text, "lexicon": row.file, "term": row.term,
        "match": row.match, "value": row.value, "tags": sorted(row.tags), "file": str(found.path), "line": row.line,
    }  # fmt: skip


def _print(text: str, found: Sequence[Found]) -> None:
    """The text with its hits in colour, then a line per hit."""
    if not found:
        return
    colours = {name: _COLOURS[i % len(_COLOURS)] for i, name in enumerate(sorted({f.row.file for f in found}))}
    click.echo(_painted(text, found, colours))
    table = [(f.row.file, " ".join(f.text.split()), f.row.match, f.row.value, _tags(f), _place(f)) for f in found]
    widths = [min(40, max(len(cells[i]) for cells in table)) for i in range(5)]
    for cells in table:
        name = click.style(f"{cells[0]:{widths[0]}}", fg=colours[cells[0]])
        rest = "  ".join(f"{cell:{width}}" for cell, width in zip(cells[1:5], widths[1:], strict=True))
        click.echo(f"{name}  {rest}  {cells[5]}")


def _tags(found: Found) -> str:
    return f"[{' '.join(sorted(found.row.tags))}]"


def _place(found: Found) -> str:
    return f"{found.path if found.own else found.path.name}:{found.row.line}"


def _painted(text: str, found: Sequence[Found], colours: dict[str, str]) -> str:
    """The text with its outermost hits in the colours of their lexicons."""
    out, at = "", 0
    for hit in found:
        if hit.start >= at:
            out += text[at : hit.start] + click.style(text[hit.start : hit.end], fg=colours[hit.row.file], bold=True)
            at = hit.end
    return (out + text[at:]).rstrip("\n")


@lexicon.command()
@click.argument("corpus", metavar="CORPUS...", nargs=-1, required=True, type=click.Path(exists=True))
@_lexicons_option(required=True)
@click.option(
    "--gold",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Hand annotation of the articles; adds the figures before and after.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
def impact(corpus: tuple[str, ...], lexicons: Path, gold: Path | None, as_json: bool) -> int:
    """Show what word lists do to the records of a corpus.

    CORPUS are articles or folders, as for `run`. They are extracted with and without the lists of
    DIR; every record, field and value that is gained (+), lost (-) or changed (~) is listed by
    article. With --gold the figures before and after stand below. Exits with 1 when an article
    cannot be extracted.
    """
    from extract.cli.impact import as_dict, measure, print_impact

    measured = measure(corpus, lexicons, gold)
    if as_json:
        click.echo(json.dumps(as_dict(measured), indent=1, ensure_ascii=False))
    else:
        print_impact(measured)
    for failure in measured.failures:
        click.echo(failure, err=True)
    return 1 if measured.failures else 0
