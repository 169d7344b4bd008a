"""Two sets of figures side by side, for the commands that compare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.evaluation import Counts


def compared(before: Counts, after: Counts, marked: tuple[str, ...] = ()) -> Iterator[str]:
    """A line per field of the headline and of the results, with both F1 and the change; then the headline."""
    from extract.evaluation.counts import HEADLINE

    for name in after:
        if name in HEADLINE or name.startswith("results:"):
            yield figures(f"{name} *" if name in marked else name, before[name].f1, after[name].f1)
    yield figures("headline", before.headline, after.headline)


def row(name: str, *cells: str) -> str:
    """A name and its cells in columns."""
    return f"{name:34}" + "".join(f"{cell:>10}" for cell in cells)


def figures(name: str, before: float, after: float) -> str:
    """Two figures of 0 to 1 and what they differ by, as a row."""
    return row(name, f"{before:.3f}", f"{after:.3f}", f"{after - before:+.3f}")
