/**
 * `<cover-boxes for="ID"><img></cover-boxes>`: rectangles drawn over a photo are written into the
 * text field, one a line: left, top, right, bottom in per cent. The field works without drawing.
 */

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const SMALLEST = 0.5;

function clamp(share: number): number {
  return Math.min(100, Math.max(0, share));
}

export function boxOf(a: { x: number; y: number }, b: { x: number; y: number }): Box {
  return {
    left: clamp(Math.min(a.x, b.x)),
    top: clamp(Math.min(a.y, b.y)),
    right: clamp(Math.max(a.x, b.x)),
    bottom: clamp(Math.max(a.y, b.y)),
  };
}

export function written(box: Box): string {
  return [box.left, box.top, box.right, box.bottom].map((share) => share.toFixed(1)).join(" ");
}

export function readBoxes(text: string): Box[] {
  return text.split("\n").flatMap((line) => {
    const [left, top, right, bottom] = (line.match(/\d+(?:[.,]\d+)?/g) ?? []).map((n) => Number(n.replace(",", ".")));
    if (left === undefined || top === undefined || right === undefined || bottom === undefined) return [];
    return [{ left, top, right, bottom }];
  });
}

export class CoverBoxes extends HTMLElement {
  #layer = document.createElement("div");
  #from: { x: number; y: number } | null = null;

  connectedCallback(): void {
    if (this.#layer.isConnected) return;
    this.#layer.className = "cover-boxes__layer";
    this.#layer.title = this.getAttribute("text-label") ?? "";
    this.append(this.#layer, this.#undoButton());
    this.#layer.addEventListener("pointerdown", (event) => this.#down(event));
    this.#layer.addEventListener("pointermove", (event) => this.#from && this.#draw(boxOf(this.#from, this.#spot(event))));
    this.#layer.addEventListener("pointerup", (event) => this.#up(event));
    this.#field?.addEventListener("input", () => this.#draw());
    this.#draw();
  }

  get #field(): HTMLTextAreaElement | null {
    return document.getElementById(this.getAttribute("for") ?? "") as HTMLTextAreaElement | null;
  }

  #spot(event: PointerEvent): { x: number; y: number } {
    const frame = this.#layer.getBoundingClientRect();
    return { x: ((event.clientX - frame.left) / frame.width) * 100, y: ((event.clientY - frame.top) / frame.height) * 100 };
  }

  #down(event: PointerEvent): void {
    event.preventDefault();
    this.#layer.setPointerCapture(event.pointerId);
    this.#from = this.#spot(event);
  }

  #up(event: PointerEvent): void {
    if (!this.#from || !this.#field) return;
    const box = boxOf(this.#from, this.#spot(event));
    this.#from = null;
    if (box.right - box.left > SMALLEST && box.bottom - box.top > SMALLEST) {
      this.#field.value = [this.#field.value.trimEnd(), written(box)].filter(Boolean).join("\n");
    }
    this.#draw();
  }

  #draw(growing?: Box): void {
    const boxes = [...readBoxes(this.#field?.value ?? ""), ...(growing ? [growing] : [])];
    this.#layer.replaceChildren(
      ...boxes.map((box) => {
        const cover = document.createElement("span");
        cover.style.inset = `${box.top}% ${100 - box.right}% ${100 - box.bottom}% ${box.left}%`;
        return cover;
      }),
    );
  }

  #undoButton(): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ds-button";
    button.dataset["variant"] = "tertiary";
    button.dataset["size"] = "sm";
    button.textContent = this.getAttribute("text-undo");
    button.addEventListener("click", () => {
      if (this.#field) this.#field.value = this.#field.value.trimEnd().split("\n").slice(0, -1).join("\n");
      this.#draw();
    });
    return button;
  }
}

customElements.define("cover-boxes", CoverBoxes);
