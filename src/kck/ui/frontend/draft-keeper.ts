/**
 * `<draft-keeper key="report" text-restored="…" text-forget="…"><form>…</form></draft-keeper>`
 * keeps what is typed in this browser for a day and puts it back. Never files, passwords, contact
 * data or ticks; on the shared computers of the desk only with the attribute `even-shared`.
 * `<draft-done key="report">` on the page of thanks forgets it and all `report-…`; around a form,
 * such as "begin again", once that is sent.
 */

import { openStore, type Store } from "./draft-store";

const DAY = 24 * 3600 * 1000;
const KINDS = new Set(["text", "search", "textarea", "select-one", "radio", "date", "number", "url"]);

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
export interface Draft {
  at: number;
  values: Record<string, string>;
}

export function storageKey(key: string): string {
  return `kck-draft-${key}`;
}

export function readDraft(raw: string | null, at: number): Draft | null {
  if (!raw) return null;
  try {
    const draft = JSON.parse(raw) as Draft;
    return at - draft.at < DAY && draft.values ? draft : null;
  } catch {
    return null;
  }
}

/** What may be kept: the words of the case, not who the person is. */
export function mayKeep(field: Pick<Field, "name" | "type" | "autocomplete"> & { dataset: DOMStringMap }): boolean {
  if (!field.name || "noDraft" in field.dataset) return false;
  if (field.autocomplete && field.autocomplete !== "off") return false;
  return KINDS.has(field.type);
}

export function valuesOf(form: HTMLFormElement): Record<string, string> {
  const values: Record<string, string> = {};
  for (const field of fieldsOf(form)) {
    if (field.type === "radio" && !(field as HTMLInputElement).checked) continue;
    if (field.value.trim()) values[field.name] = field.value;
  }
  return values;
}

/** Puts values into fields the server left empty; what the server knows wins. */
export function restore(form: HTMLFormElement, values: Record<string, string>): number {
  const chosen = new Set(fieldsOf(form).filter(isChosen).map((field) => field.name));
  let restored = 0;
  for (const field of fieldsOf(form)) {
    const value = values[field.name];
    if (value === undefined || chosen.has(field.name)) continue;
    if (field.type === "radio") {
      if (field.value !== value) continue;
      (field as HTMLInputElement).checked = true;
    } else {
      field.value = value;
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
    restored += 1;
  }
  return restored;
}

function isChosen(field: Field): boolean {
  return field.type === "radio" ? (field as HTMLInputElement).checked : field.value.trim() !== "";
}

function fieldsOf(form: HTMLFormElement): Field[] {
  return ([...form.elements] as Field[]).filter((field) => "autocomplete" in field && mayKeep(field));
}

export class DraftKeeper extends HTMLElement {
  #timer: number | undefined;
  #store: Store | undefined;

  connectedCallback(): void {
    const shared = document.body.classList.contains("desk") && !this.hasAttribute("even-shared");
    if (shared || !this.#form) return;
    this.addEventListener("input", this.#typed);
    addEventListener("pagehide", this.#save);
    void this.#begin(this.#form);
  }

  async #begin(form: HTMLFormElement): Promise<void> {
    this.#store = await openStore();
    if (this.isConnected) this.#restore(form);
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    removeEventListener("pagehide", this.#save);
  }

  /** Forgotten on purpose: what stands in the fields is not kept when the page goes. */
  stop(): void {
    this.disconnectedCallback();
    this.removeEventListener("input", this.#typed);
  }

  get #form(): HTMLFormElement | null {
    return this.querySelector("form");
  }

  get #key(): string {
    return storageKey(this.getAttribute("key") ?? location.pathname);
  }

  readonly #typed = (): void => {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(this.#save, 200);
  };

  readonly #save = (): void => {
    const form = this.#form;
    if (!form) return;
    const values = valuesOf(form);
    if (!Object.keys(values).length) this.#store?.removeItem(this.#key);
    else this.#store?.setItem(this.#key, JSON.stringify({ at: Date.now(), values } satisfies Draft));
  };

  #restore(form: HTMLFormElement): void {
    const draft = readDraft(this.#store?.getItem(this.#key) ?? null, Date.now());
    if (!draft) {
      this.#store?.removeItem(this.#key);
      return;
    }
    if (restore(form, draft.values)) this.#say(form, draft);
  }

  #say(form: HTMLFormElement, draft: Draft): void {
    const note = document.createElement("p");
    note.className = "draft-note";
    note.setAttribute("role", "status");
    note.textContent = this.getAttribute("text-restored");
    const forget = document.createElement("button");
    forget.type = "button";
    forget.className = "ds-button";
    forget.dataset["variant"] = "tertiary";
    forget.dataset["size"] = "sm";
    forget.textContent = this.getAttribute("text-forget");
    forget.addEventListener("click", () => {
      this.#empty(form, draft);
      note.remove();
    });
    note.append(forget);
    form.before(note);
  }

  #empty(form: HTMLFormElement, draft: Draft): void {
    this.#store?.removeItem(this.#key);
    for (const field of fieldsOf(form).filter((known) => known.name in draft.values)) {
      if (field.type === "radio") (field as HTMLInputElement).checked = false;
      else field.value = "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    clearTimeout(this.#timer);
  }
}

export class DraftDone extends HTMLElement {
  connectedCallback(): void {
    if (this.querySelector("form")) this.addEventListener("submit", this.#forget);
    else void this.#forget();
  }

  readonly #forget = async (): Promise<void> => {
    document.querySelectorAll<DraftKeeper>("draft-keeper").forEach((keeper) => keeper.stop());
    const [key, store] = [storageKey(this.getAttribute("key") ?? ""), await openStore()];
    const kept = (store?.names() ?? []).filter((name) => name === key || name.startsWith(`${key}-`));
    for (const name of kept) store?.removeItem(name);
  };
}

customElements.define("draft-keeper", DraftKeeper);
customElements.define("draft-done", DraftDone);
