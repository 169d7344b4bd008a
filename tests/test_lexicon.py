"""Every row of every lexicon file is proved both ways: its example is found by it, its ``not`` is not."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from extract.errors import UsageError
from extract.lexicon import COLUMNS, FOLDER, Lexicon, Row, lexicon, read_rows
from extract.normal import normalise

FILES = sorted(FOLDER.glob("*.csv"))
ROWS = [row for path in FILES for row in read_rows(path)]
# A pattern, a word end and a short form can each hit what it does not mean; a word sequence hardly can.
RISKY = ("regex", "suffix", "exact")


@lru_cache(maxsize=64)
def _whole(file: str) -> Lexicon:
    return Lexicon(tuple(row for row in ROWS if row.file == file))


def _finds(row: Row, text: str) -> bool:
    return any(hit.row == row for hit in _whole(row.file).find(normalise(text)))


def _name(row: Row) -> str:
    return f"{row.file}.csv:{row.line}"


def test_there_are_rows() -> None:
    assert ROWS


@pytest.mark.parametrize("row", ROWS, ids=_name)
def test_row_finds_its_example_and_not_its_counterexample(row: Row) -> None:
    assert row.example, "a row needs an example that it finds"
    assert _finds(row, row.example), f"{row.rule} does not find its example {row.example!r}"
    if row.match in RISKY:
        assert row.counterexample, f"a row of kind {row.match} needs a `not` that it does not find"
    assert not _finds(row, row.counterexample), f"{row.rule} finds its `not` {row.counterexample!r}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_row_stands_twice(path: Path) -> None:
    seen = Counter((row.term, row.match) for row in read_rows(path))
    assert [key for key, count in seen.items() if count > 1] == []


HEADER = ",".join(COLUMNS) + "\n"
FAULTS = [
    ("term,value\nx,y\n", "the first line must be", "a wrong header"),
    (HEADER + ",term,,,,\n", "words.csv:2: a row needs a term", "no term"),
    (HEADER + "a,term,,,,\nb,fuzzy,,,,\n", "words.csv:3: a row needs a term and match", "an unknown way to match"),
    (HEADER + "(a,regex,,,,\n", "words.csv:2: '(a' is no pattern", "a broken pattern"),
]


@pytest.mark.parametrize(("content", "message", "why"), FAULTS, ids=[why for *_, why in FAULTS])
def test_a_faulty_file_is_named_with_its_line(content: str, message: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_rows(path)
    assert message in str(caught.value), why
    assert "\n" not in str(caught.value)


def test_a_users_folder_overlays_the_packages_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = FILES[0].stem
    (tmp_path / f"{file}.csv").write_text(HEADER + "zyzzyva index,term,,,a zyzzyva index,\n", encoding="utf-8")
    text = "the Zyzzyva-Index fell"
    assert not any(hit.row.term == "zyzzyva index" for hit in lexicon(file).find(text))
    monkeypatch.setenv("EXTRACT_LEXICONS", str(tmp_path))
    hits = [hit for hit in lexicon(file).find(text) if hit.row.term == "zyzzyva index"]
    assert [text[hit.start : hit.end] for hit in hits] == ["Zyzzyva-Index"]
    assert len(lexicon(file).rows) > 1, "the package's own rows stay"


def test_the_rows_of_a_tag_are_a_lexicon_of_their_own() -> None:
    roles = lexicon("roles")
    versus, contrast = roles.tagged("versus"), roles.tagged("contrast")
    assert versus is roles.tagged("versus")
    assert {tag for row in versus.rows for tag in row.tags} == {"versus"}
    assert versus.is_in("tea instead of coffee")
    assert not contrast.is_in("tea instead of coffee")
    assert not roles.tagged("no such tag").rows
