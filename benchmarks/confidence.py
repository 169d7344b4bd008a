"""What confidence is worth: learn ``records/confidence.json`` on left-out articles and draw its reliability.

``make confidence`` (needs ../shared). Every article is extracted with weights that have not seen it; each of its
results is right when value, endpoint and arm are those of the gold. The table is then learned from all of them,
and judged fold by fold, each fold by a table learned from the others.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import click

from extract.evaluation.fields import RESULTS
from extract.evaluation.pairing import align, assign
from extract.learning.fit import YesNo, fit_yes_no
from extract.learning.train import Material, read_material, train
from extract.learning.validate import FOLDS, deal, records
from extract.records.confidence import TABLE, features
from extract.relations import model

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
PICTURE = ROOT / "docs" / "reliability.svg"
RULE = next(rule for rule in RESULTS if rule.name == "results:value+endpoint+arm")
PENALTY = 10.0
BINS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
# The picture: its sides and the margin for the axes, in pixels.
SIDE, MARGIN = 320, 40

Cases = list[YesNo]


def material() -> Material:
    """Every annotated article but those held out, each once."""
    left_out = {
        line.split()[0] for line in (ROOT / "gold" / "held-out.txt").read_text().splitlines() if line[:1] != "#"
    }
    folders = [(ROOT / "corpus", ROOT / "gold"), (SHARED / "corpus", SHARED / "gold")]
    found = read_material(SHARED / "peer" / "rct-art-train.jsonl", folders)
    articles = {a.doc_id: a for a in found.articles if a.doc_id not in left_out}
    return Material(found.sentences, list(articles.values()))


def left_out_cases(all_of_it: Material) -> tuple[list[Cases], dict[str, list[bool]]]:
    """The results of each fold, right or not, and the records by kind, real or not."""
    folds: list[Cases] = []
    real: dict[str, list[bool]] = {"named": [], "cited": []}
    for out in deal(all_of_it.articles, FOLDS):
        tables = train(Material(all_of_it.sentences, [a for a in all_of_it.articles if a not in out]))
        cases: Cases = []
        for article in out:
            for gold, found in align(article.trials, records(article, tables)):
                if found is None:
                    continue
                real["named" if found.names or found.registry_ids else "cited"].append(gold is not None)
                wanted = gold.results if gold else []
                pairs = assign([[float(RULE.same(g, p)) for p in found.results] for g in wanted])
                right = {j for _, j in pairs}
                cases += [
                    YesNo(tuple(features(r, r.provenance.probability if r.provenance else 0.0)), j in right)
                    for j, r in enumerate(found.results)
                ]
        folds.append(cases)
    return folds, real


def judged(folds: Sequence[Cases]) -> list[tuple[float, bool]]:
    """Confidence and truth of every result, by a table that has not seen its fold."""
    told = []
    for fold in folds:
        table = fit_yes_no([case for other in folds if other is not fold for case in other], PENALTY)
        told += [(model.yes(table, case.names), case.answer) for case in fold]
    return told


def bins(told: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """Mean confidence, share right and number of each bin that is not empty."""
    found = []
    for low, high in pairwise(BINS):
        inside = [(c, ok) for c, ok in told if low <= round(c, 2) < high]
        if inside:
            found.append(
                (sum(c for c, _ in inside) / len(inside), sum(ok for _, ok in inside) / len(inside), len(inside))
            )
    return found


def picture(points: Sequence[tuple[float, float, int]]) -> str:
    """The reliability plot as SVG: a dot a bin, its area by the number of results."""
    side = SIDE - 2 * MARGIN

    def at(x: float, y: float) -> str:
        return f'cx="{MARGIN + x * side:.0f}" cy="{SIDE - MARGIN - y * side:.0f}"'

    ticks = "".join(
        f'<text x="{MARGIN + t * side:.0f}" y="{SIDE - MARGIN + 16}" text-anchor="middle">{t}</text>'
        f'<text x="{MARGIN - 8}" y="{SIDE - MARGIN - t * side + 4:.0f}" text-anchor="end">{t}</text>'
        for t in (0, 0.5, 1)
    )
    dots = "".join(
        f'<circle {at(c, ok)} r="{2 + (n**0.5) / 2:.1f}" fill="#2a6f97" opacity="0.8"/>' for c, ok, n in points
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}" font-size="12">'
        f'<rect width="{SIDE}" height="{SIDE}" fill="white"/>'
        f'<rect x="{MARGIN}" y="{MARGIN}" width="{side}" height="{side}" fill="none" stroke="#999"/>'
        f'<line x1="{MARGIN}" y1="{SIDE - MARGIN}" x2="{SIDE - MARGIN}" y2="{MARGIN}" stroke="#999"/>'
        f'{dots}{ticks}<text x="{SIDE / 2}" y="{SIDE - 8}" text-anchor="middle">confidence</text>'
        f'<text x="{MARGIN}" y="{MARGIN - 12}">share right (value, endpoint, arm)</text></svg>\n'
    )


@click.command()
def main() -> None:
    """Learn the table, write it and the picture, and print the reliability."""
    folds, real = left_out_cases(material())
    points = bins(judged(folds))
    table = fit_yes_no([case for fold in folds for case in fold], PENALTY)
    record = {kind: round(sum(found) / len(found), 2) for kind, found in real.items()}
    whole = {"record": record, "result": {name: round(weight, 4) for name, weight in sorted(table.items())}}
    TABLE.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")
    PICTURE.write_text(picture(points), encoding="utf-8")
    click.echo("confidence  right  results")
    for confidence, right, number in points:
        click.echo(f"{confidence:10.2f}  {right:5.2f}  {number:7d}")


if __name__ == "__main__":
    main()
