"""Annotated sentences: the reader of the files that the sentence benchmark and the training share.

The format is that of RCT-ART (Whitton and Hunter, 2023): a line of JSON per sentence,
``{"text", "entities": [{"label", "start", "end"}], "relations": [[from, to, label]]}``, with
outcomes (OC), interventions (INTV) and measures (MEAS), and relations from the first two to the third.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.errors import ReadError

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Annotated:
    """One annotated sentence: its text, the half-open spans of its measures, and what each is tied to."""

    text: str
    measures: list[Span]
    endpoints: list[list[Span]]
    arms: list[list[Span]]


def read_annotated(path: Path) -> Iterator[Annotated]:
    """Yield the annotated sentences of a file; empty lines are passed over.

    Raises ReadError for a file that cannot be read, or naming the line that is not of the format.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}: {getattr(error, 'strerror', None) or 'no text in UTF-8'}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _sentence(line, f"{path}:{number}")


def _sentence(line: str, where: str) -> Annotated:
    try:
        return _annotated(json.loads(line))
    except json.JSONDecodeError as error:
        raise ReadError(f"{where}: no JSON ({error.msg})") from error
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ReadError(f"{where}: no annotated sentence with text, entities and relations") from error


def _annotated(data: dict[str, Any]) -> Annotated:
    text = data["text"]
    spans = [(int(e["start"]), int(e["end"])) for e in data["entities"]]
    kinds = [e["label"] for e in data["entities"]]
    if not isinstance(text, str) or any(not 0 <= a < b <= len(text) for a, b in spans):
        raise ValueError("a span outside the text")
    tied: dict[int, list[int]] = {i: [] for i, kind in enumerate(kinds) if kind == "MEAS"}
    for source, target, _ in data["relations"]:
        if target in tied:
            tied[target].append(source)

    def of(kind: str) -> list[list[Span]]:
        return [[spans[i] for i in sources if kinds[i] == kind] for sources in tied.values()]

    return Annotated(text, [spans[m] for m in tied], of("OC"), of("INTV"))
