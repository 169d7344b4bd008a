"""A real browser for the tests: chromium from the system, driven by Playwright, and whether text can be read in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
# What the Web Content Accessibility Guidelines ask of text (level AA), and of large text.
CONTRAST, LARGE = 4.5, 3.0
# Every visible piece of text: its colour, the colour behind it, and whether it is large.
TEXTS = """() => {
  const found = new Map();
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].filter((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own.length || !element.checkVisibility() || element.disabled) continue;
    if (element.closest("script, style, template, option")) continue;
    let behind = element;
    while (behind && /rgba\\(.*, 0\\)/.test(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
    const style = getComputedStyle(element);
    const ink = element instanceof SVGElement ? style.fill : style.color;
    const entry = [ink, getComputedStyle(behind ?? document.body).backgroundColor, parseFloat(style.fontSize) >= 24];
    found.set(entry.join("|"), [...entry, own[0].textContent.trim().slice(0, 40)]);
  }
  return [...found.values()];
}"""


@contextmanager
def started() -> Iterator[Browser]:
    """The browser; the test is skipped where none can be had."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip(f"no browser: none of {', '.join(NAMES)} is here")
    with playwright.sync_playwright() as driver:
        # The sandbox needs rights that a container rarely has; the page is our own.
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def pale(texts: Iterable[list[Any]]) -> list[list[Any]]:
    """Those of TEXTS that stand out too little from what is behind them."""
    return [text for text in texts if _contrast(text[0], text[1]) < (LARGE if text[2] else CONTRAST)]


def _contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of "rgb(1, 2, 3)" (WCAG 2)."""
    shares = [int(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return sum(weight * s for weight, s in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
