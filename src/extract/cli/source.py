"""What ``run`` and ``show`` share on the way to an extracted article: its settings."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING

from extract.cli.environment import LEXICONS
from extract.errors import UsageError

if TYPE_CHECKING:
    from extract.batch.work import Bounds, Settings
    from extract.readers import Limits


def check_model(name: str | None) -> None:
    """Raise UsageError when the spaCy model ``name`` (a package or a folder) is not installed."""
    if name is None or Path(name).is_dir():
        return
    if not name.isidentifier() or importlib.util.find_spec(name) is None:
        raise UsageError(
            f"the model {name} is not installed in this Python; install it as its makers say, or leave --model out"
        )


def settings_of(model: str | None, limits: Limits, bounds: Bounds) -> Settings:
    """The settings of a run, with the digests of what it uses."""
    from extract.batch.work import Settings, digests
    from extract.relations.model import VARIABLE

    lexicons, weights = os.environ.get(LEXICONS, ""), os.environ.get(VARIABLE, "")
    return Settings(model, limits, lexicons, weights, digests(model), bounds)
