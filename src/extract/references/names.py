"""Authors as family and given names, where the print tells them apart."""

from __future__ import annotations

import re

_FEW = 5
_DIGIT = re.compile(r"\d")
_INITIAL = r"[A-Z\u00c0-\u00de]"
_LAST = re.compile(
    rf"(?P<family>.{{1,80}}?),?\s(?P<given>(?:{_INITIAL}{{1,4}}\.?|(?:{_INITIAL}\.?[\s-]?){{1,4}}))(?:,?\s(?P<suffix>Jr|Sr|I{{2,3}})\.?)?\Z"
)
_FIRST = re.compile(rf"(?P<given>(?:{_INITIAL}\.[\s-]?){{1,4}})\s?(?P<family>\S.{{1,80}})\Z")


def comma(name: str) -> str:
    """A printed name as "Family, Given": "van Two BC" is "van Two, BC"; a name without initials stays as it is."""
    family, _, given = name.rpartition(" ")
    if len(given) < _FEW and given.isupper() and given.isalpha() and family[-1:].islower():
        # Most names are so, and the patterns take five times as long.
        return f"{family}, {given}"
    found = _LAST.match(name) or _FIRST.match(name)
    if not found or _DIGIT.search(name):
        return name
    suffix = found.groupdict().get("suffix")
    return f"{found['family']}, {found['given'].strip()}" + (f", {suffix}" if suffix else "")


def parts(author: str) -> tuple[str, str, str]:
    """Family name, given names and suffix of "Family, Given, Suffix"; of a group its name alone."""
    family, given, suffix = (*(piece.strip() for piece in author.split(",", 2)), "", "")[:3]
    return family, given, suffix
