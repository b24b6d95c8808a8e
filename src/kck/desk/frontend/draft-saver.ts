/**
 * `<draft-saver url text-saved text-lost text-newer text-take text-keep><form>…</form></draft-saver>`
 * keeps what is typed on the server every few seconds and when the page goes, so that it is there
 * on any machine; `[data-draft-state]` before it says so. Another window with newer words is
 * shown, and nothing is overwritten. What the network swallows the browser's own keeper has.
 */

import { freshToken } from "./signed-out";

const FIRST = 700;
const NEXT = 3000;

export interface Kept {
  version: number;
  at: string;
  text?: string;
}

/** How long to wait: the first letters are told at once, since colleagues see that one writes. */
export function waitFor(last: number, now: number): number {
  return Math.max(FIRST, last + NEXT - now);
}

/** The words of a form as they go out; files and what the page put in stay behind. */
export function wordsOf(form: HTMLFormElement): FormData {
  const words = new FormData();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") words.append(name, value);
  return words;
}

export class DraftSaver extends HTMLElement {
  #timer: number | undefined;
  #last = 0;
  #changed = false;
  #done = false;

  connectedCallback(): void {
    this.addEventListener("input", this.#typed);
    this.addEventListener("submit", this.#sent);
    this.addEventListener("htmx:finally:request", this.#stays);
    addEventListener("pagehide", this.#leave);
  }

  disconnectedCallback(): void {
    removeEventListener("pagehide", this.#leave);
    clearTimeout(this.#timer);
    if (!this.#done) this.#leave();
  }

  get #form(): HTMLFormElement | null {
    return this.querySelector("form");
  }

  readonly #typed = (): void => {
    this.#changed = true;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#save(), waitFor(this.#last, Date.now()));
  };

  /** What is being sent is no draft any more; a late saving would bring it back. */
  readonly #sent = (event: Event): void => {
    if (event.defaultPrevented && !(event.target as HTMLElement).matches("[hx-post]")) return;
    this.#done = true;
    clearTimeout(this.#timer);
  };

  readonly #stays = (): void => {
    this.#done = false;
  };

  readonly #leave = (): void => {
    if (this.#changed && !this.#done && this.#form) void this.#send(this.#form, true);
  };

  async #save(force = false): Promise<void> {
    const form = this.#form;
    if (!form || this.#done) return;
    this.#last = Date.now();
    this.#changed = false;
    const answer = await this.#send(form, false, force);
    if (this.#done || !this.isConnected) return;
    if (answer?.status === 409) return this.#choose(form, (await answer.json()) as Kept);
    if (!answer?.ok) {
      this.#changed = true;
      return this.#say(this.getAttribute("text-lost") ?? "");
    }
    const kept = (await answer.json()) as Kept;
    this.#know(form, kept.version);
    this.#say(kept.version ? (this.getAttribute("text-saved") ?? "").replace("%s", kept.at) : "");
  }

  async #send(form: HTMLFormElement, leaving: boolean, force = false): Promise<Response | null> {
    const body = wordsOf(form);
    if (force) body.set("force", "yes");
    body.set("csrfmiddlewaretoken", freshToken(document.cookie) || String(body.get("csrfmiddlewaretoken")));
    // as htmx does: whoever is signed out hears 401, not a page to sign in on
    const headers = { "HX-Request": "true" };
    try {
      return await fetch(this.getAttribute("url") ?? "", { method: "POST", body, headers, keepalive: leaving });
    } catch {
      return null;
    }
  }

  #know(form: HTMLFormElement, version: number): void {
    const field = form.elements.namedItem("draft");
    if (field instanceof HTMLInputElement) field.value = String(version);
  }

  #say(words: string): void {
    const state = this.parentElement?.querySelector("[data-draft-state]");
    if (state && state.textContent !== words) state.textContent = words;
  }

  /** Both versions in sight; one press takes one of them. */
  #choose(form: HTMLFormElement, other: Kept): void {
    this.querySelector(".draft-clash")?.remove();
    const box = document.createElement("div");
    box.className = "draft-clash";
    box.setAttribute("role", "alert");
    const words = document.createElement("p");
    words.textContent = `${this.getAttribute("text-newer") ?? ""} ${other.at}`;
    const quote = document.createElement("blockquote");
    quote.className = "typed";
    quote.textContent = other.text ?? "";
    const take = this.#button("text-take", () => {
      const field = form.elements.namedItem("text");
      if (field instanceof HTMLTextAreaElement) field.value = other.text ?? "";
      this.#know(form, other.version);
      box.remove();
    });
    const keep = this.#button("text-keep", () => {
      box.remove();
      void this.#save(true);
    });
    const row = document.createElement("div");
    row.className = "cluster";
    row.append(take, keep);
    box.append(words, quote, row);
    form.before(box);
  }

  #button(name: string, pressed: () => void): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ds-button";
    button.dataset["variant"] = "secondary";
    button.dataset["size"] = "sm";
    button.textContent = this.getAttribute(name);
    button.addEventListener("click", pressed);
    return button;
  }
}

customElements.define("draft-saver", DraftSaver);
