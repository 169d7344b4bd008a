"""Signs of results: what the article shows for or against a result, as named yes/no features.

To those of its sentence (``extract.relations.signs``) come: how its sentence was given to the study, whether its
arm is one of the record's, how the other results agree with it. ``extract.records.confidence`` weighs them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from extract.mentions.mention import Kind
from extract.records.arms import Context
from extract.records.endpoints import is_generic
from extract.records.schema import Result, TrialRecord
from extract.relations.heads import clarity
from extract.relations.lines import Line
from extract.relations.measures import BETWEEN_ARMS
from extract.relations.results import Finding
from extract.relations.signs import at_least
from extract.relations.studies import Starts, Study

# Where the probability of the choice of a study is cut, and counts of results, labels and words.
_CHOICE, _RESULTS, _LABELS, _WORDS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98), (2, 4, 8, 16), (1, 2, 3), (2, 3, 5)
# Signs that mean something else in a table than in text.
_BY_SOURCE = ("study:named", "study:cited", "study:inherited", "conflict", "paired", "abstract")


class StudySigns:
    """How parts of lines came to a study: does one name or cite it, or was that inferred?"""

    def __init__(self, study: Study) -> None:
        self._chances = study.chances
        self._anchors, self._citations = Starts(study.anchors), Starts(study.citations)

    def of(self, line: Line, start: int, end: int) -> tuple[str, ...]:
        """The signs of the half-open part of a line."""
        named, cited = self._anchors.any_in(start, end), self._citations.any_in(start, end)
        names = (*line.of(Kind.TRIAL), *line.of(Kind.REGISTRY))
        others = {
            "abstract": line.abstract,
            "study:named+cited": named and cited,
            "study:another-named": any(m not in self._anchors for m in names),
            "study:another-cited": any(m not in self._citations for m in line.of(Kind.CITATION)),
            "study:noun": bool(line.of(Kind.STUDY)),
            "study:part": (start, end) != (line.start, line.end),
        }
        return (
            f"role={line.role}",
            "study:named" if named else "study:cited" if cited else "study:inherited",
            *(name for name, holds in others.items() if holds),
            *at_least("study", self._chances.get(start, 0.0), _CHOICE),
        )


def result_signs(finding: Finding, result: Result, context: Context) -> tuple[str, ...]:
    """What a result shows by itself: what is printed with it, and how its arm and endpoint came about."""
    told = {
        "interval": finding.interval,
        "p-value": finding.p_value,
        "timepoint": result.timepoint,
        "subgroup": result.subgroup,
        "events": result.events is not None,
        "error": result.error is not None,
        "decimal": result.value is not None and not result.value.is_integer(),
        "endpoint-none": finding.endpoint is None,
        "endpoint-resolved": finding.endpoint and finding.endpoint.name != result.endpoint,
        "endpoint-generic": is_generic(result.endpoint),
    }
    return (
        *(name for name, holds in told.items() if holds),
        f"measure={result.measure}",
        f"source={result.source}",
        *_of_arm(finding, result, context),
        *at_least("endpoint-clear", clarity(result.endpoint, "endpoint"), (1, 2, 3)),
        *at_least("endpoint-words", len(result.endpoint.split()), _WORDS),
    )


def _of_arm(finding: Finding, result: Result, context: Context) -> Iterator[str]:
    """Whether the arm is one of the record's, and whether it is printed or follows from the record."""
    kind = "between" if result.measure in BETWEEN_ARMS else "of-arm"
    if result.arm is None:
        yield f"{kind}:no-arm"
        return
    known = [*context.interventions, *context.comparators]
    exact, inside = result.arm in known, any(k in result.arm or result.arm in k for k in known)
    yield f"{kind}:arm"
    yield f"{kind}:arm-{'exact' if exact else 'inside' if inside else 'foreign'}"
    yield f"arm-known={clarity(result.arm, 'arm')}"
    yield from at_least("arm-words", len(result.arm.split()), _WORDS)
    if finding.arm is None:
        yield "arm-inherited"
    elif finding.arm.name != result.arm:
        yield "arm-resolved"


def add_signs(records: Sequence[TrialRecord]) -> None:
    """Give each result the signs of its record and of how the other results of the article agree with it."""
    everything = [r for record in records for r in record.results]
    same = Counter(_content(r) for r in everything)
    shared = Counter(r.provenance.start for r in everything if r.provenance)
    for record in records:
        own = record_signs(record)
        by_endpoint: dict[str, list[Result]] = {}
        for result in record.results:
            by_endpoint.setdefault(result.endpoint, []).append(result)
        for result in record.results:
            if result.provenance is None:
                continue
            signs = [*result.provenance.signs, *own, *_among(result, by_endpoint[result.endpoint])]
            signs += ["told-twice"] * (same[_content(result)] > 1) + ["shared"] * (shared[result.provenance.start] > 1)
            signs += [f"{result.source}:{name}" for name in signs if name in _BY_SOURCE or ":arm-" in name]
            result.provenance.signs = tuple(signs)


def _content(result: Result) -> tuple[object, ...]:
    return result.endpoint, result.arm, result.value


def record_signs(record: TrialRecord) -> tuple[str, ...]:
    """How a record is known, and what is told of it."""
    known = "named" if record.names or record.registry_ids else "cited" if record.citations else "bare"
    told = {
        "record:number": record.registry_ids,
        "record:size": record.enrolled,
        "record:phase": record.phase,
        "record:design": record.design,
        "record:population": record.population,
    }
    return (
        f"record={known}",
        *(name for name, value in told.items() if value),
        *at_least("record:results", len(record.results), _RESULTS),
        *at_least("record:labels", len(record.citations), _LABELS),
    )


def _among(result: Result, alike: Iterable[Result]) -> Iterator[str]:
    """How a result goes together with those of its record that have the same endpoint."""
    peers = [o for o in alike if o is not result and o.subgroup == result.subgroup]
    between = result.measure in BETWEEN_ARMS
    like = [o for o in peers if o.measure == result.measure]
    timed = [o for o in like if o.timepoint == result.timepoint]
    loose = [o for o in like if o.arm == result.arm and None in (o.timepoint, result.timepoint)]
    told = {
        # Two numbers for one and the same thing: one of them is not what it is said to be.
        "conflict": any(o.arm == result.arm for o in timed),
        "conflict-loose": bool(loose),
        "paired": not between and result.arm and any(o.arm and o.arm != result.arm for o in timed),
        "arm-and-between": any((o.measure in BETWEEN_ARMS) != between for o in peers),
    }
    yield from (name for name, holds in told.items() if holds)
    yield from at_least("same-endpoint", len(peers), (1, 2, 4))
