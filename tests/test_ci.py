"""The workflow of the manual: sound, with no more rights than it needs, and red when a rule is broken.

Its steps are run as they stand, by the shell that would run them, around a small repository and its base branch.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT

yaml = pytest.importorskip("yaml", reason="PyYAML is not installed; `make setup` installs it")

WORKFLOW = ROOT / "docs" / "ci" / "trial-extract.yml"
OWN = ROOT / ".github" / "workflows" / "test.yml"
PAGE = ROOT / "docs" / "ci.md"
ARTICLE = "numbered-migraine"
# A rule that finds no registry number any more.
BREAK = "import extract.mentions.registry as r; r._stands_alone = lambda *found: False; "
needs_bash = pytest.mark.skipif(not shutil.which("bash"), reason="no bash to run the steps with")


def _jobs(path: Path) -> dict[str, Any]:
    jobs: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    return jobs


def _step(job: str, name: str) -> dict[str, Any]:
    [found] = [step for step in _jobs(WORKFLOW)[job]["steps"] if step.get("name", "").startswith(name)]
    return found


def test_the_page_shows_the_workflow() -> None:
    [shown] = re.findall(r"^```yaml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert shown == WORKFLOW.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [WORKFLOW, OWN], ids=lambda p: p.stem)
def test_actions_are_githubs_own_of_one_major_version(path: Path) -> None:
    used = [step["uses"] for job in _jobs(path).values() for step in job["steps"] if "uses" in step]
    assert used
    assert [action for action in used if not re.fullmatch(r"actions/[a-z-]+@v\d+", action)] == []


@pytest.mark.parametrize("path", [WORKFLOW, OWN], ids=lambda p: p.stem)
def test_what_runs_the_code_of_a_pull_request_may_only_read(path: Path) -> None:
    whole = yaml.safe_load(path.read_text(encoding="utf-8"))
    for job in whole["jobs"].values():
        rights = job.get("permissions", whole["permissions"])
        checks_out = any("actions/checkout" in step.get("uses", "") for step in job["steps"])
        assert not checks_out or rights == {"contents": "read"}
        assert "timeout-minutes" in job
    text = path.read_text(encoding="utf-8")
    assert "secrets." not in text
    assert "pull_request_target" not in text


def test_no_step_pastes_what_a_pull_request_says_into_the_shell() -> None:
    steps = [step for job in _jobs(WORKFLOW).values() for step in job["steps"]]
    assert [step["run"] for step in steps if "${{" in step.get("run", "")] == []


def test_the_comment_is_only_made_where_the_token_may_write() -> None:
    job = _jobs(WORKFLOW)["comment"]
    assert job["permissions"] == {"pull-requests": "write"}
    assert "head.repo.full_name == github.repository" in job["if"]


def _program(path: Path, *lines: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines]) + "\n", encoding="utf-8")
    path.chmod(0o755)


def _extractor(path: Path, before: str = "") -> None:
    """A command `trial-extract` that runs the code under test, with what ``before`` does to it."""
    code = f"import sys; {before}from extract.cli import main; sys.exit(main(sys.argv[1:]))"
    _program(path, f"exec '{sys.executable}' -c '{code}' \"$@\"")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A checked-out pull request with its base branch beside it, and programs in place of what is installed."""
    for root in (tmp_path, tmp_path / "base"):
        for folder, name in (("corpus", f"{ARTICLE}.txt"), ("gold", f"{ARTICLE}.json")):
            (root / folder).mkdir(parents=True)
            shutil.copy(ROOT / folder / name, root / folder / name)
    _program(tmp_path / "bin" / "python", "exit 0")
    _program(tmp_path / "base" / ".venv" / "bin" / "pip", "exit 0")
    _extractor(tmp_path / "base" / ".venv" / "bin" / "trial-extract")
    _extractor(tmp_path / "bin" / "trial-extract")
    return tmp_path


def _run(repository: Path, step: dict[str, Any], **env: str) -> subprocess.CompletedProcess[str]:
    """Run a step as the runner does: bash, and no further than the first command that fails."""
    own = {"PATH": f"{repository / 'bin'}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT / "src")}
    own |= {"EXTRACT_WORKERS": "0", **env}  # another process would not know what is broken here
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=repository / step.get("working-directory", "."),
        env={**os.environ, **own},
        text=True,
        capture_output=True,
        check=False,
    )


def _evaluate(repository: Path, floors: str) -> subprocess.CompletedProcess[str]:
    for name in ("Extract as", "Evaluate"):
        ran = _run(repository, _step("evaluate", name), FLOORS=floors)
    return ran


@needs_bash
def test_an_unchanged_rule_is_green_and_a_broken_one_red_by_the_lost_values(repository: Path) -> None:
    extract = next(s for s in _jobs(WORKFLOW)["evaluate"]["steps"] if s.get("name") == "Extract")
    assert _run(repository, extract).returncode == 0
    green = _evaluate(repository, "trials=0.5")
    assert green.returncode == 0, green.stderr
    report = (repository / "reports" / "report.md").read_text(encoding="utf-8")
    assert "headline" in report.lower()
    assert {p.name for p in (repository / "reports").iterdir()} == {"report.md", "report.html", "junit.xml"}

    _extractor(repository / "bin" / "trial-extract", BREAK)
    shutil.rmtree(repository / "outputs")
    _run(repository, extract)
    red = _run(repository, _step("evaluate", "Evaluate"), FLOORS="trials=0.5")
    assert red.returncode == 1, red.stderr
    report = (repository / "reports" / "report.md").read_text(encoding="utf-8")
    lost = report.split("values lost", 1)[1].split("\n- ")[0]
    assert "NCT02456740" in lost, "the report names a value that was lost"
    assert "<failure" in (repository / "reports" / "junit.xml").read_text(encoding="utf-8")


@needs_bash
def test_a_first_pull_request_has_nothing_to_be_compared_with(repository: Path) -> None:
    (repository / "outputs").mkdir()
    (repository / "outputs" / f"{ARTICLE}.json").write_bytes((repository / "gold" / f"{ARTICLE}.json").read_bytes())
    shutil.rmtree(repository / "base" / "corpus")
    assert _evaluate(repository, "trials=1").returncode == 0


@needs_bash
def test_a_fault_of_the_annotation_is_told_beside_its_line(repository: Path) -> None:
    step = _step("evaluate", "Check the annotation")
    assert _run(repository, step).returncode == 0
    gold = repository / "gold" / f"{ARTICLE}.json"
    gold.write_text(gold.read_text(encoding="utf-8").replace('"enrolled": 955', '"enrolled": 954'), encoding="utf-8")
    ran = _run(repository, step)
    assert ran.returncode == 1
    assert re.match(rf"::error file=gold/{ARTICLE}\.json,line=\d+::STRIVE: the size 954 is not printed", ran.stdout)


@needs_bash
@pytest.mark.parametrize(("there", "method"), [("", "POST"), ("7", "PATCH")], ids=["first", "later"])
def test_there_is_one_comment(there: str, method: str, repository: Path) -> None:
    """`gh` is a stand-in that says which comment is there and writes down what it is asked for."""
    _program(repository / "bin" / "gh", 'echo "$@" >> asked', f'case "$*" in *--paginate*) echo "{there}";; esac')
    (repository / "reports").mkdir()
    (repository / "reports" / "report.md").write_text("# Report\n" + "value ± error\n" * 20_000, encoding="utf-8")
    step = _step("comment", "Comment")
    env = {
        "COMMENTS": "repos/o/r/issues/5/comments",
        "COMMENT": "repos/o/r/issues/comments",
        "MARK": step["env"]["MARK"],
    }
    assert _run(repository, step, **env).returncode == 0
    _, written = (repository / "asked").read_text(encoding="utf-8").splitlines()
    assert f"--method {method}" in written
    assert (f"{env['COMMENT']}/7" in written) == (method == "PATCH")
    comment = (repository / "comment.md").read_text(encoding="utf-8")
    assert comment.startswith(f"{step['env']['MARK']}\n# Report")
    assert len(comment) < 65_536
