"""``trial-extract gold``: start hand annotation and check it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.cli.progress import count
from extract.errors import UsageError

if TYPE_CHECKING:
    from extract.annotation import Start
    from extract.annotation.printed import Printed


@click.group()
def gold() -> None:
    """Start hand annotation of articles and check it."""


_CHECK_EPILOG = """\b
Examples:
  trial-extract gold check
  trial-extract gold check gold/smith-2021.json --corpus articles
  trial-extract gold check gold --json > findings.json
"""


@gold.command(epilog=_CHECK_EPILOG)
@click.argument("paths", metavar="[PATH...]", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--corpus",
    metavar="DIR",
    default="corpus",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the articles; each is found by the name of its gold file.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check(paths: tuple[Path, ...], corpus: Path, as_json: bool) -> int:
    """Check gold files by line.

    PATH is a gold file or a folder of them (default: gold). A finding is a line `FILE:LINE: error|warning:
    SENTENCE`. Errors are files of another shape, unknown fields, a doc_id that is not the file's name,
    values that are there twice, numbers, names, registry numbers and citations that the article does
    not have, and populations and evidence that are not verbatim (dashes, blanks, quotes and the case of the
    first letter make no difference). Warnings should be looked at: percentages over 100, intervals that do not
    hold their value, records that share a name, an article that is not there. Exits with 1 when there is an error.
    """
    from extract.annotation import Level, check_file

    articles = _Articles(corpus)
    files = list(_gold_files(paths or (Path("gold"),)))
    found = [finding for file in files for finding in check_file(file, articles.printed)]
    if as_json:
        click.echo(json.dumps([finding.as_dict() for finding in found], indent=1, ensure_ascii=False))
    for finding in () if as_json else found:
        click.echo(str(finding))
    errors = sum(finding.level is Level.ERROR for finding in found)
    told = f"{count(errors, 'error')}, {count(len(found) - errors, 'warning')}"
    click.echo(f"{count(len(files), 'gold file')}: {told}", err=True)
    return 1 if errors else 0


def _gold_files(paths: Sequence[Path]) -> Iterator[Path]:
    from extract.writers.json import RUN_FILE

    for path in paths:
        if path.is_file():
            yield path
            continue
        files = sorted(file for file in path.glob("*.json") if file.name != RUN_FILE)
        if not files:
            raise UsageError(f"{path}: no gold files (*.json) here")
        yield from files


class _Articles:
    """The articles of a folder by doc_id; the folder is listed when the first one is asked for."""

    def __init__(self, corpus: Path) -> None:
        self.corpus = corpus
        self._paths: dict[str, str] | None = None

    def printed(self, doc_id: str) -> Printed | None:
        """What an article prints, None where the folder has none of this name. Raises ReadError."""
        import extract
        from extract.annotation.printed import Printed
        from extract.cli.inputs import find_inputs

        if self._paths is None:
            inputs = find_inputs([str(self.corpus)]) if self.corpus.is_dir() else []
            self._paths = {item.doc_id: item.path for item in inputs}
        path = self._paths.get(doc_id)
        return Printed(extract.read(Path(path))) if path else None


_NEW_EPILOG = """\b
Examples:
  trial-extract gold new articles/smith-2021.nxml
  trial-extract gold new outputs/smith-2021.json --out annotation
  trial-extract gold new articles/smith-2021.nxml --empty
"""


@gold.command(epilog=_NEW_EPILOG)
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out",
    metavar="DIR",
    default="gold",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to.",
)
@click.option("--empty", "blank", is_flag=True, help="Start without records: nothing suggests what to find.")
@click.option("--force", is_flag=True, help="Write over an annotation that is there.")
def new(file: Path, out: Path, blank: bool, force: bool) -> int:
    """Start the annotation of an article.

    FILE is an article, or the JSON that `run` wrote of one. DIR/NAME.json is written, NAME being the file's
    name without its suffix: the records as they are found, without spans, rules, ids and confidences, and without what
    `gold check` would call an error. Correct it by the annotation guide. Nothing is written over without --force.
    """
    from extract.annotation import empty
    from extract.writers.files import prepare_folder, write_whole

    target = out / f"{file.stem}.json"
    if target.exists() and not force:
        raise UsageError(f"{target} is there already; --force writes over it")
    begun = empty(file.stem) if blank else _begun(file)
    prepare_folder(out)
    write_whole(target, begun.text.encode("utf-8"))
    click.echo(target)
    for fault in begun.left_out:
        click.echo(f"left out: {fault.message}", err=True)
    click.echo(
        f"Correct it by the annotation guide, then: trial-extract gold check {shlex.quote(str(target))}", err=True
    )
    return 0


def _begun(file: Path) -> Start:
    """The start of an annotation from an article, or from what a run wrote of it; raises ReadError."""
    import extract
    from extract.annotation import start
    from extract.annotation.printed import Printed
    from extract.evaluation.files import read_record

    if file.suffix.lower() == ".json":
        return start(read_record(file).model_copy(update={"doc_id": file.stem}))
    article = extract.extract(file)
    return start(article.record, Printed(article.document))
