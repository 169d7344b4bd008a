"""The manual says what the program does: its command reference, formats, links and commands are checked."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import get_args

import click
import pytest

from extract.cli.app import app
from extract.cli.reference import reference
from extract.records import schema
from extract.writers.rows import RESULTS, TRIALS

ROOT = Path(__file__).resolve().parent.parent
PAGES = [*sorted((ROOT / "docs").glob("*.md")), *sorted(ROOT.glob("*.md"))]
FORMATS = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
_COMMAND = re.compile(r"^(?:\$ )?(?:\.venv/bin/)?(trial-extract .*)$", re.MULTILINE)
_PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
_FENCE = re.compile(r"^```(?:sh|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def test_the_command_reference_is_fresh() -> None:
    written = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert written == reference(), "run `make docs`"


@pytest.mark.parametrize("columns", [TRIALS, RESULTS], ids=["trials", "results"])
def test_every_column_is_explained(columns: tuple[object, ...]) -> None:
    rows = re.findall(r"^\| `(\w+)` \| (?:text|whole number|number) \| (.+) \|$", FORMATS, re.MULTILINE)
    assert [(c.name, c.meaning) for c in columns if (c.name, c.meaning) not in rows] == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", [schema.ArticleRecord, schema.TrialRecord, schema.Result], ids=lambda m: m.__name__)
def test_every_field_is_explained(model: type[schema.ArticleRecord]) -> None:
    named = set(re.findall(r"`(\w+)`", FORMATS))
    assert set(model.model_fields) - named == set()


@pytest.mark.parametrize("words", [schema.Design, schema.Measure, schema.Phase], ids=["design", "measure", "phase"])
def test_every_word_of_a_closed_list_is_named(words: object) -> None:
    assert [word for word in get_args(words) if f"`{word}`" not in FORMATS] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = _LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_commands_of_the_manual_parse(page: Path) -> None:
    """Every `trial-extract ...` line of a shell block names a command and options that exist."""
    for block in _FENCE.findall(page.read_text(encoding="utf-8")):
        for line in _COMMAND.findall(block):
            _parse(shlex.split(re.split(r"\s[|>#]\s?", line)[0])[1:])


def _parse(words: list[str]) -> None:
    """Parse the words as the command line does, without doing anything."""
    if words == ["--version"]:
        return
    with click.Context(app, info_name="trial-extract") as context:
        _descend(app, words, context)


def _descend(command: click.Command, words: list[str], context: click.Context) -> None:
    """Parse the words of a command, those of a group down to its last command."""
    rest = command.make_parser(context).parse_args(list(words))[1]
    if isinstance(command, click.Group):
        _, inner, arguments = command.resolve_command(context, rest)
        assert inner is not None
        _descend(inner, arguments, click.Context(inner, context))
    else:
        assert rest == [], "more words than the command takes"
        assert words or not any(p.required for p in command.params)


def _python_blocks() -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for number, block in enumerate(_PYTHON.findall(page.read_text(encoding="utf-8")), start=1):
            if "import extract" in block or "import spacy" in block:
                found.append((f"{_name(page)}:{number}", block))
    return found


@pytest.mark.parametrize(("name", "block"), _python_blocks(), ids=[name for name, _ in _python_blocks()])
def test_python_of_the_manual_runs(name: str, block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an article of the corpus where the reader would put one of their own."""
    monkeypatch.chdir(ROOT)
    code = block.replace("review.nxml", "corpus/jats-melanoma.nxml")
    exec(compile(code, name, "exec"), {})


def test_the_manual_lists_its_pages() -> None:
    listed = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    missing = [page.name for page in (ROOT / "docs").glob("*.md") if f"({page.name})" not in listed]
    assert missing == ["README.md"]


def test_the_version_has_its_entry_in_the_changelog() -> None:
    from extract import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
