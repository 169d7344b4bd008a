"""Values of records know the page and the box they are printed in, where the file has pages."""

from __future__ import annotations

import json

import extract
from extract.records.schema import ArticleRecord
from pdfs import column, draw, read_drawn

TRIAL = (
    "In the EXAMPLE-1 trial, 400 patients with asthma were randomized to examplimab or placebo. At one year the "
    "response rate was 62.5% with examplimab and 31.0% with placebo (p < 0.001). "
)


def test_every_value_of_a_pdf_has_its_page_and_box() -> None:
    document = read_drawn(column("Nothing is told on this page, but it is here. " * 9, 60, 100), column(TRIAL, 60, 200))
    article = extract.extract(document)
    values = {r.value: r.provenance for t in article.trials for r in t.results}
    (place,) = values[62.5].printed
    assert place.page == 2
    left, top, right, bottom = place.box
    assert 60 <= left < right < 400
    assert 195 < top < bottom < 250
    assert all(span.printed for t in article.trials for spans in t.provenance.values() for span in spans)


def test_a_value_over_two_lines_has_two_boxes() -> None:
    upper, line, *_ = printed = column(TRIAL, 60, 200, letters=40)
    document = read_drawn(printed)
    end, begin = upper.text.split()[-1], line.text.split()[0]
    start = document.text.index(f"{end} {begin}")
    places = document.places_of(start, start + len(f"{end} {begin}"))
    assert [document.text[p.start : p.end] for p in places] == [end, begin]


def test_files_without_pages_are_written_as_before() -> None:
    written = json.loads(extract.extract(TRIAL).record.model_dump_json())
    assert "printed" not in json.dumps(written)
    assert ArticleRecord.model_validate(written).trials


def test_what_is_written_is_read_again() -> None:
    record = extract.extract(read_drawn(column(TRIAL, 60, 200))).record
    written = record.model_dump_json()
    assert '"printed"' in written
    again = ArticleRecord.model_validate_json(written)
    assert again.trials[0].provenance == record.trials[0].provenance


def test_a_pdf_is_read_by_its_content(tmp_path) -> None:
    path = tmp_path / "article.dat"
    path.write_bytes(draw(column(TRIAL, 60, 200)))
    assert extract.read(path).source.format == "pdf"
