"""Members: which of several studies told of together a sentence points to, and where it is cut for that."""

from __future__ import annotations

from articles import read_article, table
from extract.normal import normalise
from extract.relations.members import ahead, cut, pointers

# (text, the pointers with what they point to and whether they stand ahead, why)
POINTERS: list[object] = [
    ("The first, a study in 456 adults, was large.", [("The first", 0, True)], "before a comma"),
    ("In the second trial, which was small, it failed.", [("the second", 1, True)], "with a noun"),
    ("The latter was restricted to children.", [("The latter", -1, True)], "before a verb"),
    ("One of them enrolled 102 adults.", [("One", "next", True)], "one of them"),
    ("In the other, 76 adults were accrued.", [("the other", "rest", True)], "the other"),
    ("The second of these was Danish.", [("The second", 1, True)], "of these"),
    (
        "It was 40% in the former and 30% in the latter.",
        [("the former", 0, False), ("the latter", -1, False)],
        "behind",
    ),
    ("The largest of the four enrolled 189 adults.", [("The largest", "cited", True)], "the one cited next"),
    ("The largest trial enrolled 189 adults.", [], "one of no group"),
    ("It was 40% in the former and 30% in the latter group.", [], "two arms"),
    ("The first 24 adults had a rash.", [], "people"),
    ("The first dose was given at night.", [], "a dose"),
    ("It was 40% in the former group.", [], "an arm"),
    ("One died.", [], "one of the people"),
]


@table("text, expected, why", POINTERS)
def test_pointers(text: str, expected: list[tuple[str, int | str, bool]], why: str) -> None:
    view = f"Before it. {normalise(text)}"
    found = pointers(view, 11, len(view))
    assert [(view[p.start : p.end], p.place, ahead(view, 11, p)) for p in found] == expected, why


def test_a_sentence_is_cut_behind_what_points_back_and_before_what_points_ahead() -> None:
    back = "It was 40% in the former (P < 0.01), and 30% in the latter."
    assert [back[a:b] for a, b in cut(back, 0, len(back))] == [back[:35], back[35:]]
    on = "The first enrolled 40 adults; the second enrolled 60."
    assert [on[a:b] for a, b in cut(on, 0, len(on))] == [on[:30], on[30:]]


def test_what_is_told_of_one_of_two_trials_is_its_own() -> None:
    article = read_article(
        "Two randomized trials of sunitinib in renal cell carcinoma were published [1,2].",
        "The former enrolled 410 patients. The response rate was 45% with sunitinib.",
        "The latter enrolled 220 patients. The response rate was 31% with sunitinib.",
    )
    told = {tuple(t.citations): (t.enrolled, [r.value for r in t.results]) for t in article.trials}
    assert told == {("1",): (410, [45.0]), ("2",): (220, [31.0])}


def test_the_largest_of_several_trials_is_the_one_whose_label_comes_next() -> None:
    article = read_article(
        "Three randomized trials of sunitinib in renal cell carcinoma were published [1-3].",
        "The largest of these enrolled 410 patients. The response rate was 45% with sunitinib [2].",
    )
    assert [(t.enrolled, [r.value for r in t.results]) for t in article.trials if t.citations == ["2"]] == [
        (410, [45.0])
    ]
