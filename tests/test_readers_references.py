"""Reference lists in plain text: entries, labels, and what an entry says."""

from __future__ import annotations

import pytest

from extract.readers import document_from_text
from extract.readers.entries import parse_entry

ENTRIES = [
    (
        "One A, Two BC, von Three D, et al. A trial of drug A. J Made Up. 2001;1(2):3-4.",
        ("A trial of drug A", "2001", ("One A", "Two BC", "von Three D")),
        "Vancouver with others",
    ),
    ("One A, Two BC. Short title. Lancet 2001;1:2.", ("Short title", "2001", ("One A", "Two BC")), "short"),
    ("One A. 2019 Guidelines for B. Heart 2020;1:2.", ("2019 Guidelines for B", "2020", ("One A",)), "a year first"),
    (
        "One A, Two B, et al. 2001a. A trial of drug A. J Made Up, 1:2.",
        ("A trial of drug A", "2001a", ("One A", "Two B")),
        "Harvard",
    ),
    (
        "One, A. B., & Two, C. (2001). A trial of drug A. Journal, 1, 2-3.",
        ("A trial of drug A", "2001", ("One A. B.", "Two C.")),
        "APA",
    ),
    (
        "One A van Two BC Drug A in the 1999 cohort J Made Up 2001 12 2003 2010 12345678",
        ("Drug A in the 1999 cohort J Made Up", "2001", ("One A", "van Two BC")),
        "no points or commas",
    ),
    ("One A. Drug A vs. drug B. J 2001;1:2.", ("Drug A vs. drug B", "2001", ("One A",)), "a point inside"),
    ("One A. Does drug A work? J Made Up 2001;1:2.", ("Does drug A work?", "2001", ("One A",)), "a question"),
    (
        "ALPHA Investigators. Drug A in patients with disease B. J 2001;1:2.",
        ("Drug A in patients with disease B", "2001", ("ALPHA Investigators",)),
        "a group",
    ),
    ("", (None, None, ()), "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "expected", "why"), ENTRIES, ids=[why for *_, why in ENTRIES])
def test_entries(entry: str, expected: tuple[str | None, str | None, tuple[str, ...]], why: str) -> None:
    parsed = parse_entry(entry)
    assert (parsed.title, parsed.year, parsed.authors) == expected, why


BODY = "Drug A worked {} in a made-up trial that many have read about in the journals of the field.\n\n"
ONE = "One A, Two B. First title of it. J Made Up. 2001;1:2."
TWO = "Two C. Second title of it. J Made Up. 2002;2:3."

LISTS = [
    ("[1]", f"References\n1. {ONE}\n2. {TWO}", ["1", "2"], "numbers with points"),
    ("[1]", f"References\n[1] {ONE}\n[2] {TWO}", ["1", "2"], "numbers in brackets"),
    ("[1]", f"References\n1 {ONE}\n2 {TWO}", ["1", "2"], "bare numbers"),
    ("[1]", f"References\n\n1.\n{ONE}\n\n2.\n{TWO}", ["1", "2"], "numbers on lines of their own"),
    ("[1]", f"References\n1. {ONE}\n4. {TWO}", ["1", "4"], "numbers that are missing"),
    ("[1]", f"Bibliographie\n1. {ONE}\n2. {TWO}", ["1", "2"], "a French heading"),
    ("[1]", f"## References\n\n1. {ONE}\n2. {TWO}", ["1", "2"], "a Markdown heading"),
    ("[1]", f"References\n{ONE}\n{TWO}", ["1", "2"], "no numbers: positions"),
    ("[1]", f"1. {ONE}\n2. {TWO}\n3. {TWO}", ["1", "2", "3"], "no heading"),
    ("[1]", f"{ONE}\n{TWO}\n{ONE}\n{TWO}", ["1", "2", "3", "4"], "no heading and no numbers"),
    (
        "(One et al 2001)",
        f"References\n{ONE}\n{TWO}",
        ["One et al 2001", "Two 2002"],
        "cited in another way than listed",
    ),
    ("(One and Two 2001)", f"References\n{ONE}\n{TWO}", ["One and Two 2001", "Two 2002"], "authors and years"),
    ("(One & Two, 2001)", f"References\n- {ONE}\n- {TWO}", ["One & Two 2001", "Two 2002"], "with bullets"),
    (
        "[1]",
        f"References\n1. {ONE}\nCrossRef PubMed\n2. {TWO}\nGoogle Scholar",
        ["1", "2"],
        "links of the page between",
    ),
    ("[1]", f"References\n1. {ONE}\n2. {TWO}\nThe Publishing House of Nowhere", ["1", "2"], "words of the page below"),
]


@pytest.mark.parametrize(("cited", "entries", "labels", "why"), LISTS, ids=[why for *_, why in LISTS])
def test_lists(cited: str, entries: str, labels: list[str], why: str) -> None:
    document = document_from_text(BODY.format(cited) + entries)
    assert [r.label for r in document.references] == labels, why
    assert document.references[0].title == "First title of it"
    for reference in document.references:
        assert document.text[reference.start : reference.end].endswith((ONE, TWO))


def test_an_entry_on_several_lines_ends_with_its_year() -> None:
    entries = (
        "1.\nOne A, Two B\nFirst title of it\nJ Made Up. 2001;1:2.\nLink\n2.\nPubMed\nTwo C. Second. J 2002;1:2.\n"
    )
    document = document_from_text(BODY.format("[1]") + f"References\n{entries}")
    told = [(r.label, document.text[r.start : r.end].replace("\n", "/"), r.title) for r in document.references]
    assert told == [
        ("1", "1./One A, Two B/First title of it/J Made Up. 2001;1:2.", "First title of it"),
        ("2", "Two C. Second. J 2002;1:2.", "Second"),
    ]


def test_a_list_ends_where_the_next_section_begins() -> None:
    text = BODY.format("[1]") + f"References\n1. {ONE}\n2. {TWO}\n\nAcknowledgements\n\nThanks.\n\nTable 1. Outcomes\n"
    document = document_from_text(text)
    assert [b.kind.value for b in document.blocks][1:] == [
        "heading", "reference", "reference", "heading", "paragraph", "caption",
    ]  # fmt: skip


def test_the_letter_of_the_year_and_others_are_part_of_the_label() -> None:
    entries = (
        "One A, Two B, et al. 2001a. First title.\nOne A, Two B, Three C. 2001b. Second title.\nFour D. Third. J 2003."
    )
    document = document_from_text(BODY.format("(One et al 2001a; One et al 2001b)") + f"References\n{entries}")
    assert [r.label for r in document.references] == ["One et al 2001a", "One et al 2001b", "Four 2003"]


def test_a_numbered_list_of_an_article_that_cites_names_is_labelled_by_names() -> None:
    cited = "(One and Two 2001), as did Two (2002), Two et al 2002, One et al 2001 and One 2001"
    document = document_from_text(BODY.format(cited) + f"References\n1. {ONE}\n2. {TWO}")
    assert [r.label for r in document.references] == ["One and Two 2001", "Two 2002"]


def test_a_numbered_list_in_the_text_is_no_reference_list() -> None:
    document = document_from_text(BODY.format("[1]") + "1. First aim\n2. Second aim\n3. Third aim\n")
    assert document.references == ()
