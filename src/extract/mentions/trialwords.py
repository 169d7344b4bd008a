"""The words that tell a trial's name from what only looks like one: ``trialwords.csv`` by its tags.

The short forms of other files help: a cooperative group of ``sponsors.csv``, a disease, an endpoint,
a measure or a regimen stands before a study noun without naming the study.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extract.lexicon import Lexicon, Row, lexicon, once_held


class Words:
    """The rows of ``trialwords.csv``, sorted by what they are for."""

    def __init__(self, source: Lexicon) -> None:
        self._by_tag: dict[str, set[str]] = {}
        patterns: dict[str, list[str]] = {}
        for row in source.rows:
            for tag in row.tags:
                if row.match == "regex":
                    patterns.setdefault(tag, []).append(row.term)
                else:
                    self._by_tag.setdefault(tag, set()).update(_forms(row))
        self.stopshape = _either(patterns.get("stopshape", []))
        self.protocol = _either(patterns.get("protocol", []))
        self.registry = _either(patterns.get("registry", []))
        nouns = "|".join(sorted(w.capitalize() for w in self["noun"]))
        people = "|".join(sorted(self["people"]))
        self.naming_words = re.compile(rf"\s(?:{people or '(?!)'}|(?i:{nouns or '(?!)'}))\b")
        self.before = tuple(f"{w} " for w in self["before"]) + tuple(f"{w}-" for w in self["before"])
        self.after = tuple(f"{j}{w}" for w in self["after"] for j in " -")
        self.after += tuple(f"-{w}" for w in self["hyphenated"])

    def __getitem__(self, tag: str) -> set[str]:
        return self._by_tag.setdefault(tag, set())

    def either(self, *tags: str) -> str:
        """A pattern of the words with one of these tags, the longest first."""
        words = sorted({w for t in tags for w in self[t]}, key=len, reverse=True)
        return "|".join(re.escape(w).replace(r"\ ", r"\s") for w in words) or r"(?!)"


def _forms(row: Row) -> set[str]:
    """The word as the file gives it, and its plain plural where any case and number may stand."""
    return {row.term, f"{row.term}s"} if row.match == "term" and row.term.isalpha() else {row.term}


def _either(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns) or r"(?!)")


# Files whose short forms ("NSCLC", "LDL-C", "HR") stand before a study noun without naming it.
_OTHERS = ("conditions", "endpoints", "measures")


@lru_cache(maxsize=4)
def _words(source: Lexicon, sponsors: Lexicon, treatments: Lexicon, *others: Lexicon) -> Words:
    words = Words(source)
    words["group"].update(r.term for r in sponsors.rows if "group" in r.tags and _is_short(r.term))
    words["stop"].update(r.term for r in sponsors.rows if "company" in r.tags)
    words["stop"].update(r.term for other in others for r in other.rows if _is_short(r.term))
    words["treatment"].update(r.term for r in treatments.rows if _is_short(r.term))
    return words


def _is_short(term: str) -> bool:
    return term.isascii() and " " not in term and sum(c.isupper() for c in term) > 1


@once_held
def trial_words() -> Words:
    """The words in use: the package's rows and the user's own."""
    files = (lexicon(name) for name in ("trialwords", "sponsors", "treatments", *_OTHERS))
    return _words(*files)
