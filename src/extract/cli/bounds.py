"""The lowest figures that a caller accepts, as an option: ``0.8`` or ``trials=0.9,results=0.7``."""

from __future__ import annotations

from math import isnan
from typing import Any

import click

_SHORT = {"results": "results:value+endpoint+arm"}


class _Bounds(click.ParamType):  # type: ignore[type-arg]  # generic to the checker only
    """A mapping of figure to its lowest F1; a number alone is for the headline."""

    name = "bounds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, float]:
        from extract.evaluation.counts import HEADLINE_NAME
        from extract.evaluation.fields import ORDER

        bounds: dict[str, float] = {}
        for part in str(value).split(","):
            name, given, bound = part.rpartition("=")
            figure = _SHORT.get(name.strip(), name.strip()) if given else HEADLINE_NAME
            if figure not in (HEADLINE_NAME, *ORDER):
                known = ", ".join((HEADLINE_NAME, *_SHORT, *ORDER))
                self.fail(f"there is no figure {figure!r}; there are {known}", param, ctx)
            if figure in bounds:
                self.fail(f"{figure} is bounded twice", param, ctx)
            bounds[figure] = click.FloatRange(0, 1)(bound, param, ctx)
            # No figure is under what is no number: the gate would look closed and be open.
            if isnan(bounds[figure]):
                self.fail(f"{bound!r} is no number", param, ctx)
        return bounds


BOUNDS = _Bounds()
