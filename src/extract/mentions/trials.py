"""Trial names: first the names that an article gives by strong evidence, then all their occurrences.

Evidence is what stands beside a name: a study noun ("the RIALTO trial"), a registry number in the
same brackets, "called", a subject ("ISAT was a randomized trial"), a long form that says study, a
cooperative group's way of numbering protocols, a cell of a table's study column. A name so found is
then found again wherever it stands bare.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from extract.lexicon import held
from extract.mentions.mention import Kind, Mention
from extract.mentions.namelists import NUMBERED
from extract.mentions.occurrences import Finder, Occurrences
from extract.mentions.trialevidence import Evidence
from extract.mentions.trialnames import Found, Names
from extract.mentions.trialwords import trial_words

Region = tuple[int, int]
FAMILY = "trial:family"  # a programme whose numbered trials the article names too: "the OASIS studies"

_AND_OTHERS = re.compile(r"\s(?:et\sal|and\s(?:colleagues|co-?workers))")
_OPENING = re.compile(r"\A(?:(?:In|The|the|of|Of)\s)+")
_RAISED = re.compile(r"(?<=[A-Za-z])\d{1,3}\Z")
_FAMILY_TAIL = re.compile(r"[ -]?(?:\d{1,3}|[IVX]{1,4})\Z")
_JOINED = re.compile(r"(?:\s(?:trial|study))?(?:\s?\[[\d,\s-]+\]|\s\([^()]{1,40}\))?\s(?:and|or)\s(?:in\s|the\s)?")
# "PIONEER I and II", "SOLO-1 and -2": a number that goes on with the name before it.
_CONTINUED = re.compile(
    r"(?:,\s|,?\s(?:and|or|&)\s|/)(?:(?P<roman>[IVX]{1,4}\b)|(?P<number>-?\d{1,3})"
    r"(?=\s?[,;.:)\]](?!\d)|\s(?:trials|studies|were|are|both|showed|have|had|enrolled|included)\b))"
)


def find_trials(
    view: str,
    regions: Sequence[Region],
    abbreviations: Mapping[str, str],
    name_cells: Sequence[Region] = (),
) -> list[Mention]:
    """Find trial, study and registry names in the half-open ``regions`` of a normalised view.

    ``abbreviations`` maps the article's short forms to their long ones. ``name_cells`` are table
    cells known to hold names (see ``study_cells``); they need not be regions too. The value of a
    mention is the name as printed, its rule the evidence that made it ("trial:noun"); mentions are
    sorted and do not overlap. In "PIONEER I and II" the span of the second name is "II" and its
    value "PIONEER II". The rule ``FAMILY`` marks a name that stands for several numbered trials.
    """
    with held():
        return _trials(view, regions, abbreviations, name_cells)


def _trials(
    view: str, regions: Sequence[Region], abbreviations: Mapping[str, str], name_cells: Sequence[Region]
) -> list[Mention]:
    names, seen = Names(abbreviations, _introduced(view, abbreviations)), Occurrences(view)
    everywhere = sorted({*regions, *name_cells})
    found = list(Evidence(seen, names).collect(everywhere, name_cells))
    rules = _accepted(seen, names, found)
    rules |= {f.name: "trial:joined" for f in _joined(seen, everywhere, names, rules)}
    rules |= dict.fromkeys(_families(rules), FAMILY)
    mentions = list(_again(view, everywhere, rules))
    mentions += [Mention(Kind.TRIAL, f.start, f.end, f.name, f.rule) for f in found if f.rule == "trial:list"]
    mentions += _without_raised(found, rules)
    return _apart(mentions)


def _introduced(view: str, abbreviations: Mapping[str, str]) -> frozenset[str]:
    """The short forms of proper names that are introduced before a study noun: "Radical Surgery (MARS) trial"."""
    noun = re.compile(r"\)\s(?:trial|study)\b")
    return frozenset(
        short
        for short, long in abbreviations.items()
        if _proper(long)
        and (at := view.find(f"{long} ({short})")) >= 0
        and noun.match(view, at + len(long) + 2 + len(short))
    )


def _accepted(seen: Occurrences, names: Names, found: Iterable[Found]) -> dict[str, str]:
    """The names that their evidence carries, each with the rule of its strongest evidence."""
    by_name: dict[str, list[Found]] = {}
    for one in found:
        by_name.setdefault(one.name, []).append(one)
    rules = {}
    for name, all_of in by_name.items():
        best = max(all_of, key=lambda f: f.strength)
        if best.strength == 3 or _stands(seen, names, name, sum(f.strength == 2 for f in all_of)):
            rules[name] = best.rule
    for name in [n for n, rule in rules.items() if rule == "trial:cell" and _stem(n) in rules]:
        del rules[name]
    for name in [n for n in rules if _proper(names.abbreviations.get(n, ""))]:
        rules.setdefault(_OPENING.sub("", names.abbreviations[name]).strip(), "trial:long-form")
    return rules


def _without_raised(found: Iterable[Found], rules: Mapping[str, str]) -> Iterator[Mention]:
    """ "COMBI-d11" in a table is COMBI-d with a raised citation where the article knows COMBI-d."""
    for one in found:
        stem = _stem(one.name)
        if one.rule == "trial:cell" and stem in rules:
            yield Mention(Kind.TRIAL, one.start, one.start + len(stem), stem, one.rule)


def _stem(name: str) -> str:
    """The name without the digits that touch its letters; "" where none do."""
    stem = _RAISED.sub("", name)
    return stem if stem != name else ""


def _stands(seen: Occurrences, names: Names, name: str, support: int) -> bool:
    """Whether a name of weaker evidence is one: nothing, or less, shows it as a disease, drug or measure."""
    if seen.any_before(name, _AND_OTHERS):
        return False
    if names.defined(name):
        return True
    # "the X trial" or "X Investigators" may stand in the reference list only.
    named = _sturdy(name) or seen.any_before(name, names.words.naming_words)
    if support == 0 and (name in names.abbreviations or not named):
        return False
    return _against(seen, names, name) < max(support, 1)


def _sturdy(name: str) -> bool:
    """Long enough not to be any short form: five letters, or three with a number."""
    if "/" in name and not re.search(r"\d", name):
        return False
    letters = sum(c.isalpha() for c in name)
    return letters > 4 or bool(letters > 2 and re.search(r"\d|[A-Z]{2}-[A-Z]{2}", name))


def _against(seen: Occurrences, names: Names, name: str) -> int:
    """How often the article uses the name as that of a disease, a drug, a gene or a scale."""
    view, words, count = seen.view, names.words, 0
    for start, end in seen.of(name) if " " not in name else ():
        count += view[max(0, start - 24) : start].lower().endswith(words.before) or view.startswith(words.after, end)
    return count


def _proper(long: str) -> bool:
    """Whether a long form is printed as a proper name: its longer words are capitalised."""
    words = [w for w in re.findall(r"[^\W\d_]+", long) if len(w) > 3]
    return len(words) > 1 and all(w[0].isupper() for w in words)


def _joined(seen: Occurrences, regions: Iterable[Region], names: Names, rules: Mapping[str, str]) -> Iterator[Found]:
    """Names joined to a known one by "and": "in OASIS-5 and CREATE"."""
    view = seen.view
    for mention in list(_again(view, regions, rules)):
        link = _JOINED.match(view, mention.end)
        chunks = names.after(view, link.end(), link.end() + 60) if link else []
        if not chunks:
            continue
        name = " ".join(view[chunks[0].start : chunks[-1].end].split())
        if name not in rules and name not in names.abbreviations and _stands(seen, names, name, 0):
            yield Found(name, chunks[0].start, chunks[-1].end, "trial:joined", 1)


def _families(rules: Mapping[str, str]) -> list[str]:
    """Names of which two others are numbered members: "OASIS" beside "OASIS-5" and "OASIS-6"."""
    members: dict[str, int] = {}
    for name in rules:
        stem = _FAMILY_TAIL.sub("", name)
        if stem != name:
            members[stem] = members.get(stem, 0) + 1
    return [stem for stem, count in members.items() if count > 1 and stem in rules]


def _again(view: str, regions: Iterable[Region], rules: Mapping[str, str]) -> Iterator[Mention]:
    """Every occurrence of the accepted names, the longest name first."""
    finder, words = Finder(rules), trial_words()
    # "(EINSTEIN-PE Investigators 2012)" cites the paper of a group.
    group = re.compile(rf"\s(?:[A-Z][a-z]+\s)?(?:{words.either('people')}),?\s\(?(?:19|20)\d\d\b")
    for low, high in regions:
        for start, end, name in finder.find(view, low, high):
            if not _is_shouted(view, start, end) and not group.match(view, end, high):
                # Markdown escapes a star: "STAR\\*D".
                printed = " ".join(view[start:end].replace("\\*", "*").split())
                yield Mention(Kind.TRIAL, start, end, printed, rules[name])
                yield from _continued(view, end, high, printed)


def _continued(view: str, end: int, high: int, name: str) -> Iterator[Mention]:
    """ "PIONEER I and II": the second is a name too, its first part printed once."""
    parts = NUMBERED.fullmatch(name)
    while parts and (link := _CONTINUED.match(view, end, high)):
        kind = "number" if parts["number"] else "roman"
        start, end = link.span(kind)
        if not link[kind]:
            return
        yield Mention(Kind.TRIAL, start, end, parts["stem"] + view[start:end].lstrip("-"), "trial:list")


def _is_shouted(view: str, start: int, end: int) -> bool:
    """Whether the words around are all capitals too: "HOPE FOR NEW THERAPIES" is no trial."""
    if not view[start:end].isalpha():
        return False
    after = re.match(r"\s([A-Z]{3,})\s([A-Z]{3,})\b", view[end : end + 40])
    return bool(after)


def _apart(mentions: list[Mention]) -> list[Mention]:
    """Sorted, the longer of two that overlap kept."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept
