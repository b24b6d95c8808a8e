/**
 * `<ready-texts for="ID" used="ID">` puts a ready text where the cursor is: Alt+1…3 the suggested
 * ones, "/" at the beginning of a line opens all of them with a search. Without script its
 * buttons send the form, and the server puts the words in.
 */

import { matches } from "../../ui/frontend/pick-list";

/** A text stands in a paragraph of its own. */
export function inserted(value: string, at: number, body: string): { value: string; at: number } {
  const before = value.slice(0, at).replace(/[ \t]+$/, "");
  const after = value.slice(at).replace(/^\s+/, "");
  const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const head = before + gap + body;
  return { value: after ? `${head}\n\n${after}` : head, at: head.length };
}

/** "/" opens the list only where a line begins: "24/7" is written as it is. */
export function opens(key: string, value: string, at: number): boolean {
  return key === "/" && (at === 0 || value[at - 1] === "\n");
}

export class ReadyTexts extends HTMLElement {
  #area: HTMLTextAreaElement | null = null;

  connectedCallback(): void {
    const area = document.getElementById(this.getAttribute("for") ?? "");
    if (!(area instanceof HTMLTextAreaElement)) return;
    this.#area = area;
    const search = this.#search;
    if (search) search.hidden = false;
    area.addEventListener("keydown", this.#typing);
    this.addEventListener("click", this.#clicked);
    this.addEventListener("keydown", this.#moving);
    search?.addEventListener("input", () => this.#narrow(search.value));
    this.#details?.addEventListener("toggle", () => this.#details?.open && search?.focus());
  }

  disconnectedCallback(): void {
    this.#area?.removeEventListener("keydown", this.#typing);
  }

  get #details(): HTMLDetailsElement | null {
    return this.querySelector("details");
  }

  get #search(): HTMLInputElement | null {
    return this.querySelector("[data-ready-search]");
  }

  get #shown(): HTMLButtonElement[] {
    return [...this.querySelectorAll<HTMLButtonElement>("li:not([hidden]) [data-ready]")];
  }

  readonly #typing = (event: KeyboardEvent): void => {
    const area = this.#area;
    if (!area || event.isComposing) return;
    if (event.altKey && !event.ctrlKey && /^Digit[1-9]$/.test(event.code)) {
      const chip = this.querySelectorAll<HTMLButtonElement>(".ready__chip")[Number(event.code.slice(5)) - 1];
      if (!chip) return;
      event.preventDefault();
      this.#put(chip);
    } else if (!event.ctrlKey && !event.metaKey && opens(event.key, area.value, area.selectionStart)) {
      event.preventDefault();
      if (this.#details) this.#details.open = true;
      this.#search?.focus();
    }
  };

  readonly #clicked = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-ready]");
    if (!button) return;
    event.preventDefault();
    this.#put(button);
  };

  readonly #moving = (event: KeyboardEvent): void => {
    const target = event.target as Element;
    if (event.key === "Escape" && this.#details?.open) {
      event.preventDefault();
      this.#close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const all = this.#shown;
      const next = all[all.indexOf(target as HTMLButtonElement) + (event.key === "ArrowDown" ? 1 : -1)];
      event.preventDefault();
      (next ?? this.#search)?.focus();
    } else if (event.key === "Enter" && target === this.#search && !event.ctrlKey) {
      event.preventDefault();
      const first = this.#shown[0];
      if (first) this.#put(first);
    }
  };

  #narrow(typed: string): void {
    for (const row of this.querySelectorAll<HTMLElement>("li")) row.hidden = !matches(row.dataset["search"] ?? "", typed);
    const none = this.querySelector<HTMLElement>("[data-ready-none]");
    if (none) none.hidden = this.#shown.length > 0;
  }

  #put(button: HTMLButtonElement): void {
    const area = this.#area;
    if (!area) return;
    const made = inserted(area.value, area.selectionStart, button.dataset["body"] ?? "");
    area.value = made.value;
    this.#speakOtherwise(button);
    const used = document.getElementById(this.getAttribute("used") ?? "");
    if (used instanceof HTMLInputElement) used.value = `${used.value} ${button.value}`.trim();
    this.#close();
    area.setSelectionRange(made.at, made.at);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** For many readers at once: the fields of other languages get the same text in theirs. */
  #speakOtherwise(button: HTMLButtonElement): void {
    for (const id of (this.getAttribute("others") ?? "").split(" ").filter(Boolean)) {
      const field = document.getElementById(id);
      const body = button.getAttribute(`data-body-${id.slice(-2)}`);
      if (!(field instanceof HTMLTextAreaElement) || !body) continue;
      field.value = inserted(field.value, field.value.length, body).value;
      const around = field.closest("details");
      if (around) around.open = true;
    }
  }

  #close(): void {
    if (this.#details) this.#details.open = false;
    if (this.#search) this.#search.value = "";
    this.#narrow("");
    this.#area?.focus();
  }
}

customElements.define("ready-texts", ReadyTexts);
