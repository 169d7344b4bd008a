"""The workbench in a real browser: what a curator does from the queue to the gold file, by key and by mouse."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browsers import TEXTS, luminance, pale, started
from extract.records.schema import FieldSpan, Result, ResultProvenance, TrialRecord
from pdfs import A4, draw, stack
from pdfs import width as pdf_width
from reviewed import TEXT, many, result, two_trials, write

pytest.importorskip("sqlalchemy")
pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from served import Served, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

pytestmark = pytest.mark.flaky(reruns=2)

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = "<script>document.title = 'taken'</script><img src=x onerror=\"document.title='taken'\">"
# Answers that a test provokes; the browser complains of them.
FORESEEN = ("409 (Conflict)", "400 (Bad Request)", "503 (Service Unavailable)")
# Select words of the article as a mouse would.
SELECT = """(words) => {
  const walker = document.createTreeWalker(document.querySelector(".prose"), NodeFilter.SHOW_TEXT);
  const nodes = [], starts = [];
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    nodes.push(node);
    starts.push(text.length);
    text += node.data;
  }
  const place = (at) => {
    const n = starts.findLastIndex((start) => start <= at);
    return [nodes[n], at - starts[n]];
  };
  const at = text.indexOf(words);
  const [last, before] = place(at + words.length - 1);
  getSelection().setBaseAndExtent(...place(at), last, before + 1);
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as browser:
        yield browser


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    write(tmp_path / "out", two_trials())
    return tmp_path / "out"


@pytest.fixture
def bench(outputs: Path) -> Iterator[Served]:
    with served(outputs) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that was never here; its pages may ask nobody but the workbench, and must complain of nothing."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.set_default_timeout(20000)  # a busy machine takes its time
    asked: list[str] = []
    said: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    yield context
    context.close()
    assert [line for line in said if not any(code in line for code in FORESEEN)] == []
    assert [url for url in asked if not url.startswith(("http://127.0.0.1:", "data:"))] == []


@pytest.fixture
def page(context: BrowserContext, bench: Served) -> Page:
    return _entered(context, bench)


def _entered(context: BrowserContext, bench: Served, doc_id: str = "a") -> Page:
    """The article in a new tab."""
    page = context.new_page()
    page.goto(bench.address)
    page.locator(f"a[href='#/article/{doc_id}']").click()
    page.locator("[aria-current]").first.wait_for()
    return page


def _value(page: Page, name: str) -> Locator:
    """The button of a value by the beginning of its accessible name."""
    return page.locator(f"button.value[aria-label^='{name}']").first


def _expect(locator: Locator) -> Any:
    from playwright.sync_api import expect

    return expect(locator)


def _saved(page: Page) -> None:
    page.locator("#saved.saved").wait_for()


def test_the_queue_counts_and_filters(context: BrowserContext, outputs: Path) -> None:
    write(outputs, two_trials()[1:], name="b")
    with served(outputs) as bench:
        page = context.new_page()
        page.goto(bench.address)
        rows = page.locator(".articles tbody tr")
        rows.nth(1).wait_for()
        assert "token" not in page.url
        assert page.locator(".articles a").evaluate_all("all => all.map((a) => a.hash)") == [
            "#/article/a",
            "#/article/b",
        ]
        assert "2 articles, 3 records" in page.locator(".status").inner_text()
        page.get_by_label("Trial or article").fill("one-two")
        page.locator(".status", has_text="1 article,").wait_for()
        assert rows.count() == 1
        page.get_by_label("Trial or article").fill("no such trial")
        page.locator(".status", has_text="Nothing passes").wait_for()
        page.get_by_label("Trial or article").fill("")
        page.get_by_label("Endpoint").fill("rash")
        page.locator(".status", has_text="2 values to check").wait_for()
        page.get_by_label("Endpoint").fill("")
        page.locator(".status", has_text="3 records").filter(has_not_text=", 2 values").wait_for()
        page.get_by_label("Field").select_option("enrolled")
        page.locator(".status", has_text="1 value to check").wait_for()


def test_a_value_leads_to_its_evidence_and_back(page: Page) -> None:
    _value(page, "enrolled 120").click()
    assert page.evaluate("[...CSS.highlights.get('evidence')].map(String)") == ["120"]
    assert page.locator(".flash").inner_text() == "120"
    page.locator(".prose mark", has_text="0.62").click()
    assert "flare" in page.locator("button.value[aria-current]").get_attribute("aria-label")
    assert "ONE-TWO › results" in page.locator(".now").inner_text()


def test_marks_have_the_words_of_the_text(page: Page) -> None:
    marks = page.locator(".prose mark").all_inner_texts()
    assert {"ONE-TWO", "120", "40%", "0.62"} <= set(marks)
    assert page.locator(".prose").inner_text().replace("\n", "") == TEXT.replace("\n", "")


def test_rows_are_set_as_cells(context: BrowserContext, tmp_path: Path) -> None:
    rows = "Trial | Pain | Note\nONE-TWO | 40% |  \n| THREE-FOUR | | 12.5% |\n"
    text = TEXT.replace("References", f"{rows}\nReferences")
    write(tmp_path / "out", two_trials(text), text=text)
    with served(tmp_path / "out") as bench:
        page = _entered(context, bench)
        cells = "rows => rows.map((row) => [...row.children].map((cell) => cell.innerText))"
        told = page.locator(".cells .row").evaluate_all(cells)
        assert [[cell.strip() for cell in row] for row in told] == [
            ["Trial", "Pain", "Note"],
            ["ONE-TWO", "40%"],
            ["THREE-FOUR", "", "12.5%"],
        ]


def test_ratios_are_drawn_as_a_forest_plot(page: Page) -> None:
    plot = page.get_by_role("img", name="flare: hazard ratio 0.62, 0.5 to 0.77")
    assert plot.is_visible()
    box, whisker = plot.locator(".dot").bounding_box(), plot.locator(".whisker").bounding_box()
    assert whisker["x"] < box["x"] < box["x"] + box["width"] < whisker["x"] + whisker["width"]


def test_accept_correct_reject_undo_and_reload(page: Page, bench: Served) -> None:
    page.keyboard.press("a")
    page.locator("button.value.accepted", has_text="ONE-TWO").wait_for()
    _value(page, "enrolled 120").click()
    page.keyboard.press("e")
    page.get_by_role("textbox", name="enrolled").fill("1,200")
    page.keyboard.press("Enter")
    page.locator("button.value.corrected", has_text="1200").wait_for()
    _value(page, "treatment alpha").click()
    page.keyboard.press("x")
    page.locator("button.value.rejected", has_text="alpha").wait_for()
    page.keyboard.press("u")
    page.locator("button.value.open", has_text="alpha").wait_for()
    page.keyboard.press("r")
    page.locator("button.value.rejected", has_text="alpha").wait_for()
    _saved(page)
    page.reload()
    page.locator("button.value.corrected", has_text="1200").wait_for()
    assert page.locator("button.value.accepted").all_inner_texts() == ["✓\nONE-TWO"]
    log = [(entry.kind, entry.who) for entry in bench.service.article("a").decisions]
    assert log == [(kind, "ann") for kind in ("redo", "undo", "reject", "correct", "accept")]


def test_a_result_is_corrected_part_by_part(page: Page, bench: Served) -> None:
    page.locator(".results button.value", has_text="flare").click()
    page.keyboard.press("e")
    page.get_by_label("arm", exact=True).fill("alpha")
    page.get_by_label("value", exact=True).fill("about six")
    page.keyboard.press("Enter")
    page.get_by_role("alert").filter(has_text="“about six” is no number").wait_for()
    assert page.get_by_label("arm", exact=True).input_value() == "alpha", "what was typed is still there"
    page.get_by_label("value", exact=True).fill("0.63")
    page.keyboard.press("Enter")
    page.locator(".results tr.corrected", has_text="HR 0.63 (0.5 to 0.77)").wait_for()
    (told,) = [v.value for v in bench.service.article("a").trials[0].results if v.status == "corrected"]
    assert (told["arm"], told["value"], told["low"]) == ("alpha", 0.63, 0.5)


def test_a_value_is_added_by_selecting_it(page: Page, bench: Served) -> None:
    _value(page, "phase 3").click()
    page.evaluate(SELECT, "beta")
    page.locator(".offer").get_by_role("button", name="treatment").click()
    assert page.get_by_label("Words").input_value() == "beta"
    page.keyboard.press("Enter")
    page.locator("button.value.added", has_text="beta").wait_for()
    (added,) = [v for v in bench.service.article("a").trials[1].fields if v.status == "added"]
    assert (added.field, added.value) == ("interventions", "beta")
    assert TEXT[added.places[0].start : added.places[0].end] == "beta"
    assert page.locator(".prose mark", has_text="beta").count() == 1


def test_a_result_is_added_with_the_keyboard_alone(page: Page, bench: Served) -> None:
    page.locator(".results button.value", has_text="rash").focus()
    page.keyboard.press("Enter")
    assert "THREE-FOUR" in page.locator(".now").inner_text()
    page.keyboard.press("c")
    page.get_by_label("Words").fill("12.5%")
    page.get_by_label("Field").select_option("results")
    assert page.get_by_label("value", exact=True).input_value() == "12.5"
    page.get_by_label("endpoint", exact=True).fill("itch")
    page.keyboard.press("Enter")
    page.locator("button.value.added", has_text="itch").wait_for()
    told = bench.service.article("a").trials[-1].results[-1]
    assert (told.value["unit"], TEXT[told.places[0].start : told.places[0].end]) == ("%", "12.5%")


def test_words_that_are_not_there_are_no_evidence(page: Page, bench: Served) -> None:
    page.keyboard.press("c")
    page.get_by_label("Words").fill("gamma")
    page.keyboard.press("Enter")
    page.get_by_role("alert").filter(has_text="not in the text").wait_for()
    assert bench.service.article("a").version == 0


def test_split_move_merge_and_note(page: Page, bench: Served) -> None:
    page.locator(".results button.value", has_text="flare").click()
    page.keyboard.press("Space")
    page.keyboard.press("s")
    page.locator("#told", has_text="split off").wait_for()
    assert page.locator(".record").count() == 3
    page.keyboard.press("u")
    _expect(page.locator(".record")).to_have_count(2)
    page.locator(".results button.value", has_text="flare").click()
    page.keyboard.press("v")
    page.get_by_role("dialog").get_by_role("button", name="Move").click()
    page.locator(".record", has_text="THREE-FOUR").locator(".results tr", has_text="flare").wait_for()
    page.keyboard.press("m")
    page.get_by_label("Note").fill("looks odd")
    page.keyboard.press("Enter")
    page.locator(".remark", has_text="ann").filter(has_text="looks odd").wait_for()
    page.keyboard.press("g")
    page.get_by_role("dialog").get_by_role("button", name="Merge").click()
    _expect(page.locator(".record")).to_have_count(1)
    assert [note.text for note in bench.service.article("a").notes] == ["looks odd"]


def test_all_above_a_confidence(page: Page, bench: Served) -> None:
    page.keyboard.press("T")
    page.locator("#told", has_text="at 80% and above accepted").wait_for()
    view = bench.service.article("a")
    assert {v.status for t in view.trials for v in t.fields} == {"accepted"}
    assert [v.confidence for t in view.trials for v in t.results if v.status == "open"] == [0.5]
    assert "25" in page.locator("button.value[aria-current]").get_attribute("aria-label"), "the next to check"


def test_two_tabs_lose_nothing(context: BrowserContext, bench: Served) -> None:
    one, two = _entered(context, bench), _entered(context, bench)
    one.keyboard.press("a")
    _saved(one)
    for page, told in ((one, "1200"), (two, "1300")):
        _value(page, "enrolled 120").click()
        page.keyboard.press("e")
        page.get_by_role("textbox", name="enrolled").fill(told)
        page.keyboard.press("Enter")
        _saved(page)
    conflict = two.locator(".conflict")
    conflict.wait_for()
    assert "1200" in conflict.inner_text(), "theirs"
    assert "correct to 1300" in conflict.inner_text(), "and mine"
    assert two.locator("button.value.accepted", has_text="ONE-TWO").count() == 1, "what the other tab did is shown"
    conflict.get_by_role("button", name="Apply mine").click()
    two.locator("button.value.corrected", has_text="1300").wait_for()
    assert two.locator(".conflict").count() == 0
    told = [e.after for e in bench.service.article("a").decisions if e.kind == "correct"]
    assert [next(iter(after.values()))["value"] for after in told] == [1300, 1200], "both are in the log"


def test_a_later_save_says_what_happened_meanwhile(context: BrowserContext, bench: Served) -> None:
    one, two = _entered(context, bench), _entered(context, bench)
    one.keyboard.press("a")
    _saved(one)
    _value(two, "versus").or_(_value(two, "treatment alpha")).first.click()
    two.keyboard.press("x")
    two.locator("#told", has_text="Meanwhile: You, elsewhere").wait_for()
    assert two.locator("button.value.accepted", has_text="ONE-TWO").count() == 1


def test_a_decision_waits_for_a_server_that_is_away(context: BrowserContext, outputs: Path) -> None:
    with served(outputs) as bench:
        page = _entered(context, bench)
        page.route("**/decisions", lambda route: route.fulfill(status=503, body="gone"))
        page.keyboard.press("a")
        page.locator("#saved.waiting", has_text="not saved yet").wait_for()
        page.unroute("**/decisions")
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        page.locator("button.value.accepted", has_text="ONE-TWO").wait_for()
        assert bench.service.article("a").version == 1


def test_an_article_full_of_scripts_stays_text(context: BrowserContext, tmp_path: Path) -> None:
    text = TEXT.replace("Pain fell", f"{SCRIPT} Pain fell").replace("a flare", f"a {SCRIPT}")
    hostile = two_trials(text)
    hostile[0].names.append(SCRIPT)
    hostile[1].results.append(result(SCRIPT, 12.5, "12.5%", text, arm=SCRIPT))
    write(tmp_path / "out", hostile, text=text, name=SCRIPT.replace("/", "_")[:60])
    with served(tmp_path / "out") as bench:
        page = context.new_page()
        page.goto(bench.address)
        page.locator(".articles a").click()
        page.locator("button.value", has_text="<script>").first.click()
        page.keyboard.press("e")
        assert SCRIPT in page.locator(".prose").inner_text()
        assert "taken" not in page.title().replace(SCRIPT[:60], "").replace("'taken'", "")
        assert page.evaluate("document.querySelectorAll('script').length") == 1
        assert page.evaluate("document.querySelectorAll('#main img').length") == 0


def test_characters_beyond_the_first_plane_do_not_shift_the_marks(context: BrowserContext, tmp_path: Path) -> None:
    text = TEXT.replace("Two trials", "𝛼 Two 𝛽 trials").replace("enrolled", "enrolled 𝑛 =")
    write(tmp_path / "out", two_trials(text), text=text)
    with served(tmp_path / "out") as bench:
        page = _entered(context, bench)
        assert {"ONE-TWO", "120", "40%", "0.62"} <= set(page.locator(".prose mark").all_inner_texts())
        page.evaluate(SELECT, "beta")
        page.keyboard.press("c")
        page.get_by_label("Field").select_option("interventions")
        page.keyboard.press("Enter")
        page.locator("button.value.added", has_text="beta").wait_for()
        (added,) = [v for t in bench.service.article("a").trials for v in t.fields if v.status == "added"]
        assert text[added.places[0].start : added.places[0].end] == "beta"


def test_every_control_has_a_name_and_the_keys_are_told(page: Page) -> None:
    nameless = page.evaluate("""() => {
      const all = [...document.querySelectorAll("button, input, select, a")].filter((one) => one.checkVisibility());
      return all.filter((one) => !one.ariaLabel && !one.textContent.trim() && !one.labels?.length).length;
    }""")
    assert nameless == 0
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keys").is_visible()
    assert page.locator(".keys dd").count() > 20
    page.keyboard.press("Escape")
    page.keyboard.press("q")
    page.get_by_role("heading", name="Articles to check").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    _value(page, "enrolled 120").click()
    page.keyboard.press("a")
    page.keyboard.press("x")
    page.locator("button.value.rejected").first.wait_for()
    page.keyboard.press("?")
    texts = page.evaluate(TEXTS)
    assert len(texts) > 10
    assert (luminance(page.evaluate("getComputedStyle(document.body).backgroundColor")) < 0.1) == (scheme == "dark")
    assert pale(texts) == []


@pytest.mark.parametrize("width", [700, 1000, 1400])
def test_nothing_runs_out_of_the_page(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_form_outlives_the_answer_to_the_decision_before(page: Page) -> None:
    page.route("**/decisions", lambda route: (time.sleep(0.3), route.continue_()))
    page.keyboard.press("a")
    page.keyboard.press("c")
    page.get_by_label("Words").fill("typed meanwhile")
    page.locator("button.value.accepted", has_text="ONE-TWO").wait_for()
    _saved(page)
    assert page.get_by_label("Words").input_value() == "typed meanwhile"


def test_a_page_of_a_pdf_shows_the_box_of_the_value(context: BrowserContext, tmp_path: Path, call: Any) -> None:
    lines = ["The ALPHA-ONE trial enrolled 240 patients.", "Overall survival at 3 years was 61% with lomerizin."]
    file = tmp_path / "drawn.pdf"
    file.write_bytes(draw(stack(["A review of one trial"], 72, 72, size=20), stack(lines, 72, 200, step=14)))
    assert call("run", file, "--out", tmp_path / "out", "--quiet").code == 0
    with served(tmp_path / "out") as bench:
        page = _entered(context, bench, "drawn")
        _value(page, "enrolled 240").click()
        page.keyboard.press("p")
        paper, box = page.get_by_role("img", name="Page 2"), page.locator(".box").first
        box.wait_for()
        paper.evaluate("image => image.decode()")
        frame, place = paper.bounding_box(), box.bounding_box()
        assert frame is not None
        assert place is not None
        printed = 72 + pdf_width("The ALPHA-ONE trial enrolled ")
        assert abs((place["x"] - frame["x"]) / frame["width"] - printed / A4[0]) < 0.02
        assert abs((place["y"] - frame["y"]) / frame["height"] - 192 / A4[1]) < 0.02
        page.get_by_role("button", name="before").click()
        page.get_by_role("img", name="Page 1").wait_for()
        page.keyboard.press("p")
        assert page.locator(".prose").is_visible()


def test_from_the_queue_to_gold_and_evaluation(page: Page, outputs: Path, call: Any, tmp_path: Path) -> None:
    """Accept, correct, reject and add in the browser; what is exported is what evaluate agrees with."""
    (outputs.parent / "a.txt").write_text(TEXT, encoding="utf-8")
    page.keyboard.press("T")
    page.locator("#told", has_text="accepted").wait_for()
    page.keyboard.press("e")
    page.get_by_label("endpoint", exact=True).fill("relief of pain")
    page.keyboard.press("Enter")
    page.locator(".results tr.corrected", has_text="relief of pain").wait_for()
    _value(page, "phase 3").click()
    page.evaluate(SELECT, "beta")
    page.locator(".offer").get_by_role("button", name="treatment").click()
    page.keyboard.press("Enter")
    page.locator("button.value.added", has_text="beta").wait_for()
    page.locator("#told", has_text="Added").wait_for()
    page.keyboard.press("q")
    page.locator("tr.done").wait_for()
    gold, accepted = tmp_path / "gold", tmp_path / "accepted"
    assert call("export", outputs, "--gold", gold, "--out", accepted).code == 0
    done = call("evaluate", "--gold", gold, "--predictions", accepted, "--json")
    figures = json.loads(done.out)
    assert (done.code, figures["headline"]) == (0, 1.0)
    before = json.loads(call("evaluate", "--gold", gold, "--predictions", outputs, "--json").out)
    assert before["headline"] < 1.0, "the corrections count against what was predicted"


def test_how_many_keys_and_clicks_an_article_takes(
    context: BrowserContext, tmp_path: Path, call: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """An article of the own corpus to the end: all sure values at once, the others looked at one by one."""
    call("run", ROOT / "corpus" / "jats-heart-failure.nxml", "--out", tmp_path / "out", "--quiet")
    with served(tmp_path / "out") as bench:
        page = _entered(context, bench, "jats-heart-failure")
        view = bench.service.article("jats-heart-failure")
        values = sum(len(trial.fields) + len(trial.results) for trial in view.trials)
        keys = 1
        page.keyboard.press("T")
        page.locator("#told", has_text="accepted").wait_for()
        while (now := bench.service.article("jats-heart-failure")) and any(t.status == "open" for t in now.trials):
            version = now.version
            page.keyboard.press("a")
            keys += 1
            while bench.service.article("jats-heart-failure").version == version:
                page.wait_for_timeout(5)
            _saved(page)
            assert keys <= values
        page.locator("#told", has_text="Every value of this article is decided").wait_for()
    with capsys.disabled():
        told = f"{values} values of {len(view.trials)} records"
        sys.stdout.write(f"\n  {told}: {keys} keys after one click, {keys / values:.2f} a value\n")
    assert keys < values / 4


def test_the_first_page_of_many_articles_comes_at_once(context: BrowserContext, tmp_path: Path) -> None:
    """The shortest of three, for a browser on a busy machine waits for its turn."""
    many(tmp_path / "out", 200, 250)
    taken = []
    with served(tmp_path / "out") as bench:
        for _ in range(3):
            page = context.new_page()
            begun = time.perf_counter()
            page.goto(bench.address)
            page.locator(".articles tbody tr").nth(199).wait_for()
            taken.append(time.perf_counter() - begun)
            assert "50,000 values" in page.locator(".status").inner_text()
            page.close()
    assert min(taken) < 1.0


# What a step of scrolling, a choice far away and a selection take until they are on the screen, in the middle.
FLUID = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  const timed = async (act) => {
    const begun = performance.now();
    act();
    await frame();
    return performance.now() - begun;
  };
  const box = document.querySelector(".frame"), values = document.querySelectorAll("button.value");
  const scroll = [], choose = [], select = [];
  for (let n = 1; n <= 30; n++) scroll.push(await timed(() => { box.scrollTop = (box.scrollHeight / 31) * n; }));
  for (let n = 1; n <= 10; n++) choose.push(await timed(() => values[Math.floor((values.length / 11) * n)].click()));
  for (let n = 1; n <= 10; n++) select.push(await timed(() => {
    const block = document.querySelectorAll(".prose p")[n * 20];
    getSelection().setBaseAndExtent(block, 0, block, block.childNodes.length);
  }));
  const middle = (all) => all.sort((a, b) => a - b)[all.length >> 1];
  const marks = document.querySelectorAll(".prose mark").length;
  return { scroll: middle(scroll), choose: middle(choose), select: middle(select), marks };
}"""


def test_an_article_of_three_hundred_pages_stays_fluid(
    context: BrowserContext, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filler = " ".join(f"Nothing of note was seen in group {n}." for n in range(38))
    trials, text = [], "A long review"
    for n in range(600):
        text += f"\n\nTRIAL-{n} enrolled {1000 + n} patients, of whom {n}.5% had a rash. {filler}"
        line = text.rindex("\n") + 1
        spans = {}
        for field, printed in (("names", f"TRIAL-{n}"), ("enrolled", str(1000 + n))):
            start = text.index(printed, line)
            spans[field] = [FieldSpan(value=printed, start=start, end=start + len(printed), rule="test")]
        start = text.index(f"{n}.5%", line)
        origin = ResultProvenance(start=start, end=start + len(f"{n}.5%"), rule="test")
        rash = Result(endpoint="rash", measure="rate", value=n + 0.5, unit="%", confidence=0.7, provenance=origin)
        trials.append(TrialRecord(names=[f"TRIAL-{n}"], enrolled=1000 + n, results=[rash], provenance=spans))
    assert len(text) > 300 * 2800, "characters of three hundred pages"
    write(tmp_path / "out", trials, text=text)
    with served(tmp_path / "out") as bench:
        page = _entered(context, bench)
        took = page.evaluate(FLUID)
        with capsys.disabled():
            told = ", ".join(f"{name} {ms:.0f}" for name, ms in took.items())
            sys.stdout.write(f"\n  {len(text):,} characters, milliseconds: {told}\n")
        assert took["marks"] == 1800
        assert max(took["scroll"], took["choose"], took["select"]) < 100
