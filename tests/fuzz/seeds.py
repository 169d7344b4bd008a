"""The files that are mutated, by format: the project's own and, where they are, those of ../shared."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from extract.readers import FORMATS

from .mutate import mutant

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "corpus"
MARKUP = {"jats": "xml", "html": "html"}
_FOLDERS = (ROOT / "corpus", ROOT / "tests" / "data", ROOT / "tests" / "files", ROOT / "tests" / "pages", SHARED)
_NOT_READ = {
    line.split()[0] for line in (ROOT / "gold" / "held-out.txt").read_text().splitlines() if line[:1].isalpha()
}


@dataclass(frozen=True)
class Case:
    """One mutant: its format, the file it is made of, and its number."""

    form: str
    path: Path
    number: int
    seed: int = 1

    @property
    def label(self) -> str:
        """What to say to see this one again."""
        return f"{self.form}:{self.path.name}:{self.number}:{self.seed}"

    def data(self) -> bytes:
        """The bytes of the mutant."""
        rng = random.Random(f"{self.seed}/{self.path.name}/{self.number}")
        donors = [path.read_bytes() for path in rng.sample(files(self.form), min(2, len(files(self.form))))]
        return mutant(self.path.read_bytes(), MARKUP.get(self.form, ""), donors, rng)


def files(form: str, largest: int | None = None) -> list[Path]:
    """The files of a format, by name; ``largest`` leaves out those of more bytes."""
    suffixes = next(f.suffixes for f in FORMATS if f.name == form)
    found = [p for folder in _FOLDERS if folder.is_dir() for p in folder.rglob("*") if p.suffix in suffixes]
    found = [p for p in found if p.stem not in _NOT_READ and p.stem != "README"]
    return sorted((p for p in found if largest is None or p.stat().st_size <= largest), key=lambda p: (p.name, str(p)))


def cases(form: str, count: int, seed: int = 1, largest: int | None = None) -> list[Case]:
    """``count`` mutants of a format, spread over its files."""
    paths = files(form, largest)
    return [Case(form, paths[n % len(paths)], n, seed) for n in range(count)] if paths else []


def forms() -> list[str]:
    """The formats that are read and have a file to mutate."""
    return [f.name for f in FORMATS if files(f.name)]
