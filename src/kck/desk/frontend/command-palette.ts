/**
 * `<command-palette url text-label text-hint text-none>`: Ctrl+K opens it. It offers what the page
 * has keys or links for, and asks the server about numbers, addresses and people; what is typed
 * goes there as a form, because it may be somebody's telephone.
 */

import { folded } from "../../ui/frontend/pick-list";

export interface Line {
  label: string;
  keys?: string;
  url?: string;
  post?: string; // the field under which what was typed is sent there
  element?: HTMLElement;
}

const SHORTEST = 3;
const PAUSE = 150;
const MOST = 12;

/** Those with all the words, the ones that begin with what was typed first. */
export function ranked(lines: readonly Line[], typed: string): Line[] {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  const found = lines.filter((line) => words.every((word) => folded(line.label).includes(word)));
  const begins = (line: Line): number => (folded(line.label).startsWith(words[0] ?? "") ? 0 : 1);
  return found.map((line, place) => ({ line, place })).sort((a, b) => begins(a.line) - begins(b.line) || a.place - b.place).map(({ line }) => line);
}

export class CommandPalette extends HTMLElement {
  #dialog: HTMLDialogElement | null = null;
  #input = document.createElement("input");
  #list = document.createElement("ul");
  #own: Line[] = [];
  #asked: Line[] = [];
  #shown: Line[] = [];
  #at = 0;
  #timer: number | undefined;

  connectedCallback(): void {
    document.addEventListener("keydown", this.#key);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#key);
    this.#dialog?.remove();
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k" || event.altKey) return;
    event.preventDefault();
    if (this.#dialog?.open) return this.#dialog.close();
    if (!document.querySelector("dialog[open]")) this.#open();
  };

  #open(): void {
    this.#own = offered();
    this.#asked = [];
    this.#dialog = this.#made();
    document.body.append(this.#dialog);
    this.#dialog.showModal();
    this.#input.focus();
    this.#show();
  }

  #made(): HTMLDialogElement {
    const dialog = document.createElement("dialog");
    dialog.className = "ds-dialog palette";
    dialog.setAttribute("aria-label", this.getAttribute("text-label") ?? "");
    this.#input = document.createElement("input");
    Object.assign(this.#input, { type: "text", className: "ds-input", autocomplete: "off", placeholder: this.getAttribute("text-hint") ?? "" });
    for (const [name, value] of [["role", "combobox"], ["aria-expanded", "true"], ["aria-controls", "palette-lines"], ["aria-label", this.getAttribute("text-label") ?? ""]] as const) this.#input.setAttribute(name, value);
    this.#list = Object.assign(document.createElement("ul"), { id: "palette-lines", className: "palette__lines" });
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", this.getAttribute("text-label") ?? "");
    this.#input.addEventListener("input", () => this.#typed());
    this.#input.addEventListener("keydown", (event) => this.#moved(event));
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    dialog.append(this.#input, this.#list);
    return dialog;
  }

  #typed(): void {
    clearTimeout(this.#timer);
    this.#asked = [];
    this.#at = 0;
    this.#show();
    if (this.#input.value.trim().length >= SHORTEST) this.#timer = window.setTimeout(() => void this.#ask(), PAUSE);
  }

  async #ask(): Promise<void> {
    const typed = this.#input.value;
    try {
      const body = new URLSearchParams({ q: typed });
      const answer = await fetch(this.getAttribute("url") ?? "", { method: "POST", body, headers: { "X-CSRFToken": token() } });
      if (!answer.ok || this.#input.value !== typed) return;
      this.#asked = ((await answer.json()) as { lines: Line[] }).lines;
      this.#show();
    } catch {
      // what the page itself offers is enough
    }
  }

  #moved(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.#at = (this.#at + step + this.#shown.length) % Math.max(this.#shown.length, 1);
      this.#show();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#go(this.#shown[this.#at]);
    }
  }

  #show(): void {
    const own = ranked(this.#own, this.#input.value);
    // a number that is known stands first
    const known = this.#asked.filter((line) => /\d/.test(line.label) && !line.post && !line.url?.includes("?"));
    this.#shown = [...known, ...own, ...this.#asked.filter((line) => !known.includes(line))].slice(0, MOST);
    this.#list.replaceChildren(...this.#shown.map((line, place) => this.#line(line, place)));
    if (!this.#shown.length) this.#list.append(Object.assign(document.createElement("li"), { className: "muted", textContent: this.getAttribute("text-none") }));
    this.#input.setAttribute("aria-activedescendant", this.#shown.length ? `palette-${this.#at}` : "");
  }

  #line(line: Line, place: number): HTMLElement {
    const made = Object.assign(document.createElement("li"), { id: `palette-${place}`, textContent: line.label });
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", String(place === this.#at));
    if (line.keys) made.append(Object.assign(document.createElement("kbd"), { textContent: line.keys }));
    made.addEventListener("click", () => this.#go(line));
    if (place === this.#at) requestAnimationFrame(() => made.scrollIntoView?.({ block: "nearest" }));
    return made;
  }

  #go(line: Line | undefined): void {
    if (!line) return;
    const typed = this.#input.value;
    this.#dialog?.close();
    if (line.element) return line.element.matches("input") ? line.element.focus() : line.element.click();
    if (line.post && line.url) return send(line.url, line.post, typed);
    if (line.url?.startsWith("/")) location.assign(line.url);
  }
}

/** Everything the page has a key for, and the links of the navigation. */
function offered(): Line[] {
  const found = new Map<string, Line>();
  for (const element of document.querySelectorAll<HTMLElement>("[data-hotkey], .desk-nav a, .menu a")) {
    const label = (element.dataset["hotkeyLabel"] ?? element.textContent ?? "").trim().replace(/\s+/g, " ");
    const keys = element.dataset["hotkey"] ?? "";
    if (label && !found.has(label)) found.set(label, { label, element, ...(keys ? { keys } : {}) });
  }
  return [...found.values()];
}

function token(): string {
  return document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

function send(url: string, field: string, value: string): void {
  const form = Object.assign(document.createElement("form"), { method: "post", action: url });
  for (const [name, content] of [[field, value], ["csrfmiddlewaretoken", token()]] as const) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value: content }));
  }
  document.body.append(form);
  form.submit();
}

customElements.define("command-palette", CommandPalette);
