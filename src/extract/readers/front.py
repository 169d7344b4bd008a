"""The front of a plain text: the title, and what a page prints around it above the article."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from extract.readers.captions import caption_label
from extract.readers.headings import heading_kind
from extract.readers.lines import ITEM, MARKDOWN, SHORTEST_PARAGRAPH, is_names, is_prose

_LONG_PARAGRAPH = 200
_MOST_UNITS = 80
# A page that has one of these has its title above it, and no more than a few paragraphs.
OPENING = ("abstract", "introduction", "keypoints")
_MOST_LEADS = 3
# "A. Person,1 B. Person2 and C. Person"
_BETWEEN_AUTHORS = re.compile(r"[\d,;*\u2020]+|\s(?:and|und|et|&)\s")

Test = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Front:
    """The first ``end`` lines: which one is the title (None without one), and which are text."""

    end: int
    title: int | None
    leads: frozenset[int]


def find_front(lines: list[str], is_chrome: Test, is_table: Test) -> Front:
    """Find the front of a text; ``is_chrome`` and ``is_table`` say of the number of a line what it is."""
    end, heading = _end(lines, is_chrome, is_table)
    title = _title(lines, end, is_chrome)
    leads = frozenset(
        i for i in range(end) if i != title and not is_chrome(i) and is_lead(lines[i], title is not None, heading)
    )
    return Front(end, title, leads)


def _end(lines: list[str], is_chrome: Test, is_table: Test) -> tuple[int, str]:
    """Where the front ends, and the kind of the heading that ends it, "" for other text."""
    paragraphs = 0
    for i, line in enumerate(lines[:_MOST_UNITS]):
        if (kind := heading_kind(line)) in OPENING:
            return i, kind
        paragraphs += line[-1] in ".?!" and len(line) > _LONG_PARAGRAPH and not is_chrome(i)
        if paragraphs > _MOST_LEADS:
            break
    return next((i for i in range(len(lines)) if _begins_text(lines, i, is_chrome, is_table)), 0), ""


def _begins_text(lines: list[str], i: int, is_chrome: Test, is_table: Test) -> bool:
    """Whether the front of a page without an abstract ends above line ``i``."""
    line = lines[i]
    if is_chrome(i):
        return False
    if heading_kind(line) or caption_label(line) or (i and (MARKDOWN.match(line) or ITEM.match(line) or is_table(i))):
        return True
    return line[-1] in ".?!" and (len(line) >= SHORTEST_PARAGRAPH or i < 2)


def is_lead(line: str, titled: bool, heading: str) -> bool:
    """Whether a line of the front is text: a sentence, no address. Above a heading ("") it may be short."""
    if line[-1] not in ".?!" or (titled and not is_prose(line)):
        return False
    return not titled or len(line) >= (_LONG_PARAGRAPH if heading else SHORTEST_PARAGRAPH)


def _title(lines: list[str], end: int, is_chrome: Test) -> int | None:
    """The line that reads like a title: the first long one, or the one that the page prints twice."""
    marked = next((i for i in range(end) if lines[i].startswith("# ")), None)
    if marked is not None:
        return marked
    found = [i for i in range(end) if _could_be_title(lines[i]) and not is_chrome(i)]
    # what a page prints again among its metadata is the title
    repeated = [i for i in found if len(lines[i].split()) > 4 and lines[i] in lines[i + 1 :]]
    for least in (5, 2, 1):
        if long := [i for i in repeated or found if len(lines[i].split()) >= least]:
            # the name of the journal may stand above, but the authors stand below the title
            return next((i for i in long if least == 5 and i + 1 < end and _is_authors(lines[i + 1])), long[0])
    return None


def _is_authors(line: str) -> bool:
    """Whether a line names two or more people: "Ada Example & Bea Muster"."""
    people = [p.split() for p in _BETWEEN_AUTHORS.split(line) if p.strip()]
    return len(people) > 1 and all(1 < len(p) < 6 and p[0][0].isupper() and p[-1][0].isupper() for p in people)


def _could_be_title(line: str) -> bool:
    return line[-1] not in ".;,:" and " | " not in line and not is_names(line) and any(c.isalpha() for c in line)
