"""Treatments in sentences: names, endings, codes, heads with their words, doses, controls."""

from __future__ import annotations

from itertools import pairwise

import pytest

from extract.mentions.mention import Kind, Mention
from extract.mentions.treatments import dose_before, dose_behind, dosed_name, find_treatments, is_control
from extract.normal import normalise


def _found(text: str) -> list[Mention]:
    view = normalise(text)
    return list(find_treatments(view, 0, len(view)))


NAMES = [
    ("Adults took ertugliflozin.", ["ertugliflozin"], "an ending of the INN list"),
    ("Adults took zanubrutinib or Zelavorexant.", ["zanubrutinib", "zelavorexant"], "a new name with a known ending"),
    ("It fell in April; cholesterol and cystatin C too.", [], "English words and analytes that look like stems"),
    ("Sellers of mab and vir met.", [], "an ending alone is no drug"),
    ("Gefitinib plus pemetrexed was tested.", ["gefitinib", "pemetrexed"], "a combination is two mentions"),
    ("They had imatinib mesylate.", ["imatinib"], "the salt stays out of the value"),
    ("They had metoprolol therapy.", ["metoprolol"], "so does a trailing therapy"),
    ("AZD6244, MK\u20113475 and GDC-0973 followed.", ["azd6244", "mk-3475", "gdc-0973"], "company codes, odd hyphens"),
    ("BAY 86-9766 followed.", ["bay 86-9766"], "a code with a blank"),
    ("NCT02187354 and AALL1331 and S1404 began.", [], "registry and protocol numbers are no codes"),
    ("They had FOLFIRI, then R-CHOP.", ["folfiri", "r-chop"], "regimens"),
    ("The PCI registry and the CR rate rose.", [], "short forms with several meanings"),
    (
        "UFH or LMWH was given.",
        ["unfractionated heparin", "low-molecular-weight heparin"],
        "short forms with one meaning",
    ),
    ("They had low\u2011molecular\u2010weight heparins.", ["low-molecular-weight heparin"], "plural, odd hyphens"),
    ("An oral MEK inhibitor helped.", ["oral mek inhibitor"], "a class with its route"),
    ("A novel IL-31 antagonist helped.", ["novel il-31 antagonist"], "a head with its target"),
    ("Two antagonists helped.", [], "a head alone"),
    ("They had multi-agent chemotherapy.", ["multi-agent chemotherapy"], "a head with its modifier"),
    ("Aims were to replace chemotherapy.", [], "a verb in front of a head"),
    ("They had adjuvant therapy after prior therapy.", ["adjuvant therapy"], "a general head needs a known word"),
    ("Single-agent carboplatin failed.", ["carboplatin"], "a head inside a modifier"),
    ("Oxaliplatin-based treatment failed.", ["oxaliplatin"], "a head that closes another name"),
    ("Some had a dacryocystorhinostomy.", ["dacryocystorhinostomy"], "an operation by its ending"),
    ("Some had laparoscopic cholecystectomy.", ["laparoscopic cholecystectomy"], "an operation with its way"),
    (
        "Group CBT, yoga and a ketogenic diet helped.",
        ["group cognitive behavioral therapy", "yoga", "ketogenic diet"],
        "behaviour",
    ),
    ("The HPV vaccine and a trivalent vaccine worked.", ["hpv vaccine", "trivalent vaccine"], "vaccines"),
    ("Neoadjuvant chemoradiation worked.", ["neoadjuvant chemoradiation"], "radiotherapy"),
]


@pytest.mark.parametrize(("text", "expected", "why"), NAMES, ids=[why for *_, why in NAMES])
def test_names(text: str, expected: list[str], why: str) -> None:
    assert [m.value for m in _found(text)] == expected, why


def test_spans_are_in_order_apart_and_of_the_kind() -> None:
    text = "After FOLFOX plus bevacizumab, low-dose aspirin (100 mg) or placebo was added to MEK inhibitors."
    found = _found(text)
    assert len(found) == 5
    assert all(m.kind is Kind.TREATMENT and m.rule for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert text[found[-1].start : found[-1].end] == "MEK inhibitors"


def test_only_the_region_is_read() -> None:
    text = "aspirin, warfarin and heparin"
    assert [m.value for m in find_treatments(text, 9, 17)] == ["warfarin"]


DOSES = [
    ("They took linagliptin 5 mg daily.", "linagliptin 5 mg daily", "behind the name"),
    ("They took imatinib 800 mg/day.", "imatinib 800 mg/day", "with a per"),
    ("Bevacizumab (10 mg/kg) was added.", "bevacizumab 10 mg/kg", "in brackets"),
    ("They took 400 mg imatinib.", "imatinib 400 mg", "before the name"),
    ("They took 75 mg of clopidogrel.", "clopidogrel 75 mg", "before the name with of"),
    ("They took ramipril in 52 centres.", "ramipril", "a number that is no dose"),
    ("They took ramipril, and 12 g of salt.", "ramipril", "a dose of something else"),
]


@pytest.mark.parametrize(("text", "expected", "why"), DOSES, ids=[why for *_, why in DOSES])
def test_doses(text: str, expected: str, why: str) -> None:
    (mention,) = _found(text)
    assert dosed_name(normalise(text), mention) == expected, why


def test_the_span_of_a_dose_shows_it() -> None:
    text = "Of 40 mg of rivaroxaban and edoxaban 60 mg once daily"
    before = dose_before(text, text.index("rivaroxaban"))
    behind = dose_behind(text, text.index("edoxaban") + len("edoxaban"))
    assert before is not None
    assert behind is not None
    assert text[before.start : before.end] == "40 mg" == before.text
    assert text[behind.start : behind.end] == "60 mg once daily" == behind.text
    assert dose_behind(text, 0) is None


CONTROLS = [
    ("placebo", True), ("a matching placebo", True), ("sham acupuncture", True), ("usual care", True),
    ("best supportive care", True), ("observation alone", True), ("no treatment", True), ("historical controls", True),
    ("warfarin", False), ("selumetinib", False), ("multi-agent chemotherapy", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CONTROLS)
def test_controls(text: str, expected: bool) -> None:
    (mention,) = _found(text)
    assert is_control(mention) is expected
