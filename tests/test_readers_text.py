"""The plain text reader: the text as it is, and the structure that its lines show."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.document import BlockKind, Document
from extract.readers import document_from_text, read

LONG = "This made-up sentence is long enough to be the paragraph of a section of an article about trials. "


def _read(text: str) -> Document:
    return document_from_text(text)


def _told(document: Document) -> list[str]:
    """Kind and first words of every block."""
    return [f"{b.kind.value}: {document.text[b.start : b.end][:24].strip()}" for b in document.blocks]


ENTRY = "One A, Two BC, et al. A trial of drug A vs. placebo: results of ALPHA. J Made Up. 2001;1:2–3.CrossRef"
PAGE = f"""Zum Inhalt
Log in | Cart (0)

Open Access 07.05.2025 | short review

Drug A changes how disease B is treated in children

verfasst von: Prof. Ada Example, Bea Muster

download
PRINT

Summary

{LONG}
Hinweise

Publisher’s Note

Springer Nature remains neutral with regard to jurisdictional claims.

Introduction

{LONG}
{LONG}

Drug A in disease B

{LONG}
Take-home message
{LONG}

Acknowledgements

We thank nobody.

Conflict of interest

A. Example: Honoraria. B. Muster: none.
Open Access This article is licensed under a licence.

Unsere Produktempfehlungen

Abo mit 90% Rabatt für Neukunden

Literatur
1.
Zurück zum Zitat {ENTRY} {ENTRY}
3.
Zurück zum Zitat Three A. Another title. J Made Up. 2003;3:4.
Metadaten
Titel
Drug A changes how disease B is treated in children
Fiona Muster
"""


def test_a_copied_page() -> None:
    document = _read(PAGE)
    assert document.text == PAGE
    assert _told(document) == [
        "chrome: Zum Inhalt",
        "chrome: Log in | Cart (0)",
        "chrome: Open Access 07.05.2025 |",
        "title: Drug A changes how disea",
        "chrome: verfasst von: Prof. Ada",
        "chrome: download",
        "chrome: PRINT",
        "heading: Summary",
        "paragraph: This made-up sentence is",
        "chrome: Hinweise",
        "chrome: Publisher’s Note",
        "chrome: Springer Nature remains",
        "heading: Introduction",
        "paragraph: This made-up sentence is",
        "paragraph: This made-up sentence is",
        "heading: Drug A in disease B",
        "paragraph: This made-up sentence is",
        "heading: Take-home message",
        "paragraph: This made-up sentence is",
        "heading: Acknowledgements",
        "paragraph: We thank nobody.",
        "heading: Conflict of interest",
        "paragraph: A. Example: Honoraria. B",
        "chrome: Open Access This article",
        "chrome: Unsere Produktempfehlung",
        "chrome: Abo mit 90% Rabatt für N",
        "heading: Literatur",
        "reference: 1.\nZurück zum Zitat One",
        "reference: 3.\nZurück zum Zitat Thre",
        "chrome: Metadaten",
        "chrome: Titel",
        "chrome: Drug A changes how disea",
        "chrome: Fiona Muster",
    ]
    assert [(r.label, r.title, r.year, r.authors) for r in document.references] == [
        ("1", "A trial of drug A vs. placebo: results of ALPHA", "2001", ("One A", "Two BC")),
        ("3", "Another title", "2003", ("Three A",)),
    ]


def test_the_title_is_the_line_that_the_page_prints_again() -> None:
    line = "Eine unbekannte Zeile der Seite mit vielen Wörtern"
    document = _read(f"{line}\n\nDrug A in disease B of children today\n\nAbstract\n\n{LONG}\n\nMetadaten\n"
                     "Drug A in disease B of children today\n")  # fmt: skip
    assert document.title == "Drug A in disease B of children today"


def test_a_page_without_an_abstract() -> None:
    title, names = "Drug A in disease B of children today", "A. Person, B. Person, C. Person"
    page = "\n\n".join(("Open Access", title, names, LONG, "Own words", LONG))
    assert _told(_read(page)) == [
        "chrome: Open Access",
        "title: Drug A in disease B of c",
        "chrome: A. Person, B. Person, C.",
        "paragraph: This made-up sentence is",
        "heading: Own words",
        "paragraph: This made-up sentence is",
    ]


def test_paragraphs_above_an_introduction_are_text_and_addresses_are_not() -> None:
    address = "Department of Nothing, Hospital of Nowhere, Street 1, 12345 City, and more of it, Country."
    page = f"Drug A in disease B of children today\n\n{address}\n\n{LONG * 3}\n\nIntroduction\n\n{LONG}"
    kinds = [b.kind.value for b in _read(page).blocks]
    assert kinds == ["title", "chrome", "paragraph", "heading", "paragraph"]


@pytest.mark.parametrize(
    "text",
    ["One sentence only.", "No stop at all", LONG, f"{LONG}\n\n{LONG}", "Short one.\nShort two.", "A.\n\nB."],
)
def test_a_passage_without_structure_is_paragraphs(text: str) -> None:
    document = _read(text)
    assert {b.kind for b in document.blocks} == {BlockKind.PARAGRAPH}
    assert "".join(document.text[b.start : b.end] for b in document.blocks) == "".join(
        s.strip() for s in text.split("\n")
    )


HEADINGS = [
    (f"x.\n\nResults\n\n{LONG}", "Results", 1, "a heading of known words"),
    (f"x.\n\nErgebnisse\n{LONG}", "Ergebnisse", 1, "a German one"),
    (f"x.\n\n2.1 Drug A\n\n{LONG}", "2.1 Drug A", 2, "numbered in two levels"),
    (f"x.\n\nII. RESULTS\n\n{LONG}", "II. RESULTS", 1, "a Roman number"),
    (f"x.\n\nThe ALPHA and BETA trials\n\n{LONG}", "The ALPHA and BETA trials", 1, "words of its own"),
    (f"x.\n\n### Drug A\n\n{LONG}", "Drug A", 3, "Markdown"),
    (f"x.\n\n**Drug A**\n\n{LONG}", "Drug A", 2, "all bold"),
    (f"x.\n\nDrug A\n------\n{LONG}", "Drug A", 2, "underlined"),
    (f"x.\n\nConclusions and future directions\n{LONG}", "Conclusions and future directions", 1, "known words joined"),
    (f"x.\n\nTreatment\n\nDrug A\n\n{LONG}", "Treatment", 1, "a heading above a heading"),
]


@pytest.mark.parametrize(("text", "heading", "level", "why"), HEADINGS, ids=[why for *_, why in HEADINGS])
def test_headings(text: str, heading: str, level: int, why: str) -> None:
    document = _read(text)
    found = [(document.text[b.start : b.end], b.level) for b in document.blocks if b.kind is BlockKind.HEADING]
    assert found[0] == (heading, level), why


def test_a_heading_right_below_a_heading_is_deeper() -> None:
    document = _read(f"x.\n\nTreatment\n\nDrug A\n\n{LONG}\n\nDrug B\n\n{LONG}")
    levels = [(document.text[b.start : b.end], b.level) for b in document.blocks if b.kind is BlockKind.HEADING]
    assert levels == [("Treatment", 1), ("Drug A", 2), ("Drug B", 1)]


NO_HEADINGS = [
    (f"{LONG}\n\nA short last line", "nothing stands below"),
    (f"{LONG}\n\nA short sentence.\n\n{LONG}", "a stop"),
    (f"{LONG}\n\nfive\n\n{LONG}", "a small letter"),
    (f"{LONG}\n\nAspirin\nClopidogrel\nTicagrelor\nPrasugrel\nWarfarin\n\n{LONG}", "a list without marks"),
    (f"{LONG}\n\nA pilot study of\n\n", "the end of the text"),
]


@pytest.mark.parametrize(("text", "why"), NO_HEADINGS, ids=[why for _, why in NO_HEADINGS])
def test_what_is_no_heading(text: str, why: str) -> None:
    assert all(b.kind is not BlockKind.HEADING for b in _read(text).blocks[:4]), why


def test_lines_wrapped_at_a_width_are_joined() -> None:
    text = (
        "Results\n\nIn the first of two made-up trials of drug A the overall survival was\n"
        "97% after three years, compared with 90% in the group that did not have\n"
        "it, a difference that nobody would have expected before.\n\n"
        "- an item of a list that is so long that it had to go on in the line\n  below it\n- another item\n"
    )
    document = _read(text)
    assert _told(document) == [
        "heading: Results",
        "paragraph: In the first of two made",
        "list-item: an item of a list that i",
        "list-item: another item",
    ]
    block = document.blocks[1]
    assert document.text[block.start : block.end].endswith("expected before.")


def test_windows_line_ends_stay() -> None:
    document = _read(f"A title of five words here\r\n\r\nAbstract\r\n\r\n{LONG.strip()}\r\n")
    assert "\r\n" in document.text
    assert document.title == "A title of five words here"
    assert _told(document)[-1].startswith("paragraph: This made-up")
    assert document.text[document.blocks[-1].start : document.blocks[-1].end] == LONG.strip()


CAPTIONS = [
    ("Table 1. Outcomes of ALPHA", "table", "a point"),
    ("Table 2 Outcomes of ALPHA", "table", "a blank"),
    ("TABLE 2: Outcomes", "table", "capitals"),
    ("Figure 3 | Survival. Shaded areas are intervals.", "figure", "a bar"),
    ("Fig. 4 Responders in ALPHA", "figure", "an abbreviation"),
    ("Supplementary Table S5. More", "table", "a supplement"),
    ("Abb. 1: Überleben", "figure", "German"),
    ("**Table 1.** Outcomes", "table", "bold in Markdown"),
]


@pytest.mark.parametrize(("line", "kind", "why"), CAPTIONS, ids=[why for *_, why in CAPTIONS])
def test_captions(line: str, kind: str, why: str) -> None:
    block = _read(f"{LONG}\n\n{line}\n\n{LONG}").blocks[1]
    assert (block.kind, block.hint) == (BlockKind.CAPTION, kind), why


@pytest.mark.parametrize("line", ["Table 1 shows the outcomes.", "Figures were drawn.", "Figure 2 and 3 agree."])
def test_sentences_about_tables_are_no_captions(line: str) -> None:
    assert _read(f"{LONG}\n\n{line}\n\n{LONG}").blocks[1].kind is BlockKind.PARAGRAPH


def test_a_table_of_bars() -> None:
    text = (
        f"{LONG}\n\nTable 1. Outcomes\n\n| Arm | OS | n |\n|---|:-:|---|\n| Drug A | 90% |  |\n| Placebo | 80% | 7 |\n"
    )
    document = _read(text)
    table = document.tables[0]
    assert table.label == "Table 1"
    assert table.caption is not None
    assert text[slice(*table.caption)] == "Table 1. Outcomes"
    assert [(c.row, c.column, c.header, text[c.start : c.end]) for c in table.cells] == [
        (0, 0, True, "Arm"), (0, 1, True, "OS"), (0, 2, True, "n"),
        (1, 0, False, "Drug A"), (1, 1, False, "90%"), (1, 2, False, ""),
        (2, 0, False, "Placebo"), (2, 1, False, "80%"), (2, 2, False, "7"),
    ]  # fmt: skip


def test_a_table_of_tabs() -> None:
    text = f"{LONG}\n\nArm\tOS\nDrug A\t90%\n\n{LONG}"
    cells = _read(text).tables[0].cells
    assert [(c.row, c.column, c.header, text[c.start : c.end]) for c in cells] == [
        (0, 0, True, "Arm"), (0, 1, True, "OS"), (1, 0, False, "Drug A"), (1, 1, False, "90%"),
    ]  # fmt: skip


NOTES = [
    ("* Reference level", True, "a star"),
    ("a Twice daily in all arms", True, "a letter"),
    ("n = patients at risk", True, "a sign"),
    ("OS: overall survival", True, "a colon"),
    ("CV cardiovascular, MI myocardial infarction, OS overall survival", True, "abbreviations in a row"),
    ("Abbreviations: CV, cardiovascular", True, "abbreviations by name"),
    ("ALPHA was the first of these trials, and it had 12 patients.", False, "a sentence"),
    ("A trial of drug A", False, "a phrase that begins with A"),
]


@pytest.mark.parametrize(("line", "note", "why"), NOTES, ids=[why for *_, why in NOTES])
def test_notes_below_a_table(line: str, note: bool, why: str) -> None:
    document = _read(f"{LONG}\n\nTable 1. Outcomes\n\n| a | b |\n|---|---|\n| c | d |\n\n{line}\n\n{LONG}")
    assert (document.blocks[6].kind is BlockKind.FOOTNOTE) is note, why
    assert bool(document.tables[0].notes) is note


CHROME = [
    "Wir verwenden Cookies, um die Seite zu verbessern.",
    "We use cookies to measure the 95% of visitors.",
    "Ce site utilise des cookies pour mesurer son audience.",
    "© 2024 The Authors. Published by Nobody.",
    "Keywords: drug A; disease B",
    "Received: 3 May 2020",
    "DRUCKEN",
    "Télécharger",
    "https://doi.org/10.5555/x",
    "Page 2 of 12",
    "345",
    "* * *",
    "Share on Facebook",
    "This is an open access article distributed under the terms of a licence.",
]


@pytest.mark.parametrize("line", CHROME)
def test_lines_of_the_page(line: str) -> None:
    document = _read(f"{LONG}\n\n{line}\n\n{LONG}")
    assert [b.kind.value for b in document.blocks] == ["paragraph", "chrome", "paragraph"]


ARTICLE_LINES = [
    "Received 3 cycles of drug A, 40 patients had a remission.",
    "This is an open-label trial of drug A.",
    "Share of patients with remission: 40% in both arms.",
    "Review of the records gave 12 deaths.",
    "Print media were no source here.",
]


@pytest.mark.parametrize("line", ARTICLE_LINES)
def test_lines_of_the_article_that_begin_like_those_of_a_page(line: str) -> None:
    assert _read(f"{LONG}\n\n{line}\n\n{LONG}").blocks[1].kind is BlockKind.PARAGRAPH


def test_words_of_the_page_that_take_what_follows_along_stop_at_the_next_known_heading() -> None:
    document = _read(f"{LONG}\n\nRelated articles\n\n{LONG}\n\nAnother one\n\nDiscussion\n\n{LONG}")
    assert [b.kind.value for b in document.blocks] == [
        "paragraph", "chrome", "chrome", "chrome", "heading", "paragraph",
    ]  # fmt: skip


CITING = f"Person et al22 treated 60 patients with drug A. {LONG * 2}".strip()
RESUMED = [
    (f"Own heading\n\n{CITING}", ["chrome", "chrome", "heading", "paragraph"], "a heading and prose"),
    (CITING, ["chrome", "chrome", "paragraph"], "prose"),
    (f"An offer\n{CITING[:20]}", ["chrome", "chrome", "chrome", "chrome"], "more advertisements"),
    (f"A teaser\n\n{LONG}{LONG}", ["chrome", "chrome", "chrome", "chrome"], "prose that cites nothing"),
]


@pytest.mark.parametrize(("below", "kinds", "why"), RESUMED, ids=[why for *_, why in RESUMED])
def test_an_article_goes_on_behind_advertisements(below: str, kinds: list[str], why: str) -> None:
    offers = "Recommended articles\nSave 25% on everything"
    page = f"Introduction\n\n{LONG * 2}\n\n{offers}\n\n{below}\n\nConclusion\n\n{LONG}"
    told = [b.kind.value for b in _read(page).blocks]
    assert told == ["heading", "paragraph", *kinds, "heading", "paragraph"], why


def test_the_title_stands_above_the_authors() -> None:
    journal, title = "Annals of the Science of Made-up Things", "Drug A in disease B of children today"
    page = f"{journal}\nVolume 4, 2010\n\n{title}\n\nAda Example-Smith & Bea Muster\n\nAbstract\n\n{LONG}"
    assert _read(page).title == title


def test_a_file_is_read_to_the_character(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(PAGE.encode())
    with path.open(encoding="utf-8", newline="") as handle:
        assert read(path).text == handle.read()
    assert read(str(path)).doc_id == "page"
