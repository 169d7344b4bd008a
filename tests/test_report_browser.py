"""The HTML report in a real browser: chromium from the system, driven by Playwright, with no network at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browsers import TEXTS, luminance, pale, started
from extract.reports import write_reports
from reported import SCRIPT, data

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.flaky(reruns=2)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report")
    write_reports(data(folder), [folder / "report.html"])
    return (folder / "report.html").as_uri()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page without a network; what it asked for and complained of must be nothing."""
    context = browser.new_context(offline=True, viewport={"width": 1200, "height": 900})
    page = context.new_page()
    page.set_default_timeout(20000)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def _number(page: Page) -> int:
    """The number of errors that the status tells."""
    return int(page.locator("#errors .status").inner_text().split()[0].replace(",", ""))


def _counted(page: Page, value: str) -> int:
    """The number beside a filter."""
    return int(page.locator(f"label:has(input[value='{value}']) output").inner_text())


def test_a_filter_changes_the_list_and_the_counts(page: Page, address: str) -> None:
    page.goto(address)
    everything = _number(page)
    missed = _counted(page, "missed")
    assert 0 < missed < everything
    page.get_by_label("missed").check()
    assert _number(page) == missed
    assert set(page.locator(".card .kind").all_inner_texts()) == {"missed"}
    assert _counted(page, "spurious") == everything - missed - _counted(page, "wrong arm"), "what ticking would add"
    page.get_by_role("checkbox", name="enrolled").check()
    assert _number(page) == 1
    assert _counted(page, "spurious") == 0
    page.get_by_role("button", name="Clear all filters").click()
    assert _number(page) == everything


def test_search_and_article(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Search").fill("DEATHS three")
    assert _number(page) == page.locator(".card").count() > 0
    for card in page.locator(".card").all():
        assert "three deaths" in card.inner_text()
    page.get_by_label("Search").fill("no such words")
    assert page.locator("#errors .status").inner_text() == "0 errors: “no such words”. Nothing passes these filters."
    page.get_by_label("Search").fill("")
    page.get_by_label("Article", exact=True).select_option("jones")
    assert set(page.locator(".card .article").all_inner_texts()) == {"jones"}


def test_a_link_restores_the_filters(page: Page, address: str) -> None:
    page.goto(f"{address}#errors?kind=wrong+arm&field=results&q=ALPHA&order=sure")
    assert _number(page) == 1
    assert page.get_by_label("wrong arm").is_checked()
    assert page.get_by_label("Search").input_value() == "ALPHA"
    page.get_by_label("Order").select_option("unsure")
    address_now = page.url
    page.goto("about:blank")
    page.goto(address_now)
    assert page.get_by_label("Order").input_value() == "unsure"
    assert page.get_by_label("wrong arm").is_checked()


def test_a_figure_leads_to_its_errors(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#kinds tr", has_text="wrong arm").get_by_role("link").click()
    page.locator("#errors .status", has_text="1 error: wrong arm").wait_for()
    assert page.locator(".card .kind").all_inner_texts() == ["wrong arm"]
    page.locator("table.heatmap").get_by_role("link", name="smith").click()
    page.locator("#errors .status", has_text="smith").wait_for()
    assert set(page.locator(".card .article").all_inner_texts()) == {"smith"}


def test_the_marked_words_are_the_value(page: Page, address: str) -> None:
    page.goto(f"{address}#errors?kind=wrong+arm")
    assert page.locator(".card mark").all_inner_texts() == ["22%"]
    assert page.locator(".card .gold b").all_inner_texts() == ["placebo"]
    assert page.locator(".card .predicted b").all_inner_texts() == ["lomerizin"]


def test_markup_of_an_article_stays_text(page: Page, address: str) -> None:
    page.goto(f"{address}#errors?q=%3Cscript")
    assert page.title().startswith("Evaluation of 2 articles")
    assert SCRIPT in page.locator(".card").first.inner_text()
    assert page.locator("#errors script").count() == 0


def test_gains_are_listed_only_when_asked_for(page: Page, address: str) -> None:
    page.goto(address)
    errors = _number(page)
    assert page.locator(".card .kind.right").count() == 0
    page.get_by_label("gained").check()
    assert set(page.locator(".card .kind").all_inner_texts()) == {"right"}
    assert 0 < _number(page) < errors


def test_pages_of_the_list(page: Page, address: str) -> None:
    page.goto(address)
    assert page.locator(".card").count() == 25 < _number(page)
    page.get_by_role("button", name="Next").click()
    assert page.locator(".where").inner_text() == "page 2 of 3"
    assert page.locator(".card").count() == 25
    assert page.url.endswith("page=2")
    page.get_by_role("button", name="Next").click()
    assert page.locator(".card").count() == _number(page) - 50
    assert page.get_by_role("button", name="Next").is_disabled()


def test_the_keyboard_is_enough(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "search", "the first link skips to the filters"
    page.keyboard.type("BETA")
    assert "BETA" in page.locator("#errors .status").inner_text()
    for _ in range(3):
        page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.type") != "checkbox":
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator("form input:checked").count() == 1


def test_a_heading_sorts_the_articles(page: Page, address: str) -> None:
    page.goto(address)
    rows = page.locator("table.heatmap tbody th")
    assert rows.all_inner_texts() == ["All articles", "jones", "smith"]
    page.get_by_role("button", name="headline").click()
    page.get_by_role("button", name="headline").click()
    assert rows.all_inner_texts() == ["All articles", "smith", "jones"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(page: Page, address: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    texts = page.evaluate(TEXTS)
    assert len(texts) > 12
    dark_page = luminance(page.evaluate("getComputedStyle(document.body).backgroundColor")) < 0.1
    assert dark_page == (scheme == "dark")
    assert pale(texts) == []


@pytest.mark.parametrize("width", [400, 1200])
def test_nothing_runs_out_of_the_page(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_print_hides_the_controls(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(address)
    assert page.locator(".filters").is_visible()
    page.emulate_media(media="print")
    for hidden in (".filters", ".pager", ".top nav"):
        assert not page.locator(hidden).is_visible()
    assert page.locator(".card").first.is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".card").count() == _number(page) > 25, "the whole list is printed"
