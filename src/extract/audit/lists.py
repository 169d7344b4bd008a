"""Lists that "respectively" joins, of which one has more items than the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.audit.finding import Region, Slip
from extract.audit.paper import Paper
from extract.mentions.mention import Kind

_WORD = re.compile(r"\brespectively\b")
_JOIN = r"\s?,\s(?:and\s|or\s)?|\s(?:and|or)\s"
_SPLIT = re.compile(rf"{_JOIN}|\s(?:versus|vs\.?)\s")
# "43.3%, 50.0%, and 26.6%", "94 patients and 80 patients", "903 patients (9.5%) and 1052 patients (11.1%)"
_NUMBER = r"(?:[<>\u2264\u2265]\s?)?[-+]?(?:\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d{1,6})?)(?:\s?(?:%|percent))?"
_VALUE = rf"{_NUMBER}(?:\s(?:patients|participants|months|years))?(?:\s\(\d{{1,6}}(?:\.\d{{1,4}})?%?\))?"
_VALUES = re.compile(rf"(?<![\w.,%-])({_VALUE}(?:(?:{_JOIN}){_VALUE}){{1,8}})(?![\w.])")
# "with A, B and placebo", "in those on A and B": the other list, behind a preposition.
_PLAIN = r"(?!(?:and|or|by|with|in|for|to|of|on|the)\b)"
_ITEM = rf"{_PLAIN}[A-Za-z\d][\w+/.'-]{{0,30}}(?:\s{_PLAIN}[\w+/.'-]{{1,30}}){{0,3}}"
_NAMES = re.compile(
    r"\b(?:[Ww]ith|[Ff]or|[Ii]n|[Oo]n|[Tt]o|[Oo]f|[Bb]etween|[Aa]fter|receiving)\s(?:the\s)?"
    rf"({_ITEM}(?:,\s{_ITEM}){{0,8}},?\s(?:and|or|versus|vs)\s{_ITEM})"
)
# What may stand between the second list and the word: a unit.
_BEFORE_WORD = re.compile(r"(?:\s[a-z/]{1,15}){0,3}\s?,?\s")
_REACH = 400


def uneven_lists(paper: Paper) -> Iterator[Slip]:
    """Values that "respectively" joins to the only list of names of their sentence, and that are more or fewer."""
    for sentence in paper.sentences:
        for word in _WORD.finditer(paper.view, sentence.start, sentence.end):
            slip = _uneven(paper, (max(sentence.start, word.start() - _REACH), word.start()))
            if slip:
                yield slip


def _uneven(paper: Paper, before: Region) -> Slip | None:
    values = [m.span(1) for m in _VALUES.finditer(paper.view, *before)]
    names = [m.span(1) for m in _NAMES.finditer(paper.view, *before) if not _is_other(paper, m.span(1))]
    last = max([*values, *names], key=lambda span: span[1], default=None)
    if last is None or not _BEFORE_WORD.fullmatch(paper.view, last[1], before[1]):
        return None
    if len(names) != 1 or (len(values) != 1 and last not in values):
        return None
    chosen = values[-1]
    given, asked = (len(_items(paper.view[start:end])) for start, end in (chosen, names[0]))
    if given == asked:
        return None
    printed = [" ".join(paper.article.document.text[start:end].split()) for start, end in (chosen, names[0])]
    return Slip(chosen, f'"respectively" joins {given} values to {asked} names', printed[0], printed[1], names[0])


def _is_other(paper: Paper, at: Region) -> bool:
    """Whether a list is one of values, or no list but the name of a trial ("Mesothelioma and Radical Surgery")."""
    if any(name.end >= at[1] for name in paper.of_kind(Kind.TRIAL, (at[0], at[0] + 1))):
        return True
    return any(re.fullmatch(_VALUE, item.strip()) for item in _items(paper.view[at[0] : at[1]]))


def _items(listed: str) -> Sequence[str]:
    return [item for item in _SPLIT.split(listed) if item.strip()]
