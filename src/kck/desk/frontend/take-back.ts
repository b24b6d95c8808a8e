/**
 * `<take-back seconds="18" text-gone="Wyszło.">…<span data-left>…</span></take-back>` counts down
 * how long something can still be taken back. Ctrl+Z takes back the first one, where nobody types.
 */

const TYPING = "input, textarea, select, [contenteditable]";
const SAID_FOR = 2500;

export function left(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / 1000));
}

export class TakeBack extends HTMLElement {
  #until = 0;
  #timer: number | undefined;

  connectedCallback(): void {
    const seconds = Number(this.getAttribute("seconds") ?? 0);
    this.#until ||= performance.now() + seconds * 1000;
    this.style.setProperty("--take-back-for", `${seconds}s`);
    this.#timer = window.setInterval(() => this.#show(), 250);
    document.addEventListener("keydown", this.#undo);
    this.#show();
  }

  disconnectedCallback(): void {
    clearInterval(this.#timer);
    document.removeEventListener("keydown", this.#undo);
  }

  #show(): void {
    const seconds = left(this.#until, performance.now());
    const shown = this.querySelector("[data-left]");
    if (shown && shown.textContent !== `${seconds} s`) shown.textContent = `${seconds} s`;
    if (seconds) return;
    clearInterval(this.#timer);
    const said = document.createElement("p");
    said.textContent = this.getAttribute("text-gone");
    this.replaceChildren(said);
    this.dataset["gone"] = "";
    setTimeout(() => this.remove(), SAID_FOR);
  }

  readonly #undo = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    const target = event.target as Element | null;
    if (target?.closest(TYPING) || document.querySelector("take-back:not([data-gone])") !== this) return;
    event.preventDefault();
    this.querySelector("form")?.requestSubmit();
  };
}

customElements.define("take-back", TakeBack);
