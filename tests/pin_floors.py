"""Quality floors: measure the pipeline on an annotated corpus and pin the figures in ``floors.json``.

``python tests/pin_floors.py`` raises floors; it lowers one only with ``--allow-lower``. The digest
of corpus and gold is pinned with them, for figures of other files are no comparison.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from extract.evaluation import HEADLINE, Counts, Tally, score_records
from extract.evaluation.counts import total
from extract.evaluation.entities import EntityScores, score_entities
from extract.evaluation.files import read_record, record_files

ROOT = Path(__file__).resolve().parents[1]
FLOORS = Path(__file__).with_name("floors.json")
# The entity labels whose exact bounds are a matter of taste are pinned by overlap.
BY_OVERLAP = frozenset({"POPULATION"})


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
        summed = hashlib.sha256()
        for article, gold in self.pairs():
            for path in filter(Path.is_file, (article, gold, self.spans(gold))):
                summed.update(f"{path.name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
        return summed.hexdigest()


CORPORA = (
    Corpus("own", ROOT / "corpus", ROOT / "gold"),
    Corpus("shared", ROOT.parent / "shared" / "corpus", ROOT.parent / "shared" / "gold"),
)


def measure(corpus: Corpus) -> dict[str, Any]:
    """The entry of ``floors.json`` that the pipeline earns on ``corpus`` now."""
    import extract

    counts: list[Counts] = []
    entities: list[EntityScores] = []
    for path, gold in corpus.pairs():
        article = extract.extract(path)
        counts.append(score_records(read_record(gold).trials, article.trials))
        if corpus.spans(gold).is_file():
            entities.append(score_entities(corpus.spans(gold), article.entities(), article.text))
    floors = {"headline": total(counts).headline} | {f: total(counts)[f].f1 for f in HEADLINE} | _entity_f1(entities)
    return {
        "digest": corpus.digest(),
        "articles": len(counts),
        "floors": {field: math.floor(figure * 1000) / 1000 for field, figure in floors.items()},
    }


def _entity_f1(scores: list[EntityScores]) -> dict[str, float]:
    exact, overlap = total(s.exact for s in scores), total(s.overlap for s in scores)
    best: dict[str, Tally] = {name: overlap[name] if name in BY_OVERLAP else exact[name] for name in exact}
    return {f"entities:{name}": tally.f1 for name, tally in best.items()}


def shortfalls(pinned: Mapping[str, Any], measured: Mapping[str, Any]) -> list[str]:
    """One line per figure of ``measured`` that is below its floor in ``pinned``."""
    now = measured["floors"]
    return [
        f"{field}: {now.get(field, 0.0):.3f} is below the floor {floor:.3f}"
        for field, floor in pinned["floors"].items()
        if now.get(field, 0.0) < floor
    ]


def read_floors() -> dict[str, Any]:
    """What is pinned, by corpus."""
    pinned: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return pinned


def pin(corpus: Corpus, pinned: dict[str, Any], allow_lower: bool) -> list[str]:
    """Put the figures of ``corpus`` into ``pinned`` and return []; or return what would be lowered."""
    measured = measure(corpus)
    lowered = shortfalls(pinned[corpus.name], measured) if corpus.name in pinned else []
    if lowered and not allow_lower:
        return lowered
    for field, figure in measured["floors"].items():
        before = pinned.get(corpus.name, {}).get("floors", {}).get(field)
        if before != figure:
            click.echo(f"{corpus.name} {field}: {'-' if before is None else format(before, '.3f')} -> {figure:.3f}")
    pinned[corpus.name] = measured
    return []


@click.command()
@click.option("--allow-lower", is_flag=True, help="Accept figures below their floor.")
def main(allow_lower: bool) -> None:
    """Measure the corpora that are here and raise their floors."""
    pinned = read_floors()
    refused = [
        f"{corpus.name} {line}"
        for corpus in CORPORA
        if corpus.articles.is_dir()
        for line in pin(corpus, pinned, allow_lower)
    ]
    FLOORS.write_text(json.dumps(pinned, indent=1) + "\n", encoding="utf-8")
    for line in refused:
        click.echo(line, err=True)
    if refused:
        click.echo("Nothing was lowered; --allow-lower accepts these figures.", err=True)
    sys.exit(1 if refused else 0)


if __name__ == "__main__":
    main()
