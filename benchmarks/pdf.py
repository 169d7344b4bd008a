"""How fast a PDF is read: text with blocks and places against pdfplumber's plain `extract_text` of the same file.

    python benchmarks/pdf.py FILE.pdf...

Prints the best of some turns for each, and how many times as fast the reader is. Without files it takes
those of ../shared/corpus/pdf. Exit status 1 says that the aim was missed.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber

import extract

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "pdf"
AIM = 5.0
TURNS = 3


def best(work: Callable[[Path], object], path: Path) -> float:
    """The seconds of the fastest of some turns."""
    times = []
    for _ in range(TURNS):
        start = time.perf_counter()
        work(path)
        times.append(time.perf_counter() - start)
    return min(times)


def plain(path: Path) -> str:
    """The text of all pages as pdfplumber gives it."""
    with pdfplumber.open(path) as file:
        return "\n".join(page.extract_text() for page in file.pages)


def main(paths: list[Path]) -> int:
    """Measure each file; 1 where one misses the aim."""
    missed = False
    for path in paths:
        extract.read(path)  # what is loaded once is not counted
        ours, theirs = best(extract.read, path), best(plain, path)
        missed |= theirs < AIM * ours
        sys.stdout.write(f"{path.name}: {ours:.3f} s, pdfplumber {theirs:.3f} s, {theirs / ours:.1f} times as fast\n")
    return int(missed)


if __name__ == "__main__":
    files = [Path(a) for a in sys.argv[1:]] or sorted(SAMPLES.glob("*.pdf"))
    if not files:
        sys.exit("no PDF to read: name one")
    sys.exit(main(files))
