// Elements made of text nodes: nothing here or elsewhere ever reads markup from a string.

const SVG = "http://www.w3.org/2000/svg";

function put(element, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [rule, told] of Object.entries(value)) element.style.setProperty(rule, told);
    else if (["value", "checked", "selected"].includes(name)) element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const h = (tag, properties, ...children) => put(document.createElement(tag), properties, children);
export const svg = (tag, properties, ...children) => put(document.createElementNS(SVG, tag), properties, children);

export const plural = (n, thing) => `${n.toLocaleString("en")} ${thing}${n === 1 ? "" : "s"}`;
export const percent = (share) => (share === null || share === undefined ? "" : `${Math.round(100 * share)}%`);
export const clock = (when) => new Date(when).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

let fading = 0;

// Tell something that happened; it stays until the next one or, without a button, for a while.
export function tell(text, ...actions) {
  const told = document.getElementById("told");
  clearTimeout(fading);
  const close = h("button", { type: "button", class: "plain", "aria-label": "Close this message", onclick: () => told.replaceChildren() }, "×");
  const buttons = actions.map(([name, act]) =>
    h("button", { type: "button", onclick: () => { told.replaceChildren(); act(); } }, name));
  told.replaceChildren(h("div", { class: "toast" }, h("p", null, text), buttons, close));
  if (!actions.length) fading = setTimeout(() => told.replaceChildren(), 8000);
}

// A modal dialog of the given content; resolves when it is closed.
export function modal(title, ...content) {
  const dialog = document.getElementById("dialog");
  const close = h("button", { type: "button", class: "plain", "aria-label": "Close", onclick: () => dialog.close() }, "×");
  dialog.replaceChildren(h("header", null, h("h2", { id: "dialog-title" }, title), close), ...content);
  dialog.setAttribute("aria-labelledby", "dialog-title");
  if (!dialog.open) dialog.showModal();
  return dialog;
}
