"use strict";
// The error browser: filters over the data of the page, their state in the address, one page of the list at a time.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const errors = document.getElementById("errors");
  const form = errors.querySelector("form");
  const list = errors.querySelector(".list");
  const status = errors.querySelector(".status");
  const pager = errors.querySelector(".pager");
  const card = document.getElementById("card").content;
  const PAGE = 25;
  const PRINTED = 100;
  const NAME = "errors";
  // Two values are compared word by word, unless they are endless; a sign between words is a piece of its own.
  const COMPARED = 1e6;
  const PIECES = /(\s+|[;,()])/;
  const facets = [...new Set([...form.querySelectorAll("input[type=checkbox]")].map((box) => box.name))];
  const word = (name, i) => data.strings[data.columns[name][i]];
  const size = data.columns.kind.length;
  let state = empty();
  let shown = [];

  function empty() {
    return { q: "", article: "", order: "", page: 1, ...Object.fromEntries(facets.map((name) => [name, new Set()])) };
  }

  // ---- the state and the address -------------------------------------------------------------------------------

  function fromAddress() {
    const [name, query = ""] = location.hash.slice(1).split("?");
    if (name !== NAME || !location.hash.includes("?")) return null;
    const read = new URLSearchParams(query);
    const found = empty();
    for (const facet of facets) found[facet] = new Set(read.getAll(facet));
    for (const key of ["q", "article", "order"]) found[key] = read.get(key) ?? "";
    found.page = Math.max(1, Number.parseInt(read.get("page"), 10) || 1);
    return found;
  }

  function toAddress() {
    const written = new URLSearchParams();
    for (const facet of facets) for (const value of state[facet]) written.append(facet, value);
    for (const key of ["q", "article", "order"]) if (state[key]) written.set(key, state[key]);
    if (state.page > 1) written.set("page", state.page);
    history.replaceState(null, "", `#${NAME}${written.size ? "?" : ""}${written}`);
  }

  function toForm() {
    for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = state[box.name].has(box.value);
    for (const key of ["q", "article", "order"]) form.elements[key].value = state[key];
  }

  function fromForm() {
    state = empty();
    for (const box of form.querySelectorAll("input:checked")) state[box.name].add(box.value);
    for (const key of ["q", "article", "order"]) state[key] = form.elements[key].value;
  }

  // ---- what passes the filters ---------------------------------------------------------------------------------

  const searched = ["trial", "gold", "predicted", "sentence"];
  const lower = data.strings.map((text) => text.toLowerCase());

  function found(i, words) {
    return words.every((wanted) => searched.some((name) => lower[data.columns[name][i]].includes(wanted)));
  }

  // What was gained since the baseline is no error: it is listed only where its change is asked for.
  function fails(name, i) {
    const asked = state[name].size || (name === "change" && word("kind", i) === "right");
    return asked && !state[name].has(word(name, i));
  }

  // An error is counted on a filter when it passes all the others, so a count tells what ticking would show.
  function select() {
    const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    const counts = Object.fromEntries([...facets, "article"].map((name) => [name, new Map()]));
    const rows = [];
    for (let i = 0; i < size; i++) {
      if (words.length && !found(i, words)) continue;
      const failed = facets.filter((name) => fails(name, i));
      if (state.article && state.article !== word("article", i)) failed.push("article");
      if (!failed.length) rows.push(i);
      if (failed.length > 1) continue;
      for (const name of failed.length ? failed : Object.keys(counts)) {
        counts[name].set(word(name, i), (counts[name].get(word(name, i)) ?? 0) + 1);
      }
    }
    return { rows: ordered(rows), counts };
  }

  function ordered(rows) {
    if (!state.order) return rows;
    const sign = state.order === "sure" ? -1 : 1;
    const sure = (i) => data.columns.confidence[i];
    return rows.sort((a, b) => (sure(a) === null) - (sure(b) === null) || sign * (sure(a) - sure(b)) || a - b);
  }

  // ---- what is shown -------------------------------------------------------------------------------------------

  function count(counts) {
    for (const box of form.querySelectorAll("input[type=checkbox]")) {
      const number = counts[box.name].get(box.value) ?? 0;
      box.parentElement.querySelector("output").textContent = number;
      box.parentElement.classList.toggle("none", !number && !box.checked);
    }
    for (const option of form.elements.article.options) {
      if (option.value) option.textContent = `${option.value} (${counts.article.get(option.value) ?? 0})`;
    }
  }

  function told() {
    const values = facets.map((name) => [...state[name]].join(" or ")).concat(state.article, state.q && `“${state.q}”`);
    const filters = values.filter(Boolean).join(" · ");
    const thing = shown.some((i) => word("kind", i) === "right") ? "value" : "error";
    const number = `${shown.length.toLocaleString("en")} ${thing}${shown.length === 1 ? "" : "s"}`;
    return filters ? `${number}: ${filters.replaceAll("_", " ")}` : number;
  }

  function render() {
    const { rows, counts } = select();
    shown = rows;
    const pages = Math.max(1, Math.ceil(rows.length / PAGE));
    state.page = Math.min(state.page, pages);
    const first = (state.page - 1) * PAGE;
    list.replaceChildren(...rows.slice(first, first + PAGE).map(cardOf));
    count(counts);
    status.textContent = rows.length ? told() : `${told()}. Nothing passes these filters.`;
    pager.hidden = pages < 2;
    pager.querySelector(".where").textContent = `page ${state.page} of ${pages}`;
    for (const button of pager.querySelectorAll("button")) {
      const page = state.page + Number(button.dataset.step);
      button.disabled = page < 1 || page > pages;
    }
  }

  function cardOf(i) {
    const made = card.cloneNode(true);
    const put = (selector, text) => { made.querySelector(selector).textContent = text; };
    const kind = word("kind", i);
    put(".kind", kind);
    made.querySelector(".kind").classList.add(kind.split(" ")[0]);
    put(".field", word("field", i).replaceAll("_", " "));
    put(".change", word("change", i));
    const article = made.querySelector(".article");
    article.textContent = word("article", i);
    article.href = `#${NAME}?${new URLSearchParams({ article: word("article", i) })}`;
    put(".trial", word("trial", i));
    compare(made, word("gold", i), word("predicted", i));
    quote(made.querySelector("blockquote"), i);
    put(".origin", origin(i));
    return made;
  }

  // The words that only one side has are marked on both.
  function compare(made, gold, predicted) {
    const sides = [[".gold", gold, predicted], [".predicted", predicted, gold]];
    for (const [name, own, other] of sides) {
      const side = made.querySelector(`${name} p`);
      side.parentElement.classList.toggle("nothing", !own);
      if (!own) side.textContent = "—";
      else if (!other || own.length * other.length > COMPARED) side.textContent = own;
      else side.append(...marked(own.split(PIECES), other.split(PIECES)));
    }
  }

  function marked(own, other) {
    const kept = common(own, other);
    const differs = (at) => own[at]?.trim() && !kept.has(at);
    const runs = [];
    own.forEach((piece, at) => {
      // A space between two marked words is marked with them.
      const marks = piece.trim() ? differs(at) : differs(at - 1) && differs(at + 1);
      if (!runs.length || runs.at(-1).differs !== Boolean(marks)) runs.push({ differs: Boolean(marks), text: "" });
      runs.at(-1).text += piece;
    });
    return runs.map((run) => {
      const made = document.createElement(run.differs ? "b" : "span");
      made.textContent = run.text;
      return made;
    });
  }

  // The places of the longest common subsequence of two short lists.
  function common(own, other) {
    const best = Array.from({ length: own.length + 1 }, () => new Uint16Array(other.length + 1));
    for (let i = own.length - 1; i >= 0; i--) {
      for (let j = other.length - 1; j >= 0; j--) {
        best[i][j] = own[i] === other[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
      }
    }
    const kept = new Set();
    for (let i = 0, j = 0; i < own.length && j < other.length;) {
      if (own[i] === other[j]) { kept.add(i++); j++; }
      else if (best[i + 1][j] >= best[i][j + 1]) i++;
      else j++;
    }
    return kept;
  }

  function quote(block, i) {
    const sentence = word("sentence", i);
    const [start, end] = [data.columns.start[i], data.columns.end[i]];
    block.classList.toggle("nothing", !sentence);
    if (!sentence) {
      block.textContent = word("note", i);
      return;
    }
    const mark = document.createElement("mark");
    mark.textContent = sentence.slice(start, end);
    block.append(sentence.slice(0, start), mark, sentence.slice(end));
  }

  function origin(i) {
    const sure = data.columns.confidence[i];
    const before = word("before", i) && `before: ${word("before", i)}`;
    const parts = [before, sure === null ? "" : `confidence ${sure.toFixed(2)}`, word("rule", i), word("sentence", i) && word("note", i)];
    return parts.filter(Boolean).join(" · ");
  }

  // ---- what moves it -------------------------------------------------------------------------------------------

  function changed() {
    fromForm();
    render();
    toAddress();
  }

  function restore() {
    const found = fromAddress();
    if (!found) return;
    state = found;
    toForm();
    render();
    errors.scrollIntoView();
  }

  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    state = empty();
    toForm();
    render();
    toAddress();
  });
  pager.addEventListener("click", (event) => {
    const step = Number(event.target.dataset?.step);
    if (!step) return;
    state.page += step;
    render();
    toAddress();
    errors.querySelector(".listing").scrollIntoView();
  });
  addEventListener("hashchange", restore);
  addEventListener("beforeprint", () => {
    list.replaceChildren(...shown.slice(0, PRINTED).map(cardOf));
    if (shown.length > PRINTED) status.textContent = `${told()}, of which the first ${PRINTED} are printed`;
  });
  addEventListener("afterprint", render);
  if (matchMedia("(max-width: 46rem)").matches) form.querySelector("details").open = false;

  // ---- the heat map: a heading sorts ---------------------------------------------------------------------------

  for (const table of document.querySelectorAll("table.heatmap")) {
    const heads = [...table.tHead.rows[0].cells];
    table.tHead.addEventListener("click", (event) => {
      const head = event.target.closest("th");
      if (!head) return;
      const up = head.ariaSort !== "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.ariaSort = up ? "ascending" : "descending";
      sort(table.tBodies[0], heads.indexOf(head), up ? 1 : -1);
    });
  }

  function sort(body, column, sign) {
    const key = (row) => row.cells[column].textContent.trim();
    const rows = [...body.rows].filter((row) => !row.classList.contains("whole"));
    const number = (text) => (text === "" ? Infinity * sign : Number(text));
    const compareRows = column
      ? (a, b) => sign * (number(key(a)) - number(key(b))) || 0 // two empty cells: neither is first
      : (a, b) => sign * key(a).localeCompare(key(b), "en", { numeric: true });
    body.append(...rows.sort(compareRows));
  }

  render();
  restore();
})();
