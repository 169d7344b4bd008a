"""Pages of the PDF that an article was read from: shown only where the file is the one that was read."""

from __future__ import annotations

import io
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import extract
from extract.errors import UsageError
from extract.records.schema import ArticleRecord
from extract.writers.json import contents, write_article
from pdfs import Text, draw
from reviewed import two_trials, write

pytest.importorskip("sqlalchemy")
pytest.importorskip("PIL")

from PIL import Image as image

from extract.review import source
from extract.review.service import Service

PROSE = "The ONE-TWO trial enrolled 120 adults with gout. A rash was seen in 12.5% of patients."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    file = tmp_path / "articles" / "a.pdf"
    file.write_bytes(draw([Text(60, 100, PROSE)], [Text(60, 100, "A second page.")], size=(600, 400)))
    article = extract.extract(file)
    (tmp_path / "out").mkdir()
    write_article("a", contents(article.record, article.text, []), tmp_path / "out")
    return tmp_path


def _named(folder: Path, path: str) -> None:
    """Make the output name another path of its source."""
    file = folder / "out" / "a.json"
    record = ArticleRecord.model_validate_json(file.read_bytes())
    assert record.source
    record.source.path = path
    file.write_text(record.model_dump_json(), encoding="utf-8")


def test_a_page_is_drawn_and_values_have_their_box_on_it(folder: Path) -> None:
    service = Service(folder / "out")
    view = service.article("a")
    assert view.pages
    assert [(page.number, page.width, page.height) for page in view.pages] == [(1, 600, 400), (2, 600, 400)]
    drawn = image.open(io.BytesIO(service.page_image("a", 1, 2.0)))
    assert (drawn.format, drawn.size) == ("PNG", (1200, 800))
    value = next(v for trial in view.trials for v in trial.fields if v.field == "names")
    place = value.places[0]
    assert place.page == 1
    assert place.box
    left, top, right, bottom = (round(2 * edge) for edge in place.box)
    assert min(drawn.convert("L").crop((left, top, right, bottom)).get_flattened_data()) < 100, (
        "the words are in the box"
    )


def test_a_relative_path_is_looked_up_beside_the_folder(folder: Path) -> None:
    _named(folder, "articles/a.pdf")
    assert len(Service(folder / "out").article("a").pages or []) == 2


@pytest.mark.parametrize("path", ["articles/other.pdf", "/etc/hostname", "nul\0.pdf", "."])
def test_a_file_that_is_not_the_one_that_was_read_is_never_shown(folder: Path, path: str) -> None:
    (folder / "articles" / "other.pdf").write_bytes(draw([Text(60, 100, "Something else.")]))
    _named(folder, path)
    service = Service(folder / "out")
    assert service.article("a").pages is None
    with pytest.raises(UsageError, match="no page 1"):
        service.page_image("a", 1, 1.0)


def test_a_page_that_is_none_and_a_scale_that_is_absurd(folder: Path) -> None:
    service = Service(folder / "out")
    for number in (0, 3, -1):
        with pytest.raises(UsageError, match="no page"):
            service.page_image("a", number, 1.0)
    assert max(image.open(io.BytesIO(service.page_image("a", 1, 1e9))).size) <= 4000
    assert image.open(io.BytesIO(service.page_image("a", 1, -5))).size == (120, 80)


def test_an_article_without_a_pdf_has_no_pages(tmp_path: Path) -> None:
    write(tmp_path, two_trials())
    assert Service(tmp_path).article("a").pages is None


def test_pages_are_drawn_one_at_a_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library that draws them crashes else."""
    drawing: list[int] = []
    most: list[int] = []

    def drawn(*_: object) -> bytes:
        drawing.append(1)
        most.append(len(drawing))
        time.sleep(0.01)
        drawing.pop()
        return b""

    monkeypatch.setattr(source, "_drawn", drawn)
    service = Service(folder / "out")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: service.page_image("a", 1 + n % 2, 1.0), range(16)))
    assert (len(most), max(most)) == (16, 1)
