"""Roles: what a study tested and what it compared that with, chosen by trained weights.

Every treatment that the study's sentences name is a candidate, and so are the controls that its
values' arms name and the treatments that its section is about. The weights ``tested`` and
``compared`` weigh what each of its places says and what the rules propose. A treatment may be
both ("ezetimibe plus simvastatin against simvastatin").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extract.mentions.mention import Kind, Mention
from extract.records.role_features import Candidate, Place, candidate_features, place_features
from extract.records.treatments import Given, controls_of, inside, proposed
from extract.relations.lines import Line
from extract.relations.model import load, yes
from extract.relations.studies import Starts, Study

# The least probability of a role, chosen by cross-validation over articles; a treatment that is
# compared may do so with less if it was not tested.
_SURE, _COMPARED = 0.5, 0.4
# Without any treatment that was surely tested the likeliest is taken from here on.
_LIKELIEST = 0.25
_TOPICS = 3

Rows = list[tuple[Candidate, list[str]]]


def given(
    view: str, lines: Sequence[Line], study: Study, topic: Sequence[Mention], other_names: Mapping[str, str]
) -> Given:
    """The treatments of a study by role; ``topic`` are those that the section or the article is about."""
    tables = load()
    scored = [
        (candidate.mention, yes(tables["tested"], names), yes(tables["compared"], names))
        for candidate, names in candidates(view, lines, study, topic, other_names)
    ]
    tested = [m for m, tests, _ in scored if tests >= _SURE]
    compared = [m for m, tests, against in scored if against >= (_SURE if tests >= _SURE else _COMPARED)]
    if not tested:
        rest = [(tests, -m.start, m) for m, tests, _ in scored if m not in compared and tests >= _LIKELIEST]
        tested = [max(rest, key=lambda row: row[:2])[2]] if rest else []
    return Given(tested, compared)


def candidates(
    view: str, lines: Sequence[Line], study: Study, topic: Sequence[Mention], other_names: Mapping[str, str]
) -> Rows:
    """The treatments that may have a role in a study, in the order of the text, each with its features."""
    found: dict[str, Candidate] = {}

    def add(mention: Mention, features: list[str]) -> None:
        name = other_names.get(mention.value, mention.value)
        named = Mention(mention.kind, mention.start, mention.end, name, mention.rule)
        candidate = found.setdefault(name, Candidate.of(name, named))
        if features:
            candidate.places.append(features)

    for place in _places(lines, study):
        add(place.mention, place_features(view, place))
    for mention in _controls_of_arms(view, lines, study):
        add(mention, ["arm-outside"])
    for mention in topic[:_TOPICS]:
        add(mention, [])
    rules = proposed(view, lines, study, topic, other_names)
    roles = {m.value: "tested" for m in rules.interventions} | {m.value: "compared" for m in rules.comparators}
    about = list(dict.fromkeys(m.value for m in topic))
    every = list(found.values())
    return [(c, candidate_features(c, every, about, roles.get(c.name, ""))) for c in every]


def _places(lines: Sequence[Line], study: Study) -> list[Place]:
    places: list[Place] = []
    anchors = Starts(study.anchors)
    for rank, (number, start, end) in enumerate(sorted(study.spans)):
        line = lines[number]
        named = [m for m in line.of(Kind.TREATMENT) if start <= m.start < end]
        telling = rank == 0 or anchors.any_in(start, end) or bool(line.of(Kind.STUDY))
        places += [Place(line, named, turn, telling) for turn in range(len(named))]
    return places


def _controls_of_arms(view: str, lines: Sequence[Line], study: Study) -> list[Mention]:
    """The controls in the names of arms that stand outside the study's sentences, as in a table's header."""
    found: list[Mention] = []
    for number, start, end in sorted(study.spans):
        named = [m for m in lines[number].of(Kind.TREATMENT) if start <= m.start < end]
        for finding in lines[number].findings:
            if finding.arm and start <= finding.value.start < end:
                arm = finding.arm.phrase
                found += [] if any(inside(m, arm) for m in named) else controls_of(view, arm)
    return found
