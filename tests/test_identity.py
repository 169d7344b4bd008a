"""Identity: which names and registry numbers are one study, and which are two."""

from __future__ import annotations

from articles import TableOf, read_article, table, trial
from extract.relations.identity import slip
from extract.relations.studies import one_sign_off

Records = list[tuple[list[str], list[str]]]


def _records(*parts: str) -> Records:
    return [(t.names, t.registry_ids) for t in read_article(*parts).trials]


A, B = "NCT01234567", "NCT07654321"

# (paragraph, names and numbers of each record, why)
TOGETHER: list[object] = [
    (f"The ALPHA-1 trial ({A}) enrolled 120 patients [3].", [(["ALPHA-1"], [A])], "a number in brackets"),
    (f"The ALPHA-1 trial, {A}, enrolled 120 patients [3].", [(["ALPHA-1"], [A])], "a number between commas"),
    (
        f"The ALPHA-1 trial (ClinicalTrials.gov identifier: {A}) enrolled 120 patients [3].",
        [(["ALPHA-1"], [A])],
        "a number with its register",
    ),
    (
        f"The ALPHA-1 trial (phase 3, low-risk patients; {A}) enrolled 120 patients [3].",
        [(["ALPHA-1"], [A])],
        "a number at the end of a bracket",
    ),
    (
        "The ALPHA-1 trial (EudraCT 2016-004674-17) enrolled 120 patients [3].",
        [(["ALPHA-1"], ["2016-004674-17"])],
        "a European number",
    ),
    (
        f"The ALPHA-1 trial ({A}) and the BETA-2 trial ({B}) enrolled patients [3, 4].",
        [(["ALPHA-1"], [A]), (["BETA-2"], [B])],
        "two names, each with its number",
    ),
    (
        "The ALPHA-1 trial [3] enrolled 120 patients. The alpha-1 trial was open-label.",
        [(["ALPHA-1"], [])],
        "capitals make no second study",
    ),
    (
        "The RECORD 1 trial [3] enrolled 120 patients. The RECORD1 trial was open-label.",
        [(["RECORD 1", "RECORD1"], [])],
        "a blank makes no second study",
    ),
    (
        "The RECORD1 trial [3] enrolled 120 patients. The RECORD2 trial [4] enrolled 63 patients.",
        [(["RECORD1"], []), (["RECORD2"], [])],
        "another number is another study",
    ),
    (
        f"A phase II trial ({A}) enrolled 120 patients [3]. A phase III trial ({B}) enrolled 500 patients [4].",
        [([], [A]), ([], [B])],
        "numbers alone tell studies apart",
    ),
    (
        f"A phase II trial ({A}) of sunitinib enrolled 120 patients [3].\n\nIn the trial {A}, 45% responded.",
        [([], [A])],
        "the same number again is the same study",
    ),
]


@table("paragraph, records, why", TOGETHER)
def test_records(paragraph: str, records: Records, why: str) -> None:
    assert _records(*paragraph.split("\n\n")) == records, why


def test_a_name_and_a_number_of_one_table_row_are_one_study() -> None:
    rows = [["Trial", "Identifier", "n"], ["ALPHA-1", A, "120"], ["BETA-2", B, "63"]]
    article = read_article("The ALPHA-1 trial and the BETA-2 trial are shown in Table 1.", TableOf("Trials", rows))
    assert trial(article, "ALPHA-1").registry_ids == [A]
    assert trial(article, "BETA-2").registry_ids == [B]


# (one, other, same, why)
SLIPS = [
    ("ACOSOG Z9001", "ACOZOG Z9001", True, "a wrong letter in a long name"),
    ("ACOSOG Z9001", "ACOSOG Z9002", False, "another number is another study"),
    ("ACOSOG Z9001", "ACOZOG Z9002", False, "two differences"),
    ("ALPHA-1", "ALPHO-1", False, "too short to tell"),
]


@table("one, other, same, why", SLIPS)
def test_slips_of_long_names(one: str, other: str, same: bool, why: str) -> None:
    assert slip(one, other) is same, why


# (one, other, same, why)
PROTOCOLS = [
    ("AALL1331", "AALL1731", True, "one wrong digit"),
    ("AALL1331", "AALL1331", False, "no difference"),
    ("AALL1331", "AALL1732", False, "two differences"),
    ("RECORD1", "RECORD2", False, "no protocol number"),
]


@table("one, other, same, why", PROTOCOLS)
def test_protocol_numbers_that_differ_in_one_sign(one: str, other: str, same: bool, why: str) -> None:
    assert one_sign_off(one, other) is same, why


LONG = "The AALL1331 trial (NCT02101853) is a randomized phase III trial of blinatumomab [17]. "

# (text behind LONG, names of the records, why)
SLIPPED = [
    (
        "In the AALL1731 trial the overall survival was 71% with blinatumomab [17].",
        [["AALL1331"]],
        "cited for the same paper, a wrong digit is a slip of the pen",
    ),
    (
        "In the AALL1731 trial the overall survival was 71% with blinatumomab [18].",
        [["AALL1331"], ["AALL1731"]],
        "cited for another paper it is another study",
    ),
    (
        "The AALL1731 trial (NCT03914625) of blinatumomab is ongoing [17].",
        [["AALL1331"], ["AALL1731"]],
        "with a registry number of its own it is another study",
    ),
]


@table("behind, names, why", SLIPPED)
def test_a_slip_in_a_protocol_number_opens_no_record(behind: str, names: list[list[str]], why: str) -> None:
    assert [t.names for t in read_article(LONG + behind).trials] == names, why


def test_the_results_of_a_slip_are_those_of_the_study_meant() -> None:
    (record,) = read_article(LONG + SLIPPED[0][0]).trials
    assert [r.value for r in record.results] == [71.0]


def test_a_long_form_and_its_acronym_are_one_study() -> None:
    first = "The Quick Outcomes of Renal Therapy (QUORT) trial enrolled 120 patients [3]."
    names = [t.names for t in read_article(first, "In the QUORT trial, the response rate was 45%.").trials]
    assert len(names) == 1
    assert "QUORT" in names[0]
