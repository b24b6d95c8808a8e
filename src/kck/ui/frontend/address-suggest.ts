/**
 * A combobox (ARIA 1.2) over a text input: suggestions as you type, the chosen place goes into the
 * hidden inputs `fill-lat`, `fill-lon`, `fill-kind`, `fill-value` (ids). Without script it is text.
 */

import { askAddress, filled, moved, suggestionsOf, worthAsking, type Suggestion } from "./suggestion";

const PAUSE = 150;
let serial = 0;

export class AddressSuggest extends HTMLElement {
  #input: HTMLInputElement | null = null;
  #list = document.createElement("ul");
  #status = document.createElement("p");
  #found: Suggestion[] = [];
  #active = -1;
  #timer: number | undefined;
  #asking: AbortController | undefined;

  connectedCallback(): void {
    this.#input = this.querySelector("input:not([type=hidden])");
    if (!this.#input || this.#list.isConnected) return;
    this.#dress(this.#input);
    this.#input.addEventListener("input", () => this.#typed());
    this.#input.addEventListener("keydown", (event) => this.#pressed(event));
    this.#input.addEventListener("blur", () => window.setTimeout(() => this.#close(), 150));
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
  }

  #dress(input: HTMLInputElement): void {
    this.#list.id = `suggestions-${++serial}`;
    this.#list.className = "suggestions";
    this.#list.hidden = true;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", this.getAttribute("text-list") ?? input.name);
    this.#status.className = "sr-only";
    this.#status.setAttribute("role", "status");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.#list.id);
    input.autocomplete = "off";
    input.insertAdjacentElement("afterend", this.#list);
    input.parentElement?.style.setProperty("position", "relative");
    this.append(this.#status);
  }

  #typed(): void {
    clearTimeout(this.#timer);
    this.#fill(null);
    if (!worthAsking(this.#input?.value ?? "")) return this.#close();
    this.#timer = window.setTimeout(() => void this.#ask(), PAUSE);
  }

  async #ask(): Promise<void> {
    this.#asking?.abort();
    this.#asking = new AbortController();
    try {
      const address = askAddress(this.getAttribute("url") ?? "/places/suggest", this.#input?.value ?? "");
      const answer = await fetch(address, { signal: this.#asking.signal });
      if (answer.ok) this.#show(suggestionsOf(await answer.json()));
    } catch {
      // no network or a newer question: the text in the field is what counts
    }
  }

  #show(found: Suggestion[]): void {
    this.#found = found;
    this.#active = -1;
    this.#list.replaceChildren(...found.map((suggestion, place) => this.#option(suggestion, place)));
    this.#status.textContent = (this.getAttribute("text-count") ?? "%d").replace("%d", String(found.length));
    this.#open(found.length > 0);
  }

  #option(suggestion: Suggestion, place: number): HTMLLIElement {
    const option = document.createElement("li");
    option.id = `${this.#list.id}-${place}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = suggestion.label;
    if (suggestion.detail) {
      const detail = document.createElement("small");
      detail.textContent = suggestion.detail;
      option.append(detail);
    }
    // before the blur that the click would cause
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.#choose(place);
    });
    return option;
  }

  #pressed(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Escape" && !this.#list.hidden) {
      event.preventDefault();
      this.#close();
    } else if (event.key === "Enter" && !this.#list.hidden && this.#active >= 0) {
      event.preventDefault();
      this.#choose(this.#active);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!this.#found.length) return;
      event.preventDefault();
      this.#open(true);
      this.#mark(moved(this.#active, this.#found.length, event.key));
    }
  }

  #mark(place: number): void {
    this.#active = place;
    [...this.#list.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === place));
      if (index === place) option.scrollIntoView({ block: "nearest" });
    });
    if (place >= 0) this.#input?.setAttribute("aria-activedescendant", `${this.#list.id}-${place}`);
    else this.#input?.removeAttribute("aria-activedescendant");
  }

  #choose(place: number): void {
    const chosen = this.#found[place];
    if (!chosen || !this.#input) return;
    this.#input.value = chosen.value || chosen.label;
    this.#fill(chosen);
    this.#close();
    // a street without a place of its own: the house number comes next
    if (chosen.lat == null) void this.#ask();
    this.dispatchEvent(new CustomEvent("address-chosen", { detail: chosen, bubbles: true }));
  }

  #fill(chosen: Suggestion | null): void {
    for (const [name, value] of Object.entries(filled(chosen))) {
      const target = document.getElementById(this.getAttribute(`fill-${name}`) ?? "");
      if (target instanceof HTMLInputElement) target.value = value;
    }
  }

  #open(open: boolean): void {
    // right under the input, whatever else (an error) stands under it
    if (open && this.#input) {
      this.#list.style.insetBlockStart = `${this.#input.offsetTop + this.#input.offsetHeight}px`;
    }
    this.#list.hidden = !open;
    this.#input?.setAttribute("aria-expanded", String(open));
  }

  #close(): void {
    this.#open(false);
    this.#mark(-1);
  }
}

customElements.define("address-suggest", AddressSuggest);
