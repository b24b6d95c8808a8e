/**
 * `<pick-list text-label="…"><…><select>…</select></…></pick-list>`: a field above the list where a
 * few letters are enough; accents and order do not matter. Without script the list is a list.
 */

import "./css/pick-list.css";

const SHOWN = 8;

export function folded(text: string): string {
  return text
    .toLowerCase()
    .replaceAll("ł", "l")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "");
}

export function matches(label: string, typed: string): boolean {
  const known = folded(label);
  return folded(typed).split(/\s+/).filter(Boolean).every((word) => known.includes(word));
}

/** Words that may still be written; a box to tick or a hidden value keeps nobody from sending. */
function isUnwritten(field: Element): field is HTMLInputElement | HTMLTextAreaElement {
  return field.matches("textarea, input[type=text]") && !(field as HTMLTextAreaElement).value && isSeen(field);
}

const isSeen = (field: Element): boolean => !field.closest("[hidden], details:not([open])");

export class PickList extends HTMLElement {
  #select: HTMLSelectElement | null = null;
  #input = document.createElement("input");
  #all: Node[] = [];

  connectedCallback(): void {
    this.#select = this.querySelector("select");
    if (!this.#select || this.#input.isConnected) return;
    this.#all = [...this.#select.childNodes].map((node) => node.cloneNode(true));
    this.#input.type = "text";
    this.#input.className = "ds-input";
    this.#input.autocomplete = "off";
    this.#input.placeholder = this.getAttribute("text-label") ?? "";
    this.#input.setAttribute("aria-label", `${this.#labelOf(this.#select)}: ${this.#input.placeholder}`);
    this.#input.setAttribute("aria-controls", this.#select.id);
    if (this.#select.dataset["hotkey"]) {
      this.#input.dataset["hotkey"] = this.#select.dataset["hotkey"];
      delete this.#select.dataset["hotkey"];
    }
    this.#select.before(this.#input);
    this.#input.addEventListener("input", () => this.#narrow());
    this.#input.addEventListener("keydown", (event) => this.#pressed(event));
  }

  #labelOf(select: HTMLSelectElement): string {
    return select.labels[0]?.textContent?.trim() ?? select.name;
  }

  #narrow(): void {
    const select = this.#select;
    if (!select) return;
    const chosen = select.value;
    const typed = this.#input.value.trim();
    select.replaceChildren(...this.#all.map((node) => node.cloneNode(true)));
    if (typed) this.#drop(select, typed);
    const options = [...select.options];
    const keep = options.find((option) => option.value === chosen && !typed) ?? options[0];
    if (keep) select.value = keep.value;
    select.size = typed ? Math.max(2, Math.min(options.length, SHOWN)) : 0;
    select.scrollIntoView?.({ block: "nearest" });
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #drop(select: HTMLSelectElement, typed: string): void {
    for (const option of Array.from(select.options)) {
      if (!option.value || !matches(option.text, typed)) option.remove();
    }
    for (const group of select.querySelectorAll("optgroup")) if (!group.children.length) group.remove();
  }

  /** Enter goes on to the words that are still to be written; where there are none it sends. */
  #onward(event: KeyboardEvent, select: HTMLSelectElement): void {
    const fields = [...(select.form?.elements ?? [])];
    const next = fields.slice(fields.indexOf(select) + 1).find(isUnwritten);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  #pressed(event: KeyboardEvent): void {
    const select = this.#select;
    if (!select || event.isComposing) return;
    if (event.key === "Enter") return this.#onward(event, select);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      select.selectedIndex = Math.max(0, Math.min(select.options.length - 1, select.selectedIndex + step));
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

/** `<button data-pick-value="CODE" data-pick-for="ID">` chooses in a list. */
document.addEventListener("click", (event) => {
  const button = (event.target as Element | null)?.closest<HTMLElement>("[data-pick-value]");
  const select = document.getElementById(button?.dataset["pickFor"] ?? "");
  if (!button || !(select instanceof HTMLSelectElement)) return;
  select.value = button.dataset["pickValue"] ?? "";
  select.dispatchEvent(new Event("change", { bubbles: true }));
});

customElements.define("pick-list", PickList);
