"""Sections: canonical kinds, inheritance, and what may be extracted from."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.readers import document_from_text, read
from extract.readers.headings import heading_kind
from extract.sections import Section, SectionKind, split_sections

DATA = Path(__file__).parent / "data" / "readers"
LONG = "This made-up sentence is long enough to be the paragraph of a section of an article about trials."

KINDS = [
    ("Abstract", "abstract", "the plain word"),
    ("SUMMARY", "abstract", "capitals"),
    ("Zusammenfassung", "abstract", "German"),
    ("1. Introduction", "introduction", "a number"),
    ("Background and aims", "introduction", "joined by and"),
    ("IV. RESULTS", "results", "a Roman number"),
    ("Results and discussion", "results", "two kinds: the first"),
    ("Materials & Methods", "methods", "an ampersand"),
    ("Conclusions:", "conclusion", "a colon"),
    ("Conclusions and future directions", "conclusion", "with more"),
    ("Summary and conclusions", "conclusion", "the longer words win"),
    ("Fazit für die Praxis", "conclusion", "German"),
    ("Literatur", "references", "German"),
    ("Références", "references", "French"),
    ("Bibliografía", "references", "Spanish"),
    ("Authors’ contributions", "contributions", "a curly apostrophe"),
    ("Conflict of Interest Statement", "conflict", "more words"),
    ("Conflits d’intérêts", "conflict", "French"),
    ("Take-home message", "keypoints", "a hyphen"),
    ("COI-statement", "conflict", "the type of a JATS section"),
    ("Appendix A: Search terms", "appendix", "a letter behind"),
    ("Background therapy", "", "a phrase that begins like one"),
    ("Discussion of safety with patients", "", "another"),
    ("Trial results", "", "a phrase that ends like one"),
    ("Drug A in disease B", "", "words of its own"),
    ("Results " * 30, "", "too long for a heading"),
    ("", "", "nothing"),
]


@pytest.mark.parametrize(("title", "kind", "why"), KINDS, ids=[why + ": " + title[:20] for title, _, why in KINDS])
def test_kinds_of_headings(title: str, kind: str, why: str) -> None:
    assert heading_kind(title) == kind, why


def test_every_kind_of_the_lexicon_is_a_section_kind() -> None:
    from extract.lexicon import lexicon

    values = {row.value for row in lexicon("headings").rows} - {"joined"}
    assert values <= {kind.value for kind in SectionKind}


def _told(sections: tuple[Section, ...]) -> list[tuple[str, str, int]]:
    return [(s.kind.value, s.title, s.level) for s in sections]


def test_a_subsection_inherits_the_kind_that_its_title_does_not_say() -> None:
    heads = ("# A title", "## Results", "### Efficacy", LONG, "### Discussion", LONG, "## Own words", "### Part", LONG)
    text = "\n\n".join(heads)
    assert _told(split_sections(document_from_text(text))) == [
        ("title", "", 0),
        ("results", "Results", 2),
        ("results", "Efficacy", 3),
        ("discussion", "Discussion", 3),
        ("body", "Own words", 2),
        ("body", "Part", 3),
    ]


def test_a_summary_at_the_end_is_a_conclusion() -> None:
    text = f"Summary\n\n{LONG}\n\nIntroduction\n\n{LONG}\n\nSummary\n\n{LONG}"
    kinds = [s.kind.value for s in split_sections(document_from_text(text))]
    assert kinds == ["abstract", "introduction", "conclusion"]


def test_sections_of_a_jats_article() -> None:
    assert _told(split_sections(read(DATA / "jats-everything.nxml"))) == [
        ("title", "", 0),
        ("abstract", "Background", 1),
        ("abstract", "Results", 1),
        ("body", "", 0),
        ("introduction", "Why", 1),
        ("body", "Trials", 1),
        ("body", "Drug A", 2),
        ("table", "Table 1. Outcomes of ALPHA-1.", 2),
        ("body", "A heading set by hand", 3),
        ("figure", "Figure 1. Course of ALPHA-1.", 3),
        ("keypoints", "Key points", 3),
        ("conclusion", "Conclusions and outlook", 1),
        ("table", "Table 2. A floating table", 1),
        ("acknowledgements", "", 0),
        ("conflict", "Disclosure", 1),
        ("funding", "", 0),
        ("other", "", 0),
        ("abbreviations", "", 0),
        ("appendix", "Appendix A", 1),
        ("references", "References", 1),
    ]


def test_a_table_or_a_line_of_the_page_does_not_part_the_section_around_it() -> None:
    text = f"Results\n\n{LONG}\n\nTable 1. X\n\n| a | b |\n|---|---|\n| c | d |\n\nDRUCKEN\n\n{LONG}"
    document = document_from_text(text)
    sections = split_sections(document)
    assert [(s.kind.value, len(s.blocks)) for s in sections] == [("results", 3), ("table", 5), ("chrome", 1)]
    assert sections[0].start < sections[1].start < sections[1].end < sections[0].end


def test_a_text_without_headings_is_one_section() -> None:
    assert _told(split_sections(document_from_text(f"{LONG}\n\n{LONG}"))) == [("body", "", 0)]
    assert split_sections(document_from_text("")) == ()


RUN_IN = [
    ("Conflict of interest: none declared by the two authors.", "conflict"),
    ("**Funding:** paid by nobody.", "funding"),
    ("Acknowledgments: thanks to all 12 of them.", "acknowledgements"),
    ("Results: 40% had a remission.", "discussion"),
]


@pytest.mark.parametrize(("line", "kind"), RUN_IN)
def test_a_paragraph_that_says_its_kind_in_its_first_words(line: str, kind: str) -> None:
    sections = split_sections(document_from_text(f"Discussion\n\n{LONG}\n\n{line}\n\n{LONG} End."))
    assert [
        s.kind.value for s in sections if line[-12:] in _text(s, f"Discussion\n\n{LONG}\n\n{line}\n\n{LONG} End.")
    ] == [kind]
    assert sections[-1].kind is SectionKind.DISCUSSION


def _text(section: Section, text: str) -> str:
    return "".join(text[b.start : b.end] for b in section.blocks)


def test_nothing_is_extracted_from_the_apparatus() -> None:
    apparatus = {
        "references", "acknowledgements", "conflict", "funding", "ethics", "contributions", "availability",
        "chrome", "other",
    }  # fmt: skip
    silent = {kind.value for kind in SectionKind if not Section(kind, "", 0, 0, 1, ()).extractable}
    assert silent == apparatus
