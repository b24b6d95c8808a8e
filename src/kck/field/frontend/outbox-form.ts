/**
 * `<outbox-form act="done" number="…" seen="…" leaves="/teren/"><form>…</form></outbox-form>`:
 * what is sent goes into the phone's outbox first, then to the server. The form as it stands is
 * kept too, photos with it: opening the camera throws pages out of a small phone's memory.
 */

import type { PhotoPicker } from "../../ui/frontend/photo-picker";
import { lackOf } from "./form-rules";
import type { Item } from "./outbox-rules";
import { queue, sendNow, store } from "./phone";
import type { Photo } from "./sender";

const OURS = new Set(["csrfmiddlewaretoken", "key", "seen", "age", "kept", "photos"]);
const DAY = 24 * 3600_000;

export class OutboxForm extends HTMLElement {
  #timer: number | undefined;
  #busy = false;

  connectedCallback(): void {
    if (!store || !this.#form) return;
    this.#form.addEventListener("submit", (event) => this.#submitted(event));
    this.#form.addEventListener("input", () => this.#laterKeep());
    this.#form.addEventListener("change", (event) => this.#chosen(event));
    this.addEventListener("photos-chosen", () => this.#pictured());
    addEventListener("pagehide", () => void this.#keepDraft());
    void this.#restore();
  }

  get #form(): HTMLFormElement | null {
    return this.querySelector("form");
  }

  get #picker(): PhotoPicker | null {
    return this.querySelector("photo-picker");
  }

  /** Words and facts that all forms of a case share. */
  get #page(): HTMLElement | null {
    return this.closest<HTMLElement>(".field__case");
  }

  #text(name: string): string {
    return this.#page?.getAttribute(`text-${name}`) ?? "";
  }

  /** A press of one button: nothing is typed, and once is enough. */
  get #taking(): boolean {
    return ["take", "task-take"].includes(this.getAttribute("act") ?? "");
  }

  get #draft(): string {
    return `${this.getAttribute("number")}-${this.getAttribute("act")}`;
  }

  /** An outcome writes its first ready words, unless somebody wrote their own. */
  #chosen(event: Event): void {
    const field = event.target;
    const ready = this.querySelector<HTMLSelectElement>('select[name="ready"]');
    const text = this.querySelector<HTMLTextAreaElement>('textarea[name="text"]');
    if (!ready || !text) return;
    const ours = !text.value.trim() || [...ready.options].some((one) => one.value && one.dataset["words"] === text.value);
    if (field === ready) this.#readyChosen(ready, text);
    else if (field instanceof HTMLInputElement && field.name === "outcome" && ours) {
      const first = [...ready.options].find((one) => one.dataset["outcome"] === field.value);
      ready.value = first?.value ?? "";
      text.value = first?.dataset["words"] ?? "";
    }
    this.#say("");
  }

  #readyChosen(ready: HTMLSelectElement, text: HTMLTextAreaElement): void {
    const chosen = ready.selectedOptions[0];
    text.value = chosen?.dataset["words"] ?? "";
    const outcome = chosen?.dataset["outcome"];
    const radio = outcome && this.querySelector<HTMLInputElement>(`input[name="outcome"][value="${outcome}"]`);
    if (radio) radio.checked = true;
    if (!chosen?.value) text.focus();
  }

  #submitted(event: SubmitEvent): void {
    event.preventDefault();
    if (!this.#busy) void this.#take();
  }

  async #take(): Promise<void> {
    this.#busy = true;
    try {
      await this.#picker?.settled;
      const fields = this.#fields();
      const photos = await this.#photos();
      const lack = this.#lack(fields, photos.length);
      if (lack) return this.#say(lack);
      await queue(this.#item(fields, photos.length), photos, this.#draft);
    } catch {
      return this.#say(this.#text("full"));
    } finally {
      this.#busy = false;
    }
    this.#queued();
  }

  #lack(fields: Record<string, string>, photos: number): string {
    const already = this.querySelector<HTMLInputElement>('input[name="kept"]')?.value ? 1 : 0;
    const lack = lackOf({
      act: this.getAttribute("act") ?? "",
      fields,
      photos: photos + already,
      needsPhoto: this.hasAttribute("needs-photo"),
      needsCause: this.hasAttribute("needs-cause"),
    });
    return lack ? this.#text(`needs-${lack}`) : "";
  }

  #item(fields: Record<string, string>, photos: number): Item {
    return {
      id: newKey(),
      number: this.getAttribute("number") ?? "",
      act: this.getAttribute("act") ?? "",
      category: this.#page?.dataset["category"] ?? "",
      address: this.#page?.dataset["address"] ?? "",
      seen: Number(this.getAttribute("seen") ?? 0),
      fields,
      photos,
      madeAt: Date.now(),
      state: "waits",
      tries: 0,
      nextAt: 0,
    };
  }

  #queued(): void {
    this.#form?.reset();
    this.#picker?.empty();
    const away = this.getAttribute("leaves");
    if (away) return location.assign(away);
    this.closest("details")?.removeAttribute("open");
    this.#say(this.#text("kept"), false);
    void sendNow(true);
    if (this.#taking) this.hidden = true;
  }

  #fields(): Record<string, string> {
    const found: Record<string, string> = {};
    for (const [name, value] of new FormData(this.#form ?? undefined)) {
      if (typeof value === "string" && value.trim() && !OURS.has(name)) found[name] = value;
    }
    return found;
  }

  async #photos(): Promise<Photo[]> {
    const files = [...(this.querySelector<HTMLInputElement>('input[type="file"]')?.files ?? [])];
    return Promise.all(
      files.map(async (file) => ({ name: file.name, type: file.type, bytes: await file.arrayBuffer() })),
    );
  }

  /** The camera was opened from the bar below: what comes next is brought into sight. */
  #pictured(): void {
    void this.#keepDraft();
    const first = this.querySelector<HTMLElement>(".field__outcomes");
    if (first && this.querySelector<HTMLInputElement>('input[type="file"]')?.files?.length) first.scrollIntoView({ block: "center" });
    this.#say("");
  }

  #laterKeep(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#keepDraft(), 500);
  }

  async #keepDraft(): Promise<void> {
    if (this.#busy || !this.#form || this.#taking) return;
    const [fields, photos] = [this.#fields(), await this.#photos()];
    const empty = !photos.length && !Object.keys(fields).length;
    try {
      if (empty) await store?.dropDraft(this.#draft);
      else await store?.saveDraft({ id: this.#draft, fields, photos, at: Date.now() });
    } catch {
      this.#say(this.#text("full"));
    }
  }

  async #restore(): Promise<void> {
    const draft = await store?.draft(this.#draft);
    if (!draft || Date.now() - draft.at > DAY) return;
    for (const [name, value] of Object.entries(draft.fields)) this.#fill(name, value);
    await this.#picker?.put(draft.photos.map(({ name, type, bytes }) => new File([bytes], name, { type })));
    this.closest("details")?.setAttribute("open", "");
    this.#say(this.#text("restored"), false);
  }

  #fill(name: string, value: string): void {
    for (const field of this.querySelectorAll<HTMLInputElement>(`[name="${name}"]`)) {
      if (field.type === "radio") field.checked = field.value === value;
      else if (!field.value) field.value = value;
    }
  }

  #say(words: string, problem = true): void {
    const place = this.querySelector<HTMLElement>("[data-problem]");
    if (!place) return;
    place.textContent = words;
    place.hidden = !words;
    place.toggleAttribute("data-calm", !problem);
    if (words && problem) place.scrollIntoView({ block: "nearest" });
  }
}

/** Also where pages come by plain HTTP, as on a test server in the cellar. */
export function newKey(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

customElements.define("outbox-form", OutboxForm);
