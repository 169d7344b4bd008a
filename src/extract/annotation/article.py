"""What the annotation guide asks to be printed in the article: numbers, names, verbatim phrases, citations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.annotation.faults import Fault, Place, error, warning
from extract.annotation.printed import Printed
from extract.evaluation.comparison import label
from extract.records.schema import Result, TrialRecord

_NUMBERS = ("value", "low", "high", "error")
# Phrases that the annotator may put in an order and a number of their own, but of the article's words.
_WORDED = ("sponsors", "conditions", "interventions", "comparators")
_DIGITS = re.compile(r"\d{1,12}(?:\.\d{1,12})?")


def article_faults(trials: Sequence[TrialRecord], printed: Printed) -> Iterator[Fault]:
    """Every value of the records that a reader of the article cannot find in it."""
    for t, trial in enumerate(trials):
        place: Place = ("trials", t)
        yield from _labels(place, trial, printed)
        yield from _phrases(place, trial, printed)
        yield from _words(place, trial, printed)
        for r, result in enumerate(trial.results):
            yield from _result((*place, "results", r), label(trial), result, printed)


def _labels(place: Place, trial: TrialRecord, printed: Printed) -> Iterator[Fault]:
    who = label(trial)
    for i, name in enumerate(trial.names):
        if not printed.has_name(name):
            yield error((*place, "names", i), f'the name "{name}" is not printed in the article')
    for i, number in enumerate(trial.registry_ids):
        if not printed.has_registry_id(number):
            yield error((*place, "registry_ids", i), f'{who}: the number "{number}" is not printed in the article')
    for i, citation in enumerate(trial.citations):
        if not printed.has_citation(citation):
            yield error((*place, "citations", i), f'{who}: the article has no reference "{citation}"')


def _phrases(place: Place, trial: TrialRecord, printed: Printed) -> Iterator[Fault]:
    who = label(trial)
    if trial.enrolled is not None and not printed.has_number(trial.enrolled, words=True):
        yield error((*place, "enrolled"), f"{who}: the size {trial.enrolled} is not printed in the article")
    for i, snippet in enumerate(trial.evidence):
        if not printed.has_phrase(snippet):
            yield error((*place, "evidence", i), f"{who}: evidence is not verbatim{_beside(snippet, printed)}")
    phrase = trial.population
    # The guide takes the count out of the phrase.
    if phrase and not printed.has_phrase(phrase) and not printed.has_without_count(phrase):
        yield error((*place, "population"), f"{who}: population is not verbatim{_beside(phrase, printed)}")


def _words(place: Place, trial: TrialRecord, printed: Printed) -> Iterator[Fault]:
    """The phrases with a word of the annotator's own; an abbreviation may be expanded, so it is no error."""
    phrases = [((*place, f, i), f, v) for f in _WORDED for i, v in enumerate(getattr(trial, f))]
    for r, result in enumerate(trial.results):
        where = (*place, "results", r)
        phrases += [((*where, f), f, v) for f in ("arm", "subgroup") if (v := getattr(result, f))]
    seen = set()
    for where, field, phrase in phrases:
        missing = printed.unprinted(phrase)
        if missing and (field, phrase) not in seen:
            words = ", ".join(f'"{word}"' for word in missing)
            yield warning(where, f'{label(trial)}: {field} "{phrase}" has words that are not printed: {words}')
        seen.add((field, phrase))


def _beside(phrase: str, printed: Printed) -> str:
    near = printed.nearest(phrase)
    return f': "{phrase}"' + (f'; printed is "{near}"' if near else "")


def _result(place: Place, who: str, result: Result, printed: Printed) -> Iterator[Fault]:
    for name in _NUMBERS:
        number = getattr(result, name)
        if number is not None and not printed.has_number(number, words=result.measure == "count"):
            yield error(
                (*place, name), f'{who}: {name} {number:g} of "{result.endpoint}" is not printed in the article'
            )
    given = _DIGITS.search(result.p_value or "")
    if given and not printed.has_number(float(given[0])):
        at = f'of "{result.endpoint}" is not printed in the article'
        yield error((*place, "p_value"), f'{who}: P value "{result.p_value}" {at}')
