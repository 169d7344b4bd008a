"""How fast and how flat a run over many articles is (``make bench-batch``).

Builds a corpus from ``corpus/`` whose articles all differ, runs the real command over it with one and two
workers and on a local Dask cluster of two worker processes over TCP, and prints articles and characters a
second, the ratio of two workers to one, the peak of the memory of all processes at a tenth of the articles and
at all, and what the command takes to start. The outputs of all three ways are compared byte for byte.

Other work on the machine falsifies the figures; the load before each measurement is printed beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import psutil

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = 2_000
SAMPLE = 0.2
ROUNDS = 5
OF_THE_RUN = ("ledger.sqlite", "timings.csv")

_TEXT_OF_XML = re.compile(r"(?<=>)[^<>]+(?=<)")
_NUMBER = re.compile(r"(?<![\w.])(\d+[.·]\d)(\d?)")
_NAME = re.compile(r"\b[A-Z]{5,}\b")
_PARAGRAPH = re.compile(r"\n\s*\n")


def vary(text: str, dice: random.Random) -> str:
    """The text with other decimals and other trial names, of the same look."""
    names: dict[str, str] = {}

    def renamed(found: re.Match[str]) -> str:
        name = found[0]
        return names.setdefault(name, name[:-2] + "".join(dice.choices("ABDEILNORSTU", k=2)))

    changed = _NUMBER.sub(lambda m: m[1][:-1] + str(dice.randrange(10)) + m[2], text)
    return _NAME.sub(renamed, changed)


def articles() -> list[tuple[str, str]]:
    """The suffix and the content of each article of ``corpus/``."""
    paths = sorted(
        p for p in (ROOT / "corpus").iterdir() if p.suffix in (".txt", ".md", ".nxml") and p.stem != "README"
    )
    return [(path.suffix, path.read_text(encoding="utf-8")) for path in paths]


def build(folder: Path, number: int) -> None:
    """Write so many articles, no two alike: paragraphs of one mixed with some of another, numbers and names changed."""
    own = articles()
    texts = [_PARAGRAPH.split(content) for suffix, content in own if suffix != ".nxml"]
    seen = set()
    for place in range(number):
        dice = random.Random(place)
        suffix, content = own[place % len(own)]
        if suffix == ".nxml":
            content = _TEXT_OF_XML.sub(lambda m, dice=dice: vary(m[0], dice), content)  # type: ignore[misc]
        else:
            guests = dice.sample(dice.choice(texts), 2)
            paragraphs = _PARAGRAPH.split(content)
            for guest in guests:
                paragraphs.insert(dice.randrange(1, max(2, len(paragraphs) // 2)), guest)
            content = vary("\n\n".join(paragraphs), dice)
        content = content.replace("</article>", f"<!-- {place} --></article>") if suffix == ".nxml" else content
        seen.add(hashlib.sha256(content.encode()).digest())
        (folder / f"article-{place:06}{suffix}").write_text(content, encoding="utf-8")
    if len(seen) != number:
        raise SystemExit("two articles of the corpus are equal")


@dataclass
class Measured:
    """What a run took: seconds, those of the processors, the peak of memory in MB, and the load before it.

    Processors and memory are those of all its processes. On a quiet machine N workers work on N processors; where
    there is other work, the processors' seconds still tell what a run costs.
    """

    seconds: float
    worked: float
    peak: float
    load: float


def measure(arguments: list[str], others: list[int] | None = None) -> Measured:
    """Run the command; the memory of ``others`` (the workers of a cluster) counts too."""
    load = os.getloadavg()[0]
    begun = time.perf_counter()
    started = subprocess.Popen(
        [sys.executable, "-m", "extract", "run", *arguments, "--quiet"], stdout=subprocess.DEVNULL
    )
    peak, worked = 0.0, dict[int, float]()
    stop = threading.Event()

    def sample() -> None:
        nonlocal peak
        while not stop.wait(SAMPLE):
            running = list(_processes([started.pid, *(others or [])]))
            peak = max(peak, sum(memory for _, memory, _ in running))
            worked.update({pid: seconds for pid, _, seconds in running})

    sampler = threading.Thread(target=sample)
    sampler.start()
    code = started.wait()
    seconds = time.perf_counter() - begun
    stop.set()
    sampler.join()
    if code:
        raise SystemExit(f"the run ended with {code}")
    return Measured(seconds, sum(worked.values()), peak, load)


def _processes(pids: list[int]) -> Iterator[tuple[int, float, float]]:
    """Processes and all below them: id, resident memory in MB (what they share counts for each), processor seconds."""
    for pid in pids:
        try:
            top = psutil.Process(pid)
            for process in (top, *top.children(recursive=True)):
                times = process.cpu_times()
                yield process.pid, process.memory_info().rss / 1e6, times.user + times.system
        except psutil.Error:
            continue


@contextmanager
def cluster() -> Iterator[tuple[str, list[int]]]:
    """The address of a local Dask cluster of two worker processes, and the ids of the processes."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", protocol="tcp://") as local,
        Client(local, set_as_default=False) as client,
    ):
        yield local.scheduler_address, list(client.run(os.getpid).values())


def digest(folder: Path) -> str:
    """One digest of all output files but those that tell of the work."""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in OF_THE_RUN):
        total.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return total.hexdigest()


def start_up(work: Path) -> None:
    """Print what the command on one article takes beside `import spacy; spacy.blank("en")`, the fastest of some rounds.

    With bytecode in place, as an installed package has it.
    """
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(work / "bytecode")
    blank = [sys.executable, "-c", 'import spacy; spacy.blank("en")']
    command = [sys.executable, "-m", "extract", "run", str(ROOT / "corpus" / "jats-heart-failure.nxml"), "--force"]
    command += ["--out", str(work / "one"), "--quiet"]

    def seconds(call: list[str]) -> float:
        begun = time.perf_counter()
        subprocess.run(call, env=environment, stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - begun

    both = [(seconds(blank), seconds(command)) for _ in range(ROUNDS + 1)][1:]
    theirs, ours = (min(times) for times in zip(*both, strict=True))
    click.echo(f"start-up: spaCy {theirs:.2f} s, one article {ours:.2f} s, ratio {ours / theirs:.2f} (at most 2)")


def main() -> None:
    """Measure all of it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--articles", type=int, default=ARTICLES)
    number = parser.parse_args().articles
    click.echo(f"load before: {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores (0 is a quiet machine)")
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        start_up(work)
        corpus, few = work / "corpus", work / "few"
        for folder in (corpus, few):
            folder.mkdir()
        build(corpus, number)
        for path in sorted(corpus.iterdir())[: max(1, number // 10)]:
            shutil.copy(path, few)
        compare(work, corpus, few)


def compare(work: Path, corpus: Path, few: Path) -> None:
    """Run over both corpora in all ways and print the figures."""

    def run(name: str, source: Path, *how: str, others: list[int] | None = None) -> Measured:
        return measure([str(source), "--out", str(work / f"out {name}"), "--tables", "csv,parquet", *how], others)

    flat = run("of few", few, "--workers", "2")
    found = {f"{n} worker{'s' * (n > 1)}": run(str(n), corpus, "--workers", str(n)) for n in (1, 2)}
    with cluster() as (address, pids):
        found["Dask, 2"] = run("Dask", corpus, "--scheduler", address, others=pids)
    number = len(list(corpus.iterdir()))
    size = sum(len(p.read_text(encoding="utf-8")) for p in (work / "out 1").glob("article-*.txt"))
    click.echo(f"{number:,} articles, {size:,} characters of text")
    for name, m in found.items():
        speed = f"{number / m.seconds:6.1f} articles/s  {size / m.seconds:9,.0f} characters/s"
        cost = f"processors {m.worked:6.0f} s  peak {m.peak:6,.0f} MB  load before {m.load:.2f}"
        click.echo(f"  {name:10} {m.seconds:7.1f} s  {speed}  {cost}")
    one, two = found["1 worker"], found["2 workers"]
    click.echo(f"2 workers to 1: {one.seconds / two.seconds:.2f} times as fast (at least 1.7)")
    grown = f"{flat.peak:,.0f} MB at a tenth, {two.peak:,.0f} MB at all: ratio {two.peak / flat.peak:.2f}"
    click.echo(f"memory, 2 workers: {grown} (at most 1.2)")
    same = len({digest(work / f"out {name}") for name in ("1", "2", "Dask")}) == 1
    click.echo("outputs: the same bytes in all three ways" if same else "outputs: DIFFER")


if __name__ == "__main__":
    main()
