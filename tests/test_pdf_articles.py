"""The same article gives the same records as PDF and as JATS."""

from __future__ import annotations

from pathlib import Path

import pytest

import extract
from extract.evaluation import score_records

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parent / "corpus"
SHARED = HERE.parents[1] / "shared" / "corpus"
OWN = sorted((HERE / "files" / "pdf").glob("*.pdf"))
SAMPLES = [SHARED / "pdf" / f"{name}.pdf" for name in ("PMC1994017", "PMC3108651")]


def headline(pdf: Path, jats: Path) -> float:
    return score_records(extract.extract(jats).trials, extract.extract(pdf).trials).headline


@pytest.mark.parametrize("pdf", OWN, ids=lambda path: path.name)
def test_own_articles(pdf: Path) -> None:
    assert headline(pdf, CORPUS / f"{pdf.name.split('.')[0]}.nxml") >= 0.95


@pytest.mark.parametrize("pdf", SAMPLES, ids=lambda path: path.name)
def test_samples(pdf: Path) -> None:
    if not pdf.is_file():
        pytest.skip("the folder with the samples is not here")
    assert headline(pdf, SHARED / f"{pdf.stem}.nxml") >= 0.97


@pytest.mark.parametrize("pdf", OWN, ids=lambda path: path.name)
def test_every_block_of_text_has_places_in_reading_order(pdf: Path) -> None:
    document = extract.read(pdf)
    assert [p.start for p in document.places] == sorted(p.start for p in document.places)
    for block in document.blocks:
        places = document.places_of(block.start, block.end)
        assert places
        assert all(p.x0 < p.x1 and p.top < p.bottom for p in places)
        assert "".join(document.text[p.start : p.end] for p in places).split()
