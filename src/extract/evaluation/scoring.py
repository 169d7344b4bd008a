"""The figures: gold records against predicted ones, and a folder of files against another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from extract.errors import ReadError, UsageError
from extract.evaluation.comparison import compare_sides
from extract.evaluation.counts import Counts, Tally
from extract.evaluation.entities import score_entity_files
from extract.evaluation.fields import ANYWHERE, FIELDS, ORDER, RESULTS, ResultRule, match, matched_results
from extract.evaluation.files import read_record, record_files
from extract.evaluation.pairing import Side, align
from extract.evaluation.report import ArticleScore, Report
from extract.records.schema import ArticleRecord, Result, TrialRecord


def score_records(gold: Sequence[TrialRecord], predicted: Sequence[TrialRecord]) -> Counts:
    """The counts of every field over one article's records.

    Records are paired by what they share; a gold record without a partner counts all its values
    as missed, a predicted one all its values as spurious.
    """
    return count_sides(align(gold, predicted))


def count_sides(sides: Sequence[Side]) -> Counts:
    """The counts of every field over records that are already aligned."""
    counts = Counts({field: Tally() for field in ORDER})
    wanted, given = [g for g, _ in sides if g], [p for _, p in sides if p]
    counts.add("trials", Tally.of(len(wanted), len(given), len(wanted) + len(given) - len(sides)))
    for one, other in sides:
        _count_fields(counts, one, other)
    _count_results(counts, ANYWHERE, _results(wanted), _results(given))
    return counts


def _results(trials: Sequence[TrialRecord | None]) -> list[Result]:
    return [result for trial in trials if trial for result in trial.results]


def _count_fields(counts: Counts, gold: TrialRecord | None, predicted: TrialRecord | None) -> None:
    for rule in FIELDS:
        one, other = rule.values(gold), rule.values(predicted)
        found = len(match(one, other, rule.same).pairs)
        counts.add(rule.name, Tally.of(len(one), len(other), found))
    _count_results(counts, RESULTS, _results([gold]), _results([predicted]))


def _count_results(counts: Counts, rules: tuple[ResultRule, ...], gold: list[Result], predicted: list[Result]) -> None:
    for rule in rules:
        found = matched_results(gold, predicted, rule)
        counts.add(rule.name, Tally.of(len(gold), len(predicted), found))


def _article(gold: ArticleRecord, predicted: ArticleRecord | None, path: Path | None, doc_id: str) -> ArticleScore:
    """One article's counts and comparisons; ``path`` is the file of the prediction, None where there is none."""
    sides = align(gold.trials, predicted.trials if predicted else [])
    state: Literal["read", "missing", "unreadable"] = "read" if predicted else "unreadable" if path else "missing"
    text_file = path.parent / predicted.text_file if path and predicted and predicted.text_file else None
    return ArticleScore(doc_id, count_sides(sides), tuple(compare_sides(sides, doc_id)), state, text_file)


def score(gold: Path, predictions: Path) -> Report:
    """Score the ``<doc_id>.json`` files of ``predictions`` against those of ``gold``.

    Entity spans are scored too where ``gold/entities`` has them. Raises UsageError when a folder
    does not exist or ``gold`` holds no file; an unreadable file is told in the report instead.
    """
    wanted, given = record_files(gold), record_files(predictions)
    if not wanted:
        raise UsageError(f"{gold}: no gold files (*.json) here")
    faults: list[str] = []
    articles: list[ArticleScore] = []
    for doc_id, path in wanted.items():
        record = _readable(path, faults, "it takes no part")
        predicted = _readable(given.get(doc_id), faults, "it counts as missed")
        if record:
            articles.append(_article(record, predicted, given.get(doc_id), doc_id))
    texts = {article.doc_id: article.text_file for article in articles if article.text_file}
    return Report(
        tuple(articles),
        unreadable=tuple(faults),
        unscored=tuple(sorted(set(given) - set(wanted))),
        entities=score_entity_files(gold / "entities", predictions, texts),
    )


def _readable(path: Path | None, faults: list[str], so: str) -> ArticleRecord | None:
    """The record of a file; None when there is no file, or after its fault and what follows was noted."""
    if path is None:
        return None
    try:
        return read_record(path)
    except ReadError as error:
        faults.append(f"{error} ({so})")
        return None
