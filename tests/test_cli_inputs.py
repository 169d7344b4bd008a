"""Which articles a run reads and the names that they get."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extract.cli.inputs import SUFFIXES, check_not_overwritten, find_inputs
from extract.errors import UsageError


def _tree(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x", encoding="utf-8")


NAMES = [
    (["a.txt"], ["a"], "one file"),
    (["b.txt", "a.txt"], ["a", "b"], "by name within a folder"),
    (["x/y/z/deep.nxml"], ["deep"], "in depth"),
    (["a.TXT", "b.Xml"], ["a", "b"], "a suffix in capitals"),
    (["a.txt", "b.csv", "c.json", "d"], ["a"], "only what can be read"),
    (["a.txt", ".hidden.txt", ".git/b.txt"], ["a"], "nothing hidden"),
    (["a.txt", "README.md"], ["a"], "a README explains the folder"),
    (["a.html", "a_files/frame.html", "b_files/c.html"], ["a", "c"], "what a saved page shows lies beside it"),
    (["1/a.txt", "2/a.txt", "3/a.txt"], ["a", "a-2", "a-3"], "one stem in three folders"),
    (["a.nxml", "a.txt"], ["a", "a-txt"], "one stem, two formats"),
    (["1/a.nxml", "2/a.txt", "3/a.txt", "4/a.nxml"], ["a", "a-txt", "a-2", "a-3"], "formats, then numbers"),
    (["a.nxml", "a.xml", "a-xml.txt"], ["a", "a-2", "a-xml"], "a-xml is somebody's own name"),
    (["1/a.txt", "2/a.txt", "3/a-2.txt"], ["a", "a-3", "a-2"], "a-2 is somebody's own name"),
    (["1/Smith.txt", "2/smith.txt"], ["Smith", "smith-2"], "one name where case does not count"),
    (["run.txt"], ["run-2"], "run.json is the summary"),
    (["a.b.txt"], ["a.b"], "only the last suffix goes"),
]


@pytest.mark.parametrize(("files", "expected", "why"), NAMES, ids=[why for *_, why in NAMES])
def test_names_of_a_folder(files: list[str], expected: list[str], why: str, tmp_path: Path) -> None:
    _tree(tmp_path, *files)
    assert [item.doc_id for item in find_inputs([str(tmp_path)])] == expected, why


PLAIN = [
    (["a.md", "a.nxml", "a.txt", "a.xml"], "a.nxml", "the format that tells most"),
    (["a.md", "a.txt"], "a.txt", "of the same format the first in the list"),
    (["a.txt", "text/a.nxml"], "a.txt", "the upper folder before a richer format"),
    (["z/a.txt", "y/a.txt"], "y/a.txt", "folders by name"),
]


@pytest.mark.parametrize(("files", "plain", "why"), PLAIN, ids=[why for *_, why in PLAIN])
def test_which_of_two_files_keeps_the_plain_name(files: list[str], plain: str, why: str, tmp_path: Path) -> None:
    _tree(tmp_path, *files)
    named = {item.doc_id: item.path for item in find_inputs([str(tmp_path)])}
    assert named["a"] == str(tmp_path / plain), why
    assert len(named) == len(files)


def test_a_named_file_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    _tree(tmp_path, "paper.text2", ".hidden")
    paths = [str(tmp_path / "paper.text2"), str(tmp_path / ".hidden")]
    assert [item.doc_id for item in find_inputs(paths)] == ["paper", ".hidden"]


def test_an_article_named_twice_is_read_once(tmp_path: Path) -> None:
    _tree(tmp_path, "a.txt", "b.txt")
    os.symlink(tmp_path / "a.txt", tmp_path / "c.txt")
    inputs = find_inputs([str(tmp_path / "b.txt"), str(tmp_path), f"{tmp_path}/./a.txt", "-", "-"])
    assert [item.doc_id for item in inputs] == ["b", "a", "stdin"]


def test_the_output_folder_is_not_read(tmp_path: Path) -> None:
    _tree(tmp_path, "a.txt", "outputs/a.txt", "outputs/more/b.txt")
    assert [item.doc_id for item in find_inputs([str(tmp_path)], tmp_path / "outputs")] == ["a"]


def test_what_another_run_wrote_is_not_read(tmp_path: Path) -> None:
    _tree(tmp_path, "a.txt", "old/b.txt", "old/run.json", "old/more/c.txt")
    assert [item.doc_id for item in find_inputs([str(tmp_path)])] == ["a"]
    assert [item.doc_id for item in find_inputs([str(tmp_path / "old")])] == ["b", "c"], "unless it is named"


def test_a_link_to_the_folder_above_does_not_turn_in_circles(tmp_path: Path) -> None:
    _tree(tmp_path, "x/a.txt")
    os.symlink(tmp_path, tmp_path / "x" / "up")
    assert [item.doc_id for item in find_inputs([str(tmp_path)])] == ["a"]


def test_nothing_found_is_misuse(tmp_path: Path) -> None:
    _tree(tmp_path, "a.csv")
    with pytest.raises(UsageError, match=r"nothing to read in .*xml, .*txt"):
        find_inputs([str(tmp_path)])


def test_a_missing_path_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.txt: no such file or folder"):
        find_inputs([str(tmp_path / "gone.txt")])


def test_a_pipe_is_refused_rather_than_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UsageError, match="pipe it in and name it -"):
        find_inputs([str(tmp_path / "pipe.txt")])


def test_an_article_is_never_overwritten_by_its_own_text(tmp_path: Path) -> None:
    _tree(tmp_path, "a.txt", "b.nxml")
    with pytest.raises(UsageError, match=r"a\.txt is an article that is read here"):
        check_not_overwritten(find_inputs([str(tmp_path / "a.txt")]), tmp_path)
    check_not_overwritten(find_inputs([str(tmp_path / "b.nxml")]), tmp_path)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_suffix_that_is_searched_for_can_be_read(suffix: str, tmp_path: Path) -> None:
    from extract.readers import read

    xml = suffix.endswith("xml")
    path = tmp_path / f"a{suffix}"
    path.write_text("<article><body><p>Some text.</p></body></article>" if xml else "Some text.", encoding="utf-8")
    assert "Some text." in read(path).text


def test_the_shared_articles_keep_the_names_of_their_xml(shared: Path) -> None:
    named = {item.doc_id: Path(item.path).suffix for item in find_inputs([str(shared / "corpus")])}
    assert named["PMC1994017"] == named["PMC5076543"] == ".nxml"
    assert (named["PMC1994017-pdf"], named["PMC5076543-html"]) == (".pdf", ".html")
