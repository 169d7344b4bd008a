"""Study nouns ("a randomized trial", "this cohort", "two studies"): an unnamed study, new or known.

The value is a StudyNoun: what kind of study, how many, and whether its determiner opens a new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.lexicon import Hit, lexicon
from extract.mentions.hits import word_hits
from extract.mentions.mention import Kind, Mention


@dataclass(frozen=True, slots=True)
class StudyNoun:
    """``kind`` is the lexicon's tag; ``determiner`` is "new", "known", "plural" or ""."""

    kind: str
    determiner: str
    plural: bool

    @property
    def opens(self) -> bool:
        """Whether the noun introduces a study ("a phase II trial")."""
        return self.determiner == "new" and self.kind not in ("review", "part")


_LOOK_BACK = 90
# A noun phrase begins at its article: "these results encouraged a randomised trial" is one trial.
_ARTICLE = re.compile(r"\b(?:an?|the|th(?:is|at|ese|ose)|its|their|our|another)\b")
_STOP = re.compile(r"[.;:()\[\]]|\b(?:and|or|but|which|that were|was|were|is|are|in|from|of|with|to|by)\b")


def find_study_nouns(view: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the study nouns of a region."""
    for hit in (*word_hits("studies", view, start, end), *lexicon("studies").find_patterns(view, start, end)):
        kind = next(
            (
                t
                for t in ("part", "review", "registry", "extension", "cohort", "analysis", "trial", "study")
                if t in hit.row.tags
            ),
            "study",
        )
        noun = StudyNoun(kind, _determiner(view, start, hit), _plural(view, hit))
        yield Mention(Kind.STUDY, hit.start, hit.end, noun, f"study:{kind}")
    for hit in lexicon("studyverbs").find(view, start, end):
        yield Mention(Kind.STUDY, hit.start, hit.end, StudyNoun("study", "new", False), "study:verb")


def _plural(view: str, hit: Hit) -> bool:
    last = view[hit.start : hit.end].split()[-1].lower()
    return (last.endswith("s") and not last.endswith(("is", "us", "ss", "series"))) or last.endswith("analyses")


def _determiner(view: str, start: int, hit: Hit) -> str:
    """The class of the determiner that governs the noun: the last one before it in its phrase."""
    left = view[max(start, hit.start - _LOOK_BACK) : hit.start]
    stops = [m.end() for m in _STOP.finditer(left)]
    phrase = left[stops[-1] if stops else 0 :].lower()
    article = [m.start() for m in _ARTICLE.finditer(phrase)]
    tags = lexicon("determiners").word_tags
    # "a five-year study" is one study
    found = [
        t for w in re.findall(r"[a-z]+(?:-[a-z]+)*", phrase[article[-1] if article else 0 :]) if (t := tags.get(w))
    ]
    for tag in ("plural", "new", "this", "known"):
        if any(tag in t for t in found):
            return tag
    return ""
