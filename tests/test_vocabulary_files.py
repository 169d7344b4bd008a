"""The big word lists: their tags and values, their reach into every field, and what they find in the shared gold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.lexicon import Row, lexicon
from extract.mentions.conditions import find_conditions
from extract.mentions.treatments import find_treatments
from extract.normal import normalise

SHARED = Path(__file__).resolve().parents[2] / "shared"
# What each file's recognisers ask for. A tag outside these is a slip of the pen.
TAGS = {
    "endpoints": "full abbr head lead verb efficacy safety tte continuous binary change percentage ratio cardio "
    "bleeding weak risky negative",
    "treatments": "drug class procedure regimen device behavioural vaccine control code head generic weak risky",
    "stems": "drug",
    "modifiers": "treatment condition joined site stop history severity risk weak",
    "arms": "group head control intervention both abbr treated assigned versus schedule other weak risky",
    "participants": "people unit place qualifier qualified response treatment-history severity demographic disease "
    "analysis weak",
    "units": "time count people scale percent pressure concentration flow mass length volume rate money weak",
    "studies": "trial study abbr extension cohort registry analysis review part weak",
}
TAGS["conditions"] = (
    "disease abbr head suffix setting weak risky oncology hematology cardiology endocrine renal urology gastro "
    "respiratory infection neurology psychiatry rheumatology dermatology ophthalmology dental women surgery other"
)


@pytest.mark.parametrize("name", sorted(TAGS))
def test_tags_are_those_that_recognisers_know(name: str) -> None:
    used = {tag for row in lexicon(name).rows for tag in row.tags}
    assert used - set(TAGS[name].split()) == set()


@pytest.mark.parametrize("name", ["endpoints", "treatments", "conditions", "units", "arms"])
def test_values_are_lower_case_and_tidy(name: str) -> None:
    odd = [row.rule for row in lexicon(name).rows if row.value != row.value.strip().lower() and row.match != "regex"]
    assert odd == []


def _values(name: str, *tags: str) -> dict[str, str]:
    rows: Iterator[Row] = (r for r in lexicon(name).rows if r.match == "exact" and set(tags) <= r.tags)
    return {r.term: r.value for r in rows}


SHORT = [
    ("OS", "overall survival"), ("PFS", "progression-free survival"), ("EFS", "event-free survival"),
    ("ORR", "objective response rate"), ("MACE", "major adverse cardiovascular events"), ("HbA1c", "hba1c"),
    ("SBP", "systolic blood pressure"), ("FEV1", "forced expiratory volume in 1 second"),
    ("BCVA", "best-corrected visual acuity"), ("SVR12", "sustained virologic response"), ("QoL", "quality of life"),
    ("PASI", "psoriasis area and severity index"), ("EDSS", "expanded disability status scale"),
]  # fmt: skip


@pytest.mark.parametrize(("short", "full"), SHORT)
def test_short_forms_of_endpoints(short: str, full: str) -> None:
    assert _values("endpoints", "abbr")[short] == full


HEADED = [
    ("Median overall survival was 14 months.", "overall survival", "full tte"),
    ("The rate of major bleeding fell.", "major bleeding", "full safety"),
    ("The rate of major bleeding fell.", "rate of", "lead"),
    ("HbA1c fell by 0.7%.", "hba1c", "abbr continuous"),
    ("Of 40 patients, 3 died.", "death", "verb"),
    ("Grade 3 or 4 adverse events rose.", "graded adverse event", "safety"),
    ("The Zyzzyva score fell.", "score", "head continuous"),
    ("Oedema and haemorrhage were rare.", "hemorrhage", "full safety"),
]


@pytest.mark.parametrize(("text", "value", "tags"), HEADED)
def test_endpoints_in_a_sentence(text: str, value: str, tags: str) -> None:
    hits = {hit.row.value: hit.row.tags for hit in lexicon("endpoints").find(text)}
    assert value in hits
    assert set(tags.split()) <= hits[value]


UNITS = [
    ("mmHg", "mmhg"), ("mm Hg", "mmhg"), ("mg/dL", "mg/dl"), ("kg/m2", "kg/m2"), ("mL/min/1.73 m2", "ml/min/1.73 m2"),
    ("%", "%"), ("months", "months"), ("letters", "letters"), ("patients", "patients"), ("\u00b5mol/L", "\u00b5mol/l"),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "value"), UNITS)
def test_units(printed: str, value: str) -> None:
    text = f"It was 12 {printed} then."
    start = text.index(printed)
    hits = [h for h in lexicon("units").find(text) if (h.start, h.end) == (start, start + len(printed))]
    assert [h.row.value for h in hits] == [value]


READABLE = ("blinatumomab-2025", "PMC1994017", "PMC3108651", "PMC3214806", "PMC3626705", "PMC5306110")


def _gold(field: str) -> set[str]:
    if not (SHARED / "gold").is_dir():
        pytest.skip("the annotated articles beside the repository are not here")
    files = [json.loads((SHARED / "gold" / f"{name}.json").read_text(encoding="utf-8")) for name in READABLE]
    trials = [trial for file in files for trial in file["trials"]]
    if field in ("endpoint", "arm", "unit"):
        return {result[field] for trial in trials for result in trial["results"] if result[field]}
    return {value for trial in trials for value in trial[field]}


def _named(field: str, text: str) -> bool:
    # Codes and regimens are printed in capitals; gold keeps them in lower case.
    views = (normalise(text), normalise(text).upper())
    if field == "conditions":
        return any(m.end - m.start >= len(text) - 4 for m in find_conditions(views[0], 0, len(text)))
    if field in ("interventions", "comparators"):
        return any(list(find_treatments(view, 0, len(view))) for view in views)
    return any(not hit.row.tags & {"lead", "weak"} for hit in lexicon("endpoints").find(views[0]))


# Shares seen when the lists were written; they may rise, not fall.
FLOORS = [("conditions", 0.95), ("interventions", 1.0), ("comparators", 0.95), ("endpoint", 0.95)]


@pytest.mark.parametrize(("field", "floor"), FLOORS)
def test_the_lists_name_what_the_gold_names(field: str, floor: float) -> None:
    values = _gold(field)
    missed = sorted(v for v in values if not _named(field, v))
    assert 1 - len(missed) / len(values) >= floor, missed
