"""Timepoints: when a value was measured, in the guide's spelling, and durations that are none."""

from __future__ import annotations

from articles import table, unsolved
from extract import results_in
from extract.mentions.mention import Kind
from extract.mentions.timepoints import find_durations, find_timepoints
from extract.normal import normalise

# (text, the timepoints in order, why)
FORMS = [
    ("OS at 3 years", ["3 years"], "at"),
    ("the 3-year OS", ["3 years"], "a hyphen"),
    ("the 3\u2011year OS", ["3 years"], "a no-break hyphen"),
    ("the 5-yr OS", ["5 years"], "a short unit"),
    ("the one-year survival", ["1 year"], "a number word, singular"),
    ("after two years", ["2 years"], "after"),
    ("by 12 months", ["12 months"], "by"),
    ("within 30 days", ["30 days"], "within"),
    ("at 24 wk", ["24 weeks"], "an abbreviated unit"),
    ("at day 30 and on Day 7", ["day 30", "day 7"], "the unit first keeps its order"),
    ("at week 24", ["week 24"], "week, unit first"),
    ("at weeks 12 and 24", ["week 12", "week 24"], "one unit first for several"),
    ("the 1-, 2-, and 3-year OS", ["1 year", "2 years", "3 years"], "a series, one each"),
    ("at 6 and 12 months", ["6 months", "12 months"], "a list, one each"),
    ("at 1, 3 and 5 years", ["1 year", "3 years", "5 years"], "a longer list"),
    ("12 months after transplantation", ["12 months"], "behind the number"),
    ("after a median follow-up of 5.4 years", ["5.4 years"], "at a follow-up"),
    ("from baseline to week 12", ["baseline", "week 12"], "baseline is one"),
    ("at the end of treatment", ["end of treatment"], "the end of treatment"),
    ("Three-year survival", ["3 years"], "a number word at the front of a sentence"),
    ("Thirty-six months later", ["36 months"], "a number word of two"),
    ("over weeks 9 to 12", ["weeks 9 to 12"], "a stretch of weeks is one, as printed"),
    ("weeks 1\u201312", ["weeks 1-12"], "a stretch with a dash"),
    ("over 12 and 24 months", ["12 months", "24 months"], "a list of lengths, one each"),
    ("followed for a year", ["1 year"], "a year"),
]


@table("text, points, why", FORMS)
def test_timepoints(text: str, points: list[str], why: str) -> None:
    view = normalise(text)
    found = sorted(find_timepoints(view, 0, len(view)), key=lambda m: m.start)
    assert [m.value for m in found] == points, why
    assert all(m.kind is Kind.TIMEPOINT and m.rule.startswith("timepoint:") for m in found)


# (text, why)
NONE = [
    ("a median survival of 4.8 months", "a length of time is a value"),
    ("aged 18 years or older, at 18 years of age", "an age"),
    ("5 mg for 3", "no unit"),
    ("week 24% of them", "a percentage"),
    ("a yearly visit, monthly doses", "adjectives"),
]


@table("text, why", NONE)
def test_no_timepoint(text: str, why: str) -> None:
    assert list(find_timepoints(text, 0, len(text))) == [], why


# (text, the lengths of time that no cue makes a timepoint, why)
LENGTHS = [
    ("a trial that lasted 24 weeks", ["24 weeks"], "a length by itself"),
    ("were randomized to twelve weeks of one drug", ["12 weeks"], "a number word"),
    ("children aged 4 to 17 years", [], "an age"),
    ("below 16 years of age", [], "an age behind"),
    ("voids per 24 hours", [], "a rate"),
    ("symptoms for \u22653 years", [], "a threshold"),
    ("an infarction in the preceding 10 days", [], "the time before"),
    ("an off time of 0.91 hours", [], "a measured time"),
]


@table("text, lengths, why", LENGTHS)
def test_lengths_of_time(text: str, lengths: list[str], why: str) -> None:
    view = normalise(text)
    assert [m.value for m in find_durations(view, 0, len(view))] == lengths, why


def test_spans_show_the_number_and_its_unit() -> None:
    text = "OS at 3 years, day 30 and the 5\u2011year DFS"
    assert [text[m.start : m.end] for m in find_timepoints(normalise(text), 0, len(text))] == [
        "5\u2011year",
        "3 years",
        "day 30",
    ]


def test_only_the_region_asked_for_is_read() -> None:
    text = "at 3 years, at 5 years, at 7 years"
    assert [m.value for m in find_timepoints(text, 12, 23)] == ["5 years"]


# (sentence, timepoint of each result, why)
OF_RESULTS = [
    ("The 2-year overall survival was 62% with R-CHOP and 45% with CHOP.", ["2 years"] * 2, "one for both arms"),
    ("At 24 weeks, the response rate was 62% with sunitinib.", ["24 weeks"], "ahead of everything"),
    ("The response rate was 62% with sunitinib at 24 weeks.", ["24 weeks"], "behind the value"),
    (
        "Overall survival at 1, 3 and 5 years was 80%, 60% and 45%, respectively.",
        ["1 year", "3 years", "5 years"],
        "one each by the word respectively",
    ),
    (
        "Overall survival was 80% at 1 year and 60% at 3 years.",
        ["1 year", "3 years"],
        "each value has its own behind it",
    ),
    ("The median overall survival was 4.8 months with gemcitabine.", [None], "the value itself is a time"),
    ("In this 12-week study, the response rate was 45% with sunitinib.", [None], "the length of the study"),
    ("Sunitinib was given for 6 weeks, and the response rate was 45%.", [None], "the length of treatment"),
    ("Visits were every 3 months, and the response rate was 45% with sunitinib.", [None], "a rhythm"),
]


@table("sentence, points, why", OF_RESULTS)
def test_the_timepoint_of_a_result(sentence: str, points: list[str | None], why: str) -> None:
    assert [r.timepoint for r in results_in(sentence)] == points, why


# (sentence, why): no length of treatment or follow-up is a result, by the guide
NO_RESULTS = [
    ("Patients were followed for a median of 5.4 years.", "a follow-up"),
    ("The median follow-up was 18 months.", "a follow-up as subject"),
    ("Treatment was given for 6 weeks.", "a treatment"),
    unsolved(
        "The median duration of treatment was 8 months.",
        "a treatment as subject",
        reason="the gate lets a length of treatment through",
    ),
]


@table("sentence, why", NO_RESULTS)
def test_durations_are_no_results(sentence: str, why: str) -> None:
    assert results_in(sentence) == [], why
