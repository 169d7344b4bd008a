"""Rows: as many arms in one list as there are values in another.

"3.4%, 2.7% and 3.1% of the warfarin, 110 mg and 150 mg groups" pairs them place by place.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.lexicon import lexicon
from extract.mentions.phrases import Phrase
from extract.relations.layout import ARM_TAGS, Layout, once, outermost

# How many tokens may part a list of values from the list of its arms behind it.
_REACH = 7
_SIGNS = {",", ".", "(", ")"}


def arms_in_row(layout: Layout, value: int) -> list[Phrase] | None:
    """The arms that a list pairs with the values of this value's list, in order; None where none does.

    A list without arms goes through those of the nearest other list of its size: "caused dizziness in
    14.9%, 17.1% and 10.1%, and headache in 8.4%, 18.1% and 0.2%".
    """
    place = layout.places[value]
    if place.size < 2:
        return None
    own = _row_of(layout, place.group)
    if own or place.versus:
        return own
    alike = {p.group for p in layout.places if p.size == place.size and p.group != place.group}
    others = sorted(alike, key=lambda group: (abs(group - place.group), group))
    return next((row for group in others if (row := _row_of(layout, group))), None)


@once
def _row_of(layout: Layout, group: int) -> list[Phrase] | None:
    members = [i for i, p in enumerate(layout.places) if p.group == group]
    opening, closing, size = layout.value_tokens[members[0]][0], layout.value_tokens[members[-1]][1], len(members)
    behind = _row([p for p in layout.bare_arms if p.first >= closing], layout, size, first=True)
    if behind and behind[0].first - closing <= _REACH and not _crossed(layout, closing, behind[0].first):
        return behind
    ahead = _row([p for p in layout.bare_arms if p.last <= opening], layout, size, first=False)
    return ahead if ahead and not _crossed(layout, ahead[-1].last, opening) else None


def lists_of_arms(layout: Layout) -> list[list[Phrase]]:
    """The lists of two arms or more that a sentence prints, whatever stands by them; none that names an arm twice."""
    rows = [row for row in _joined_rows(layout.bare_arms, layout) if len(row) > 1]
    view = layout.passage.view
    return [row for row in rows if len({view[p.start : p.end].lower() for p in row}) == len(row)]


def _joined_rows(arms: Sequence[Phrase], layout: Layout) -> list[list[Phrase]]:
    rows: list[list[Phrase]] = []
    for arm in arms:
        if rows and _joined(layout, rows[-1][-1], arm):
            rows[-1].append(arm)
        else:
            rows.append([arm])
    return rows


def _row(arms: Sequence[Phrase], layout: Layout, size: int, first: bool) -> list[Phrase] | None:
    """The first (or last) list among the arms, if it has just this size and no arm twice."""
    rows = _joined_rows(arms, layout)
    row = (rows[0] if first else rows[-1]) if rows else []
    if len(row) == size + 1 and size > 2 and row[0].has(*ARM_TAGS) and not first:
        row = row[1:]  # what they are stands ahead of them: "of alpha-blockers, tamsulosin, ...", "doses of 5, ..."
    names = {layout.passage.view[p.start : p.end].lower() for p in row}
    return row if len(row) == size == len(names) else None


def _joined(layout: Layout, left: Phrase, right: Phrase) -> bool:
    between = [t.text.lower() for t in layout.passage.tokens[left.last : right.first]]
    connectors, words = lexicon("connectors").word_tags, lexicon("words").word_tags
    told = (
        t in _SIGNS or "between" in connectors.get(t, ()) or not {"det", "adv"}.isdisjoint(words.get(t, ()))
        for t in between
    )  # fmt: skip
    return 0 < len(between) <= 5 and all(told)


def _crossed(layout: Layout, low: int, high: int) -> bool:
    """Whether another value stands between two places."""
    return any(low <= a and b <= high for a, b in layout.value_tokens)


def endpoints_in_row(layout: Layout, value: int) -> list[Phrase] | None:
    """The endpoints that a list pairs with the values of this value's list, in order.

    "ACR20, ACR50 and ACR70 responses of 51%, 27% and 12%"
    """
    place = layout.places[value]
    if place.size < 2 or place.versus:
        return None
    members = [i for i, p in enumerate(layout.places) if p.group == place.group]
    opening = layout.value_tokens[members[0]][0]
    depth = layout.depths[opening]
    named = [p for p in layout.passage.phrases if p.has("last:endpoints") and not p.has("list") and p.last <= opening]
    single = [p for p in named if layout.depths[p.first] == depth]  # "mean (SD) changes" is no list
    return _row(outermost(single), layout, place.size, first=False)
