"""Designs, statuses, sponsors and abbreviations: words of the guide's closed vocabulary and named groups."""

from __future__ import annotations

import subprocess
import sys
from typing import get_args

import pytest

from extract.lexicon import lexicon
from extract.mentions import abbreviations
from extract.mentions.abbreviations import find_abbreviations
from extract.mentions.design import find_designs, find_statuses
from extract.mentions.mention import Kind
from extract.mentions.sponsors import find_sponsors
from extract.normal import normalise
from extract.records.schema import Design, Status

# (text, the designs in order, why)
DESIGNS = [
    (
        "a randomised, double-blind, placebo-controlled trial",
        ["randomized", "double-blind", "placebo-controlled"],
        "British",
    ),
    (
        "an open label, single-arm, multi\u2011centre study",
        ["open-label", "single-arm", "multicenter"],
        "hyphens and blanks",
    ),
    ("Patients were randomly assigned 2:1.", ["randomized"], "said as a verb"),
    ("two RCTs in adults", ["randomized"], "the short form"),
    ("a double-masked study", ["double-blind"], "masked is blind"),
    ("a non-randomized comparison", ["non-randomized"], "not randomized with its prefix"),
    ("They were not randomized but treated.", [], "a negation is no design"),
    ("No randomized trials have been done.", [], "no study at all"),
    ("a Mendelian randomization study", [], "not the randomization of people"),
    ("an open randomized trial", ["open-label", "randomized"], "two designs in one phrase"),
    ("DB, PC, 12 weeks", ["double-blind", "placebo-controlled"], "codes in a cell"),
    ("R, double-blind", ["randomized", "double-blind"], "a code and a word in a cell"),
    ("Crossover", ["crossover"], "a word alone in a cell"),
    ("PC", [], "a code alone that means much else"),
    ("R-CHOP", [], "a regimen is no code"),
    ("Open question", [], "a word of a phrase"),
    ("The DB, PC and R of this sentence are codes, but not those of a cell.", [], "codes in prose"),
    ("There was no placebo arm.", [], "no placebo"),
    ("It ran at 88 Japanese centers.", ["multicenter"], "a capital before the noun"),
    ("At four epilepsy centers it was given.", ["multicenter"], "a number word"),
    ("an open European trial", ["open-label"], "open before a place"),
    ("a double-blind, crossover comparison", ["double-blind", "crossover"], "crossover as design"),
    ("After crossover to the higher dose, rash was common.", [], "crossover as treatment"),
    ("12 deaths in the placebo group", ["placebo-controlled"], "a placebo arm"),
    ("versus warfarin", [], "a comparator is not active-controlled"),
    ("with sitagliptin as active comparator", ["active-controlled"], "said in words"),
    ("a phase I dose-escalation trial", ["dose-escalation"], "as a design"),
    ("Dose escalation was needed after relapse.", [], "as treatment"),
    ("It was non-inferior (p for non-inferiority 0.01).", ["non-inferiority"] * 2, "the test says it"),
    ("If it shows at least non-inferiority, practice will change.", [], "only hoped for"),
    ("a 52-week open-label extension", ["open-label", "extension"], "an extension"),
    ("a pooled patient-level efficacy analysis", ["pooled-analysis"], "words between"),
    ("a prospective cohort study", ["prospective"], "a cohort study is not called observational"),
    ("a registry of 400 adults", ["registry"], "a registry study"),
    ("It stands in a clinical trials registry.", [], "where trials are listed"),
    ("They were treated at 590 sites in 42 countries.", ["multicenter"], "centers counted"),
    ("It acts at 12 binding sites.", [], "other sites"),
    (
        "given in an expanded access program in a real-world setting",
        ["expanded-access", "real-world"],
        "outside trials",
    ),
]


@pytest.mark.parametrize(("text", "designs", "why"), DESIGNS, ids=[why for *_, why in DESIGNS])
def test_designs(text: str, designs: list[str], why: str) -> None:
    view = normalise(text)
    found = list(find_designs(view, 0, len(view)))
    assert [m.value for m in found] == designs, why
    assert all(m.kind is Kind.DESIGN for m in found)


# (text, the statuses in order, why)
STATUSES = [
    ("A phase III trial is ongoing.", ["ongoing"], "said of a trial"),
    ("Several ongoing, randomized phase 3 trials test it.", ["ongoing"], "before the noun"),
    ("Ongoing glucose-lowering therapy was kept.", [], "said of a therapy"),
    ("Patients with ongoing symptoms entered the trial.", [], "said of symptoms"),
    ("Trials of X with Y in advanced disease are still accruing.", ["ongoing"], "accrual goes on"),
    ("It is being tested in a phase I/II trial.", ["ongoing"], "tested in a trial"),
    ("It is being evaluated by the agency.", [], "evaluated by others"),
    ("It is now under prospective evaluation.", ["ongoing"], "under evaluation"),
    ("The trial was stopped early for futility.", ["stopped-early"], "stopped early"),
    ("Recruitment of patients was stopped after an interim analysis.", ["stopped-early"], "recruitment stopped"),
    ("RIALTO was terminated prematurely.", ["stopped-early"], "said of a name"),
    ("The study drug was stopped in 4 patients.", [], "the drug was stopped"),
    ("Treatment was stopped early in 4 patients.", [], "treatment stopped early"),
    ("After early termination of the study, 4 died.", ["stopped-early"], "as a noun"),
    ("Early termination of pregnancy was reported.", [], "another termination"),
    (
        "Although the results of X comparing 1 versus 3 years are not yet available, ...",
        ["results-pending"],
        "no results",
    ),
    ("Outcome data are still pending.", ["results-pending"], "data pending"),
    ("Details are not yet available.", [], "details of anything"),
    ("The results are expected in 2026.", ["results-pending"], "expected then"),
    ("The results are expected to change practice.", [], "expected to do something"),
    ("A larger phase III trial is planned.", ["planned"], "planned"),
    ("It will be studied in heart failure.", ["planned"], "future tense"),
    ("The study will enroll 2,002 patients.", ["planned"], "future enrolment"),
    ("A planned interim analysis came early.", [], "a planned analysis"),
    ("In the recently completed OASIS-6 trial it worked.", ["completed"], "completed, by name"),
    ("The other phase III studies have just been completed.", ["completed"], "completed, said of studies"),
    ("Patients who completed the study felt well.", [], "completed by patients"),
]


@pytest.mark.parametrize(("text", "statuses", "why"), STATUSES, ids=[why for *_, why in STATUSES])
def test_statuses(text: str, statuses: list[str], why: str) -> None:
    view = normalise(text)
    found = list(find_statuses(view, 0, len(view)))
    assert [m.value for m in found] == statuses, why
    assert all(m.kind is Kind.STATUS for m in found)


def test_rows_speak_the_guides_vocabulary() -> None:
    for file, words in (("designs", get_args(Design)), ("statuses", get_args(Status))):
        silent = {"none", "noun:study", "noun:results"}
        used = {v for row in lexicon(file).rows if not row.tags & silent for v in row.value.split()}
        assert used == set(words), file


# (text, the sponsors in order, why)
SPONSORS = [
    ("The COG also performed a trial.", ["COG"], "as printed when the article gives no long form"),
    (
        "The Children\u2019s Oncology Group (COG) and later the COG ran it.",
        ["Children's Oncology Group"] * 3,
        "the long form when the article gives it",
    ),
    ("EORTC 62024 and ACOSOG Z9001", ["EORTC", "ACOSOG"], "before a protocol number"),
    ("Intergroup GEIS/EORTC/ISG 62024", ["GEIS", "EORTC", "ISG"], "several at once"),
    ("AIEOP-BFM ALL 2017", [], "a part of a protocol's name"),
    ("the EORTC-NCIC CTG trial", ["EORTC", "NCIC CTG"], "two groups tied by a hyphen"),
    ("GOG-0218 and RTOG 9802", ["GOG", "RTOG"], "numbers tied by a hyphen"),
    ("ECOG performance status 0 and the EORTC QLQ-C30", [], "scales of groups"),
    ("ECOG 1594", ["ECOG"], "a trial of that group"),
    ("BIG 1-98 was a big trial.", ["BIG"], "case decides"),
    ("the German Hodgkin Study Group", ["German Hodgkin Study Group"], "a known name"),
    (
        "The Hellenic Cooperative Oncology Group",
        ["Hellenic Cooperative Oncology Group"],
        "any oncology group, no article",
    ),
    (
        "the International Relapsed B\u2011ALL (high-risk, 2010) consortium",
        ["International Relapsed B-ALL consortium"],
        "what stands in parentheses is no part of the name",
    ),
    ("The United Kingdom ALL group studied children.", ["United Kingdom ALL group"], "a disease's group"),
    ("In the Placebo Study Group and the Control Group", [], "groups of patients"),
    ("Pfizer initiated a study; a Novartis-sponsored trial", ["Pfizer", "Novartis"], "companies that ran something"),
    ("sponsored by Roche, Bayer and Novo Nordisk", ["Roche", "Bayer", "Novo Nordisk"], "a list of companies"),
    ("imatinib (Novartis) and the NIH consensus", [], "makers and agencies that did not"),
]


@pytest.mark.parametrize(("text", "sponsors", "why"), SPONSORS, ids=[why for *_, why in SPONSORS])
def test_sponsors(text: str, sponsors: list[str], why: str) -> None:
    view = normalise(text)
    found = list(find_sponsors(view, 0, len(view)))
    assert [m.value for m in found] == sponsors, why
    assert all(m.kind is Kind.SPONSOR for m in found)


def test_a_long_name_elsewhere_does_not_rename_a_short_one() -> None:
    """Reference lists print names of groups that the review itself never writes out."""
    view = "The FSG ran it. " + "x" * 100 + " by the French Sarcoma Group"
    assert [m.value for m in find_sponsors(view, 0, 16)] == ["FSG"]


# (text, what it defines, why)
ABBREVIATIONS = [
    ("median overall survival (OS) was long", {"OS": "overall survival"}, "the usual manner"),
    ("OS (overall survival) was long", {"OS": "overall survival"}, "turned round"),
    ("the hazard ratio [HR] fell", {"HR": "hazard ratio"}, "brackets"),
    (
        "in B-cell acute lymphoblastic leukemia (B-ALL)",
        {"B-ALL": "B-cell acute lymphoblastic leukemia"},
        "a hyphen inside",
    ),
    ("relapsed and refractory (r/r) disease", {"r/r": "relapsed and refractory"}, "a slash inside"),
    ("the Children's Oncology Group AALL1331 (COG, low risk)", {"COG": "Children's Oncology Group"}, "a code between"),
    (
        "the American Association of Clinical Endocrinologists (AACE)",
        {"AACE": "American Association of Clinical Endocrinologists"},
        "initials over the shortest fit",
    ),
    (
        "ISAT study (International Subarachnoid Aneurysm Trial)",
        {"ISAT": "International Subarachnoid Aneurysm Trial"},
        "a noun between",
    ),
    (
        "three randomized controlled trials (RCTs)",
        {"RCTs": "randomized controlled trials", "RCT": "randomized controlled trial"},
        "the plural gives the singular",
    ),
    (
        "Abbreviations: TNK, tenecteplase; RPA, reteplase.",
        {"TNK": "tenecteplase", "RPA": "reteplase"},
        "a legend that says so",
    ),
    (
        "CI confidence interval, HbA1c glycated hemoglobin, MI myocardial infarction",
        {"CI": "confidence interval", "HbA1c": "glycated hemoglobin", "MI": "myocardial infarction"},
        "a legend by position",
    ),
    ("mRS: modified Rankin scale", {"mRS": "modified Rankin scale"}, "a footnote"),
    ("death, MI, major infection and stroke", {}, "a list of events"),
    ("fewer events (HR 0.5) in patients (Table 2)", {}, "parentheses without a definition"),
]


@pytest.mark.parametrize("judge", ["scispacy", "built-in"])
@pytest.mark.parametrize(("text", "defined", "why"), ABBREVIATIONS, ids=[why for *_, why in ABBREVIATIONS])
def test_abbreviations(
    text: str, defined: dict[str, str], why: str, judge: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if judge == "built-in":
        monkeypatch.setattr(abbreviations, "_judge", lambda: abbreviations._taken)
    else:
        pytest.importorskip("scispacy", reason="scispaCy is not installed on this Python")
    view = normalise(text)
    found = find_abbreviations(view, [(0, len(view))])
    assert dict(found) == defined, why
    assert all(d.short in view[d.start : d.end] for d in found.definitions)


def test_scispacy_judges_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("scispacy", reason="scispaCy is not installed on this Python")
    from scispacy.abbreviation import AbbreviationDetector

    seen: list[str] = []
    usual = AbbreviationDetector.__call__

    def spy(self: AbbreviationDetector, doc: object) -> object:
        seen.append(str(doc))
        return usual(self, doc)

    monkeypatch.setattr(AbbreviationDetector, "__call__", spy)
    abbreviations._judge.cache_clear()
    assert find_abbreviations("a cardiovascular (CV) event", [(0, 27)]) == {"CV": "cardiovascular"}
    assert seen


def test_the_first_definition_stands_and_all_are_kept() -> None:
    view = "complete remission (CR) and later complete response (CR)"
    found = find_abbreviations(view, [(0, 24), (24, len(view))])
    assert found == {"CR": "complete remission"}
    assert [d.long for d in found.definitions] == ["complete remission", "complete response"]


def test_importing_the_package_loads_no_spacy_and_defining_prints_nothing() -> None:
    code = (
        "import sys, extract, extract.mentions.abbreviations as a\n"
        "assert 'spacy' not in sys.modules\n"
        "a.find_abbreviations('nothing here (ABC) and cardiovascular (CV)', [(0, 42)])\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == ""
    assert run.stderr == ""
