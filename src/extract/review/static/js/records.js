// The right side: records with their values, as cards that are made anew only when something of them changed.
import { UNCERTAIN } from "./article.js";
import { forest } from "./forest.js";
import { h, clock, percent, plural } from "./dom.js";

const SIGNS = { open: "", accepted: "✓", corrected: "✎", rejected: "✕", added: "+" };
const NAMES = { registry_ids: "registry", citations: "cited as", interventions: "treatment", comparators: "versus" };
export const nameOf = (field) => NAMES[field] ?? field;

export class Records {
  #cards = new Map();
  #buttons = new Map();

  constructor(article) {
    this.article = article;
    this.top = h("div");
    this.list = h("div", { class: "records" });
    this.threshold = h("input", { type: "number", min: 0, max: 100, step: 5, value: 80, "aria-label": "Confidence in percent" });
    this.count = h("p", { class: "count" });
    const all = h("button", { type: "button", onclick: () => article.acceptAbove(null, this.least) }, "Accept in the whole article ", h("kbd", null, "T"));
    const bar = h("div", { class: "bar" }, this.count, h("div", { class: "above" }, h("label", null, "at ", this.threshold, "% and above: "), all));
    this.scroller = h("div", { class: "scroller" }, this.top, this.list);
    this.element = h("section", { class: "all", "aria-label": "Records" }, bar, this.scroller);
  }

  get least() { return Math.min(Math.max(Number(this.threshold.value) || 0, 0), 100) / 100; }

  render() {
    const { view } = this.article;
    const notes = Map.groupBy(view.notes, (note) => note.key);
    const wanted = view.trials.map((trial) => this.#card(trial.id, trial, notes));
    if (view.unattached.length) {
      wanted.push(this.#card("", { id: "", label: "No record claims these", fields: [], results: view.unattached, status: "", confidence: null }, notes));
    }
    this.#place(wanted);
    this.top.replaceChildren(...this.article.conflicts.map((one) => this.#conflict(one)), ...this.#changes());
    const open = this.article.order.filter((key) => this.article.isOpen(key));
    const unsure = open.filter((key) => (this.article.value(key).confidence ?? 1) < UNCERTAIN).length;
    this.count.textContent = `${plural(view.trials.length, "record")} · ${open.length} of ${plural(this.article.order.length - view.unattached.length, "value")} to check${unsure ? `, ${unsure} uncertain` : ""}`;
    this.#buttons = new Map([...this.list.querySelectorAll("button.value")].map((button) => [button.dataset.key, button]));
    this.pick();
  }

  // Put the cards in their order; those that stay are not touched, so focus and place on the screen stay.
  #place(wanted) {
    for (const old of [...this.list.children]) if (!wanted.includes(old)) old.remove();
    wanted.forEach((card, n) => { if (this.list.children[n] !== card) this.list.insertBefore(card, this.list.children[n] ?? null); });
  }

  #card(id, trial, notes) {
    const own = [id, ...[...trial.fields, ...trial.results].map((value) => value.key)].flatMap((key) => (key || !trial.status ? notes.get(key) ?? [] : notes.get(key) ?? []));
    const told = JSON.stringify([trial, own]);
    const kept = this.#cards.get(id);
    if (kept?.told === told) return kept.card;
    const card = this.#made(trial, own);
    this.#cards.set(id, { told, card });
    return card;
  }

  #made(trial, notes) {
    const open = [...trial.fields, ...trial.results].filter((value) => value.status === "open").length;
    const name = `record-${trial.id}`;
    return h("section", { class: `record ${trial.status}`, "aria-labelledby": name },
      h("header", null, h("h2", { id: name }, trial.label), trial.status === "rejected" ? h("span", { class: "badge warn" }, "rejected") : null,
        h("span", { class: "muted" }, trial.id === "" ? "need no decision" : open ? `${open} to check` : "done", trial.confidence === null ? null : ` · ${percent(trial.confidence)} sure`),
        trial.id ? this.#actions(trial, open) : null),
      trial.fields.length ? h("dl", null, [...Map.groupBy(trial.fields, (value) => value.field)].map(([field, values]) =>
        h("div", null, h("dt", null, nameOf(field)), h("dd", null, values.map((value) => this.#button(value, value.shown)))))) : null,
      trial.results.length ? this.#results(trial.results) : null,
      forest(trial.results, (key) => this.article.choose(key)),
      notes.map((note) => h("p", { class: "remark" }, h("b", null, note.who), ` ${clock(note.when)}: ${note.text}`)));
  }

  #actions(trial, open) {
    const act = (name, key, action, disabled) => h("button", { type: "button", disabled, onclick: action }, name, " ", h("kbd", null, key));
    const focus = () => { if (this.article.trial()?.id !== trial.id) this.article.choose((trial.fields[0] ?? trial.results[0])?.key, { quiet: true }); };
    return h("span", { class: "actions" },
      act("Accept rest", "A", () => { focus(); this.article.acceptRecord(); }, !open),
      act("Accept sure", "t", () => this.article.acceptAbove(trial, this.least), !open),
      act("Reject", "X", () => this.article.decide([{ kind: "reject", keys: [trial.id] }]), trial.status === "rejected"),
      act("Merge", "g", () => { focus(); this.article.merge(); }));
  }

  #button(value, ...content) {
    const unsure = value.status === "open" && (value.confidence ?? 1) < UNCERTAIN;
    const state = value.status === "open" ? `to check, ${percent(value.confidence)} sure` : value.status;
    return h("button", { type: "button", class: `value ${value.status}${unsure ? " unsure" : ""}`, "data-key": value.key, "aria-label": `${nameOf(value.field)} ${value.shown}: ${state}`, onclick: () => this.article.choose(value.key) },
      SIGNS[value.status] ? h("span", { class: "sign" }, SIGNS[value.status]) : null, content,
      value.status === "open" && value.field !== "results" && unsure ? h("small", null, percent(value.confidence)) : null);
  }

  #results(values) {
    const columns = [["endpoint", (v) => [v.value.endpoint, v.value.subgroup ? h("small", null, ` in ${v.value.subgroup}`) : null]], ["arm", (v) => v.value.arm],
      ["value", (v) => quantity(v.value)], ["at", (v) => v.value.timepoint], ["p", (v) => v.value.p_value]];
    const kept = columns.filter(([name, cell]) => name === "endpoint" || name === "value" || values.some((value) => cell(value)));
    const row = (value) => h("tr", { class: value.status, onclick: (event) => { if (!event.target.closest("button")) this.article.choose(value.key); } },
      kept.map(([name, cell]) => (name === "endpoint" ? h("th", { scope: "row" }, this.#button(value, cell(value))) : h("td", { class: name === "value" ? "n strong" : name === "p" ? "n" : null }, cell(value)))),
      h("td", { class: `n sure${value.status === "open" && (value.confidence ?? 1) < UNCERTAIN ? " unsure" : ""}` }, value.status === "open" ? percent(value.confidence) : value.status));
    return h("div", { class: "scroll" }, h("table", { class: "results" }, h("thead", null, h("tr", null, kept.map(([name]) => h("th", { scope: "col", class: name === "value" || name === "p" ? "n" : null }, name)), h("th", { scope: "col", class: "n" }, "sure"))),
      h("tbody", null, values.map(row))));
  }

  #conflict(one) {
    const { decision, theirs, keys } = one;
    const value = this.article.value(decision.keys.find((key) => this.article.value(key)) ?? keys[0]);
    const mine = decision.value === null || decision.value === undefined ? decision.kind : `${decision.kind} to ${told(decision.value)}`;
    return h("div", { class: "note conflict", role: "alert" },
      h("p", null, h("b", null, `${this.article.by(theirs)} decided on this first. `), `${clock(theirs.when)}: ${theirs.kind} → ${value ? `${value.shown} (${value.status})` : "the record"}.`),
      h("p", null, "Yours, kept but not applied: ", h("b", null, mine), "."),
      h("p", null, h("button", { type: "button", onclick: () => this.article.settle(one, false) }, "Keep theirs"), " ", h("button", { type: "button", onclick: () => this.article.settle(one, true) }, "Apply mine")));
  }

  #changes() {
    const { changes } = this.article.view;
    if (!changes.length) return [];
    const line = (change) => h("li", null, h("button", { type: "button", class: "plain", onclick: () => this.article.choose(change.key) }, `${change.trial}: ${nameOf(change.field)}`), ` was ${change.was || "nothing"}, now ${change.now || "gone"}; you decided: ${change.decided}`);
    return [h("details", { class: "note", open: true }, h("summary", null, `A later run changed ${plural(changes.length, "prediction")} under decisions`), h("ul", null, changes.map(line)))];
  }

  // Show which value is the current one.
  mark(key, focus) {
    for (const old of this.list.querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
    const button = this.#buttons.get(key);
    if (!button) return;
    button.setAttribute("aria-current", "true");
    button.closest("tr")?.setAttribute("aria-current", "true");
    if (focus) button.focus({ preventScroll: true });
    // On a narrow screen the page scrolls, not the list.
    if (this.scroller.scrollHeight <= this.scroller.clientHeight) { button.scrollIntoView({ block: "nearest" }); return; }
    const seen = button.getBoundingClientRect(), frame = this.scroller.getBoundingClientRect();
    if (seen.top < frame.top + 30 || seen.bottom > frame.bottom - 10) this.scroller.scrollTop += seen.top - frame.top - frame.height / 3;
  }

  pick() {
    for (const [key, button] of this.#buttons) button.classList.toggle("picked", this.article.picked.has(key));
  }
}

const told = (value) => (typeof value === "object" ? Object.entries(value).filter(([, v]) => v !== null).map(([k, v]) => `${k} ${v}`).join(", ") : String(value));

const SHORT = { "hazard-ratio": "HR ", "relative-risk": "RR ", "odds-ratio": "OR " };

// A result in a cell: number, interval and unit.
function quantity(result) {
  const { value, low, high, error, unit } = result;
  const range = low === null && high === null ? "" : value === null ? `${low ?? "?"}–${high ?? "?"}` : ` (${low ?? "?"} to ${high ?? "?"})`;
  const after = unit === "%" ? "%" : unit ? ` ${unit}` : "";
  const of = result.events !== null && result.total !== null ? ` (${result.events}/${result.total})` : "";
  const told = value === null ? "" : `${SHORT[result.measure] ?? ""}${value}${error === null ? "" : ` ± ${error}`}${after}`;
  const parts = [told, value === null ? `${range}${after}` : range, of].map((part) => part.trim()).filter(Boolean);
  return parts.flatMap((part, n) => [n ? " " : "", h("span", { class: "whole" }, part)]);
}
