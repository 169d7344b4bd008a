"""Identity: which names and registry numbers are one study.

Names join when they are alike or when the article sets them beside each other: an acronym beside
its long form, a slash between two names, a number in the bracket behind a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from extract.mentions.mention import Kind, Mention
from extract.mentions.sametrial import marks
from extract.relations.lines import Line

# What may stand between a name and the number that is its own: "RIALTO, NCT...", "X trial (NCT...",
# "AALL1331 (COG, low-risk relapse; NCT..." but not another name or a full stop.
_BESIDE = re.compile(
    r"\A[\s,;:(\[]{0,9}(?:(?:pilot|phase|study|trial|\w{1,40})\s){0,2}(?:trial|study|programme|program)?\s{0,3}[,;:(\[]{0,6}\s{0,3}"
    r"(?:(?:clinicaltrials\.gov|registration|identifier|number|no\.?|id|eudract|registered as)[\s:#,]{0,6}){0,4}\Z",
    re.IGNORECASE,
)
# One study in two registries: "(EudraCT 2020-001113-21; ISRCTN50189673)".
_SAME_BRACKET = re.compile(r"[\s,;]+(?:(?:and|EudraCT|EU CT)\s)?(?:[Nn]umber\s|[Nn]o\.\s)?")
_IN_BRACKET = re.compile(r"\A\s*(?:(?:pilot\s)?(?:trial|study)\s)?[(\[][^()\[\]]{0,120}[,;\s]\s*\Z")
_SLASH = re.compile(r"\s?/\s?(?:[A-Z]{2,6}\s)?\Z")
_ALIAS = re.compile(
    r"\A[\s,]{0,6}(?:\b(?:trial|study)\b)?\s{0,3}[(\[]\s{0,3}(?:the\s)?(?:[A-Z]{2,6}\s)?\Z"
    r"|\A\s{0,3},?\s(?:also known as|or|formerly)\s\Z"
)

SameName = Callable[[str, str], bool]


class Anchors:
    """The names and numbers of an article, grouped by study; a group is known by its number."""

    def __init__(self, lines: Sequence[Line], view: str, same: SameName, long_forms: Mapping[str, str]) -> None:
        self._parent: dict[str, str] = {}
        self._view = view
        keys = [key(m) for line in lines for m in line.mentions if m.kind in (Kind.TRIAL, Kind.REGISTRY)]
        for k in keys:
            self._parent.setdefault(k, k)
        self._join_alike(same, long_forms)
        for line in lines:
            if line.role == "row":
                self._join_row(line)
            else:
                self._join_beside(line)

    def _join_row(self, line: Line) -> None:
        """One name and one number in a row or column of a table are one study's."""
        keys = [key(m) for m in line.mentions if m.kind in (Kind.TRIAL, Kind.REGISTRY)]
        names = {self._root(k) for k in keys if k.startswith("name:")}
        numbers = {k for k in keys if k.startswith("number:")}
        if len(names) == 1 and len(numbers) == 1:
            self._join(next(iter(names)), next(iter(numbers)))

    def group(self, mention: Mention) -> str:
        """The key that stands for the study of a name or number."""
        return self._root(key(mention))

    def _root(self, k: str) -> str:
        while self._parent[k] != k:
            k = self._parent[k]
        return k

    def _join(self, a: str, b: str) -> None:
        self._parent[self._root(b)] = self._root(a)

    def _join_alike(self, same: SameName, long_forms: Mapping[str, str]) -> None:
        names = [k[5:] for k in self._parent if k.startswith("name:")]
        for i, j in _may_be_alike(names, long_forms):
            x, y = names[i], names[j]
            if (
                same(x, y)
                or slip(x, y)
                or long_forms.get(x, "").lower() == y.lower()
                or long_forms.get(y, "").lower() == x.lower()
            ):
                self._join(f"name:{x}", f"name:{y}")

    def _join_beside(self, line: Line) -> None:
        anchors = sorted((m for m in line.mentions if m.kind in (Kind.TRIAL, Kind.REGISTRY)), key=lambda m: m.start)
        for left, right in pairwise(anchors):
            between = self._view[left.end : right.start]
            if len(between) <= 160 and _beside(left, right, between):
                self._join(key(left), key(right))


def _may_be_alike(names: Sequence[str], long_forms: Mapping[str, str]) -> list[tuple[int, int]]:
    """The pairs of names worth a comparison, in order: the others share nothing that could make them one."""
    having: dict[object, list[int]] = {}
    asking: list[set[tuple[str, object]]] = []
    for i, name in enumerate(names):
        has, asks = marks(name, long_forms)
        shape = [("shape", "".join("a" if c.isalpha() else c for c in name))] if _is_long_number(name) else []
        for mark in (*has, *shape, ("lower", name.lower())):
            having.setdefault(mark, []).append(i)
        asking.append({*asks, *shape, ("lower", long_forms.get(name, "").lower())})
    pairs = {
        (min(i, j), max(i, j)) for i, asks in enumerate(asking) for mark in asks for j in having.get(mark, ()) if i != j
    }
    return sorted(pairs)


def slip(a: str, b: str) -> bool:
    """Whether one long name is the other with a wrong letter ("ACOZOG Z9001" for "ACOSOG Z9001")."""
    if len(a) != len(b) or not _is_long_number(a):
        return False
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(differing) == 1 and all(c.isalpha() for c in differing[0])


def _is_long_number(name: str) -> bool:
    return len(name) >= 8 and sum(c.isdigit() for c in name) >= 3


def key(mention: Mention) -> str:
    """The identity of one anchor: its kind and its value."""
    return f"{'name' if mention.kind is Kind.TRIAL else 'number'}:{mention.value}"


def _scheme(number: Mention) -> str:
    """The registry of a number by its letters: "" for EudraCT's, which has digits only."""
    return "".join(c for c in str(number.value)[:8] if c.isalpha())


def _beside(left: Mention, right: Mention, between: str) -> bool:
    if left.kind is right.kind is Kind.TRIAL:
        return bool(_SLASH.match(between) or _ALIAS.match(between))
    if left.kind is right.kind:
        return _scheme(left) != _scheme(right) and bool(_SAME_BRACKET.fullmatch(between))
    if left.kind is Kind.TRIAL:
        return bool(_BESIDE.match(between) or _IN_BRACKET.match(between)) and "trial of" not in between
    return bool(re.match(r"[\s,;:()\[\]]*(?:the\s)?\Z", between))
