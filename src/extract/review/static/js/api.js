// The server, and what is on its way to it: a decision that could not be sent waits, survives a reload and is sent again.

const HEADERS = { "content-type": "application/json", "x-trial-extract": "1" };
const AGAIN = 3000;

export class Refused extends Error {}

async function ask(path, options) {
  const answer = await fetch(path, { credentials: "same-origin", ...options });
  if (answer.ok || answer.status === 409) return answer.json();
  const text = await answer.text();
  let why = text.trim() || answer.statusText;
  try { why = JSON.parse(text).error; } catch { /* it was plain text */ }
  // A fault of the server is not the user's: what was sent is kept and sent again.
  throw answer.status >= 500 ? new Error(why) : new Refused(why);
}

export const address = (docId) => `/api/articles/${encodeURIComponent(docId)}`;
export const me = () => ask("/api/me");
export const queue = (filters) => ask(`/api/queue?${new URLSearchParams(filters)}`);
export const article = (docId) => ask(address(docId));

// The changes of one article, sent one after the other, each with the version that its maker had seen.
export class Line {
  #docId; #said; #waiting; #busy = false;

  // `said` is told {state: "saved" | "saving" | "waiting", why} whenever that changes.
  constructor(docId, said) {
    this.#docId = docId;
    this.#said = said;
    this.#waiting = JSON.parse(sessionStorage.getItem(this.#name) ?? "[]");
  }

  get #name() { return `waiting:${this.#docId}`; }
  get size() { return this.#waiting.length; }

  #keep() {
    if (this.#waiting.length) sessionStorage.setItem(this.#name, JSON.stringify(this.#waiting.map(({ kind, body }) => ({ kind, body }))));
    else sessionStorage.removeItem(this.#name);
  }

  // Send a change: kind is "decisions", "undo" or "redo". Resolves to the outcome; fails with Refused only.
  send(kind, decisions) {
    return new Promise((done, failed) => {
      this.#waiting.push({ kind, body: decisions ? { decisions } : {}, done, failed });
      this.#keep();
      this.#work();
    });
  }

  // What an earlier page left unsent, sent now.
  resume(seen, done, failed) {
    this.seen = seen;
    for (const one of this.#waiting) Object.assign(one, { done, failed });
    this.#work();
  }

  async #work() {
    if (this.#busy) return;
    this.#busy = true;
    while (this.#waiting.length) {
      const { kind, body, done, failed } = this.#waiting[0];
      this.#said({ state: "saving" });
      try {
        const sent = JSON.stringify({ seen: this.seen, ...body });
        const outcome = await ask(`${address(this.#docId)}/${kind}`, { method: "POST", headers: HEADERS, body: sent });
        this.seen = outcome.version;
        this.#shift();
        done?.(outcome);
      } catch (error) {
        if (error instanceof Refused) {
          this.#shift();
          failed?.(error);
        } else {
          this.#said({ state: "waiting", why: error.message });
          await new Promise((next) => setTimeout(next, AGAIN));
        }
      }
    }
    this.#busy = false;
    this.#said({ state: "saved" });
  }

  #shift() {
    this.#waiting.shift();
    this.#keep();
  }
}
