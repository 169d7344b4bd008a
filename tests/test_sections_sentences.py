"""Sentences: where they end and where they do not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from extract.readers import document_from_text, read
from extract.sections import sentences_of, split_sections, split_sentences

DATA = Path(__file__).parent / "data" / "readers"

# "¦" stands where one sentence ends and the next begins.
PASSAGES = [
    ("It worked.¦ It failed.¦ Why?¦ No!", "plain ends"),
    ("Turpie et al. found 5%.¦ The rest died.", "et al. in the middle"),
    ("This was shown by Turpie et al.¦ The rest died.", "et al. at the end"),
    ("Drug A vs. Drug B was tested.¦ It worked.", "vs."),
    ("Some drugs, e.g. Imatinib, i.e. Gleevec, work.", "e.g. and i.e."),
    ("See Fig. 1 and Figs. 2 and 3, Ref. 12, No. 5 and Eq. 7.¦ It ends.", "before numbers"),
    ("The answer is no.¦ It ends.", "a word that is also an abbreviation"),
    ("Dr. Person and Prof. Muster met in St. Gallen.¦ They left.", "titles and places"),
    ("We thank Sarah K. Person and J. E. Muster.¦ They left.", "initials"),
    ("A. Example: honoraria.¦ B. Muster: none.", "an initial at the start"),
    ("It was hepatitis B.¦ The others had vitamin D.¦ In all, 5.", "a letter that ends a sentence"),
    ("OS was 97.5 ± 1.3% vs. 90.2% (P = 0.03).¦ It fell.", "decimals"),
    ("The difference was real (P = 0.03).In 2005 it was not.", "a lost space behind a bracket"),
    ("The rate was 0.03.In 2005 it was not.", "a lost space behind a number"),
    ("There was toxicity.The rest was fine.", "a lost space behind a word"),
    ("The U.S. Food and Drug Administration approved it.¦ It sold.", "a dotted name"),
    ("It was given i.v. The dose was 5 mg.", "a dotted word before an opener"),
    ("It was given i.v. Placebo was not.", "a dotted word before another"),
    ('He said "it works."¦ She did not.', "a quotation mark behind the stop"),
    ("It works (at times.)¦ It fails.", "a bracket behind the stop"),
    ("It works.[17]¦ It fails.[18, 19]", "a bracketed citation behind the stop"),
    ("It works. [17]¦ It fails.", "the same with a blank"),
    ("It lasted 5 years.17¦ Imatinib did not.17–20¦ It fell (n = 80).3,4¦ The end.5", "superscript citations glued on"),
    ("It rose (P = 0.002).30¦ Imatinib fell by 45%.12,13¦ It ended.", "behind a bracket and a percent sign"),
    ("This began in 2008.42¦ In 2009 it ended.", "behind a year"),
    ("It fell at week 12.6¦ Depression rose in men over 65.5¦ Although it fell.", "behind a whole number"),
    ("It fell by 3.5 Gray, see Table 2.1 The end, at 0.03 In all.", "no citation behind other numbers"),
    ("The dose was 3.5 mg in 12.5% of 4.25 Million.", "a decimal is no citation"),
    ("In the tract,1 with others,2,3 it grew.¦ It fell.", "citations behind a comma"),
    ("Company Inc. paid for it.¦ It ended.", "a company"),
    ("Table 1. Outcomes of ALPHA.¦ Shaded areas are intervals.", "a caption's label"),
    ("It was done in a program (StataCorp. 2009, College Station).¦ It ended.", "a year inside brackets"),
    ("Nausea, rash, etc.¦ Additional analyses followed.", "etc."),
    ("It took approx. 20 days, ca. 3 weeks, max. 4.¦ It ended.", "about"),
    ("“Off-the-shelf” drugs work.¦ “Others” do not.", "quotation marks at the start"),
    ("Patienten bzw. Probanden mit z.B. Fieber genasen.¦ Die anderen nicht.", "German"),
    ("One line of it\ngoes on below.¦\nAnother one.", "line ends are white space"),
    ("Is it?!¦ It is...¦ Perhaps.", "many stops"),
    ("no stop at all", "no stop"),
    ("mTOR was blocked. p53 was not.¦ Others were.", "a small letter begins no sentence"),
]  # fmt: skip

LOST = {
    "a lost space behind a bracket": ").In",
    "a lost space behind a number": "3.In",
    "a lost space behind a word": "y.The",
}
JOINED = {"a dotted word before an opener": ["It was given i.v.", "The dose was 5 mg."]}


@pytest.mark.parametrize(("marked", "why"), PASSAGES, ids=[why for _, why in PASSAGES])
def test_sentences_of_a_passage(marked: str, why: str) -> None:
    text = marked.replace("¦", "")
    expected = JOINED.get(why) or [part.strip() for part in marked.split("¦")]
    if why in LOST:
        cut = marked.index(LOST[why]) + 2
        expected = [marked[:cut], marked[cut:]]
    assert [text[start:end] for start, end in sentences_of(text)] == expected, why


@pytest.mark.parametrize("text", ["", " ", ".", "...", "\n\n", ". . ."])
def test_next_to_nothing(text: str) -> None:
    assert all(text[start:end].strip() for start, end in sentences_of(text))


def test_citations_of_the_markup_belong_to_the_sentence_before(tmp_path: Path) -> None:
    xref = '<xref ref-type="bibr" rid="r{0}">{1}</xref>'
    body = (
        f"<p>It took 5.{xref.format(1, 1)},{xref.format(2, 2)} Patients left.<sup>{xref.format(1, 1)}</sup> They died. "
        f"{xref.format(3, 'One et al 2001')} said so.</p>"
    )
    refs = "".join(f'<ref id="r{n}"><label>{n}</label><citation><year>2001</year></citation></ref>' for n in (1, 2, 3))
    path = tmp_path / "a.xml"
    path.write_text(f"<article><front/><body>{body}</body><back><ref-list>{refs}</ref-list></back></article>")
    document = read(path)
    sentences = split_sentences(document, split_sections(document))
    assert [document.text[s.start : s.end] for s in sentences] == [
        "It took 5.1,2",
        "Patients left.1",
        "They died.",
        "One et al 2001 said so.",
    ]


def test_sentences_of_a_document_say_where_they_stand() -> None:
    document = read(DATA / "jats-everything.nxml")
    sections = split_sections(document)
    sentences = split_sentences(document, sections)
    told = [
        (document.text[s.start : s.end], s.block_kind.value, sections[s.section_index].kind.value, s.in_table)
        for s in sentences
    ]
    assert ("Drug A in disease B: a made-up review", "title", "title", False) in told
    assert ("2.1 Drug A", "heading", "body", False) in told
    assert ("item one", "list-item", "body", False) in told
    assert ("Table 1. Outcomes of ALPHA-1.", "caption", "table", True) in told
    assert ("a Twice daily.", "footnote", "table", True) in told
    assert ("Figure 1. Course of ALPHA-1.", "caption", "figure", False) in told
    texts = [t for t, *_ in told]
    assert "90%" not in texts, "cells are read with their table"
    for words in ("Thanks to all.", "No conflicts.", "Paid by nobody.", "1. One O, et al. First title."):
        assert words not in texts, "nothing of the apparatus"
    for sentence in sentences:
        block = document.blocks[sentence.block_index]
        assert block.start <= sentence.start < sentence.end <= block.end
        assert block in sections[sentence.section_index].blocks


def test_a_section_that_is_left_out_has_no_sentences() -> None:
    document = document_from_text("Conflict of interest\n\nNone. Nothing. Nobody.")
    assert split_sentences(document, split_sections(document)) == ()


def test_speed() -> None:
    """Below ten microseconds for a character, on any machine that runs the tests."""
    text = "In a trial of 105 patients [25], OS was 97.5 ± 1.3% vs. 90.2% (P = 0.03).17 Others died. " * 2000
    began = time.perf_counter()
    assert len(sentences_of(text)) == 4000
    assert time.perf_counter() - began < len(text) * 1e-5


def test_what_is_too_long_for_a_sentence_comes_in_pieces_between_words() -> None:
    line = "12% vs 13% " * 2000
    found = sentences_of(line)
    assert len(found) > 10
    assert max(end - start for start, end in found) <= 2000
    assert "".join(line[start:end] + " " for start, end in found) == line
    assert [end - start for start, end in sentences_of("a" * 5000)] == [2000, 2000, 1000]
