"""Interventions and comparators of a study: what was tested, and what it was compared with.

The rules: each sentence about the study votes: what stands before "versus", "compared with", "than" and the
like was tested, what stands behind was compared; a treatment alone in a sentence that describes
the study was tested; words such as "background" or "refractory to" take a treatment out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extract.lexicon import Lexicon, lexicon
from extract.mentions.doses import find_doses
from extract.mentions.mention import Kind, Mention
from extract.mentions.phrases import Phrase
from extract.mentions.treatments import dose_behind
from extract.relations.lines import Line
from extract.relations.studies import Starts, Study

# How far before a treatment (in characters) the words stand that take it out, and how many may come between.
_AHEAD = 60
# No row of roles.csv that ends before a treatment is longer.
_ROLE = 32
# A drug's code or brand in brackets behind its name: "trametinib (GSK1120212)".
_ALIAS = re.compile(r"\s?[(\[]\s?\Z|\s?[(\[][^()\[\]]{0,40},\s?\Z|,?\s(?:also known as|formerly(?: known as)?)\s\Z")


@dataclass(frozen=True, slots=True)
class Given:
    """The treatments of a study by role, in the order of the text."""

    interventions: list[Mention]
    comparators: list[Mention]

    @property
    def in_order(self) -> list[str]:
        """All of them as the text first prints them."""
        both = sorted([*self.interventions, *self.comparators], key=lambda m: m.start)
        return list(dict.fromkeys(m.value for m in both))


def aliases(view: str, lines: Sequence[Line]) -> dict[str, str]:
    """The article's other names of drugs: code or brand to the name it stands behind in brackets."""
    found: dict[str, str] = {}
    for line in lines:
        drugs = line.of(Kind.TREATMENT)
        for name, code in pairwise(drugs):
            coded = any(c.isdigit() for c in code.value) and not any(c.isdigit() for c in name.value)
            if coded and name.value != code.value and _ALIAS.match(view, name.end, code.start):
                found.setdefault(code.value, found.get(name.value, name.value))
    return found


def proposed(
    view: str, lines: Sequence[Line], study: Study, topic: Sequence[Mention], other_names: Mapping[str, str]
) -> Given:
    """The roles that the rules give; ``topic`` are the treatments that the section or the article is about."""
    votes: dict[str, Counter[str]] = {}
    first: dict[str, Mention] = {}
    for mention, role, weight in _votes(view, lines, study):
        name = other_names.get(mention.value, mention.value)
        votes.setdefault(name, Counter())[role] += weight
        first.setdefault(name, Mention(mention.kind, mention.start, mention.end, name, mention.rule))
    compared = [m for n, m in first.items() if votes[n]["compared"] > votes[n]["tested"]]
    most = max((v["tested"] for v in votes.values()), default=0)
    tested = [m for n, m in first.items() if m not in compared and votes[n]["tested"] > 0.25 * most]
    tested = _specific(tested) or [m for n, m in first.items() if m not in compared and votes[n]["neutral"] > 0][:1]
    if not any(says_something(m) for m in tested):
        spoken_of = [t for t in topic if t.value not in {c.value for c in compared} and (not tested or is_specific(t))]
        tested = spoken_of[:1] or tested
    return Given(tested, _specific(compared))


# What joins the drugs of one arm. "and" does not: it may stand between two arms.
JOINED = re.compile(r"\s?(?:plus|\+|combined with|in combination with|added to|(?:given )?together with)\s?")


def combination(view: str, lines: Sequence[Line], study: Study) -> str:
    """The first drugs that the study's sentences join with "plus" or the like; "" where none are."""
    for number, start, end in sorted(study.spans):
        joined: list[str] = []
        own = [m for m in lines[number].of(Kind.TREATMENT) if start <= m.start < end]
        for one, other in pairwise(own):
            if JOINED.fullmatch(view, one.end, other.start) and not is_control(other) and not is_control(one):
                joined = [*(joined or [one.value]), other.value]
            elif joined:
                break
        if joined or (joined := [m.value for m in own if _JOINS in m.value][:1]):
            return _JOINS.join(joined)
    return ""


def _specific(mentions: Sequence[Mention]) -> list[Mention]:
    """Without general words ("adjuvant therapy", "daily dose") where something precise is named."""
    precise = [m for m in mentions if is_specific(m)]
    return precise or list(mentions)


def is_specific(mention: Mention) -> bool:
    """Whether a treatment's name says which treatment it is, not only that it is one or of what class."""
    tags = _tags_by_rule(lexicon("treatments")).get(mention.rule, frozenset())
    return not tags & {"class", "head", "generic"} and mention.value != "comparator"


def says_something(mention: Mention) -> bool:
    """Whether a treatment's name is more than "monotherapy", "a biologic": a drug or a procedure."""
    tags = _tags_by_rule(lexicon("treatments")).get(mention.rule, frozenset())
    return is_specific(mention) or not (tags & {"head", "generic"} or tags >= {"class", "drug"})


@lru_cache(maxsize=4)
def _tags_by_rule(rows: Lexicon) -> dict[str, frozenset[str]]:
    return {r.rule: r.tags for r in rows.rows}


def _votes(view: str, lines: Sequence[Line], study: Study) -> Iterator[tuple[Mention, str, int]]:
    anchors = Starts(study.anchors)
    for rank, (number, start, end) in enumerate(sorted(study.spans)):
        line = lines[number]
        own = [m for m in line.of(Kind.TREATMENT) if start <= m.start < end]
        telling = rank == 0 or anchors.any_in(start, end) or bool(line.of(Kind.STUDY))
        arms = [f.arm.phrase for f in line.findings if f.arm and start <= f.value.start < end]
        yield from _sentence_votes(view, line, own, telling, {m.start for m in line.of(Kind.ARM)})
        for arm in arms:
            if not any(inside(m, arm) for m in own):
                yield from ((control, "compared", 1) for control in controls_of(view, arm))


def _sentence_votes(
    view: str, line: Line, drugs: Sequence[Mention], telling: bool, by_column: set[int]
) -> Iterator[tuple[Mention, str, int]]:
    behind = False
    described = [(m.start, m.end) for m in line.of(Kind.POPULATION)]
    for i, drug in enumerate(drugs):
        between = view[drugs[i - 1].end if i else line.start : drug.start]
        in_cell = line.role == "row" and i > 0 and any(sign in between for sign in ";/\n") and len(between) < 30
        listed = bool(
            i > 0 and i + 1 < len(drugs) and is_control(drugs[i + 1]) and between.strip() == ","
            and view[drug.end : drugs[i + 1].start].strip(" ,") in ("or", "and")
        )  # fmt: skip
        behind = behind or listed
        spare = i > 0 and is_control(drugs[i - 1]) and " or " in between  # "either placebo or selumetinib"
        behind = behind or in_cell or (i > 0 and not spare and _compares(view, line, drugs[i - 1], between))
        if drug.start in by_column:
            yield drug, "compared", 2
        elif is_background(view, line, drug, i > 0 and not is_control(drug)) or any(
            a <= drug.start and drug.end <= b for a, b in described
        ):
            yield drug, "background", 1
        elif is_control(drug) or (behind and drug.value != drugs[0].value):
            yield drug, "compared", 2
        elif telling or (len(drugs) > i + 1 and _compares(view, line, drug, view[drug.end : drugs[i + 1].start])):
            yield drug, "tested", 2 if i == 0 else 1
        else:
            yield drug, "neutral", 1


def inside(mention: Mention, phrase: Phrase) -> bool:
    """Whether a treatment's name is part of an arm's."""
    return phrase.start <= mention.start and mention.end <= phrase.end


def controls_of(view: str, arm: Phrase) -> Iterator[Mention]:
    """The controls that an arm names which stands outside the sentence, as the header of a table's column."""
    for hit in lexicon("treatments").find(view[arm.start : arm.end]):
        if "control" in hit.row.tags:
            start, end = arm.start + hit.start, arm.start + hit.end
            yield Mention(Kind.TREATMENT, start, end, hit.row.value, hit.row.rule)


def _compares(view: str, line: Line, earlier: Mention, between: str) -> bool:
    """Whether the words between two treatments set the second against the first."""
    if len(between) > 120 or ";" in between:
        return False
    if says("versus", between):
        return True
    ahead = view[max(line.start, earlier.start - 50) : earlier.start]
    joined = len(between) < 40 and any(w in between.split() for w in ("with", "and", "to"))
    return joined and any(says("compares", cut) for cut in [ahead[-40:]])


def is_background(view: str, line: Line, drug: Mention, softly: bool) -> bool:
    """Whether the words right before a treatment say that nobody tested it here; ``softly``: weak words ("on"), too."""
    low = max(line.start, drug.start - _AHEAD)
    soft = _soft_background(view, low, drug.start, lexicon("roles").tagged("background"))
    return soft is False or (softly and soft is True)


# The features of one treatment ask for the same words again and again.
@lru_cache(maxsize=64)
def _soft_background(view: str, low: int, high: int, background: Lexicon) -> bool | None:
    """Whether words that end ``view[low:high]``, or one or two words before, are weak; None where there are none."""
    ahead = view[low:high].rstrip()
    ends = [low + len(ahead), *(low + len(ahead.rsplit(None, n)[0]) for n in (1, 2) if len(ahead.split()) > n)]
    found = [hit for end in ends for hit in background.find(view, max(low, end - _ROLE), end) if hit.end == end]
    return any("soft" in hit.row.tags for hit in found) if found else None


def says(tag: str, text: str) -> bool:
    """Whether a text has words of a role: a row of ``roles.csv`` with this tag."""
    return _has_role(text, lexicon("roles").tagged(tag))


@lru_cache(maxsize=4_096)
def _has_role(text: str, role: Lexicon) -> bool:
    return role.is_in(text)


def is_control(mention: Mention) -> bool:
    """Whether a treatment is a control by its own name ("placebo", "usual care")."""
    return _names_control(mention.value, lexicon("treatments"), lexicon("arms"))


@lru_cache(maxsize=4096)
def _names_control(name: str, *lexicons: Lexicon) -> bool:
    return any("control" in hit.row.tags for words in lexicons for hit in words.find(name))


# How the names of combinations are written.
_JOINS = " plus "


def drugs_of(treatments: Sequence[Mention]) -> list[str]:
    """The drugs by name, each of a combination by itself."""
    return list(dict.fromkeys(drug for m in treatments for drug in m.value.split(_JOINS)))


_AMOUNT = re.compile(r"[\d.,]+\s?-?[^\s/]+")
# What may stand between a drug and its dose, and between the doses of a list.
_AT, _LISTED = re.compile(r"[\s,(]{1,2}(?:at\s|of\s)?"), re.compile(r",?\s(?:and\s|or\s)?")
_DOSED = re.compile(_AT.pattern + r"[\d.]")
_MOST_DOSES = 4


def with_doses(view: str, lines: Sequence[Line], study: Study, names: Sequence[str]) -> list[str]:
    """The names with their doses where one drug was tested in several ("dabigatran 110 mg", "... 150 mg")."""
    doses: dict[str, list[str]] = {}
    for number, start, end in study.spans:
        for drug in lines[number].of(Kind.TREATMENT):
            if start <= drug.start < end:
                doses.setdefault(drug.value, []).extend(_doses_behind(view, drug.end, lines[number].end))
    out: list[str] = []
    for name in names:
        amounts = {found[0]: dose for dose in reversed(doses.get(name, [])) if (found := _AMOUNT.match(dose))}
        several = list(amounts.values())[::-1]
        out += [f"{name} {dose}" for dose in several] if 2 <= len(several) <= _MOST_DOSES else [name]
    return out


def _doses_behind(view: str, position: int, end: int) -> list[str]:
    """The doses right behind a name; those of a list share its unit ("5 or 10 mg")."""
    if not _DOSED.match(view, position, end):
        return []
    listed: list[tuple[int, int]] = []
    for dose in find_doses(view, position, min(end, position + _AHEAD)):
        gap = (_LISTED if listed else _AT).fullmatch(view, listed[-1][1] if listed else position, dose[0])
        if not gap:
            break
        listed.append(dose)
    if len(listed) < 2:
        single = dose_behind(view, position)
        return [single.text] if single else []
    last = view[slice(*listed[-1])]
    unit = last.lstrip("0123456789.,").lstrip(" -")
    return [f"{view[slice(*dose)]} {unit}" for dose in listed[:-1]] + [last]
