"""Confidence intervals, ranges and p-values: in all manners, with the signs of their bounds."""

from __future__ import annotations

from articles import table
from extract import results_in
from extract.mentions.intervals import bare_interval, find_intervals, find_p_values
from extract.mentions.mention import Interval, Kind
from extract.normal import normalise
from extract.relations.passage import read_passage

# (text, (low, high, level), why)
INTERVALS = [
    ("0.85 (95% CI 0.74-0.97)", (0.74, 0.97, 95.0), "plain"),
    ("0.85 (95% CI: 0.74\u20130.97)", (0.74, 0.97, 95.0), "a colon and an en dash"),
    ("0.85 (95% CI, 0.74 to 0.97)", (0.74, 0.97, 95.0), "a comma and the word to"),
    ("0.85 (95% CI 0.74, 0.97)", (0.74, 0.97, 95.0), "two bounds by a comma"),
    ("0.85 [95% CI = 0.74 - 0.97]", (0.74, 0.97, 95.0), "square brackets and an equals sign"),
    ("0·85 (95% CI 0·74–0·97)", (0.74, 0.97, 95.0), "middle dots"),
    ("0.85 (95 % CI 0.74\u20130.97)", (0.74, 0.97, 95.0), "a blank before the sign"),
    ("0.85 (90% CI 0.76-0.95)", (0.76, 0.95, 90.0), "another level"),
    ("0.85 (95.02% CI 0.74-0.97)", (0.74, 0.97, 95.02), "a level for an interim analysis"),
    ("0.85 (CI 0.74-0.97)", (0.74, 0.97, None), "no level"),
    ("0.85 (95% confidence interval [CI], 0.74 to 0.97)", (0.74, 0.97, 95.0), "written out and defined"),
    ("0.85 (95% confidence interval: 0.74 to 0.97)", (0.74, 0.97, 95.0), "written out"),
    ("0.85 (95% credible interval 0.74-0.97)", (0.74, 0.97, 95.0), "a credible interval"),
    ("\u22121.0% (95% CI \u22121.8 to \u22120.5)", (-1.8, -0.5, 95.0), "two minus signs"),
    ("\u22121.0% (95% CI \u22121.8% to \u22120.5%)", (-1.8, -0.5, 95.0), "two minus signs with percent"),
    ("\u22121.0% (95% CI \u22121.8, \u22120.5)", (-1.8, -0.5, 95.0), "two minus signs by a comma"),
    ("\u22121.0 mm Hg (95% CI \u22121.8 mm Hg to \u22120.5 mm Hg)", (-1.8, -0.5, 95.0), "two minus signs with units"),
    ("\u22121.0% (95% CI \u22120.5 to \u22121.8)", (-1.8, -0.5, 95.0), "the lower bound printed last"),
    ("\u22120.1 (95% CI \u22120.4 to 0.2)", (-0.4, 0.2, 95.0), "one minus sign"),
    ("5.9% (95% CI 4.1% to 7.5%)", (4.1, 7.5, 95.0), "percentages"),
    ("1,500 (95% CI 1,063-2,000)", (1063.0, 2000.0, 95.0), "thousands"),
    ("7.5 (range 5-12)", (5.0, 12.0, None), "a range"),
    ("7.5 months (range, 3.2 to 14.6 months)", (3.2, 14.6, None), "a range in words"),
    ("18 (IQR 10, 26)", (10.0, 26.0, None), "quartiles"),
    ("18 (interquartile range 10\u201326)", (10.0, 26.0, None), "quartiles written out"),
    (
        "0.85 (CI 95%: 0.74-0.97)",
        (0.74, 0.97, 95.0),
        "the level behind",
    ),
]


@table("text, bounds, why", INTERVALS)
def test_intervals(text: str, bounds: tuple[float, float, float | None], why: str) -> None:
    view = normalise(text)
    (found,) = find_intervals(view, 0, len(view))
    assert found.value == Interval(*bounds), why
    assert found.kind is Kind.INTERVAL
    assert text[found.start : found.end].strip() == text[found.start : found.end]


# (text, why)
NO_INTERVAL = [
    ("The range of options was wide in 3 of 5 studies.", "a word that is no statistic"),
    ("95% of 12 to 14 patients", "a percentage"),
    ("CIN 2-3 lesions", "a diagnosis that begins with CI"),
    ("95% CI 16.8 months to not reached", "an open interval has no upper bound"),
]


@table("text, why", NO_INTERVAL)
def test_no_interval(text: str, why: str) -> None:
    assert list(find_intervals(text, 0, len(text))) == [], why


# (what stands behind the value, bounds, why)
BARE = [
    (" (0.55-1.08)", (0.55, 1.08), "a ratio's interval often stands bare"),
    (" (0.55\u20131.08)", (0.55, 1.08), "an en dash"),
    (" [0.55, 1.08]", (0.55, 1.08), "square brackets"),
    (" (0.55 to 1.08)", (0.55, 1.08), "the word to"),
    (" (\u22123.1 to \u22120.2)", (-3.1, -0.2), "minus signs"),
    (" (4.1-7.5%)", (4.1, 7.5), "a percent sign"),
    (" (12/31)", None, "events and total"),
    (" (12 of 31)", None, "events and total in words"),
    (" (Table 1-2)", None, "a word"),
    (" 0.55-1.08", None, "no bracket"),
]


@table("text, bounds, why", BARE)
def test_bare_intervals(text: str, bounds: tuple[float, float] | None, why: str) -> None:
    found = bare_interval(normalise(text), 0)
    assert (found and (found.value.low, found.value.high)) == bounds, why


# (text, values, why): a leading zero, by the guide
P_VALUES = [
    ("P = 0.\x1c001", ["0.001"], "a control character that counts as a blank"),
    ("(p=0.007)", ["0.007"], "plain"),
    ("(P < .001)", ["<0.001"], "a capital and no zero"),
    ("(P=.03)", ["0.03"], "no zero"),
    ("(p ≤ 0.01)", ["≤0.01"], "less or equal"),
    ("(p>0.05)", [">0.05"], "greater"),
    ("(p = 0·0007)", ["0.0007"], "a middle dot"),
    ("(p\u2009<\u20090.001)", ["<0.001"], "thin blanks"),
    ("(p = 0 .015)", ["0.015"], "a slip of typesetting"),
    ("with a p-value of 0.03", ["0.03"], "a word"),
    ("with a P value < 0.0001", ["<0.0001"], "two words"),
    ("(P for interaction = 0.2)", ["0.2"], "of a test"),
    ("(p (trend) = 0.01)", ["0.01"], "of a test in brackets"),
    ("(p was 0.04)", ["0.04"], "a verb"),
    ("(p = 1.3 \u00d7 10\u22125)", ["1.3e-5"], "a power of ten"),
    ("(p = 1.3 \u00d7 10^\u22125)", ["1.3e-5"], "a power of ten that the markup raises"),
    ("(p < 1 x 10-8)", ["<1e-8"], "a power of ten, plain x"),
    ("(p=.02; p=.03)", ["0.02", "0.03"], "two of them"),
    ("two-sided p=0.02", ["0.02"], "words before"),
    ("(P<0.001 for both)", ["<0.001"], "words behind"),
    ("(p = NS), p53 was 5, P = 5", [], "no number, a gene, no probability"),
    ("significant at a nonsignificant level", [], "words without a number give none"),
]


@table("text, values, why", P_VALUES)
def test_p_values(text: str, values: list[str], why: str) -> None:
    view = normalise(text)
    found = list(find_p_values(view, 0, len(view)))
    assert [m.value for m in found] == values, why
    assert all(m.kind is Kind.P_VALUE and text[m.start : m.end].lower().startswith("p") for m in found)


def test_only_the_region_asked_for_is_read() -> None:
    text = "(p = 0.01; 95% CI 1-2) (p = 0.02; 95% CI 3-4)"
    assert [m.value for m in find_p_values(text, 23, len(text))] == ["0.02"]
    assert [m.value.low for m in find_intervals(text, 23, len(text))] == [3.0]


# (sentence, (low, high) of each result, why)
OF_RESULTS = [
    (
        "The hazard ratio for death was 0.70 with nivolumab (95% CI, 0.60 to 0.81; P<0.001).",
        [(0.60, 0.81)],
        "behind other words",
    ),
    ("The odds ratio for response was 2.41 (1.30-4.45).", [(1.30, 4.45)], "bare brackets"),
    (
        "The response rate was 40% (95% CI 33-47) with nivolumab and 20% (95% CI 14-27) with docetaxel.",
        [(33.0, 47.0), (14.0, 27.0)],
        "each value has its own",
    ),
    (
        "The response rate was 40% with nivolumab and 20% (95% CI 14-27) with docetaxel.",
        [(None, None), (14.0, 27.0)],
        "an interval belongs to the value before it",
    ),
    ("Median survival was 8.1 months (range, 3.2-14.6 months) with sorafenib.", [(3.2, 14.6)], "a range"),
    (
        "The difference in systolic blood pressure was \u22123.1 mmHg (95% CI \u22124.5 to \u22121.7; P<0.001).",
        [(-4.5, -1.7)],
        "negative bounds",
    ),
]


@table("sentence, bounds, why", OF_RESULTS)
def test_the_interval_of_a_result(sentence: str, bounds: list[tuple[float | None, float | None]], why: str) -> None:
    assert [(r.low, r.high) for r in results_in(sentence)] == bounds, why


# (text, the values told, why)
LISTED = [
    ("Death was rarer with A than with placebo (HR 0.75, 0.65 to 0.86, P < 0.001).", [0.75], "bounds behind a comma"),
    ("The hazard ratios for death were 0.75, 0.85 to 0.96 being the range.", [0.75, 0.85, 0.96], "not around it"),
]


@table("text, values, why", LISTED)
def test_bounds_behind_a_comma(text: str, values: list[float], why: str) -> None:
    passage = read_passage(normalise(text), 0, len(text))
    assert [v.value.value for v in passage.values] == values, why
    assert [(i.value.low, i.value.high) for i in passage.intervals] == ([(0.65, 0.86)] if len(values) == 1 else []), why
