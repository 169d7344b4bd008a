"""Study nouns: which open a study, which point to one that is known, and which are no single study."""

from __future__ import annotations

from articles import table
from extract.mentions.mention import Kind
from extract.mentions.studynouns import find_study_nouns
from extract.normal import normalise


def nouns(text: str) -> list[tuple[str, bool]]:
    view = normalise(text)
    found = sorted(find_study_nouns(view, 0, len(view)), key=lambda m: m.start)
    assert all(m.kind is Kind.STUDY for m in found)
    return [(view[m.start : m.end], m.value.opens) for m in found]


# (text, the nouns and whether each opens a study, why)
NOUNS: list[object] = [
    ("A small trial was closed.", [("trial", True)], "an indefinite article"),
    ("The trial was closed.", [("trial", False)], "a definite article"),
    ("A five-year trial was closed.", [("trial", True)], "a number that counts no studies"),
    ("The Dutch trial in 206 men was closed.", [("trial", True)], "told by its place"),
    ("These results encouraged a large trial.", [("trial", True)], "the article of another noun"),
    ("These two large trials were closed.", [("trials", False)], "several"),
    ("The drug was studied in adults with gout.", [("was studied in", True)], "a verb and people"),
    ("The drug was studied in several trials.", [("trials", False)], "a verb and trials"),
]


@table("text, expected, why", NOUNS)
def test_study_nouns(text: str, expected: list[tuple[str, bool]], why: str) -> None:
    assert nouns(text) == expected, why
