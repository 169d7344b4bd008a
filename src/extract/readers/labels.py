"""Author-year labels ("Turpie et al 2001") as an article cites them, without points and brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence

YEAR = re.compile(r"\b(?:18|19|20)\d\d[a-z]?(?![\w])")
_MARKS = re.compile(r"[()\[\],;.]+")


def author_year(surnames: Sequence[str], year: str | None, others: bool = False) -> str:
    """The label of a reference by its authors' surnames and its year with its letter.

    ``others`` says that the list prints "et al" after the given names. "" where either is missing.
    """
    if not surnames or not year:
        return ""
    if others or len(surnames) > 2:
        return f"{surnames[0]} et al {year}"
    return f"{' and '.join(surnames)} {year}"


def as_cited(printed: str) -> str:
    """A printed citation without brackets and points: "Yusuf et al. (2006b" is "Yusuf et al 2006b"."""
    return " ".join(_MARKS.sub(" ", printed).split())


def is_author_year(printed: str) -> bool:
    """Whether a printed citation has a name and a year."""
    found = YEAR.search(printed)
    return bool(found) and any(c.isalpha() for c in printed[: found.start()])  # type: ignore[union-attr]
