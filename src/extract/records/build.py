"""Building: one TrialRecord from one draft, every field with the spans it came from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from extract.mentions.mention import Kind, Mention
from extract.mentions.populations import find_disease_populations
from extract.records.above import Named, is_disease
from extract.records.armlists import arm_lists, drugs_told
from extract.records.arms import Context
from extract.records.evidence import snippets
from extract.records.merge import merge_results
from extract.records.results import results_of
from extract.records.roles import given
from extract.records.schema import FieldSpan, TrialRecord
from extract.records.shares import likeliest
from extract.records.treatments import Given, combination, drugs_of, is_control, is_specific, with_doses
from extract.records.turns import Choose
from extract.relations.lines import Line
from extract.relations.studies import Study, unique

# A bracket inside a population that only holds a registry number or a citation.
_IDENTIFIERS = re.compile(r"\s{0,3}[(\[][^()]{0,80}?(?:NCT|EudraCT|ISRCTN|\[\d)[^()]{0,40}[)\]]")
# A column of limits ("HbA1c, 7.0-10.0%") names nobody.
_WORD = re.compile(r"[A-Za-z]{3}")
# How far behind a size the people stand whom it counts, and among how many phrases they are looked for.
_COUNTS, _FIRST_PEOPLE = 12, 3
# How many sentences back the drug that a study tests, or its disease, may have been named.
_LOOK_BACK = 8


@dataclass(frozen=True)
class Article:
    """What records need to know of the whole article."""

    text: str
    view: str
    lines: tuple[Line, ...]
    abbreviations: dict[str, str]
    treatments: tuple[Mention, ...]  # the article's own topic, from its title and abstract
    conditions: tuple[Mention, ...]
    other_names: dict[str, str]  # of drugs: code to name
    headings: Named  # what the headings above each section name
    captions: Named  # what the caption of each table names


def build_record(article: Article, study: Study, choose: Choose = likeliest) -> TrialRecord:
    """The record of one study; ``choose`` says which arms the values of a list have."""
    treatments = given(article.view, article.lines, study, topic_of(article, study), article.other_names)
    record = TrialRecord.model_validate(
        {
            "names": study.names,
            "registry_ids": study.registry_ids,
            "citations": study.labels,
            "phase": _first(study, Kind.PHASE),
            "design": unique(m.value for m in _designs(study, treatments)),
            "status": _status(study),
            "sponsors": unique(m.value for m in study.of(Kind.SPONSOR)),
            "interventions": drugs_of(treatments.interventions),
            "comparators": drugs_of(treatments.comparators),
        }
    )
    population = _population(article, study)
    _describe(article, study, population, record)
    in_order = with_doses(article.view, article.lines, study, treatments.in_order)
    joined = combination(article.view, article.lines, study)
    context = Context(
        article.abbreviations,
        record.interventions,
        record.comparators,
        in_order,
        joined,
        cache(partial(arm_lists, article.view, article.lines, study, article.abbreviations)),
        drugs_told(article.lines, study),
    )
    record.results = merge_results(results_of(article.view, article.lines, study, context, choose))
    record.evidence = snippets(article.text, article.lines, study)
    record.interventions = dose_arms(record) or with_doses(article.view, article.lines, study, record.interventions)
    record.provenance = _provenance(study, treatments, population, record)
    return record


def topic_of(article: Article, study: Study) -> Sequence[Mention]:
    """The treatments of the nearest heading above the study, else those of the article.

    A cohort that was only watched has none of its own.
    """
    if {m.value for m in study.of(Kind.DESIGN)} & {"observational", "registry", "retrospective"}:
        return ()
    above = _heading(article, study, Kind.TREATMENT)
    precise = [m for m in above if is_specific(m)]
    return precise or _last_before(article, study, Kind.TREATMENT) or above or article.treatments


def _last_before(article: Article, study: Study, kind: Kind) -> list[Mention]:
    """The first mention of a kind in the last sentence before a study, in its section, that has one."""
    first = min(number for number, _, _ in study.spans)
    for number in range(first - 1, max(-1, first - _LOOK_BACK), -1):
        line = article.lines[number]
        if line.section != article.lines[first].section or line.role == "row":
            break
        named = [m for m in line.of(kind) if kind is not Kind.TREATMENT or (is_specific(m) and not is_control(m))]
        if named:
            return named[:1]
    return []


def dose_arms(record: TrialRecord) -> list[str]:
    """The arms of a study of one drug in several doses, as its results name them; [] where there are none."""
    if len(record.interventions) != 1:
        return []
    stem = record.interventions[0] + " "
    arms = unique(r.arm for r in record.results if r.arm and r.arm.startswith(stem) and r.arm[len(stem)].isdigit())
    return arms if len(arms) >= 2 else []


def _heading(article: Article, study: Study, kind: Kind) -> list[Mention]:
    """What the heading of the first section that tells of a study names of a kind, or the caption of its table."""
    for number, _, _ in sorted(study.spans):
        line = article.lines[number]
        named = article.captions.get(line.table, {}) if line.role == "row" else article.headings.get(line.section, {})
        if found := named.get(kind, []):
            return found[:1]
    return []


def _first(study: Study, kind: Kind) -> str | None:
    """The first one told in words; what a table's column or caption says comes after."""
    found = sorted(study.of(kind), key=lambda m: (m.rule.count(":"), m.start))
    return found[0].value if found else None


def _designs(study: Study, treatments: Given) -> list[Mention]:
    """The words of its design; a placebo arm makes a study placebo-controlled."""
    placebo = [m for m in treatments.comparators if m.value == "placebo"][:1]
    return study.of(Kind.DESIGN) + [replace(m, kind=Kind.DESIGN, value="placebo-controlled") for m in placebo]


# The more a status says, the more it counts: "stopped early" over "completed", "completed" over "ongoing".
_STATUSES = ("stopped-early", "results-pending", "completed", "ongoing", "planned")


def _status(study: Study) -> str | None:
    told = {m.value for m in study.of(Kind.STATUS)}
    return next((status for status in _STATUSES if status in told), None)


def _describe(article: Article, study: Study, population: Mention | None, record: TrialRecord) -> None:
    """Population, enrolment and conditions: who took part."""
    record.population = _IDENTIFIERS.sub("", population.value) if population else None
    enrolment = _enrolment(study)
    record.enrolled = enrolment.value if enrolment else None
    own = [study.disease] if study.disease else []
    inside = own or [c for c in study.of(Kind.CONDITION) if population and population.start <= c.start < population.end]
    above = inside or _heading(article, study, Kind.CONDITION)
    record.conditions = unique(c.value for c in above or _disease_told(article, study))


def _disease_told(article: Article, study: Study) -> Sequence[Mention]:
    """The disease of a study that neither its people nor a heading name: the article's, if it has but one.

    Where it has several, the first that the study's sentences name, else the last named before them in the section.
    """
    own, topics = study.of(Kind.CONDITION)[:1], article.conditions
    if len({m.value for m in topics}) == 1 and is_disease(topics[0]):
        return topics[:1]
    return own or _last_before(article, study, Kind.CONDITION) or topics[:1]


def _population(article: Article, study: Study) -> Mention | None:
    """Whom the study's size counts, else the first phrase that says who took part; a disease where nobody is named.

    A disease behind a sentence's first value is what happened, not who took part.
    """
    told, size = study.of(Kind.POPULATION), _enrolment(study)
    worded = [m for m in told if _WORD.search(m.value)]
    named = [m for m in worded if not m.rule.endswith(":caption")] or worded
    if named:
        counted = (m for m in named[:_FIRST_PEOPLE] if size and 0 <= m.start - size.end <= _COUNTS)
        return next(counted, named[0])
    for number, start, end in sorted(study.spans):
        line = article.lines[number]
        stop = min((f.value.start for f in line.findings), default=end)
        if line.role != "row" and start < stop:
            disease = next(find_disease_populations(article.view, start, min(stop, end), article.abbreviations), None)
            if disease:
                return disease
    return None


def _enrolment(study: Study) -> Mention | None:
    """The first total with the strongest words ("enrolled" before "a cohort of" before a bare count)."""
    found = study.of(Kind.ENROLMENT)
    rank = {"enrolment:bare": 2, "enrolment:cohort-of": 1}
    return min(found, key=lambda m: (rank.get(m.rule, 0), m.start), default=None)


def _provenance(
    study: Study, treatments: Given, population: Mention | None, record: TrialRecord
) -> dict[str, list[FieldSpan]]:
    slots: dict[str, Sequence[Mention]] = {
        "names": [a for a in study.anchors if a.kind is Kind.TRIAL],
        "registry_ids": [a for a in study.anchors if a.kind is Kind.REGISTRY],
        "citations": study.citations,
        "phase": study.of(Kind.PHASE)[:1],
        "design": _designs(study, treatments),
        "status": study.of(Kind.STATUS)[:1],
        "sponsors": study.of(Kind.SPONSOR),
        "enrolled": [m for m in [_enrolment(study)] if m],
        "population": [population] if population else [],
        "conditions": [m for m in study.of(Kind.CONDITION) if m.value in record.conditions],
        "interventions": treatments.interventions,
        "comparators": treatments.comparators,
    }
    return {name: [_span(m) for m in mentions] for name, mentions in slots.items() if mentions}


def _span(mention: Mention) -> FieldSpan:
    value = ", ".join(mention.value) if isinstance(mention.value, tuple) else str(mention.value)
    return FieldSpan(start=mention.start, end=mention.end, rule=mention.rule, value=value)
