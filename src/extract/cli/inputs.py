"""Which articles a run reads, and the name that each gets."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.batch.work import LEDGER_FILE, STDIN, Input
from extract.errors import UsageError
from extract.readers import SUFFIXES
from extract.writers.json import RUN_FILE

# What browsers call the folder of a saved page, here and there in the user's language.
_OF_PAGE = ("_files", ".files", "-Dateien", "_fichiers", "_archivos", "_file")
# A folder of articles is often explained in one of these.
_NO_ARTICLE = ("readme",)
# An article of this name would be written over the summary of the run.
_RESERVED = (Path(RUN_FILE).stem,)


def find_inputs(paths: Sequence[str], out: Path | None = None) -> list[Input]:
    """The articles of files and folders, each once, in the order given and by name within a folder.

    A file is taken whatever its suffix; a folder is searched in depth for SUFFIXES, but hidden files
    and folders, a README, and folders that a run has written to (``out`` first of all) are left out.
    Of two files with one stem the first keeps it: the upper one, in one folder that of the richer format
    (the order of SUFFIXES). The other gets its suffix, or a number where that tells nothing apart:
    "smith", "smith-pdf", "smith-2". Raises UsageError for a path that does not exist and where nothing
    readable was found.
    """
    found: dict[str, str] = {}
    for path in paths:
        for file in _files(path, out):
            found.setdefault(STDIN if file == STDIN else os.path.realpath(file), file)
    if not found:
        raise UsageError(f"nothing to read in {', '.join(paths)}: there is no file that ends in {', '.join(SUFFIXES)}")
    return _named(list(found.values()))


def _files(path: str, out: Path | None) -> Iterator[str]:
    if path == STDIN or Path(path).is_file():
        yield path
    elif Path(path).is_dir():
        yield from _walk(path, os.path.realpath(out) if out else None)
    elif Path(path).exists():
        raise UsageError(f"{path}: neither a file nor a folder; pipe it in and name it -")
    else:
        raise UsageError(f"{path}: no such file or folder")


def _walk(folder: str, out: str | None) -> Iterator[str]:
    for parent, folders, files in os.walk(folder, onerror=_refuse):
        folders[:] = sorted(
            name
            for name in folders
            if name[0] != "." and os.path.realpath(os.path.join(parent, name)) != out and not _is_of_page(name, files)
        )
        if parent != folder and (RUN_FILE in files or LEDGER_FILE in files):
            folders.clear()
            continue
        for name in sorted(filter(_is_article, files), key=_by_stem_and_richness):
            yield os.path.join(parent, name)


def _is_of_page(folder: str, files: Sequence[str]) -> bool:
    """Whether a folder holds the pictures and frames of a saved page beside it: "a_files" of "a.html"."""
    stem = next((folder.removesuffix(end) for end in _OF_PAGE if folder.endswith(end)), "")
    return bool(stem) and any(f"{stem}{end}" in files for end in (".html", ".htm", ".xhtml"))


def _by_stem_and_richness(name: str) -> tuple[str, int, str]:
    stem, suffix = os.path.splitext(name)
    return stem, SUFFIXES.index(suffix.lower()), name


def _is_article(name: str) -> bool:
    stem, suffix = os.path.splitext(name.lower())
    return suffix in SUFFIXES and stem not in _NO_ARTICLE and not stem.startswith(".")


def _refuse(error: OSError) -> None:
    raise UsageError(f"{error.filename}: cannot be listed ({error.strerror})")


def _named(files: Sequence[str]) -> list[Input]:
    """Give every file a doc_id of its own; a stem that is nobody's first goes to whoever has it as it is."""
    stems = [_stem(file) for file in files]
    # Some file systems take "Smith" and "smith" for one name.
    taken = {name.casefold() for name in (*stems, *_RESERVED)}
    first: dict[str, str] = dict.fromkeys(_RESERVED, "")
    inputs = []
    for file, stem in zip(files, stems, strict=True):
        suffix = Path(file).suffix[1:].lower()
        doc_id = stem
        other = first.get(stem.casefold())
        if other is not None:
            doc_id = _free_name(stem, suffix if other not in ("", suffix) else "", taken)
        first.setdefault(doc_id.casefold(), suffix)
        taken.add(doc_id.casefold())
        inputs.append(Input(file, doc_id))
    return inputs


def _stem(file: str) -> str:
    return "stdin" if file == STDIN else Path(file).stem


def _free_name(stem: str, suffix: str, taken: set[str]) -> str:
    """A name that nobody has: "smith-pdf" where the suffix tells two files apart, else "smith-2"."""
    named = [f"{stem}-{suffix}"] if suffix else []
    numbered = (f"{stem}-{number}" for number in itertools.count(2))
    return next(name for name in itertools.chain(named, numbered) if name.casefold() not in taken)


def check_not_overwritten(inputs: Sequence[Input], out: Path) -> None:
    """Raise UsageError when the text of an article would be written over an article that is read."""
    sources = {os.path.realpath(i.path) for i in inputs if i.path != STDIN}
    for item in inputs:
        for target in (out / f"{item.doc_id}.txt", out / f"{item.doc_id}.json"):
            if os.path.realpath(target) in sources:
                raise UsageError(f"{target} is an article that is read here; choose another --out")
