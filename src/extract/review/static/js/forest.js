// The ratios of a trial that have an interval, as a forest plot on a logarithmic axis.
import { h, svg } from "./dom.js";

export const RATIOS = ["hazard-ratio", "relative-risk", "odds-ratio"];
const ROW = 24, FEWEST = 3;
const COARSE = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];
const FINE = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.5, 2, 3, 4];

export const isRatio = ({ status, value: told }) =>
  status !== "rejected" && RATIOS.includes(told.measure) && [told.value, told.low, told.high].every((n) => n > 0);

export function forest(values, choose) {
  const rows = values.filter(isRatio);
  if (!rows.length) return null;
  const low = Math.min(0.8, ...rows.map((row) => row.value.low)), high = Math.max(1.25, ...rows.map((row) => row.value.high));
  const span = Math.log(high / low);
  const at = (n) => 2 + (96 * Math.log(n / low)) / span;
  const inside = (all) => all.filter((tick) => tick >= low && tick <= high);
  const ticks = inside(COARSE).length < FEWEST ? inside(FINE) : inside(COARSE);
  const axis = svg("svg", { class: "axis", width: "100%", height: 16, "aria-hidden": "true" },
    ticks.map((tick) => svg("text", { x: `${at(tick)}%`, y: 12, "text-anchor": "middle" }, String(tick))));
  const body = rows.map((row) => h("tr", { onclick: () => choose(row.key) },
    h("th", { scope: "row" }, row.value.endpoint, row.value.subgroup ? h("small", null, ` ${row.value.subgroup}`) : null),
    h("td", { class: "plot" }, interval(row, at, ticks)),
    h("td", { class: "n" }, `${row.value.value} (${row.value.low}–${row.value.high})`)));
  return h("details", { class: "forest", open: true }, h("summary", null, `Forest plot of ${rows.length === 1 ? "the ratio" : `${rows.length} ratios`}`),
    h("table", null, h("tbody", null, body), h("tfoot", null, h("tr", null, h("td"), h("td", { class: "plot" }, axis), h("td", { class: "n" }, "ratio (interval)")))));
}

function interval({ value: told, status }, at, ticks) {
  const name = `${told.endpoint}: ${told.measure.replace("-", " ")} ${told.value}, ${told.low} to ${told.high}`;
  return svg("svg", { width: "100%", height: ROW, role: "img", "aria-label": name, class: status },
    ticks.map((tick) => svg("line", { class: tick === 1 ? "one" : "grid", x1: `${at(tick)}%`, x2: `${at(tick)}%`, y1: 0, y2: ROW })),
    svg("line", { class: "whisker", x1: `${at(told.low)}%`, x2: `${at(told.high)}%`, y1: ROW / 2, y2: ROW / 2 }),
    svg("svg", { x: `${at(told.value)}%`, y: ROW / 2, overflow: "visible" }, svg("rect", { class: "dot", x: -4.5, y: -4.5, width: 9, height: 9 })));
}
