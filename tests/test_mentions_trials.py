"""Trial names: what is one, what only looks like one, and where a name stands again."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from extract.document import Cell, Table
from extract.mentions.mention import Kind, Mention
from extract.mentions.sametrial import same_trial
from extract.mentions.studycolumns import study_cells
from extract.mentions.trials import FAMILY, find_trials
from extract.normal import normalise


def trials(text: str, abbreviations: Mapping[str, str] | None = None) -> list[Mention]:
    view = normalise(text)
    return find_trials(view, [(0, len(view))], abbreviations or {})


def spans(text: str, abbreviations: Mapping[str, str] | None = None) -> list[str]:
    return [text[m.start : m.end] for m in trials(text, abbreviations)]


NAMES = [
    ("The RIALTO trial tested blinatumomab.", ["RIALTO"], "beside a study noun"),
    ("In the PARADIGM-HF trial deaths fell. PARADIGM-HF also cut admissions.", ["PARADIGM-HF"] * 2, "again, bare"),
    ("The DAPA-HF and EMPEROR-Reduced trials showed benefit.", ["DAPA-HF", "EMPEROR-Reduced"], "a list before a noun"),
    ("The PIONEER I and II trials enrolled 633 adults.", ["PIONEER I", "II"], "the second name printed in part"),
    ("This was asked by DOMINO-AD, in which 295 patients took part.", ["DOMINO-AD"], "a clause with its size"),
    ("The single-group study NEUTRINO gave it to 327 patients.", ["NEUTRINO"], "between a noun and a verb"),
    ("It led to a large British trial, MS01, in which adults took part.", ["MS01"], "between commas behind a noun"),
    (
        "We review three recent trials in renal anaemia: CHOIR, CREATE and TREAT. CREATE was neutral.",
        ["CHOIR", "CREATE", "TREAT", "CREATE"],
        "as many names behind a colon as are announced",
    ),
    ("We review two measures from trials in renal anaemia: CHOIR, CREATE and TREAT.", [], "not as many"),
    (
        "Tight control of glucose was proved by the UK Prospective Diabetes Study and the Diabetes Control and "
        "Complications Trial, which agreed on this.",
        ["UK Prospective Diabetes Study", "Diabetes Control and Complications Trial"],
        "two long names",
    ),
    (
        "The Cardiac Insufficiency Bisoprolol Study II (CIBIS-II) enrolled adults.",
        ["Cardiac Insufficiency Bisoprolol Study II", "CIBIS-II"],
        "a long name with a number",
    ),
    ("Two trials, SOLO-1 and PHOENIX 2, enrolled adults.", ["SOLO-1", "PHOENIX 2"], "a list behind a noun"),
    ("The CANVAS [70] and DECLARE trials enrolled adults.", ["CANVAS", "DECLARE"], "citations between"),
    ("The EsPhALL2022/COG AALL2131 pilot study is open.", ["EsPhALL2022", "AALL2131"], "two names around a slash"),
    ("The Interfant-06/blinatumomab pilot trial closed.", ["Interfant-06/blinatumomab"], "a regimen added to a trial"),
    ("The SSG XVIII/AIO trial compared 1 with 3 years.", ["SSG XVIII/AIO"], "groups in a name"),
    ("(Intergroup GEIS/EORTC/ISG 62024) is a trial.", ["Intergroup GEIS/EORTC/ISG 62024"], "groups with a number"),
    ("The AIEOP-BFM ALL 2017 trial was first.", ["AIEOP-BFM ALL 2017"], "a disease inside a name"),
    ("The ATLAS ACS 2-TIMI 51 trial was positive.", ["ATLAS ACS 2-TIMI 51"], "a disease and a group inside"),
    ("The VERTIS CV (NCT01986881) study is open.", ["VERTIS CV"], "a bracket between name and noun"),
    ("The ORAL Strategy trial compared two drugs.", ["ORAL Strategy"], "a plain word behind an acronym"),
    ("The JAVELIN Bladder 100 trial was positive.", ["JAVELIN Bladder 100"], "a plain word before a number"),
    ("The STAR*D trial and the TEMPO 3:4 trial ended.", ["STAR*D", "TEMPO 3:4"], "signs in a name"),
    ("The E1912 trial compared two regimens; E1912 was open.", ["E1912", "E1912"], "one letter and a number"),
    ("The phase II randomized trial (RIALTO, NCT02187354) closed.", ["RIALTO"], "in a bracket with its number"),
    ("AALL1331 (COG, NCT02101853) and RIALTO (NCT02187354).", ["AALL1331", "RIALTO"], "before the bracket"),
    ("The study (ClinicalTrials.gov NCT01234567; ELEVATE-TN) closed.", ["ELEVATE-TN"], "behind the number"),
    ("Two trials (called MATISSE) compared fondaparinux.", ["MATISSE"], "introduced as a name"),
    ("The trial, known as Hokusai-VTE, tested edoxaban.", ["Hokusai-VTE"], "known as"),
    ("ISAT was a randomized, multicenter trial.", ["ISAT"], "the subject of a sentence about a trial"),
    ("TRITON-TIMI 38 randomized 13,608 patients.", ["TRITON-TIMI 38"], "the subject of an enrolment"),
    ("In LEADER, 9340 patients were followed.", ["LEADER"], "In NAME, with patients"),
    ("Stroke fell, whereas in ROCKET AF, 14,264 patients did as well.", ["ROCKET AF"], "in NAME, inside a sentence"),
    ("Long-term results of MURANO (194 patients) confirm it.", ["MURANO"], "results of NAME"),
    ("Two trials, OPT-80-003 (629 patients) and OPT-80-004, closed.", ["OPT-80-003", "OPT-80-004"], "after the noun"),
    ("4S: about 5% of patients had diabetes. HOPE: all patients were old.", ["4S", "HOPE"], "a caption's list"),
    ("NSABP B-31 and NCCTG N9831 were analysed jointly.", ["NSABP B-31", "NCCTG N9831"], "protocol numbers alone"),
    ("It was tested in CALGB 9221 and in JCOG0603.", ["CALGB 9221", "JCOG0603"], "protocol numbers alone"),
    ("SWOG S0106 tested gemtuzumab.", ["SWOG S0106"], "a number that its group completes"),
    ("Study 19 was a randomized trial.", ["Study 19"], "a numbered study"),
    ("The Einstein trial. Later the Einstein study.", ["Einstein", "Einstein"], "a plain name met twice"),
    ("The Framingham Heart Study followed adults.", ["Framingham Heart Study"], "a long name alone"),
    ("In LEADER and SUSTAIN-6, 9340 patients took part.", ["LEADER", "SUSTAIN-6"], "joined to a known name"),
    ("The non\u2011inferiority OASIS\u20115 trial; OASIS\u20115.", ["OASIS\u20115"] * 2, "a no-break hyphen"),
]
LONG = [
    (
        "The International Subarachnoid Aneurysm Trial (ISAT) study.",
        ["International Subarachnoid Aneurysm Trial", "ISAT"],
        "long form, short form and noun",
    ),
    (
        "International Study of Unruptured Intracranial Aneurysms (ISUIA) is large.",
        ["International Study of Unruptured Intracranial Aneurysms", "ISUIA"],
        "the noun stands first",
    ),
    (
        "TEAM trial (Trial on Endovascular Aneurysm Management) is open.",
        ["TEAM", "Trial on Endovascular Aneurysm Management"],
        "the long form in the bracket",
    ),
    (
        "In the Hypertension in the Very Elderly Trial (HYVET), deaths fell.",
        ["Hypertension in the Very Elderly Trial", "HYVET"],
        "small words inside, others before",
    ),
    (
        "The Scandinavian Simvastatin Survival Study (4S) ended. In 4S, deaths fell in 4444 patients.",
        ["Scandinavian Simvastatin Survival Study", "4S", "4S"],
        "counted initials",
    ),
    (
        "newly diagnosed patients in the UK Prospective Diabetes Study (UKPDS)",
        ["UK Prospective Diabetes Study", "UKPDS"],
        "a place that belongs to the name",
    ),
]
NO_NAMES = [
    ("A study CD20 expression was needed for.", "a measure between a noun and a verb"),
    ("A Randomized Controlled Trial (RCT) and a Phase II Clinical Trial.", "common words in capitals"),
    ("This trial, that study, the phase III trial, a randomized controlled trial (RCT).", "no name at all"),
    ("The COG study and the EORTC phase III trial enrolled children.", "groups alone"),
    ("The US phase II study, the French trial and the UK trial.", "places"),
    ("The FDA trial was reviewed by EMA and NICE.", "agencies"),
    ("The STEMI trial design; NSCLC trials; a COPD study; the HIV trial.", "diseases"),
    ("NOAC trials and a TAVR trial and most DMARD studies.", "kinds of studies"),
    ("The FOLFIRI trial and the R-CHOP study.", "regimens"),
    ("EGFR trials, the CD19 trial, TNF-alpha studies, the HLA-B27 trial, IL-17 trials.", "genes and proteins"),
    ("The AZD6244 trial was negative. GSK1120212 (NCT01245062) is under way.", "drug codes"),
    ("The MADRS score, the SF-36 questionnaire and the ICD-10 codes of the study.", "scales and codes"),
    ("A CT study, an MRI trial, the GWAS study, the PK study.", "methods"),
    ("This trial (OS, 12.4 months) failed; in this study HR was 0.5.", "endpoints and measures"),
    ("The Stupp trial changed practice. Stupp et al. ran the Stupp trial.", "an author"),
    ("The McNeil study; the Boston study; the Pfizer trial.", "authors, towns, companies"),
    ("American Association for the Study of Liver Diseases (AASLD) guideline.", "an association"),
    ("Double-Blind Trial of Aspirin in Adults With Angina", "a title in title case"),
    ("ECOG 0-1 was required in the trial; TIMI 3 flow was seen.", "grades of groups' scales"),
    ("Stage IIIA trial; Part 2 of the Study; Week 24 study visit.", "numbered parts"),
    ("HOPE FOR NEW THERAPIES", "capitals everywhere"),
    ("The ADZ trial. Patients with ADZ were treated; ADZ inhibitors; the risk of ADZ.", "used as a disease's name"),
]


@pytest.mark.parametrize(("text", "expected", "why"), NAMES + LONG, ids=[f"{w}: {t[:40]}" for t, _, w in NAMES + LONG])
def test_a_name_is_found(text: str, expected: list[str], why: str) -> None:
    assert spans(text) == expected, why


@pytest.mark.parametrize(("text", "why"), NO_NAMES, ids=[why for _, why in NO_NAMES])
def test_what_only_looks_like_a_name_is_not(text: str, why: str) -> None:
    assert spans(text) == [], why


def test_a_mention_is_a_span_with_the_name_as_value_and_a_rule() -> None:
    text = "The OASIS\u20116 trial."
    assert trials(text) == [Mention(Kind.TRIAL, 4, 11, "OASIS-6", "trial:noun")]


def test_the_star_that_markdown_escapes_is_a_star_in_the_value() -> None:
    assert [m.value for m in trials("In STAR\\*D, 2876 outpatients took part.")] == ["STAR*D"]


def test_the_rest_of_a_list_has_the_whole_name_as_value() -> None:
    found = trials("The SOLO-1 and -2 trials. PIONEER I and II were trials; the PIONEER I trial.")
    assert [m.value for m in found] == ["SOLO-1", "SOLO-2", "PIONEER I", "PIONEER II", "PIONEER I"]


def test_the_articles_abbreviations_speak_for_and_against_a_name() -> None:
    text = "The DXE trial was open."
    assert spans(text) == ["DXE"]
    assert spans(text, {"DXE": "dual xylem exposure"}) == []
    assert spans(text, {"DXE": "Diabetes and eXErcise study"}) == ["DXE"]
    assert spans("We met DXE.", {"DXE": "Diabetes and eXErcise study"}) == [], "needs some evidence"


def test_an_abbreviation_introduced_before_a_noun_is_a_trial() -> None:
    long = "Lung and Radical Surgery"
    assert spans(f"The {long} (LARS) trial was small.", {"LARS": long}) == [long, "LARS"]
    assert spans("The LARS procedure was tried.", {"LARS": long}) == []


def test_an_abbreviation_without_a_study_word_can_be_a_trial_with_a_noun() -> None:
    abbreviations = {"HOPE": "Heart Outcomes Prevention Evaluation"}
    assert spans("Heart Outcomes Prevention Evaluation (HOPE) study", abbreviations) == [
        "Heart Outcomes Prevention Evaluation",
        "HOPE",
    ]


def test_names_are_looked_for_in_the_regions_only_and_proved_by_all_of_them() -> None:
    text = "CREATE was small.\nThe CREATE study ended.\nCREATE in the references."
    regions = [(0, 17), (18, 41)]
    assert [m.start for m in find_trials(text, regions, {})] == [0, 22]


def test_the_name_of_a_programme_is_marked() -> None:
    rules = {m.value: m.rule for m in trials("The OASIS-5 and OASIS-6 trials; the OASIS studies.")}
    assert rules["OASIS"] == FAMILY
    assert rules["OASIS-5"] != FAMILY


def _table(text: str, rows: list[list[str]]) -> Table:
    cells = []
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            start = text.index(cell)
            cells.append(Cell(start, start + len(cell), r, c, header=r == 0))
    return Table("Table 1", None, tuple(cells))


def test_the_cells_of_a_study_column_hold_names() -> None:
    rows = [
        ["Study (ref)", "Drug"],
        ["EMPA-REG MET [30]", "Metformin"],
        ["Empa-Lina SPC second-line [37]", "TAK733 [9]"],
    ]
    text = "\n".join(cell for row in rows for cell in row)
    cells = study_cells(text, [_table(text, rows)])
    assert [text[a:b] for a, b in cells] == ["EMPA-REG MET [30]", "Empa-Lina SPC second-line [37]"]
    found = [m.value for m in find_trials(text, [], {}, cells)]
    assert found == ["EMPA-REG MET", "Empa-Lina SPC second-line"]


def test_a_raised_citation_in_a_cell_is_no_part_of_the_name() -> None:
    text = "The COMBI-d trial was first.\nCOMBI-d11"
    assert [m.value for m in find_trials(text, [(0, 28)], {}, [(29, 38)])] == ["COMBI-d", "COMBI-d"]


def test_the_authors_of_a_group_are_no_mention_of_its_trial() -> None:
    text = "The RE-LY trial won (RE-LY Investigators 2009). The RE-LY Study Group, 2010, said so. RE-LY won."
    assert [(m.start, m.value) for m in trials(text)] == [(4, "RE-LY"), (text.rindex("RE-LY"), "RE-LY")]


def test_a_citation_glued_to_the_number_of_a_name_is_no_part_of_it() -> None:
    text = "Two trials, PHOENIX 1 and PHOENIX 2, enrolled adults.\nPHOENIX 119 | PHOENIX 27 | PHOENIX 12 | XPHOENIX 119"
    assert spans(text) == ["PHOENIX 1", "PHOENIX 2", "PHOENIX 1"]


SAME = [
    ("SSG XVIII", "SSG XVIII/AIO", True, "a group behind the slash"),
    ("EORTC 62024", "Intergroup GEIS/EORTC/ISG/FSG/AGITG 62024", True, "one number of one group"),
    ("DECLARE", "DECLARE-TIMI 58", True, "a group's own name for it"),
    ("AALL1331", "COG AALL1331", True, "a group before it"),
    ("S0106", "SWOG S0106", True, "a group before it"),
    ("KEYNOTE-024", "KEYNOTE 24", True, "spelling of a number"),
    ("PIONEER I", "PIONEER 1", True, "roman and arabic"),
    ("CheckMate 067", "CHECKMATE-067", True, "case and hyphen"),
    ("ISAT", "International Subarachnoid Aneurysm Trial", True, "initials"),
    ("4S", "Scandinavian Simvastatin Survival Study", True, "counted initials"),
    ("UKPDS", "UK Prospective Diabetes Study", True, "initials with a short form"),
    ("ACOZOG Z9001", "ACOSOG Z9001", True, "a slip in the group"),
    ("OASIS-5", "OASIS-6", False, "two numbers"),
    ("OASIS", "OASIS-5", False, "a programme and its trial"),
    ("EMPA-REG MET", "EMPA-REG METSU", False, "one name begins as the other"),
    ("EMPA-REG", "EMPA-REG OUTCOME", False, "a programme and its trial"),
    ("Interfant-06", "Interfant-06/blinatumomab", False, "a regimen built on a trial"),
    ("PIONEER I", "PIONEER II", False, "two numerals"),
    ("AIEOP-BFM ALL 2017", "AIEOP-BFM AML 2017", False, "two diseases of one group"),
    ("AALL1331", "AALL1731", False, "two numbers of one group"),
    ("ISAT", "ISUIA", False, "two short forms"),
]


@pytest.mark.parametrize(("a", "b", "same", "why"), SAME, ids=[f"{a} / {b}" for a, b, *_ in SAME])
def test_same_trial(a: str, b: str, same: bool, why: str) -> None:
    assert same_trial(a, b) is same, why
    assert same_trial(b, a) is same, why


def test_same_trial_by_the_articles_abbreviations() -> None:
    long = "liraglutide effect and action in diabetes"
    assert same_trial("LEADER", long, {"LEADER": long})
    assert not same_trial("LEADER", long)
