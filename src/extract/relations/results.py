"""Results: the values of one passage, each with its endpoint, arm, measure and qualifiers.

The endpoint and the arm are chosen by the trained weights among the passage's phrases; the
qualifiers (interval, p-value, timepoint) follow from where they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.mentions.mention import Mention
from extract.mentions.phrases import Phrase
from extract.relations import model
from extract.relations.beside import arm_beside, is_group_size, shared_group
from extract.relations.chain import Link, parting
from extract.relations.changes import end_of_change, starting_point
from extract.relations.gate import gate_chance, gate_features
from extract.relations.layout import ARM_TAGS, Layout, Place
from extract.relations.measures import RATIOS, falls, goes_on, is_ratio, lasting, measure_of
from extract.relations.names import arm_name, endpoint_name
from extract.relations.passage import Passage
from extract.relations.qualifiers import interval_of, is_baseline, p_value_of, timepoint_of
from extract.relations.signs import signs_of
from extract.relations.tagger import lay_out
from extract.relations.whole import choose_table

# A value is reported when the gate gives it at least this probability.
GATE = 0.5
# The least probability of a number that the words beside it call a ratio or give an arm.
RATIO = 0.9


@dataclass(frozen=True, slots=True)
class Chosen:
    """A phrase chosen for a role, its name in the guide's spelling and its probability."""

    phrase: Phrase
    name: str
    probability: float


# The place of a value that stands in no list.
ALONE = Place(0, 0, 1, False)


@dataclass(frozen=True, slots=True)
class Finding:
    """One value of a passage with everything that belongs to it."""

    value: Mention
    measure: str
    endpoint: Chosen | None
    arm: Chosen | None
    timepoint: Mention | None
    interval: Mention | None
    p_value: Mention | None
    probability: float
    falls: bool = False
    place: Place = ALONE
    subgroup: Chosen | None = None
    carried: bool = False  # whether the endpoint is rather one told before
    likely_arm: Chosen | None = None  # the likeliest arm where none is chosen
    line: int = 0  # where its sentence starts
    in_table: bool = False
    signs: tuple[str, ...] = ()  # see ``extract.relations.signs``


def find_results(passage: Passage, abbreviations: Mapping[str, str] | None) -> list[Finding]:
    """Return the reported values of a passage in the order of their numbers."""
    if not passage.values:
        return []
    layout = lay_out(passage)
    gate = model.table_of("result", passage.alone)
    chances = [_chance(gate, layout, i) for i in range(len(passage.values))]
    reported = [i for i, chance in enumerate(chances) if chance >= GATE and not is_baseline(layout, i)]
    # Where a change goes from one value to the next, both are told or neither.
    reported = sorted({*reported, *(i + 1 for i in reported if end_of_change(layout, i) == "from")})
    if not reported:
        return []
    chances = [chances[i] or model.yes(gate, gate_features(layout, i)) for i in reported]
    layout, reported = layout.reporting(reported), list(range(len(reported)))
    table = choose_table(layout, reported)
    endpoints, arms = table.endpoints.weighed(), _each_its_own(layout, reported, table.arms.weighed())
    found: list[Finding] = []
    for i, e, a in zip(reported, endpoints, arms, strict=True):
        carried = e.phrase is None and abbreviations is not None
        endpoint = _chosen(layout, _filled(e) if carried else e, endpoint_name, abbreviations)
        group = _chosen(layout, a, arm_name, abbreviations)
        told = group is not None and shared_group(layout, i) is group.phrase
        arm = group if group and (told or is_group(group, abbreviations)) else None
        finding = _finding(layout, i, endpoint, arm)
        subgroup = None if arm else group
        signs = signs_of(layout, i, chances[i], e, a)
        finding = replace(finding, subgroup=subgroup, probability=chances[i] * _surety(endpoint, group), signs=signs)
        likely = None if group else _chosen(layout, _filled(a), arm_name, abbreviations)
        likely = likely if likely and is_group(likely, abbreviations) else None
        finding = replace(finding, carried=carried and endpoint is not None, likely_arm=likely)
        found.append(_carried_on(layout, found[-1], finding) if found else finding)
    return _within_arms(layout, found)


def _within_arms(layout: Layout, found: Sequence[Finding]) -> list[Finding]:
    """Falls that are compared arm by arm are changes of each: "a 57% reduction with A versus 14% with B"."""
    out = list(found)
    for i, (one, other) in enumerate(pairwise(found)):
        falls = one.measure == other.measure == "relative-reduction" and one.arm and other.arm
        if falls and one.arm != other.arm and parting(layout, i, i + 1).startswith("versus"):
            out[i], out[i + 1] = replace(one, measure="mean-change"), replace(other, measure="mean-change")
    return out


def _carried_on(layout: Layout, last: Finding, finding: Finding) -> Finding:
    """A finding with the measure of the one before it, where that goes on: "fell by 1.8 with A, 1.4 with B"."""
    same = last.endpoint and finding.endpoint and last.endpoint.phrase is finding.endpoint.phrase
    same = same or (last.measure in RATIOS and finding.value.value.unit is None)  # "0.07 for one, 0.46 for another"
    # "the difference was -1.7 (95% CI ...) and -1.6 (95% CI ...)", "-0.5% with 10 mg and -0.6% with 25 mg"
    both = bool(last.interval and finding.interval) or bool(last.arm and finding.arm)
    if same and lasting(last.measure, finding.measure, both):
        values = layout.passage.values
        if goes_on(layout, values.index(last.value), values.index(finding.value)):
            return replace(finding, measure=last.measure, falls=last.falls)
    return finding


def _each_its_own(layout: Layout, values: Sequence[int], arms: Sequence[Link]) -> list[Link]:
    """The arms of the values, but none for the first of "21.8% versus 6.5% placebo" where both have the second's."""
    out = list(arms)
    for k, (left, right) in enumerate(pairwise(values)):
        one, other = layout.places[left], layout.places[right]
        paired = one.group == other.group and one.versus and one.size == 2
        if paired and arms[k].phrase is arms[k + 1].phrase and arm_beside(layout, right) is not None:
            out[k] = Link(None, arms[k].probability)
    return out


def _chance(gate: model.Table, layout: Layout, i: int) -> float:
    """The probability that a number is a reported value; one tied to a ratio's name or to an arm is one."""
    if is_group_size(layout, i):
        return 0.0
    chance = gate_chance(gate, layout, i)
    tied = is_ratio(layout, i) or arm_beside(layout, i) is not None
    return max(chance, RATIO) if tied else chance


def is_group(chosen: Chosen, abbreviations: Mapping[str, str] | None) -> bool:
    """Whether a chosen arm is one by its words; in an article a group of patients alone is a subgroup."""
    if abbreviations is None:
        return True
    if chosen.phrase.has("last:studies"):
        return False
    ends_so = chosen.phrase.has(*(f"last:{tag}" for tag in ARM_TAGS))
    return ends_so or (chosen.phrase.has(*ARM_TAGS) and not chosen.phrase.has("last:conditions", "last:endpoints"))


def _filled(link: Link) -> Link:
    """A link with its likeliest phrase where it picks none."""
    return link if link.phrase else link._replace(phrase=link.other)


Spell = Callable[[str, Mapping[str, str] | None], str]


def _chosen(layout: Layout, link: Link, spell: Spell, abbreviations: Mapping[str, str] | None) -> Chosen | None:
    if link.phrase is None:
        return None
    printed = _printed(layout.passage, link.phrase)
    return Chosen(link.phrase, spell(printed, abbreviations), link.probability)


def printed_arm(passage: Passage, phrase: Phrase, abbreviations: Mapping[str, str] | None) -> str:
    """The name of a phrase that is an arm."""
    return arm_name(_printed(passage, phrase), abbreviations)


def _printed(passage: Passage, phrase: Phrase) -> str:
    return passage.view[phrase.start : phrase.end] + _shared_unit(passage, phrase)


def _shared_unit(passage: Passage, phrase: Phrase) -> str:
    """The unit of a dose that prints none, that of the next dose in its list: " mg" for the 5 of "5 and 10 mg"."""
    doses = passage.doses
    at = next((i for i, (_, end) in enumerate(doses) if end == phrase.end), None)
    if at is None:
        return ""
    units = [passage.view[a:b].lstrip("0123456789.,") for a, b in doses[at:]]
    return "" if units[0] else next((" " + unit.strip(" -") for unit in units if unit), "")


def _surety(endpoint: Chosen | None, group: Chosen | None) -> float:
    """How sure the choices of a finding are: the product of their probabilities, lower where there is none."""
    return (endpoint.probability if endpoint else 0.3) * (group.probability if group else 0.8)


def _finding(layout: Layout, i: int, endpoint: Chosen | None, arm: Chosen | None) -> Finding:
    measure = measure_of(layout, i, endpoint.phrase if endpoint else None)
    return Finding(
        value=layout.passage.values[i],
        measure=measure,
        endpoint=endpoint,
        arm=arm,
        timepoint=_timepoint(layout, i, measure),
        interval=interval_of(layout, i),
        p_value=p_value_of(layout, i),
        probability=1.0,
        falls=falls(layout, i),
        place=ALONE if end_of_change(layout, i) else layout.places[i],
        line=layout.passage.start,
    )


def _timepoint(layout: Layout, i: int, measure: str) -> Mention | None:
    """When a value was measured; a change from baseline was not measured at baseline."""
    if end_of_change(layout, i) == "from":
        return starting_point(layout, i)
    return timepoint_of(layout, i, changed=measure in ("mean-change", "difference"))
