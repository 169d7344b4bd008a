"""Bad PDFs: each ends in one clear line that names the file and the cause, within its limits of time and memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Called
from extract.document import Document, Source
from extract.errors import ReadError
from extract.readers import Limits, pdf_apart, read
from extract.readers.pdf import read_pdf
from extract.readers.pdf_apart import looks_odd, read_pdf_safely
from raw_pdfs import bomb, encrypted, objects, packed, pdf, prose, stream, words, write

_PICTURE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
    b"\nstream\n\x80\nendstream"
)
_SCAN = stream(b"q 500 0 0 700 40 60 cm /Im0 Do Q")
_PICTURES = b"/XObject << /Im0 10000 0 R >>"


def scanned(*pages: bytes) -> bytes:
    return pdf(pages, resources=_PICTURES, more={10000: _PICTURE})


def unreadable(first: int) -> bytes:
    """A page whose font says that its small letters are the characters from ``first`` on."""
    letters = b" ".join(b"<%02X> <%04X>" % (0x61 + n, first + n) for n in range(26))
    table = b"1 begincodespacerange <00> <FF> endcodespacerange 26 beginbfchar %s endbfchar" % letters
    fonts = b"<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 10000 0 R >> >>"
    return pdf([stream(prose())], fonts=fonts, more={10000: stream(table)})


NO_PAGES = write({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Count 0 /Kids [] >>"})
WHOLE = pdf([stream(prose())])
BAD = [
    (encrypted(prose(), b"secret"), "encrypted and needs a password", "a password"),
    (WHOLE[:300], "damaged or cut short", "cut in its first object"),
    (b"%PDF-1.4\n", "damaged or cut short", "nothing but its mark"),
    (b"%PDF-1.4\n" + bytes(range(256)) * 50, "damaged or cut short", "noise behind the mark"),
    (
        write({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Count 0 /Kids [] >>"}),
        "no pages",
        "no pages",
    ),
    (scanned(_SCAN, _SCAN, _SCAN), r"3 of its 3 pages are pictures \(scanned\); run OCR first", "scanned"),
    (pdf([stream(b""), stream(b"")]), "has no text: its pages are blank", "blank pages"),
    (unreadable(0xE020), "fonts do not tell which characters they print", "letters of private use"),
    (unreadable(0x01), "fonts do not tell which characters they print", "letters that are controls"),
]


def told(data: bytes, limits: Limits | None = None) -> Document:
    return read_pdf_safely(data, "bad", Source("bad.pdf", "", "pdf"), limits or Limits())


@pytest.mark.parametrize(("data", "cause", "why"), BAD, ids=[why for *_, why in BAD])
def test_a_bad_pdf_is_refused_with_its_cause(data: bytes, cause: str, why: str) -> None:
    with pytest.raises(ReadError, match=cause) as caught:
        told(data)
    assert str(caught.value).startswith("bad.pdf: ")
    assert "\n" not in str(caught.value)


def test_a_pdf_that_is_encrypted_without_a_password_is_read() -> None:
    assert "followed for three years" in told(encrypted(prose(), b"")).text


def test_lines_of_a_server_before_the_mark_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "saved.pdf"
    path.write_bytes(b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + WHOLE)
    assert "followed for three years" in read(path).text


def test_pages_without_text_are_named() -> None:
    mixed = scanned(stream(prose()), _SCAN, stream(prose()), _SCAN, _SCAN)
    assert (
        told(mixed).warnings[0].startswith("pages 2, 4 to 5 hold pictures without text, which is missing here; run OCR")
    )


def test_a_blank_page_is_no_reason_for_a_warning() -> None:
    assert told(pdf([stream(prose()), stream(b"")])).warnings == ()


def test_pages_whose_fonts_do_not_tell_are_named() -> None:
    table = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <20> <7E> <E020> endbfrange"
    fonts = (
        b"<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> "
        b"/F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /ToUnicode 10000 0 R >> >>"
    )
    hidden = stream(b"".join(words("Some words", 60, 100 + 20 * n, bold=True) for n in range(4)))
    document = told(pdf([stream(prose(30)), hidden], fonts=fonts, more={10000: stream(table)}))
    assert document.warnings == ("page 2 use fonts that do not tell their characters; their text is unreliable",)


def test_a_pdf_without_its_end_is_read_with_a_warning() -> None:
    cut = WHOLE[: WHOLE.index(b"startxref")]
    assert told(cut).warnings == ("the PDF has no proper end; if it was cut short, pages are missing here",)


def test_a_page_that_is_damaged_is_named_and_the_others_are_read() -> None:
    found = objects([stream(prose()), stream(prose())])
    found[5] = b"[ 1 2 3 ]"
    document = told(write(found))
    assert "followed" in document.text
    assert document.warnings == ("page 2 are damaged and missing here",)


LIMITS = [
    (Limits(max_pages=1999), "2,000 pages are more than the limit of 1,999 (max_pages)"),
    (Limits(max_pages=3000, max_characters=5000), "more than the limit of 5,000 characters (max_characters)"),
    (
        Limits(max_pages=3000, max_seconds=1e-9),
        "limit of 1e-09 seconds (max_seconds): 0 of 2000 pages were read",
    ),
]


@pytest.mark.parametrize(("limits", "cause"), LIMITS, ids=["pages", "characters", "seconds"])
def test_a_pdf_over_a_limit_is_refused(limits: Limits, cause: str) -> None:
    long = pdf([stream(words("A page of a very long book.", 60, 100))] * 2000)
    assert not looks_odd(long), "the limits hold without a process of its own"
    with pytest.raises(ReadError) as caught:
        told(long, limits)
    assert cause in str(caught.value)


# -- reading in a process of its own


ODD = [
    (WHOLE, False, "a plain file"),
    (pdf([packed(prose())]), False, "a packed page"),
    (WHOLE[:-20], True, "no end"),
    (encrypted(prose(), b""), True, "encrypted: nobody can look into its streams"),
    (pdf([bomb(b"0 0 m 9 9 l S " * 5000, 1000)]), True, "a stream of 70 MB"),
    (pdf([stream(b"x", b"/Filter [/ASCII85Decode /FlateDecode]")]), True, "packed in two ways"),
    (pdf([stream(b"no such thing", b"/Filter /FlateDecode")]), True, "a stream that is damaged"),
    (
        pdf([stream(prose())], more={10000 + n: packed(b"/Fm Do /Fm Do", b"/Subtype /Form") for n in range(20)}),
        True,
        "forms that print forms",
    ),
    (pdf([stream(prose())], more={10000: stream(b"9" * 50_000_000, b"/Subtype /Image")}), False, "a large picture"),
]


@pytest.mark.parametrize(("data", "odd", "why"), ODD, ids=[why for *_, why in ODD])
def test_what_looks_odd(data: bytes, odd: bool, why: str) -> None:
    assert looks_odd(data) is odd, why


def test_a_process_of_its_own_reads_the_same() -> None:
    data = pdf([packed(prose()), stream(prose(30))]) + b"\n" * 2000
    assert looks_odd(data)
    source = Source("bad.pdf", "", "pdf")
    assert told(data) == read_pdf(data, "bad", source)


def test_a_bomb_is_stopped_by_time_or_memory() -> None:
    data = pdf([bomb(b"0 0 m 9 9 l S " * 5000, 4000)])
    assert len(data) < 2_000_000, "280 MB of drawing in a small file"
    began = time.monotonic()
    with pytest.raises(ReadError, match=r"max_seconds|max_megabytes"):
        told(data, Limits(max_seconds=2, max_megabytes=400))
    assert time.monotonic() - began < 15


def test_forms_that_print_forms_are_stopped() -> None:
    kind = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
    below = kind + b" /Resources << /XObject << /Fm %d 0 R >> >>"
    forms = {10000 + n: packed(b"/Fm Do " * 12, below % (10001 + n)) for n in range(25)}
    forms[10025] = packed(prose(), kind)
    data = pdf([stream(b"/Fm Do " * 12)], resources=b"/XObject << /Fm 10000 0 R >>", more=forms)
    assert looks_odd(data)
    began = time.monotonic()
    with pytest.raises(ReadError, match=r"\Abad\.pdf: "):
        told(data, Limits(max_seconds=2, max_megabytes=400))
    assert time.monotonic() - began < 15


def test_a_crash_costs_the_file_and_not_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_apart, "_START", "import os; os.abort()")
    with pytest.raises(ReadError, match=r"\Abad\.pdf: the PDF is damaged so that reading it breaks off"):
        told(WHOLE[:-20])


# -- the command line


def test_limits_are_options(tmp_path: Path, call: Callable[..., Called]) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(pdf([stream(prose())] * 3))
    done = call("show", path, "--max-pages", "2")
    assert done.code == 1
    assert "3 pages are more than the limit of 2 (max_pages)" in done.err
    assert call("show", path, "--max-pages", "0").code == 2
    assert call("run", path, "--max-seconds", "1e-9", "--out", tmp_path / "out").code == 1
    assert call("run", path, "--max-pages", "3", "--out", tmp_path / "out").code == 0
