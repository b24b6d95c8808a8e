/**
 * `<bulk-select for="queue">` stands in the form of the chosen rows: remembers what is chosen when
 * rows change under it, says how many, and lets an action's key take the current row when nothing
 * is chosen. Without script the boxes and buttons are an ordinary form.
 */

export function between(ids: readonly string[], from: string, to: string): string[] {
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)];
  if (a < 0 || b < 0) return b < 0 ? [] : [to];
  return ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}

export class BulkSelect extends HTMLElement {
  readonly #chosen = new Set<string>();
  #last = "";
  #shift = false;
  #whole = false;

  connectedCallback(): void {
    this.addEventListener("click", this.#clicked, true);
    document.addEventListener("click", this.#boxClicked);
    document.addEventListener("keydown", this.#keyed, true);
    document.addEventListener("htmx:after:swap", this.#show);
    this.#form?.addEventListener("submit", this.#sent);
    // the browser may have kept the ticks of a page one comes back to
    requestAnimationFrame(() => {
      for (const box of this.#boxes) if (box.checked) this.#chosen.add(box.value);
      this.#show();
    });
  }

  disconnectedCallback(): void {
    document.removeEventListener("click", this.#boxClicked);
    document.removeEventListener("keydown", this.#keyed, true);
    document.removeEventListener("htmx:after:swap", this.#show);
  }

  get #form(): HTMLFormElement | null {
    return this.closest("form");
  }

  get #list(): HTMLElement | null {
    return document.getElementById(this.getAttribute("for") ?? "");
  }

  get #boxes(): HTMLInputElement[] {
    return [...(this.#list?.querySelectorAll<HTMLInputElement>("input[name=case]") ?? [])];
  }

  get #current(): HTMLTableRowElement | null {
    return this.#list?.querySelector<HTMLTableRowElement>("tr[aria-current]") ?? null;
  }

  readonly #keyed = (event: KeyboardEvent): void => {
    this.#shift = event.shiftKey;
  };

  readonly #clicked = (event: MouseEvent): void => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button");
    if (!button) return;
    if (button.name === "deed") return this.#act(event);
    this.#does[button.dataset["do"] ?? ""]?.();
  };

  readonly #does: Record<string, () => void> = {
    open: () => (this.#current ?? this.#list)?.querySelector<HTMLElement>("a.number, a[data-open]")?.click(),
    toggle: () => this.#toggle(this.#current?.dataset["id"] ?? "", this.#shift),
    page: () => this.#put(this.#boxes.map((box) => box.value), true),
    view: () => this.#all(),
    none: () => this.#none(),
    next: () => this.#list?.querySelector<HTMLElement>("a[rel=next]")?.click(),
    first: () => this.#list?.querySelector<HTMLElement>("a[rel=prev]")?.click(),
  };

  /** Nothing chosen: it is about the row one stands on. */
  #act(event: Event): void {
    if (this.#whole || this.#chosen.size) return;
    const id = this.#current?.dataset["id"];
    if (id) this.#put([id], true);
    else event.preventDefault();
  }

  readonly #boxClicked = (event: MouseEvent): void => {
    const box = (event.target as Element).closest<HTMLInputElement>("input[name=case]");
    if (!box) return;
    this.#whole = false;
    const ids = event.shiftKey ? between(this.#ids, this.#last, box.value) : [box.value];
    this.#last = box.value;
    this.#put(ids, box.checked);
  };

  get #ids(): string[] {
    return this.#boxes.map((box) => box.value);
  }

  #toggle(id: string, range: boolean): void {
    if (!id) return;
    this.#whole = false;
    if (range && this.#last) return this.#put(between(this.#ids, this.#last, id), true);
    this.#last = id;
    this.#put([id], !this.#chosen.has(id));
  }

  #put(ids: readonly string[], on: boolean): void {
    for (const id of ids) if (on) this.#chosen.add(id); else this.#chosen.delete(id);
    this.#show();
  }

  #all(): void {
    this.#whole = true;
    this.#put(this.#ids, true);
  }

  #none(): void {
    this.#whole = false;
    this.#chosen.clear();
    this.#show();
  }

  readonly #show = (): void => {
    const here = new Set(this.#ids);
    // a row that is gone is somebody else's by now
    for (const id of this.#chosen) if (!here.has(id)) this.#chosen.delete(id);
    for (const box of this.#boxes) {
      box.checked = this.#chosen.has(box.value);
      box.closest("tr")?.toggleAttribute("data-chosen", box.checked);
    }
    const bar = this.querySelector<HTMLElement>("[data-bar]");
    const said = this.querySelector<HTMLElement>("[data-said]");
    if (!bar || !said) return;
    bar.hidden = !this.#whole && !this.#chosen.size;
    const words = this.#whole ? "text-all" : "text-one";
    said.textContent = (this.getAttribute(words) ?? "").replace("%d", String(this.#chosen.size));
  };

  readonly #sent = (): void => {
    const all = this.#form?.querySelector<HTMLInputElement>("input[name=all]");
    if (all) all.value = this.#whole ? "1" : "";
  };
}

customElements.define("bulk-select", BulkSelect);
