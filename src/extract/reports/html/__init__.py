"""The report as one HTML file that needs nothing else: to be opened, sent and printed.

``render`` is the public verb. The figures are laid out by the templates; the list of errors is drawn by
``page.js`` from the data in the page, a page of it at a time, so that it stays quick with many articles.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from extract.reports.data import ReportData

HERE = Path(__file__).resolve().parent


def render(data: ReportData) -> str:
    """The whole page. Everything that comes from an article is escaped; only style and script are taken as they are."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    from extract.reports.html.figures import between, difference, ratio
    from extract.reports.html.page import content

    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters.update(ratio=ratio, between=between, difference=difference)
    style, script = ((HERE / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    return environment.get_template("page.html").render(
        page=content(data), style=Markup(style), script=Markup(script), script_digest=_digest(script)
    )


def _digest(script: str) -> str:
    """What lets the page run this script and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
