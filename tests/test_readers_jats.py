"""The JATS reader: what is written, in what order, and what the markup tells about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.document import BlockKind, Document
from extract.readers import read
from jats_files import FRONT, blocks, jats, refs, x

DATA = Path(__file__).parent / "data" / "readers"


@pytest.fixture(scope="module")
def article() -> Document:
    return read(DATA / "jats-everything.nxml")


def test_every_block_in_its_order(article: Document) -> None:
    assert [(b.kind.value, b.level, b.hint, article.text[b.start : b.end]) for b in article.blocks] == [
        ("title", 0, "title", "Drug A in disease B: a made-up review"),
        ("heading", 1, "abstract", "Background"),
        ("paragraph", 0, "abstract", "Abstract one."),
        ("heading", 1, "abstract", "Results"),
        ("paragraph", 0, "abstract", "Abstract two."),
        ("paragraph", 0, "", "A lead paragraph without a heading."),
        ("heading", 1, "introduction", "Why"),
        ("paragraph", 0, "introduction", "Dose of 5 × 10^9 cells1,2 in 2008^3."),
        ("heading", 1, "", "2 Trials"),
        ("heading", 2, "", "2.1 Drug A"),
        ("paragraph", 0, "", "Before the list [2–5]:"),
        ("list-item", 0, "", "item one"),
        ("list-item", 0, "", "item two"),
        ("list-item", 0, "", "nested"),
        ("paragraph", 0, "", "after the list; see Table 1. The paragraph ends here."),
        ("caption", 0, "table", "Table 1. Outcomes of ALPHA-1."),
        ("cell", 0, "", "Arm"),
        ("cell", 0, "", "Survival"),
        ("cell", 0, "", "1 year"),
        ("cell", 0, "", "2 years"),
        ("cell", 0, "", "Drug Aa"),
        ("cell", 0, "", "90%"),
        ("cell", 0, "", "Placebo"),
        ("cell", 0, "", "80%"),
        ("cell", 0, "", "70%\n(n = 7)"),
        ("cell", 0, "", "none [4]"),
        ("footnote", 0, "table", "a Twice daily."),
        ("heading", 3, "", "A heading set by hand"),
        ("paragraph", 0, "", "Patients ≥28 days old and others."),
        ("paragraph", 0, "", "After the box1,3."),
        ("caption", 0, "figure", "Figure 1. Course of ALPHA-1."),
        ("heading", 3, "keypoints", "Key points"),
        ("paragraph", 0, "keypoints", "The box says so."),
        ("heading", 1, "conclusion", "Conclusions and outlook"),
        ("paragraph", 0, "conclusion", "All is well."),
        ("caption", 0, "table", "Table 2. A floating table"),
        ("cell", 0, "", "x"),
        ("paragraph", 0, "acknowledgements", "Thanks to all."),
        ("heading", 1, "conflict", "Disclosure"),
        ("footnote", 0, "conflict", "No conflicts."),
        ("footnote", 0, "funding", "Paid by nobody."),
        ("footnote", 0, "other", "Deceased."),
        ("list-item", 0, "abbreviations", "OS: overall survival"),
        ("heading", 1, "appendix", "Appendix A"),
        ("paragraph", 0, "appendix", "More of it."),
        ("heading", 1, "references", "References"),
        ("reference", 0, "references", "1. One O, et al. First title. J One. 2001;1(2):3-4."),
        ("reference", 0, "references", "2. Two T. Second title of some length. J Two 2002;2:2."),
        ("reference", 0, "references", "3. Third title. 2003."),
        ("reference", 0, "references", "4. Fourth title. 2004."),
        ("reference", 0, "references", "5. Fifth title. 2005."),
    ]


@pytest.mark.parametrize(
    "words",
    ["Nobody", "Nowhere", "Licence", "Picture", "keyword", "Reviewer", "Response", "documentclass", "Made-up Trials"],
)
def test_what_is_no_text_of_the_article_stays_out(article: Document, words: str) -> None:
    assert words not in article.text


def test_cells_have_their_places_in_the_grid(article: Document) -> None:
    table = article.tables[0]
    assert [(c.row, c.column, c.rowspan, c.colspan, c.header, article.text[c.start : c.end]) for c in table.cells] == [
        (0, 0, 2, 1, True, "Arm"),
        (0, 1, 1, 2, True, "Survival"),
        (1, 1, 1, 1, True, "1 year"),
        (1, 2, 1, 1, True, "2 years"),
        (2, 0, 1, 1, False, "Drug Aa"),
        (2, 1, 1, 1, False, "90%"),
        (2, 2, 1, 1, False, ""),
        (3, 0, 2, 1, False, "Placebo"),
        (3, 1, 1, 1, False, "80%"),
        (3, 2, 1, 1, False, "70%\n(n = 7)"),
        (4, 1, 1, 2, False, "none [4]"),
    ]
    assert "Arm | Survival\n1 year | 2 years\n" in article.text


def test_tables_keep_label_caption_and_notes(article: Document) -> None:
    assert [t.label for t in article.tables] == ["Table 1", "Table 2"]
    caption = article.tables[0].caption
    assert caption is not None
    assert article.text[slice(*caption)] == "Table 1. Outcomes of ALPHA-1."
    assert [article.text[slice(*n)] for n in article.tables[0].notes] == ["a Twice daily."]


def test_citations_are_resolved(article: Document) -> None:
    assert [(article.text[c.start : c.end], c.labels) for c in article.crossrefs] == [
        ("1", ("1",)),
        ("2", ("2",)),
        ("3", ("3",)),
        ("2–5", ("2", "3", "4", "5")),
        ("4", ("4",)),
        ("1,3", ("1", "3")),
    ]


def test_references_tell_label_title_year_and_authors(article: Document) -> None:
    told = [(r.label, r.title, r.year, r.authors) for r in article.references]
    assert told[:3] == [
        ("1", "First title", "2001", ("One O",)),
        ("2", "Second title of some length", "2002", ("Two T",)),
        ("3", "Third title", "2003", ()),
    ]
    assert [article.text[r.start : r.end].startswith(f"{r.label}. ") for r in article.references] == [True] * 5


INLINE = [
    ("10<sup>9</sup>/l and mg/m<sup>2</sup>", "10^9/l and mg/m2", "a digit raised after a digit is parted from it"),
    ("CO<sub>2</sub> and t<sub>1/2</sub>", "CO2 and t1/2", "subscripts as they are"),
    ("one<break/>two", "one two", "a line break parts words"),
    ("one<inline-graphic/>two", "one two", "a picture parts words"),
    ("a\n   b\t c", "a b c", "white space of the file is one space"),
    ("5\u2009\u00b1\u20092\u00a0mg", "5\u2009\u00b1\u20092\u00a0mg", "the spaces that the publisher chose stay"),
    ("<mml:math><mml:mfrac><mml:mn>1</mml:mn><mml:mn>2</mml:mn></mml:mfrac></mml:math>", "1/2", "a fraction on a line"),
    (
        "<mml:math><mml:msup><mml:mn>10</mml:mn><mml:mn>6</mml:mn></mml:msup></mml:math>",
        "10^6",
        "a power keeps its sign",
    ),
    ("a<tex-math>\\documentclass{m}$x$</tex-math>b", "a x b", "of LaTeX only what is printed"),
    ("<ext-link>http://x.org</ext-link>", "http://x.org", "links print their text"),
    ("a <!-- no --> b<?pi no?>", "a b", "comments and instructions are silent"),
]


@pytest.mark.parametrize(("markup", "text", "why"), INLINE, ids=[why for *_, why in INLINE])
def test_inline_markup(markup: str, text: str, why: str, tmp_path: Path) -> None:
    assert blocks(jats(tmp_path, f"<p>{markup}</p>"))[1] == ("paragraph", text)


CITED = [
    (f"[{x(2)}-{x(4)}]", [("2-4", "2 3 4")], "a hyphen between two is a range"),
    (f"{x(2)}\u2013{x(4)}, {x(1)}", [("2\u20134", "2 3 4"), ("1", "1")], "an en dash, and one more"),
    (f"[{x(2)}]\u2013[{x(4)}]", [("2]\u2013[4", "2 3 4")], "each end in its own brackets"),
    (f"[{x(2)},{x(4)}]", [("2", "2"), ("4", "4")], "a comma is no range"),
    (x(2, "2\u20134"), [("2\u20134", "2 3 4")], "a range printed in one xref of one id"),
    ('<xref ref-type="bibr" rid="r2 r4">2, 4</xref>', [("2, 4", "2 4")], "one xref of two ids"),
    (f"<sup>{x(1)},{x(3)}</sup>", [("1", "1"), ("3", "3")], "superscript"),
    (f"[{x(4)}-{x(2)}]", [("4", "4"), ("2", "2")], "a range does not run backwards"),
    ('<xref ref-type="bibr" rid="r99">99</xref>', [], "an id that no reference has"),
    ('<xref ref-type="fig" rid="f1">Figure 1</xref>', [], "a figure is no citation"),
]


@pytest.mark.parametrize(("markup", "expected", "why"), CITED, ids=[why for *_, why in CITED])
def test_numbers_cited(markup: str, expected: list[tuple[str, str]], why: str, tmp_path: Path) -> None:
    document = jats(tmp_path, f"<p>As shown {markup}.</p>", refs(5))
    found = [(document.text[c.start : c.end], " ".join(c.labels)) for c in document.crossrefs]
    assert found == expected


def test_references_without_labels_have_their_position_or_the_number_that_the_text_prints(tmp_path: Path) -> None:
    plain = jats(tmp_path, f"<p>As shown [{x(1)}-{x(3)}].</p>", refs(4, labelled=False))
    assert [r.label for r in plain.references] == ["1", "2", "3", "4"]
    assert plain.crossrefs[0].labels == ("1", "2", "3")
    shifted = jats(tmp_path, f"<p>As shown [{x(1, 11)}] and [{x(2, 12)}].</p>", refs(2, labelled=False))
    assert [r.label for r in shifted.references] == ["11", "12"]


ENTRIES = [
    ("<citation>One A. Title. <source>J</source> <year>2001</year>.</citation>", "One A. Title. J 2001.", "as printed"),
    (
        "<citation><name><surname>One</surname><given-names>A</given-names></name><name><surname>Two</surname>"
        "<given-names>B</given-names></name> (<year>2001</year>) <article-title>Title</article-title></citation>",
        "One A Two B (2001) Title",
        "names that touch",
    ),
    (
        "<citation-alternatives><element-citation><article-title>T</article-title><year>2001</year></element-citation>"
        "<mixed-citation>Not twice.</mixed-citation></citation-alternatives>",
        "T. 2001.",
        "one of several forms",
    ),
    ("<note><p>A remark.</p></note>", "A remark.", "a note in the list"),
]


@pytest.mark.parametrize(("entry", "text", "why"), ENTRIES, ids=[why for *_, why in ENTRIES])
def test_entries_of_the_list(entry: str, text: str, why: str, tmp_path: Path) -> None:
    document = jats(tmp_path, "<p>x</p>", f'<ref-list><ref id="r1"><label>1</label>{entry}</ref></ref-list>')
    assert blocks(document)[-1] == ("reference", f"1. {text}"), why


AUTHOR_YEAR = [
    (f"({x(1, 'Name1 et al 2001')})", "Name1 et al 2001", "as printed"),
    (f"{x(1, 'Name1 et al (2001a)')}", "Name1 et al 2001a", "brackets are no part of it"),
    (f"{x(1, 'Name1 et al (2001a')})", "Name1 et al 2001a", "half a bracket neither"),
    (f"({x(1, 'Name1 et al., 2001')})", "Name1 et al 2001", "nor points and commas"),
    (f"({x(2, 'Name1 et al 2001a')}, {x(1, '2001b')})", "Name1 et al 2001b", "a lone year has the names before it"),
    (f"({x(2, 'Other 1999')}) and others ({x(1, '2001c')})", "Name1 et al 2001c", "or those of its entry"),
    (f"({x(2, 'Other 1999')})", "Name1 et al 2001", "an entry that nobody cites is labelled by its authors"),
]


@pytest.mark.parametrize(("markup", "label", "why"), AUTHOR_YEAR, ids=[why for *_, why in AUTHOR_YEAR])
def test_authors_and_years_cited(markup: str, label: str, why: str, tmp_path: Path) -> None:
    document = jats(tmp_path, f"<p>As shown {markup}.</p>", refs(2, labelled=False))
    assert document.references[0].label == label
    assert {label for c in document.crossrefs for label in c.labels} <= {r.label for r in document.references}


def test_a_mark_of_superscript_style_without_sup_is_parted_from_a_number(tmp_path: Path) -> None:
    document = jats(tmp_path, f"<p>In 2008{x(2)} and HR 0.54{x(1)},{x(3)}.</p>", refs(3))
    assert blocks(document)[1][1] == "In 2008^2 and HR 0.54^1,3."
    assert [document.text[c.start : c.end] for c in document.crossrefs] == ["2", "1", "3"]


def test_nested_and_deep_sections_keep_their_levels(tmp_path: Path) -> None:
    body = "<sec><title>A</title><sec><title>B</title><sec><title>C</title><p>x</p></sec></sec></sec>"
    document = jats(tmp_path, body)
    levels = [(document.text[b.start : b.end], b.level) for b in document.blocks if b.kind is BlockKind.HEADING]
    assert levels == [("A", 1), ("B", 2), ("C", 3)]


def test_floats_wrap_and_boxes_hold_tables_too(tmp_path: Path) -> None:
    wrap = "<table-wrap><label>Table {}</label><table><tr><td>cell {}</td></tr></table></table-wrap>"
    body = f"<sec><title>A</title><boxed-text><p>In a box.</p>{wrap.format(1, 1)}</boxed-text><p>Text.</p></sec>"
    document = jats(tmp_path, body, floats=f"<floats-wrap>{wrap.format(2, 2)}</floats-wrap>")
    assert [t.label for t in document.tables] == ["Table 1", "Table 2"]
    assert [kind for kind, _ in blocks(document)][2:5] == ["paragraph", "paragraph", "caption"]


def test_an_untitled_or_pictured_table_is_a_table_without_cells(tmp_path: Path) -> None:
    document = jats(tmp_path, "<table-wrap><label>Table 3</label><graphic/></table-wrap>")
    assert [(t.label, t.cells) for t in document.tables] == [("Table 3", ())]


def test_footnotes_in_running_text_wait_for_its_end(tmp_path: Path) -> None:
    document = jats(tmp_path, "<p>One<fn><p>A note.</p></fn> sentence.</p>")
    assert blocks(document)[1:] == [("paragraph", "One sentence."), ("footnote", "A note.")]


def test_namespaces_and_wrappers_of_web_services(tmp_path: Path) -> None:
    path = tmp_path / "b.xml"
    article = f'<article xmlns="http://jats.nlm.nih.gov">{FRONT}<body><p>Hello.</p></body></article>'
    path.write_text(f"<OAI-PMH><record><metadata>{article}{article}</metadata></record></OAI-PMH>", encoding="utf-8")
    document = read(path)
    assert document.text == "T\n\nHello."
    assert document.warnings == ("the file holds 2 articles; only the first was read",)


def test_named_characters_of_a_dtd_that_is_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "c.xml"
    doctype = '<!DOCTYPE article PUBLIC "-//NLM//DTD" "archivearticle.dtd">'
    path.write_text(f"{doctype}<article>{FRONT}<body><p>5&nbsp;&plusmn;&nbsp;2</p></body></article>", encoding="utf-8")
    assert read(path).text == "T\n\n5\u00a0\u00b1\u00a02"


def test_source_says_where_and_how(article: Document) -> None:
    assert (article.doc_id, article.source.format, article.source.encoding) == ("jats-everything", "jats", "utf-8")
    assert article.source.path.endswith("jats-everything.nxml")
    assert len(article.source.sha256) == 64
