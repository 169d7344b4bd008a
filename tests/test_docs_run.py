"""The commands of two pages of the manual are run, one after the other as a reader would, on one article."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, Called

ARTICLE = "jats-melanoma"
_FENCE = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _commands(page: str) -> list[str]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return [line for block in _FENCE.findall(text) for line in block.splitlines()]


@pytest.mark.parametrize("page", ["gold.md", "ci.md"])
def test_the_commands_of_the_page_run(
    page: str, call: Callable[..., Called], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder, name in (("corpus", f"{ARTICLE}.nxml"), ("gold", f"{ARTICLE}.json")):
        (tmp_path / folder).mkdir()
        shutil.copy(ROOT / folder / name, tmp_path / folder / name)
    # What the page calls an earlier run: one that was as good as can be.
    shutil.copytree(tmp_path / "gold", tmp_path / "before")
    commands = _commands(page)
    assert commands
    for command in commands:
        program, *words = shlex.split(command)
        called = call(*words)
        assert program == "trial-extract"
        fails = "--no-regression" in words
        assert called.code == int(fails), (command, called.err)
