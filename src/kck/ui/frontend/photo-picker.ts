/** Around `<input type="file" multiple>`: thumbnails, removing, sizes checked before the upload. */

import { LONGEST_SIDE, fit, problemOf, sameFile, smallerName, wantsShrinking, type Limits } from "./photo-rules";

export class PhotoPicker extends HTMLElement {
  #files: File[] = [];
  #list = document.createElement("ul");
  #say = document.createElement("p");
  #addresses: string[] = [];
  #work: Promise<void> = Promise.resolve();

  connectedCallback(): void {
    if (!this.#input || this.#list.isConnected) return;
    this.#list.className = "photo-picker__list";
    this.#say.className = "photo-picker__say";
    this.#say.setAttribute("role", "status");
    this.append(this.#say, this.#list);
    this.#input.addEventListener("change", () => void this.put([...(this.#input?.files ?? [])]));
    this.addEventListener("dragover", (event) => event.preventDefault());
    this.addEventListener("drop", (event) => this.#dropped(event));
  }

  disconnectedCallback(): void {
    this.#forgetAddresses();
  }

  get #input(): HTMLInputElement | null {
    return this.querySelector('input[type="file"]');
  }

  get #limits(): Limits {
    const [count, maxMb] = [this.getAttribute("limit") ?? 5, this.getAttribute("max-mb") ?? 10].map(Number) as [number, number];
    return { count, maxMb, longest: Number(this.getAttribute("longest") ?? 0) };
  }

  /** Once all that was chosen has been made smaller. */
  get settled(): Promise<void> {
    return this.#work;
  }

  /** Add files as if they had been chosen. */
  put(files: File[]): Promise<void> {
    return (this.#work = this.#work.then(() => this.#add(files)));
  }

  empty(): void {
    this.#files = [];
    this.#show([]);
  }

  #dropped(event: DragEvent): void {
    event.preventDefault();
    void this.put([...(event.dataTransfer?.files ?? [])]);
  }

  /** New ones join those already chosen: on a phone photos are taken one by one. */
  async #add(files: File[]): Promise<void> {
    const problems: string[] = [];
    for (const file of files) {
      if (this.#files.some((known) => sameFile(known, file))) continue;
      const problem = problemOf(file, this.#files.length, this.#limits);
      if (problem) problems.push(this.#sentence(problem, file));
      else this.#files.push(await this.#smaller(file));
    }
    this.#show(problems);
  }

  async #smaller(file: File): Promise<File> {
    if (!wantsShrinking(file, this.#limits)) return file;
    this.#say.textContent = this.getAttribute("text-shrinking");
    try {
      return await shrink(file, this.#limits.longest || LONGEST_SIDE);
    } catch {
      return file; // the server says what is wrong with it
    }
  }

  #sentence(problem: string, file: File): string {
    const text = this.getAttribute(`text-${problem}`) ?? "";
    return text.replace("%s", file.name).replace("%d", String(this.#limits.count));
  }

  #show(problems: string[]): void {
    const chosen = (this.getAttribute("text-chosen") ?? "%d").replace("%d", String(this.#files.length));
    this.#say.textContent = problems.length ? problems.join(" ") : this.#files.length ? chosen : "";
    this.#say.toggleAttribute("data-problem", problems.length > 0);
    this.#forgetAddresses();
    this.#list.replaceChildren(...this.#files.map((file) => this.#item(file)));
    this.#fillInput();
  }

  #fillInput(): void {
    if (!this.#input) return;
    const carrier = new DataTransfer();
    for (const file of this.#files) carrier.items.add(file);
    this.#input.files = carrier.files;
    this.dispatchEvent(new CustomEvent("photos-chosen", { bubbles: true }));
  }

  #item(file: File): HTMLLIElement {
    const item = document.createElement("li");
    item.className = "photo-picker__item";
    const address = URL.createObjectURL(file);
    this.#addresses.push(address);
    const image = document.createElement("img");
    image.alt = file.name;
    image.addEventListener("error", () => image.replaceWith(named(file)), { once: true });
    image.src = address;
    item.append(image, this.#removeButton(file));
    return item;
  }

  #removeButton(file: File): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "×";
    button.setAttribute("aria-label", (this.getAttribute("text-remove") ?? "%s").replace("%s", file.name));
    button.addEventListener("click", () => {
      this.#files = this.#files.filter((known) => known !== file);
      this.#show([]);
      (this.#list.querySelector("button") ?? this.#input)?.focus();
    });
    return button;
  }

  #forgetAddresses(): void {
    for (const address of this.#addresses.splice(0)) URL.revokeObjectURL(address);
  }
}

/** What the browser cannot draw (HEIC) shows its name instead. */
function named(file: File): HTMLElement {
  const text = document.createElement("span");
  text.textContent = file.name;
  return text;
}

async function shrink(file: File, longest: number): Promise<File> {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = fit(bitmap.width, bitmap.height, longest);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  if (!blob) throw new Error("this picture cannot be drawn anew");
  return new File([blob], smallerName(file.name), { type: "image/jpeg", lastModified: file.lastModified });
}

customElements.define("photo-picker", PhotoPicker);
