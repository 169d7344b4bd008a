// The article as it reads, with every mention marked, and the way between its characters and what is on the screen.
//
// Marks are plain elements. Recogito's text-annotator (4.1, 60 kB) took two to three seconds to its first frame with 6,000
// marks in 945,000 characters, and what it paints are no elements of the text; these take 0.2 s. Blocks have no
// content-visibility: in Chromium 156 it stalls a scroll over 1,500 of them for seconds, and without it none takes over 40 ms.
//
// The server counts characters, JavaScript counts UTF-16 units: a text with characters beyond the first plane
// (a mathematical letter) has an index of them. All DOM work below is in units, all the callers' in characters.
import { h } from "./dom.js";

const FAR = /[\ud800-\udbff]/g;
export const GROUPS = {
  trial: ["names", "registry_ids", "citations", "sponsors"],
  design: ["phase", "design", "status", "enrolled"],
  people: ["population", "conditions", "subgroup"],
  treatment: ["interventions", "comparators", "arm"],
  result: ["results", "p_value", "interval", "low", "high", "error", "events", "total"],
  endpoint: ["endpoint", "timepoint", "measure", "unit"],
};
const GROUP_OF = Object.fromEntries(Object.entries(GROUPS).flatMap(([group, kinds]) => kinds.map((kind) => [kind, group])));
export const groupOf = (kind) => GROUP_OF[kind] ?? "endpoint";

// The numbers between which one block or mention ends, found by halving.
function firstAfter(sorted, wanted, key) {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(sorted[middle]) > wanted) high = middle; else low = middle + 1;
  }
  return low;
}

export class ArticleText {
  #starts = new WeakMap();
  #nodes = [];
  #far;

  constructor(text, blocks, host) {
    this.text = text;
    this.host = host;
    this.#far = [...text.matchAll(FAR)].map((found, n) => found.index - n);
    this.blocks = blocks;
  }

  // The unit of a character, and back.
  unit(at) { return this.#far.length ? at + firstAfter(this.#far, at - 1, (far) => far) : at; }
  character(unit) {
    if (!this.#far.length) return unit;
    let low = 0, high = this.#far.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#far[middle] + middle < unit) low = middle + 1; else high = middle;
    }
    return unit - low;
  }
  words(start, end) { return this.text.slice(this.unit(start), this.unit(end)); }

  // Where `words` stand, nearest after `from`; null where they do not.
  find(words, from = 0) {
    const wanted = words.trim();
    if (!wanted) return null;
    let at = this.text.indexOf(wanted, this.unit(from));
    if (at < 0) at = this.text.indexOf(wanted);
    if (at < 0) at = this.text.toLowerCase().indexOf(wanted.toLowerCase());
    return at < 0 ? null : { start: this.character(at), end: this.character(at + wanted.length) };
  }

  render(mentions) {
    this.#nodes = [];
    this.#starts = new WeakMap();
    const marks = mentions.map((m) => ({ ...m, start: this.unit(m.start), end: this.unit(m.end) }))
      .sort((a, b) => a.start - b.start);
    const made = document.createDocumentFragment();
    let next = 0, table = null, open = [];
    for (const block of this.blocks) {
      const start = this.unit(block.start), end = this.unit(block.end);
      while (next < marks.length && marks[next].start < end) open.push(marks[next++]);
      open = open.filter((mark) => mark.end > start);
      const inside = open.filter((mark) => mark.start < end);
      if (block.kind !== "row") table = null;
      else if (!table) made.append(table = h("div", { class: "cells" }));
      (table ?? made).append(this.#block(block.kind, start, end, inside));
    }
    this.host.replaceChildren(made);
  }

  #block(kind, start, end, marks) {
    const tag = { title: "h1", heading: "h2" }[kind] ?? (kind === "row" ? "div" : "p");
    const element = h(tag, { class: kind });
    if (kind !== "row") this.#fill(element, start, end, marks);
    else for (const [from, to] of this.#cells(start, end)) this.#fill(element.appendChild(h("span")), from, to, marks);
    return element;
  }

  // The cells between the bars of a row; a bar at its very start or end (Markdown) has none outside it.
  *#cells(start, end) {
    const bars = [start - 1];
    for (let at = start; at < end; at++) if (this.text[at] === "|" && this.#isBare(at - 1, start, end) && this.#isBare(at + 1, start, end)) bars.push(at);
    bars.push(end);
    for (let n = 0; n + 1 < bars.length; n++) {
      const from = Math.min(bars[n] + 1, end), to = Math.max(from, bars[n + 1]);
      const isEdge = n === 0 || n + 2 === bars.length;
      if (!isEdge || this.text.slice(from, to).trim()) yield [from, to];
    }
  }

  #isBare(at, start, end) { return at < start || at >= end || this.text[at] === " "; }

  // Cut the stretch at every edge of a mark; a piece has all marks that cover it, the shortest gives its colour.
  #fill(element, start, end, marks) {
    const inside = marks.filter((mark) => mark.start < end && mark.end > start);
    const edges = new Set([start, end]);
    for (const mark of inside) edges.add(Math.max(start, mark.start)).add(Math.min(end, mark.end));
    const cuts = [...edges].sort((a, b) => a - b);
    for (let n = 0; n + 1 < cuts.length; n++) {
      const over = inside.filter((mark) => mark.start <= cuts[n] && mark.end >= cuts[n + 1]);
      const node = document.createTextNode(this.text.slice(cuts[n], cuts[n + 1]));
      this.#starts.set(node, cuts[n]);
      this.#nodes.push(node);
      element.append(over.length ? this.#mark(over, node) : node);
    }
  }

  #mark(over, node) {
    over.sort((a, b) => a.end - a.start - (b.end - b.start));
    const keys = [...new Set(over.flatMap((mark) => mark.keys))];
    const mark = h("mark", { class: `k-${groupOf(over[0].kind)}`, title: [...new Set(over.map((m) => m.kind.replaceAll("_", " ")))].join(", ") }, node);
    mark.keys = keys;
    return mark;
  }

  // The range of a stretch of the text; null where it is not on the screen.
  range(start, end) {
    const from = this.unit(start), to = this.unit(end);
    const start_of = (node) => this.#starts.get(node);
    const first = this.#nodes[Math.max(0, firstAfter(this.#nodes, from, start_of) - 1)];
    const last = this.#nodes[Math.max(0, firstAfter(this.#nodes, to - 1, start_of) - 1)];
    if (!first || !last) return null;
    const clip = (node, at) => Math.min(Math.max(at - start_of(node), 0), node.length);
    const range = document.createRange();
    range.setStart(first, clip(first, from));
    range.setEnd(last, clip(last, to));
    return range;
  }

  // The characters that are selected, without white space at the edges; null where nothing of the article is.
  selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!this.host.contains(range.startContainer) || !this.host.contains(range.endContainer)) return null;
    let from = this.#at(range.startContainer, range.startOffset, false);
    let to = this.#at(range.endContainer, range.endOffset, true);
    while (from < to && /\s/.test(this.text[from])) from++;
    while (to > from && /\s/.test(this.text[to - 1])) to--;
    return from < to ? { start: this.character(from), end: this.character(to) } : null;
  }

  #at(container, offset, isEnd) {
    if (this.#starts.has(container)) return this.#starts.get(container) + offset;
    // Between elements: the text node before (for an end) or after the place.
    const walker = document.createTreeWalker(this.host, NodeFilter.SHOW_TEXT);
    const edge = document.createRange();
    edge.setStart(container, offset);
    let before = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (edge.comparePoint(node, 0) >= 0) return isEnd ? (before ? this.#starts.get(before) + before.length : 0) : this.#starts.get(node);
      before = node;
    }
    return this.text.length;
  }

  // Scroll to a place and make it flash; it stays marked as the evidence.
  show(places, isQuiet) {
    const ranges = places.map(({ start, end }) => this.range(start, end)).filter(Boolean);
    for (const old of this.host.querySelectorAll(".flash")) old.classList.remove("flash");
    if (globalThis.CSS?.highlights) {
      CSS.highlights.delete("evidence");
      if (ranges.length) CSS.highlights.set("evidence", new Highlight(...ranges));
    }
    if (!ranges.length) return false;
    const [range] = ranges;
    const seen = range.getBoundingClientRect();
    const frame = this.host.parentElement.getBoundingClientRect();
    if (seen.top < frame.top + 40 || seen.bottom > frame.bottom - 40) {
      this.host.parentElement.scrollTop += seen.top - frame.top - frame.height / 3;
    }
    if (!isQuiet) {
      const place = range.startContainer.parentElement;
      void place.offsetWidth;
      place.classList.add("flash");
    }
    return true;
  }
}
