"""What a line of plain text looks like by itself: a heading, a list item, names, nothing but marks."""

from __future__ import annotations

import re

# "## Results", or a line that is all bold
MARKDOWN = re.compile(r"(#{1,6})\s+|(?:\*\*|__)(?=[^*_]{2,120}(?:\*\*|__):?\Z)")
ITEM = re.compile(r"(?:[-*+\u2022\u2023\u25aa\u25e6\u00b7\u2013]|\(?\d{1,2}[.)]|\(?[a-z][.)]|\([ivx]{1,4}\))\s+(?=\S)")
NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|(?:[IVX]{1,5}|[A-H])[.)])\s+(?=[^\W\d_a-z])")
# A page number, a ruled line
NO_WORDS = re.compile(r"[\d\s*_=~.\u2010-\u2015-]{1,120}\Z")
UNDERLINE = re.compile(r"(={3,}|-{3,})\Z")
# A paragraph is at least a line of text.
SHORTEST_PARAGRAPH = 80
_DEPTH = re.compile(r"\d{1,2}(?:\.\d{1,2})*")
_BETWEEN_NAMES = re.compile(r"[,;]|\s(?:and|und|et|&)\s")
_LONGEST_HEADING = 120
_MOST_HEADING_WORDS = 18


def could_be_heading(line: str) -> bool:
    """Whether a line is short, has no stop and begins like a heading."""
    words = line.split()
    if len(line) > _LONGEST_HEADING or len(words) > _MOST_HEADING_WORDS or line[-1] in ".;,:":
        return False
    return any(c.isalpha() for c in line) and not words[0].islower()


def heading_level(line: str) -> int:
    """The depth of a heading by its number: "2.1 Safety" is 2; 1 without a number."""
    found = _DEPTH.match(line) if NUMBERED.match(line) else None
    return found.group().count(".") + 1 if found else 1


def is_names(line: str) -> bool:
    """Whether a line is a list of people: pieces between commas, nearly each with a capital."""
    pieces = [p.strip() for p in _BETWEEN_NAMES.split(line) if p.strip()]
    return len(pieces) > 2 and sum(p[0].isupper() for p in pieces) * 10 > len(pieces) * 8
