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
_MOST_WORDS_OF_A_NAME = 6
# Below a table: "* Reference level", "a Twice daily", "n = patients", "OS: overall survival",
# "CV cardiovascular, MI myocardial infarction"
_TABLE_NOTE = re.compile(
    r"[*\u2020\u2021\u00a7\u00b6#]|[a-h]\s[A-Z]|\S{1,4}\s?=\s|[\w/-]{1,8}:\s"
    r"|(?:[A-Z]{2}[\w/-]{0,10}[:,=]?(?:\s[\w-]+){1,5}[;,.]\s){2}"
)

# "[12, 13]", "(Smith et al 2004)", "et al22", "patients.12,13 In"
_CITES = re.compile(
    r"\[\d{1,3}(?:\s?[,\u2013-]\s?\d{1,3}){0,9}\]|\([^()]{3,80}\s(?:19|20)\d\d[a-z]?\)|\bet al\.?,?\s?[\d(\[]"
    r"|[a-z)][.,;:]\d{1,3}(?:[,\u2013-]\d{1,3}){0,9}(?=\s|\Z)|[a-z.,][\u00b9\u00b2\u00b3\u2070-\u2079]"
)


def cites(line: str) -> bool:
    """Whether a line cites as articles do."""
    return bool(_CITES.search(line))


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
    if any(len(p.split()) > _MOST_WORDS_OF_A_NAME for p in pieces):
        return False
    return len(pieces) > 2 and sum(p[0].isupper() for p in pieces) * 10 > len(pieces) * 8


def is_table_note(line: str) -> bool:
    """Whether a line right below a table is one of its footnotes."""
    return bool(_TABLE_NOTE.match(line))


def is_prose(line: str) -> bool:
    """Whether most words of a line are small, as in sentences and unlike in addresses."""
    words = line.split()
    return sum(w[0].islower() for w in words) * 2 > len(words)
