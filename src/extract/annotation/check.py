"""One gold file checked: its shape, the rules of the guide, and what its article prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from extract.annotation.article import article_faults
from extract.annotation.faults import Fault, Finding, Level, error, warning
from extract.annotation.guide import guide_faults
from extract.annotation.printed import Printed
from extract.annotation.shape import BadJson, added_faults, parse, repeated_faults, shape_faults
from extract.errors import ReadError
from extract.records.schema import ArticleRecord

FindArticle = Callable[[str], Printed | None]
"""What the article of a doc_id prints, None where there is no such article; may raise ReadError."""


def check_file(path: Path, article_of: FindArticle) -> list[Finding]:
    """Check a gold file, by line; ``article_of`` finds its article. Raises ReadError when the file cannot be read.

    A file that is not of the agreed shape is checked no further: what its values mean is not known.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return [Finding(str(path), 1, Level.ERROR, "", f"this is no text in UTF-8 (byte {fault.start})")]
    except OSError as fault:
        raise ReadError(f"{path}: {fault.strerror or fault}") from fault
    try:
        data, lines = parse(text)
    except BadJson as fault:
        return [Finding(str(path), fault.line, Level.ERROR, "", str(fault))]
    found = [_finding(path, line, fault) for line, fault in repeated_faults(lines)]
    broken = [_finding(path, lines.of(fault.place), fault) for fault in shape_faults(text)]
    if not broken:
        record = ArticleRecord.model_validate(data)
        faults = [*added_faults(data), *_faults(path, record, article_of)]
        found += [_finding(path, lines.of(fault.place), fault) for fault in faults]
    return sorted([*found, *broken], key=lambda finding: finding.line)


def _finding(path: Path, line: int, fault: Fault) -> Finding:
    return Finding(str(path), line, fault.level, ".".join(map(str, fault.place)), fault.message)


def _faults(path: Path, record: ArticleRecord, article_of: FindArticle) -> Iterator[Fault]:
    if record.doc_id != path.stem:
        yield error(("doc_id",), f'doc_id is "{record.doc_id}", but the file is named for "{path.stem}"')
    yield from guide_faults(record.trials)
    try:
        printed = article_of(path.stem)
    except ReadError as fault:
        yield error((), f"the article cannot be read, so no value was looked up in it ({fault})")
        return
    if printed is None:
        yield warning((), f'no article "{path.stem}" is in the corpus, so no value was looked up in it')
        return
    yield from article_faults(record.trials, printed)
