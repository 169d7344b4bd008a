"""Enrolment: which counts of people are a study's total, and how far each speaks for one."""

from __future__ import annotations

import pytest

from extract.mentions.enrolment import RULES, find_enrolments, strength
from extract.mentions.mention import Kind, Mention
from extract.normal import normalise


def totals(text: str) -> list[tuple[int, str]]:
    view = normalise(text)
    return [(m.value, m.rule.removeprefix("enrolment:")) for m in find_enrolments(view, 0, len(view))]


COUNTS = [
    ("The trial enrolled 206 patients with solid tumors.", [(206, "enrolled")], "a verb before"),
    ("The study enrolled seventy patients.", [(70, "enrolled")], "a number word"),
    ("2143 patients were enrolled from 43 centers.", [(2143, "enrolled")], "a verb behind"),
    ("18\u2009201 patients with AF were randomly assigned to A or B.", [(18201, "enrolled")], "a thin space"),
    ("322 previously treated (interferon) adults were randomly assigned.", [(322, "enrolled")], "words between"),
    ("Overall, 15,245 subjects were included.", [(15245, "enrolled")], "a comma"),
    ("A total of 7020 patients took part.", [(7020, "total")], "a total"),
    ("The group studied a cohort of 105 pediatric patients.", [(105, "cohort-of")], "a cohort"),
    ("a consecutive pilot series of 23 patients", [(23, "cohort-of")], "a series"),
    ("In a phase I dose escalation study of 57 patients, rash was seen.", [(57, "study-of")], "a study of"),
    ("The OASIS-5 trial performed in 20 078 patients", [(20078, "study-of")], "performed in, a spaced number"),
    ("A phase II study examined MEK162 in 71 patients.", [(71, "study-of")], "a drug's number before is no part"),
    ("The trial will enroll 2,002 patients.", [(2002, "target")], "a plan"),
    ("Target accrual of 900 patients has been reached.", [(900, "target")], "a target"),
    ("A sample size of 10 000 patients was planned.", [(10000, "planned")], "a calculation"),
    ("Pooled analysis of five trials (3300 patients) showed it.", [(3300, "bracket")], "in brackets"),
    ("The trial (n = 7020) was positive.", [(7020, "bracket")], "n ="),
    ("PHOENIX 1 and 2 enrolled 766 and 1230 patients.", [(766, "enrolled"), (1230, "enrolled")], "of two studies"),
    ("two trials, with 858 and 915 adults, respectively,", [(858, "in"), (915, "in")], "of two, respectively"),
    ("Person (2006) randomized 879 to placebo, A or both.", [(879, "enrolled")], "no noun, a verb before"),
    ("Of the responders, 361 were randomly assigned to A or B.", [(361, "enrolled")], "no noun, a verb behind"),
    ("Patients in stratum 12 were assigned to A or B.", [], "a number of something else"),
    ("Person et al assigned 903 patients to A or B.", [(903, "enrolled")], "a verb before, arms behind"),
    ("Person et al assigned 903 patients to A.", [], "a verb before, one arm behind"),
    ("In the 457 men randomized, the score fell.", [(457, "enrolled")], "the verb right behind"),
    ("Of 516 men who entered extensions, 26% had side effects.", [(516, "enrolled")], "of all who entered"),
    ("In its first phase, in which 286 patients took part, it won.", [(286, "enrolled")], "took part"),
    ("652 of 672 randomized patients received A.", [(672, "enrolled")], "of all who were randomized"),
    ("Seven of 28 patients achieved a response.", [(28, "bare")], "the only ones spoken of"),
    ("15 of 1450 men on A and 37 of 1452 on B had an event.", [], "arms"),
    ("A was compared with placebo in 296 patients.", [(296, "study-of")], "compared in"),
    ("It was given for eight weeks to 172 haemodialysis patients.", [(172, "study-of")], "given to"),
    ("It was hardly better than placebo in 107 patients.", [(107, "study-of")], "better than"),
    ("A was better: 27% had responded in 45 patients.", [], "a value between"),
    ("In an Indian study 290 inpatients received A or placebo.", [(290, "study-of")], "right behind the noun"),
    ("In ALPHA, in which 906 patients with cancer received A or B, it won.", [(906, "study-of")], "either of two"),
    ("In a combined analysis of the 694 patients from both,", [(694, "in")], "an analysis of"),
    ("In 4844 men with enlarged prostates, A lowered the score.", [(4844, "in")], "at the start of a sentence"),
    ("in the larger one, with 756 men, are shown", [(756, "in")], "behind a pointer"),
    ("The 208 participants were titrated.", [(208, "bare")], "the participants"),
    ("Stroke was more common in TREAT (N = 4038).", [(4038, "bracket")], "N = behind a name"),
    ("Stroke was more common in FOLFOX (n = 138).", [], "the small n is that of a group"),
    ("In the third (n = 498) A won.", [(498, "bracket")], "n = behind a pointer"),
    ("Children aged 4 to 17 years (n = 211) received A.", [(211, "bracket")], "n = behind people"),
    ("It fell in the A group (n = 125) and the B group (n = 123).", [], "n = of arms"),
    ("It was the fate of seven and four women, respectively.", [], "two number words"),
    ("250 of 1,063 (23.5%) patients had died.", [(1063, "bare")], "of the only ones spoken of"),
    ("250 of 1,063 (23.5%) patients on A had died.", [], "a part of an arm"),
    ("In a randomised study from Lyon, 40 patients had either.", [(40, "study-of")], "a place behind the noun"),
    ("A small study: of 29 patients who received it, 24% responded.", [(29, "in")], "of those told of first"),
    ("Of the 29 patients who received it, 24% responded.", [], "of some told of before"),
    (
        "In this trial there were two responses among 43 women (5%).",
        [(43, "study-of")],
        "the percentage is of the responses",
    ),
    ("Two randomized studies have shown that recipients do well.", [], "two studies"),
    ("A retrospective review from Oslo of 80 patients", [(80, "cohort-of")], "a review of charts, its place between"),
    ("An initial report in 334 German patients was negative.", [(334, "in")], "a report"),
    ("Person et al. transplanted 49 patients with lymphoma.", [(49, "study-of")], "a verb of surgeons"),
    ("The second was restricted to 427 children.", [(427, "enrolled")], "restricted to"),
    (
        "162 patients from four Veterans Affairs hospitals were randomised.",
        [(162, "enrolled")],
        "hospitals are no people",
    ),
    ("A retrospective review from Lyon of 1,204 cases", [(1204, "cohort-of")], "cases reviewed"),
    ("It was seen in 12 cases of gout.", [], "cases of something"),
    ("Person et al. added A or B to C in 148 adults.", [(148, "study-of")], "added in"),
    ("One half of 102 women at risk took A.", [(102, "bare")], "half of them"),
    ("Person (1986) selected 46 normotensive primigravidae.", [(46, "enrolled")], "people who are no patients"),
    ("A was no better than B in an unselected group of 28 adults.", [(28, "cohort-of")], "a group, not the group"),
    ("Of 137 adults with gout enrolled in a trial, 69% had pain.", [(137, "bare")], "of all who were enrolled"),
    ("Of 38 evaluable adults, 12 (32%) responded.", [(38, "bare")], "of those told of first"),
    ("The response rate was 30% in 40 adults.", [(40, "bare")], "whom a rate is of"),
    ("The rate rose by \u226550% in 23 adults.", [], "of those with a change"),
    ("Twelve responses were seen among 38 adults.", [(38, "bare")], "whom responses are of"),
    ("Early results in 25 adults are at hand.", [(25, "in")], "results in"),
    ("In a comparison with A in 557 adults B failed.", [(557, "in")], "a comparison"),
    ("A trial involving 23 hospitals and 640 adults failed.", [(640, "enrolled")], "hospitals and people"),
    ("Person et al reported on 75 consecutive adults.", [(75, "study-of")], "reported on"),
    ("Treatment of 33 adults with A led to remission.", [(33, "in")], "treatment of"),
    ("With 30 adults per arm it was too small.", [], "an arm each"),
    ("A 60-patient phase II trial failed.", [(60, "study-of")], "a compound"),
    ("In a study of 33 pts the rate was 30%.", [(33, "study-of")], "a short form"),
    ("Thirty-three evaluable adults were treated at three doses.", [(33, "bare")], "all are treated"),
    ("There were five partial responses in 33 adults (15%).", [(33, "bare")], "the percentage is of the responses"),
    ("Early data from 33 adults show a rate of 15%.", [(33, "in")], "data from"),
    ("Of the 33 adults accrued, 30 were evaluable.", [(33, "enrolled")], "of all who were accrued"),
    ("The survival of the entire group of 33 adults was short.", [(33, "cohort-of")], "the entire group"),
    ("A had a 45% response rate in 33 adults.", [(33, "bare")], "a rate in"),
    ("A led to responses in 15% of 33 adults.", [(33, "bare")], "a percentage of"),
    ("A led to responses in 15% of 33 adults on A and 20% of 35 on B.", [], "arms with percentages"),
    ("Person et al. saw no benefit overall in 183 adults.", [(183, "bare")], "no benefit in"),
    ("The rate in its 693 adults was 7%.", [(693, "bare")], "whose they are"),
    ("Person et al. gave 154 adults A at three doses.", [(154, "study-of")], "gave"),
    ("Adults were treated at once; 35 took part.", [(35, "enrolled")], "no noun, took part"),
    ("It was confined to 222 adults.", [(222, "enrolled")], "confined to"),
    ("In A, in which 1383 adults were randomized to nine arms, it won.", [(1383, "enrolled")], "to several arms"),
    ("Of sixty-five patients analyzed, three responded.", [], "a subset"),
    ("13 patients (4.1%) discontinued.", [], "with its percentage"),
    ("Twelve patients died.", [], "with an event"),
    ("60 patients were assigned to placebo.", [], "an arm"),
    ("3695 patients who received placebo", [], "an arm"),
    ("There were 66 patients in this subgroup.", [], "a subgroup"),
    ("It occurred in one in 329 patients and 3 per 1000 patients.", [], "rates"),
    ("In 2015, patients were enrolled.", [], "a year"),
]


@pytest.mark.parametrize(("text", "expected", "why"), COUNTS, ids=[f"{why}: {t[:40]}" for t, _, why in COUNTS])
def test_a_count_of_people(text: str, expected: list[tuple[int, str]], why: str) -> None:
    assert totals(text) == expected, why


def test_the_span_is_the_number_as_printed() -> None:
    text = "A total of 12\u2009092 patients were randomized."
    view = normalise(text)
    assert list(find_enrolments(view, 0, len(view))) == [Mention(Kind.ENROLMENT, 11, 17, 12092, "enrolment:total")]


def test_rules_are_ranked() -> None:
    ranks = [strength(rule) for rule in RULES]
    assert ranks == sorted(ranks, reverse=True)
    assert ranks[-1] == 1
    assert strength("population:people") == 0
