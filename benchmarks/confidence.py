"""What confidence is worth: learn ``records/confidence.json`` on left-out articles and draw its reliability.

``make confidence`` (needs ../shared). Every article is extracted with weights that have not seen it; each of its
results is right when value, endpoint and arm are those of the gold, each record when it is one of the gold. The
tables are then learned from all of them, and judged article by article, each by tables learned from the others.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import click

from extract.evaluation.fields import RESULTS
from extract.evaluation.intervals import wilson
from extract.evaluation.pairing import align, assign
from extract.learning.articles import GoldArticle
from extract.learning.fit import YesNo, fit_yes_no
from extract.learning.train import Material, read_material, train
from extract.learning.validate import FOLDS, deal
from extract.pipeline import go_on
from extract.records.confidence import PROMISE, TABLE, confidence_of
from extract.records.schema import TrialRecord
from extract.records.signs import add_signs, record_signs
from extract.records.trials import article_of, build_each
from extract.relations import model

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
PICTURE = ROOT / "docs" / "reliability.svg"
RULE = next(rule for rule in RESULTS if rule.name == "results:value+endpoint+arm")
PENALTY = 20.0
# A sign is learned from so many results, and the promise made from so many.
SEEN, ENOUGH = 15, 40
# The bound is sought where more are right than is promised, for the best of many bounds looks better than it is.
KEPT = 0.97
# Into how many parts the articles are dealt to find out from which score on the promise holds.
PARTS = 6
BINS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, PROMISE, 1.01)
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


def left_out_cases(all_of_it: Material) -> tuple[list[Cases], list[Cases]]:
    """The results and the records of each article, right or not, as weights find them that have not seen it."""
    results: list[Cases] = []
    found: list[Cases] = []
    for out in deal(all_of_it.articles, FOLDS):
        tables = train(Material(all_of_it.sentences, [a for a in all_of_it.articles if a not in out]))
        for article in out:
            own, of_records = cases_of(article.trials, with_signs(article, tables))
            results.append(own)
            found.append(of_records)
    return results, found


def with_signs(article: GoldArticle, tables: model.Tables) -> list[TrialRecord]:
    """The records of an article that is already read, extracted with these weights, before they are rated."""
    with model.using(tables):
        made = go_on(article.products, until="studies")
        read = article_of(made["document"], made["view"], made["lines"], made["abbreviations"])
        found = [record for _, record in build_each(read, made["studies"])]
    add_signs(found)
    return found


def cases_of(wanted: Sequence[TrialRecord], given: Sequence[TrialRecord]) -> tuple[Cases, Cases]:
    """The results and the records that an article was given, right or not."""
    results: Cases = []
    found: Cases = []
    for gold, record in align(wanted, given):
        if record is None:
            continue
        found.append(YesNo(("bias", *record_signs(record)), gold is not None))
        in_gold = gold.results if gold else []
        right = {j for _, j in assign([[float(RULE.same(g, p)) for p in record.results] for g in in_gold])}
        signs = [r.provenance.signs if r.provenance else () for r in record.results]
        results += [YesNo(("bias", *dict.fromkeys(own)), j in right) for j, own in enumerate(signs)]
    return results, found


def learn(articles: Sequence[Cases]) -> dict[str, float]:
    """The table of the cases of some articles, of the signs that were seen often enough."""
    cases = [case for own in articles for case in own]
    counts = Counter(name for case in cases for name in case.names)
    known = [YesNo(tuple(n for n in case.names if counts[n] >= SEEN), case.answer) for case in cases]
    return fit_yes_no(known, PENALTY)


def scored(articles: Sequence[Cases]) -> list[tuple[float, bool]]:
    """Score and truth of every case, by a table that has not seen its article."""
    told = []
    for part in (articles[k::PARTS] for k in range(PARTS)):
        table = learn([other for other in articles if not any(other is own for own in part)])
        told += [(model.yes(table, case.names), case.answer) for own in part for case in own]
    return told


def sure_from(told: Sequence[tuple[float, bool]]) -> float:
    """The lowest score from which on KEPT of the cases are right, even with one more wrong; 1.01 for none."""
    least, right = 1.01, 0
    for number, (score, ok) in enumerate(sorted(told, reverse=True), start=1):
        right += ok
        if number >= ENOUGH and right - 1 >= KEPT * number:
            least = score
    return least


def judged(articles: Sequence[Cases]) -> list[tuple[float, bool]]:
    """Confidence and truth of every result: neither its table nor the promise's bound has seen its article."""
    told = []
    for article in articles:
        rest = [other for other in articles if other is not article]
        table, sure = learn(rest), sure_from(scored(rest))
        told += [(confidence_of(case.names, table, sure), case.answer) for case in article]
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


def report(title: str, points: Sequence[tuple[float, float, int]]) -> None:
    """Print the bins of a reliability, each with the interval of its share."""
    click.echo(f"{title}\nconfidence  right   (95% interval)   number")
    for confidence, right, number in points:
        likely = wilson(round(right * number), number)
        click.echo(f"{confidence:10.2f}  {right:5.2f}   ({likely.low:.2f} to {likely.high:.2f})  {number:7d}")


@click.command()
def main() -> None:
    """Learn the tables, write them and the picture, and print the reliability."""
    results, found = left_out_cases(material())
    points = bins(judged(results))
    tables = {"record": learn(found), "result": learn(results)}
    rounded = {
        kind: {name: round(weight, 3) for name, weight in sorted(table.items())} for kind, table in tables.items()
    }
    whole = {"sure": round(sure_from(scored(results)), 3), **rounded}
    TABLE.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")
    PICTURE.write_text(picture(points), encoding="utf-8")
    report("results", points)
    report("records", bins(scored(found)))


if __name__ == "__main__":
    main()
