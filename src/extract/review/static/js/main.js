// The way from the address to what is shown.
import * as article from "./article.js";
import * as queue from "./queue.js";
import { help } from "./keys.js";
import { h } from "./dom.js";

async function route() {
  const main = document.getElementById("main");
  const [, kind, docId] = location.hash.split("/");
  article.close();
  try {
    await (kind === "article" ? article.open(main, decodeURIComponent(docId)) : queue.open(main));
  } catch (error) {
    main.className = "queue";
    main.replaceChildren(h("section", { role: "alert" }, h("h1", null, "This cannot be shown"), h("p", null, error.message),
      h("p", null, h("a", { href: "#/" }, "To the queue"))));
  }
  main.focus({ preventScroll: true });
}

document.getElementById("help").addEventListener("click", help);
addEventListener("hashchange", route);
route();
