"""The files that are mutated, by format: the project's own, those made of them, and those of ../shared."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path

from extract.readers import FORMATS

from .mutate import mutant
from .streams import damage

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "corpus"
MARKUP = {"jats": "xml", "html": "html", "word": "zip", "epub": "zip"}
_FOLDERS = (ROOT / "corpus", ROOT / "tests" / "data", ROOT / "tests" / "files", SHARED)
_NOT_READ = {
    line.split()[0] for line in (ROOT / "gold" / "held-out.txt").read_text().splitlines() if line[:1].isalpha()
}


@dataclass(frozen=True)
class Case:
    """One mutant: its format, the file it is made of, and its number."""

    form: str
    name: str
    number: int
    seed: int = 1

    @property
    def label(self) -> str:
        """What to say to see this one again."""
        return f"{self.form}:{self.name}:{self.number}:{self.seed}"

    def data(self) -> bytes:
        """The bytes of the mutant."""
        rng = random.Random(f"{self.seed}/{self.name}/{self.number}")
        known = seeds(self.form)
        donors = [known[name] for name in rng.sample(sorted(known), min(2, len(known)))]
        if self.form == "pdf" and rng.random() < 0.5:
            return damage(known[self.name], rng)
        return mutant(known[self.name], MARKUP.get(self.form, ""), donors, rng)


@cache
def seeds(form: str) -> dict[str, bytes]:
    """The files of a format by name."""
    suffixes = next(f.suffixes for f in FORMATS if f.name == form)
    paths = [p for folder in _FOLDERS if folder.is_dir() for p in sorted(folder.rglob("*")) if p.suffix in suffixes]
    found = {p.name: p.read_bytes() for p in paths if p.stem not in _NOT_READ and p.stem != "README"}
    return found | (dict(MADE[form]()) if form in MADE else {})


def cases(form: str, count: int, seed: int = 1, largest: int | None = None) -> list[Case]:
    """``count`` mutants of a format, spread over its files; those of more than ``largest`` bytes only if need be."""
    names = sorted(seeds(form))
    small = [name for name in names if largest is None or len(seeds(form)[name]) <= largest]
    names = small or names
    return [Case(form, names[n % len(names)], n, seed) for n in range(count)] if names else []


def forms() -> list[str]:
    """The formats that are read."""
    return [f.name for f in FORMATS]


def _pages() -> Iterator[tuple[str, bytes]]:
    """The project's articles in the manners of publishers."""
    if find_spec("pages") is None:
        return
    from pages import MANNERS, render

    for path, manner in zip(cycle(sorted((ROOT / "corpus").glob("*.nxml"))), MANNERS, strict=False):
        yield f"{path.stem}-{manner}.html", render(path, manner).encode()


def _drawn() -> Iterator[tuple[str, bytes]]:
    """The beginnings of the project's texts, drawn in two columns."""
    from pdfs import column, draw

    for name, text in _beginnings():
        words = " ".join(text.decode().split())
        yield f"{Path(name).stem}.pdf", draw([*column(words[:1500], 50, 60), *column(words[1500:], 310, 60)])


def _beginnings() -> Iterator[tuple[str, bytes]]:
    """The beginnings of the project's texts: small files for the short part of the fuzz test."""
    for path in sorted((ROOT / "corpus").glob("*.txt"))[:8]:
        yield f"{path.stem}-begins.txt", path.read_text(encoding="utf-8")[:3000].encode()


def _typed() -> Iterator[tuple[str, bytes]]:
    """The same as Word documents."""
    from archives import paragraph, word

    for name, text in _beginnings():
        lines = [escape(line) for line in text.decode().splitlines() if line.strip()]
        yield f"{Path(name).stem}.docx", word("".join(paragraph(line) for line in lines))


def _bound() -> Iterator[tuple[str, bytes]]:
    """The same as books."""
    from archives import CHAPTER, CONTAINER, PACKAGE, stored

    for name, text in _beginnings():
        lines = "".join(f"<p>{escape(line)}</p>" for line in text.decode().splitlines() if line.strip())
        files = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, "O/p.opf": PACKAGE}
        pages = {"O/one.xhtml": CHAPTER.format(lines), "O/two b.xhtml": CHAPTER.format("<h2>More</h2>" + lines)}
        yield f"{Path(name).stem}.epub", stored({**files, **pages})


MADE: dict[str, Callable[[], Iterator[tuple[str, bytes]]]] = {
    "html": _pages,
    "word": _typed,
    "epub": _bound,
    "pdf": _drawn,
    "text": _beginnings,
}
