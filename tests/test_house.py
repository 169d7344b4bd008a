"""The sizes that keep the house readable, and the direction in which it imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "extract"
MODULES = sorted(PACKAGE.rglob("*.py"))

Function = ast.FunctionDef | ast.AsyncFunctionDef

MOST_LINES = 60
USUAL_LINES = 40
MOST_MODULE_LINES = 400
USUAL_MODULE_LINES = 300
USUAL_SHARE = 0.9
MOST_POSITIONAL = 5


def _functions() -> Iterator[tuple[str, Function]]:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, Function):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


def _lines(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _positional(function: Function) -> int:
    names = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def test_functions_are_short() -> None:
    sizes = {name: _lines(function) for name, function in _functions()}
    assert sizes
    assert {name: lines for name, lines in sizes.items() if lines > MOST_LINES} == {}
    long = {name: lines for name, lines in sizes.items() if lines > USUAL_LINES}
    assert len(long) <= (1 - USUAL_SHARE) * len(sizes), long


def test_modules_are_short() -> None:
    sizes = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: lines for name, lines in sizes.items() if lines > MOST_MODULE_LINES} == {}
    long = {name: lines for name, lines in sizes.items() if lines > USUAL_MODULE_LINES}
    assert len(long) <= (1 - USUAL_SHARE) * len(sizes), long


def test_at_most_five_positional_parameters() -> None:
    counts = {name: _positional(function) for name, function in _functions()}
    assert {name: count for name, count in counts.items() if count > MOST_POSITIONAL} == {}


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [str(path.relative_to(ROOT)) for path in MODULES if path.stem in drawers] == []


def test_no_blind_except_outside_the_one_boundary() -> None:
    """Only the loop over the articles of a run may survive an error that nobody foresaw."""
    allowed = {"src/extract/batch/attempt.py"}
    blind = {
        str(path.relative_to(ROOT))
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and _is_blind(node)
    }
    assert blind - allowed == set()


def _is_blind(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or (
        isinstance(handler.type, ast.Name) and handler.type.id in ("Exception", "BaseException")
    )


def test_a_folder_imports_only_from_its_left() -> None:
    """The contract of pyproject.toml, which ``lint-imports`` checks too, holds."""
    from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS
