"""Primary endpoints: what a sentence defines as the primary outcome of its study."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.mentions.clues import has_word
from extract.mentions.mention import Kind, Mention
from extract.relations.names import endpoint_name
from extract.relations.passage import ShortForms, read_passage

# "the primary end point was", "primary efficacy outcome (", "primary outcome, a composite of"
_PRIMARY = re.compile(
    r"\bprimary (?:[a-z]+ ){0,2}(?:end ?-?points?|outcomes?)(?: measures?| events?)?"
    r"(?:,| was| were| is|:| of|\s?\(| -| defined as| included| comprised){1,2}", re.IGNORECASE
)  # fmt: skip
_CLUE = frozenset(["primary"])
# How far behind those words (in characters) the endpoint may begin.
_REACH = 70


def primary_endpoints(
    view: str, region: tuple[int, int], known: Sequence[Mention], short_forms: ShortForms
) -> Iterator[Mention]:
    """Yield the endpoint that a region of the view defines as primary: the widest phrase behind the words."""
    found = _PRIMARY.search(view, *region) if has_word(view, *region, _CLUE) else None
    if not found:
        return
    citations = [(m.start, m.end) for m in known if m.kind is Kind.CITATION]
    passage = read_passage(view, found.end(), region[1], citations, short_forms.tags)
    # "The primary outcome was 4.1% (hazard ratio 0.75)" tells how often it came, not what it is.
    reach = min([found.end() + _REACH, *(v.start for v in passage.values)])
    outcomes = [p for p in passage.phrases if p.has("endpoints") and not p.has("last:measures:ratio")]
    near = [p for p in outcomes if p.start <= reach]
    if near:
        first = min(p.start for p in near)
        phrase = max((p for p in near if p.start <= first + 25), key=lambda p: (p.has("list"), p.end - p.start))
        name = endpoint_name(view[phrase.start : phrase.end], short_forms.long)
        yield Mention(Kind.ENDPOINT, phrase.start, phrase.end, name, "endpoint:primary")
