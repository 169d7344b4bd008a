"""Small JATS files for the tests of the reader: a body, a back, and what of them comes out."""

from __future__ import annotations

from pathlib import Path

from extract.document import Document, Table
from extract.readers import read

FRONT = "<front><article-meta><title-group><article-title>T</article-title></title-group></article-meta></front>"
NAMESPACES = (
    'xmlns:mml="http://www.w3.org/1998/Math/MathML" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:oasis="http://www.niso.org/standards/z39-96/ns/oasis-exchange/table"'
)


def jats(folder: Path, body: str, back: str = "", floats: str = "", front: str = FRONT) -> Document:
    """Read an article of these parts."""
    path = folder / "a.nxml"
    parts = f"{front}<body>{body}</body><back>{back}</back>{floats}"
    path.write_text(f"<article {NAMESPACES}>{parts}</article>", encoding="utf-8")
    return read(path)


def refs(count: int, labelled: bool = True) -> str:
    """A reference list of so many entries with the ids r1, r2, ..."""
    return "<ref-list>" + "".join(ref(n, labelled) for n in range(1, count + 1)) + "</ref-list>"


def ref(n: int, labelled: bool = True) -> str:
    label = f"<label>{n}.</label>" if labelled else ""
    return (
        f'<ref id="r{n}">{label}<citation><name><surname>Name{n}</surname><given-names>A</given-names></name><etal/>'
        f"<article-title>Title {n}</article-title><year>200{n % 10}</year></citation></ref>"
    )


def x(n: int | str, text: object = None) -> str:
    """A cross reference to the entry ``n``."""
    return f'<xref ref-type="bibr" rid="r{n}">{n if text is None else text}</xref>'


def blocks(document: Document) -> list[tuple[str, str]]:
    """Kind and text of every block."""
    return [(b.kind.value, document.text[b.start : b.end]) for b in document.blocks]


def grid(document: Document, table: Table) -> list[tuple[int, int, int, int, bool, str]]:
    """Row, column, rows and columns spanned, header and text of every cell."""
    return [(c.row, c.column, c.rowspan, c.colspan, c.header, document.text[c.start : c.end]) for c in table.cells]
