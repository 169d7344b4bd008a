// The queue: what is to check, least sure first.
import * as api from "./api.js";
import { bind, help } from "./keys.js";
import { h, percent, plural, tell } from "./dom.js";

const FIELDS = ["results", "names", "registry_ids", "citations", "phase", "design", "status", "enrolled", "population",
  "conditions", "interventions", "comparators", "sponsors"];
const ORDERS = [["uncertain", "least sure first"], ["open", "most to check first"], ["name", "by name"]];
const WAIT = 200;
const state = { search: "", field: "", endpoint: "", order: "uncertain" };
// The order of the queue as it was last shown, for the way to the next article.
export let shown = [];

export const link = (docId) => `#/article/${encodeURIComponent(docId)}`;

export async function next(docId) {
  if (!shown.length) shown = (await api.queue(state)).map((row) => row.doc_id);
  return shown[shown.indexOf(docId) + 1] ?? null;
}

export async function open(main) {
  document.title = "Queue – trial-extract review";
  document.getElementById("place").replaceChildren(h("span", null, "Queue"));
  document.getElementById("saved").textContent = "";
  for (const id of ["undo", "redo"]) document.getElementById(id).hidden = true;
  const counts = h("p", { class: "status", role: "status" }), body = h("tbody"), table = tableOf(body);
  const show = async () => {
    const rows = await api.queue(state);
    shown = rows.map((row) => row.doc_id);
    body.replaceChildren(...rows.map(rowOf));
    counts.textContent = told(rows);
    table.hidden = !rows.length;
  };
  main.className = "queue";
  main.replaceChildren(h("section", null, h("h1", null, "Articles to check"), filters(show), counts, h("div", { class: "scroll" }, table)));
  keys(body);
  await show();
}

function told(rows) {
  if (!rows.length) return Object.values({ ...state, order: "" }).some(Boolean) ? "Nothing passes these filters." : "There is no article in this folder.";
  const sum = (name) => rows.reduce((n, row) => n + row[name], 0);
  const open = sum("values") - sum("checked");
  return `${plural(rows.length, "article")}, ${plural(sum("records"), "record")}, ${plural(open, "value")} to check, ${sum("uncertain").toLocaleString("en")} of them uncertain; ${sum("checked").toLocaleString("en")} of ${plural(sum("values"), "value")} done.`;
}

function filters(show) {
  let waiting = 0;
  const later = (name) => (event) => {
    state[name] = event.target.value;
    clearTimeout(waiting);
    waiting = setTimeout(() => show().catch((error) => tell(error.message)), WAIT);
  };
  const options = (pairs, name) => pairs.map(([value, text]) => h("option", { value, selected: state[name] === value }, text));
  return h("form", { class: "filters", role: "search", onsubmit: (event) => event.preventDefault() },
    h("label", null, "Trial or article", h("input", { type: "search", id: "search", value: state.search, placeholder: "name, number, title", oninput: later("search") })),
    h("label", null, "Field", h("select", { onchange: later("field") }, options([["", "all"], ...FIELDS.map((f) => [f, f.replace("_ids", " numbers").replaceAll("_", " ")])], "field"))),
    h("label", null, "Endpoint", h("input", { type: "search", value: state.endpoint, placeholder: "overall survival", oninput: later("endpoint") })),
    h("label", null, "Order", h("select", { onchange: later("order") }, options(ORDERS, "order"))));
}

function tableOf(body) {
  const heads = ["Article", "Records", "To check", "Uncertain", "Least sure", "Done"];
  return h("table", { class: "articles" }, h("thead", null, h("tr", null, heads.map((name, n) =>
    h("th", { scope: "col", class: n && n < 5 ? "n" : null }, name)))), body);
}

function rowOf(row) {
  const done = row.values ? row.checked / row.values : 1;
  const changed = row.changed ? h("span", { class: "badge warn" }, `${row.changed} changed by a run`) : null;
  const bar = h("span", { class: "bar", "aria-hidden": "true" }, h("span", { style: { width: percent(done) } }));
  return h("tr", { class: done === 1 ? "done" : null },
    h("th", { scope: "row" }, h("a", { href: link(row.doc_id) }, row.title || row.doc_id), h("small", null, row.title ? row.doc_id : null), changed),
    h("td", { class: "n" }, row.records), h("td", { class: "n" }, row.values - row.checked),
    h("td", { class: "n" }, row.uncertain || "–"), h("td", { class: "n" }, percent(row.least) || "–"),
    h("td", { class: "progress" }, bar, h("span", { class: "of" }, `${row.checked} of ${row.values}`)));
}

function keys(body) {
  const step = (by) => () => {
    const links = [...body.querySelectorAll("a")];
    links[Math.min(Math.max(links.indexOf(document.activeElement) + by, 0), links.length - 1)]?.focus();
  };
  bind([
    ["j ArrowDown", "next article", step(1), "Queue"], ["k ArrowUp", "article before", step(-1), "Queue"],
    ["Enter", "open the article", () => (body.querySelector("a:focus") ?? body.querySelector("a"))?.click(), "Queue"],
    ["/", "search", () => document.getElementById("search").focus(), "Queue"], ["?", "this help", help, "Queue"],
  ]);
}
