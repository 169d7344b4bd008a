"""``python -m fuzz``: the full run, several hundred mutants a format.

``python -m fuzz --keep LABEL DIR`` writes the mutant that a line of the run names.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from .run import run
from .seeds import Case, cases, forms, seeds


def main() -> int:
    parser = argparse.ArgumentParser(prog="fuzz")
    parser.add_argument("--count", type=int, default=500, help="mutants a format")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--formats", default=",".join(forms()))
    parser.add_argument("--keep", nargs=2, metavar=("LABEL", "DIR"), help="write one mutant and stop")
    options = parser.parse_args()
    if options.keep:
        return keep(*options.keep)
    return max([fuzz(form, options.count, options.seed) for form in options.formats.split(",")])


def fuzz(form: str, count: int, seed: int) -> int:
    """Run the mutants of one format; tell each bad one and the numbers."""
    told: Counter[str] = Counter()
    slowest = 0.0
    for outcome in run(cases(form, count, seed)):
        told[outcome.told] += 1
        slowest = max(slowest, outcome.seconds)
        if not outcome.good:
            print(f"{outcome.told} {outcome.case.label} ({outcome.seconds:.1f} s)\n{outcome.message}", flush=True)
    bad = sum(n for how, n in told.items() if how not in ("records", "error"))
    numbers = ", ".join(f"{n} {how}" for how, n in sorted(told.items()))
    print(f"{form}: {sum(told.values())} mutants of {len(seeds(form))} files: {numbers}; slowest {slowest:.1f} s")
    return 1 if bad else 0


def keep(label: str, folder: str) -> int:
    """Write the mutant of a label ("jats:a.nxml:17:1") into a folder."""
    form, name, number, seed = label.split(":")
    case = Case(form, name, int(number), int(seed))
    target = Path(folder) / f"{Path(name).stem}-{number}{Path(name).suffix}"
    target.write_bytes(case.data())
    print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
