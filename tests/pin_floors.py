"""Quality floors: measure the pipeline on an annotated corpus and pin the figures in ``floors.json``.

``python tests/pin_floors.py`` raises floors; it lowers one only with ``--allow-lower``. The digest
of corpus and gold is pinned with them, for figures of other files are no comparison.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from extract.evaluation import Counts, score_records
from extract.evaluation.counts import total
from extract.evaluation.entities import EntityScores, score_entities
from extract.evaluation.files import read_record, record_files
from extract.evaluation.floors import NOTHING, Floors, digest_of

ROOT = Path(__file__).resolve().parents[1]
FLOORS = Path(__file__).with_name("floors.json")


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder of articles and the folder of their gold files."""

    name: str
    articles: Path
    gold: Path

    def pairs(self) -> Iterator[tuple[Path, Path]]:
        """Every gold file that has its article here, with that; of several formats the least deep in the folder."""
        found: dict[str, Path] = {}
        for path in sorted(self.articles.rglob("*"), key=lambda p: (len(p.parts), p.name)):
            if path.is_file():
                found.setdefault(path.stem, path)
        for doc_id, gold in record_files(self.gold).items():
            if doc_id in found:
                yield found[doc_id], gold

    def spans(self, gold: Path) -> Path:
        """The span file beside a gold file; it need not exist."""
        return gold.parent / "entities" / f"{gold.stem}.jsonl"

    def digest(self) -> str:
        """The SHA-256 over names and contents of the articles and gold files that are measured."""
        files = [path for pair in self.pairs() for path in (*pair, self.spans(pair[1])) if path.is_file()]
        return digest_of((path.name, path.read_bytes()) for path in files)


CORPORA = (
    Corpus("own", ROOT / "corpus", ROOT / "gold"),
    Corpus("shared", ROOT.parent / "shared" / "corpus", ROOT.parent / "shared" / "gold"),
)


def measure(corpus: Corpus) -> Floors:
    """What the pipeline earns on ``corpus`` now."""
    import extract

    counts: list[Counts] = []
    entities: list[EntityScores] = []
    for path, gold in corpus.pairs():
        article = extract.extract(path)
        counts.append(score_records(read_record(gold).trials, article.trials))
        if corpus.spans(gold).is_file():
            entities.append(score_entities(corpus.spans(gold), article.entities(), article.text))
    spans = EntityScores(total(s.exact for s in entities), total(s.overlap for s in entities))
    return Floors.of(corpus.digest(), len(counts), total(counts), spans)


def read_all() -> dict[str, Floors]:
    """What is pinned, by corpus."""
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    return {name: Floors.model_validate(entry) for name, entry in pinned.items()}


def pin(corpus: Corpus, pinned: dict[str, Floors], allow_lower: bool) -> list[str]:
    """Put the figures of ``corpus`` into ``pinned`` and return []; or return what would be lowered."""
    before, measured = pinned.get(corpus.name, NOTHING), measure(corpus)
    raised = before.raised(measured, allow_lower=allow_lower)
    if raised is None:
        return before.shortfalls(measured)
    for line in before.moves(raised):
        click.echo(f"{corpus.name} {line}")
    pinned[corpus.name] = raised
    return []


@click.command()
@click.option("--allow-lower", is_flag=True, help="Accept figures below their floor.")
def main(allow_lower: bool) -> None:
    """Measure the corpora that are here and raise their floors."""
    pinned = read_all()
    refused = [
        f"{corpus.name} {line}"
        for corpus in CORPORA
        if corpus.articles.is_dir()
        for line in pin(corpus, pinned, allow_lower)
    ]
    FLOORS.write_text(
        json.dumps({name: floors.model_dump() for name, floors in pinned.items()}, indent=1) + "\n", encoding="utf-8"
    )
    for line in refused:
        click.echo(line, err=True)
    if refused:
        click.echo("Nothing was lowered; --allow-lower accepts these figures.", err=True)
    sys.exit(1 if refused else 0)


if __name__ == "__main__":
    main()
