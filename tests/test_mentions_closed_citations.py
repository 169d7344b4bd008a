"""Citations: every manner that articles cite in, and what only looks like a citation."""

from __future__ import annotations

import pytest

from extract.document import Block, BlockKind, CrossReference, Document, Reference
from extract.mentions.authors import FirstAuthors, named_authors
from extract.mentions.citation_labels import Numbering
from extract.mentions.citations import citations_of_cell, find_citations
from extract.normal import normalise


def _document(text: str, labels: list[str], crossrefs: tuple[CrossReference, ...] = ()) -> Document:
    """An article whose reference list stands after ``text``."""
    listed = "\n".join(labels)
    references, at = [], len(text) + 1
    for label in labels:
        references.append(Reference(label, at, at + len(label)))
        at += len(label) + 1
    blocks = (Block(BlockKind.PARAGRAPH, 0, len(text)),)
    return Document("x", f"{text}\n{listed}", blocks, references=tuple(references), crossrefs=crossrefs)


def _cited(document: Document, end: int | None = None) -> list[tuple[str, ...]]:
    view = normalise(document.text)
    return [m.value for m in find_citations(document, view, 0, len(document.text) if end is None else end)]


def _labels(text: str, labels: list[str]) -> list[tuple[str, ...]]:
    return _cited(_document(text, labels), len(text))


LIST = [str(n) for n in range(1, 32) if n != 3]

# (text, labels of each citation, why); the list has 1 to 31 and lost its third entry
BRACKETS = [
    ("as shown [17].", [("17",)], "one"),
    ("as shown [1, 2] and [4;6]", [("1", "2"), ("4", "6")], "lists"),
    ("as shown [13\u201315, 20]", [("13", "14", "15", "20")], "a range is expanded one by one"),
    ("in children [1315] and adults [510]", [("13", "14", "15"), (*tuple("56789"), "10")], "lost range dashes"),
    ("as shown [12] and [30]", [("12",), ("30",)], "a label that the list has stays itself"),
    ("not justifiable [3].", [("3",)], "an entry that the list lost is cited all the same"),
    ("(graft effect; [4])", [("4",)], "inside parentheses"),
    ("(EudraCT number 2016-004674-17; [20])", [("20",)], "beside a number"),
    ("as shown [1]\u2013[4]", [("1", "2", "3", "4")], "a range of brackets"),
    ("(ref 12) and (refs. 5, 6) and ref. 7", [("12",), ("5", "6"), ("7",)], "the word ref"),
    ("years\u00b9\u00b2\u207b\u00b9\u2074 of study", [("12", "13", "14")], "true superscripts"),
    ("a word^12,13^ in Markdown", [("12", "13")], "marked superscripts"),
    ("10 m\u00b2, 10\u2079/L, kg/m\u00b2, R\u00b2", [], "powers"),
    ("the median was 23 months [12-34]", [], "the range of the number before it"),
    ("23 months (IQR) [12-34]", [], "an interval that says so"),
    ("52% of patients [12-14]", [("12", "13", "14")], "a percentage does not make a range"),
    ("[NCT01234567], [18F]FDG, [2006], [95% CI 1-2], [450]", [], "other brackets"),
]


@pytest.mark.parametrize(("text", "labels", "why"), BRACKETS, ids=[why for *_, why in BRACKETS])
def test_numbers_in_brackets(text: str, labels: list[tuple[str, ...]], why: str) -> None:
    assert _labels(text, LIST) == labels, why


def test_without_a_reference_list_brackets_still_cite() -> None:
    assert _labels("as shown [7-9], [1315] and in [2006]", []) == [("7", "8", "9"), ("13", "14", "15")]


SUPERSCRIPTS = (
    "The tumor is common.1 It recurs often,2 above all in children.3,4 One trial5 enrolled 12.5% over 5 years.6 "
    "A later report7 was larger (n = 40).8 CD19 and IL-6 and HbA1c rose, Notch1 fell, Notch1 rose, Notch1 stayed. "
    "In 2005.9 Patients took 2.5 mg; survival was 3.5 months.10-12 See Fig.3 and vol.7 for 1,200 more."
)


def test_superscripts_glued_to_words() -> None:
    labels = [str(n) for n in range(1, 13)]
    wanted = [("1",), ("2",), ("3", "4"), ("5",), ("6",), ("7",), ("8",), ("9",), ("10", "11", "12")]
    assert _labels(SUPERSCRIPTS, labels) == wanted


def test_glued_digits_in_tables_and_behind_names() -> None:
    text = (
        "It is common.1 It recurs.2 Drug A won in the first trial:3 40 of 80. It lost at once.4 PHOENIX 1 was large.5 "
        "Ratios of 1:2 and PMID:3 and 4.2 are none."
    )
    cells = ["Person et al25", "4.2", "PHOENIX 119", "OTHER 119"]
    whole = "\n".join([text, *cells])
    document = _document(whole, [str(n) for n in (1, 2, 3, 4, 5, 19, 25)])
    ends = [len(text), *(whole.index(c, len(text)) + len(c) for c in cells)]
    starts = [0, *(end - len(c) for end, c in zip(ends[1:], cells, strict=True))]
    blocks = tuple(Block(BlockKind.PARAGRAPH, a, b) for a, b in zip(starts, ends, strict=True))
    document = Document("x", document.text, blocks, references=document.references)
    view = normalise(document.text)
    found = [[m.value for m in find_citations(document, view, b.start, b.end)] for b in blocks]
    assert found == [[("1",), ("2",), ("3",), ("4",), ("5",)], [("25",)], [], [("19",)], []]


def test_glued_digits_do_not_cite_where_they_are_few() -> None:
    assert _labels("The trial2 was small.", [str(n) for n in range(1, 40)]) == []


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("It is common.14 It recurs in 40% of cases,15 often twice.14,16 Scores were 2.5 and 3.5 points.", True),
        ("It was tested in 1996.(12) It failed, as in a trial before it,(13) and again.(14) Of 539 (12) died.", True),
        (
            "It is common.14 Smith and Jones15 said so of CD19 and of 40 adults, as did a trial by Person et al.,16 "
            "and of HbA1c. It fell,17 too.",
            True,
        ),
        ("It is common.14 It recurs.3 It was seen by some.90", False),
        ("It is common.14 It recurs.15 It was seen [3] again.16", False),
        (
            "It is common (12). Person et al. (13) said so (p = 0.02), and so did others (14). It recurs (15,16), "
            "as a trial (17) of 40 (12) adults showed.",
            True,
        ),
        ("It is common (12). Person et al. (13) said so of adults (4) and children (40), and others did (14).", False),
        ("Scores were 2.5 and 3.5 and 4.5 points. It rose in 12 (13) and fell in 14 (15) of 16 (17).", False),
    ],
)
def test_a_text_without_its_list_cites_by_numbers_that_rise_behind_stops(text: str, labels: bool) -> None:
    wanted = [("14",), ("15",), ("14", "16")] if ".14" in text else [("12",), ("13",), ("14",)]
    wanted += [("15", "16"), ("17",)] if "(15,16)" in text else []
    wanted = [("14",), ("15",), ("16",), ("17",)] if "Jones15" in text else wanted
    found = [m for m in _labels(text, []) if m != ("3",)]
    assert found == (wanted if labels else [])


def test_numbers_in_bare_parentheses() -> None:
    text = (
        "It is common (1). Two trials (2, 3) were done in 2005 (4). Deaths were 12 (5) against 9 (4), 45% (3) in all. "
        "All three: (1) speed; (2) cost. Others agree (5, 6). The rate was 1.5% (7)."
    )
    labels = [str(n) for n in range(1, 8)]
    assert _labels(text, labels) == [("1",), ("2", "3"), ("4",), ("5", "6"), ("7",)]


AUTHORS = [
    "Turpie et al 2001",
    "Yusuf et al 2006a",
    "Yusuf et al 2006b",
    "Donat et al 2002",
    "ASSENT 2001",
    "White 2001",
    "van de Werf et al 2003",
    "B\u00e9guin et al 1989",
    "Theroux and Fuster 1998",
    "American Diabetes Association 2016",
]

# (text, labels of each citation, why)
AUTHOR_YEAR = [
    ("(Turpie et al 2001)", [("Turpie et al 2001",)], "as the list"),
    (
        "(Turpie et al., 2001; Yusuf et al., 2006a, 2006b)",
        [("Turpie et al 2001",), ("Yusuf et al 2006a", "Yusuf et al 2006b")],
        "commas and stops go; two years of one group",
    ),
    ("(Yusuf et al 2006a,b)", [("Yusuf et al 2006a", "Yusuf et al 2006b")], "the letter alone"),
    ("as Donat et al. (2002) found", [("Donat et al 2002",)], "in the sentence"),
    ("However Turpie et al (2001) found", [("Turpie et al 2001",)], "the sentence's first word is no author"),
    ("In Belgium, Donat et al. (2002) found", [("Donat et al 2002",)], "a place before the authors"),
    ("In Belgium, Boer et al. (2019) found", [("Boer et al 2019",)], "a place before authors not in the list"),
    ("De Boer and colleagues (2019)", [("De Boer et al 2019",)], "a particle is no first word of a sentence"),
    ("Smith and Jones (2019)", [("Smith and Jones 2019",)], "not in the list, but plainly a citation"),
    ("(Theroux & Fuster, 1998)", [("Theroux and Fuster 1998",)], "ampersand"),
    ("(ASSENT 2001; White 2001)", [("ASSENT 2001",), ("White 2001",)], "single names of the list"),
    ("(Van de Werf et al, 2003)", [("van de Werf et al 2003",)], "particles in any case"),
    ("(Beguin et al 1989)", [("B\u00e9guin et al 1989",)], "accents lost in print"),
    ("(American Diabetes Association 2016)", [("American Diabetes Association 2016",)], "an organisation"),
    ("(December 2008), in 2001, the ESMO 2019 guideline, 2010 patients", [], "a year alone is none"),
]


@pytest.mark.parametrize(("text", "labels", "why"), AUTHOR_YEAR, ids=[why for *_, why in AUTHOR_YEAR])
def test_author_and_year(text: str, labels: list[tuple[str, ...]], why: str) -> None:
    assert _labels(text, AUTHORS) == labels, why


def test_author_and_year_without_a_list() -> None:
    text = "(Turpie et al 2001; White 2001) but Smith (2004), since March 2004 (April 2005)"
    assert _labels(text, []) == [("Turpie et al 2001",), ("White 2001",)]


def test_author_and_year_is_no_manner_of_a_numbered_article() -> None:
    assert _labels("Ishibashi et al. (2009) found it [14].", LIST) == [("14",)]


def test_markup_goes_first_and_its_ranges_are_filled() -> None:
    text = "seen before.2-4 Not 5 but [7] too, see [9,10]."
    at = text.index("2-4")
    inside = text.index("9,10")
    crossrefs = (
        CrossReference(at, at + 1, ("2",)),
        CrossReference(at + 2, at + 3, ("4",)),
        CrossReference(inside, inside + 1, ("9",)),
        CrossReference(inside + 2, inside + 4, ("10",)),
    )
    document = _document(text, [str(n) for n in range(1, 11)], crossrefs)
    assert _cited(document, len(text)) == [("2", "3", "4"), ("7",), ("9", "10")]
    spans = [(m.start, m.end) for m in find_citations(document, normalise(document.text), 0, len(text))]
    assert spans[0] == (at, at + 3)


def test_bare_numbers_cite_only_in_a_reference_column() -> None:
    document = _document("28, 30", LIST)
    view = normalise(document.text)
    assert [m.value for m in citations_of_cell(document, view, 0, 6)] == [("28", "30")]
    assert list(find_citations(document, view, 0, 6)) == []


def test_two_articles_in_turn_keep_their_own_manner() -> None:
    numbered, named = _document("trial [2]", ["1", "2"]), _document("(White 2001)", ["White 2001"])
    for _ in range(2):
        assert _cited(numbered, 9) == [("2",)]
        assert _cited(named, 12) == [("White 2001",)]


def test_a_range_is_bounded() -> None:
    numbering = Numbering.of([str(n) for n in range(1, 400)])
    assert numbering.expand("12-340") == ()
    assert numbering.expand("340-342") == ("340", "341", "342")
    assert numbering.expand("9-7") == ()


LISTED = [("1", "Cardozo L"), ("2", "O\u2019Brien SM"), ("3", "Zinner N"), ("4", "Zinner N"), ("5", "van der Berg J")]
NAMED = [
    ("in the study by Cardozo and colleagues.", ["1"], "and colleagues"),
    ("O'Brien and co-workers escalated the dose.", ["2"], "an apostrophe"),
    ("The van der Berg et al. report", ["5"], "particles, et al"),
    ("Zinner et al treated adults.", [], "two works of one first author"),
    ("Nobody et al treated adults.", [], "not in the list"),
    ("Cardozo et al (2004) and Cardozo et al [1] and Cardozo et al1", [], "a year or number behind"),
    ("Cardozo treated adults, and colleagues helped.", [], "a name alone"),
]


@pytest.mark.parametrize(("text", "labels", "why"), NAMED, ids=[why for *_, why in NAMED])
def test_authors_named_without_a_label(text: str, labels: list[str], why: str) -> None:
    authors = FirstAuthors([Reference(label, 0, 0, authors=(name,)) for label, name in LISTED])
    assert [c.labels for c in named_authors(text, 0, len(text), authors, set)] == [(label,) for label in labels], why


def test_authors_are_known_by_the_labels_of_an_author_year_list() -> None:
    authors = FirstAuthors([Reference("Cardozo et al 2004", 0, 0), Reference("Lepor 1998", 0, 0)])
    assert (authors.label("Cardozo", set), authors.label("Lepor", set)) == ("Cardozo et al 2004", "Lepor 1998")


def test_authors_cited_with_a_label_in_the_same_passage_are_cited_once() -> None:
    document = _document("Alpha and colleagues treated 40 adults [2]. Beta and colleagues did not.", ["1", "2"])
    references = tuple(
        Reference(r.label, r.start, r.end, authors=(a,))
        for r, a in zip(document.references, ("Beta B", "Alpha A"), strict=True)
    )
    document = Document("x", document.text, document.blocks, references=references)
    assert _cited(document, document.references[0].start) == [("2",), ("1",)]


def test_of_several_works_of_an_author_the_one_cited_before_is_meant() -> None:
    authors = FirstAuthors([Reference(label, 0, 0, authors=("Lepor H",)) for label in ("3", "14")])
    text = "Lepor et al. randomized 570 men."

    def labels(*before: str) -> list[tuple[str, ...]]:
        return [c.labels for c in named_authors(text, 0, len(text), authors, lambda: before)]

    assert labels("14", "15", "16") == [("14",)]
    assert labels("3", "14") == labels() == []
