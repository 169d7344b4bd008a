"""Conditions in sentences: names, short forms, endings, heads, and the words that belong to them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from extract.mentions.conditions import find_conditions
from extract.mentions.mention import Kind
from extract.normal import normalise

NAMES = [
    ("Adults with T2DM took part.", ["type 2 diabetes mellitus"], "a short form gives its full name"),
    ("Children with type 1 diabetes took part.", ["type 1 diabetes"], "a name with its number"),
    ("Those with Crohn\u2019s disease took part.", ["crohn's disease"], "a curly apostrophe"),
    ("Those with leukaemia or anaemia took part.", ["leukemia", "anemia"], "British spelling"),
    ("They had non\u2011small\u2010cell lung cancer.", ["non-small cell lung cancer"], "odd hyphens"),
    ("They had severe, newly diagnosed COPD.", ["chronic obstructive pulmonary disease"], "severity, history stay out"),
    ("They had relapsed high-risk B-ALL.", ["b-cell acute lymphoblastic leukemia"], "risk stays out"),
    (
        "They had KMT2A-rearranged B-ALL.",
        ["kmt2a-rearranged b-cell acute lymphoblastic leukemia"],
        "a gene belongs to it",
    ),
    ("They had RET-mutant thyroid cancer.", ["ret-mutant thyroid cancer"], "any gene before a joined word"),
    ("They had metastatic colorectal cancer.", ["metastatic colorectal cancer"], "metastatic belongs to it"),
    ("They had advanced solid tumors.", ["solid tumor"], "advanced does not; plural"),
    ("They had ampullary carcinoma.", ["ampullary carcinoma"], "an unlisted site"),
    ("They had similar cancer and residual disease.", ["cancer"], "stop words end the walk"),
    ("They had cancer of the ovary or peritoneum.", ["cancer of the ovary or peritoneum"], "sites behind"),
    ("They had cancer of the usual kind.", ["cancer"], "no site behind"),
    ("They had a failure and a disorder.", [], "heads alone name nothing"),
    ("They had chronic liver failure.", ["chronic liver failure"], "a head with its words"),
    ("They had Zyzzyx syndrome or knee pain.", ["zyzzyx syndrome", "knee pain"], "a head with an eponym or a site"),
    ("They had sacroiliitis and angiomyolipoma.", ["sacroiliitis", "angiomyolipoma"], "endings"),
    ("The diploma, aroma and academia stayed.", [], "words that look like diseases"),
    ("The MS ran on the PD and the AS files.", [], "short forms with several meanings"),
    ("All were ALL.", [], "a word that is a short form elsewhere"),
    (
        "They had STEMI, then deep-vein thrombosis.",
        ["st-segment elevation myocardial infarction", "deep vein thrombosis"],
        "order",
    ),
    ("They had ruptured intracranial aneurysms.", ["ruptured intracranial aneurysm"], "a listed compound"),
    (
        "They had post-traumatic headache and gestational hypertension.",
        ["post-traumatic headache", "gestational hypertension"],
        "adjectives",
    ),
]


@pytest.mark.parametrize(("text", "expected", "why"), NAMES, ids=[why for *_, why in NAMES])
def test_names(text: str, expected: list[str], why: str) -> None:
    view = normalise(text)
    found = list(find_conditions(view, 0, len(view)))
    assert [m.value for m in found] == expected, why
    assert all(m.kind is Kind.CONDITION for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_span_holds_the_name_with_its_words() -> None:
    text = "In severe acute ischemic stroke of adults"
    (mention,) = find_conditions(text, 0, len(text))
    assert text[mention.start : mention.end] == "acute ischemic stroke"


def test_only_the_region_is_read() -> None:
    text = "asthma, gout and lupus"
    assert [m.value for m in find_conditions(text, 8, 12)] == ["gout"]


FIELDS = [
    ("oncology", "urothelial carcinoma"),
    ("haematology", "immune thrombocytopenia"),
    ("cardiology", "atrial fibrillation"),
    ("neurology", "relapsing-remitting multiple sclerosis"),
    ("psychiatry", "major depressive disorder"),
    ("rheumatology", "psoriatic arthritis"),
    ("infection", "multidrug-resistant tuberculosis"),
    ("urology", "overactive bladder"),
    ("nephrology", "iga nephropathy"),
    ("endocrine", "cushing disease"),
    ("gastroenterology", "ulcerative colitis"),
    ("respiratory", "idiopathic pulmonary fibrosis"),
    ("dermatology", "hidradenitis suppurativa"),
    ("ophthalmology", "neovascular age-related macular degeneration"),
    ("anaesthesia", "postoperative nausea and vomiting"),
    ("surgery", "inguinal hernia"),
    ("paediatrics", "acute otitis media"),
    ("women's health", "heavy menstrual bleeding"),
    ("dental", "chronic periodontitis"),
]


@pytest.mark.parametrize(("field", "name"), FIELDS)
def test_every_field_of_medicine(field: str, name: str) -> None:
    text = f"Those with {name} took part."
    assert [m.value for m in find_conditions(text, 0, len(text))] == [name], field
