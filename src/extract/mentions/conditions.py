"""Conditions: the diseases that trials are about, with the words that belong to their names.

A name is a row of ``conditions.csv`` ("type 2 diabetes mellitus", "B-ALL"), a word with a
disease's ending ("-itis", "-cytoma"), or a head noun ("carcinoma", "failure") with the site, cell
type or course in front of it. What describes the patients instead of the disease (newly
diagnosed, relapsed, severe, high-risk) stays out. The word lists are written from general
knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.lexicon import WORD, Hit, Row, cut_words, lexicon
from extract.mentions.hits import word_hits
from extract.mentions.mention import Kind, Mention
from extract.mentions.modifiers import Word, expand_left, tags_of

_UNSURE = frozenset({"risky", "setting", "weak"})
# Endings of adjectives that may stand in a disease's name and in no list ("ampullary", "myxoid").
_ADJECTIVE = re.compile(r"[a-z]{3,40}(?:al|ar|ary|ic|oid|ous|eal|iac)\Z")
_OF_SITE = re.compile(r" (?:of|in) (?:the )?")
_SITE_LIST = re.compile(r"(?:/| and | or |, )(?=\w)")


def find_conditions(view: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the CONDITION mentions of ``view[start:end]`` in order; they do not overlap.

    The value is the lower-case name, short forms expanded, with the modifiers in front of it and
    the site behind it ("carcinoma of the ovary/peritoneum"). Short forms with several meanings
    (tag ``risky``) are left to the article's own definitions and are not yielded.
    """
    words = cut_words(view, start, end)
    floor = start
    for hit in sorted(word_hits("conditions", view, start, end), key=lambda h: (h.start, -h.end)):
        at = words.at(hit.start)
        if hit.start < floor or not hit.row.tags.isdisjoint(_UNSURE) or at is None:
            continue
        mention = _mention(view, words, at, hit, (floor, end))
        if mention:
            floor = mention.end
            yield mention


def _mention(view: str, words: list[Word], at: int, hit: Hit, bounds: tuple[int, int]) -> Mention | None:
    only_head = "head" in hit.row.tags and "disease" not in hit.row.tags
    free = _is_part if only_head else _is_adjective if "head" in hit.row.tags else _never
    first = expand_left(view, words, at, "condition", free)
    while first < at and words[first][1] < bounds[0]:
        first += 1
    stop = _site_end(view, hit.end, bounds[1]) if hit.row.match != "suffix" else hit.end
    begin = words[first][1]
    if only_head and begin == hit.start and stop == hit.end:
        return None
    return Mention(Kind.CONDITION, begin, stop, _value(view, hit, begin, stop), hit.row.rule)


def _never(word: Word) -> bool:
    return False


def _is_adjective(word: Word) -> bool:
    lower = word[0].lower()
    return bool(_ADJECTIVE.match(lower)) and lower not in lexicon("words").word_tags


def _is_part(word: Word) -> bool:
    """Whether a word in front of a head noun may belong to the name: an adjective, a proper name ("Rett" syndrome)."""
    lower = word[0].lower()
    if lower in lexicon("words").word_tags or lower in lexicon("participants").word_tags:
        return False
    return bool(_ADJECTIVE.match(lower)) or (word[0][0].isupper() and word[0].isalpha() and len(word[0]) > 2)


def _site_end(view: str, position: int, end: int) -> int:
    """Where "of the ovary/peritoneum" behind a disease ends, or ``position`` where nothing of the kind follows."""
    opening = _OF_SITE.match(view, position, end)
    if not opening:
        return position
    stop = _site_at(view, opening.end(), end)
    while stop and (joint := _SITE_LIST.match(view, stop, end)) and (more := _site_at(view, joint.end(), end)):
        stop = more
    return stop or position


def _site_at(view: str, position: int, end: int) -> int | None:
    """The end of the body site that begins at ``position``, if one does."""
    known = tags_of()
    words = [m for m, _ in zip(WORD.finditer(view, position, end), range(4), strict=False)]
    for length in range(len(words), 0, -1):
        tags = known.get(tuple(w.group().lower() for w in words[:length]))
        if tags and "site" in tags and words[0].start() == position:
            return words[length - 1].end()
    return None


def _value(view: str, hit: Hit, begin: int, stop: int) -> str:
    name = _name(view, hit, hit.row)
    in_front = " ".join(view[begin : hit.start].lower().split())
    behind = " ".join(view[hit.end : stop].lower().split())
    glue = "" if not in_front or in_front.endswith(("-", "/")) else " "
    return f"{in_front}{glue}{name}{' ' if behind else ''}{behind}"


def _name(view: str, hit: Hit, row: Row) -> str:
    return view[hit.start : hit.end].lower() if row.match == "suffix" else row.value
