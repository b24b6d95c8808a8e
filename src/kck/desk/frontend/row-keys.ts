/**
 * `<row-keys for="queue">`: j and k walk the rows' links; a row stays marked when rows change. Enter
 * opens the marked row, else the first, wherever nothing else would take it.
 */

const TYPING = "input, textarea, select, [contenteditable]";

/** The focus rests on the page itself. */
const isNowhere = (target: EventTarget | null): boolean => (target as Element | null)?.matches?.("body, main") ?? false;

export function nextRow(current: number, count: number, key: string): number {
  if (!count) return -1;
  if (key === "j") return Math.min(current + 1, count - 1);
  return Math.max(current - 1, 0);
}

export class RowKeys extends HTMLElement {
  #number = "";

  connectedCallback(): void {
    document.addEventListener("keydown", this.#pressed);
    document.addEventListener("focusin", this.#focused);
    document.addEventListener("htmx:after:swap", this.#swapped);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#pressed);
    document.removeEventListener("focusin", this.#focused);
    document.removeEventListener("htmx:after:swap", this.#swapped);
  }

  get #rows(): HTMLTableRowElement[] {
    const list = document.getElementById(this.getAttribute("for") ?? "");
    return list ? [...list.querySelectorAll<HTMLTableRowElement>("tbody tr")] : [];
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && !event.defaultPrevented && isNowhere(event.target)) return this.#open(event);
    if (event.key !== "j" && event.key !== "k") return;
    if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("kck-hotkeys-off")) return;
    if ((event.target as Element | null)?.closest(TYPING) || document.querySelector("dialog[open]")) return;
    const rows = this.#rows;
    const at = rows.findIndex((row) => row.dataset["number"] === this.#number);
    const row = rows[nextRow(at, rows.length, event.key)];
    if (!row) return;
    event.preventDefault();
    row.querySelector<HTMLElement>("a")?.focus();
    row.scrollIntoView({ block: "nearest" });
  };

  #open(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
    if (localStorage.getItem("kck-hotkeys-off") || document.querySelector("dialog[open]")) return;
    const rows = this.#rows;
    const row = rows.find((one) => one.dataset["number"] === this.#number) ?? rows[0];
    row?.querySelector<HTMLElement>("a")?.click();
  }

  readonly #focused = (event: FocusEvent): void => {
    const row = (event.target as Element | null)?.closest<HTMLTableRowElement>("tr[data-number]");
    if (row) this.#mark(row.dataset["number"] ?? "");
  };

  /** New rows know nothing of the mark, and the link that had the focus is gone with the old. */
  readonly #swapped = (): void => {
    if (!this.#number) return;
    const lost = document.activeElement === document.body;
    const row = this.#mark(this.#number);
    if (lost) row?.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
  };

  #mark(number: string): HTMLTableRowElement | undefined {
    this.#number = number;
    let found: HTMLTableRowElement | undefined;
    for (const row of this.#rows) {
      const mine = row.dataset["number"] === number;
      if (mine) found = row;
      if (mine) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    return found;
  }
}

customElements.define("row-keys", RowKeys);
