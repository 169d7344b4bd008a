"""Runs that are killed, disks that fill, articles that do harm: real processes, and what the ledger says afterwards."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import poison
from conftest import every_byte, times_done
from extract.batch.engines import on_this_machine
from extract.batch.work import Bounds, Failure, Input, Made, Settings, Task

_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); import poison; sys.exit(poison.main())"
_PATIENCE = 30

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="signals and limits of Unix"),
    pytest.mark.flaky(reruns=2),
]


def _command(*arguments: object) -> list[str]:
    return [sys.executable, "-c", _START, str(Path(__file__).parent), *map(str, arguments)]


def _environment(log: Path, seconds: float = 0) -> dict[str, str]:
    return {**os.environ, poison.LOG: str(log), poison.SECONDS: str(seconds)}


def _run(log: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command(*arguments), env=_environment(log), capture_output=True, text=True, check=False, timeout=120
    )


def _articles(folder: Path, number: int, **special: str) -> Path:
    folder.mkdir()
    words = {f"a{n:02}": f"ALPHA-{n}" for n in range(number)} | special
    for name, word in words.items():
        (folder / f"{name}.txt").write_text(f"{word} was a trial of some patients.\n", encoding="utf-8")
    return folder


def _begun(log: Path) -> list[tuple[str, int]]:
    """The articles that were begun and the processes that did it."""
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return [(name, int(pid)) for name, pid in (line.split() for line in lines)]


def _wait_for(condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _stop_half_way(log: Path, number: int, how: Callable[[subprocess.Popen[str]], None], *arguments: object) -> int:
    """Start a run, stop it when so many articles are begun; its exit code. None of its processes stays."""
    started = subprocess.Popen(
        _command(*arguments), env=_environment(log, 0.1),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
    )  # fmt: skip
    _wait_for(lambda: len(_begun(log)) >= number, f"{number} articles")
    how(started)
    code = started.wait(_PATIENCE)
    pids = {pid for _, pid in _begun(log)}
    _wait_for(lambda: not any(map(_is_alive, pids)), "the end of the processes that extract")
    return code


def _kill(started: subprocess.Popen[str]) -> None:
    started.kill()


def _interrupt(started: subprocess.Popen[str]) -> None:
    """As Ctrl-C does: the signal goes to every process of the group."""
    os.killpg(started.pid, signal.SIGINT)


@pytest.mark.parametrize(("how", "code"), [(_kill, -signal.SIGKILL), (_interrupt, 130)], ids=["SIGKILL", "Ctrl-C"])
def test_a_stopped_run_goes_on_where_it_was(
    how: Callable[[subprocess.Popen[str]], None], code: int, tmp_path: Path
) -> None:
    articles, out, log = _articles(tmp_path / "in", 24), tmp_path / "out", tmp_path / "log"
    call = ("run", articles, "--out", out, "--workers", 2, "--tables", "csv,parquet")
    assert _stop_half_way(log, 10, how, *call) == code
    known = times_done(out)
    assert 1 <= len(known) < 24
    assert not (out / "run.json").exists(), "the run is not complete, and does not say so"
    log.unlink()
    done = _run(log, *call)
    assert done.returncode == 0, done.stderr
    assert sorted(name for name, _ in _begun(log)) == sorted(f"a{n:02}" for n in range(24) if f"a{n:02}" not in known)
    assert set(times_done(out).values()) == {1}
    assert list(out.rglob(".part-*")) == []
    _run(log, "run", articles, "--out", tmp_path / "whole", "--workers", 1, "--tables", "csv,parquet")
    assert every_byte(out) == every_byte(tmp_path / "whole"), "as if it had never been stopped"


FAULTS = {"loop": "timeout", "segfault": "crash", "eat": "memory", "exit": "crash", "bug": "bug", "huge": "unreadable"}
BECAUSE = {
    "loop": "takes longer than the limit of 5 seconds (--timeout)",
    "segfault": "the process that extracted it crashed: SIGSEGV",
    "eat": "needs more memory than the limit of 300 megabytes (--memory)",
    "exit": "the process that extracted it ended by itself (exit code 3)",
    "bug": "internal error, please report it (IndexError: list index out of range)",
    "huge": "larger than the limit of 20,000,000 bytes (max_bytes)",
}


def _huge(path: Path) -> None:
    with path.open("wb") as handle:
        for _ in range(200):
            handle.write(b"word " * 200_000)


def test_an_article_that_does_harm_costs_only_itself(tmp_path: Path) -> None:
    articles = _articles(tmp_path / "in", 12, **{word: word for word in FAULTS if word != "huge"})
    _huge(articles / "huge.txt")
    out, log = tmp_path / "out", tmp_path / "log"
    call = ("run", articles, "--out", out, "--workers", 2, "--timeout", 5, "--memory", 300)
    done = _run(log, *call)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    summary = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert summary["counts"] == {"articles": 12, "failed": 6, "trials": 12, "results": 12}
    with (out / "failures.csv").open(encoding="utf-8", newline="") as handle:
        failures = {row["doc_id"]: row for row in csv.DictReader(handle)}
    assert {name: row["reason"] for name, row in failures.items()} == FAULTS
    assert [name for name, cause in BECAUSE.items() if cause not in failures[name]["error"]] == []
    assert sorted(path.stem for path in out.glob("a*.json")) == [f"a{n:02}" for n in range(12)]
    assert set(times_done(out).values()) == {1}

    again = _run(log, *call)
    assert again.returncode == 1, "what failed is still told of"
    assert again.stderr.count("(in an earlier run; --retry-failed tries again)") == 6
    assert set(times_done(out).values()) == {1}, "but it is not tried again"

    (articles / "loop.txt").write_text("OMEGA was a trial.", encoding="utf-8")
    _run(log, *call, "--retry-failed")
    times = times_done(out)
    assert {name for name, number in times.items() if number == 2} == set(FAULTS)
    assert (out / "loop.json").exists()


def test_bounds_hold_in_a_process_that_lives_on(tmp_path: Path) -> None:
    """An article that asks for too much memory does not take its process with it, nor the next article."""
    articles = _articles(tmp_path / "in", 2, a00="eat")
    settings = Settings(bounds=Bounds(timeout=20, memory=200))
    tasks = iter([Task(Input(str(path), path.stem)) for path in sorted(articles.iterdir())])
    outcomes = [done for some in on_this_machine(tasks, settings, 1, poison.load) for done in some]
    # Of two that are done at once any comes first.
    told = {task.item.doc_id: type(outcome) for task, outcome in outcomes}
    assert [told[doc_id] for doc_id in sorted(told)] == [Failure, Made]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 300 kB, where this user may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(folder)]
    if not sys.platform.startswith("linux") or subprocess.run(mounted, capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a small file system")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)


def test_a_disk_that_fills_costs_nothing_that_is_done(small_disk: Path, tmp_path: Path) -> None:
    articles, out, log = _articles(tmp_path / "in", 40), small_disk / "out", tmp_path / "log"
    for path in articles.iterdir():
        path.write_text(path.read_text(encoding="utf-8") + "word " * 2_000, encoding="utf-8")
    call = ("run", articles, "--out", out, "--workers", 2)
    done = _run(log, *call)
    assert done.returncode == 1
    assert "No space left on device; what is done stands, the same call does the rest" in done.stderr
    assert "Traceback" not in done.stderr
    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    known = times_done(out)
    assert 1 <= len(known) < 40
    assert list(out.glob(".part-*")) == []
    log.unlink()
    assert _run(log, *call).returncode == 0
    assert {name for name, _ in _begun(log)} == {f"a{n:02}" for n in range(40)} - set(known)
    assert set(times_done(out).values()) == {1}


def test_two_runs_do_not_write_to_one_folder(tmp_path: Path) -> None:
    articles, out, log = _articles(tmp_path / "in", 20), tmp_path / "out", tmp_path / "log"
    call = ("run", articles, "--out", out, "--workers", 1)

    def meanwhile(started: subprocess.Popen[str]) -> None:
        second = _run(log, *call)
        assert (second.returncode, second.stdout) == (2, "")
        assert "another run is writing to this folder" in second.stderr

    assert _stop_half_way(log, 2, meanwhile, *call) == 0


def test_a_worker_of_a_cluster_that_is_killed_costs_no_article(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="distributed is not installed (trial-extract[cluster])")
    articles, out, log = (
        _articles(tmp_path / "in", 40, segfault="segfault"),
        tmp_path / "out",
        tmp_path / "log",
    )
    environment = {
        poison.LOG: str(log),
        poison.SECONDS: "0.05",
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path]),
    }
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", env=environment) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        call = ("run", articles, "--out", out, "--scheduler", cluster.scheduler_address)
        started = subprocess.Popen(_command(*call), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        _wait_for(lambda: len(_begun(log)) >= 8, "some articles")
        os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
        _, told = started.communicate(timeout=120)
        pids = {pid for _, pid in _begun(log)}
        _wait_for(lambda: not any(map(_is_alive, pids)), "the workers to end what they kept for the run")
    assert started.returncode == 1
    assert (out / "run.json").exists(), told
    summary = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert summary["counts"] == {"articles": 40, "failed": 1, "trials": 40, "results": 40}
    assert [(failure["doc_id"], failure["reason"]) for failure in summary["failures"]] == [("segfault", "crash")]
    assert set(times_done(out).values()) == {1}
    _run(log, "run", articles, "--out", tmp_path / "here", "--workers", 2)
    assert every_byte(out) == every_byte(tmp_path / "here"), "wherever it was done"
