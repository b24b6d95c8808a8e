/** `<outbox-list>`: everything that was done on this phone, and what to do where it met another's. */

import { newKey } from "./outbox-form";
import { anyway, asNote, forReading, isPending, type Change, type Item } from "./outbox-rules";
import { CHANGED, round, sendNow, store, told } from "./phone";

export class OutboxList extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener(CHANGED, this.#show);
    this.#show();
  }

  disconnectedCallback(): void {
    document.removeEventListener(CHANGED, this.#show);
  }

  readonly #show = (): void => void this.#draw();

  async #draw(): Promise<void> {
    const { open, sent } = forReading((await store?.items()) ?? []);
    const unfolded = this.querySelector("details")?.open ?? false;
    const parts: Node[] = [];
    if (open.some(isPending)) {
      parts.push(round === "signed-out" ? this.#signIn() : this.#button("send", "", () => void sendNow(true)));
    }
    if (!open.length) parts.push(make("p", "field__over", this.#text("empty")));
    else parts.push(this.#rows(open));
    if (sent.length) parts.push(this.#before(sent, unfolded));
    this.replaceChildren(...parts);
  }

  #rows(items: Item[]): HTMLElement {
    const list = make("ul", "field__outbox");
    list.append(...items.map((item) => this.#row(item)));
    return list;
  }

  #before(sent: Item[], unfolded: boolean): HTMLElement {
    const box = make("details", "ds-details");
    const inside = make("div");
    inside.append(this.#rows(sent));
    box.append(make("summary", "", this.#text("sent-before").replace("%d", String(sent.length))), inside);
    box.open = unfolded;
    return box;
  }

  #signIn(): HTMLElement {
    const box = make("div", "panel stack");
    const link = make("a", "ds-button field__wide", this.#text("sign-in"));
    link.setAttribute("href", this.getAttribute("sign-in") ?? "");
    box.append(make("p", "", this.#text("signed-out")), link);
    return box;
  }

  #row(item: Item): HTMLLIElement {
    const row = make("li", "panel");
    row.dataset["state"] = item.state;
    row.dataset["number"] = item.number;
    const link = make("a", "field__what", item.address || item.category);
    link.setAttribute("href", (this.getAttribute("case-url") ?? "").replace("/0/", `/${item.number}/`));
    const head = make("p", "cluster");
    head.append(make("strong", "", this.#text(`act-${item.act}`)), make("span", "field__state", this.#text(item.state)));
    (head.lastElementChild as HTMLElement).dataset["state"] = item.state;
    row.append(head, link, make("p", "small muted", this.#facts(item)));
    if (item.state === "waits" && item.tries) row.append(make("p", "small", this.#text("tried").replace("%s", at(item.nextAt))));
    if (item.state === "clash") row.append(...this.#clash(item));
    return row;
  }

  #facts(item: Item): string {
    const photos = item.photos ? this.#text("photos").replace("%d", String(item.photos)) : "";
    return [item.category, this.#text("done-at").replace("%s", at(item.madeAt)), photos].filter(Boolean).join(" · ");
  }

  /** Both versions, then what can be done with ours. */
  #clash(item: Item): HTMLElement[] {
    const found: HTMLElement[] = [make("p", "field__problem", item.why ?? "")];
    if (item.changes?.length) found.push(this.#version("theirs", item.changes.map(lineOf)));
    const mine = item.fields["text"];
    if (mine) found.push(this.#version("mine", [mine]));
    found.push(this.#ways(item));
    return found;
  }

  #version(name: string, lines: string[]): HTMLElement {
    const box = make("div", "field__version");
    box.append(make("p", "label", this.#text(name)), ...lines.map((line) => make("blockquote", "typed", line)));
    return box;
  }

  #ways(item: Item): HTMLElement {
    const row = make("div", "stack");
    row.dataset["gap"] = "sm";
    const phone = this.getAttribute("phone");
    if (item.open) row.append(this.#button("anyway", "", () => void this.#again(item, anyway(item, newKey()))));
    if (item.note && item.act !== "note") row.append(this.#button("as-note", "secondary", () => void this.#asNote(item)));
    if (phone && !item.refused && !item.note) row.append(this.#call(phone));
    if (item.refused) row.append(this.#button("fix", "secondary", () => void this.#fix(item)));
    if (item.fields["text"]) row.append(this.#copy(item.fields["text"]));
    row.append(this.#button("drop", "tertiary", () => void this.#drop(item)));
    return row;
  }

  #call(phone: string): HTMLElement {
    const link = make("a", "ds-button field__wide", `${this.#text("call")}: ${phone}`);
    link.setAttribute("href", `tel:${phone.replaceAll(" ", "")}`);
    link.dataset["variant"] = "secondary";
    return link;
  }

  #copy(words: string): HTMLElement {
    const button = this.#button("copy", "tertiary", () => {
      void navigator.clipboard?.writeText(words);
      button.textContent = this.#text("copied");
    });
    return button;
  }

  async #again(old: Item, item: Item): Promise<void> {
    await store?.replace(old.id, item);
    told();
    await sendNow(true);
  }

  async #asNote(item: Item): Promise<void> {
    const outcome = this.#text(`act-${item.act}`);
    await this.#again(item, asNote(item, newKey(), this.#text("note-intro").replace("%s", outcome)));
  }

  /** Back into the form it came from, photos and all. */
  async #fix(item: Item): Promise<void> {
    const photos = (await store?.photosOf(item.id)) ?? [];
    await store?.saveDraft({ id: `${item.number}-${item.act}`, fields: item.fields, photos, at: Date.now() });
    await store?.remove(item.id);
    location.assign((this.getAttribute("case-url") ?? "").replace("/0/", `/${item.number}/`));
  }

  async #drop(item: Item): Promise<void> {
    if (!confirm(this.#text("sure"))) return;
    await store?.remove(item.id);
    told();
  }

  #button(name: string, variant: string, pressed: () => void): HTMLButtonElement {
    const button = make("button", "ds-button field__wide", this.#text(name));
    button.type = "button";
    if (variant) button.dataset["variant"] = variant;
    button.addEventListener("click", pressed);
    return button;
  }

  #text(name: string): string {
    return this.getAttribute(`text-${name}`) ?? "";
  }
}

function lineOf({ what, who, when, words }: Change): string {
  return [`${when}, ${who}: ${what}`, ...words].join("\n");
}

function at(moment: number): string {
  return new Date(moment).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
}

function make<Name extends keyof HTMLElementTagNameMap>(name: Name, className = "", text = ""): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), { className, textContent: text });
}

customElements.define("outbox-list", OutboxList);
