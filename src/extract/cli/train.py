"""``trial-extract train``: weights from annotated articles, cross-validated before they are written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract.cli.compare import compared, figures, row
from extract.cli.inputs import find_inputs
from extract.cli.progress import count
from extract.cli.weights import weights_option
from extract.errors import UsageError

if TYPE_CHECKING:
    from extract.learning.train import Material, Origin
    from extract.learning.validate import Validation, Weights

_EPILOG = """\b
Examples:
  trial-extract train --gold gold --corpus articles --out weights.json
  trial-extract run new-articles --out outputs --weights weights.json
  trial-extract train --gold mine --corpus articles --gold theirs --corpus more --json
  trial-extract train --gold gold --corpus corpus --sentences rct-art-train.jsonl --from-scratch
"""
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(epilog=_EPILOG)
@click.option(
    "--gold", required=True, multiple=True, metavar="DIR", type=_FOLDER, help="Folder of annotated records; repeatable."
)
@click.option(
    "--corpus",
    multiple=True,
    metavar="DIR",
    type=_FOLDER,
    help="Folder of the articles, one per --gold and in the same order.  [default: the folder corpus beside it]",
)
@click.option("--sentences", multiple=True, metavar="FILE", type=_FILE, help="Annotated sentences; repeatable.")
@click.option("--leave-out", metavar="FILE", type=_FILE, help="List of articles that must stay unseen.")
@click.option(
    "--out",
    default="weights.json",
    show_default=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write.",
)
@click.option(
    "--folds", default=5, show_default=True, type=click.IntRange(min=2), help="Folds of the cross-validation."
)
@click.option("--from-scratch", is_flag=True, help="Start from nothing, not from the present weights.")
@click.option("--force", is_flag=True, help="Write the weights even if they are no better.")
@weights_option
@click.option("--json", "as_json", is_flag=True, help="Print counts and figures as JSON instead of the written path.")
def train(*, out: Path, folds: int, **given: Any) -> int:
    """Learn from annotated articles which number belongs to which endpoint and arm.

    The present weights (the built-in ones, or those of --weights) are adapted to your own annotated
    articles. A gold file NAME.json belongs to the article of that name in the corpus folder.

    Before anything is written the articles are dealt into folds, and each is extracted with weights
    that have not seen it; the figures stand beside those of the present weights. The file is written
    only if the new weights are better in the mean F1 of value+endpoint and value+endpoint+arm, over
    the articles that the present weights have not learned from (over all, if they know all of them).
    Otherwise the exit code is 1. The same input gives the same bytes.

    The file of --leave-out has a doc_id a line; what follows a # is a comment.
    """
    from extract.learning.train import origin, write
    from extract.learning.train import train as fit

    material = _material(given)
    weights, learned = _weights(scratch=given["from_scratch"])
    validation = _validate(material, weights, folds)
    due = _is_due(validation, force=given["force"])
    if due:
        told = origin(material, [path.name for path in given["sentences"]], learned)
        tables = fit(material, weights.base)
        try:
            write(tables, out, told)
        except OSError as error:
            raise UsageError(f"{out}: cannot be written ({error.strerror or error})") from error
    if given["as_json"]:
        data = validation.as_dict() if validation else {}
        click.echo(json.dumps({**data, "written": str(out) if due else None}, indent=1, ensure_ascii=False))
    elif due:
        click.echo(out)
    return 0 if due else 1


def _material(given: Mapping[str, Any]) -> Material:
    """Read what there is to learn from; raises UsageError when no gold file has its article."""
    from extract.learning.articles import read_gold
    from extract.learning.train import Material, annotated

    left_out = _names(given["leave_out"]) if given["leave_out"] else frozenset()
    pairs: dict[str, tuple[Path, Path]] = {}
    for gold, corpus in _folders(given["gold"], given["corpus"]):
        for doc_id, pair in _pairs(gold, corpus, left_out):
            pairs.setdefault(doc_id, pair)
    if not pairs:
        raise UsageError("nothing to learn from: no gold file has its article")
    # In the order of their names: that of the folders on the command line must not change a byte.
    articles = [read_gold(*pairs[doc_id]) for doc_id in sorted(pairs)]
    sentences = [s for path in given["sentences"] for s in annotated(path)]
    click.echo(f"{count(len(articles), 'article')}, {count(len(sentences), 'sentence')} to learn from", err=True)
    return Material(sentences, articles)


def _folders(gold: Sequence[Path], corpus: Sequence[Path]) -> list[tuple[Path, Path]]:
    """Each gold folder with the folder of its articles."""
    if corpus and len(corpus) != len(gold):
        raise UsageError(
            f"{count(len(gold), 'gold folder')}, but {count(len(corpus), 'corpus folder')}: name one for each"
        )
    folders = list(zip(gold, corpus or [g.resolve().parent / "corpus" for g in gold], strict=True))
    for one, other in folders:
        if not other.is_dir():
            raise UsageError(f"no folder corpus beside {one}: name the articles with --corpus")
    return folders


def _pairs(gold: Path, corpus: Path, left_out: frozenset[str]) -> Iterator[tuple[str, tuple[Path, Path]]]:
    """The articles of a folder that have a gold file, each with that; one line for what is passed over."""
    from extract.evaluation.files import record_files

    articles: dict[str, Path] = {}
    for item in find_inputs([str(corpus)]):
        articles.setdefault(Path(item.path).stem, Path(item.path))
    for doc_id, path in record_files(gold).items():
        if doc_id in left_out:
            click.echo(f"left out: {doc_id}", err=True)
        elif doc_id in articles:
            yield doc_id, (articles[doc_id], path)
        else:
            click.echo(f"no article for {path} in {corpus}", err=True)


def _names(path: Path) -> frozenset[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if (name := line.partition("#")[0].strip()))


def _weights(*, scratch: bool) -> tuple[Weights, Origin]:
    """The present weights with what the new ones start from, and what that has learned from."""
    from extract.learning.train import read_origin
    from extract.learning.validate import Weights
    from extract.relations.model import load, path_in_use

    present, known = load(), read_origin(path_in_use())
    if known is None:
        click.echo("what the present weights have learned from is not known; their figures may be too good", err=True)
    known = known or {}
    weights = Weights(present, frozenset(known.get("articles", ())), {} if scratch else present)
    return weights, {} if scratch else known


def _validate(material: Material, weights: Weights, folds: int) -> Validation | None:
    """Cross-validate and tell the figures; None for a single article."""
    from extract.learning.validate import validate

    if len(material.articles) < 2:
        click.echo("one article alone cannot be cross-validated", err=True)
        return None
    validation = validate(material, weights, folds, lambda line: click.echo(line, err=True))
    for line in _table(validation):
        click.echo(line, err=True)
    return validation


def _table(validation: Validation) -> Iterator[str]:
    """The figures of both sides as lines."""
    from extract.learning.validate import FIGURES, figure

    seen = sum(a.seen for a in validation.articles)
    yield ""
    yield row(f"F1 over {count(len(validation.judged), 'article')}", "present", "held out", "change")
    yield from compared(validation.present, validation.new, FIGURES)
    yield figures("mean of *, which decides", figure(validation.present), figure(validation.new))
    yield ""
    for article in validation.articles:
        name = f"{article.doc_id} (seen)" if article.seen else article.doc_id
        yield figures(name, figure(article.present), figure(article.new))
    yield ""
    if seen:
        known = "all" if seen == len(validation.articles) else f"{seen} of {len(validation.articles)}"
        yield f"The present weights have learned from {known} of these articles: on those their figures are too good."


def _is_due(validation: Validation | None, *, force: bool) -> bool:
    """Whether the weights are to be written; says why where they are not."""
    if force or (validation and validation.better):
        return True
    why = "they are no better on held-out articles" if validation else "nothing shows that they are better"
    click.echo(f"The new weights are not written, for {why}; --force writes them.", err=True)
    return False
