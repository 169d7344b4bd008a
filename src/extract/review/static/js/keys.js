// The keyboard: one table says what every key does, and is the help.
import { h, modal } from "./dom.js";

const TYPING = "input, select, textarea, [contenteditable]";
let bound = [];

// keys: [["j ArrowDown", "next value", action, group], ...]; a key may be written with "ctrl+" and so on.
export function bind(keys) { bound = keys; }

const nameOf = (event) => (event.ctrlKey || event.metaKey ? "ctrl+" : "") + (event.shiftKey && event.key.length > 1 ? "shift+" : "") + event.key;

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || document.getElementById("dialog").open) return;
  if (event.target.closest?.(TYPING) && event.target.type !== "checkbox") return;
  // A focused button or link is pressed by Enter and space, whatever they mean elsewhere.
  if ((event.key === "Enter" || event.key === " ") && event.target.closest?.("button:not([aria-current]), a, summary")) return;
  const wanted = nameOf(event);
  const found = bound.find(([names]) => names.split(" ").some((name) => (name === "Space" ? " " : name) === wanted));
  if (!found) return;
  event.preventDefault();
  found[2]();
});

const PRETTY = { ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", "ctrl+z": "Ctrl Z", "ctrl+Z": "Ctrl Shift Z", "ctrl+y": "Ctrl Y" };

export function help() {
  const groups = Map.groupBy(bound.filter(([, what]) => what), ([, , , group]) => group);
  modal("Keys", h("div", { class: "keys" }, [...groups].map(([group, keys]) => h("section", null, h("h3", null, group),
    h("dl", null, keys.map(([names, what]) => h("div", null,
      h("dt", null, names.split(" ").map((name) => h("kbd", null, PRETTY[name] ?? name))), h("dd", null, what))))))));
}
