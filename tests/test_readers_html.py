"""The HTML reader: what of a page is the article, and what its markup tells about it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from extract.document import Document
from extract.errors import ReadError
from extract.readers import read

AROUND = (
    "<nav><ul><li><a href='/'>Home</a></li></ul></nav><div class='cookie'>We use cookies on 100% of our pages.</div>"
    "<aside>Share on Facebook · Views 12,345 · used by 87% of readers</aside>"
)
BELOW = (
    "<div class='related-articles'><h3>Related articles</h3><p>A trial of drug C: 12% died.</p></div>"
    "<footer>© 2020</footer>"
)
PROSE = "In the ALPHA-1 trial 97% of the patients who were given drug A were alive after two years of treatment."


def read_page(tmp_path: Path, page: str | bytes, name: str = "page.html") -> Document:
    path = tmp_path / name
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return read(path)


def page_of(body: str, title: str = "Drug A in disease B") -> str:
    return (
        f"<!doctype html><html><head><title>{title} | Journal</title></head><body>{AROUND}<h1>{title}</h1>"
        f"<p>Ada Example, Bea Muster</p><main>{body}</main>{BELOW}</body></html>"
    )


def listed(count: int) -> str:
    entries = "".join(
        f"<li id='ref-{n}'>Name{n} A, Muster B. Title of trial {n}. J Med. 200{n % 10};1:{n}. "
        "<a href='#x'>CrossRef</a> <a href='#y'>Google Scholar</a></li>"
        for n in range(1, count + 1)
    )
    return f"<h2>References</h2><ol>{entries}</ol>"


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(b.kind.value, document.text[b.start : b.end]) for b in document.blocks]


def cited(document: Document) -> list[tuple[str, tuple[str, ...]]]:
    return [(document.text[c.start : c.end], c.labels) for c in document.crossrefs]


def link(n: int, text: object = None) -> str:
    return f"<a href='#ref-{n}'>{n if text is None else text}</a>"


def test_the_article_without_the_page_around_it(tmp_path: Path) -> None:
    body = (
        f"<div class='abstract'><h2>Abstract</h2><p>{PROSE}</p></div><h2>1. Introduction</h2><p>{PROSE}</p>"
        f"<h3>1.1 Drug A</h3><ul><li>{PROSE}</li><li>Second.</li></ul><button>Download PPT</button>"
    )
    document = read_page(tmp_path, page_of(body))
    assert blocks(document) == [
        ("title", "Drug A in disease B"),
        ("heading", "Abstract"),
        ("paragraph", PROSE),
        ("heading", "1. Introduction"),
        ("paragraph", PROSE),
        ("heading", "1.1 Drug A"),
        ("list-item", PROSE),
        ("list-item", "Second."),
    ]
    assert [b.level for b in document.blocks if b.kind == "heading"] == [1, 1, 2]
    assert document.source.format == "html"


def test_links_cite_the_labels_of_the_list(tmp_path: Path) -> None:
    body = (
        f"<h2>Results</h2><p>{PROSE}<sup>{link(2)}</sup> More [{link(1)},{link(3)}–{link(5)}] and {link(4, '[4]')} "
        f"of 5 × 10<sup>9</sup> cells.</p>{listed(6)}"
    )
    document = read_page(tmp_path, page_of(body))
    assert cited(document) == [("2", ("2",)), ("1", ("1",)), ("3–5", ("3", "4", "5")), ("4", ("4",))]
    assert "and [4] of 5 × 10^9 cells." in document.text
    assert [(r.label, r.title, r.year) for r in document.references[:2]] == [
        ("1", "Title of trial 1", "2001"),
        ("2", "Title of trial 2", "2002"),
    ]
    assert "CrossRef" not in document.text
    assert "Google" not in document.text


def test_raised_numbers_cite_without_links_but_exponents_do_not(tmp_path: Path) -> None:
    body = (
        f"<h2>Results</h2><p>{PROSE}<sup>2,4–6</sup> At 10 mg/m<sup>2</sup>, I<sup>2</sup> of 10<sup>2</sup> and "
        f"<sup>3</sup>He it<sup>1</sup> held.</p>{listed(6)}"
    )
    document = read_page(tmp_path, page_of(body))
    assert cited(document) == [("2", ("2",)), ("4–6", ("4", "5", "6")), ("1", ("1",))]


def test_a_table_with_caption_spans_and_notes(tmp_path: Path) -> None:
    body = (
        f"<h2>Results</h2><p>{PROSE}</p><div class='table-wrap'><p><b>Table 1.</b> Outcomes of ALPHA-1</p><table>"
        "<thead><tr><th rowspan='2'>Arm</th><th colspan='2'>Survival</th></tr>"
        "<tr><th>1 year</th><th>2 years</th></tr></thead>"
        "<tbody><tr><th scope='row'>Drug A</th><td>90%</td><td>80%<br>(n = 8)</td></tr></tbody></table>"
        "<div>a</div><div>All patients.</div></div><p>The end of it.</p>"
    )
    document = read_page(tmp_path, page_of(body))
    (table,) = document.tables
    assert table.label == "Table 1"
    assert document.text[slice(*table.caption)] == "Table 1. Outcomes of ALPHA-1"  # type: ignore[misc]
    assert [(document.text[c.start : c.end], c.row, c.column, c.rowspan, c.colspan, c.header) for c in table.cells] == [
        ("Arm", 0, 0, 2, 1, True),
        ("Survival", 0, 1, 1, 2, True),
        ("1 year", 1, 1, 1, 1, True),
        ("2 years", 1, 2, 1, 1, True),
        ("Drug A", 2, 0, 1, 1, False),
        ("90%", 2, 1, 1, 1, False),
        ("80%\n(n = 8)", 2, 2, 1, 1, False),
    ]
    assert [document.text[a:b] for a, b in table.notes] == ["a All patients."]
    assert blocks(document)[-1] == ("paragraph", "The end of it.")


REFUSED = [
    ("<title>Just a moment...</title><p>Verify you are human.</p>", "captcha", "a question to a human"),
    ("<title>Sign in</title><form><p>Forgot your password?</p></form>", "a login page", "a login"),
    ("<noscript>Please enable JavaScript</noscript><div id='app'></div>", "only with JavaScript", "an empty shell"),
    ("<title>404</title><h1>Page not found</h1><p>Go to the home page.</p>", "an error page", "an error"),
    ("<div></div>", "without the text of an article", "nothing"),
]


@pytest.mark.parametrize(("body", "cause", "why"), REFUSED, ids=[why for *_, why in REFUSED])
def test_a_page_that_is_no_article_is_refused(body: str, cause: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=cause) as caught:
        read_page(tmp_path, f"<!doctype html><html><body>{body}</body></html>")
    assert str(caught.value).startswith(str(tmp_path)), why


def test_a_page_with_the_abstract_alone_says_so(tmp_path: Path) -> None:
    body = f"<section class='abstract'><h2>Abstract</h2><p>{PROSE}</p></section><div>Access options</div>"
    document = read_page(tmp_path, page_of(body))
    assert PROSE in document.text
    assert document.warnings == ("the page holds only the abstract; the rest is behind a request for access",)


ENCODED = [
    (
        b"<html><head><meta charset='iso-8859-1'></head><p>Gr\xf6\xdfe \x96 5.</p></html>",
        "cp1252",
        "as browsers read it",
    ),
    ("<html><head><meta charset='iso-8859-1'></head><p>Größe – 5.</p></html>".encode(), "utf-8", "the bytes say other"),
    ("<?xml version='1.0' encoding='utf-8'?><html><p>Gr&ouml;&szlig;e – 5.</p></html>".encode(), "utf-8", "XHTML"),
    (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary='B'\r\n\r\n--'B'\r\n"
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<html><p>Gr=C3=B6=C3=9Fe =E2=80=93 5.</p>"
        b"</html>\r\n--'B'--\r\n",
        "utf-8",
        "a web archive",
    ),
]


@pytest.mark.parametrize(("page", "encoding", "why"), ENCODED, ids=[why for *_, why in ENCODED])
def test_encodings(page: bytes, encoding: str, why: str, tmp_path: Path) -> None:
    document = read_page(tmp_path, page)
    assert (document.text, document.source.encoding) == ("Größe – 5.", encoding), why


def test_deep_nesting_is_bounded(tmp_path: Path) -> None:
    page = "<html><body>" + "<div>" * 1000 + f"<p>{PROSE}</p>" + "</div>" * 1000 + "</body></html>"
    assert read_page(tmp_path, page).text == PROSE
    with pytest.raises(ReadError):
        read_page(tmp_path, page.replace("<div>", "<div>" * 10).replace("</div>", "</div>" * 10))


def test_the_list_that_a_page_prints_twice_is_one(tmp_path: Path) -> None:
    again = listed(4).replace("id='ref-", "id='side-")
    body = f"<h2>Results</h2><p>{PROSE}{link(2)} and <a href='#side-3'>3</a>.</p>{listed(4)}<aside>{again}</aside>"
    document = read_page(tmp_path, page_of(body))
    assert [r.label for r in document.references] == ["1", "2", "3", "4"]
    assert cited(document) == [("2", ("2",)), ("3", ("3",))]


def test_a_table_that_lays_out_the_page_is_no_table(tmp_path: Path) -> None:
    body = f"<table><tr><td>Menu</td><td><h2>Results</h2><p>{PROSE}</p><p>A second one.</p></td></tr></table>"
    document = read_page(tmp_path, f"<html><body><h1>Drug A in disease B</h1>{body}</body></html>")
    assert document.tables == ()
    assert ("paragraph", PROSE) in blocks(document)


def test_headings_that_are_buttons_and_hidden_text(tmp_path: Path) -> None:
    body = (
        f"<h2><button>Results</button></h2><p>{PROSE}<span class='sr-only'>opens in a new tab</span>"
        f"<span style='display:none'>55%</span><span aria-hidden='true'>44%</span> The end.</p>"
        "<div aria-hidden='true' class='modal'>33%</div><p><a href='/pdf'>Open viewer</a></p>"
        "<p>In the tro\u00adcho\u200banteric bone.</p>"
    )
    document = read_page(tmp_path, page_of(body))
    assert blocks(document)[1:] == [
        ("heading", "Results"),
        ("paragraph", f"{PROSE} The end."),
        ("paragraph", "In the trochoanteric bone."),
    ]


def test_links_by_attributes_tooltips_and_links_back(tmp_path: Path) -> None:
    entries = "".join(
        f"<li><a href='#cite-{n}'>^</a> <span id='x{n}'>Name{n} A, Muster B. A trial ({n}). J Med. 2001.</span></li>"
        for n in range(1, 5)
    )
    body = (
        f"<h2>Results</h2><p>{PROSE} <a href='#' data-rid='x1'>[1]</a><span class='tooltip'>Name1 A. 88%.</span>, "
        f"<button rid='x2'>2</button> and <a id='cite-3' href='#n'>3</a>.</p><h2>References</h2><ul>{entries}</ul>"
    )
    document = read_page(tmp_path, page_of(body))
    assert cited(document) == [("1", ("1",)), ("2", ("2",)), ("3", ("3",))]
    assert f"{PROSE} [1], 2 and 3." in document.text


def test_a_head_in_a_table_of_its_own(tmp_path: Path) -> None:
    body = (
        f"<h2>Results</h2><p>{PROSE}</p><div class='table-wrap'><p>Table 2. Survival</p><div><table><thead><tr>"
        "<th>Arm</th><th>Rate</th></tr></thead></table></div><div><table><tbody><tr><td>Drug A</td><td>90%</td></tr>"
        "</tbody></table></div></div>"
    )
    (table,) = read_page(tmp_path, page_of(body)).tables
    assert [(c.row, c.column, c.header) for c in table.cells] == [
        (0, 0, True),
        (0, 1, True),
        (1, 0, False),
        (1, 1, False),
    ]


CONTROLS = [
    ("12&#150;15", "12–15", "a dash of Windows"),
    ("a&#0;b&#x1;c", "a b c", "controls"),
    ("a\x0cb", "a b", "a form feed"),
]


@pytest.mark.parametrize(("markup", "text", "why"), CONTROLS, ids=[why for *_, why in CONTROLS])
def test_characters_that_xml_does_not_have(markup: str, text: str, why: str, tmp_path: Path) -> None:
    assert read_page(tmp_path, f"<html><body><p>{markup}</p></body></html>").text == text, why


def test_time_grows_as_the_page_does(tmp_path: Path) -> None:
    """A page of 20,000 links, breaks and paragraphs: what takes time for each pair would take minutes."""
    parts = f"<p>{PROSE}</p>" + "a<a href='#ref-1'>1</a><br>" * 10_000 + f"<div>{PROSE}</div>" * 5_000
    began = time.process_time()
    document = read_page(tmp_path, page_of(f"<h2>Results</h2>{parts}{listed(3)}"))
    assert len(document.crossrefs) == 10_000
    assert time.process_time() - began < 30


def test_prose_above_the_first_heading_is_text_and_names_are_not(tmp_path: Path) -> None:
    lead = (
        f"<p>{PROSE} {PROSE}</p><p>Then: {PROSE} <a href='#gone'>1</a></p><p>Clinic of Examples, 12 Example Street</p>"
    )
    page = f"<html><body><h1>Drug A in disease B</h1><p>Ada Example, Bea Muster</p>{lead}<h2>Trials</h2><p>{PROSE}</p>"
    assert [text for kind, text in blocks(read_page(tmp_path, page)) if kind == "paragraph"] == [
        f"{PROSE} {PROSE}",
        f"Then: {PROSE} 1",
        PROSE,
    ]
