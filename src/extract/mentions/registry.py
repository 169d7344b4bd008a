"""Registry numbers of trials: NCT01234567, 2016-004674-17, ISRCTN12345678 and their sisters.

The rows of ``registries.csv`` are patterns, one or more for a registry. The groups of a pattern are
the parts of the number; what stands between them (blanks, "#", a lost hyphen) is dropped. The tag
``as=X`` spells the first group as the registry does, ``before=X`` puts a prefix that was printed
once for several numbers, ``slash`` turns hyphens into slashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extract.lexicon import Lexicon, Row, lexicon
from extract.mentions.mention import Kind, Mention

# The shortest numbers are those of the Dutch register: "NTR123", "NL7654".
_SHORTEST = 6
_BLANK = re.compile(r"\s+")


def find_registry(view: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the registry numbers of ``view[start:end]``, in order; the value is the canonical form.

    The span is the number as printed, without words such as "EudraCT" before it. A number of wrong
    length ("NCT016968017") keeps its digits: what the article prints is what a curator looks for.
    """
    if end - start < _SHORTEST:
        return
    taken = start
    for mention in sorted(_candidates(view, start, end), key=lambda m: (m.start, -m.end)):
        if mention.start >= taken:
            yield mention
            taken = mention.end


def _candidates(view: str, start: int, end: int) -> Iterator[Mention]:
    for pattern, row in _patterns(lexicon("registries")):
        for found in pattern.finditer(view, start, end):
            if _stands_alone(view, found):
                first, last = found.start(1), found.end(pattern.groups)
                yield Mention(Kind.REGISTRY, first, last, _canonical(found, row), f"registries:{row.value}")


@lru_cache(maxsize=4)
def _patterns(rows: Lexicon) -> tuple[tuple[re.Pattern[str], Row], ...]:
    return tuple((re.compile(row.term), row) for row in rows.rows if row.match == "regex")


def _stands_alone(view: str, found: re.Match[str]) -> bool:
    """Whether the number is neither the tail nor the head of a longer word or number."""
    before = view[found.start() - 1 : found.start()]
    after = view[found.end() : found.end() + 2]
    inside = before.isalnum() or (before in ("-", ".") and found.group()[0].isdigit())
    return not inside and not after[:1].isalnum() and not (after[:1] == "-" and after[1:].isdigit())


def _canonical(found: re.Match[str], row: Row) -> str:
    parts = [_BLANK.sub("", part or "") for part in found.groups()]
    options = dict(tag.split("=", 1) for tag in row.tags if "=" in tag)
    if "as" in options and "before" not in options:
        parts[0] = options["as"]
    number = options.get("before", "") + "".join(parts)
    return number.replace("-", "/") if "slash" in row.tags else number
