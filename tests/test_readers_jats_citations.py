"""Cross references of JATS: which entries each cites, and the labels that the entries get."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles import table
from jats_files import blocks, jats, ref, refs, x

RANGES = [
    (f"[{x(2)}\u2013{x(5)}]", [("2\u20135", "2 3 4 5")], "a dash between two"),
    (f"<sup>{x(2)}\u2013{x(5)}</sup>", [("2\u20135", "2 3 4 5")], "raised as one"),
    (f"<sup>{x(2)}</sup><sup>-</sup><sup>{x(5)}</sup>", [("2-5", "2 3 4 5")], "raised one by one"),
    (f"[{x(2)}]\u2013[{x(5)}]", [("2]\u2013[5", "2 3 4 5")], "each in its brackets"),
    (f"{x(2, '[2]')}\u2013{x(5, '[5]')}", [("[2]\u2013[5]", "2 3 4 5")], "brackets inside"),
    (f"[{x(2, '2–')}{x(5)}]", [("2\u20135", "2 3 4 5")], "a dash inside the first"),
    (f"[{x(2)}{x(5, '–5')}]", [("2\u20135", "2 3 4 5")], "a dash inside the second"),
    (f"[{x(2)}{x(3, '')}{x(4, '')}\u2013{x(5)}]", [("2\u20135", "2 3 4 5")], "the hidden members of a range"),
    (x("2 r3 r4 r5", "2\u20135"), [("2\u20135", "2 3 4 5")], "all its ids in one"),
    (x("2 r5", "2\u20135"), [("2\u20135", "2 3 4 5")], "both ends in one"),
    (x(2, "2\u20135"), [("2\u20135", "2 3 4 5")], "one id for a range"),
    (x("2 r7", "[2\u20134, 7]"), [("[2\u20134, 7]", "2 3 4 7")], "a range and a number in one"),
    (x("2 r4 r7", "2-4,7"), [("2-4,7", "2 3 4 7")], "its ends only"),
    (f"[{x(2)}\u20135]", [("2\u20135", "2 3 4 5")], "an end that is no cross reference"),
    (f"[2\u2013{x(5)}]", [("2\u20135", "2 3 4 5")], "a beginning that is none"),
    (f"[{x(1)}, {x(3)}\u2013{x(5)}, {x(8)}]", [("1", "1"), ("3\u20135", "3 4 5"), ("8", "8")], "among others"),
    (f"{x(2)}\u2013{x(5)}\u2013{x(7)}", [("2\u20135", "2 3 4 5"), ("7", "7")], "three in a row are a slip"),
]
NO_RANGES = [
    (f"{x(2)} \u2013 a trial \u2013 {x(5)}", [("2", "2"), ("5", "5")], "words between"),
    (f"<sup>{x(2)}</sup>\u20130.54", [("2", "2")], "a number with decimals behind"),
    (f"<sup>{x(2)}</sup>\u20135%", [("2", "2")], "a percentage behind"),
    (f"3.2\u2013{x(5)}", [("5", "5")], "a number with decimals before"),
    (f"{x(2)}\u201399", [("2", "2")], "an end that the list does not have"),
    (x(2, "2 of 5"), [("2 of 5", "2")], "words inside"),
    (x(2, "2008"), [("2008", "2")], "a year that is no label"),
]


@table(("markup", "expected", "why"), RANGES + NO_RANGES)
def test_ranges(markup: str, expected: list[tuple[str, str]], why: str, tmp_path: Path) -> None:
    # what is cited elsewhere tells that the list is numbered by its labels
    others = " ".join(f"[{x(n)}]" for n in range(1, 9))
    document = jats(tmp_path, f"<p>As shown {markup}.</p><p>{others}</p>", refs(8))
    found = [(document.text[c.start : c.end], " ".join(c.labels)) for c in document.crossrefs]
    assert found[: len(found) - 8] == expected, why


LISTS = [
    ("<ref-list>{0}<ref-list><title>Others</title>{1}</ref-list></ref-list>", "a list in the list"),
    ("<ref-list>{0}</ref-list><ref-list>{1}</ref-list>", "two lists"),
    ("<app-group><app><ref-list>{0}{1}</ref-list></app></app-group>", "a list in an appendix"),
    ("<sec><title>References</title><ref-list>{0}{1}</ref-list></sec>", "a list in a section"),
    ("<ref-list><p>Of special interest: one.</p>{0}{1}</ref-list>", "a remark above"),
]


@table(("markup", "why"), LISTS)
def test_entries_wherever_the_list_stands(markup: str, why: str, tmp_path: Path) -> None:
    document = jats(tmp_path, f"<p>As shown [{x(1)},{x(2)}].</p>", markup.format(ref(1), ref(2)))
    assert [r.label for r in document.references] == ["1", "2"], why
    assert [c.labels for c in document.crossrefs] == [("1",), ("2",)]


LABELS = [
    ("<label>[12]</label>", "12", "12", "brackets"),
    ("<label>12.</label>", "12", "12", "a point"),
    ("<label>\u2022\u2022 12</label>", "12", "12", "marks of interest"),
    ("<label>12.</label>", "12a", "12", "a part of the entry cited"),
    ("<label>S4</label>", "S4", "S4", "a letter and a number"),
    ("<label>[Smi01]</label>", "[Smi01]", "Smi01", "a name and a year"),
    ("", "12", "12", "no label, the number is printed"),
    ("", "*", "1", "no label and no number: the position"),
]


@table(("label", "printed", "expected", "why"), LABELS)
def test_labels(label: str, printed: str, expected: str, why: str, tmp_path: Path) -> None:
    entry = f'<ref id="r1">{label}<mixed-citation>Smith J. A title of it. Lancet 2001.</mixed-citation></ref>'
    document = jats(tmp_path, f"<p>As shown {x(1, printed)}-9.</p>", f"<ref-list>{entry}</ref-list>")
    assert document.references[0].label == expected, why
    assert document.crossrefs[0].labels == (expected,)


def test_a_second_list_that_begins_anew_has_labels_of_its_own(tmp_path: Path) -> None:
    again = ref(1).replace('"r1"', '"s1"')
    back = f"<ref-list>{ref(1)}{ref(2)}</ref-list><ref-list>{again}</ref-list>"
    document = jats(tmp_path, f'<p>[{x(1)}] and [<xref rid="s1">1</xref>].</p>', back)
    assert [r.label for r in document.references] == ["1", "2", "1 (2)"]
    assert [c.labels for c in document.crossrefs] == [("1",), ("1 (2)",)]


def test_an_entry_of_several_works_is_one_and_each_work_may_be_cited(tmp_path: Path) -> None:
    works = "".join(f'<mixed-citation id="w{n}">({n}) Smith J. Title {n}. 2001.</mixed-citation>' for n in "ab")
    entry = f'<ref id="r1"><label>7</label>{works}</ref>'
    body = '<p>[<xref rid="r1">7</xref>] and [<xref ref-type="bibr" rid="wb">7b</xref>].</p>'
    document = jats(tmp_path, body, f"<ref-list>{entry}</ref-list>")
    assert blocks(document)[-1] == ("reference", "7. (a) Smith J. Title a. 2001. (b) Smith J. Title b. 2001.")
    assert [c.labels for c in document.crossrefs] == [("7",), ("7",)]


def test_the_id_of_a_citation_among_alternatives_is_the_entrys(tmp_path: Path) -> None:
    entry = (
        '<ref><citation-alternatives><element-citation id="r1"><article-title>A title</article-title>'
        "</element-citation></citation-alternatives></ref>"
    )
    document = jats(tmp_path, f"<p>As shown [{x(1)}].</p>", f"<ref-list>{entry}</ref-list>")
    assert [c.labels for c in document.crossrefs] == [("1",)]


def test_citations_in_headings_count(tmp_path: Path) -> None:
    document = jats(tmp_path, f"<sec><title>ALPHA-1 <sup>{x(1)}</sup></title><p>Text.</p></sec>", refs(1))
    assert blocks(document)[1] == ("heading", "ALPHA-1 1")
    assert [document.text[c.start : c.end] for c in document.crossrefs] == ["1"]


@pytest.mark.parametrize("part", ["sub-article", "response"])
def test_what_others_wrote_about_the_article_is_left_out_and_its_entries_too(part: str, tmp_path: Path) -> None:
    stub = "<front-stub><title-group><article-title>Reply</article-title></title-group></front-stub>"
    reply = f"<{part}>{stub}<body><p>A reviewer's words.</p></body><back><ref-list>{ref(3)}</ref-list></back></{part}>"
    document = jats(tmp_path, f"<p>As shown [{x(1)}]. {x(3)}</p>", refs(2), reply)
    assert "reviewer" not in document.text
    assert "Reply" not in document.text
    assert [r.label for r in document.references] == ["1", "2"]
    assert [c.labels for c in document.crossrefs] == [("1",)]
