"""Registry numbers of trials: NCT01234567, 2016-004674-17, ISRCTN12345678 and their sisters.

The rows of ``registries.csv`` are patterns, one or more for a registry. The groups of a pattern are
the parts of the number; what stands between them (blanks, "#", a lost hyphen) is dropped. The tag
``as=X`` spells the first group as the registry does, ``before=X`` puts a prefix that was printed
once for several numbers, ``slash`` turns hyphens into slashes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from extract.lexicon import Lexicon, Row, lexicon
from extract.mentions.mention import Kind, Mention

_BLANK = re.compile(r"\s+")


def find_registry(view: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the registry numbers of ``view[start:end]``, in order; the value is the canonical form.

    The span is the number as printed, without words such as "EudraCT" before it. A number of wrong
    length ("NCT016968017") keeps its digits: what the article prints is what a curator looks for.
    """
    starts, mentions = _numbers(lexicon("registries"), view)
    for mention in mentions[bisect_left(starts, start) : bisect_left(starts, end)]:
        if mention.end <= end:
            yield mention


@lru_cache(maxsize=1)
def _numbers(rows: Lexicon, view: str) -> tuple[list[int], list[Mention]]:
    """All numbers of a text with their starts: fifty patterns run faster once than in each sentence."""
    kept: list[Mention] = []
    for mention in sorted(_candidates(rows, view), key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return [m.start for m in kept], kept


def _candidates(rows: Lexicon, view: str) -> Iterator[Mention]:
    for pattern, row in rows.patterns_in(view):
        for found in pattern.finditer(view):
            if _stands_alone(view, found):
                # A row without groups is the number as it stands.
                first, last = found.start(min(1, pattern.groups)), found.end(pattern.groups)
                yield Mention(Kind.REGISTRY, first, last, _canonical(found, row), f"registries:{row.value}")


def _stands_alone(view: str, found: re.Match[str]) -> bool:
    """Whether the number is neither the tail nor the head of a longer word or number."""
    before = view[found.start() - 1 : found.start()]
    after = view[found.end() : found.end() + 2]
    inside = before.isalnum() or (before in ("-", ".") and found.group()[0].isdigit())
    return not inside and not after[:1].isalnum() and not (after[:1] == "-" and after[1:].isdigit())


def _canonical(found: re.Match[str], row: Row) -> str:
    parts = [_BLANK.sub("", part or "") for part in found.groups() or (found.group(),)]
    options = dict(tag.split("=", 1) for tag in row.tags if "=" in tag)
    if "as" in options and "before" not in options:
        parts[0] = options["as"]
    number = options.get("before", "") + "".join(parts)
    return number.replace("-", "/") if "slash" in row.tags else number
