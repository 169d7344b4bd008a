"""Out of the workbench: gold files by the annotation guide, and the accepted records as a run writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from extract.annotation import fitting, start
from extract.annotation.printed import Printed
from extract.errors import UsageError
from extract.records.schema import ArticleRecord
from extract.review.accepted import accepted, doubled, still_open
from extract.review.service import Service
from extract.review.store.log import exported, note_export
from extract.writers.files import prepare_folder, write_whole
from extract.writers.json import contents, write_article
from extract.writers.rows import Row, result_rows, trial_rows
from extract.writers.tables import write_tables

Print = Callable[[str, str], Printed]
"""What the article of a doc_id and text prints."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An article as far as people have checked it.

    ``left_out`` says why values that people kept are not in the record; ``open`` counts the values that nobody
    has decided on, of ``values``.
    """

    record: ArticleRecord
    text: str
    open: int
    values: int
    begun: bool
    left_out: tuple[str, ...] = ()

    @property
    def finished(self) -> bool:
        """Whether every value is decided on."""
        return self.begun and not self.open


def checked_articles(service: Service) -> Iterator[Checked]:
    """Every article of the folder as people have left it, whatever the guide says."""
    for row in service.queue(order="name"):
        state, text, version = service.now(row.doc_id)
        record = accepted(state, row.doc_id, text)
        yield Checked(record, text, *still_open(state), version > 0, tuple(doubled(state)))


def by_guide(article: Checked, printed: Print) -> Checked:
    """The article without what ``gold check`` would call an error."""
    kept, faults = fitting(article.record, printed(article.record.doc_id, article.text))
    return replace(article, record=kept, left_out=(*article.left_out, *(fault.message for fault in faults)))


def write_gold(service: Service, articles: Sequence[Checked], folder: Path, *, force: bool = False) -> list[Path]:
    """Write a gold file for each article; return their paths.

    Raises UsageError, and writes none, where a file is there that an export did not write, unless ``force``.
    """
    contents_of = {folder / f"{a.record.doc_id}.json": start(a.record).text.encode("utf-8") for a in articles}
    with service.store.reading() as session:
        foreign = [
            p for p, new in contents_of.items() if _digest_of(p) not in {"", _digest(new), *exported(session, p.stem)}
        ]
    if foreign and not force:
        more = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
        raise UsageError(f"{foreign[0]}{more}: there is an annotation of other hands; --force writes over it")
    prepare_folder(folder)
    with service.store.writing() as session:
        for path, content in contents_of.items():
            note_export(session, path.stem, _digest(content))
    for path, content in contents_of.items():
        write_whole(path, content)
    return list(contents_of)


def _digest_of(path: Path) -> str:
    return _digest(path.read_bytes()) if path.is_file() else ""


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def write_records(articles: Sequence[Checked], folder: Path, formats: Sequence[str]) -> list[Path]:
    """Write the accepted records as a run does: a JSON file and a text for each article, and tables over all."""
    prepare_folder(folder)
    written = [write_article(a.record.doc_id, contents(a.record, a.text, []), folder) for a in articles]
    return [*written, *write_tables(_rows(articles), folder, formats)]


def _rows(articles: Sequence[Checked]) -> Iterator[tuple[list[Row], list[Row]]]:
    for article in articles:
        yield list(trial_rows(article.record, _nowhere)), list(result_rows(article.record, _nowhere))


def _nowhere(offset: int) -> None:
    """The section of an offset: the workbench does not know sections."""
