/** `<crew-list>`: the way again from where the phone is, found by typing, kept without network. */

import { drivingOrder, legs, type Point, type Stop } from "./driving";
import { isFound } from "./finding";
import { Keeper } from "./keeper";
import { isPending, lastOf } from "./outbox-rules";
import { CHANGED, home, store } from "./phone";

// by these a case leaves the way; after those it is still to be driven to
const ENDS = new Set(["done", "task-done"]);
const STAYS = new Set(["take", "note", "task-take", "task-photo", "task-ask"]);

export class CrewList extends HTMLElement {
  #sent = -1;

  connectedCallback(): void {
    const button = this.#button;
    if (button && "geolocation" in navigator) {
      button.hidden = false;
      button.addEventListener("click", () => this.#locate());
    }
    this.querySelector("#field-find")?.addEventListener("input", () => this.#find());
    if (matchMedia("(min-width: 60rem)").matches) this.querySelector(".field__map")?.setAttribute("open", "");
    document.addEventListener(CHANGED, this.#show);
    this.#show();
    void this.#keep();
  }

  disconnectedCallback(): void {
    document.removeEventListener(CHANGED, this.#show);
  }

  get #button(): HTMLButtonElement | null {
    return this.querySelector("[data-from-here]");
  }

  get #list(): HTMLOListElement | null {
    return this.querySelector("ol");
  }

  get #rows(): HTMLLIElement[] {
    return [...this.querySelectorAll<HTMLLIElement>("ol > li")];
  }

  readonly #show = (): void => void this.#mark();

  async #mark(): Promise<void> {
    const items = (await store?.items()) ?? [];
    for (const row of this.#rows) {
      const last = lastOf(items, row.dataset["number"] ?? "");
      const place = row.querySelector<HTMLElement>("[data-state]");
      if (!place) continue;
      place.hidden = !last || (last.state === "sent" && !ENDS.has(last.act));
      place.dataset["state"] = last?.state ?? "";
      place.textContent = last ? (this.getAttribute(`text-${last.state}`) ?? "") : "";
      row.toggleAttribute("data-over", Boolean(last && !STAYS.has(last.act) && last.state !== "clash"));
    }
    await this.#renew(items.filter((item) => item.state === "sent").length, items.some(isPending));
  }

  /** Once all has gone, the list is what the server now says. */
  async #renew(sent: number, pending: boolean): Promise<void> {
    if (this.#sent < 0) this.#sent = sent;
    if (pending || sent === this.#sent || !navigator.onLine) return;
    this.#sent = sent;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("crew-list ol");
      if (answer.redirected || !page.querySelector("crew-list")) return;
      if (fresh) this.#list?.replaceWith(fresh);
      else location.reload();
      this.#find();
      void this.#keep();
    } catch {
      // the old list says what was sent
    }
  }

  #find(): void {
    const typed = this.querySelector<HTMLInputElement>("#field-find")?.value ?? "";
    let shown = 0;
    for (const row of this.#rows) {
      const words = row.querySelectorAll(".field__what, .field__what + span");
      const text = Array.from(words, (one) => one.textContent).join(" ");
      row.hidden = !isFound(typed, text, row.dataset["number"] ?? "");
      if (!row.hidden) shown += 1;
    }
    const none = this.querySelector<HTMLElement>("[data-none]");
    if (!none) return;
    none.hidden = shown > 0 || !this.#rows.length;
    none.textContent = none.hidden ? "" : this.getAttribute("text-none");
  }

  #locate(): void {
    this.#tell(this.getAttribute("text-locating") ?? "");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.#order([coords.latitude, coords.longitude]),
      () => this.#tell(this.getAttribute("text-denied") ?? ""),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  }

  /** The position stays here: nobody is told where a crew is. */
  #order(here: Point): void {
    const rows = new Map(this.#rows.map((row) => [row.dataset["number"] ?? "", row]));
    const stops = drivingOrder([...rows].map(([key, row]) => stopOf(key, row)), here);
    const ways = legs(stops, here);
    for (const [index, stop] of stops.entries()) {
      const row = rows.get(stop.key);
      if (!row) continue;
      this.#list?.append(row);
      write(row, "[data-place]", String(index + 1));
      write(row, "[data-way]", wayOf(ways[index] ?? null));
    }
    this.#tell(this.getAttribute("text-from-here") ?? "");
  }

  #tell(words: string): void {
    write(this, "[data-say]", words);
  }

  async #keep(): Promise<void> {
    // a part of the way, or a search, is not the day
    if (!store || !navigator.onLine || location.search || !("caches" in globalThis)) return;
    const wanted = this.#rows.map(({ dataset }) => ({ number: dataset["number"] ?? "", version: dataset["version"] ?? "" }));
    const needed = (await store.items()).filter((item) => item.state !== "sent").map((item) => item.number);
    let kept = 0;
    try {
      await new Keeper(home, store.owner).keep(wanted, needed, (done) => {
        kept = done;
        this.#kept("keeping", done, wanted.length);
      });
      this.#kept("kept", wanted.length, wanted.length);
    } catch (error) {
      if (error instanceof DOMException && error.name === "QuotaExceededError") this.#kept("not-kept", kept, wanted.length);
    }
  }

  #kept(name: string, done: number, all: number): void {
    const words = (this.getAttribute(`text-${name}`) ?? "").replace("%d", String(done)).replace("%s", String(all));
    write(this, "[data-kept]", words);
    this.setAttribute("data-kept-state", name);
  }
}

function stopOf(key: string, row: HTMLElement): Stop {
  const [lat, lon] = (row.dataset["spot"] ?? "").split(",").map(Number);
  const spot = row.dataset["spot"] && lat !== undefined && lon !== undefined ? ([lat, lon] as const) : null;
  return { key, spot, band: Number(row.dataset["band"] ?? 2) };
}

function write(within: Element, selector: string, words: string): void {
  const place = within.querySelector(selector);
  if (place) place.textContent = words;
}

function wayOf(metres: number | null): string {
  if (metres === null) return "";
  if (metres < 1000) return `${Math.round(metres / 10) * 10} m`;
  const words = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  return `${words.format(metres / 1000)} km`;
}

customElements.define("crew-list", CrewList);
