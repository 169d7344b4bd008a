// The left side: the article as text with its legend or, of a PDF, its pages with the box of the value.
import { ArticleText, GROUPS } from "./text.js";
import { address } from "./api.js";
import { h } from "./dom.js";

const SCALE = 2;
const NAMES = { trial: "trial", design: "design", people: "people", treatment: "treatment", result: "result", endpoint: "endpoint, time" };

export class Left {
  #place = 0;
  #number = 1;
  #isPage = false;

  constructor(article) {
    this.article = article;
    const { view } = article;
    this.prose = h("article", { class: "prose", lang: "en", onclick: (event) => this.#clicked(event) });
    this.frame = h("div", { class: "frame", tabindex: 0, role: "region", "aria-label": "Text of the article" }, this.prose);
    this.sheet = h("div", { class: "frame sheet", tabindex: 0, role: "region", "aria-label": "Page of the PDF", hidden: true });
    this.text = new ArticleText(view.text, view.blocks, this.prose);
    this.element = h("div", { class: "left" }, h("div", { class: "bar" }, this.#legend(), view.pages ? this.#switch() : null), this.frame, this.sheet);
    this.closing = new AbortController();
    document.addEventListener("selectionchange", () => this.#selected(), { signal: this.closing.signal });
  }

  close() { this.closing.abort(); }
  render() { this.text.render(this.article.view.mentions); }

  #legend() {
    const box = (group) => h("label", { class: `k-${group}` }, h("input", {
      type: "checkbox", checked: true, onchange: (event) => this.prose.classList.toggle(`no-${group}`, !event.target.checked),
    }), h("span", { title: GROUPS[group].join(", ").replaceAll("_", " ") }, NAMES[group]));
    return h("fieldset", { class: "legend" }, h("legend", { class: "hidden" }, "Kinds that are marked"), Object.keys(GROUPS).map(box));
  }

  #switch() {
    this.button = h("button", { type: "button", "aria-pressed": "false", onclick: () => this.toggle() }, "Page ", h("kbd", null, "p"));
    return this.button;
  }

  toggle() {
    if (!this.article.view.pages) return;
    this.#isPage = !this.#isPage;
    this.button.setAttribute("aria-pressed", String(this.#isPage));
    this.frame.hidden = this.#isPage;
    this.sheet.hidden = !this.#isPage;
    this.show(this.article.value(), true);
  }

  // Show where a value stands.
  show(value, isQuiet) {
    this.#place = 0;
    this.#showPlace(value, isQuiet);
  }

  // Its next place, or the same one again.
  next(value) {
    this.#place += 1;
    this.#showPlace(value, false);
  }

  #showPlace(value, isQuiet) {
    const places = this.#places(value);
    const place = places[this.#place % Math.max(1, places.length)];
    if (this.#isPage) this.#page(place?.page ?? this.#number, places);
    else this.text.show(place ? [place, ...places.filter((other) => other !== place)] : [], isQuiet);
  }

  // The places of a value, and of the same value printed elsewhere.
  #places(value) {
    if (!value) return [];
    const same = value.same.map((key) => this.article.value(key)).filter(Boolean);
    return [value, ...same].flatMap((one) => one.places);
  }

  #page(number, places) {
    const { doc_id, pages } = this.article.view;
    const page = pages.find((one) => one.number === number) ?? pages[0];
    this.#number = page.number;
    const share = (n, of) => `${(100 * n) / of}%`;
    const boxes = places.filter((place) => place.page === page.number && place.box).map(({ box: [left, top, right, bottom] }) => h("span", {
      class: "box", style: { left: share(left, page.width), top: share(top, page.height), width: share(right - left, page.width), height: share(bottom - top, page.height) } }));
    const turn = (by, name) => h("button", { type: "button", disabled: !pages.some((one) => one.number === page.number + by), onclick: () => this.#page(page.number + by, this.#places(this.article.value())) }, name);
    const source = `${address(doc_id)}/pages/${page.number}.png?scale=${SCALE}`;
    const image = this.sheet.querySelector("img")?.getAttribute("src") === source ? this.sheet.querySelector("img")
      : h("img", { src: source, alt: `Page ${page.number}`, style: { "aspect-ratio": `${page.width} / ${page.height}` } });
    this.sheet.replaceChildren(h("p", { class: "turn" }, turn(-1, "‹ before"), ` page ${page.number} of ${pages.length} `, turn(1, "next ›")), h("div", { class: "paper" }, image, boxes));
    this.sheet.querySelector(".box")?.scrollIntoView({ block: "center" });
  }

  // A mark opens its value; clicked again, the next one that stands there.
  #clicked(event) {
    if (!getSelection().isCollapsed) return;
    const keys = (event.target.closest("mark")?.keys ?? []).filter((key) => this.article.value(key));
    if (!keys.length) return;
    this.article.choose(keys[(keys.indexOf(this.article.current) + 1) % keys.length], { quiet: true });
  }

  #selected() {
    const place = this.text.selected();
    if (place) this.article.desk.selected(place);
  }
}
