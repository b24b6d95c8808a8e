/**
 * `<photo-uploads url="…" limit="5" max-mb="10">` around a file input and a `.thumbs` list: a photo
 * is sent as soon as it is chosen, with its progress, so that a lost connection loses one photo
 * and not the form. Without script the photos travel with the form.
 */

import { MB, problemOf, type Problem } from "../../ui/frontend/photo-rules";

interface Taken {
  id: string;
  src: string;
}

const GONE = 0; // what XMLHttpRequest calls the status when there was no answer

/** The server's sentence, if that is what came. */
export function sentenceOf(body: string): string {
  try {
    return String((JSON.parse(body) as { error?: string }).error ?? "");
  } catch {
    return "";
  }
}

export class PhotoUploads extends HTMLElement {
  #say = document.createElement("p");
  #waiting: File[] = [];
  #busy = false;

  connectedCallback(): void {
    if (!this.#input || this.#say.isConnected) return;
    this.#say.className = "photo-picker__say";
    this.#say.setAttribute("role", "status");
    this.append(this.#say);
    this.#input.addEventListener("change", () => this.#chosen([...(this.#input?.files ?? [])]));
    this.addEventListener("dragover", (event) => event.preventDefault());
    this.addEventListener("drop", (event) => {
      event.preventDefault();
      this.#chosen([...(event.dataTransfer?.files ?? [])]);
    });
  }

  get #input(): HTMLInputElement | null {
    return this.querySelector("input[type=file]");
  }

  get #list(): HTMLUListElement | null {
    return this.querySelector(".thumbs");
  }

  get #count(): number {
    return (this.#list?.children.length ?? 0) + this.#waiting.length;
  }

  #chosen(files: File[]): void {
    const limits = { count: Number(this.getAttribute("limit") ?? 5), maxMb: Number(this.getAttribute("max-mb") ?? 10) };
    const problems: string[] = [];
    for (const file of files) {
      const heavy = file.size > limits.maxMb * MB;
      const problem: Problem | null = heavy ? "too-big" : problemOf(file, this.#count, limits);
      if (problem) problems.push(this.#text(problem, file.name).replace("%d", String(limits.count)));
      else this.#waiting.push(file);
    }
    if (this.#input) this.#input.value = ""; // sent already: not once more with the form
    this.#tell(problems.join(" "), problems.length > 0);
    if (!this.#busy) void this.#sendAll();
  }

  /** One after another: the first answer may bring the key of the draft. */
  async #sendAll(): Promise<void> {
    this.#busy = true;
    for (let file = this.#waiting.shift(); file; file = this.#waiting.shift()) await this.#send(file);
    this.#busy = false;
  }

  async #send(file: File): Promise<void> {
    const item = this.#item(file);
    const bar = document.createElement("progress");
    bar.setAttribute("aria-label", this.#text("sending", file.name));
    item.append(bar);
    const answer = await this.#post(file, (share) => (bar.value = share));
    bar.remove();
    item.removeAttribute("data-sending");
    if (answer.status === 201) {
      this.#taken(item, JSON.parse(answer.body) as Taken, file.name);
      return;
    }
    item.remove();
    if (this.#list) this.#list.hidden = this.#list.children.length === 0;
    const sentence = sentenceOf(answer.body);
    const lost = answer.status === GONE || !sentence;
    this.#tell(lost ? this.#text("lost", file.name) : `${file.name}: ${sentence}`, true);
  }

  #post(file: File, progressed: (share: number) => void): Promise<{ status: number; body: string }> {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.set("photo", file, file.name);
      body.set("csrfmiddlewaretoken", this.#token);
      request.upload.addEventListener("progress", (event) => progressed(event.loaded / event.total));
      request.addEventListener("loadend", () => done({ status: request.status, body: request.responseText }));
      request.open("POST", this.getAttribute("url") ?? "");
      request.send(body);
    });
  }

  get #token(): string {
    return this.closest("form")?.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
  }

  #item(file: File): HTMLLIElement {
    const item = document.createElement("li");
    item.toggleAttribute("data-sending", true);
    const image = document.createElement("img");
    image.alt = file.name;
    image.width = image.height = 112;
    const address = URL.createObjectURL(file);
    image.addEventListener("load", () => URL.revokeObjectURL(address), { once: true });
    image.addEventListener("error", () => image.replaceWith(named(file.name)), { once: true });
    image.src = address;
    item.append(image);
    this.#list?.append(item);
    if (this.#list) this.#list.hidden = false;
    return item;
  }

  /** The same button as the server draws: it works with the form, no script needed any more. */
  #taken(item: HTMLLIElement, photo: Taken, name: string): void {
    const image = document.createElement("img");
    image.alt = name;
    image.width = image.height = 112;
    image.src = photo.src;
    const remove = document.createElement("button");
    remove.type = "submit";
    remove.name = "remove";
    remove.value = photo.id;
    remove.textContent = "×";
    remove.setAttribute("aria-label", this.#text("remove", name));
    item.replaceChildren(image, remove);
    this.#tell(this.#text("count", String(this.#list?.children.length ?? 0)), false);
  }

  #text(name: string, value: string): string {
    return (this.getAttribute(`text-${name}`) ?? "").replace("%s", value).replace("%d", value);
  }

  #tell(words: string, problem: boolean): void {
    this.#say.textContent = words;
    this.#say.toggleAttribute("data-problem", problem);
  }
}

function named(name: string): HTMLElement {
  const text = document.createElement("span");
  text.className = "name";
  text.textContent = name;
  return text;
}

customElements.define("photo-uploads", PhotoUploads);
