/**
 * `<mention-box><textarea>…<ul hidden><li data-handle="anna.nowak">…</li></ul></mention-box>`: "@"
 * and a few letters offer colleagues; arrows, Enter or Tab choose. Without script one types the name.
 */

import { matches } from "../../ui/frontend/pick-list";

/** What stands between the last "@" of a word and the cursor; null: nobody is being called. */
export function called(value: string, at: number): { from: number; typed: string } | null {
  const found = /(?:^|[^\p{L}\p{N}_@.])@([\p{L}\p{N}_.-]*)$/u.exec(value.slice(0, at));
  if (!found) return null;
  const typed = found[1] ?? "";
  return { from: at - typed.length - 1, typed };
}

export class MentionBox extends HTMLElement {
  #area: HTMLTextAreaElement | null = null;
  #list: HTMLUListElement | null = null;
  #place = 0;

  connectedCallback(): void {
    this.#area = this.querySelector("textarea");
    this.#list = this.querySelector("ul");
    if (!this.#area || !this.#list) return;
    this.#list.id ||= "mention-list";
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", this.getAttribute("text-label") ?? "");
    for (const [place, row] of this.#rows.entries()) {
      row.setAttribute("role", "option");
      row.id = `mention-${place}`;
    }
    this.#area.setAttribute("aria-controls", this.#list.id);
    this.#area.setAttribute("aria-autocomplete", "list");
    this.#area.addEventListener("input", () => this.#look());
    this.#area.addEventListener("click", () => this.#look());
    this.#area.addEventListener("keydown", (event) => this.#pressed(event));
    this.#area.addEventListener("blur", () => setTimeout(() => this.#show([]), 150));
    this.#list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const row = (event.target as Element).closest<HTMLElement>("[data-handle]");
      if (row) this.#put(row);
    });
  }

  get #rows(): HTMLElement[] {
    return [...(this.#list?.querySelectorAll<HTMLElement>("[data-handle]") ?? [])];
  }

  get #offered(): HTMLElement[] {
    return this.#list?.hidden ? [] : this.#rows.filter((row) => !row.hidden);
  }

  #look(): void {
    const area = this.#area;
    const call = area ? called(area.value, area.selectionStart) : null;
    this.#place = 0;
    const typed = call?.typed.replaceAll(".", " ") ?? "";
    this.#show(call ? this.#rows.filter((row) => matches(row.textContent ?? "", typed)).slice(0, 8) : []);
  }

  #show(rows: HTMLElement[]): void {
    if (!this.#list || !this.#area) return;
    for (const row of this.#rows) {
      row.hidden = !rows.includes(row);
      row.setAttribute("aria-selected", String(row === rows[this.#place]));
    }
    this.#list.hidden = rows.length === 0;
    const chosen = rows[this.#place];
    if (chosen) this.#area.setAttribute("aria-activedescendant", chosen.id);
    else this.#area.removeAttribute("aria-activedescendant");
  }

  #pressed(event: KeyboardEvent): void {
    const offered = this.#offered;
    if (!offered.length || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#place = (this.#place + step + offered.length) % offered.length;
      this.#show(offered);
    } else if (event.key === "Enter" || event.key === "Tab") {
      const row = offered[this.#place];
      if (row) this.#put(row);
    } else if (event.key === "Escape") {
      this.#show([]);
    } else {
      return;
    }
    event.preventDefault();
  }

  #put(row: HTMLElement): void {
    const area = this.#area;
    const call = area ? called(area.value, area.selectionStart) : null;
    if (!area || !call) return;
    const words = `@${row.dataset["handle"] ?? ""} `;
    area.setRangeText(words, call.from, area.selectionStart, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    this.#show([]);
  }
}

customElements.define("mention-box", MentionBox);
