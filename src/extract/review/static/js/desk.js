// The desk under the records: the current value with what can be done to it, and the forms that correct, add and note.
import { nameOf } from "./records.js";
import { h, clock, percent, plural, tell } from "./dom.js";

const MEASURES = ["rate", "count", "median", "mean", "mean-change", "difference", "hazard-ratio", "relative-risk", "odds-ratio", "relative-reduction", "absolute-reduction", "other"];
const CHOICES = {
  phase: ["0", "1", "1/2", "2", "2/3", "3", "3/4", "4"],
  status: ["planned", "ongoing", "completed", "stopped-early", "results-pending"],
  design: ["randomized", "non-randomized", "single-arm", "double-blind", "single-blind", "open-label", "placebo-controlled", "active-controlled", "crossover",
    "parallel-group", "multicenter", "pilot", "dose-escalation", "dose-ranging", "non-inferiority", "extension", "post-hoc", "pooled-analysis", "prospective",
    "retrospective", "observational", "registry", "real-world", "expanded-access"],
};
const FIELDS = ["results", "names", "registry_ids", "citations", "phase", "design", "status", "enrolled", "population", "conditions", "interventions", "comparators", "sponsors"];
const LOWER = ["conditions", "interventions", "comparators"];
const NUMBERS = ["value", "low", "high", "error", "events", "total"];
const PARTS = ["endpoint", "measure", "value", "low", "high", "unit", "timepoint", "arm", "subgroup", "p_value", "error", "events", "total", "source"];
const LABELS = { p_value: "P value", low: "interval from", high: "to", timepoint: "time", error: "±" };
// "95% CI" is no number of the result.
const LEVEL = /\b9\d(?:\.\d)?\s?%?-?\s?(?:CI|confidence)/gi;
const NUMBER = /[-−]?\d{1,12}(?:[.·]\d{1,6})?/g;

export class Desk {
  #editing = null;

  constructor(article) {
    this.article = article;
    this.element = h("section", { class: "desk", "aria-label": "Current value" });
  }

  get isEditing() { return this.#editing !== null; }

  // ---- the current value ---------------------------------------------------------------------------------------

  // Show the current value; an open form is left, unless it is to be kept.
  value({ keep = false } = {}) {
    if (this.#editing && (keep || this.#editing.isBusy)) return;
    const hadFocus = this.element.contains(document.activeElement);
    this.#editing = null;
    const value = this.article.value();
    this.element.replaceChildren(...(value ? this.#shown(value) : [h("p", { class: "muted" }, "No value yet. Select words of the text to add one.")]));
    if (hadFocus) this.article.records.mark(this.article.current, true);
  }

  #shown(value) {
    const was = value.status === "corrected" && JSON.stringify(value.predicted) !== JSON.stringify(value.value) ? ` · the extractor read ${this.#predicted(value)}` : "";
    const same = value.same.length ? ` · printed ${plural(value.same.length + 1, "time")}, decided once` : "";
    const state = value.status === "open" ? `${percent(value.confidence) || "?"} sure` : `${value.status}${value.who ? ` by ${value.who}` : ""}`;
    const picked = this.article.picked.size ? ` · ${this.article.picked.size} picked` : "";
    const act = (name, key, action, kind) => h("button", { type: "button", class: kind, onclick: action }, name, " ", h("kbd", null, key));
    return [h("p", { class: "now" }, h("span", { class: "muted" }, `${this.article.trial()?.label ?? "no record"} › ${nameOf(value.field)} `), h("b", null, value.shown)),
      h("p", { class: "muted small" }, state + was + same + picked, value.places.length ? null : " · it has no place in the text"),
      h("p", { class: "actions" }, act("Accept", "a", () => this.article.judge("accept"), "main"), act("Correct", "e", () => this.correct()), act("Reject", "x", () => this.article.judge("reject")),
        act("Add", "c", () => this.add()), act("Note", "m", () => this.note()), act("Move", "v", () => this.article.move()), act("Next", "n", () => this.article.nextOpen()))];
  }

  #predicted({ predicted }) {
    if (predicted === null || typeof predicted !== "object") return String(predicted ?? "nothing");
    return PARTS.filter((name) => predicted[name] !== null && name !== "source").map((name) => predicted[name]).join(" ");
  }

  // ---- forms ---------------------------------------------------------------------------------------------------

  // A form in place of the value. `read` makes the decision of it; it stays open, with all that was typed, until it is taken.
  #form(title, verb, content, read, options = {}) {
    const fault = h("p", { class: "fault", role: "alert" });
    const save = h("button", { class: "main" }, verb, " ", h("kbd", null, "Enter"));
    const cancel = h("button", { type: "button", onclick: () => this.value() }, "Cancel ", h("kbd", null, "Esc"));
    const form = h("form", { onsubmit: async (event) => {
      event.preventDefault();
      if (this.#editing.isBusy) return;
      const editing = this.#editing;
      fault.textContent = "";
      try {
        const decision = read();
        editing.isBusy = true;
        const taken = await this.article.decide([decision], { strict: true });
        editing.isBusy = false;
        this.value();
        options.done?.(taken);
      } catch (error) {
        editing.isBusy = false;
        fault.textContent = error.message;
      }
    }, onkeydown: (event) => { if (event.key === "Escape") { event.preventDefault(); this.value(); } } },
      h("h3", null, title), content, fault, h("p", { class: "actions" }, save, cancel));
    this.element.replaceChildren(form);
    form.querySelector("[data-first], input, select, textarea")?.focus();
    form.querySelector("[data-first]")?.select?.();
  }

  correct() {
    const value = this.article.value();
    if (!value) return;
    const inputs = value.field === "results" ? resultInputs(value.value) : { one: plainInput(value.field, value.value) };
    const quote = h("q", null, "");
    this.#editing = { place: null, quote, takes: (place) => { this.#editing.place = place; } };
    if (value.places[0]) quote.textContent = clipped(this.article.left.text.words(value.places[0].start, value.places[0].end));
    const from = this.article.current;
    this.#form(`Correct ${nameOf(value.field)}`, "Save", [fields(value.field, inputs), h("p", { class: "muted small" }, "Evidence: ", quote, " – select other words of the text to change it.")], () => {
      const decision = { kind: "correct", keys: [value.key], value: read(value.field, inputs) };
      if (this.#editing.place) decision.place = this.#editing.place;
      return decision;
    }, { done: (taken) => { if (taken) this.article.nextOpen(from); } });
  }

  note() {
    const text = h("textarea", { rows: 2, "aria-label": "Note", "data-first": true, onkeydown: (event) => {
      if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); event.target.form.requestSubmit(); }
    } });
    this.#editing = {};
    this.#form("Note on this value", "Keep", text, () => ({ kind: "note", keys: this.article.current ? [this.article.current] : [], value: text.value }));
  }

  // Add a value: from the words that are selected, or from words that are typed and then looked for.
  add(field = "") {
    const { article } = this, place = article.left.text.selected();
    const quote = place ? article.left.text.words(place.start, place.end) : "";
    const holder = h("div");
    const words = h("input", { value: quote, "aria-label": "Words of the text", placeholder: "select words of the text, or type them" });
    const record = h("select", { "aria-label": "Record" }, article.view.trials.map((trial) => h("option", { value: trial.id, selected: trial.id === article.trial()?.id }, trial.label)), h("option", { value: "" }, "a new record"));
    const state = { place, field: field || guess(quote) };
    let inputs = {};
    const fill = (text) => {
      inputs = state.field === "results" ? resultInputs(fromWords(text, article.value())) : { one: plainInput(state.field, plain(state.field, text)) };
      holder.replaceChildren(fields(state.field, inputs));
    };
    words.addEventListener("input", () => { state.place = null; fill(words.value); });
    const pick = h("select", { "aria-label": "Field", "data-first": true, onchange: (event) => { state.field = event.target.value; fill(words.value); } }, FIELDS.map((name) => h("option", { value: name, selected: name === state.field }, name === "results" ? "result" : nameOf(name))));
    this.#editing = { quote: words, takes: (taken) => { state.place = taken; words.value = article.left.text.words(taken.start, taken.end); fill(words.value); } };
    fill(quote);
    this.#form("Add a value", "Add", [h("div", { class: "row" }, h("label", null, "Words", words), h("label", null, "Field", pick), h("label", null, "Record", record)), holder], () => {
      const found = state.place ?? article.left.text.find(words.value);
      if (words.value.trim() && !found) throw new Error("These words are not in the text.");
      return { kind: "add", keys: record.value ? [record.value] : [], field: state.field, value: read(state.field, inputs), ...(found ? { place: found } : {}) };
    }, { done: (taken) => { if (taken) this.#added(); } });
  }

  #added() {
    getSelection().removeAllRanges();
    const [entry] = this.article.view.decisions;
    const key = entry?.keys.find((one) => this.article.value(one));
    if (key) this.article.choose(key, { quiet: true });
    tell("Added.");
  }

  // Words were selected: an open form takes them as evidence, else they may be added.
  selected(place) {
    if (this.#editing?.takes) {
      this.#editing.takes(place);
      if (this.#editing.quote.tagName === "Q") this.#editing.quote.textContent = clipped(this.article.left.text.words(place.start, place.end));
      return;
    }
    if (this.#editing) return;
    const words = clipped(this.article.left.text.words(place.start, place.end));
    let offer = this.element.querySelector(".offer");
    if (!offer) this.element.prepend(offer = h("p", { class: "offer" }));
    const button = (field) => h("button", { type: "button", onmousedown: (event) => event.preventDefault(), onclick: () => this.add(field) }, field === "results" ? "result" : nameOf(field));
    offer.replaceChildren(h("span", null, "Add ", h("q", null, words), " as "), ...FIELDS.map(button), h("kbd", null, "c"));
  }
}

const clipped = (words) => (words.length > 80 ? `${words.slice(0, 77)}…` : words);

function choice(options, value, properties) {
  return h("select", properties, options.map((option) => h("option", { value: option, selected: option === value }, option)));
}

function plainInput(field, value) {
  const properties = { "aria-label": nameOf(field), "data-first": true };
  if (CHOICES[field]) return choice(CHOICES[field], value, properties);
  return h("input", { ...properties, value: value ?? "", type: "text", inputmode: field === "enrolled" ? "numeric" : null });
}

function resultInputs(value) {
  return Object.fromEntries(PARTS.map((name) => {
    if (name === "measure") return [name, choice(MEASURES, value.measure ?? "rate")];
    if (name === "source") return [name, choice(["text", "table"], value.source ?? "text")];
    return [name, h("input", { value: value[name] ?? "", type: "text", inputmode: NUMBERS.includes(name) ? "decimal" : null, "data-first": name === "endpoint" })];
  }));
}

function fields(field, inputs) {
  if (field !== "results") return h("div", { class: "row" }, inputs.one);
  return h("div", { class: "parts" }, PARTS.map((name) => h("label", { class: `part-${name}` }, LABELS[name] ?? name, inputs[name])));
}

function number(text, name) {
  const told = text.trim().replace("−", "-").replace(/[·]/, ".");
  if (!told) return null;
  if (!/^[-+]?\d+(\.\d+)?$/.test(told)) throw new Error(`${LABELS[name] ?? name}: “${text}” is no number`);
  return Number(told);
}

function read(field, inputs) {
  if (field === "enrolled") return number(inputs.one.value.replace(/[,  ]/g, ""), field);
  if (field !== "results") return inputs.one.value.trim();
  return Object.fromEntries(PARTS.map((name) => [name, NUMBERS.includes(name) ? number(inputs[name].value, name) : inputs[name].value.trim() || null]));
}

// What the words of a text are as a value of a field.
function plain(field, words) {
  if (field === "enrolled") return words.match(/\d[\d,  ]*/)?.[0].replace(/\D/g, "") ?? "";
  if (field === "phase") return words.match(/[0-4](?:\/[1-4])?/)?.[0] ?? CHOICES.phase[3];
  if (CHOICES[field]) return CHOICES[field].find((option) => words.toLowerCase().replace(/[\s–]/g, "-").includes(option)) ?? CHOICES[field][0];
  return LOWER.includes(field) ? words.trim().toLowerCase() : words.trim();
}

const guess = (words) => (/(?:NCT|ISRCTN)\d/.test(words) ? "registry_ids" : /\d/.test(words) || !words ? "results" : "names");

function fromWords(words, beside) {
  const [value = null, low = null, high = null] = (words.replace(LEVEL, " ").match(NUMBER) ?? []).map((told) => told.replace("−", "-").replace("·", "."));
  const ratio = { hazard: "hazard-ratio", odds: "odds-ratio", risk: "relative-risk" }[words.match(/hazard|odds|risk/i)?.[0].toLowerCase()];
  const near = beside?.field === "results" ? beside.value : {};
  return { endpoint: near.endpoint, timepoint: near.timepoint, arm: ratio ? null : near.arm, value, low: high === null ? null : low, high, unit: words.includes("%") ? "%" : ratio ? null : near.unit, measure: ratio ?? (words.includes("%") ? "rate" : near.measure) };
}
