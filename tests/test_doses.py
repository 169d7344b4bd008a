"""Doses: numbers that name an arm, never a result."""

from __future__ import annotations

from articles import table, unsolved
from extract import results_in
from extract.mentions.doses import find_doses
from extract.normal import normalise

# (text, the doses as printed, why)
DOSES = [
    ("rivaroxaban 20 mg daily", ["20 mg"], "plain"),
    ("rivaroxaban 20mg", ["20mg"], "glued"),
    ("a 25-mg tablet", ["25-mg"], "a hyphen"),
    ("400 mg/day of it", ["400 mg/day"], "per day"),
    ("1.5 mg/kg of it", ["1.5 mg/kg"], "per weight"),
    ("10 mg/kg/day of it", ["10 mg/kg/day"], "per weight and day"),
    ("0.5 mg twice daily", ["0.5 mg twice daily"], "with its rhythm"),
    ("75 mg/m2 every 3 weeks", ["75 mg/m2 every 3 weeks"], "per surface, with its rhythm"),
    ("200 \u00b5g and 250 mcg", ["200 \u00b5g", "250 mcg"], "micrograms"),
    ("2000 IU of it, 60 Gy of it", ["2000 IU", "60 Gy"], "units and radiation"),
    ("10 and 25 mg once daily", ["10", "25 mg once daily"], "two with one unit"),
    ("10, 20 and 40 mg/day", ["10", "20", "40 mg/day"], "three with one unit"),
    ("110 or 150 mg", ["110", "150 mg"], "one or the other"),
    ("20/40 mg of them", ["20", "40 mg"], "of a combination"),
]


@table("text, printed, why", DOSES)
def test_doses(text: str, printed: list[str], why: str) -> None:
    assert [text[a:b] for a, b in find_doses(normalise(text), 0, len(text))] == printed, why


# (text, why)
NONE = [
    ("an LDL cholesterol of 70 mg/dL", "a concentration"),
    ("a creatinine of 1.2 mg/dl", "a concentration in small letters"),
    ("20 men and 30 women", "words that begin with m"),
    ("plan u of 40 us", "letters of words"),
]


@table("text, why", NONE)
def test_no_dose(text: str, why: str) -> None:
    assert list(find_doses(text, 0, len(text))) == [], why


def test_only_the_region_asked_for_is_read() -> None:
    text = "5 mg, 10 mg and 20 mg"
    assert [text[a:b] for a, b in find_doses(text, 6, 12)] == ["10 mg"]


# (sentence, why): nothing is reported
NO_RESULTS = [
    ("Patients received rivaroxaban 20 mg once daily.", "a regimen"),
    ("Tofacitinib 5 mg or 10 mg twice daily was compared with placebo.", "two doses"),
    ("Docetaxel was given at 75 mg/m2 every 3 weeks.", "a dose per surface"),
    ("The maximum tolerated dose of sorafenib was 400 mg twice daily.", "the dose is the subject"),
]


@table("sentence, why", NO_RESULTS)
def test_a_dose_is_no_result(sentence: str, why: str) -> None:
    assert results_in(sentence) == [], why


# (sentence, (value, arm) of each result, why)
ARMS = [
    (
        "Response rates were 60%, 45% and 20% in the 40 mg, 20 mg and placebo groups, respectively.",
        [(60.0, "40 mg"), (45.0, "20 mg"), (20.0, "placebo")],
        "doses that name groups",
    ),
    (
        "At 12 weeks, the ACR20 response rate was 59% with tofacitinib 5 mg, 66% with tofacitinib 10 mg and 27% with "
        "placebo.",
        [(59.0, "tofacitinib 5 mg"), (66.0, "tofacitinib 10 mg"), (27.0, "placebo")],
        "a drug in two doses",
    ),
    (
        "Major bleeding occurred in 2.7% of patients on dabigatran 110 mg and 3.4% of patients on warfarin.",
        [(2.7, "dabigatran 110 mg"), (3.4, "warfarin")],
        "a dose behind its drug",
    ),
    unsolved(
        "Atorvastatin 10, 20 and 40 mg/day reduced LDL cholesterol by 24%, 29% and 35%, respectively.",
        [(24.0, "atorvastatin 10 mg/day"), (29.0, "atorvastatin 20 mg/day"), (35.0, "atorvastatin 40 mg/day")],
        "three doses with one unit",
        reason="the doses of a list with one unit are no phrases of their own",
    ),
]


@table("sentence, arms, why", ARMS)
def test_a_dose_names_an_arm(sentence: str, arms: list[tuple[float, str]], why: str) -> None:
    assert [(abs(r.value or 0.0), r.arm) for r in results_in(sentence)] == arms, why
