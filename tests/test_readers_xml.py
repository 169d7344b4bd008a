"""XML that is damaged, misdeclared or hostile: what is read of it, what is refused, and how soon."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from articles import table
from extract.document import Document
from extract.errors import ReadError
from extract.readers import read

WORDS = "Survival after two years was higher with the drug than with placebo. "
PARAGRAPHS = "".join(f"<p>Paragraph {n}. {WORDS * 3}</p>\n" for n in range(20))
HEAD = "<article><front><article-meta/></front><body>"
ARTICLE = f"{HEAD}{PARAGRAPHS}</body></article>"


def _read(folder: Path, data: bytes | str, name: str = "a.nxml") -> Document:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return read(path)


DAMAGED = [
    (ARTICLE[: len(ARTICLE) // 2], "Paragraph 8.", "cut off"),
    (ARTICLE.replace("Paragraph 7.", "Smith & Jones"), "Smith & Jones", "a bare ampersand"),
    (ARTICLE.replace("Paragraph 7.", "p < 0.05"), "p < 0.05", "a bare less-than sign"),
    (ARTICLE.replace("Paragraph 7.", "a\x0bb"), "a b", "a character that XML does not have"),
    (ARTICLE.replace("Paragraph 7.", "a\0b"), "a b", "a zero"),
    (ARTICLE.replace("Paragraph 7.", "a&#0;b&#x1F;c&#xD800;d"), "a b c d", "numbers of such characters"),
    (ARTICLE.replace("Paragraph 7.", "5&nbsp;&plusmn;&nbsp;2"), "5\u00a0\u00b1\u00a02", "names that no DTD declares"),
    (ARTICLE.replace("Paragraph 7.", "a&nosuch;b"), "a b", "a name that nobody knows"),
    (ARTICLE.replace("<p>Paragraph 7.", "<p>Paragraph 7.<b><i>x</b></i>"), "Paragraph 19.", "tags that cross"),
    (ARTICLE.replace("</body>", ""), "Paragraph 19.", "an end that is missing"),
    (ARTICLE + "<p>more</p>", "Paragraph 19.", "something behind the end"),
]


@table(("xml", "kept", "why"), DAMAGED)
def test_a_damaged_file_is_read_as_far_as_it_goes(xml: str, kept: str, why: str, tmp_path: Path) -> None:
    document = _read(tmp_path, xml)
    assert kept in document.text, why
    assert any("broken XML" in w and "something may be missing" in w for w in document.warnings)


LOST = [
    (ARTICLE[:300], "a scrap"),
    (f"{HEAD}<p>x</p></body></article>" + PARAGRAPHS, "nearly all of it behind the end"),
    (f"{HEAD}" + "<sec>" * 10_000 + PARAGRAPHS, "10,000 levels deep"),
    (f"{HEAD}" + "<sec>" * 10_000 + PARAGRAPHS + "</sec>" * 10_000 + "</body></article>", "the same with ends"),
    (f'<article><body a="{"x" * 11_000_000}"><p>x</p></body></article>', "an attribute of 11 million characters"),
    ("<article><!-- " + "- " * 1_000_000, "a comment without an end"),
    ("<article><![CDATA[" + "] " * 1_000_000, "a CDATA section without an end"),
]


@table(("xml", "why"), LOST)
def test_too_much_is_lost(xml: str, why: str, tmp_path: Path) -> None:
    began = time.process_time()
    with pytest.raises(ReadError, match=r"a\.nxml: broken XML: [^\n]+\Z"):
        _read(tmp_path, xml)
    assert time.process_time() - began < 5, why


NO_ARTICLE = [
    ("<article>" + "<" * 1_000_000, "no JATS article", "a million opening signs"),
    (ARTICLE.replace("<body>", "<body id=x>"), "no text; broken XML: AttValue", "the body's own tag is damaged"),
]


def test_a_message_stays_short(tmp_path: Path) -> None:
    for xml in (f"<{'t' * 90}/>", f"<article><{'t' * 5000}></x>"):
        with pytest.raises(ReadError) as caught:
            _read(tmp_path, xml)
        assert len(str(caught.value).removeprefix(str(tmp_path))) < 300


@table(("xml", "cause", "why"), NO_ARTICLE)
def test_what_is_left_is_no_article(xml: str, cause: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=cause):
        _read(tmp_path, xml)


@pytest.mark.parametrize("depth", [50, 200, 250])
def test_deep_is_read_or_refused(depth: int, tmp_path: Path) -> None:
    inside = "<italic>" * depth + "deep" + "</italic>" * depth
    try:
        told = _read(tmp_path, f"{HEAD}<p>{inside}</p></body></article>").text
    except ReadError as error:
        told = str(error)
    assert "deep" in told
    assert told == "deep" or depth > 100


def test_100_000_attributes_and_elements_take_little_time(tmp_path: Path) -> None:
    began = time.process_time()
    many = " ".join(f'a{n}="x"' for n in range(20_000))
    _read(tmp_path, ARTICLE.replace("<body>", f"<body {many}>"))
    _read(tmp_path, ARTICLE.replace("Paragraph 7.", "<italic/>" * 100_000))
    _read(tmp_path, ARTICLE.replace("Paragraph 7.", '<xref rid="r1">1</xref>-' * 50_000))
    assert time.process_time() - began < 10


ENTITIES = [
    ('<!DOCTYPE article [<!ENTITY a "' + "x" * 50_000 + '">]>', "&a;" * 1000, "quadratic growth"),
    ('<!DOCTYPE article [<!ENTITY a "&b;"><!ENTITY b "&a;">]>', "&a;", "entities in a circle"),
    ("<!DOCTYPE article [<!ENTITY % a \"<!ENTITY b 'x'>\"> %a;]>", "&b;", "one that declares another"),
    (
        '<!DOCTYPE article SYSTEM "/etc/x.dtd" [<!ENTITY a SYSTEM "file:///dev/zero">]>',
        "&a;",
        "a device without an end",
    ),
    ("<!DOCTYPE article [" + " " * 200_000 + '<!ENTITY a "x">]>', "&a;", "far down in the declaration"),
    ("<!DOCTYPE article [<!-- ]> -->" + '<!ENTITY a "x">]>', "&a;", "behind a comment"),
]


@table(("doctype", "use", "why"), ENTITIES)
def test_entities_of_its_own_are_refused(doctype: str, use: str, why: str, tmp_path: Path) -> None:
    began = time.process_time()
    with pytest.raises(ReadError, match="declares entities of its own"):
        _read(tmp_path, doctype + ARTICLE.replace("Paragraph 7.", use))
    assert time.process_time() - began < 5, why


def test_a_dtd_that_is_only_named_is_not_loaded(tmp_path: Path) -> None:
    (tmp_path / "x.dtd").write_text('<!ENTITY a "SECRET">', encoding="utf-8")
    document = _read(
        tmp_path, f'<!DOCTYPE article SYSTEM "{tmp_path}/x.dtd">' + ARTICLE.replace("Paragraph 7.", "[&a;]")
    )
    assert "SECRET" not in document.text


GREEK = "5 ± 2 µg – “größer”"
DECLARED = '<?xml version="1.0" encoding="{}"?>' + ARTICLE.replace("Paragraph 7.", GREEK)
ENCODINGS = [
    ("utf-8", "utf-8", "utf-8", ""),
    ("utf-8", "utf-8-sig", "utf-8", ""),
    ("utf-8", "cp1252", "cp1252", "the file declares utf-8 but is not"),
    ("windows-1252", "cp1252", "windows-1252", ""),
    ("iso-8859-1", "utf-8", "utf-8", "the file declares iso-8859-1 but is UTF-8"),
    ("us-ascii", "utf-8", "utf-8", ""),
    ("no-such-encoding", "utf-8", "utf-8", "the file declares no-such-encoding but is UTF-8"),
    ("no-such-encoding", "cp1252", "cp1252", "the file declares no-such-encoding but is not"),
    ("punycode", "cp1252", "cp1252", "the file declares punycode but is not"),
    ("utf-16", "utf-8", "utf-8", "the file declares utf-16 but is UTF-8"),
    ("utf-16", "utf-16", "utf-16", ""),
    ("utf-8", "utf-16", "utf-16", ""),
    ("utf-8", "utf-16-le", "utf-16-le", ""),
    ("utf-16", "utf-16-be", "utf-16-be", ""),
    ("utf-8", "utf-32", "utf-32", ""),
]


@pytest.mark.parametrize(("declared", "real", "named", "warning"), ENCODINGS)
def test_the_bytes_decide_where_the_declaration_is_wrong(
    declared: str, real: str, named: str, warning: str, tmp_path: Path
) -> None:
    document = _read(tmp_path, DECLARED.format(declared).encode(real))
    assert GREEK in document.text
    assert document.source.encoding == named
    assert [w[: len(warning)] for w in document.warnings] == ([warning] if warning else [])


def test_ascii_that_declares_utf16_and_xml_without_a_declaration(tmp_path: Path) -> None:
    assert "Paragraph 7." in _read(tmp_path, '<?xml version="1.0" encoding="utf-16"?>' + ARTICLE).text
    assert "Paragraph 7." in _read(tmp_path, ARTICLE.encode("utf-16-be")).text
    assert GREEK in _read(tmp_path, ARTICLE.replace("Paragraph 7.", GREEK).encode("cp1252")).text


def test_two_encodings_in_one_file(tmp_path: Path) -> None:
    mixed = ARTICLE.replace("Paragraph 7.", GREEK * 5).encode() + b""
    document = _read(tmp_path, mixed.replace(b"Paragraph 9.", "größer".encode("latin-1")))
    assert GREEK in document.text
    assert any("no UTF-8" in w for w in document.warnings)


def test_white_space_and_a_mark_before_the_declaration(tmp_path: Path) -> None:
    for before in ("\n  ", "\ufeff\n", "\ufeff"):
        document = _read(tmp_path, before + '<?xml version="1.0" encoding="utf-8"?>\n' + ARTICLE)
        assert document.text.startswith("Paragraph 0.")
        assert document.warnings == ()


# -- files that are no files


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_device_is_not_read() -> None:
    with pytest.raises(ReadError, match="/dev/zero: not a regular file"):
        read("/dev/zero")


def test_a_sparse_file_of_a_gigabyte_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sparse.xml"
    with path.open("wb") as handle:
        handle.truncate(1_000_000_000)
    began = time.process_time()
    with pytest.raises(ReadError, match=r"sparse\.xml: larger than the limit"):
        read(path)
    assert time.process_time() - began < 1


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Text.", encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):  # root may read anything
        monkeypatch.setattr(Path, "open", _denied)
    with pytest.raises(ReadError, match=r"a\.txt: cannot be read: Permission denied"):
        read(path)


def _denied(self: Path, *_: object) -> None:
    raise PermissionError(13, "Permission denied", str(self))
