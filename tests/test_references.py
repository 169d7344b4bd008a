"""References: entries taken apart, labels resolved, formats for reference managers."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

import extract
from articles import read_article, table, trial
from conftest import ROOT, Called
from extract.document import Document
from extract.readers import document_from_text
from extract.references import Shelf, Work, works_of
from extract.references.exports import EXPORTS, bibtex, csl_json, ris
from extract.references.identifiers import clean_doi, find_identifiers
from extract.references.imprint import MANNERS, Manner, find_imprint
from extract.references.keys import keys
from extract.references.line import in_short
from extract.references.names import comma

SHARED = ROOT.parent / "shared" / "corpus"
# The two articles that nobody reads are not among them.
READ = ("PMC1994017", "PMC3108651", "PMC3214806", "PMC3626705", "PMC5306110")
BODY = "A made-up trial of drug A was told of in the journals of the field and read by many people [1].\n\nReferences\n"
SECOND = "\n2. Two B. Another title of it. J Made Up. 2001;1:2."


def _work(entry: str) -> Work:
    """The work of an entry in a list of plain text."""
    return works_of(document_from_text(f"{BODY}1. {entry}{SECOND}"))[0]


@pytest.mark.parametrize("manner", MANNERS, ids=[m.name for m in MANNERS])
def test_every_manner_reads_its_own_example(manner: Manner) -> None:
    entry = f"A title of it. Made Up J. {manner.example}"
    found = find_imprint(entry, 0, len(entry))
    assert found is not None
    assert found.manner is manner


ENTRIES = [
    (
        "One A, Two BC, et al. Drug A in disease B. A randomized trial. N Made Up J. 2001;12(3):45-67.",
        {"title": "Drug A in disease B. A randomized trial", "journal": "N Made Up J", "year": 2001, "volume": "12",
         "issue": "3", "pages": "45-67", "authors": ("One, A", "Two, BC"), "et_al": True},
        "Vancouver, a point in the title",
    ),
    (
        "One A, Two B. Does drug A help? Made Up J 2016; 388: 2023–38.",
        {"title": "Does drug A help?", "journal": "Made Up J", "year": 2016, "volume": "388", "pages": "2023–38"},
        "a question, no point behind the journal",
    ),
    (
        "One A. Gout. J. Made Up Med. 1999;1(Suppl 2):S1-S9.",
        {"title": "Gout", "journal": "J. Made Up Med", "issue": "Suppl 2", "pages": "S1-S9"},
        "a journal with points",
    ),
    (
        "One A, Two B, et al. 2001a. A trial of drug A. Made Up J, 12:345-67.",
        {"title": "A trial of drug A", "journal": "Made Up J", "year": 2001, "volume": "12", "pages": "345-67"},
        "Harvard",
    ),
    (
        "One, A. B., & Two, C. (2001). A trial of drug A. Journal of Made Up Things, 12(3), 45-67.",
        {"title": "A trial of drug A", "journal": "Journal of Made Up Things", "volume": "12", "issue": "3",
         "pages": "45-67", "authors": ("One, A. B.", "Two, C.")},
        "APA",
    ),
    (
        "One A, Two B. A trial of drug A. Made Up J 110, 588-595 (2004).",
        {"title": "A trial of drug A", "journal": "Made Up J", "year": 2004, "volume": "110", "pages": "588-595"},
        "the year at the end",
    ),
    (
        "One, A., Two, B. C. & Three, D. A trial of drug A. Made. Up J. 19, 1–20 (2020).",
        {"title": "A trial of drug A", "journal": "Made. Up J", "pages": "1–20",
         "authors": ("One, A.", "Two, B. C.", "Three, D")},
        "initials with points before an ampersand",
    ),
    (
        "GBD 2016 Made Up Collaborators. A trial of drug A in disease B. Made Up J. 2018;17(11):954-976.",
        {"title": "A trial of drug A in disease B", "authors": ("GBD 2016 Made Up Collaborators",), "year": 2018},
        "a group with a year in its name",
    ),
    (
        "One, A. et al. A trial of drug A. Made Up J. 19, 1–20 (2020).",
        {"title": "A trial of drug A", "authors": ("One, A.",), "et_al": True},
        "one author and others",
    ),
    (
        "One A, Two BC: A trial of drug A in disease B. Made Up J 115:3206-3214, 2010",
        {"title": "A trial of drug A in disease B", "year": 2010, "authors": ("One, A", "Two, BC")},
        "a colon behind the authors",
    ),
    (
        "One A, Two B, et al. A trial of drug A in the treatment of disease B. Made Up J. (2019) 10:123.",
        {"journal": "Made Up J", "year": 2019, "volume": "10", "pages": "123", "authors": ("One, A", "Two, B")},
        "the year in brackets behind the journal",
    ),
    (
        "A. One, B.C. Two. A trial of drug A in disease B. Made Up J, 34 (2016), pp. 4381-4389",
        {"title": "A trial of drug A in disease B", "volume": "34", "issue": None, "pages": "4381-4389"},
        "the year between volume and pages",
    ),
    (
        "One, A.; Two, B.C. A trial of drug A in disease B. Made Ups 2020, 12, 1234. [CrossRef] [PubMed]",
        {"title": "A trial of drug A in disease B", "journal": "Made Ups", "volume": "12", "pages": "1234"},
        "commas between year, volume and page",
    ),
    (
        "One A, Two BC. “A trial of drug A in disease B,” Journal of Made Up, vol. 34, no. 5, pp. 4381–4389, 2016.",
        {"title": "A trial of drug A in disease B", "journal": "Journal of Made Up", "issue": "5", "year": 2016},
        "a title in quotes",
    ),
    (
        "One A, Two B. A book of drugs. London: Made Up Press; 2005.",
        {"title": "A book of drugs", "publisher": "Made Up Press", "year": 2005, "journal": None},
        "a book",
    ),
    (
        "One A van Two BC Drug A in the 1999 cohort J Made Up 2001 12 2003 2010",
        {"title": "Drug A in the 1999 cohort", "journal": "J Made Up", "volume": "12", "pages": "2003-2010"},
        "no points or commas",
    ),
    (
        "One A, Two B. A trial of drug A. J Made Up. 2001;1:2-3. doi: 10.1000/S0140-1(15)00056-2. PMID: 12345678; "
        "PMCID: PMC1234567.",
        {"doi": "10.1000/S0140-1(15)00056-2", "pmid": "12345678", "pmcid": "PMC1234567", "pages": "2-3", "url": None},
        "numbers of indexes",
    ),
    (
        "A made-up agency looks into drug A. May 4, 2015. Available at: https://example.org/a/b. Accessed 5 Sep 2016.",
        {"title": "A made-up agency looks into drug A", "year": 2015, "url": "https://example.org/a/b", "volume": None},
        "a page with a date",
    ),
    (
        "Made Up Atlas, 7th ed. 2015. Available at: https://example.org. Accessed 5 Sep 2016.",
        {"title": "Made Up Atlas, 7th ed. 2015", "authors": (), "url": "https://example.org"},
        "a page without authors",
    ),
    (
        "One A, Two B, Made up study of the heart investigators, et al. A trial of drug A. J Made Up. 2001;1:2.",
        {"title": "A trial of drug A", "authors": ("One, A", "Two, B", "Made up study of the heart investigators")},
        "a group among people",
    ),
    (
        "International study of made up disease investigators. A trial of drug A. J Made Up. 2001;1:2.",
        {"title": "A trial of drug A", "authors": ("International study of made up disease investigators",)},
        "a group alone",
    ),
    (
        "One A, Two B. p38 and what it does in cells. J Made Up. 2001;1:2.",
        {"title": "p38 and what it does in cells", "authors": ("One, A", "Two, B")},
        "a title that begins with a small letter",
    ),
    (
        "One A, Two B. Drug A for all. J Made Up (Meeting Abstracts). 2007;25:10004.",
        {"title": "Drug A for all", "pages": "10004"},
        "words behind the journal",
    ),
    (
        "One A, Two B. A trial of drug A. J Made Up. 2025;.CrossRefPubMed "
        "One A, Two B. A trial of drug A. J Made Up. 2025;.",
        {"title": "A trial of drug A", "year": 2025, "pages": None},
        "printed twice",
    ),
    (
        "One A, Two B. A trial of drug A in disease B. J Made Up. 2020;383(17):1613–23.CrossRefPubMed "
        "One A, Two B. A trial of drug A in disease B. J Made Up. 2020;383(17):1613–23.CrossRefPubMed",
        {"title": "A trial of drug A in disease B", "journal": "J Made Up", "pages": "1613–23", "volume": "383"},
        "printed twice with the names of indexes",
    ),
]  # fmt: skip


@table(("entry", "expected", "why"), ENTRIES)
def test_entries(entry: str, expected: dict[str, object], why: str) -> None:
    work = _work(entry)
    assert {name: getattr(work, name) for name in expected} == expected, why


@pytest.mark.parametrize(
    ("printed", "doi"),
    [
        ("https://doi.org/10.1000/abc.1.", "10.1000/abc.1"),
        ("doi:10.1000/abcCrossRefPubMed", "10.1000/abc"),
        ("(10.1000/a(1)b)", "10.1000/a(1)b"),
        ("10.1000/ABC", "10.1000/ABC"),
    ],
)
def test_a_doi_is_bare(printed: str, doi: str) -> None:
    assert clean_doi(printed) == doi


def test_no_identifiers_in_plain_words() -> None:
    assert find_identifiers("One A. Drug A at 10.5 mg. J 2001;1:2.")[1:] == (None, None, None, None)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("van Two BC", "van Two, BC"),
        ("O’Three D Jr", "O’Three, D, Jr"),
        ("One A. B.", "One, A. B."),
        ("A. B. One", "One, A. B."),
        ("ALPHA Investigators", "ALPHA Investigators"),
        ("Made Up Study 2 B", "Made Up Study 2 B"),
    ],
)
def test_names(printed: str, expected: str) -> None:
    assert comma(printed) == expected


def test_spans_are_those_of_the_entries() -> None:
    document = document_from_text(f"{BODY}1. One A. A first title of it. J Made Up. 2001;1:2.{SECOND}")
    first, second = works_of(document)
    assert document.text[first.start : first.end].startswith("1. One A.")
    assert document.text[second.start : second.end] == SECOND.strip()


def test_lines_of_a_page_are_no_works() -> None:
    entries = (
        "One A, Two B. 2001. A first title of it. J Made Up, 1:2.\nTwo C, Three D. 2002. A second. J Made Up, 2:3."
    )
    text = (
        f"Many told of drug A (One and Two 2001; Two and Three 2002).\n\nReferences\n\n{entries}\nMore for you to see\n"
    )
    assert [w.label for w in works_of(document_from_text(text))] == ["One and Two 2001", "Two and Three 2002"]


JATS = """<article><front><article-meta><title-group><article-title>A review</article-title></title-group>
</article-meta></front><body><p>Drug A worked in a trial of many people <xref ref-type="bibr" rid="b1">1</xref>.</p>
</body><back><ref-list><ref id="b1"><label>1</label>
<element-citation publication-type="journal"><person-group person-group-type="author">
<name><surname>van One</surname><given-names>Anna</given-names></name><collab>ALPHA Group</collab></person-group>
<article-title>Drug A</article-title><source>J Made Up</source><year>2001</year><volume>1</volume><fpage>2</fpage>
<lpage>3</lpage><pub-id pub-id-type="doi">10.1000/abc</pub-id><pub-id pub-id-type="pmid">123456</pub-id>
</element-citation></ref></ref-list></back></article>"""


def test_tags_are_taken_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "a.nxml"
    file.write_text(JATS, encoding="utf-8")
    (work,) = works_of(extract.read(file))
    assert (work.authors, work.title, work.journal) == (("van One, Anna", "ALPHA Group"), "Drug A", "J Made Up")
    assert (work.year, work.volume, work.pages, work.doi, work.pmid) == (2001, "1", "2-3", "10.1000/abc", "123456")


def test_the_links_of_a_page_tell_the_numbers(tmp_path: Path) -> None:
    entry = "One A, Two B. {} title of it. J Made Up. 200{};1:2. <a href='{}'>CrossRef</a>"
    links = ["https://doi.org/10.1000%2Fabc", "https://pubmed.ncbi.nlm.nih.gov/1234567/", "https://example.org"]
    items = "".join(f"<li id='r{n}'>{entry.format(n, n, link)}</li>" for n, link in enumerate(links, start=1))
    body = "".join(f"<p>Drug A worked in a made-up trial of it all <a href='#r{n}'>{n}</a>.</p>" for n in (1, 2, 3))
    file = tmp_path / "page.html"
    file.write_text(
        f"<html><body><article><h1>A review</h1>{body}<h2>References</h2><ol>{items}</ol></article></body></html>",
        encoding="utf-8",
    )
    assert [(w.doi, w.pmid) for w in works_of(extract.read(file))] == [
        ("10.1000/abc", None),
        (None, "1234567"),
        (None, None),
    ]


# -- citations


def test_labels_lead_to_works() -> None:
    works = [Work(label="3", start=0, end=1), Work(label="Turpie et al 2001", start=1, end=2)]
    shelf = Shelf(works)
    assert shelf.cited(["Turpie et al., 2001", "3", "9", "3"]) == [works[1], works[0]]


def test_a_work_on_one_line() -> None:
    told = {"start": 0, "end": 9, "authors": ("One, A", "Two, B"), "title": "Drug A", "year": 2001, "journal": "J"}
    assert in_short(Work(label="1 (2)", **told)) == "1 (2). One and Two 2001. Drug A. J"
    assert in_short(Work(label="One and Two 2001", pages="3", doi="10.1/a", **told)) == (
        "One and Two 2001. Drug A. J 3. doi:10.1/a"
    )
    assert in_short(Work(label="3", start=0, end=1)) == "3"


def test_a_record_and_its_works() -> None:
    article = read_article(
        "The ALPHA trial (NCT01234567) randomized 200 patients to drug A or placebo [4].", references=5
    )
    cited = Shelf(article.references).cited(trial(article, "ALPHA").citations)
    assert [in_short(w) for w in cited] == ["4. Author 2010. A trial of something. J Med 1:1-2"]
    assert article.record.references == article.references


# -- formats


WORKS = [
    Work(
        label="1", start=0, end=9, authors=("Öne, A", "van Two, BC, Jr", "ALPHA & Group"), et_al=True,
        title="Drug A in {B}-ALL", journal="J Made Up", year=2001,
        volume="1", issue="2", pages="3–4", doi="10.1000/a_b", pmid="123", pmcid="PMC1",
    ),
    Work(label="2", start=9, end=19, authors=("Öne, C",), title="50% of β", publisher="Press", year=2001),
    Work(label="3", start=19, end=29, title="A page", url="https://example.org/a_b"),
    Work(label="4", start=29, end=39),
]  # fmt: skip


def test_keys_differ() -> None:
    assert keys(WORKS) == ["one2001", "one2001b", "apage", "work"]
    many = keys([WORKS[1]] * 800)
    assert len(set(many)) == 800
    assert many[25:27] == ["one2001z", "one2001ba"]


def test_csl_json() -> None:
    first, second, third, fourth = json.loads(csl_json(WORKS))
    assert first["author"] == [
        {"family": "Öne", "given": "A"},
        {"family": "van Two", "given": "BC", "suffix": "Jr"},
        {"literal": "ALPHA & Group"},
    ]
    assert (first["type"], first["issued"], first["page"]) == ("article-journal", {"date-parts": [[2001]]}, "3-4")
    assert (first["DOI"], first["PMID"], first["PMCID"]) == ("10.1000/a_b", "123", "PMC1")
    assert [item["type"] for item in (second, third, fourth)] == ["book", "webpage", "document"]


def test_bibtex_is_read_back() -> None:
    bibtexparser = pytest.importorskip("bibtexparser")
    library = bibtexparser.parse_string(bibtex(WORKS))
    assert not library.failed_blocks
    first, second, third, _ = (dict(e.items()) for e in library.entries)
    assert first["author"] == r"{\"O}ne, A and van Two, Jr, BC and {ALPHA {\&} Group} and others"
    assert first["title"] == r"Drug A in {{\textbraceleft}B{\textbraceright}-ALL}"
    assert (first["ENTRYTYPE"], first["pages"], first["doi"]) == ("article", "3--4", "10.1000/a_b")
    assert (second["ENTRYTYPE"], second["publisher"], second["title"]) == (
        "book",
        "Press",
        r"50{\%} of {\ensuremath{\beta}}",
    )
    assert (third["ENTRYTYPE"], third["url"]) == ("misc", "https://example.org/a_b")


def test_ris_is_read_back() -> None:
    rispy = pytest.importorskip("rispy")
    text = ris(WORKS)
    assert text.startswith("TY  - JOUR")
    first, second, third, fourth = rispy.loads(text)
    assert first["authors"] == ["Öne, A", "van Two, BC, Jr", "ALPHA & Group"]
    assert (first["start_page"], first["end_page"], first["doi"]) == ("3", "4", "10.1000/a_b")
    assert [e["type_of_reference"] for e in (second, third, fourth)] == ["BOOK", "ELEC", "GEN"]


@pytest.mark.parametrize(("style", "package"), [("bibtex", "bibtexparser.library"), ("ris", "rispy")])
def test_without_the_packages_the_message_says_what_to_install(
    style: str, package: str, call: Callable[..., Called], monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, package, None)
    called = call("references", str(ROOT / "corpus" / "jats-melanoma.nxml"), "--format", style)
    assert called.code == 2
    assert "pip install 'trial-extract[references]'" in called.err


# -- the command


def test_the_command_lists_the_entries(call: Callable[..., Called]) -> None:
    called = call("references", str(ROOT / "corpus" / "numbered-infection.txt"))
    lines = called.out.splitlines()
    assert called.code == 0
    assert len(lines) == 22
    assert "doi:10.1016/S0140-6736(15)00056-2" in lines[1]


def test_the_command_writes_a_file(call: Callable[..., Called], tmp_path: Path) -> None:
    out = tmp_path / "list.json"
    called = call("references", str(ROOT / "corpus" / "jats-gout-bone.nxml"), "--format", "csl-json", "--out", str(out))
    assert called.out.strip() == str(out)
    assert len(json.loads(out.read_text(encoding="utf-8"))) == 23


def test_a_file_that_cannot_be_written(call: Callable[..., Called], tmp_path: Path) -> None:
    out = tmp_path / "none" / "list.json"
    called = call("references", str(ROOT / "corpus" / "jats-gout-bone.nxml"), "--out", str(out))
    assert (called.code, called.err) == (2, f"trial-extract: {out}: No such file or directory\n")


def test_the_works_of_one_trial(call: Callable[..., Called]) -> None:
    called = call("references", str(ROOT / "corpus" / "jats-heart-failure.nxml"), "--trial", "PARADIGM-HF")
    assert [line.partition(".")[0] for line in called.out.splitlines()] == ["11"]


def test_nothing_to_list(call: Callable[..., Called], tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Drug A worked in a trial of 200 people.\n", encoding="utf-8")
    assert call("references", str(file)).code == 1
    assert call("references", str(tmp_path)).code == 2
    assert call("references", str(file), "--trial", "ALPHA").code == 1


def test_every_format_of_the_command_has_its_function() -> None:
    from extract.cli.references import references

    (choice,) = [p for p in references.params if p.name == "style"]
    assert set(choice.to_info_dict()["type"]["choices"]) == {"table", *EXPORTS}


# -- measured on real articles: parsed from plain text, compared with the tags


def _said(ref: etree._Element, tag: str) -> str:
    found = ref.find(f".//{tag}")
    return "" if found is None else " ".join("".join(found.itertext()).split())


def _letters(words: object) -> str:
    return "".join(c for c in str(words or "").casefold() if c.isalnum())


def _tags(ref: etree._Element) -> dict[str, str]:
    pages = [p for p in (_said(ref, "fpage"), _said(ref, "lpage")) if p]
    told = {name: _said(ref, tag) for name, tag in (("title", "article-title"), ("journal", "source"), ("volume",) * 2)}
    numbers = {e.get("pub-id-type", ""): "".join(e.itertext()).strip() for e in ref.iterfind(".//pub-id")}
    return told | {"year": _said(ref, "year")[:4], "pages": "-".join(pages)} | numbers


def _share(name: str, pairs: list[tuple[dict[str, str], Work]]) -> float:
    told = [(tags[name], getattr(work, name)) for tags, work in pairs if tags.get(name)]
    assert told
    return sum(_letters(one) == _letters(other) for one, other in told) / len(told)


def _printed(tags: dict[str, str]) -> str:
    """The numbers of an entry as a list of plain text prints them behind it."""
    doi = f" doi:{tags['doi']}." if tags.get("doi") else ""
    return doi + (f" PMID: {tags['pmid']}." if tags.get("pmid") else "")


def _as_text(document: Document, tags: list[dict[str, str]]) -> str:
    """The text of an article with the numbers of its entries printed behind them."""
    text = document.text
    for reference, told in sorted(zip(document.references, tags, strict=True), key=lambda p: -p[0].start):
        text = text[: reference.end] + _printed(told) + text[reference.end :]
    return text


@pytest.fixture(scope="module")
def read() -> list[tuple[dict[str, str], Work]]:
    """The tags of each entry of the articles that may be read, with its work as parsed from plain text."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the articles of {SHARED.parent.name}/{SHARED.name}, which are not here")
    pairs: list[tuple[dict[str, str], Work]] = []
    for name in READ:
        path = SHARED / f"{name}.nxml"
        tags = [_tags(ref) for ref in etree.parse(path).iterfind(".//ref")]
        works = works_of(document_from_text(_as_text(extract.read(path), tags)))
        assert len(works) == len(tags), name
        pairs += zip(tags, works, strict=True)
    return pairs


@pytest.mark.parametrize(
    ("name", "least"),
    [("title", 0.98), ("year", 1.0), ("journal", 0.98), ("volume", 0.98), ("pages", 0.97), ("doi", 1.0), ("pmid", 1.0)],
)
def test_entries_of_real_articles(name: str, least: float, read: list[tuple[dict[str, str], Work]]) -> None:
    assert _share(name, read) >= least


def test_entries_of_the_own_articles() -> None:
    pairs: list[tuple[dict[str, str], Work]] = []
    for path in sorted((ROOT / "corpus").glob("*.nxml")):
        tags = [_tags(ref) for ref in etree.parse(path).iterfind(".//ref")]
        works = works_of(document_from_text(_as_text(extract.read(path), tags)))
        assert len(works) == len(tags), path
        pairs += zip(tags, works, strict=True)
    names = ("title", "journal", "year", "volume", "doi", "pmid")
    assert [name for name in names if _share(name, pairs) < 0.98] == []


def test_every_citation_of_the_copied_page_leads_to_its_entry() -> None:
    path = SHARED / "blinatumomab-2025.txt"
    if not path.is_file():
        pytest.skip(f"needs {path.name}, which is not here")
    article = extract.extract(path)
    shelf = Shelf(article.references)
    cited = [t for t in article.trials if t.citations]
    assert len(cited) > 10
    assert [t.id for t in cited if len(shelf.cited(t.citations)) != len(t.citations)] == []
    assert [w.label for w in article.references if not (w.journal and w.year and w.title and w.authors)] == []


def test_a_list_takes_little_of_the_time() -> None:
    entry = "{}. One A, Two BC, Three D, et al. A trial of drug A in disease {}. J Made Up. 2001;12(3):45-67.\n"
    document = document_from_text(BODY + "".join(entry.format(n, n) for n in range(1, 501)))
    begun = time.perf_counter()
    works = works_of(document)
    assert len(works) == 500
    assert time.perf_counter() - begun < 0.5
