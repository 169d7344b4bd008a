"""Results of a record: the findings of its sentences in the shape of the guide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract.mentions.mention import Mention
from extract.records.arms import Context, arm_of, share_out
from extract.records.endpoints import UNKNOWN, Open, primary_of, resolve, told_before
from extract.records.schema import Result, ResultProvenance, Span
from extract.records.shares import likeliest
from extract.records.signs import StudySigns, result_signs
from extract.records.turns import Choose, shared
from extract.relations.lines import Line
from extract.relations.results import Finding
from extract.relations.studies import Study
from extract.relations.times import choose_times, told_in


def results_of(
    view: str, lines: Sequence[Line], study: Study, context: Context, choose: Choose = likeliest
) -> list[tuple[int, Result]]:
    """The results of a study with the place of their sentence, those of the body before the abstract's.

    ``choose`` says which arms the values of a list have.
    """
    told = told_in(lines, study)
    times = choose_times(view, lines, study, told)
    findings = [replace(f, timepoint=time) for (_, f), time in zip(told, times, strict=True)]
    results = [to_result(f, context) for f in findings]
    printed = [r.arm for r in results]
    share_out(findings, results, context)
    for group, arms in shared(findings, printed, [r.arm for r in results], context, choose):
        for i, arm in zip(group, arms, strict=True):
            results[i].arm = arm
    ends = [Open(line.paragraph, r, f.carried) for (line, f), r in zip(told, results, strict=True)]
    primary = primary_of(lines[n] for n, _, _ in study.spans)
    resolve(ends, primary, lambda k: told_before(lines, told[k][0]))
    shown = _shown(lines, study)
    for result, finding in zip(results, findings, strict=True):
        if result.provenance:
            of_study = shown[finding.value.start]
            result.provenance.signs = (*finding.signs, *of_study, *result_signs(finding, result, context))
    return [(f.line, r) for f, r in zip(findings, results, strict=True)]


def _shown(lines: Sequence[Line], study: Study) -> dict[int, tuple[str, ...]]:
    """The signs of the study at each of its findings, by where its value starts."""
    told, signs = StudySigns(study), {}
    for number, start, end in study.spans:
        own = [f.value.start for f in lines[number].findings if start <= f.value.start < end]
        signs.update(dict.fromkeys(own, told.of(lines[number], start, end) if own else ()))
    return signs


def to_result(finding: Finding, context: Context) -> Result:
    """One finding as a Result with its provenance."""
    quantity = finding.value.value
    interval = finding.interval.value if finding.interval else None
    return Result(
        endpoint=finding.endpoint.name if finding.endpoint else UNKNOWN,
        source="table" if finding.in_table else "text",
        measure=finding.measure,  # type: ignore[arg-type]
        value=_signed(finding),
        low=interval.low if interval else quantity.low,
        high=interval.high if interval else quantity.high,
        error=quantity.error,
        unit=None if finding.measure in ("hazard-ratio", "relative-risk", "odds-ratio") else quantity.unit,
        timepoint=finding.timepoint.value if finding.timepoint and finding.measure != "hazard-ratio" else None,
        arm=arm_of(finding, context),
        subgroup=finding.subgroup.name if finding.subgroup else None,
        p_value=finding.p_value.value if finding.p_value else None,
        events=quantity.events,
        total=quantity.total,
        provenance=_provenance(finding),
    )


def _signed(finding: Finding) -> float | None:
    """A value printed as a fall is a negative change."""
    value: float | None = finding.value.value.value
    if value is not None and finding.falls and finding.measure == "mean-change":
        return -abs(value)
    return value


def _provenance(finding: Finding) -> ResultProvenance:
    parts = dict(_parts(finding))
    return ResultProvenance(
        start=finding.value.start,
        end=finding.value.end,
        rule=finding.value.rule,
        probability=round(finding.probability, 3),
        parts=parts,
    )


def _parts(finding: Finding) -> Iterable[tuple[str, Span]]:
    for name, chosen in (("endpoint", finding.endpoint), ("arm", finding.arm), ("subgroup", finding.subgroup)):
        if chosen:
            yield name, Span(start=chosen.phrase.start, end=chosen.phrase.end, rule=f"model:{name}")
    qualifiers: tuple[tuple[str, Mention | None], ...] = (
        ("timepoint", finding.timepoint),
        ("interval", finding.interval),
        ("p_value", finding.p_value),
    )
    for name, mention in qualifiers:
        if mention:
            yield name, Span(start=mention.start, end=mention.end, rule=mention.rule)
