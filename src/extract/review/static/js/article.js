// One article: its text on the left, its records on the right, and what is decided on them.
import * as api from "./api.js";
import { Desk } from "./desk.js";
import { bind, help } from "./keys.js";
import { Left } from "./left.js";
import { link, next as nextArticle } from "./queue.js";
import { Records } from "./records.js";
import { h, clock, modal, plural, tell } from "./dom.js";

export const UNCERTAIN = 0.6;
let open_one = null;

export async function open(main, docId) {
  const [view, { who }] = await Promise.all([api.article(docId), api.me()]);
  open_one = new Article(main, view, who);
}

export function close() {
  open_one?.close();
  open_one = null;
}

class Article {
  constructor(main, view, who) {
    Object.assign(this, { view, who, current: null, picked: new Set(), conflicts: [] });
    document.title = `${view.title || view.doc_id} – trial-extract review`;
    document.getElementById("place").replaceChildren(h("a", { href: "#/" }, "Queue"), " › ", h("span", null, view.title || view.doc_id));
    main.className = "article";
    this.left = new Left(this);
    this.records = new Records(this);
    this.desk = new Desk(this);
    main.replaceChildren(this.left.element, h("div", { class: "right" }, this.records.element, this.desk.element));
    this.line = new api.Line(view.doc_id, (said) => this.#said(said));
    this.line.seen = view.version;
    this.#buttons();
    this.#keys();
    this.#index();
    this.left.render();
    this.#shown();
    this.line.resume(view.version, (outcome) => this.#take(outcome), (error) => tell(error.message));
    this.choose(this.order.find((key) => this.isOpen(key)) ?? this.order[0], { quiet: true });
  }

  close() {
    this.left.close();
    this.closing.abort();
    CSS.highlights?.delete("evidence");
  }

  // ---- what there is ------------------------------------------------------------------------------------------

  #index() {
    this.values = new Map();
    this.order = [];
    const put = (value, trial) => { this.values.set(value.key, { value, trial }); this.order.push(value.key); };
    for (const trial of this.view.trials) for (const value of [...trial.fields, ...trial.results]) put(value, trial);
    for (const value of this.view.unattached) put(value, null);
    for (const key of this.picked) if (!this.values.has(key)) this.picked.delete(key);
  }

  value(key = this.current) { return this.values.get(key)?.value ?? null; }
  trial(key = this.current) { return this.values.get(key)?.trial ?? null; }
  // Whether a value is to check; a result that no record claims need not be.
  isOpen(key) { return this.value(key)?.status === "open" && this.trial(key) !== null; }
  label(key) { return this.view.trials.find((trial) => trial.id === key)?.label ?? key; }

  // ---- where one is --------------------------------------------------------------------------------------------

  // Make a value the current one: its record opens, the text scrolls to its evidence.
  choose(key, { quiet = false, focus = true, keep = false } = {}) {
    if (!this.values.has(key)) key = this.order[0] ?? null;
    this.current = key;
    this.records.mark(key, focus);
    this.left.show(this.value(), quiet);
    this.desk.value({ keep });
  }

  step(by) {
    const at = this.order.indexOf(this.current);
    this.choose(this.order[Math.min(Math.max(at + by, 0), this.order.length - 1)]);
  }

  stepRecord(by) {
    const trials = this.view.trials.filter((trial) => trial.fields.length + trial.results.length);
    const at = trials.findIndex((trial) => trial.id === this.trial()?.id);
    const to = trials[at < 0 ? (by < 0 ? trials.length - 1 : 0) : at + by];
    if (to) this.choose((to.fields[0] ?? to.results[0]).key);
  }

  // The next value to check, after the current one or from the start again.
  nextOpen(from = this.current) {
    const at = this.order.indexOf(from);
    const key = [...this.order.slice(at + 1), ...this.order.slice(0, Math.max(at, 0))].find((k) => this.isOpen(k));
    if (key) this.choose(key);
    else this.#finished();
  }

  leastSure() {
    const open = this.order.filter((key) => this.isOpen(key) && key !== this.current);
    const sure = (key) => this.value(key).confidence ?? 1;
    if (open.length) this.choose(open.reduce((one, other) => (sure(other) < sure(one) ? other : one)));
    else this.#finished();
  }

  #finished() {
    if (this.order.some((key) => this.isOpen(key))) return;
    tell("Every value of this article is decided.", ["Next article >", () => this.nextArticle()]);
  }

  async nextArticle() {
    const docId = await nextArticle(this.view.doc_id).catch(() => null);
    location.hash = docId ? link(docId) : "#/";
  }

  // ---- decisions -----------------------------------------------------------------------------------------------

  // Send decisions; resolves to whether all of them were taken. A refusal is told and throws for who asks for it.
  async decide(decisions, { strict = false } = {}) {
    try {
      return this.#take(await this.line.send("decisions", decisions));
    } catch (error) {
      if (strict) throw error;
      tell(error.message);
      return false;
    }
  }

  async judge(kind) {
    if (!this.current) return;
    const from = this.current;
    if (await this.decide([{ kind, keys: [from] }])) this.#onwards(from);
  }

  async acceptRecord() {
    const trial = this.trial();
    if (trial && await this.decide([{ kind: "accept", keys: [trial.id] }])) this.#onwards();
  }

  // To the next value once a decision is saved, unless its maker has gone on to write something.
  #onwards(from = this.current) {
    if (!this.desk.isEditing && from === this.current) this.nextOpen(from);
  }

  async acceptAbove(trial, least) {
    const before = this.order.filter((key) => this.isOpen(key)).length;
    if (!await this.decide([{ kind: "accept_above", keys: trial ? [trial.id] : [], value: least }])) return;
    const accepted = before - this.order.filter((key) => this.isOpen(key)).length;
    tell(`${plural(accepted, "value")} at ${Math.round(100 * least)}% and above accepted${trial ? ` in ${trial.label}` : ""}.`);
    if (!this.isOpen(this.current)) this.#onwards();
  }

  async back(kind) {
    try {
      const before = this.view;
      if (!this.#take(await this.line.send(kind))) return;
      const entry = this.view.decisions.find((one) => one.n === this.view.decisions[0].of);
      const key = entry?.keys.find((one) => this.values.has(one));
      if (key) this.choose(key);
      if (before.version !== this.view.version) tell(`${kind === "undo" ? "Undone" : "Done again"}: ${this.told(entry)}.`);
    } catch (error) {
      tell(error.message);
    }
  }

  // What a line of the log says.
  told(entry) {
    if (!entry) return "the last decision";
    const key = entry.keys.find((one) => this.values.has(one));
    const name = key ? `“${this.value(key).shown}”` : entry.keys.map((one) => this.label(one)).join(", ");
    const more = entry.keys.length > 1 && key ? ` and ${entry.keys.length - 1} more` : "";
    return `${entry.kind.replace("_", " all ")} ${entry.note ? `“${entry.note}”` : name}${more}`;
  }

  by(entry) { return entry.who === this.who ? "You, elsewhere" : entry.who; }

  #take(outcome) {
    const marks = JSON.stringify(this.view.mentions);
    this.view = { ...this.view, ...outcome.article };
    this.#index();
    if (JSON.stringify(this.view.mentions) !== marks) this.left.render();
    this.conflicts.push(...outcome.conflicts);
    this.#shown();
    if (outcome.others.length && !outcome.conflicts.length) this.#others(outcome.others);
    const current = this.values.has(this.current) ? this.current : this.order[0];
    this.choose(current, { quiet: true, focus: false, keep: true });
    return !outcome.conflicts.length;
  }

  #others(others) {
    const [last] = others.slice(-1);
    const more = others.length > 1 ? ` (${plural(others.length, "decision")} in all)` : "";
    tell(`Meanwhile: ${this.by(last)}, ${clock(last.when)}: ${this.told(last)}${more}. It is shown now; nothing of yours is lost.`);
  }

  settle(conflict, isMine) {
    this.conflicts.splice(this.conflicts.indexOf(conflict), 1);
    if (isMine) this.decide([conflict.decision]);
    else this.#shown();
  }

  // ---- the frame -----------------------------------------------------------------------------------------------

  #shown() {
    this.records.render();
    document.getElementById("undo").disabled = !this.view.can_undo;
    document.getElementById("redo").disabled = !this.view.can_redo;
  }

  #said({ state, why }) {
    const saved = document.getElementById("saved");
    saved.className = state;
    saved.textContent = { saved: "✓ all saved", saving: "saving …", waiting: `! not saved yet, trying again (${why})` }[state];
  }

  #buttons() {
    this.closing = new AbortController();
    const { signal } = this.closing;
    for (const id of ["undo", "redo"]) {
      const button = document.getElementById(id);
      button.hidden = false;
      button.addEventListener("click", () => this.back(id), { signal });
    }
    addEventListener("beforeunload", (event) => { if (this.line.size) event.preventDefault(); }, { signal });
    document.addEventListener("visibilitychange", () => this.#refresh(), { signal });
    this.#said({ state: "saved" });
  }

  // What was decided elsewhere while this page was out of sight.
  async #refresh() {
    if (document.hidden || this.line.size) return;
    const view = await api.article(this.view.doc_id).catch(() => null);
    if (!view || this.line.size || view.version === this.view.version) return;
    const others = view.decisions.filter((entry) => entry.n > this.view.version).reverse();
    this.line.seen = view.version;
    this.#take({ article: view, others, conflicts: [] });
  }

  #pick() {
    if (this.picked.has(this.current)) this.picked.delete(this.current);
    else if (this.current) this.picked.add(this.current);
    this.records.pick();
    this.desk.value();
  }

  async #split() {
    const keys = this.picked.size ? [...this.picked] : [this.current];
    if (await this.decide([{ kind: "split", keys }])) this.#released(`${plural(keys.length, "value")} split off into a record of its own.`);
  }

  #released(text) {
    this.picked.clear();
    this.records.pick();
    tell(text);
  }

  #to(title, verb, trials, act) {
    if (!trials.length) { tell("There is no other record."); return; }
    const choice = h("select", { "aria-label": "Record" }, trials.map((trial) => h("option", { value: trial.id }, trial.label)));
    const form = h("form", { method: "dialog", onsubmit: () => act(choice.value) }, choice, " ", h("button", { class: "main" }, verb));
    modal(title, form);
    choice.focus();
  }

  move() {
    const keys = this.picked.size ? [...this.picked] : [this.current];
    const others = this.view.trials.filter((trial) => trial.id !== this.trial(keys[0])?.id);
    this.#to(`Move ${plural(keys.length, "value")} to`, "Move", others, async (to) => {
      if (await this.decide([{ kind: "move", keys, to }])) this.#released(`Moved to ${this.label(to)}.`);
    });
  }

  merge() {
    const trial = this.trial();
    if (!trial) return;
    const others = this.view.trials.filter((other) => other.id !== trial.id);
    this.#to(`Which record is the same study as ${trial.label}?`, "Merge", others, async (other) => {
      if (await this.decide([{ kind: "merge", keys: [trial.id, other] }])) tell(`Merged into ${this.label(trial.id)}.`);
    });
  }

  #keys() {
    const least = () => this.records.least;
    bind([
      ["j ArrowDown", "next value", () => this.step(1), "Move"], ["k ArrowUp", "value before", () => this.step(-1), "Move"],
      ["n", "next value to check", () => this.nextOpen(), "Move"], ["l", "least sure value to check", () => this.leastSure(), "Move"],
      ["] ArrowRight", "next record", () => this.stepRecord(1), "Move"], ["[ ArrowLeft", "record before", () => this.stepRecord(-1), "Move"],
      ["f", "show the evidence again, next place", () => this.left.next(this.value()), "Move"],
      ["p", "text or page (of a PDF)", () => this.left.toggle(), "Move"],
      [">", "next article", () => this.nextArticle(), "Move"], ["q", "queue", () => { location.hash = "#/"; }, "Move"],
      ["a Enter", "accept the value", () => this.judge("accept"), "Decide"], ["x Delete", "reject the value", () => this.judge("reject"), "Decide"],
      ["e", "correct the value", () => this.desk.correct(), "Decide"], ["c +", "add a value (from selected text)", () => this.desk.add(), "Decide"],
      ["A", "accept what is left of the record", () => this.acceptRecord(), "Decide"],
      ["t", "accept all of the record above the confidence", () => this.trial() && this.acceptAbove(this.trial(), least()), "Decide"],
      ["T", "accept all of the article above the confidence", () => this.acceptAbove(null, least()), "Decide"],
      ["X", "reject the record", () => this.trial() && this.decide([{ kind: "reject", keys: [this.trial().id] }]), "Decide"],
      ["m", "note on the value", () => this.desk.note(), "Decide"],
      ["Space", "pick the value (for split and move)", () => this.#pick(), "Records"],
      ["s", "split off: a record of the picked values", () => this.#split(), "Records"],
      ["v", "move the picked values to a record", () => this.move(), "Records"], ["g", "merge the record with another", () => this.merge(), "Records"],
      ["u ctrl+z", "undo", () => this.back("undo"), "Keep"], ["r ctrl+Z ctrl+y", "redo", () => this.back("redo"), "Keep"],
      ["h", "what was decided", () => this.#log(), "Keep"], ["?", "this help", help, "Keep"],
      ["Escape", "", () => this.desk.value(), ""],
    ]);
  }

  #log() {
    const lines = this.view.decisions.map((entry) => h("li", { class: entry.undone ? "undone" : null },
      h("time", { datetime: entry.when }, new Date(entry.when).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" })), ` ${entry.who}: ${this.told(entry)}`,
      entry.undone ? ` (undone by ${entry.undone_by})` : null));
    modal("What was decided, newest first", lines.length ? h("ol", { class: "log" }, lines) : h("p", null, "Nothing yet."));
  }
}
