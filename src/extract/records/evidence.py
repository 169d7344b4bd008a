"""Evidence: short verbatim snippets that anchor a record in the article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.relations.lines import Line
from extract.relations.studies import Study

# The guide's bounds: one to three snippets of at most 25 words.
SNIPPETS, WORDS = 3, 25
_OPENING = re.compile(rf"\s*+\S++(?:\s++\S++){{0,{WORDS - 1}}}+")


def snippets(text: str, lines: Sequence[Line], study: Study) -> list[str]:
    """The opening words of the study's most telling sentences (table rows where prose is short), in text order."""
    ranked = sorted(study.spans, key=lambda s: (lines[s[0]].role == "row", -_weight(lines[s[0]]), s[1]))[:SNIPPETS]
    out = [_cut(text, start, end) for _, start, end in sorted(ranked, key=lambda s: s[1])]
    return list(dict.fromkeys(s for s in out if s))


def _weight(line: Line) -> int:
    if line.role in ("heading", "title"):
        return -1
    return len({m.kind for m in line.mentions}) + 2 * len(line.findings)


def _cut(text: str, start: int, end: int) -> str:
    found = _OPENING.match(text, start, end)
    return found.group() if found else ""
