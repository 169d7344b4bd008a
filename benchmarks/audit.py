"""How many planted slips the audit finds, by kind, and what it finds in the articles as they are.

    python benchmarks/audit.py [--most N] [--seed N] [--missed]

Articles are those of the project's own corpus; slips are planted one at a time, see tests/planted.py.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import extract
import planted
from extract.audit import audit
from extract.cli.inputs import find_inputs


def main() -> None:
    """Plant, audit, and print the shares found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=4, help="slips of a kind in an article")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", action="append", choices=list(planted.KINDS))
    parser.add_argument("--missed", action="store_true", help="print the slips that are not found")
    given = parser.parse_args()
    counts = {kind: [0, 0] for kind in given.kind or planted.KINDS}
    clean = {}
    for item in find_inputs([str(ROOT / "corpus")]):
        article = extract.extract(extract.read(Path(item.path)))
        findings = audit(article)
        clean[item.doc_id] = findings
        for kind, count in counts.items():
            for slip in planted.plant(article, kind, given.seed, given.most):
                found = planted.is_found(slip, findings)
                count[0] += found
                count[1] += 1
                if given.missed and not found:
                    text = slip.document.text[max(0, slip.at[0] - 60) : min(slip.at[1] + 60, slip.at[0] + 300)]
                    print(f"missed {kind} in {item.doc_id}: {' '.join(text.split())}")  # noqa: T201
    for kind, (found, planted_) in counts.items():
        print(f"{kind:18} {found:4} of {planted_:4}  {found / planted_ if planted_ else 0:.3f}")  # noqa: T201
    found, all_ = (sum(c[i] for c in counts.values()) for i in (0, 1))
    print(f"{'all':18} {found:4} of {all_:4}  {found / all_ if all_ else 0:.3f}")  # noqa: T201
    worst = max(map(len, clean.values()))
    print(f"as they are: {sum(map(len, clean.values()))} findings in {len(clean)} articles, at most {worst} in one")  # noqa: T201


if __name__ == "__main__":
    main()
