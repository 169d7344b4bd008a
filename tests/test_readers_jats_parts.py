"""The less frequent parts of JATS: abstracts, lists, statements, formulas, wrappers, books, other makers' XML."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles import table
from extract.errors import ReadError
from extract.readers import read
from jats_files import FRONT, blocks, jats

MATH = "<mml:math><mml:mo>\u2265</mml:mo></mml:math>"
TEX = "<tex-math>\\documentclass[12pt]{minimal}\\usepackage{amsmath}\\begin{document}$$\\ge$$\\end{document}</tex-math>"

INLINE = [
    (
        f"HR<inline-formula><alternatives>{TEX}{MATH}<inline-graphic/></alternatives></inline-formula>1",
        "HR\u22651",
        "both",
    ),
    (f"HR <inline-formula>{TEX}{MATH}</inline-formula> 1", "HR \u2265 1", "both without alternatives"),
    (f"HR <inline-formula>{TEX}</inline-formula> 1", "HR \u2265 1", "only LaTeX"),
    ("<tex-math>$\\frac{1}{2}$</tex-math>", "1/2", "a fraction of LaTeX"),
    ("<tex-math>$5 \\times 10^{-6}$</tex-math>", "5 \u00d7 10^-6", "a power of LaTeX"),
    ("<tex-math>$\\mathrm{mg}\\%$</tex-math>", "mg%", "commands for the look"),
    ("<mml:math><mml:mfenced><mml:mn>1</mml:mn><mml:mn>2</mml:mn></mml:mfenced></mml:math>", "(1, 2)", "brackets"),
    (
        "<mml:math><mml:semantics><mml:mn>1</mml:mn><mml:annotation-xml><mml:mn>1</mml:mn></mml:annotation-xml>"
        "</mml:semantics></mml:math>",
        "1",
        "an annotation is no text",
    ),
    ("A <disp-formula><label>(3)</label>x=1</disp-formula> b", "A x=1 b", "the number in the margin is no citation"),
    ("5 \u00d7 10<sup>\u22126</sup>", "5 \u00d7 10^\u22126", "a negative power is no range"),
    ("<abbrev>OS<def><p>overall survival</p></def></abbrev> rose", "OS rose", "what the markup alone explains"),
    ("see <inline-supplementary-material>Table S1</inline-supplementary-material>", "see Table S1", "a link to more"),
    ("<named-content>A</named-content> <styled-content>b</styled-content>", "A b", "named and styled"),
    ("A<x>, </x>b <underline>c</underline> <sc>d</sc> <strike>e</strike>", "A, b c d e", "marks of the look"),
    ("<email>a@b.org</email> <uri>b.org</uri> <ext-link>c.org</ext-link>", "a@b.org b.org c.org", "addresses"),
    ("<chem-struct>C6H6</chem-struct>", "C6H6", "a chemical structure"),
    ("a<?A3B2 page?>b<!-- c -->d", "abd", "instructions and comments part nothing"),
]


@table(("markup", "text", "why"), INLINE)
def test_running_text(markup: str, text: str, why: str, tmp_path: Path) -> None:
    assert blocks(jats(tmp_path, f"<p>{markup}</p>"))[1] == ("paragraph", text), why


PARTS = [
    ("<disp-quote><p>Q.</p><attrib>Nobody</attrib></disp-quote>", [("paragraph", "Q.")], "a quotation"),
    (
        "<def-list><title>Terms</title><def-item><term>OS</term><def><p>overall</p><p>survival</p></def></def-item></def-list>",
        [("paragraph", "Terms"), ("list-item", "OS: overall survival")],
        "definitions",
    ),
    (
        "<statement><label>Recommendation 1</label><title>Strong</title><p>Give it.</p><p>Soon.</p></statement>",
        [("paragraph", "Recommendation 1. Strong. Give it."), ("paragraph", "Soon.")],
        "a statement runs on from its label",
    ),
    ("<speech><speaker>A</speaker><p>Words.</p></speech>", [("paragraph", "A"), ("paragraph", "Words.")], "a speech"),
    ("<list><list-item>Bare words.</list-item></list>", [("list-item", "Bare words.")], "an item without a paragraph"),
    ("<p>A <!-- c --><bold>b</bold></p>", [("paragraph", "A b")], "a comment is no text"),
    ("<p><!-- c --><bold>Short</bold></p><p>x</p>", [("heading", "Short"), ("paragraph", "x")], "nor in a heading"),
    ("<supplementary-material><p>File S1</p></supplementary-material><p>x</p>", [("paragraph", "x")], "files to load"),
    ("<alternatives><preformat>A</preformat><p>B</p></alternatives>", [("paragraph", "A")], "one of several forms"),
]


@table(("body", "expected", "why"), PARTS)
def test_parts(body: str, expected: list[tuple[str, str]], why: str, tmp_path: Path) -> None:
    assert blocks(jats(tmp_path, body))[1:] == expected, why


ABSTRACTS = [
    ("<abstract>{}</abstract>", [("abstract", "W.")], "the abstract"),
    ("<abstract abstract-type='graphical'>{}</abstract>", [], "a picture"),
    ("<abstract abstract-type='teaser'>{}</abstract>", [], "a teaser"),
    ("<abstract abstract-type='precis'>{}</abstract>", [], "one sentence for the table of contents"),
    ("<abstract abstract-type='key-points'>{}</abstract>", [("keypoints", "W.")], "key points"),
    ("<abstract abstract-type='plain-language-summary'>{}</abstract>", [("keypoints", "W.")], "for lay readers"),
    ("<abstract abstract-type='summary'>{}</abstract>", [("abstract", "W.")], "a summary"),
    ("<abstract>{}</abstract><trans-abstract xml:lang='es'>{}</trans-abstract>", [("abstract", "W.")], "translated"),
    (
        "<abstract xml:lang='fr'><p>M.</p></abstract><trans-abstract xml:lang='en'>{}</trans-abstract>",
        [("abstract", "W.")],
        "translated into English",
    ),
    (
        "<abstract xml:lang='de'>{}</abstract><abstract xml:lang='en-GB'><p>E.</p></abstract>",
        [("abstract", "E.")],
        "two",
    ),
    ("<trans-abstract xml:lang='de'>{}</trans-abstract>", [("abstract", "W.")], "only a translation"),
]


@table(("markup", "expected", "why"), ABSTRACTS)
def test_abstracts(markup: str, expected: list[tuple[str, str]], why: str, tmp_path: Path) -> None:
    front = f"<front><article-meta>{markup.replace('{}', '<p>W.</p>')}</article-meta></front>"
    document = jats(tmp_path, "<sec><title>Results</title><p>Body.</p></sec>", front=front)
    found = [(b.hint, document.text[b.start : b.end]) for b in document.blocks][:-2]
    assert found == expected, why


BODY = "<body><p>Hello.</p></body>"
WRAPPERS = [
    (f"<pmc-articleset><article>{FRONT}{BODY}</article></pmc-articleset>", "T\n\nHello.", "an answer of PMC"),
    (
        f"<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><metadata><article xmlns='https://jats.nlm.nih.gov/ns/'>"
        f"{FRONT}{BODY}</article></metadata></OAI-PMH>",
        "T\n\nHello.",
        "a harvest",
    ),
    ("<a:article xmlns:a='x'><a:body><a:p>Hello.</a:p></a:body></a:article>", "Hello.", "prefixes"),
    (
        f"<article><front-stub><title-group><article-title>T</article-title></title-group></front-stub>{BODY}</article>",
        "T\n\nHello.",
        "a stub",
    ),
    (
        "<book-part-wrapper><book-part><book-part-meta><title-group><title>T</title></title-group></book-part-meta>"
        + BODY + "</book-part></book-part-wrapper>",
        "T\n\nHello.",
        "a chapter of a book",
    ),
    (
        "<book-part><book-part-meta><title-group><title>T</title></title-group></book-part-meta><body><book-part>"
        "<book-part-meta><title-group><title>Part</title></title-group></book-part-meta>" + BODY
        + "</book-part></body></book-part>",
        "T\n\nPart\n\nHello.",
        "a chapter in parts",
    ),
]  # fmt: skip


@table(("xml", "text", "why"), WRAPPERS)
def test_wrappers_and_books(xml: str, text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(xml, encoding="utf-8")
    assert read(path).text == text, why


FOREIGN = [
    ("<article xmlns='http://www.elsevier.com/xml/ja/dtd'><head/><body><p>x</p></body></article>", "another maker's"),
    (
        "<full-text-retrieval-response xmlns='http://www.elsevier.com/xml/svapi/article/dtd'><a:article "
        "xmlns:a='http://www.elsevier.com/xml/ja/dtd'><a:body/></a:article></full-text-retrieval-response>",
        "Elsevier's own XML; Europe PMC has JATS",
    ),
    ("<Publisher><Journal><Article><Body><Para>x</Para></Body></Article></Journal></Publisher>", "Springer's own XML"),
    ("<article xmlns='http://docbook.org/ns/docbook'><body/></article>", "another maker's"),
    ("<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>", "records of PubMed"),
    ("<collection><document><passage/></document></collection>", "BioC"),
    ("<rss><channel/></rss>", "no JATS article (the root element is <rss>)"),
]


@pytest.mark.parametrize(("xml", "cause"), FOREIGN, ids=[cause for _, cause in FOREIGN])
def test_other_xml_is_refused_by_name(xml: str, cause: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(xml, encoding="utf-8")
    with pytest.raises(ReadError, match="XML, but no JATS article") as caught:
        read(path)
    assert cause in str(caught.value)
